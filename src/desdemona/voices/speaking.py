"""One utterance turned into sound, with everything that was drawn for it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.voices.contour import contour_of
from desdemona.voices.disturbance import disturbed
from desdemona.voices.glottis import Pulses, glottal_flow, place_pulses
from desdemona.voices.hissing import hissing
from desdemona.voices.register import Register
from desdemona.voices.score import Utterance
from desdemona.voices.timing import Stretch, lay_out, runs_of, within
from desdemona.voices.tract import CONTROL_S, Settings, resonate, settings_of

_RING_S = 0.05
_WHISPER_SHARE = 0.3
"""How loud full breath is against voiced sound: our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """One utterance: `samples`, shape (n,), float64, from sample number `first_sample` of the clip on.

    `hnr_db` is the energy ratio of voiced sound to breath noise over its voiced stretches, NaN where nothing is
    voiced.
    """

    first_sample: int
    samples: NDArray[np.float64]
    stretches: tuple[Stretch, ...]
    pulses: Pulses
    settings: Settings
    hnr_db: float


def speak(utterance: Utterance, register: Register, rate_hz: int, *, rng: np.random.Generator) -> Spoken:
    """Return an utterance as sound whose RMS while active is `loudness_db` against full scale.

    Pulses and breath go through the same moving resonances (so breath has the vowel's colour), consonant noise is
    added beside them. Jitter and shimmer are laid upon the voiced sound last. Breath noise is scaled to the asked
    energy ratio over the voiced stretches exactly.
    """
    pulse_rng, breath_rng, hiss_rng = rng.spawn(3)
    stretches = lay_out(utterance)
    first = int(utterance.t_start_s * rate_hz)
    count = int(np.ceil((utterance.t_end_s + _RING_S) * rate_hz)) - first
    steps = int(np.ceil(count / rate_hz / CONTROL_S))
    settings = settings_of(stretches, register, first / rate_hz, first / rate_hz + steps * CONTROL_S)
    times_s = (first + np.arange(count)) / rate_hz
    voiced_runs = runs_of(stretches, voiced=True)
    pulses = place_pulses(
        contour_of(utterance, register), voiced_runs, utterance.jitter_share, utterance.shimmer_share, rng=pulse_rng
    )
    tone, breath, whisper = resonate(
        _sources(pulses, settings, times_s, rate_hz, breath_rng), settings, register, rate_hz
    )
    tone = disturbed(tone, times_s, pulses, rate_hz)
    voiced = within(voiced_runs, times_s)
    is_voiced = len(pulses.instants_s) > 0
    reference = _rms(tone[voiced]) if is_voiced else _rms(whisper)
    breath *= _ratio(reference, _rms(breath[voiced])) * 10.0 ** (-utterance.hnr_db / 20.0) if is_voiced else 0.0
    if is_voiced:
        whisper *= _WHISPER_SHARE * _ratio(reference, _ratio(_rms(whisper), _rms(settings.breath)))
    sound = tone + breath + whisper
    sound += reference * hissing(stretches, first, count, rate_hz, register.scale, rng=hiss_rng)
    active = within(runs_of(stretches, voiced=False), times_s)
    sound *= _ratio(10.0 ** (utterance.loudness_db / 20.0), _rms(sound[active]))
    return Spoken(first, sound, stretches, pulses, settings, utterance.hnr_db if is_voiced else np.nan)


def _sources(
    pulses: Pulses, settings: Settings, times_s: NDArray[np.float64], rate_hz: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return glottal pulses after radiation at the lips, breath that goes with voicing, breath alone: (3, n)."""
    first, count = round(times_s[0] * rate_hz), len(times_s)
    heights = np.interp(pulses.regular_s, settings.times_s, settings.voicing)
    flow = glottal_flow(pulses, heights, first, count, rate_hz)
    white = rng.standard_normal((2, count))
    return np.stack(
        [
            np.diff(flow, prepend=0.0),
            white[0] * np.interp(times_s, settings.times_s, settings.voicing),
            white[1] * np.interp(times_s, settings.times_s, settings.breath),
        ]
    )


def _rms(values: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(values * values))) if len(values) else 0.0


def _ratio(value: float, by: float) -> float:
    return value / by if by > 0 else 0.0
