"""Power: what an audit of this size could not have seen.

For each comparison of groups: the least difference that would have been found in four audits of five, from how much
people differ in this one, and how many people a side would be needed to find the difference that matters. The finding
holds when the audit was large enough. Source: Kish 1965 for the design effect; Fleiss, Levin and Paik 2003, chapter 4.
"""

from math import ceil, sqrt

import numpy as np
import polars as pl
from scipy.special import ndtri

from desdemona.estimates.clustered import critical_t
from desdemona.estimates.clusters import Floats
from desdemona.estimates.gaps import Gap, gap_of
from desdemona.estimates.interval import Interval, without_interval
from desdemona.estimates.share import critical_z
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.group_cells import Cells, cells_of, outcomes_of
from desdemona.trials.groups import Comparison
from desdemona.trials.levels import JOINT
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, quantity

POWER = 0.8
"""In how many audits of such a size the difference would be found."""
ENOUGH: Answers = {
    "holds": "A difference that matters would have been seen.",
    "fails": "The audit is too small: a difference that matters could have gone unseen.",
    "undecided": "What it could have seen cannot be said.",
}


def assess_power(tables: Tables, comparison: Comparison) -> tuple[Finding, ...]:
    """Answer for each comparison of `groups.assess_groups` whether a difference of the margin would have been seen.

    One finding a level and cell. Every comparison is held at 5 % divided by their number, which is what the first step
    of Holm's procedure asks. Raises `TableError` and `UnknownName` as `assess_groups`.
    """
    check_tables(tables)
    outcomes = outcomes_of(tables, comparison.output, comparison.measure, comparison.source, comparison.truth_output)
    cells = cells_of(tables, outcomes, comparison.columns, comparison.crossed)
    asked = [*comparison.columns, *(JOINT.join(names) for names in comparison.crossed)]
    pairs = [(column, level, other) for column in asked for level, other in _pairs(cells, column, comparison)]
    findings = []
    for column, level, other in pairs:
        first = pl.col(column) == level
        second = pl.col(column) == other if other else pl.col(column) != level
        sides = cells.side(first), cells.side(second)
        gap = gap_of(
            np.concatenate(sides, axis=1), share=outcomes.shares, minimum_clusters=comparison.clusters_required
        )
        effect = [_design_effect(side) for side in sides] if outcomes.shares else []
        name = f"{column}.{level}.against.{other or 'others'}"
        whom = f"{column} '{level}' and {repr(other) if other else 'everyone else'}"
        findings.append(_finding(tables, comparison, gap, (name, whom), effect, len(pairs)))
    return tuple(findings)


def _pairs(cells: Cells, column: str, comparison: Comparison) -> list[tuple[str, str]]:
    """Return each level with the one it is compared with: the named one or that with most people; crossed: the rest."""
    levels = cells.levels(column)
    if JOINT in column:
        return [(level, "") for level in levels] if len(levels) > 1 else []
    reference = comparison.references.get(column, next(iter(levels), ""))
    return [(level, reference) for level in levels if level != reference]


def _design_effect(side: Floats) -> float:
    """Return by how much clustering inflates the variance of a side's share, at least 1; NaN for one person or none."""
    own = side[side[:, 1] > 0]
    share = own[:, 0].sum() / own[:, 1].sum() if len(own) else 0.0
    if len(own) < 2 or not 0 < share < 1:
        return float("nan")
    off = own[:, 0] - share * own[:, 1]
    variance = len(own) / (len(own) - 1) * float((off**2).sum()) / float(own[:, 1].sum()) ** 2
    return max(1.0, variance / (share * (1 - share) / float(own[:, 1].sum())))


def _finding(
    tables: Tables, comparison: Comparison, gap: Gap, names: tuple[str, str], effects: list[float], family: int
) -> Finding:
    """Hold the least difference that would have been seen against the margin."""
    name, whom = names
    level = 1 - 0.05 / max(family, 1)
    shares = bool(effects)
    if np.isfinite(gap.variance):
        least = (critical_t(level, gap.degrees) + float(ndtri(POWER))) * sqrt(gap.variance)
        measured = Interval(least, least, least, gap.n, sum(gap.clusters))
        words = _words(comparison, gap, whom, effects, least, _people_needed(gap, comparison.margin, level))
    else:
        measured = without_interval(gap.reason, n=gap.n, clusters=sum(gap.clusters))
        words = (
            f"Between {whom} ({counted(gap.clusters[0], 'person', 'people')} and {gap.clusters[1]:,}) no difference of "
            f"any size could have been seen: {gap.reason}."
        )
    question = Question(
        id=f"power.{comparison.measure}.{comparison.output}.{name}",
        trial="power",
        rung=rung_of(tables, comparison.output),
        output=comparison.output,
        asked=f"Would a difference of {_amount(comparison.margin, comparison.unit, shares=shares)} between {whom} have "
        "been seen?",
        bound=comparison.margin,
        bound_kind="at_most",
        unit="share of readings" if shares else comparison.unit or comparison.measure,
        answers=ENOUGH,
        clusters_required=comparison.clusters_required,
        claims=comparison.claims,
        harms=comparison.harms,
    )
    return answer(question, measured, words)


def _people_needed(gap: Gap, margin: float, level: float) -> tuple[int, int]:
    """Return how many people of each side would bring the least visible difference down to the margin, in this mixture.

    Four audits of five; people as different from each other, and as many readings a person, as in this audit.
    """
    needed = (critical_z(level) + float(ndtri(POWER))) ** 2 * gap.variance / margin**2
    return ceil(gap.clusters[0] * needed), ceil(gap.clusters[1] * needed)


def _words(
    comparison: Comparison, gap: Gap, whom: str, effects: list[float], least: float, needed: tuple[int, int]
) -> str:
    """Tell what could have been seen and what it would take."""
    shares = bool(effects)
    known = [effect for effect in effects if np.isfinite(effect)]
    clustering = f" Readings of one person are alike: {max(known):.1f} of them tell as much as one." if known else ""
    enough = least <= comparison.margin
    more = (
        ""
        if enough
        else f" To see {_amount(comparison.margin, comparison.unit, shares=shares)}, about {needed[0]:,} and "
        f"{needed[1]:,} people like these are needed."
    )
    return (
        f"With {counted(gap.clusters[0], 'person', 'people')} and {gap.clusters[1]:,}, a difference between {whom} of "
        f"less than {_amount(least, comparison.unit, shares=shares)} would have gone unseen in more than one audit of "
        f"five.{clustering}{more}"
    )


def _amount(value: float, unit: str, *, shares: bool) -> str:
    """Write a difference."""
    return f"{100 * value:.1f} points" if shares else quantity(value, unit)
