"""Clips of known movement: a drawn still whose head, shoulders and camera go where they are told, with fresh noise.

Each layer is moved by cubic convolution and laid over the others with soft edges, so the truth of a layer's place is
exact inside it. Faces are found by the network once; in every frame its points go along with the head, with jitter.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.detector import detect_faces, face_square
from desdemona.channels.face.mesh import ENLARGEMENT, Mesh, find_mesh
from desdemona.channels.face.tracking import Sight
from desdemona.channels.motion.watching import Watch, Watched, Wish
from desdemona.faces.camera import Camera
from desdemona.manipulations.framing import moved
from desdemona.models.network import load_network
from desdemona.recordings.recording import Frame, ignore_notice
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom

Rgb = NDArray[np.uint8]
Path = Callable[[float], tuple[float, float]]
"""Pixels right and down at a time in seconds."""

SIDE_PX = 256
JITTER_PX = 0.15
"""Standard deviation of the mesh's points from frame to frame; the network's own is about that."""


def nowhere(_t_s: float) -> tuple[float, float]:
    return 0.0, 0.0


def swing(hz: float, px: float, *, down: bool = False) -> Path:
    """Return a sine of so many hertz and an amplitude in pixels, to the right or down."""

    def at(t_s: float) -> tuple[float, float]:
        place = px * float(np.sin(2 * np.pi * hz * t_s))
        return (0.0, place) if down else (place, 0.0)

    return at


@dataclass(frozen=True)
class Staging:
    """What moves how: `light` is the lamp's share at a time, `warp` a change to a picture at a time."""

    duration_s: float = 10.2
    rate_hz: float = 30.0
    head: Path = nowhere
    torso: Path = nowhere
    camera: Path = nowhere
    light: Callable[[float], float] | None = None
    warp: Callable[[Rgb, float], Rgb] | None = None
    detail: bool = True
    noise_dn: float = 1.5
    seed: int = 5


@cache
def still(detail: bool) -> tuple[Rgb, Mesh]:
    """Return a drawn person, with a papered wall behind her where wanted, and the mesh of her face."""
    camera = Camera(width_px=SIDE_PX, height_px=SIDE_PX, rate_hz=30.0, noise_dn=0.0)
    phantom = Phantom("still", 0, 3, "even", Script("still", "One picture.", 0.04), camera)
    rgb = next(iter(render_phantom(phantom).frames(ignore_notice))).rgb
    if detail:
        paper = np.random.default_rng(11).normal(0, 1, (SIDE_PX, SIDE_PX)).astype(np.float32)
        soft = np.asarray(cv2.GaussianBlur(paper, (0, 0), 2.0))
        share = 1 + 0.05 * soft / soft.std()
        wall = (1 - _person())[..., None]
        rgb = np.clip(rgb * (1 + wall * (share[..., None] - 1)), 0, 255).astype(np.uint8)
    detector, network = load_network("face_detector"), load_network("face_mesh")
    square = face_square(detect_faces(detector, rgb)[0], ENLARGEMENT)
    return rgb, find_mesh(network, rgb, square)


def _layer(*ellipses: tuple[float, float, float, float]) -> NDArray[np.float32]:
    mask = np.zeros((SIDE_PX, SIDE_PX), np.float32)
    for x, y, half_x, half_y in ellipses:
        centre, axes = (round(x * SIDE_PX), round(y * SIDE_PX)), (round(half_x * SIDE_PX), round(half_y * SIDE_PX))
        cv2.ellipse(mask, centre, axes, 0, 0, 360, 1.0, -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 3.0), dtype=np.float32)


def _head() -> NDArray[np.float32]:
    return _layer((0.5, 0.47, 0.25, 0.34))


def _torso() -> NDArray[np.float32]:
    return np.asarray(_layer((0.5, 1.22, 0.62, 0.42)) * (1 - _head()))


def _person() -> NDArray[np.float32]:
    return np.asarray(np.clip(_head() + _torso() + _layer((0.5, 0.75, 0.2, 0.15)), 0, 1))


def sights(staging: Staging) -> Iterator[Sight]:
    """Give the frames of a staging one after the other, with the face in each."""
    rgb, mesh = still(staging.detail)
    rng = np.random.default_rng(staging.seed)
    grain = staging.noise_dn * rng.standard_normal((4, *rgb.shape), dtype=np.float32)
    head, torso = _head()[..., None], _torso()[..., None]
    for index in range(round(staging.duration_s * staging.rate_hz)):
        t_s = index / staging.rate_hz
        camera, own, body = (np.array(path(t_s)) for path in (staging.camera, staging.head, staging.torso))
        picture = staging.warp(rgb, t_s) if staging.warp else rgb
        laid = _at(picture, camera).astype(np.float32)
        for mask, place in ((head, own), (torso, body)):
            if place.any():
                laid += mask * (_at(picture, camera + place) - _at(picture, camera).astype(np.float32))
        if staging.light is not None:
            laid *= np.float32(staging.light(t_s))
        laid += np.roll(grain[rng.integers(4)], tuple(rng.integers(SIDE_PX, size=2)), axis=(0, 1))
        frame = Frame(index, t_s, np.clip(np.rint(laid, out=laid), 0, 255, out=laid).astype(np.uint8))
        points = mesh.points_px.copy()
        points[:, :2] += camera + own + rng.normal(0, JITTER_PX, 2)
        yield Sight(frame, Mesh(points, mesh.presence, mesh.square, mesh.crop, mesh.crop_points), None)


def _at(rgb: Rgb, place: NDArray[np.float64]) -> Rgb:
    return moved(rgb, float(place[0]), float(place[1])) if place.any() else rgb


def watch(staging: Staging, *wishes: Wish) -> Watched:
    """Watch a staging for what is wished."""
    seen = Watch(wishes)
    for sight in sights(staging):
        seen.see(sight)
    return seen.watched()
