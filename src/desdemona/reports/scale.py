"""A scale: where a value stands on a line, and which values are named along it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from desdemona.reports.numerals import known

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from `low` to `high` (low < high) with named values in between, ends among them."""

    low: float
    high: float
    ticks: tuple[float, ...]


def _step(span: float) -> tuple[float, int]:
    """Return a round step for a span and the decimals that write its multiples."""
    exponent = math.floor(math.log10(span / 4))
    power = 10.0**exponent
    return power * next(step for step in STEPS if step * power >= span / 4 * (1 - 1e-9)), 3 - exponent


def fit_scale(values: Iterable[float | None], *, zero: bool = True) -> Scale:
    """Return a round scale that holds every finite value.

    With `zero`, zero is on it unless the values lie far from it: farther than four times the distance between them.
    No value at all gives 0 to 1.
    """
    finite = [number for value in values if (number := known(value)) is not None]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if zero and low > 0 and low <= 4 * (high - low):
        low = 0.0
    if zero and high < 0 and -high <= 4 * (high - low):
        high = 0.0
    if high - low <= 1e-12 * max(abs(high), abs(low), 1e-12):
        margin = max(abs(high) * 0.1, 1e-6)
        low, high = low - margin, high + margin
    step, decimals = _step(high - low)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(number * step, decimals) for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def place(scale: Scale, value: float, start: float, end: float) -> float:
    """Return where `value` stands between `start` and `end`, to a hundredth, never outside of them."""
    share = (value - scale.low) / (scale.high - scale.low)
    return round(start + min(1.0, max(0.0, share)) * (end - start), 2)
