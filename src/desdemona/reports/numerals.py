"""Numbers as a reader sees them; the only place where a figure becomes text."""

import math
from dataclasses import dataclass

NOT_KNOWN = "–"
"""What stands on the page where there is no number."""

MINUS = "\u2212"
PERCENT = "\u00a0%"
"""The sign of percentages, held to its number by a space that does not break."""


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """How a finding's unit is shown: the factor applied to its numbers, and the text behind them.

    Shares (a unit that is or begins with "share") are shown as percentages; everything else as it is. The record
    always keeps the number as the trial gave it.
    """

    factor: float
    text: str


def shown_unit(unit: str) -> ShownUnit:
    """Return how numbers in `unit` are shown to a reader."""
    first, _, rest = unit.partition(" ")
    if first == "share":
        return ShownUnit(100.0, f"% {rest}".strip())
    return ShownUnit(1.0, "" if unit in {"ratio", "1"} else unit)


def known(value: float | None) -> float | None:
    """Return `value` as a plain finite float, None for None, NaN and the infinities."""
    return None if value is None or not math.isfinite(value) else float(value)


def decimals_for(low: float | None, high: float | None) -> int:
    """Return how many decimals show the width of an interval to two digits (0 to 4; 2 where it has no width)."""
    if low is None or high is None or high <= low:
        return 2
    return min(4, max(0, 1 - math.floor(math.log10(high - low))))


def to_numeral(value: float | None, decimals: int | None = None, *, digits: int = 3) -> str:
    """Return a number with `decimals` places, or with `digits` significant ones when that is None.

    Thousands are parted by commas, the minus is a true minus, no zero is negative, and no number is a dash.
    """
    number = known(value)
    if number is None:
        return NOT_KNOWN
    if number and (abs(number) >= 1e9 or abs(number) < 1e-4) and not decimals:
        return f"{number:.2e}".replace("-", MINUS)
    if decimals is None:
        decimals = 0 if number == 0 else max(0, digits - 1 - math.floor(math.log10(abs(number))))
        text = f"{number:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{number:,.{decimals}f}"
    return text.replace("-", "") if float(text.replace(",", "")) == 0 else text.replace("-", MINUS)


def to_count(value: float | None) -> str:
    """Return a count of people: whole, or "under 1" where there is some but not one."""
    value = known(value)
    return NOT_KNOWN if value is None else "under 1" if 0 < value < 0.5 else to_numeral(value, 0)


def to_percent(share: float | None, *, digits: int = 3) -> str:
    """Return a share of one as a percentage with `digits` significant digits at most."""
    number = known(share)
    return NOT_KNOWN if number is None else to_numeral(100 * number, digits=digits) + PERCENT


def to_odds(prevalence: float) -> str:
    """Return a prevalence as "1 in 200" where that is within two parts in a hundred, else as a percentage."""
    number = known(prevalence)
    if number is None or number <= 0 or number > 1:
        return to_percent(prevalence)
    nearest = round(1 / number)
    return f"1 in {nearest:,}" if abs(nearest * number - 1) < 0.02 else to_percent(number)
