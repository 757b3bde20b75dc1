"""Measuring drawn pictures by plain means that share nothing with how they are drawn."""

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.recordings.recording import Recording, ignore_notice
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom

Values = NDArray[np.float64]

EYES = (slice(185, 245), slice(150, 330))
MOUTH = (slice(285, 400), slice(140, 340))
FOREHEAD = (slice(150, 185), slice(200, 280))
CHEEKS = (slice(255, 285), slice(165, 315))
WALL = (slice(10, 60), slice(10, 110))
SCALE_PX_PER_MM = 1.22 * 650 / 568
"""Pixels for a mm in the plane of the eyes, 82 mm before the middle of the head, in a picture 480 pixels high."""


def phantom_of(
    *acts: Act,
    duration_s: float = 1.0,
    tone: int = 3,
    identity: int = 0,
    rate_bpm: float | None = None,
    share: float = 0.006,
    camera: Camera | None = None,
) -> Phantom:
    """A phantom in even light with seed 0; other lights and seeds by `dataclasses.replace`."""
    pulse = Inside() if rate_bpm is None else Inside(pulse=(PulsePoint(0.0, rate_bpm),))
    script = Script("filmed", "for a test", duration_s, acts, pulse, share)
    return Phantom("filmed", identity, tone, "even", script, camera or Camera())


def film(recording: Recording) -> NDArray[np.uint8]:
    """All frames of a recording, (n, h, w, 3)."""
    return np.stack([frame.rgb for frame in recording.frames(ignore_notice)])


def held(*acts: tuple[str, float], tone: int = 3, identity: int = 0) -> Values:
    """One noiseless picture of acts in the middle of their hold."""
    poses = tuple(Act(cause, 0.0, 4.0, amount) for cause, amount in acts)  # type: ignore[arg-type]
    camera = Camera(rate_hz=0.5, noise_dn=0.0)
    phantom = phantom_of(*poses, duration_s=4.0, tone=tone, identity=identity, camera=camera)
    return np.asarray(film(render_phantom(phantom))[1], dtype=np.float64)


def place_mean(pictures: NDArray[np.uint8], place: tuple[slice, slice]) -> Values:
    """Mean colour of a place over time, (n, 3)."""
    return np.asarray(pictures[:, *place].reshape(len(pictures), -1, 3).mean(axis=1), dtype=np.float64)


def swing_at(signal: Values, rate_hz: float, frames_hz: float) -> float:
    """Amplitude of the sine at a rate in a signal, relative to the signal's mean (lock-in)."""
    times_s = np.arange(len(signal)) / frames_hz
    wave = np.exp(-2j * np.pi * rate_hz * times_s)
    return float(2 * np.abs(np.mean((signal - signal.mean()) * wave)) / signal.mean())


def redness(picture: Values) -> Values:
    """How much redder than green each pixel is."""
    return np.asarray(picture[..., 0] - picture[..., 1])


def centre_of(mask: NDArray[np.bool_]) -> tuple[float, float]:
    """Mean row and column of a mask."""
    rows, columns = np.nonzero(mask)
    return float(rows.mean()), float(columns.mean())
