"""Recordings in which there is nothing to measure: a photograph, noise, and a room without a person."""

from collections.abc import Callable, Iterator

import numpy as np

from desdemona.faces.backdrop import wall_of
from desdemona.faces.camera import Camera
from desdemona.faces.colour import Picture
from desdemona.faces.lamps import lamp_of
from desdemona.faces.noise import SensorNoise
from desdemona.faces.portrait import draw_stills
from desdemona.recordings.recording import Frame, Notice, Recording
from desdemona.stimuli.motion import frame_times, motion_of
from desdemona.stimuli.phantom import Phantom
from desdemona.stimuli.render import PROVENANCE, fingerprint_of, stage_of

_NOISE_DN = 45.0


def render_photograph(phantom: Phantom) -> Recording:
    """Return a photograph held before the camera: the phantom's first picture, and new sensor noise in every frame."""

    def picture() -> Picture:
        start = motion_of(phantom.script, np.zeros(1))
        return next(draw_stills(stage_of(phantom), start.poses())).rgb

    name, camera, duration_s = phantom.name, phantom.camera, phantom.script.duration_s
    return _still_recording(f"{name} (photograph)", camera, (phantom.seed, duration_s), picture, phantom)


def render_noise(camera: Camera, seed: int, duration_s: float) -> Recording:
    """Return pictures of nothing but noise, new in every frame (standard deviation 45 steps around mid grey)."""
    loud = Camera(camera.width_px, camera.height_px, camera.rate_hz, _NOISE_DN)

    def picture() -> Picture:
        return np.full((3, camera.height_px, camera.width_px), 127.5, dtype=np.float32)

    return _still_recording("noise", loud, (seed, duration_s), picture)


def render_empty_room(camera: Camera, seed: int, duration_s: float) -> Recording:
    """Return the phantom's plain wall in even light with nobody before it, and sensor noise."""

    def picture() -> Picture:
        return wall_of(camera, lamp_of("even"))

    return _still_recording("empty room", camera, (seed, duration_s), picture)


def _still_recording(
    name: str,
    camera: Camera,
    take: tuple[int, float],
    picture: Callable[[], Picture],
    *facts: object,
) -> Recording:
    """Return a recording of one picture under fresh noise; `take` is the seed and the duration in seconds."""
    seed, duration_s = take
    times_s = frame_times(duration_s, camera.rate_hz)

    def frames(_notice: Notice) -> Iterator[Frame]:
        still, noise = picture(), SensorNoise.of(camera, seed, len(times_s))
        for index, time_s in enumerate(times_s):
            yield Frame(index, float(time_s), noise.expose(still, index))

    return Recording(
        name=name,
        provenance=PROVENANCE,
        width_px=camera.width_px,
        height_px=camera.height_px,
        rate_hz=camera.rate_hz,
        frame_count=len(times_s),
        fingerprint=fingerprint_of(name, camera, take, *facts),
        frames=frames,
    )
