"""Scripted rates with effort in them: pulse and breathing, their exact phases, and the instants of whole turns."""

from collections.abc import Callable, Sequence

import numpy as np

from desdemona.physiology.heart import Floats, line_at, line_integral, phase_at, rate_at
from desdemona.physiology.inside import Effort, Inside


def _share_at(effort: Effort, times_s: Floats) -> Floats:
    """Return how much of its full rise an effort has reached, 0 to 1."""
    length_s = effort.t_end_s - effort.t_start_s
    into_s = np.clip(times_s - effort.t_start_s, 0, length_s)
    after_s = np.clip(times_s - effort.t_end_s, 0, None)
    return np.asarray((1 - np.exp(-into_s / effort.rise_s)) * np.exp(-after_s / effort.fall_s))


def _share_integral(effort: Effort, times_s: Floats) -> Floats:
    length_s = effort.t_end_s - effort.t_start_s
    into_s = np.clip(times_s - effort.t_start_s, 0, length_s)
    after_s = np.clip(times_s - effort.t_end_s, 0, None)
    rising = into_s - effort.rise_s * (1 - np.exp(-into_s / effort.rise_s))
    reached = 1 - np.exp(-length_s / effort.rise_s)
    return np.asarray(rising + reached * effort.fall_s * (1 - np.exp(-after_s / effort.fall_s)))


def pulse_rate_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the scripted heart rate with effort in bpm, without variability; NaN without a pulse."""
    rise = sum((effort.pulse_rise_bpm * _share_at(effort, times_s) for effort in inside.efforts), start=0.0)
    return rate_at(inside.pulse, times_s) + rise


def pulse_turns_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the scripted beats since time 0, the exact integral of `pulse_rate_at`; zero without a pulse."""
    if not inside.pulse:
        return np.zeros_like(times_s)
    rise = sum((effort.pulse_rise_bpm / 60 * _share_integral(effort, times_s) for effort in inside.efforts), start=0.0)
    return phase_at(inside.pulse, times_s) + rise


def paused_at(inside: Inside, times_s: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return whether breathing is paused at each time."""
    paused = np.zeros(np.shape(times_s), dtype=np.bool_)
    for pause in inside.breath_pauses:
        paused |= (times_s >= pause.t_start_s) & (times_s < pause.t_end_s)
    return paused


def breath_rate_at(inside: Inside, times_s: Floats) -> Floats:
    """Return breaths a minute with effort: 0 in pauses and where she does not breathe."""
    if not inside.breath:
        return np.zeros_like(times_s)
    rates = line_at([point.t_s for point in inside.breath], [point.rate_per_min for point in inside.breath], times_s)
    rise = sum((effort.breath_rise_per_min * _share_at(effort, times_s) for effort in inside.efforts), start=0.0)
    return np.where(paused_at(inside, times_s), 0.0, rates + rise)


def _breaths_unpaused(inside: Inside, times_s: Floats) -> Floats:
    points = inside.breath
    turns = line_integral([point.t_s for point in points], [point.rate_per_min / 60 for point in points], times_s)
    return turns + sum(
        (effort.breath_rise_per_min / 60 * _share_integral(effort, times_s) for effort in inside.efforts), start=0.0
    )


def breath_turns_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the breaths since time 0, the exact integral of `breath_rate_at`; each begins with breathing in."""
    if not inside.breath:
        return np.zeros_like(times_s)
    turns = _breaths_unpaused(inside, times_s)
    for pause in inside.breath_pauses:
        ends_s = np.array([pause.t_start_s, pause.t_end_s])
        begun = _breaths_unpaused(inside, ends_s[:1])
        held = _breaths_unpaused(inside, np.clip(times_s, *ends_s)) - begun
        turns = turns - held
    return turns


def depth_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the depth of breathing, 0 to 1; 0 where she does not breathe."""
    if not inside.breath:
        return np.zeros_like(times_s)
    return line_at([point.t_s for point in inside.breath], [point.depth_share for point in inside.breath], times_s)


def instants_of(turns_at: Callable[[Floats], Floats], wanted: Sequence[float] | Floats, span_s: Floats) -> Floats:
    """Return the earliest times within a span (start, end) at which a rising phase reaches the wanted values.

    By halving, to the last bit of a time. A value that is reached before the span gives its start; every value must be
    reached by its end.
    """
    targets = np.asarray(wanted, dtype=np.float64)
    low_s, high_s = np.full(len(targets), span_s[0]), np.full(len(targets), span_s[1])
    for _ in range(64):
        middle_s = (low_s + high_s) / 2
        reached = turns_at(middle_s) >= targets
        low_s, high_s = np.where(reached, low_s, middle_s), np.where(reached, middle_s, high_s)
    return np.where(turns_at(span_s[:1]) >= targets, span_s[0], high_s)
