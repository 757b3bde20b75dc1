"""Skin regions: the mean colour of forehead, cheeks and background, frame by frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SKIN_REGIONS = ("forehead", "cheek_left", "cheek_right", "background")
"""Order of the regions in every array here; left and right are the person's own."""


@dataclass(frozen=True, slots=True, eq=False)
class SkinTrace:
    """Mean colour of skin and background over time, the raw material of the pulse channels.

    `t_s` has shape (n,), seconds; `rgb` (n, 4, 3), float64, mean of sRGB 8-bit values in the order of `SKIN_REGIONS`, NaN where
    not measured; `pixel_count` (n, 4), number of pixels behind each mean; `motion_px` (n,), movement of the face's
    centre since the frame before, NaN where either frame has no face.
    """

    t_s: NDArray[np.float64]
    rgb: NDArray[np.float64]
    pixel_count: NDArray[np.int64]
    motion_px: NDArray[np.float64]
