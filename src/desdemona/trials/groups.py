"""Groups: whether the system treats people alike, whoever they are declared to be.

Each level of a column is held against the level with most people (or one that is named), each cell of crossed columns
against everyone else. A gap is *equivalent* when its whole 95 % interval lies within the margin (stricter than two
one-sided tests at 5 %), *different* when it is not and surely there (5 % over all comparisons of the declaration
together, by Holm; crossed columns may spend a fifth of it), otherwise nobody can tell. That everybody is treated alike
needs every comparison to be equivalent, so equivalence needs no correction. A level with too few people is refused and
named. Clustered by subject: readings are not people.

Standardised for a second column, a gap says what is left of it where both sides are made up alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.equivalence import compare_with_margin
from desdemona.estimates.gaps import Gap, gap_of, standardised_gap_of
from desdemona.estimates.interval import Interval
from desdemona.estimates.multiplicity import holm
from desdemona.estimates.share import newcombe, wilson
from desdemona.tables import Rung, Source, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding, Standing
from desdemona.trials.group_cells import KNOWN, Cells, Measure, cells_of, outcomes_of
from desdemona.trials.group_words import DONE, Pair, Telling
from desdemona.trials.levels import JOINT
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent, share_in_brackets


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, over which columns of `subjects` or `items`, and how large a gap matters.

    `crossed` names columns taken together. `references` names the level to compare with where it is not the one with
    most people. `each_label` compares within each known label too, and `given` names columns (or `known`, the known
    label) for which each gap is standardised. `margin` is in `unit` for scores and values, a share otherwise;
    `worst_bound` the largest share of errors or refusals that any level may have. `clusters_required` people are needed
    on each side.
    """

    output: str
    columns: tuple[str, ...]
    measure: Measure = "error"
    source: Source = "intended"
    truth_output: str = ""
    crossed: tuple[tuple[str, ...], ...] = ()
    references: Mapping[str, str] = field(default_factory=dict, hash=False)
    given: tuple[str, ...] = ()
    each_label: bool = False
    margin: float = 0.05
    worst_bound: float = 0.5
    unit: str = ""
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ("C06", "C09")
    harms: tuple[str, ...] = ("H06",)


CROSSED_SHARE = 0.2
"""Share of the 5 % that all comparisons of crossed columns may spend together: they are many, and asked second."""


def spending(columns: Sequence[str]) -> list[float]:
    """Return the weight of each comparison, by its column: crossed ones share `CROSSED_SHARE`, the others the rest."""
    crossed = sum(JOINT in column for column in columns)
    alone = len(columns) - crossed
    if not crossed or not alone:
        return [1.0] * len(columns)
    return [CROSSED_SHARE / crossed if JOINT in column else (1 - CROSSED_SHARE) / alone for column in columns]


ALIKE: Answers = {
    "holds": "The two are treated alike, within the margin.",
    "fails": "The two are treated differently.",
    "undecided": "Whether the two are treated alike cannot be told from this audit.",
}
WORST: Answers = {
    "holds": "No group that can be judged has it worse than that.",
    "fails": "At least one group has it worse than that.",
    "undecided": "Whether every group has it better than that cannot be said from this audit.",
}


def assess_groups(tables: Tables, comparison: Comparison) -> tuple[Finding, ...]:
    """Answer for each pair of groups whether they are treated alike, and for each column who has it worst.

    One finding a comparison, one a refused group, one a standardised comparison, one a column for the worst.

    Raises
    ------
    TableError
        With every fault of a table.
    UnknownName
        For a column that neither `items` nor `subjects` has.
    """
    check_tables(tables)
    outcomes = outcomes_of(
        tables,
        comparison.output,
        comparison.measure,
        comparison.source,
        comparison.truth_output,
        by_label=comparison.each_label or KNOWN in comparison.given,
    )
    columns = (*comparison.columns, *comparison.given)
    cells = cells_of(tables, outcomes, columns, comparison.crossed)
    known = tables.truth.filter(pl.col("output") == (comparison.truth_output or comparison.output))
    several = comparison.measure == "error" and known.get_column("source").n_unique() > 1
    judge = _Judge(
        comparison,
        rung_of(tables, comparison.output),
        outcomes.coverage,
        cells,
        shares=outcomes.shares,
        of_source=f".{comparison.source}" if several else "",
    )
    asked = (*comparison.columns, *(JOINT.join(names) for names in comparison.crossed))
    pairs = [pair for column in asked for pair in judge.pairs(column)]
    findings = list(judge.compared((pair, "", judge.gap(pair)) for pair in pairs))
    findings += judge.compared((p, given, judge.standardised(p, given)) for p in pairs for given in comparison.given)
    for column in asked:
        findings += [*judge.refused(column), *judge.worst(column)]
    return tuple(findings)


@dataclass(frozen=True, slots=True, eq=False)
class _Judge:
    """What all comparisons of one declaration share."""

    comparison: Comparison
    rung: Rung
    coverage: float
    cells: Cells
    shares: bool
    of_source: str = ""
    """Ends the id of a finding where the truth has several sources."""

    @property
    def telling(self) -> Telling:
        """How these gaps are told."""
        own = self.comparison
        return Telling(own.output, own.measure, own.unit, self.shares)

    def judged(self, column: str) -> tuple[str, ...]:
        """Return the levels that have enough people."""
        least = self.comparison.clusters_required
        return tuple(x for x in self.cells.levels(column) if self.cells.people(pl.col(column) == x) >= least)

    def pairs(self, column: str) -> Iterable[Pair]:
        """Return the comparisons of a column, then the same at each known label."""
        levels = self.judged(column)
        reference = "" if JOINT in column else self.comparison.references.get(column, next(iter(levels), ""))
        pairs = [Pair(column, level, reference) for level in levels if level != reference] if len(levels) > 1 else []
        if not self.comparison.each_label:
            return pairs
        labels = sorted(self.cells.levels(KNOWN))
        return [*pairs, *(Pair(p.column, p.level, p.against, label) for label in labels for p in pairs)]

    def gap(self, pair: Pair) -> Gap:
        """Return the gap of a pair."""
        sums = np.concatenate([self.cells.side(side) for side in pair.sides()], axis=1)
        return gap_of(sums, share=self.shares, minimum_clusters=self.comparison.clusters_required)

    def standardised(self, pair: Pair, given: str) -> Gap:
        """Return the gap of a pair where both sides have the same mixture of the levels of `given`."""
        sums = np.concatenate([self.cells.stratified(side, given) for side in pair.sides()], axis=2)
        return standardised_gap_of(sums, share=self.shares, minimum_clusters=self.comparison.clusters_required)

    def compared(self, gaps: Iterable[tuple[Pair, str, Gap]]) -> Iterable[Finding]:
        """Return one finding a gap; all of them together are one family."""
        family = list(gaps)
        adjusted = holm([gap.p_value for _, _, gap in family], spending([pair.column for pair, _, _ in family]))
        for (pair, given, gap), p in zip(family, adjusted, strict=True):
            measured = gap.interval()  # 95 % on both sides of the test of equivalence: stricter, and what is drawn
            alike = compare_with_margin(measured, measured, self.comparison.margin) == "equivalent"
            standing: Standing = "holds" if alike else "fails" if p < 0.05 else "undecided"
            naive = None if given or not self.shares else self._as_if_independent(pair)
            aside = self.telling.aside(gap, float(p), len(family), naive)
            words = self.telling.gap(pair, given, gap) + aside
            yield self._finding(pair, given, gap, standing, words)

    def _finding(self, pair: Pair, given: str, gap: Gap, standing: Standing, words: str) -> Finding:
        """Return the finding on a gap, undecided where too little was measured."""
        own, measured = self.comparison, gap.interval()
        if self.coverage < own.coverage_required:
            standing = "undecided"
            words += f" Only {percent(self.coverage)} was measured; {percent(own.coverage_required)} is required."
        return Finding(
            id=f"groups.{own.measure}.{own.output}.{pair.name}" + (f".given.{given}" if given else "") + self.of_source,
            trial="groups",
            rung=self.rung,
            output=own.output,
            question=self.telling.asked(pair, given),
            estimate=measured.estimate,
            low=measured.low,
            high=measured.high,
            bound=own.margin,
            bound_kind="within",
            unit=self.telling.gap_unit,
            n=gap.n,
            clusters=sum(gap.clusters),
            finding=standing,
            words=f"{words} {ALIKE[standing]}",
            coverage=self.coverage,
            claims=own.claims,
            harms=own.harms,
        )

    def _as_if_independent(self, pair: Pair) -> Interval:
        """Return the gap with Newcombe's interval on readings as if each were an independent person."""
        sides = [self.cells.side(side).sum(0) for side in pair.sides()]
        return newcombe(*(wilson(round(float(hits)), round(float(n))) for hits, n in sides))

    def refused(self, column: str) -> Iterable[Finding]:
        """Return a finding for each level of which nothing may be said, because too few people are of it."""
        own = self.comparison
        for level in self.cells.levels(column):
            people = self.cells.people(pl.col(column) == level)
            if people < own.clusters_required:
                words = (
                    f"{column} '{level}' has {counted(people, 'person', 'people')}; at least {own.clusters_required} "
                    "are needed. Nothing is said about this group."
                )
                nan = float("nan")
                nothing = Gap(nan, nan, nan, nan, nan, (people, 0), 0, words)
                yield self._finding(Pair(column, level, ""), "", nothing, "undecided", words)

    def worst(self, column: str) -> Iterable[Finding]:
        """Return the finding on the level that is wrong or refused most often; none for scores and values."""
        own, levels = self.comparison, self.judged(column)
        if not self.shares or not levels:
            return
        shares = {level: self._share(column, level, 0.95) for level in levels}
        wide = [self._share(column, level, 1 - 0.05 / len(levels)) for level in levels]
        name = max(shares, key=lambda level: shares[level].estimate or 0.0)
        worst = shares[name]
        lows = [share.low for share in wide if share.low is not None]
        highs = [share.high for share in shares.values() if share.high is not None]
        measured = Interval(
            worst.estimate,
            max(lows, default=None),
            max(highs, default=None),
            sum(share.n for share in shares.values()),
            worst.clusters,
            reason=worst.reason,
        )
        question = Question(
            id=f"groups.{own.measure}.{own.output}.{column}.worst{self.of_source}",
            trial="groups",
            rung=self.rung,
            output=own.output,
            asked=f"In every group of {column}, does it hold that {own.output} {DONE[own.measure]} in at most "
            f"{percent(own.worst_bound)}?",
            bound=own.worst_bound,
            bound_kind="at_most",
            unit="share of readings",
            answers=WORST,
            coverage_required=own.coverage_required,
            clusters_required=own.clusters_required,
            claims=own.claims,
            harms=own.harms,
        )
        words = (
            f"Of {counted(len(levels), 'group')} of {column} with enough people, {own.output} {DONE[own.measure]} most "
            f"often for '{name}' {share_in_brackets(worst)}, {counted(worst.clusters, 'person', 'people')}."
        )
        yield answer(question, measured, words, coverage=self.coverage)

    def _share(self, column: str, level: str, confidence: float) -> Interval:
        """Return the share of one level."""
        sums = self.cells.side(pl.col(column) == level)
        sums = sums[sums[:, 1] > 0]
        return clustered_share(
            sums[:, 0],
            np.arange(len(sums)),
            totals=sums[:, 1],
            level=confidence,
            minimum_clusters=self.comparison.clusters_required,
        )
