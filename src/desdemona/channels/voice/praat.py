"""The same channels by Praat, for comparison, where praat-parselmouth is installed (GPL; an extra, never needed)."""

import importlib
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.channels.voice import reasons
from desdemona.channels.voice.frames import numbers
from desdemona.channels.voice.hearing import STEP_S
from desdemona.channels.voice.pitch import HIGHEST_HZ, LOWEST_HZ
from desdemona.channels.voice.tracks import FRAMES, VoiceTracks
from desdemona.channels.voice.whole import WholeSound, whole_sound
from desdemona.channels.voice.windows import spans_of
from desdemona.errors import UsageError
from desdemona.recordings.sound import Sound

FORMANT_CEILING_HZ = 5500.0


def measure_with_praat(sound: Sound, *, item: str) -> VoiceTracks:
    """Return frequency, formants, level, jitter, shimmer and HNR of a sound by Praat's own methods and usual settings.

    The whole sound is held in memory. Nothing is withheld that Praat tells; columns that it has not are null.

    Raises
    ------
    UsageError
        Praat is not installed.
    """
    parselmouth = _load()
    whole = whole_sound(sound)
    heard = parselmouth.Sound(whole.samples.astype(np.float64), sampling_frequency=whole.rate_hz)
    call = parselmouth.praat.call
    pitch = call(heard, "To Pitch (ac)", STEP_S, LOWEST_HZ, 15, False, 0.03, 0.45, 0.01, 0.35, 0.14, HIGHEST_HZ)
    frames = _frames(heard, pitch, whole, call)
    windows = pl.DataFrame(_windows(heard, pitch, len(frames), call), schema=WINDOWS, orient="row")
    return VoiceTracks(item, frames, pl.DataFrame(schema=EVENTS), windows, whole.notices)


def _load() -> Any:  # noqa: ANN401 - parselmouth has no types
    try:
        return importlib.import_module("parselmouth")
    except ImportError:
        raise UsageError(
            "Praat is not installed; `pip install 'desdemona[praat]'` brings it (praat-parselmouth, GPL)"
        ) from None


def _frames(heard: Any, pitch: Any, whole: WholeSound, call: Any) -> pl.DataFrame:  # noqa: ANN401
    count = max(int(len(whole.samples) / whole.rate_hz / STEP_S), 0)
    t_s = np.arange(count, dtype=np.float64) * STEP_S
    formant = heard.to_formant_burg(STEP_S, 5.0, FORMANT_CEILING_HZ, 0.025, 50.0)
    columns: dict[str, pl.Series] = {
        "frame": pl.Series(np.arange(count)),
        "t_s": pl.Series(np.round(t_s, 6)),
        "voice_f0_hz": numbers(_asked(lambda at: pitch.get_value_at_time(at), t_s)),
    }
    for number in (1, 2, 3):
        values = _asked(lambda at, n=number: formant.get_value_at_time(n, at), t_s)
        columns[f"voice_formant_{number}_hz"] = numbers(values)
    missing = {name: pl.Series([None] * count, dtype=kind) for name, kind in FRAMES.items() if name not in columns}
    return pl.DataFrame(columns | missing).select([pl.col(name).cast(kind) for name, kind in FRAMES.items()])


def _asked(ask: Any, t_s: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ANN401
    return np.array([ask(float(at + STEP_S / 2)) for at in t_s], dtype=np.float64)


def _windows(heard: Any, pitch: Any, count: int, call: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
    marks = call([heard, pitch], "To PointProcess (cc)")
    harmonicity = call(heard, "To Harmonicity (cc)", STEP_S, LOWEST_HZ, 0.1, 4.5)
    limits = (1e-4, 0.05, 1.3)
    rows = []
    for span in spans_of(count):
        ends = (span.first * STEP_S, span.end * STEP_S)
        found = {
            "voice.f0.median": call(pitch, "Get quantile", *ends, 0.5, "Hertz"),
            "voice.jitter": call(marks, "Get jitter (local)", *ends, *limits),
            "voice.shimmer": call([heard, marks], "Get shimmer (local)", *ends, *limits, 1.6),
            "voice.hnr": call(harmonicity, "Get mean", *ends),
        }
        for channel, value in found.items():
            known = value is not None and np.isfinite(value)
            rows.append((channel, *ends, value if known else None, None, None, None if known else reasons.UNVOICED))
    return rows
