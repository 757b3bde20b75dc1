from dataclasses import replace

from tests.reports.sample import make_report

from desdemona.reports.ladder import NOT_TESTED, draw_ladder
from desdemona.reports.report import LadderRung


def test_the_ladder_is_drawn_from_the_top_down() -> None:
    rails = draw_ladder(make_report())
    assert [rail.rung for rail in rails] == ["judgement", "state", "sign", "signal"]
    assert [rail.standing for rail in rails] == ["fails", "fails", "holds", "undecided"]


def test_rungs_that_nobody_mentions_are_not_tested() -> None:
    rails = draw_ladder(replace(make_report(), ladder=(LadderRung("sign", "holds", "Blinks are found."),)))
    assert [(rail.rung, rail.words) for rail in rails if rail.standing == "not tested"] == [
        ("judgement", NOT_TESTED),
        ("state", NOT_TESTED),
        ("signal", NOT_TESTED),
    ]


def test_each_standing_is_a_rung_of_its_own_shape() -> None:
    rungs = (
        LadderRung("signal", "holds", ""),
        LadderRung("sign", "fails", ""),
        LadderRung("state", "undecided", ""),
        LadderRung("judgement", "not tested", ""),
    )
    assert len({rail.path for rail in draw_ladder(replace(make_report(), ladder=rungs))}) == 4
