"""Following one face through a recording."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.detector import detect_faces, face_square
from desdemona.channels.face.mesh import ENLARGEMENT, Mesh, find_mesh, next_square
from desdemona.channels.face.square import Square
from desdemona.channels.spotting import Spot
from desdemona.models.network import Network
from desdemona.recordings.recording import Frame, Notice

LEAST_PRESENCE = 0.5
"""Below this score the mesh network says that there is no face."""
LEAST_FACE_PX = 30.0
"""Smallest face, longer side of the box around its points: its eyes are 7 pixels wide."""
LEAST_PICTURE_PX = 32
BLACK_DN = 6
"""A picture with no sample brighter than this, in 8-bit steps, is black (video black is 0, noise lifts it)."""
LOOK_AROUND_FRAMES = 60
"""While one face is followed the whole picture is searched again every so many frames, to count faces."""

TOO_SMALL_PICTURE = "picture too small"
BLACK_PICTURE = "picture black"
NO_FACE = "no face detected"
NOT_CONFIRMED = "face not confirmed"
LOST = "face lost"
TOO_SMALL_FACE = "face too small"
REASONS = (TOO_SMALL_PICTURE, BLACK_PICTURE, NO_FACE, NOT_CONFIRMED, LOST, TOO_SMALL_FACE)
"""Why no face is measured: nothing found; found but the mesh network disagrees; followed until the frame before."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """One frame with the face that was seen in it, or the reason (of `REASONS`) why none was."""

    frame: Frame
    mesh: Mesh | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Following:
    """What must be known from one frame to the next to follow a face.

    `square` is where to look for it, None where none is followed; `followed_frames` for how many frames it has been;
    `most` is the largest number of faces that were seen at once.
    """

    square: Square | None = None
    followed_frames: int = 0
    most: int = 1


def track_face(frames: Iterable[Frame], detector: Network, network: Network, notice: Notice) -> Iterator[Sight]:
    """Yield each frame with the followed face.

    The detector looks until it finds a face; the largest is followed from frame to frame by its own points until the
    mesh network denies that a face is there; then the detector looks again, in the same frame. When several faces
    were seen, that is told once, at the end.
    """
    following = Following()
    for frame in frames:
        sight, following = follow_face(frame, detector, network, following)
        yield sight
    tell_of_others(following, notice)


def follow_face(frame: Frame, detector: Network, network: Network, last: Following) -> tuple[Sight, Following]:
    """Return one frame with the followed face, and what must be known for the next: one step of `track_face`."""
    square, most = last.square, last.most
    reason = _unusable(frame.rgb)
    tracked = square is not None
    mesh = find_mesh(network, frame.rgb, square) if square is not None and reason is None else None
    if mesh is not None and mesh.presence < LEAST_PRESENCE:
        mesh = None
    if mesh is None and reason is None:
        found = detect_faces(detector, frame.rgb)
        most = max(most, len(found))
        mesh, reason = _first_mesh(network, frame.rgb, found, tracked)
    if mesh is not None and _size_px(mesh) < LEAST_FACE_PX:
        mesh, reason = None, TOO_SMALL_FACE
    followed_frames = last.followed_frames + 1 if mesh is not None else 0
    if mesh is not None and followed_frames % LOOK_AROUND_FRAMES == 0:
        most = max(most, len(detect_faces(detector, frame.rgb)))
    square = next_square(mesh) if mesh is not None else None
    return Sight(frame, mesh, reason), Following(square, followed_frames, most)


def tell_of_others(following: Following, notice: Notice) -> None:
    """Say that several faces were seen at once, when they were."""
    if following.most > 1:
        notice(f"up to {following.most} faces were seen at once; only one is measured, the largest when it was found")


def _unusable(rgb: NDArray[np.uint8]) -> str | None:
    if min(rgb.shape[:2]) < LEAST_PICTURE_PX:
        return TOO_SMALL_PICTURE
    coarse = rgb[::16, ::16]
    if int(coarse.max()) <= BLACK_DN and int(rgb.max()) <= BLACK_DN:
        return BLACK_PICTURE
    return None


def _first_mesh(
    network: Network, rgb: NDArray[np.uint8], found: tuple[Spot, ...], tracked: bool
) -> tuple[Mesh | None, str | None]:
    """Return the mesh of the largest face that the mesh network confirms, or why there is none.

    The network looks twice, the second time at the square that its own points give: the one that it would be shown if
    the face had been followed until here, so that a face reads alike whether just found or followed.
    """
    for detection in found:
        first = find_mesh(network, rgb, face_square(detection, ENLARGEMENT))
        if first.presence >= LEAST_PRESENCE:
            second = find_mesh(network, rgb, next_square(first))
            if second.presence >= LEAST_PRESENCE:
                return second, None
    if tracked:
        return None, LOST
    return None, NOT_CONFIRMED if found else NO_FACE


def _size_px(mesh: Mesh) -> float:
    points = mesh.points_px[:, :2]
    return float((points.max(axis=0) - points.min(axis=0)).max())
