"""The same channels by openSMILE, for comparison, where opensmile is installed (research licence; never needed)."""

import importlib
from typing import Any

import numpy as np
import polars as pl

from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.channels.voice import reasons
from desdemona.channels.voice.hearing import STEPS_PER_S
from desdemona.channels.voice.tracks import FRAMES, VoiceTracks
from desdemona.channels.voice.whole import whole_sound
from desdemona.channels.voice.windows import spans_of
from desdemona.errors import UsageError
from desdemona.recordings.sound import Sound

_SEMITONE_ZERO_HZ = 27.5


def measure_with_opensmile(sound: Sound, *, item: str) -> VoiceTracks:
    """Return frequency, jitter, shimmer, HNR and syllable rate of 5 s at a time by openSMILE's eGeMAPS v02.

    Its shimmer is in decibels and is turned into a ratio, 10^(dB/20) - 1; its rate is that of voiced segments. The
    whole sound is held in memory. There are no frames.

    Raises
    ------
    UsageError
        openSMILE is not installed.
    """
    try:
        opensmile: Any = importlib.import_module("opensmile")
    except ImportError:
        raise UsageError(
            "openSMILE is not installed; `pip install 'desdemona[opensmile]'` brings it (research licence)"
        ) from None
    smile = opensmile.Smile(opensmile.FeatureSet.eGeMAPSv02, opensmile.FeatureLevel.Functionals)
    whole = whole_sound(sound)
    rows: list[tuple[str, float, float, float | None, None, None, str | None]] = []
    for span in spans_of(len(whole.samples) * STEPS_PER_S // whole.rate_hz):
        ends = (span.first / STEPS_PER_S, span.end / STEPS_PER_S)
        own = whole.samples[round(ends[0] * whole.rate_hz) : round(ends[1] * whole.rate_hz)]
        found = smile.process_signal(own, whole.rate_hz).iloc[0]
        for channel, value in _named(found).items():
            known = np.isfinite(value) and value != 0.0
            rows.append((channel, *ends, value if known else None, None, None, None if known else reasons.UNVOICED))
    windows = pl.DataFrame(rows, schema=WINDOWS, orient="row")
    return VoiceTracks(item, pl.DataFrame(schema=FRAMES), pl.DataFrame(schema=EVENTS), windows, whole.notices)


def _named(found: Any) -> dict[str, float]:  # noqa: ANN401 - a pandas row, and pandas is no dependency
    semitones = float(found["F0semitoneFrom27.5Hz_sma3nz_percentile50.0"])
    return {
        "voice.f0.median": _SEMITONE_ZERO_HZ * 2.0 ** (semitones / 12.0) if semitones > 0 else float("nan"),
        "voice.jitter": float(found["jitterLocal_sma3nz_amean"]),
        "voice.shimmer": 10.0 ** (float(found["shimmerLocaldB_sma3nz_amean"]) / 20.0) - 1.0,
        "voice.hnr": float(found["HNRdBACF_sma3nz_amean"]),
    }
