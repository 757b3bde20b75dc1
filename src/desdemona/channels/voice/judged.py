"""A whole sound, judged: what was heard, who speaks when, and what may be said of each step."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.voice import reasons
from desdemona.channels.voice.activity import Activity, find_activity
from desdemona.channels.voice.band import is_narrow
from desdemona.channels.voice.crying import Cry, find_cries
from desdemona.channels.voice.disturbance import steady_pairs
from desdemona.channels.voice.formants import HIGHEST_F0_HZ
from desdemona.channels.voice.hearing import RATE_HZ
from desdemona.channels.voice.listening import Heard
from desdemona.channels.voice.quiet import noise_power
from desdemona.channels.voice.syllables import find_nuclei
from desdemona.channels.voice.voicing import Voicing, judge_voicing

Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]

LEAST_LOUDER = 9.0
"""A step's level is told where it has this many times the power of the noise: noise then adds less than 0.5 dB."""
CLIPPED_AROUND_STEPS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What holds for a whole sound.

    `f0_reason`, `loudness_reason` and `formant_reason` (steps,) say why a step has no such number, None where it has;
    `noise` is the steady noise's power (steps,); `pairs` tells which pairs of cycles are steady (pairs,); `nuclei` are
    the steps of the syllables. `narrow` says that it came through a telephone, `full_band` that it is sampled at
    16 kHz or more.
    """

    heard: Heard
    voicing: Voicing
    activity: Activity
    f0_reason: Texts
    loudness_reason: Texts
    formant_reason: Texts
    noise: NDArray[np.float64]
    pairs: Flags
    nuclei: NDArray[np.int64]
    cries: tuple[Cry, ...]
    narrow: bool
    full_band: bool


def judge(heard: Heard, rate_hz: int) -> Judged:
    """Return what may be said of each step of a sound that was sampled at `rate_hz`."""
    voicing = judge_voicing(heard)
    activity = find_activity(heard, voicing)
    noise, narrow = noise_power(heard.power), is_narrow(heard.spectrum, rate_hz)
    clipped = _around(heard.clipped)
    near = heard.power < LEAST_LOUDER * noise
    loudness = _first_reasons(
        len(heard), (activity.reason, ~activity.active), (reasons.CLIPPED, clipped), (reasons.LOUD_NOISE, near)
    )
    f0_reason = np.where(activity.active | voicing.voiced, voicing.reason, activity.reason)
    with np.errstate(invalid="ignore"):
        high = voicing.f0_hz > HIGHEST_F0_HZ
    formant = _first_reasons(
        len(heard),
        (f0_reason, ~voicing.voiced),
        (reasons.NARROW, np.full(len(heard), narrow)),
        (reasons.CLIPPED, clipped),
        (reasons.TOO_HIGH, high),
        (reasons.UNCLEAR, np.isnan(heard.formants_hz[:, 0])),
    )
    nuclei = find_nuclei(heard, voicing, activity)
    return Judged(
        heard,
        voicing,
        activity,
        f0_reason,
        loudness,
        formant,
        noise,
        steady_pairs(heard.cycles, voicing),
        nuclei,
        find_cries(voicing, nuclei),
        narrow,
        rate_hz >= RATE_HZ,
    )


def _first_reasons(count: int, *judged: tuple[str | Texts, Flags]) -> Texts:
    """Return for each step the first reason that applies, None where none does."""
    found = np.full(count, None, dtype=object)
    for reason, applies in reversed(judged):
        found[applies] = reason[applies] if isinstance(reason, np.ndarray) else reason
    return found


def _around(flags: Flags) -> Flags:
    """Return the flags with a few steps to either side."""
    found = flags.copy()
    for away in range(1, CLIPPED_AROUND_STEPS + 1):
        found[away:] |= flags[:-away]
        found[:-away] |= flags[away:]
    return found
