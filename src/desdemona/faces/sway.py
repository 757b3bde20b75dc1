"""Small shifts of head and shoulders: tremor and breathing, done to a finished picture.

A head that trembles by a tenth of a millimetre moves by a fraction of a pixel. Drawing it anew would move what is
sampled with it; shifting the finished picture keeps the shift exact. (Straight lines between pixels do so for the
smallest shifts; OpenCV's cubic makes them half as large again.) The shift is whole from the chin up, fades out over
the neck, and the shoulders have their own. The wall behind is plain enough that its being carried along does not show.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from desdemona.faces.camera import Camera
from desdemona.faces.colour import Picture
from desdemona.faces.relief import smooth_step
from desdemona.faces.view import DISTANCE_MM, centre_px, mm_per_px

SHOULDERS_UP_SHARE = 0.35
"""How far the shoulders rise for each mm that the chest comes forward; our choice."""


@dataclass(frozen=True, slots=True)
class Sway:
    """How far the head is from its place, in mm (image's right, up, towards the camera), and the chest forward."""

    right_mm: float = 0.0
    up_mm: float = 0.0
    near_mm: float = 0.0
    chest_mm: float = 0.0

    @property
    def is_still(self) -> bool:
        """Return whether nothing is out of its place."""
        return not (self.right_mm or self.up_mm or self.near_mm or self.chest_mm)


def swayed(planes: Picture, camera: Camera, sway: Sway, out: Picture) -> Picture:
    """Return a picture (3, h, w) with head and shoulders shifted, written into `out`."""
    size_mm = mm_per_px(camera)
    column, row = centre_px(camera)
    rows = np.arange(camera.height_px, dtype=np.float32)[:, None]
    columns = np.arange(camera.width_px, dtype=np.float32)[None, :]
    up = (row - rows) * size_mm
    head = smooth_step(up, -150.0, -112.0)
    shoulders = smooth_step(-up, 122.0, 168.0)
    nearer = 1 + head * np.float32(sway.near_mm / DISTANCE_MM)
    rise_px = (head * sway.up_mm + shoulders * (SHOULDERS_UP_SHARE * sway.chest_mm)) / size_mm
    from_column = column + (columns - column - head * np.float32(sway.right_mm / size_mm)) / nearer
    from_row = np.broadcast_to(row + (rows - row + rise_px) / nearer, from_column.shape)
    maps = cv2.convertMaps(from_column.astype(np.float32), from_row.astype(np.float32), cv2.CV_32FC1)
    for plane in range(3):
        cv2.remap(planes[plane], *maps, cv2.INTER_LINEAR, dst=out[plane], borderMode=cv2.BORDER_REPLICATE)
    return out
