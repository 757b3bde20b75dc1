from dataclasses import replace

from desdemona.trials.finding import Finding, Standing
from desdemona.trials.multiverse import settle

FOUND = Finding(
    id="a", trial="invariance", rung="state", output="mood", question="?", estimate=0.4, low=0.3, high=0.5, bound=0.05,
    bound_kind="at_most", unit="share", n=9, clusters=9, finding="fails", words="It moved.",
)  # fmt: skip


def standing(as_found: Standing, estimate: float = 0.4) -> Finding:
    return replace(FOUND, finding=as_found, estimate=estimate)


def test_a_finding_that_stands_everywhere_stands_and_says_so() -> None:
    (settled,) = settle([[FOUND], [FOUND], [FOUND]])
    assert settled.finding == "fails"
    assert settled.words == "It moved. So under all 3 choices of the assumed values."


def test_a_finding_that_flips_is_undecided_and_says_how_often() -> None:
    universes = [[FOUND], [standing("holds", 0.01)], [standing("undecided", 0.06)], [FOUND]]
    (settled,) = settle(universes)
    assert settled.finding == "undecided"
    assert settled.estimate == 0.4
    assert "of 4 choices of them it holds in 1, fails in 2, is undecided in 1." in settled.words
    assert "from 0.01 to 0.4 share" in settled.words


def test_one_universe_changes_nothing() -> None:
    assert settle([[FOUND]]) == (FOUND,)
    assert settle([]) == ()
