"""The pictures of an audit of tables, drawn, and each put where the findings are that it draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desdemona.reports.charts import Charts
from desdemona.reports.curves import DrawnCurve, draw_prevalences, draw_reliabilities, draw_thresholds
from desdemona.reports.forest import DrawnCeiling, DrawnForest, draw_ceilings, draw_forests
from desdemona.reports.heat import Heat, draw_confusions
from desdemona.trials.finding import Finding


@dataclass(frozen=True, slots=True)
class Gallery:
    """Drawn pictures, in the order in which the page shows them."""

    ceilings: tuple[DrawnCeiling, ...] = ()
    confusions: tuple[Heat, ...] = ()
    prevalences: tuple[DrawnCurve, ...] = ()
    reliabilities: tuple[DrawnCurve, ...] = ()
    thresholds: tuple[DrawnCurve, ...] = ()
    forests: tuple[DrawnForest, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is any picture."""
        return any(
            (self.ceilings, self.confusions, self.prevalences, self.reliabilities, self.thresholds, self.forests)
        )


def draw_gallery(charts: Charts, findings: Iterable[Finding]) -> Gallery:
    """Draw every picture; `findings` are those of the report."""
    return Gallery(
        ceilings=draw_ceilings(charts.ceilings),
        confusions=draw_confusions(charts.confusions),
        prevalences=draw_prevalences(charts.prevalences),
        reliabilities=draw_reliabilities(charts.reliabilities),
        thresholds=draw_thresholds(charts.thresholds),
        forests=draw_forests(charts.forests, {finding.id: finding for finding in findings}),
    )


def placed(gallery: Gallery, runs: Mapping[str, int], number: int) -> Gallery:
    """Return the pictures whose first finding stands in run `number`; -1 for those that stand in none.

    `runs` gives for each finding's id the number of its run on the page.
    """

    def here(ids: tuple[str, ...]) -> bool:
        return min((runs[name] for name in ids if name in runs), default=-1) == number

    return Gallery(
        ceilings=tuple(one for one in gallery.ceilings if here(one.findings)),
        confusions=tuple(one for one in gallery.confusions if here(one.findings)),
        prevalences=tuple(one for one in gallery.prevalences if here(one.findings)),
        reliabilities=tuple(one for one in gallery.reliabilities if here(one.findings)),
        thresholds=tuple(one for one in gallery.thresholds if here(one.findings)),
        forests=tuple(one for one in gallery.forests if here(one.findings)),
    )


def told_by_pictures(gallery: Gallery) -> frozenset[str]:
    """Return the ids of the findings of which a picture tells the estimate, the interval and how they stand or come."""
    told = [forest.findings for forest in gallery.forests] + [heat.findings for heat in gallery.confusions]
    return frozenset(name for findings in told for name in findings)
