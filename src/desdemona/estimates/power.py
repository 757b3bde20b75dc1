"""What a comparison could have seen, and how much it would have had to see."""

from math import ceil, sqrt

from scipy.special import ndtri

from desdemona.estimates.share import critical_z


def design_effect(rows_per_cluster: float, correlation: float) -> float:
    """Return by what factor clustering inflates a variance: 1 + (m - 1)ρ, at least 1. Source: Kish 1965."""
    return max(1.0, 1 + (rows_per_cluster - 1) * correlation)


def minimum_detectable_difference(
    first_n: float, second_n: float, *, share: float, power: float = 0.8, level: float = 0.95
) -> float:
    """Return the least difference of two shares that would be found with this power, 0..1.

    `first_n` and `second_n` are effective numbers of observations (divide by the design effect), `share` is what both
    sides have where nothing differs. The normal approximation
    with unpooled variances, as Fleiss, Levin and Paik 2003, chapter 4.
    """
    spread = share * (1 - share)
    low, high = 0.0, 1 - min(share, 1 - share)
    for _ in range(60):
        middle = (low + high) / 2
        other = share + middle if share <= 0.5 else share - middle
        error = sqrt(spread / first_n + other * (1 - other) / second_n)
        found = middle - critical_z(level) * error >= float(ndtri(power)) * error
        low, high = (low, middle) if found else (middle, high)
    return high


def observations_per_side(
    share: float, difference: float, *, power: float = 0.8, level: float = 0.95, effect: float = 1.0
) -> int:
    """Return how many observations a side are needed to find a difference of shares with this power.

    `effect` is the design effect. Source: as `minimum_detectable_difference`.
    """
    other = share + difference if share + difference <= 1 else share - difference
    spread = share * (1 - share) + other * (1 - other)
    need = (critical_z(level) + float(ndtri(power))) ** 2 * spread / difference**2
    return ceil(need * effect)
