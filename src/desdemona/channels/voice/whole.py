"""A whole sound in memory, for other programs' measures, which take nothing less."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.recordings.sound import Sound
from desdemona.recordings.soundtrack import steady_samples


@dataclass(frozen=True, slots=True, eq=False)
class WholeSound:
    """The mean of a sound's channels, (samples,) at its own rate, from time 0 of its clock, and what was told of it."""

    samples: NDArray[np.float32]
    rate_hz: int
    notices: tuple[str, ...]


def whole_sound(sound: Sound) -> WholeSound:
    """Return a sound as one array; memory grows with its length."""
    notices: list[str] = []
    parts = [block.mean(axis=1) for block in steady_samples(sound, notices.append)]
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return WholeSound(samples.astype(np.float32), sound.rate_hz, tuple(notices))
