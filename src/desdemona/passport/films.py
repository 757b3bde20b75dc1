"""Measuring moving pictures by plain means: colours of a place over time, its shifts, sines, turns about a mean."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.passport.stills import FOCAL_SHARE
from desdemona.physiology.inside import Inside
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom

Floats = NDArray[np.float64]
Place = tuple[slice, slice]

SIZE_PX, RATE_HZ = 480, 30.0
QUIET = Camera(SIZE_PX, SIZE_PX, RATE_HZ, noise_dn=0.0)
"""The phantom's usual camera without sensor noise."""
FOREHEAD: Place = (slice(150, 185), slice(190, 290))
HEAD: Place = (slice(150, 330), slice(150, 330))
EYES: Place = (slice(195, 240), slice(170, 310))
SHOULDERS: Place = (slice(430, 470), slice(100, 380))
WALL: Place = (slice(10, 60), slice(10, 110))
"""Rows and columns of the usual camera's picture."""


def filmed(inside: Inside, duration_s: float, *, tone: int = 3, share: float = 0.006) -> Phantom:
    """Return a phantom in even light before the quiet camera who does nothing but what goes on inside her."""
    script = Script("filmed", "for the passport", duration_s, inside=inside, pulse_amplitude_share=share)
    return Phantom("filmed", 0, tone, "even", script, QUIET)


def with_inside(phantom: Phantom, inside: Inside) -> Phantom:
    """Return the same phantom with something else inside."""
    return replace(phantom, script=replace(phantom.script, inside=inside))


def colours(phantom: Phantom, place: Place) -> Floats:
    """Return the mean colour of a place over time, (n, 3) codes."""
    frames = render_phantom(phantom).frames(ignore_notice)
    return np.array([frame.rgb[place].reshape(-1, 3).mean(axis=0) for frame in frames])


def greys(phantom: Phantom, place: Place) -> Floats:
    """Return the grey codes of a place over time, (n, h, w)."""
    frames = render_phantom(phantom).frames(ignore_notice)
    return np.stack([frame.rgb[place].astype(np.float64).mean(axis=-1) for frame in frames])


def shifts_px(pictures: Floats) -> Floats:
    """Return the shift (n, 2; right and down, pixels) of a place's pictures (n, h, w) against their mean.

    By the gradient equation (Horn and Schunck 1981, equation of constant brightness), one shift for the whole place, by
    least squares; good for small parts of a pixel.
    """
    mean = cv2.GaussianBlur(pictures.mean(axis=0), (0, 0), 2.0)
    down, right = np.gradient(mean)
    system = np.stack([right.ravel(), down.ravel(), np.ones(mean.size)], axis=1)
    changes = np.stack([(cv2.GaussianBlur(each, (0, 0), 2.0) - mean).ravel() for each in pictures], axis=1)
    return np.asarray(-np.linalg.lstsq(system, changes, rcond=None)[0][:2].T, dtype=np.float64)


def sine_of(signal: Floats, low_hz: float = 0.1, high_hz: float = RATE_HZ / 2) -> tuple[float, float]:
    """Return frequency (Hz) and amplitude of the strongest sine in a signal at `RATE_HZ`.

    Lock-ins under a Hann window on a grid of 0.05 Hz, then of 0.001 Hz around the best.
    """
    window = np.hanning(len(signal))
    times_s = np.arange(len(signal)) / RATE_HZ
    swing = (signal - signal.mean()) * window

    def sizes(grid_hz: Floats) -> Floats:
        return np.asarray(np.abs(np.exp(-2j * np.pi * grid_hz[:, None] * times_s) @ swing) * 2 / window.sum())

    coarse = np.arange(low_hz, high_hz, 0.05)
    near = float(coarse[sizes(coarse).argmax()])
    fine = np.arange(near - 0.06, near + 0.0601, 0.001)
    found = sizes(fine)
    return float(fine[found.argmax()]), float(found.max())


def turns_per_s(signal: Floats, rate_hz: float = RATE_HZ) -> float:
    """Return how often a second a signal rises through its mean, from the first to the last time."""
    level = signal - signal.mean()
    rises = np.flatnonzero((level[:-1] < 0) & (level[1:] >= 0))
    if len(rises) < 2:
        return float("nan")
    at = rises + level[rises] / (level[rises] - level[rises + 1])
    return float((len(at) - 1) / (at[-1] - at[0]) * rate_hz)


def head_px_per_mm() -> float:
    """Return pixels for a mm in the plane of the middle of the head, where small shifts are specified."""
    return FOCAL_SHARE * SIZE_PX / 650.0
