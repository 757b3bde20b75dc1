"""Reports that strain the page: hostile words, numbers that are not, very many findings, very long words."""

from dataclasses import replace

from tests.reports.sample import FINDINGS, make_report
from tests.reports.sample_charts import interval

from desdemona.reports.charts import (
    Ceiling,
    CeilingRow,
    Charts,
    Confusion,
    Forest,
    ForestRow,
    PrevalenceCurve,
    Reliability,
    ScoreRange,
    ThresholdCurve,
    ThresholdPoint,
    Worth,
)
from desdemona.reports.report import Assumption, Fact, InUse, LadderRung, Portrait, Report, Step, Universe

NAN, INFINITY = float("nan"), float("inf")
SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '" onmouseover="alert(2)" x="'
HOSTILE = (
    f"{SCRIPT}{ATTRIBUTE}'></title></style></svg>--><img src=x onerror=alert(3)>$\\frac{{@0@ @99@ {{{{7*7}}}} 张\x00"
)
LONG = "immeasurably" * 60


def _labelled(word: str) -> Report:
    """Put `word` wherever a report holds words."""
    report = make_report()
    findings = tuple(
        replace(
            finding, id=f"{word}{index}", trial=word, output=word, question=word, unit=word, words=word,
            claims=(word,), harms=(word,),
        )
        for index, finding in enumerate(FINDINGS[:6])
    )  # fmt: skip
    names = [finding.id for finding in findings]
    return replace(
        report,
        system=word, title=word, organisation=word, notice=word, tested=word, limits=(word,), in_use_output=word,
        facts=(Fact(word, word),),
        ladder=(LadderRung("state", "fails", word),),
        findings=findings,
        top=(names[0], names[1]),
        portraits=(Portrait(word, word, report.portraits[0].png, (word, word)), Portrait(word, word, b"GIF89a", ())),
        assumptions=(Assumption(word, word, 1.0, 0.5, 2.0, word),),
        universes=tuple(
            Universe(((word, value),), ((names[0], value / 3, "holds"), (names[1], value, standing)))
            for value, standing in ((0.5, "holds"), (1.0, "undecided"), (2.0, "fails"))
        ),
        steps=(Step(word, "refused", word),),
        repeat=replace(report.repeat, command=word, versions=((word, word),), models=((word, word),)),
        charts=labelled_charts(word, (names[2],)),
    )  # fmt: skip


def labelled_charts(word: str, ids: tuple[str, ...]) -> Charts:
    """Put `word` wherever a picture holds words; a curve of one label, and curves of several."""
    half, flat = interval(0.5, 0.1), (interval(0.5, 0.1), interval(0.4, 0.1))
    refused = replace(half, estimate=None, low=None, high=None, reason=word)
    worth = tuple(Worth(p, p, p / 2, p) for p in (0.5, 0.1, 0.01))
    points = tuple(ThresholdPoint(k / 4, half, half) for k in range(5))
    rows = (ForestRow(word, half, ids[0], word, half, half), ForestRow(word, refused, ids[0]))
    return Charts(
        (Ceiling(word, "intended", (CeilingRow("people", word, half),), (CeilingRow("system", word, half),), ids),),
        (Confusion(word, "intended", (word,), (word, "other"), (flat,), flat, 2, "other", ids),),
        tuple(
            PrevalenceCurve(output, "intended", word, half, half, worth, 0.1, ids)
            for output in (word, word, word + "2")
        ),
        (Reliability(word, "intended", (ScoreRange(0.5, half), ScoreRange(0.6, refused)), word, ids),),
        (ThresholdCurve(word, "intended", word, "this label", 0.5, points, ids),),
        (Forest(word, word, "error", half, rows, ids), Forest(word, word + " × b", "error", half, rows)),
    )


def make_hostile_report() -> Report:
    """Make a report whose every label would like to be code."""
    return _labelled(HOSTILE)


def make_long_report() -> Report:
    """Make a report whose every label is one word of 720 letters."""
    return _labelled(LONG)


def make_empty_handed_report() -> Report:
    """Make a report in which every number is missing, not a number, or without end."""
    findings = tuple(
        replace(
            finding, estimate=missing, low=missing, high=missing, n=0, clusters=0, coverage=0.0, finding="undecided"
        )
        for finding, missing in zip(FINDINGS, (None, NAN, INFINITY, -INFINITY) * 6, strict=False)
    )
    return replace(
        make_report(),
        findings=findings,
        in_use=tuple(InUse(p, NAN, NAN, NAN, NAN, NAN, NAN) for p in (0.1, 0.01, 0.0)),
        universes=tuple(
            Universe((("window_s", value),), tuple((finding.id, NAN, "undecided") for finding in findings[:3]))
            for value in (30.0, 60.0)
        ),
    )


def make_crowded_report(count: int = 200) -> Report:
    """Make a report with very many findings, all of them in every one of 300 universes."""
    report = make_report()
    findings = tuple(replace(FINDINGS[i % len(FINDINGS)], id=f"finding {i}") for i in range(count))
    standings = tuple((finding.id, finding.estimate, finding.finding) for finding in findings)
    universes = tuple(Universe((("window_s", 30.0 + i % 90),), standings) for i in range(300))
    return replace(report, findings=findings, universes=universes, top=("finding 0", "finding 1", "finding 2"))
