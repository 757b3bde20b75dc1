"""The picture of the human ceiling: the system beside chance, a constant answer, and people themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from desdemona.estimates.clusters import Floats
from desdemona.estimates.confusions import agreement_shares
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, without_interval
from desdemona.reports.charts import Ceiling, CeilingRow
from desdemona.tables import Source, Tables
from desdemona.trials.agreement.naming import KNOWN_AS
from desdemona.trials.beside_truth import Beside, beside_truth
from desdemona.trials.ceiling import against_source, among_themselves, ceiling_intervals, votes_at_most
from desdemona.trials.confusions import Confusions
from desdemona.trials.finding import Finding

VOTES: Source = "perceived"
"""Where people's own votes stand."""
NO_VOTES = "no votes of two or more people on the same cases are in the truth"


def ceiling_of(
    tables: Tables, beside: Beside, counted: Confusions, output: str, source: Source, by_id: Mapping[str, Finding]
) -> Ceiling:
    """Return the system beside chance, always the most frequent label, and people, on one axis."""
    names = {part: f"agreement.{output}.{source}.{part}" for part in ("balanced", "chance", "majority", "people")}
    asked = {part: name for part, name in names.items() if name in by_id}
    label = int(counted.tables.sum((0, 2)).argmax())
    votes = beside if source == VOTES or votes_at_most(beside) > 1 else beside_truth(tables, output, VOTES)
    rows = among_themselves(beside) if votes is beside else against_source(beside, votes)
    own, human, gap = ceiling_intervals(rows, minimum_clusters=MINIMUM_CLUSTERS)
    against = "most voted label of the others" if votes is beside else f"{KNOWN_AS[source]} label"
    right = counted.measured(agreement_shares, MINIMUM_CLUSTERS)
    shares = [
        CeilingRow("rule", "blind guessing in the same proportions", _chance_share(counted)),
        CeilingRow("rule", f"always '{counted.labels[label]}'", _always(counted, label), asked.get("majority", "")),
        CeilingRow("system", f"{output}, every reading", right, asked.get("balanced", "")),
    ]
    if gap.estimate is None:
        nobody = without_interval(NO_VOTES, n=0, clusters=0)
        shares.append(CeilingRow("people", "people", nobody, asked.get("people", "")))
    else:
        if own.estimate != right.estimate:
            name = f"{output} in a person's place, against the {against}"
            shares.append(CeilingRow("system", name, own, asked.get("people", "")))
        shares.append(CeilingRow("people", f"one person against the {against}", human, asked.get("people", "")))
    kappas = (
        [] if "chance" not in asked else [CeilingRow("system", output, _of(by_id[asked["chance"]]), asked["chance"])]
    )
    kappas += _of_raters(by_id, output, "kappa", "people with each other (Fleiss' kappa)")
    return Ceiling(output, source, tuple(shares), tuple(kappas), tuple(asked.values()))


def people_alone(tables: Tables, by_id: Mapping[str, Finding]) -> Iterator[Ceiling]:
    """Give what people reach for each output of which only their votes were asked about."""
    asked = [finding.output for finding in by_id.values() if finding.trial == "raters"]
    held = {finding.output for finding in by_id.values() if finding.trial == "agreement"}
    for output in dict.fromkeys(output for output in asked if output not in held):
        beside = beside_truth(tables, output, VOTES)
        if votes_at_most(beside) < 2:
            continue
        empty_seat = beside.rows.unique("stretch", maintain_order=True)
        seated = replace(beside, rows=empty_seat.with_columns(status=pl.lit("ok"), said=pl.lit("")))
        _, human, _ = ceiling_intervals(among_themselves(seated))
        kappas = tuple(_of_raters(by_id, output, "kappa", "people with each other (Fleiss' kappa)"))
        most = tuple(_of_raters(by_id, output, "majority", "votes for the most voted label"))
        shares = (CeilingRow("people", "one person against the most voted label of the others", human), *most)
        yield Ceiling(output, VOTES, shares, kappas, tuple(row.finding for row in (*kappas, *most)))


def _of_raters(by_id: Mapping[str, Finding], output: str, part: str, name: str) -> Iterator[CeilingRow]:
    """Give the row of what the trial on raters found, where it was asked."""
    finding = by_id.get(f"raters.{output}.{VOTES}.{part}")
    if finding is not None:
        yield CeilingRow("people", name, _of(finding), finding.id)


def _of(finding: Finding) -> Interval:
    """Return a finding's own number."""
    return Interval(finding.estimate, finding.low, finding.high, finding.n, finding.clusters)


def _chance_share(counted: Confusions) -> Interval:
    """Return the share on which two independent namings with the margins at hand would agree."""

    def by_chance(x: Floats) -> Floats:
        return np.asarray((x.sum(-1) * x.sum(-2)).sum(-1) / x.sum((-1, -2)) ** 2)

    return counted.measured(by_chance, MINIMUM_CLUSTERS)


def _always(counted: Confusions, label: int) -> Interval:
    """Return how often always saying one label would be right."""
    return counted.measured(lambda x: np.asarray(x[:, label].sum(-1) / x.sum((-1, -2))), MINIMUM_CLUSTERS)
