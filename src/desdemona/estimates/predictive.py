"""What a flag is worth: from sensitivity and specificity to predictive values, over prevalence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval


def positive_predictive_value(sensitivity: ArrayLike, specificity: ArrayLike, prevalence: ArrayLike) -> Floats:
    """Return the share of flags that are right, 0..1; NaN where nothing is ever flagged. Arrays broadcast.

    Source: Bayes' theorem, as Meehl and Rosen 1955.
    """
    right = np.asarray(sensitivity, np.float64) * np.asarray(prevalence, np.float64)
    wrong = (1 - np.asarray(specificity, np.float64)) * (1 - np.asarray(prevalence, np.float64))
    return _share(right, wrong)


def negative_predictive_value(sensitivity: ArrayLike, specificity: ArrayLike, prevalence: ArrayLike) -> Floats:
    """Return the share of those not flagged who are rightly not flagged, 0..1; NaN where all are flagged."""
    right = np.asarray(specificity, np.float64) * (1 - np.asarray(prevalence, np.float64))
    wrong = (1 - np.asarray(sensitivity, np.float64)) * np.asarray(prevalence, np.float64)
    return _share(right, wrong)


def _share(right: Floats, wrong: Floats) -> Floats:
    """Return right / (right + wrong), NaN where both are zero."""
    total = np.asarray(right + wrong)
    out = np.full(total.shape, np.nan)
    np.divide(np.broadcast_to(right, total.shape), total, out=out, where=total > 0)
    return out


def break_even_prevalence(sensitivity: float, specificity: float, *, ppv: float = 0.5) -> float:
    """Return the prevalence at which the share of right flags reaches `ppv`; 0 with no false flags, NaN with none."""
    wrong = ppv * (1 - specificity)
    total = wrong + (1 - ppv) * sensitivity
    return wrong / total if total > 0 else float("nan")


def share_draws(share: Interval, *, rng: np.random.Generator, draws: int) -> Floats:
    """Draw plausible values of a share, shape (draws,), from Jeffreys' beta on its effective observations.

    A share without an effective number (a value that is assumed, not measured) is the same in every draw; one
    without an estimate is NaN.
    """
    if share.estimate is None or share.n_effective is None:
        return np.full(draws, np.nan if share.estimate is None else share.estimate)
    hits = share.estimate * share.n_effective
    return rng.beta(hits + 0.5, share.n_effective - hits + 0.5, draws)


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected counts among `total` at one prevalence, and the positive predictive value with its 95 % interval."""

    prevalence: float
    true_positives: float
    false_positives: float
    false_negatives: float
    ppv: float
    low: float
    high: float
    total: int


def expected_counts(
    sensitivity: Interval,
    specificity: Interval,
    prevalence: float,
    *,
    rng: np.random.Generator,
    total: int = 10_000,
    draws: int = 4000,
) -> Expected:
    """Return expected counts at a prevalence, with the positive predictive value and its interval.

    The interval is the middle 95 % of that value over draws of sensitivity and specificity (`share_draws`). All is
    NaN where one of them has no estimate; the interval is NaN where a measured one has no interval.
    """
    se = np.nan if sensitivity.estimate is None else sensitivity.estimate
    sp = np.nan if specificity.estimate is None else specificity.estimate
    drawn = positive_predictive_value(
        share_draws(sensitivity, rng=rng, draws=draws),
        share_draws(specificity, rng=rng, draws=draws),
        prevalence,
    )
    unknown = bool(sensitivity.reason or specificity.reason) or bool(np.isnan(drawn).all())
    low, high = (np.nan, np.nan) if unknown else np.nanquantile(drawn, [0.025, 0.975])
    return Expected(
        prevalence,
        true_positives=float(total * prevalence * se),
        false_positives=float(total * (1 - prevalence) * (1 - sp)),
        false_negatives=float(total * prevalence * (1 - se)),
        ppv=float(positive_predictive_value(se, sp, prevalence)),
        low=float(low),
        high=float(high),
        total=total,
    )
