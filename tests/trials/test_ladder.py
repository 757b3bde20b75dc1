from dataclasses import replace

from desdemona.tables import Rung
from desdemona.trials.finding import Finding, Standing, decide
from desdemona.trials.ladder import choose_top, summarise

FOUND = Finding(
    id="a", trial="recovery", rung="signal", output="pulse", question="?", estimate=1.0, low=0.9, high=1.1, bound=3.0,
    bound_kind="at_most", unit="bpm", n=9, clusters=9, finding="holds", words="Close.",
)  # fmt: skip


def found(name: str, trial: str, rung: Rung, standing: Standing) -> Finding:
    return replace(FOUND, id=name, trial=trial, rung=rung, finding=standing)


def test_a_rung_fails_with_one_and_holds_only_with_all() -> None:
    rungs = summarise(
        [
            found("a", "recovery", "signal", "holds"),
            found("b", "recovery", "sign", "holds"),
            found("c", "abstention", "sign", "undecided"),
            found("d", "invariance", "state", "fails"),
            found("e", "invariance", "state", "holds"),
        ]
    )
    assert [(r.rung, r.standing) for r in rungs] == [
        ("signal", "holds"), ("sign", "undecided"), ("state", "fails"), ("judgement", "not tested"),
    ]  # fmt: skip
    assert rungs[2].words == "Of 2 findings 1 fails, 1 holds."
    assert rungs[3].words == "No trial of this audit tests this rung."


def test_the_top_three_put_failure_high_on_the_ladder_first_and_spread_over_trials() -> None:
    findings = [
        found("hold", "recovery", "signal", "holds"),
        found("open", "abstention", "signal", "undecided"),
        found("low", "abstention", "signal", "fails"),
        found("high", "invariance", "judgement", "fails"),
        found("next", "invariance", "judgement", "fails"),
    ]
    assert [f.id for f in choose_top(findings)] == ["high", "low", "next"]
    assert [f.id for f in choose_top(findings[:3])] == ["low", "open", "hold"]
    assert choose_top([]) == ()


def test_decide_is_undecided_across_the_bound() -> None:
    assert decide(0.0, 0.05, 0.05, "at_most") == "holds"
    assert decide(0.06, 0.2, 0.05, "at_most") == "fails"
    assert decide(0.04, 0.2, 0.05, "at_most") == "undecided"
    assert decide(0.8, 0.9, 0.8, "at_least") == "holds"
    assert decide(0.1, 0.7, 0.8, "at_least") == "fails"
    assert decide(None, None, 0.8, "at_least") == "undecided"


def test_within_a_margin_on_both_sides() -> None:
    assert decide(-0.04, 0.04, 0.05, "within") == "holds"
    assert decide(-0.09, -0.06, 0.05, "within") == "fails"
    assert decide(-0.09, 0.01, 0.05, "within") == "undecided"
    assert decide(None, None, 0.05, "within") == "undecided"
