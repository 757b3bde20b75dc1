"""Different, equivalent, or can't tell: a difference held against a margin that was fixed beforehand."""

from typing import Literal

from desdemona.estimates.interval import Interval

Verdict = Literal["different", "equivalent", "can't tell"]


def compare_with_margin(wide: Interval, narrow: Interval, margin: float) -> Verdict:
    """Say what a difference is, given its 95 % interval and its 90 % one.

    It is *equivalent* when the 90 % interval lies within ±`margin` (two one-sided tests at 5 % each), *different*
    when the 95 % interval lies wholly beyond the margin on one side, and otherwise nobody can tell. A difference
    that is surely there and surely small is equivalent. Source: Schuirmann 1987; Lakens 2017.
    """
    if narrow.low is not None and narrow.high is not None and -margin < narrow.low and narrow.high < margin:
        return "equivalent"
    if wide.low is not None and wide.high is not None and (wide.low > margin or wide.high < -margin):
        return "different"
    return "can't tell"
