from dataclasses import replace

from tests.reports.hard_cases import make_empty_handed_report
from tests.reports.sample import FINDINGS, make_report

from desdemona.reports.multiverse import (
    PANELS_AT_MOST,
    SHOWN_AT_MOST,
    outcomes,
    pictured,
    show_assumption,
    taken_index,
    thinned,
)
from desdemona.reports.multiverse_picture import draw_multiverse
from desdemona.reports.report import Assumption, Universe


def test_flips_come_first_and_are_counted() -> None:
    names = FINDINGS[0].id, FINDINGS[1].id, FINDINGS[2].id
    fates = (("holds", "holds"), ("holds", "undecided"), ("holds", "fails"))
    universes = tuple(
        Universe((("x", float(i)),), tuple((name, 0.1 * i, fate[i]) for name, fate in zip(names, fates, strict=True)))
        for i in range(2)
    )
    found = outcomes(replace(make_report(), universes=universes))
    assert [(one.finding.id, one.course) for one in found] == [
        (names[2], "flips"),
        (names[1], "wavers"),
        (names[0], "stays"),
    ]
    assert (found[0].holds, found[0].undecided, found[0].fails) == (1, 0, 1)
    assert found[2].reach == "0 to 0.1 bpm"


def test_six_findings_at_most_are_drawn_and_flips_before_all() -> None:
    report = make_report()
    drawn = pictured(report)
    assert len(drawn) == PANELS_AT_MOST
    flips = {one.finding.id for one in outcomes(report) if one.course != "stays"}
    assert flips
    assert {finding.id for finding in drawn} >= flips


def test_many_universes_are_thinned_evenly_with_both_ends() -> None:
    universes = tuple(Universe((("x", float(i)),), ()) for i in range(1000))
    few = thinned(universes)
    assert len(few) == SHOWN_AT_MOST
    assert few[0] is universes[0]
    assert few[-1] is universes[-1]
    assert thinned(universes[:9]) == universes[:9]


def test_the_universe_that_the_report_is_written_from_is_found() -> None:
    report = make_report()
    # the middle one of 3 × 3 × 3
    assert taken_index(report, report.universes) == 13
    assert taken_index(report, ()) is None


def test_assumed_shares_are_shown_in_percent() -> None:
    row = show_assumption(Assumption("p80", "share", 0.15, 0.075, 0.3, "bands of Wierwille 1994"))
    assert (row.taken, row.low, row.high, row.unit) == ("15", "7.5", "30", "%")


def test_nothing_to_draw_draws_nothing() -> None:
    assert draw_multiverse(replace(make_report(), universes=())) is None
    assert draw_multiverse(make_empty_handed_report()) is None


def test_the_picture_holds_a_mark_for_every_universe_and_panel() -> None:
    report = make_report()
    picture = draw_multiverse(report)
    assert picture is not None
    # every mark of every panel and every value tried is one `use` element; ticks add at most two a panel
    marks = picture.count("<use ")
    least = len(report.universes) * (PANELS_AT_MOST + len(report.assumptions))
    assert least <= marks <= least + 2 * (PANELS_AT_MOST + len(report.assumptions))
