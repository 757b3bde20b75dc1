"""The camera's view of the head: for every pixel, which point of the head it sees."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.faces.colour import Picture, sized
from desdemona.faces.head import Chart
from desdemona.faces.march import Rays, march, undropped_y
from desdemona.faces.pose import Pose

DISTANCE_MM = 650.0
"""From the camera to the middle of the head."""

SCALE_PX_PER_MM = 1.22 / 480
"""Pixels for a mm at that distance, for each pixel of the picture's height: chin to hairline fills half of it."""

NECK_MM = np.array([0.0, -70.0, -20.0])
"""The joint that the head turns about."""

_HALF_MM = np.array([105.0, 131.0, 127.0])
"""Half the width, height and depth of an ellipsoid that holds every head of the cast with its hair, near the camera."""


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the picture, in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def area(self) -> tuple[slice, slice]:
        """Return the rows and columns of the picture that it covers."""
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)

    def within(self, outer: "Window") -> tuple[slice, slice]:
        """Return the rows and columns of another window that it covers; it must lie inside that one."""
        top, left = self.top - outer.top, self.left - outer.left
        return slice(top, top + self.height), slice(left, left + self.width)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a window of the picture shows of the head.

    At half the resolution: `point` (x, y, z in mm, head coordinates, three arrays) and `shut_y_mm`, the height of the
    same skin with the mouth shut. At full resolution: `cover` (h, w), 0..1, how much of each pixel is head.
    """

    window: Window
    rotation: NDArray[np.float64]
    point: tuple[Picture, Picture, Picture]
    shut_y_mm: Picture
    cover: Picture


def rotation_of(pose: Pose) -> NDArray[np.float64]:
    """Return the head's rotation (3, 3): nod first, then turn, then tilt."""
    yaw, pitch, roll = np.radians([pose.head_yaw_deg, pose.head_pitch_deg, pose.head_roll_deg])
    nod = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    turn = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    tilt = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(tilt @ turn @ nod, dtype=np.float64)


def focal_px(camera: Camera) -> float:
    """Return the focal length in pixels."""
    return SCALE_PX_PER_MM * camera.height_px * DISTANCE_MM


def centre_px(camera: Camera) -> tuple[float, float]:
    """Return where the head's origin at rest lies in the picture (column, row)."""
    return camera.width_px / 2 - 0.5, camera.height_px * 0.47


def head_window(camera: Camera, rotation: NDArray[np.float64], drop_mm: float) -> Window:
    """Return the part of the picture that the head can cover, with its jaw dropped by `drop_mm`."""
    middle = NECK_MM - rotation @ NECK_MM
    depth = DISTANCE_MM - middle[2]
    scale = focal_px(camera) / depth
    column, row = centre_px(camera)
    x, y = column + middle[0] * scale, row - middle[1] * scale
    aside, above = (float(reach) * scale for reach in np.linalg.norm(rotation[:2] * _HALF_MM, axis=1))
    chin = 1.15 * drop_mm * scale
    aside, below = aside + abs(float(rotation[0, 1])) * chin, above + 10 * scale + chin
    left, right = max(0, int(x - aside)), min(camera.width_px, int(x + aside) + 1)
    top, bottom = max(0, int(y - above)), min(camera.height_px, int(y + below) + 1)
    return Window(left, top, right - left, bottom - top)


def _rays(camera: Camera, window: Window, rotation: NDArray[np.float64], coarseness: int) -> Rays:
    rows, columns = max(2, window.height // coarseness), max(2, window.width // coarseness)
    focal = focal_px(camera)
    middle_column, middle_row = centre_px(camera)
    x = ((np.arange(columns) + 0.5) * (window.width / columns) - 0.5 + window.left - middle_column) / focal
    y = -((np.arange(rows) + 0.5) * (window.height / rows) - 0.5 + window.top - middle_row) / focal
    back = rotation.T
    origin = back @ (np.array([0.0, 0.0, DISTANCE_MM]) - NECK_MM) + NECK_MM
    direction = (
        (back[i, 0] * x)[None, :].astype(np.float32) + (back[i, 1] * y - back[i, 2])[:, None].astype(np.float32)
        for i in range(3)
    )
    dx, dy, dz = direction
    return Rays((float(origin[0]), float(origin[1]), float(origin[2])), (dx, dy, dz))


def see_head(chart: Chart, camera: Camera, pose: Pose) -> View:
    """Return what the camera sees of a head in a pose; only its angles and its jaw matter."""
    rotation = rotation_of(pose)
    drop_mm = pose.drop_mm
    window = head_window(camera, rotation, drop_mm)
    fine = _rays(camera, window, rotation, 2)
    depth, miss = march(chart.radius_mm, _rays(camera, window, rotation, 4), fine, DISTANCE_MM - 126, drop_mm)
    x, y, z = fine.at(depth)
    size = (window.width, window.height)
    by_px = focal_px(camera) / DISTANCE_MM
    cover = np.clip(0.5 - sized(miss, size) * by_px, 0, 1)
    return View(window, rotation, (x, y, z), undropped_y(y, z, drop_mm), cover)


def mm_per_px(camera: Camera) -> float:
    """Return the size of a pixel on the face in mm."""
    return DISTANCE_MM / focal_px(camera)


def _project(camera: Camera, rotation: NDArray[np.float64], points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the columns and rows (n, 2) that points of the head (n, 3) are seen at."""
    world = (points_mm - NECK_MM) @ rotation.T + NECK_MM
    scale = focal_px(camera) / (DISTANCE_MM - world[:, 2])
    column, row = centre_px(camera)
    return np.stack([column + world[:, 0] * scale, row - world[:, 1] * scale], axis=1)


def box_window(camera: Camera, view: View, box_mm: tuple[float, float, float, float]) -> Window:
    """Return the part of the view that a box of the face (left, right, bottom, top in mm) falls in."""
    left, right, bottom, top = box_mm
    corners = np.array([(x, y, z) for x in (left, right) for y in (bottom, top) for z in (45.0, 102.0)])
    seen = _project(camera, view.rotation, corners)
    outer = view.window
    low = np.clip(seen.min(axis=0), (outer.left, outer.top), None).astype(int)
    high = np.clip(seen.max(axis=0) + 1, None, (outer.left + outer.width, outer.top + outer.height)).astype(int)
    size = np.maximum(high - low, 0)
    return Window(int(low[0]), int(low[1]), int(size[0]), int(size[1]))


def eye_window(camera: Camera, view: View, side: int) -> Window:
    """Return the part of the view of one eye and its brow (`side` -1 left in the picture, 1 right).

    The two meet at the bridge of the nose and never overlap.
    """
    box = (-60.0, -5.0, -16.0, 40.0) if side < 0 else (5.0, 60.0, -16.0, 40.0)
    window = box_window(camera, view, box)
    split = round(float(_project(camera, view.rotation, np.array([[0.0, 10.0, 97.0]]))[0, 0]))
    left, right = window.left, window.left + window.width
    left, right = (left, min(right, split)) if side < 0 else (max(left, split), right)
    return Window(left, window.top, max(right - left, 0), window.height)
