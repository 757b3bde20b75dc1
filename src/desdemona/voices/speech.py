"""Made speech: the samples, and everything that is true of them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desdemona.voices.score import Kind
from desdemona.voices.timing import SpokenWord

SegmentKind = Literal["voiced", "unvoiced", "cry", "pause"]

TRUTH_STEP_S = 0.01
"""The step of the truth curves."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What the voice does from one time to another; `pause` is wherever it does nothing."""

    kind: SegmentKind
    t_start_s: float
    t_end_s: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn for one utterance, NaN where it has no meaning (jitter of a whisper, say).

    `jitter_share` and `shimmer_share` are local and without the contour; `jitter_with_contour_share` is the local
    jitter of the instants as they stand, glides included. `hnr_db` is over the voiced stretches, consonant noise not
    counted. `loudness_db` is the RMS while active, dB against full scale. `syllables_per_s` leaves pauses out.
    """

    kind: Kind
    t_start_s: float
    t_end_s: float
    jitter_share: float
    jitter_with_contour_share: float
    shimmer_share: float
    hnr_db: float
    loudness_db: float
    syllables_per_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Made speech and its truth.

    `samples` is the mix and `voice` the voice alone, both float32, shape (n,), within ±1; their difference is the
    background. `pulses_s` and `pulse_amplitudes` (mean 1 an utterance) are the glottal closures, shape (pulses,).
    The curves are at `times_s`, every 10 ms: `f0_hz` of the contour (NaN where unvoiced), `formants_hz` (steps, 3; NaN
    in pauses), `loudness_db` of the voice over the 10 ms from there on (dB against full scale, NaN where it is
    silent), `mouth_opening` 0..1. `snr_db` is the one reached while the voice is active, NaN without a background.
    `gain_db` is 0, or what everything was turned down by so that nothing clips; `notes` says so in words.
    """

    samples: NDArray[np.float32]
    voice: NDArray[np.float32]
    rate_hz: int
    seed: int
    pulses_s: NDArray[np.float64]
    pulse_amplitudes: NDArray[np.float64]
    times_s: NDArray[np.float64]
    f0_hz: NDArray[np.float64]
    formants_hz: NDArray[np.float64]
    loudness_db: NDArray[np.float64]
    mouth_opening: NDArray[np.float64]
    words: tuple[SpokenWord, ...]
    segments: tuple[Segment, ...]
    drawn: tuple[Drawn, ...]
    snr_db: float
    gain_db: float
    notes: tuple[str, ...]
