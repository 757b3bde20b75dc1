"""The table of steps: one row every 10 ms."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.voice.hearing import STEP_S
from desdemona.channels.voice.judged import Judged
from desdemona.channels.voice.quiet import decibels
from desdemona.channels.voice.tracks import FRAMES
from desdemona.channels.voice.weighting import momentary_lufs

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NO_REASON = np.array(None, dtype=object)


def to_frames(judged: Judged) -> pl.DataFrame:
    """Return the table of steps of a judged sound; columns as in `FRAMES`."""
    heard, voicing, activity = judged.heard, judged.voicing, judged.activity
    count = len(heard)
    level_db = np.where(heard.power > 0, decibels(heard.power), np.nan)
    loud = judged.loudness_reason == NO_REASON
    formants = np.where((judged.formant_reason == NO_REASON)[:, None], heard.formants_hz, np.nan)
    whisper = _within([(s.first, s.end) for s in activity.stretches if s.kind == "whisper"], count)
    crying = _within([(cry.first, cry.end) for cry in judged.cries], count)
    columns: dict[str, pl.Series] = {
        "frame": pl.Series(np.arange(count)),
        "t_s": pl.Series(np.round(np.arange(count) * STEP_S, 6)),
        "speech_active": pl.Series(activity.active.astype(np.int8)),
        "speech_reason": texts(activity.reason),
        "voice_voiced": pl.Series(voicing.voiced.astype(np.int8)),
        "voice_f0_hz": numbers(voicing.f0_hz),
        "voice_f0_reason": texts(judged.f0_reason),
        "voice_loudness_db": numbers(np.where(loud, level_db, np.nan)),
        "voice_loudness_reason": texts(judged.loudness_reason),
        "voice_formant_1_hz": numbers(formants[:, 0]),
        "voice_formant_2_hz": numbers(formants[:, 1]),
        "voice_formant_3_hz": numbers(formants[:, 2]),
        "voice_formant_reason": texts(judged.formant_reason),
        "voice_whisper": pl.Series(whisper.astype(np.int8)),
        "voice_crying": pl.Series(crying.astype(np.int8)),
        "sound_level_db": numbers(level_db),
        "sound_loudness_lufs": numbers(momentary_lufs(heard.weighted_power)),
    }
    return pl.DataFrame(columns, schema=FRAMES)


def numbers(values: Floats) -> pl.Series:
    """Return numbers with null for NaN."""
    return pl.Series(values=values, dtype=pl.Float64, nan_to_null=True)


def texts(values: NDArray[np.object_]) -> pl.Series:
    """Return texts with null for None."""
    return pl.Series(values=values.tolist(), dtype=pl.String)


def _within(stretches: list[tuple[int, int]], count: int) -> Flags:
    found = np.zeros(count, dtype=bool)
    for first, end in stretches:
        found[first:end] = True
    return found
