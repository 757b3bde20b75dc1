"""A report of an audit of tables with every kind of picture, and invented numbers."""

from dataclasses import replace

from tests.reports.sample import make_report

from desdemona.estimates.interval import Interval, without_interval
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
from desdemona.reports.report import Report
from desdemona.trials.finding import BoundKind, Finding, decide

NOBODY = without_interval("1 person, at least 5 are needed", n=0, clusters=1)
GROUPS = "groups.error.warning"


def interval(estimate: float, half: float, *, n: int = 600, clusters: int = 40) -> Interval:
    """Make an estimate with an interval of the same length on both sides."""
    return Interval(estimate, max(0.0, estimate - half), estimate + half, n, clusters)


def make_finding(name: str, value: Interval, bound: float, kind: BoundKind) -> Finding:
    """Make the finding behind a number of a picture."""
    trial, _, output, *_ = name.split(".") if name.startswith("groups") else (name.split(".")[0], "", "warning")
    standing = decide(value.low, value.high, bound, kind)
    words = f"The words of {name}."
    return Finding(
        id=name, trial=trial, rung="judgement", output=output, question=f"The question of {name}?",
        estimate=value.estimate, low=value.low, high=value.high, bound=bound, bound_kind=kind,
        unit="share of readings", n=value.n, clusters=value.clusters, finding=standing, words=words,
    )  # fmt: skip


GAP = Interval(0.08, 0.06, 0.10, 600, 40)
UNSURE = Interval(0.03, -0.04, 0.10, 600, 40)
FINDINGS = (
    make_finding("agreement.warning.self_report.balanced", interval(0.8, 0.04), 0.7, "at_least"),
    make_finding("agreement.warning.self_report.chance", interval(0.55, 0.05), 0.01, "at_least"),
    make_finding("agreement.warning.self_report.recall.drowsy", interval(0.84, 0.05), 0.7, "at_least"),
    make_finding(f"{GROUPS}.sex.women.against.men", GAP, 0.05, "within"),
    make_finding(f"{GROUPS}.glasses.glasses.against.none", UNSURE, 0.05, "within"),
    make_finding(f"{GROUPS}.glasses.goggles.against.others", NOBODY, 0.05, "within"),
    make_finding("calibration.warning.self_report.error", interval(0.06, 0.02), 0.05, "at_most"),
)


def make_forests() -> tuple[Forest, ...]:
    """Make forests of two groups, of both together, and of refusals that never happened."""
    everyone, never = interval(0.2, 0.02), Interval(0.0, 0.0, 0.03, 600, 40)
    sexes = (
        ForestRow("men", interval(0.16, 0.03)),
        ForestRow("women", interval(0.24, 0.03), f"{GROUPS}.sex.women.against.men", "men"),
    )
    glasses = (
        ForestRow("none", interval(0.19, 0.03)),
        ForestRow(
            "glasses", interval(0.22, 0.06), f"{GROUPS}.glasses.glasses.against.none", "none",
            naive=interval(0.22, 0.015), naive_gap=Interval(0.03, 0.01, 0.05, 600, 40),
        ),
        ForestRow("goggles", NOBODY, f"{GROUPS}.glasses.goggles.against.others"),
    )  # fmt: skip
    return (
        Forest("warning", "sex", "error", everyone, sexes, tuple(row.finding for row in sexes if row.finding)),
        Forest("warning", "glasses", "error", everyone, glasses, tuple(row.finding for row in glasses if row.finding)),
        Forest("warning", "sex × glasses", "error", everyone, (ForestRow("women × glasses", interval(0.3, 0.1)),)),
        Forest("warning", "sex", "refusal", never, (ForestRow("men", never), ForestRow("women", never))),
    )


def make_curves() -> tuple[tuple[PrevalenceCurve, ...], tuple[Reliability, ...], tuple[ThresholdCurve, ...]]:
    """Make the curves of one flag."""
    worth = tuple(Worth(p, 4 * p / (1 + 3 * p), 3 * p / (1 + 2 * p), 5 * p / (1 + 4 * p)) for p in (0.5, 0.1, 0.01))
    curve = PrevalenceCurve(
        "warning", "self_report", "drowsy", interval(0.84, 0.05), interval(0.2, 0.03), worth, 0.2,
        ("agreement.warning.self_report.recall.drowsy",),
    )  # fmt: skip
    ids = ("calibration.warning.self_report.error",)
    ranges = tuple(ScoreRange(0.4 + k / 10, interval(0.35 + k / 12, 0.05)) for k in range(6))
    points = tuple(
        ThresholdPoint(k / 10, interval(0.4 - k / 25, 0.03), interval(0.05 + k / 15, 0.03)) for k in range(10)
    )
    return (
        (curve,),
        (Reliability("warning", "self_report", ranges, "", ids),),
        (ThresholdCurve("warning", "self_report", "drowsy", "this label", 0.5, points, ids),),
    )


def make_charts() -> Charts:
    """Make one picture of each kind at least."""
    prevalences, reliabilities, thresholds = make_curves()
    ids = ("agreement.warning.self_report.balanced", "agreement.warning.self_report.chance")
    ceiling = Ceiling(
        "warning", "self_report",
        (
            CeilingRow("rule", "always 'alert'", interval(0.7, 0.02)),
            CeilingRow("system", "warning, every reading", interval(0.8, 0.04), ids[0]),
            CeilingRow("people", "one person against the self-reported label", interval(0.86, 0.02)),
        ),
        (CeilingRow("system", "warning", interval(0.55, 0.05), ids[1]),),
        ids,
    )  # fmt: skip
    cells = ((interval(0.8, 0.03), interval(0.2, 0.03)), (interval(0.16, 0.05), interval(0.84, 0.05)))
    confusion = Confusion(
        "warning", "self_report", ("alert", "drowsy"), ("alert", "drowsy"), cells,
        (interval(0.9, 0.02), interval(0.6, 0.06)), findings=("agreement.warning.self_report.recall.drowsy",),
    )  # fmt: skip
    return Charts((ceiling,), (confusion,), prevalences, reliabilities, thresholds, make_forests())


def make_table_report() -> Report:
    """Make a report of tables: findings with their pictures, and nothing of phantoms."""
    return replace(
        make_report(),
        system="vendor", title="vendor.csv", organisation="as handed over", findings=FINDINGS,
        top=(f"{GROUPS}.sex.women.against.men",), portraits=(), in_use=(), in_use_output="", assumptions=(),
        universes=(), steps=(), facts=(), catalogue=(), charts=make_charts(),
    )  # fmt: skip
