"""Forest plots: how often something happened at each level of each declared group that was compared."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

import numpy as np
import polars as pl

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, without_interval
from desdemona.estimates.share import newcombe, wilson
from desdemona.reports.charts import Forest, ForestRow, Occurrence
from desdemona.tables import SOURCES, Source, Tables
from desdemona.trials.finding import Finding
from desdemona.trials.group_cells import Cells, cells_of, outcomes_of
from desdemona.trials.group_words import Pair
from desdemona.trials.levels import JOINT, level_columns
from desdemona.trials.wording import counted

MEASURES: tuple[Occurrence, ...] = ("error", "refusal")
SAME = 1e-9
"""How far a difference of two shares may lie from the finding on it: the order of summing alone."""


def forests_of(tables: Tables, findings: Sequence[Finding], outputs: Sequence[str]) -> Iterator[Forest]:
    """Give a forest plot for each output, occurrence and column that the trial on groups compared."""
    own = [finding for finding in findings if finding.trial == "groups"]
    columns = level_columns(tables)
    for output in outputs:
        for measure in MEASURES:
            start = f"groups.{measure}.{output}."
            ids = [f"{finding.id}." for finding in own if finding.id.startswith(start)]
            names = [(name,) for name in columns] + list(permutations(columns, 2))
            asked = [parts for parts in names if any(i.startswith(f"{start}{JOINT.join(parts)}.") for i in ids)]
            if asked:
                by_id = {finding.id: finding for finding in own}
                yield from _forests(tables, by_id, output, measure, asked)


def _forests(
    tables: Tables, by_id: Mapping[str, Finding], output: str, measure: Occurrence, asked: Sequence[tuple[str, ...]]
) -> Iterator[Forest]:
    """Give the forest plots of one output and occurrence, from the source of truth that the findings are about."""
    sources: tuple[Source, ...] = SOURCES if measure == "error" else SOURCES[:1]
    known = set(tables.truth.filter(pl.col("output") == output).get_column("source").to_list())
    singles = [*dict.fromkeys(name for parts in asked for name in parts)]
    crossed = [parts for parts in asked if len(parts) > 1]
    for source in sources:
        if measure == "error" and source not in known:
            continue
        outcomes = outcomes_of(tables, output, measure, source)
        if not outcomes.shares or not outcomes.rows.height:
            continue
        cells = cells_of(tables, outcomes, singles, crossed)
        ends = f".{source}"
        mine = {**by_id, **{name.removesuffix(ends): one for name, one in by_id.items() if name.endswith(ends)}}
        found = [_forest(cells, mine, output, measure, JOINT.join(parts)) for parts in asked]
        if any(row.finding for forest in found for row in forest.rows):
            yield from found
            return


def _forest(cells: Cells, by_id: Mapping[str, Finding], output: str, measure: Occurrence, column: str) -> Forest:
    """Return the forest plot of one column, its levels with most people first."""
    levels = cells.levels(column)
    shares = {level: _share(cells, pl.col(column) == level) for level in levels}
    rows = []
    for level in levels:
        finding, pair = _finding_on(by_id, f"groups.{measure}.{output}.", column, level, shares)
        naive, naive_gap = _as_if_independent(cells, pair, finding) if finding and pair else (None, None)
        rows.append(
            ForestRow(
                level=level,
                share=shares[level],
                finding=finding.id if finding else "",
                against=pair.against if finding and pair else "",
                naive=naive,
                naive_gap=naive_gap,
            )
        )
    worst = f"groups.{measure}.{output}.{column}.worst"
    ids = [row.finding for row in rows if row.finding] + ([worst] if worst in by_id else [])
    ids = [by_id[name].id for name in ids]
    return Forest(output, column, measure, _share(cells, pl.lit(value=True)), tuple(rows), tuple(ids))


def _share(cells: Cells, where: pl.Expr) -> Interval:
    """Return the share of a level over people, as the trial on groups measures it; too few are refused."""
    people = cells.people(where)
    if people < MINIMUM_CLUSTERS:
        reason = f"{counted(people, 'person', 'people')}, at least {MINIMUM_CLUSTERS} are needed"
        return without_interval(reason, n=0, clusters=people)
    sums = cells.side(where)
    sums = sums[sums[:, 1] > 0]
    return clustered_share(sums[:, 0], np.arange(len(sums)), totals=sums[:, 1])


def _finding_on(
    by_id: Mapping[str, Finding], start: str, column: str, level: str, shares: Mapping[str, Interval]
) -> tuple[Finding, Pair] | tuple[None, None]:
    """Return the comparison of a level that these shares made, and its pair; None where there is none."""
    own = shares[level].estimate
    for against in ("", *shares):
        pair = Pair(column, level, against)
        finding = by_id.get(start + pair.name)
        if finding is None:
            continue
        other = shares[against].estimate if against else None
        if own is None or other is None or finding.estimate is None or abs(own - other - finding.estimate) < SAME:
            return finding, pair
    return None, None


def _as_if_independent(cells: Cells, pair: Pair, finding: Finding) -> tuple[Interval | None, Interval | None]:
    """Return a level and its gap as if each reading were a person, where that would show a gap and people do not."""
    if finding.low is None or finding.high is None or not finding.low <= 0 <= finding.high:
        return None, None
    sides = [cells.side(side).sum(0) for side in pair.sides()]
    first, second = (wilson(round(float(hits)), round(float(n))) for hits, n in sides)
    gap = newcombe(first, second)
    if gap.low is None or gap.high is None or gap.low <= 0 <= gap.high:
        return None, None
    return first, gap
