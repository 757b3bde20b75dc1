"""Sensor noise: new in every picture and every colour, the same for the same seed."""

import cv2
import numpy as np

from desdemona.manipulations.light import FULL_LIGHT, LIGHT_OF_CODES, light_to_picture
from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Rgb, each_picture
from desdemona.recordings.recording import Frame, Recording


def noisy(rgb: Rgb, sigma_dn: float, *, rng: np.random.Generator) -> Rgb:
    """Return a picture with normal noise of `sigma_dn` codes on every pixel and colour, rounded and cut to 0..255."""
    rows = rgb.reshape(len(rgb), -1)
    noise = rng.standard_normal(rows.shape, dtype=np.float32)
    noise *= np.float32(sigma_dn)
    return np.asarray(cv2.add(rows, noise, dtype=cv2.CV_8U), dtype=np.uint8).reshape(rgb.shape)


def counted(rgb: Rgb, full_well: float, read_electrons: float, *, rng: np.random.Generator) -> Rgb:
    """Return a picture of linear light counted in electrons, `full_well` of them at white.

    The count n of light L has variance L·full_well + read_electrons² (Poisson, taken as normal, and reading noise).
    """
    sigma = np.sqrt(LIGHT_OF_CODES * full_well + read_electrons**2) / full_well * FULL_LIGHT
    rows = rgb.reshape(len(rgb), -1)
    noise = rng.standard_normal(rows.shape, dtype=np.float32)
    noise *= cv2.LUT(rows, sigma.astype(np.float32))
    noise += cv2.LUT(rows, (LIGHT_OF_CODES * FULL_LIGHT).astype(np.float32))
    np.clip(np.rint(noise, out=noise), 0, FULL_LIGHT, out=noise)
    return light_to_picture(noise.astype(np.uint16)).reshape(rgb.shape)


def _add_noise(manipulation: Manipulation, recording: Recording) -> Recording:
    def change(frame: Frame) -> Rgb:
        return noisy(frame.rgb, manipulation.amount, rng=manipulation.rng(frame.index))

    return each_picture(recording, change)


def _count_electrons(manipulation: Manipulation, recording: Recording) -> Recording:
    read_electrons = manipulation.setting("read_electrons")

    def change(frame: Frame) -> Rgb:
        return counted(frame.rgb, manipulation.amount, read_electrons, rng=manipulation.rng(frame.index))

    return each_picture(recording, change)


SENSOR_NOISE = Kind(
    name="sensor_noise",
    amount=Setting("codes", 0.0, 64.0, 3.0, "standard deviation in steps of 8 bits"),
    neutral=0.0,
    about="Adds normal noise to every pixel and colour of every frame, the same in dark and light.",
    pictures=_add_noise,
    seeded=True,
)
SHOT_NOISE = Kind(
    name="shot_noise",
    amount=Setting("electrons", 20.0, 1e6, 2000.0, "electrons of a white pixel"),
    neutral=None,
    about="Counts linear light in electrons: the fewer at white, the coarser, as in dim light or a small sensor.",
    settings=(Setting("read_electrons", 0.0, 1000.0, 2.0, "standard deviation of reading out"),),
    pictures=_count_electrons,
    seeded=True,
)
