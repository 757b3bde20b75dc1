"""The pictures of an audit of tables, computed: each number is a finding's own or comes from what made the finding.

Which pictures there are follows from the findings: what was not asked is not drawn.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from desdemona.audits.ceiling_charts import ceiling_of, people_alone
from desdemona.audits.group_charts import forests_of
from desdemona.audits.score_charts import answer_curve, flag_curves, reliability_of
from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, without_interval
from desdemona.estimates.jackknife import jackknifed
from desdemona.estimates.predictive import break_even_prevalence, positive_predictive_value
from desdemona.reports.charts import Charts, Confusion, PrevalenceCurve, Reliability, ThresholdCurve, Worth
from desdemona.tables import SOURCES, Source, Tables
from desdemona.trials.beside_truth import beside_truth
from desdemona.trials.confusions import Confusions, confusions_of
from desdemona.trials.finding import Finding
from desdemona.trials.in_use import PREVALENCES

LABELS_AT_MOST = 12
"""A confusion of more labels than this is not read by anybody; the rarest are taken together. Our choice."""


def charts_of(tables: Tables, findings: Sequence[Finding]) -> Charts:
    """Return the pictures of what the findings say about these tables.

    Parameters
    ----------
    tables
        The four tables that the findings are about.
    findings
        Answers of the trials on agreement, raters, calibration, groups and use; others are not drawn here.

    Raises
    ------
    TableError
        When a table is not fit to be judged.
    """
    by_id = {finding.id: finding for finding in findings}
    named = [(output, source) for output, source, _ in _asked(findings, "agreement")]
    confusions: list[Confusion] = []
    prevalences: list[PrevalenceCurve] = []
    ceilings = list(people_alone(tables, by_id))
    for output, source in named:
        beside = beside_truth(tables, output, source)
        counted = confusions_of(beside.rows)
        if counted.known_labels:
            confusions.append(confusion_of(counted, output, source, by_id))
            ceilings.append(ceiling_of(tables, beside, counted, output, source, by_id))
            prevalences += prevalences_of(counted, output, source, by_id)
    reliabilities, thresholds = _of_scores(tables, findings)
    return Charts(
        ceilings=tuple(ceilings),
        confusions=tuple(confusions),
        prevalences=tuple(prevalences),
        reliabilities=tuple(reliabilities),
        thresholds=tuple(thresholds),
        forests=tuple(forests_of(tables, findings, [*dict.fromkeys(output for output, _ in named)])),
    )


def _of_scores(tables: Tables, findings: Sequence[Finding]) -> tuple[list[Reliability], list[ThresholdCurve]]:
    """Return the pictures of scores: reliability, and moved thresholds of flags or else of all answers."""
    reliabilities: list[Reliability] = []
    thresholds: list[ThresholdCurve] = []
    for output, source, ids in _asked(findings, "calibration"):
        rows = beside_truth(tables, output, source).rows
        curves = list(flag_curves(tables, findings, output, source)) or list(answer_curve(rows, output, source, ids))
        flag = next((curve.label for curve in curves if curve.score_of == "this label"), "")
        reliabilities.append(reliability_of(rows, output, source, ids, flag))
        thresholds += curves
    return reliabilities, thresholds


def _asked(findings: Sequence[Finding], trial: str) -> Iterator[tuple[str, Source, tuple[str, ...]]]:
    """Give each output and source that a trial asked about, in the order asked, with the ids of its findings."""
    own = [finding for finding in findings if finding.trial == trial]
    for output in dict.fromkeys(finding.output for finding in own):
        for source in SOURCES:
            start = f"{trial}.{output}.{source}."
            ids = tuple(finding.id for finding in own if finding.id.startswith(start))
            if ids:
                yield output, source, ids


def _share(counts: Floats, totals: Floats) -> Interval:
    """Return Σcounts / Σtotals, each of shape (subjects,), as the trial on agreement measures shares."""
    sums = np.stack([counts, totals], axis=1)
    return jackknifed(sums, lambda x: x[:, 0] / x[:, 1], totals, scale="share", minimum_clusters=MINIMUM_CLUSTERS)


def confusion_of(counted: Confusions, output: str, source: Source, by_id: Mapping[str, Finding]) -> Confusion:
    """Return the shares of what was said at each known label; beyond twelve labels the rarest are taken together."""
    labels, known, tables, folded = folded_labels(counted)
    together = together_name(folded) if folded else ""
    ids = [f"agreement.{output}.{source}.{part}.{label}" for label in labels for part in ("recall", "precision")]
    return Confusion(
        output=output,
        source=source,
        known=labels[:known],
        said=labels,
        cells=tuple(
            tuple(_share(tables[:, row, column], tables[:, row].sum(-1)) for column in range(len(labels)))
            for row in range(known)
        ),
        precisions=tuple(
            without_interval("several labels", n=0, clusters=0)
            if label == together
            else _share(tables[:, k, k], tables[:, :, k].sum(-1))
            for k, label in enumerate(labels)
        ),
        folded=folded,
        together=together,
        findings=tuple(name for name in ids if name in by_id),
    )


def together_name(count: int) -> str:
    """Return what the rarest labels are called together."""
    return f"any of {count} others"


def folded_labels(counted: Confusions) -> tuple[tuple[str, ...], int, Floats, int]:
    """Return labels, how many of them are known, the tables, and how many labels the last one stands for."""
    labels, known, tables = counted.labels, counted.known_labels, counted.tables
    if len(labels) <= LABELS_AT_MOST:
        return labels, known, tables, 0
    seen = tables.sum(0)
    frequent = np.argsort(-(seen.sum(0) + seen.sum(1)), kind="stable")[: LABELS_AT_MOST - 1]
    kept = np.sort(frequent)
    rest = np.setdiff1d(np.arange(len(labels)), kept)
    gather = np.zeros((len(labels), LABELS_AT_MOST))
    gather[kept, np.arange(len(kept))] = 1.0
    gather[rest, -1] = 1.0
    names = (*(labels[k] for k in kept), together_name(len(rest)))
    own = int((kept < known).sum())
    if not (rest < known).any():
        return names, own, gather.T @ tables @ gather, len(rest)
    order = np.r_[np.arange(own), LABELS_AT_MOST - 1, np.arange(own, LABELS_AT_MOST - 1)]
    gather = gather[:, order]
    return tuple(names[k] for k in order), own + 1, gather.T @ tables @ gather, len(rest)


def prevalences_of(
    counted: Confusions, output: str, source: Source, by_id: Mapping[str, Finding]
) -> Iterator[PrevalenceCurve]:
    """Give for each label what it is worth that it is said; of two labels only the rarer.

    Flags that the trial in use asked about are drawn from its own answer, not here.
    """
    tables, numbers = counted.tables, range(counted.known_labels)
    flags = [name for name in by_id if name.startswith(f"in_use.{output}.")]
    if counted.known_labels < 2 or (flags and len(counted.labels) == 2):
        return
    if len(counted.labels) == 2:
        numbers = range(rarer := rarer_of(counted), rarer + 1)
    known = np.asarray(tables.sum(-1))
    for number in numbers:
        said = tables[:, :, number]
        raised = _share(said[:, number], known[:, number])
        false = _share(said.sum(-1) - said[:, number], known.sum(-1) - known[:, number])
        names = [f"agreement.{output}.{source}.{part}.{counted.labels[number]}" for part in ("recall", "precision")]
        if any(name.startswith(f"in_use.{output}.{source}.{counted.labels[number]}.") for name in flags):
            continue
        points = tuple(worth_of(raised, false, prevalence) for prevalence in (0.5, *PREVALENCES))
        if np.isfinite(points[0].ppv):
            even = break_even_prevalence(raised.estimate or 0.0, 1 - (false.estimate or 0.0))
            ids = tuple(name for name in names if name in by_id)
            yield PrevalenceCurve(output, source, counted.labels[number], raised, false, points, even, ids)


def rarer_of(counted: Confusions) -> int:
    """Return the number of the known label that is known least often, the later one where several are."""
    known = counted.tables.sum((0, 2))[: counted.known_labels]
    return int(len(known) - 1 - np.argmin(known[::-1]))


def worth_of(raised: Interval, false: Interval, prevalence: float) -> Worth:
    """Return the share of flags that are right at a prevalence.

    The ends of its band take both shares at the end of their intervals that is worst, or best, for the flag: the band
    is rather too wide than too narrow, and holds also where no false flag was seen. NaN where one is not known.
    """
    nan = float("nan")
    ends = [
        (share.estimate, share.low, share.high) if share.estimate is not None else (nan, nan, nan)
        for share in (raised, false)
    ]
    (right, right_low, right_high), (wrong, wrong_low, wrong_high) = (
        tuple(nan if end is None else end for end in own) for own in ends
    )
    values = positive_predictive_value(
        [right, right_low, right_high], [1 - wrong, 1 - wrong_high, 1 - wrong_low], prevalence
    )
    return Worth(prevalence, *(float(value) for value in values))
