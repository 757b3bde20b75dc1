"""Pulse rate from skin colour, with an interval for each window, and abstention.

Each algorithm is a channel: POS (Wang et al. 2017) and CHROM (de Haan and Jeanne 2013), and beside them GREEN, LGI and
OMIT (see `pulse_subspace`), all with the same gates. Every window of 10 s, one a second, gives a rate with a 95 %
interval or a plain reason why it gives none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.pulse.gates import EDGE_S, WINDOW_S, WindowedPulse, holds_window, judge_pulse, window_starts_s
from desdemona.channels.pulse.signal import EvenTrace, Projection, project_chrom, project_pos, to_even_trace
from desdemona.channels.pulse.skin_regions import SkinTrace
from desdemona.channels.pulse.subspace import project_green, project_lgi, project_omit
from desdemona.channels.tracks import WINDOWS

Column = NDArray[np.float64] | list[str | None]

SHORTEST_S = WINDOW_S + 2 * EDGE_S
"""The shortest clip that holds one window."""
PAUSE_S = 30.0
"""No window reaches over a pause this long (our choice), and none is made within it."""
TOO_SHORT = f"clip shorter than {SHORTEST_S:.1f} s"
Algorithms = Sequence[tuple[str, Projection]]
ALGORITHMS: Algorithms = (("pos", project_pos), ("chrom", project_chrom))
FURTHER: Algorithms = (("green", project_green), ("lgi", project_lgi), ("omit", project_omit))


@dataclass(frozen=True, slots=True, eq=False)
class PulseMeasurement:
    """Pulse rate of one recording.

    `columns` maps frame columns to values of length n: `pulse_rate_pos_bpm`, `pulse_rate_pos_low_bpm`,
    `pulse_rate_pos_high_bpm` (NaN where withheld), `pulse_pos_reason` (None where a rate is given), and the same four
    for every other algorithm; each frame has the values of the window whose centre is nearest. `windows` has the schema
    `WINDOWS`.
    """

    columns: dict[str, Column]
    windows: pl.DataFrame


def measure_pulse(trace: SkinTrace, algorithms: Algorithms = ALGORITHMS) -> PulseMeasurement:
    """Measure pulse rate by POS and by CHROM, or by other algorithms, in windows of 10 s, one each second.

    A value is the mean of the instantaneous rate over its window in bpm, with a 95 % interval, or it is withheld with
    a reason. The first and last 0.8 s of a clip lie in no window; clips under 11.6 s give one withheld window. Where
    the pictures pause for more than 30 s, each part is measured as a clip of its own.
    """
    starts = np.flatnonzero(np.diff(trace.t_s) > PAUSE_S) + 1
    if not starts.size:
        return _measure_part(trace, algorithms)
    edges = [0, *starts.tolist(), trace.t_s.size]
    parts = [_measure_part(_part_of(trace, slice(*pair)), algorithms) for pair in pairwise(edges)]
    columns = {name: _joined([part.columns[name] for part in parts]) for name in parts[0].columns}
    channels = parts[0].windows["channel"].unique(maintain_order=True)
    windows = [part.windows.filter(pl.col("channel") == channel) for channel in channels for part in parts]
    return PulseMeasurement(columns, pl.concat(windows))


def _part_of(trace: SkinTrace, part: slice) -> SkinTrace:
    motion_px = trace.motion_px[part].copy()
    motion_px[:1] = np.nan  # what moved during the pause is not known
    return SkinTrace(trace.t_s[part], trace.rgb[part], trace.pixel_count[part], motion_px)


def _joined(columns: Sequence[Column]) -> Column:
    arrays = [column for column in columns if isinstance(column, np.ndarray)]
    return np.concatenate(arrays) if arrays else [reason for column in columns for reason in column]


def _measure_part(trace: SkinTrace, algorithms: Algorithms) -> PulseMeasurement:
    even = _even_if_long(trace)
    columns: dict[str, Column] = {}
    tables = []
    for algorithm, projection in algorithms:
        if even is None:
            starts_s, ends_s = trace.t_s[:1], trace.t_s[-1:]
            unknown = np.full(starts_s.size, np.nan)
            found = WindowedPulse(unknown, unknown, (TOO_SHORT,) * starts_s.size)
        else:
            starts_s = window_starts_s(even)
            ends_s = starts_s + WINDOW_S
            found = judge_pulse(even, projection)
        nearest = _nearest((starts_s + ends_s) / 2, trace.t_s)
        columns |= _frame_columns(algorithm, found, nearest)
        tables.append(_window_table(f"pulse.rate.{algorithm}", found, starts_s, ends_s))
    return PulseMeasurement(columns, pl.concat(tables))


def _even_if_long(trace: SkinTrace) -> EvenTrace | None:
    """Return the trace on an even clock, or None when it is too short for one window."""
    if trace.t_s.size < 3:
        return None
    span_s = float(trace.t_s[-1] - trace.t_s[0])
    if span_s * trace.t_s.size / (trace.t_s.size - 1) < SHORTEST_S - 1e-6:
        return None
    even = to_even_trace(trace)
    return even if holds_window(even) else None


def _shown(found: WindowedPulse) -> NDArray[np.float64]:
    """Return rate, low and high (3, windows), NaN where withheld."""
    given = np.array([reason is None for reason in found.reasons], dtype=bool)
    table = np.stack([found.rate_bpm, found.rate_bpm - found.half_bpm, found.rate_bpm + found.half_bpm])
    return np.where(given, table, np.nan)


def _nearest(centres_s: NDArray[np.float64], t_s: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return for each frame the number of the window whose centre is nearest."""
    if centres_s.size == 0:
        return np.zeros(0, dtype=np.intp)
    return np.searchsorted((centres_s[1:] + centres_s[:-1]) / 2, t_s)


def _frame_columns(algorithm: str, found: WindowedPulse, nearest: NDArray[np.intp]) -> dict[str, Column]:
    rate, low, high = _shown(found)[:, nearest]
    reasons: Sequence[str | None] = [found.reasons[k] for k in nearest]
    return {
        f"pulse_rate_{algorithm}_bpm": rate,
        f"pulse_rate_{algorithm}_low_bpm": low,
        f"pulse_rate_{algorithm}_high_bpm": high,
        f"pulse_{algorithm}_reason": list(reasons),
    }


def _window_table(
    channel: str, found: WindowedPulse, starts_s: NDArray[np.float64], ends_s: NDArray[np.float64]
) -> pl.DataFrame:
    value, low, high = _shown(found)
    table = pl.DataFrame(
        {
            "channel": [channel] * starts_s.size,
            "t_start_s": starts_s,
            "t_end_s": ends_s,
            "value": value,
            "low": low,
            "high": high,
            "reason": list(found.reasons),
        },
        schema=WINDOWS,
    )
    return table.with_columns(pl.col("value", "low", "high").fill_nan(None))
