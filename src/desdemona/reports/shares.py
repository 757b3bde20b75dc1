"""Shares, kappas and people in the words that stand beside pictures."""

from desdemona.estimates.interval import Interval
from desdemona.reports.numerals import PERCENT, decimals_for, known, to_numeral


def ends_of(value: Interval, factor: float = 100.0) -> tuple[float, float, float] | None:
    """Return estimate and ends times `factor`; None where any is missing or no number."""
    numbers = [known(number) for number in (value.estimate, value.low, value.high)]
    if any(number is None for number in numbers):
        return None
    estimate, low, high = (factor * (number or 0.0) for number in numbers)
    return estimate, low, high


def to_share_words(value: Interval) -> str:
    """Return "34.0 % [31.4 to 36.7]", or the reason why there is nothing to say."""
    return _words(value, 100.0, PERCENT)


def to_kappa_words(value: Interval) -> str:
    """Return "0.558 [0.537 to 0.580]", or the reason why there is nothing to say."""
    return _words(value, 1.0, "")


def _words(value: Interval, factor: float, unit: str) -> str:
    """Write a number and its interval, decimals as the interval's width bears."""
    estimate, ends = known(value.estimate), ends_of(value, factor)
    if estimate is None:
        return value.reason or "not known"
    if ends is None:
        return f"{to_numeral(factor * estimate)}{unit} [no interval]"
    decimals = decimals_for(ends[1], ends[2]) if ends[2] > ends[1] else None
    middle, low, high = (to_numeral(number, decimals) for number in ends)
    return f"{middle}{unit} [{low} to {high}]"


def to_points_words(value: Interval) -> str:
    """Return the ends of a difference of shares in points, "1.4 to 4.2", as findings write it; nothing without."""
    ends = ends_of(value)
    return "" if ends is None else f"{to_numeral(ends[1], 1)} to {to_numeral(ends[2], 1)}"


def to_people_words(value: Interval) -> str:
    """Return on how many people something rests; nothing where on none."""
    if not value.clusters:
        return ""
    return "1 person" if value.clusters == 1 else f"{value.clusters:,} people"
