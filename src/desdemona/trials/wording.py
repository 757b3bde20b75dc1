"""Numbers as a reader meets them in a sentence."""

from desdemona.estimates.interval import Interval


def percent(share: float) -> str:
    """Write a share as a percentage, with a decimal only where it is small."""
    value = 100 * share
    digits = 0 if value == 0 or abs(value) >= 9.95 else 1
    return f"{value:.{digits}f} %"


def percent_range(low: float, high: float) -> str:
    """Write the ends of an interval of shares."""
    return f"{percent(low).removesuffix(' %')} to {percent(high)}"


def quantity(value: float, unit: str) -> str:
    """Write a quantity with three significant digits and its unit."""
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{text} {unit}".rstrip()


def counted(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun: 1 phantom, 1,200 phantoms."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def share_in_brackets(share: Interval) -> str:
    """Write a share and its interval in brackets, or why there is no interval."""
    if share.estimate is None:
        return f"({share.reason})"
    if share.low is None or share.high is None:
        return f"({percent(share.estimate)}; no interval: {share.reason})"
    return f"({percent(share.estimate)}; 95 % interval {percent_range(share.low, share.high)})"


def quantity_in_brackets(value: Interval, unit: str) -> str:
    """Write the interval of a quantity in brackets, or why there is none."""
    if value.low is None or value.high is None:
        return f"(no interval: {value.reason})"
    return f"(95 % interval {quantity(value.low, '')} to {quantity(value.high, unit)})"
