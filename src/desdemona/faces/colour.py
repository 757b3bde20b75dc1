"""Pictures in planes: red, green and blue each for itself, which is much faster than pixel by pixel."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.floating[Any]]
"""Any float32 array of pixels or samples; with colours its shape is (3, h, w)."""


def as_colour(rgb: Sequence[float] | NDArray[np.float64]) -> Picture:
    """Return three numbers as a colour (3, 1, 1) that goes with planes."""
    return np.asarray(rgb, dtype=np.float32).reshape(3, 1, 1)


def to_planes(pixels: Picture) -> Picture:
    """Return the channels of interleaved pixels (h, w, n) as planes (n, h, w)."""
    return np.array(cv2.split(pixels))


def sized(planes: Picture, size: tuple[int, int]) -> Picture:
    """Return one plane (h, w) or several (n, h, w) at another size (width, height), straight lines between samples."""
    if planes.ndim == 2:
        return np.asarray(cv2.resize(planes, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    return np.array([cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in planes])


def blurred(plane: Picture, sigma: float, sigma_down: float = 0.0) -> Picture:
    """Return a plane smoothed by a Gaussian of `sigma` samples, `sigma_down` along columns where it differs."""
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma, sigmaY=sigma_down), dtype=np.float32)
