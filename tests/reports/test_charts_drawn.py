import re
from dataclasses import replace

import pytest
from tests.reports.hard_cases import HOSTILE, LONG, labelled_charts
from tests.reports.reading_html import Page
from tests.reports.sample_charts import FINDINGS, GROUPS, interval, make_charts, make_table_report

from desdemona.estimates.interval import Interval, without_interval
from desdemona.reports.curves import draw_prevalences, draw_reliabilities, draw_thresholds
from desdemona.reports.forest import LEFT, RIGHT, draw_ceilings, draw_forests
from desdemona.reports.gallery import draw_gallery, placed, told_by_pictures
from desdemona.reports.heat import DARKEST, draw_confusions
from desdemona.reports.page import by_rung, show_findings, to_html
from desdemona.reports.shares import to_kappa_words, to_people_words, to_points_words, to_share_words

BY_ID = {finding.id: finding for finding in FINDINGS}


def test_shares_are_written_with_decimals_that_their_intervals_bear() -> None:
    assert to_share_words(Interval(0.3397, 0.3141, 0.3666, 10, 5)) == "34.0\u00a0% [31.4 to 36.7]"
    assert to_share_words(Interval(0.42, 0.31, 0.55, 10, 5)) == "42\u00a0% [31 to 55]"
    assert to_share_words(without_interval("too few", n=0, clusters=0)) == "too few"
    assert to_share_words(without_interval("too few", n=3, clusters=2, estimate=0.5)) == "50\u00a0% [no interval]"
    assert to_kappa_words(Interval(0.5581, 0.5366, 0.5797, 10, 5)) == "0.558 [0.537 to 0.580]"
    assert to_points_words(Interval(-0.028, -0.0421, -0.0143, 10, 5)) == "\u22124.2 to \u22121.4"
    assert [to_people_words(interval(0.5, 0.1, clusters=c)) for c in (0, 1, 1200)] == ["", "1 person", "1,200 people"]


def test_forests_of_one_output_share_an_axis_and_a_line_where_everyone_stands() -> None:
    groups, crossed, refusals = draw_forests(make_charts().forests, BY_ID)
    assert [block.heading for block in groups.blocks] == ["sex", "glasses"]
    assert (groups.crossed, crossed.crossed, refusals.crossed) == (False, True, False)
    assert (groups.happened, refusals.happened) == (True, False)
    men, women = groups.blocks[0].rows
    assert groups.line is not None
    assert men.track is not None
    assert women.track is not None
    assert men.track.at < groups.line < women.track.at
    assert women.track.low is not None
    # shares 16 and 24 % on one straight axis: 20 % lies half-way
    assert (men.track.at + women.track.at) / 2 == pytest.approx(groups.line, abs=0.02)
    assert LEFT <= women.track.low <= RIGHT


def test_a_level_is_told_with_its_own_finding() -> None:
    (groups, *_) = draw_forests(make_charts().forests, BY_ID)
    men, women = groups.blocks[0].rows
    assert women.standing == BY_ID[women.finding].finding == "fails"
    assert women.gap == "8.0 [6.0 to 10.0]"
    assert (men.standing, men.gap) == ("", "")
    assert groups.blocks[0].against == "men"


def test_a_refused_level_has_no_mark_but_its_reason() -> None:
    (groups, *_) = draw_forests(make_charts().forests, BY_ID)
    goggles = groups.blocks[1].rows[2]
    assert goggles.track is None
    assert goggles.words == "refused: 1 person, at least 5 are needed"
    text = Page(to_html(make_table_report())).text
    assert "goggles 1 person refused: 1 person, at least 5 are needed" in text


def test_the_interval_that_takes_readings_for_people_is_drawn_only_where_given() -> None:
    (groups, *_) = draw_forests(make_charts().forests, BY_ID)
    none, glasses, _ = groups.blocks[1].rows
    assert none.track is not None
    assert none.track.naive is None
    assert glasses.track is not None
    assert glasses.track.naive is not None
    assert glasses.track.low is not None
    assert glasses.track.low < glasses.track.naive[0]
    assert glasses.naive == "1.0 to 5.0"
    assert "[1.0 to 5.0] if readings were people" in Page(to_html(make_table_report())).text


def test_people_stand_in_the_ceiling_with_a_line() -> None:
    (ceiling,) = draw_ceilings(make_charts().ceilings)
    shares, kappas = ceiling.blocks
    people = shares.rows[-1].track
    assert people is not None
    assert shares.line == people.at
    assert kappas.line is None
    assert ceiling.people
    alone = replace(make_charts().ceilings[0], shares=make_charts().ceilings[0].shares[:2])
    (nobody,) = draw_ceilings([alone])
    assert not nobody.people
    assert nobody.blocks[0].line is None


def test_a_kappa_below_chance_stays_on_its_axis() -> None:
    own = make_charts().ceilings[0]
    (drawn,) = draw_ceilings([replace(own, kappas=(replace(own.kappas[0], value=Interval(-0.3, -0.5, -0.1, 9, 9)),))])
    track = drawn.blocks[1].rows[0].track
    assert track is not None
    assert LEFT < (track.low or 0.0) < track.at < (track.high or 0.0) < (LEFT + RIGHT) / 2


def test_a_confusion_is_read_by_colour_by_number_and_by_sentence() -> None:
    (heat,) = draw_confusions(make_charts().confusions)
    right, wrong = heat.rows[0].cells
    assert (right.share, right.interval) == ("80", "77 to 83")
    assert right.right
    assert not wrong.right
    assert DARKEST > float(right.strength) > float(wrong.strength) > 0
    assert wrong.title == "'alert' called 'drowsy': 20\u00a0% [17 to 23], 600 readings of 40 people"
    assert [cell.share for cell in heat.when_said] == ["90", "60"]
    page = Page(to_html(make_table_report()))
    assert wrong.title in {cell.get("title") for cell in page.all("td")}


def test_labels_taken_together_are_never_right() -> None:
    confusion = replace(
        make_charts().confusions[0],
        known=("alert", "other"), said=("alert", "other"), folded=3, together="other",
    )  # fmt: skip
    (heat,) = draw_confusions([confusion])
    assert [[cell.right for cell in row.cells] for row in heat.rows] == [[True, False], [False, False]]


def test_the_diagonal_is_where_a_score_is_what_it_says() -> None:
    (curve,) = draw_reliabilities(make_charts().reliabilities)
    numbers = [float(number) for number in re.findall(r"[\d.]+", curve.plot.lines[0].path)]
    assert numbers == [40.0, 204.0, 346.0, 12.0]  # corner to corner, since both axes are alike
    assert len(curve.plot.marks) == len(curve.rows) == 6
    surer = curve.plot.marks[0]  # score 40 %, right in 35 %: below the diagonal
    assert surer.y > 204 - (surer.x - 40) / 306 * 192
    assert "score 40\u00a0%: right in 35" in curve.plot.alt


def test_a_raised_threshold_trades_false_alarms_for_misses() -> None:
    (curve,) = draw_thresholds(make_charts().thresholds)
    missed, false = (
        [tuple(map(float, point.split())) for point in line.path[1:].split("L")] for line in curve.plot.lines
    )
    assert missed[0][1] > missed[-1][1]  # up is less in pictures: more are missed
    assert false[0][1] < false[-1][1]
    assert curve.plot.upright == pytest.approx(40 + 306 * 5 / 9, abs=0.01)  # 0.5 on an axis from 0 to 0.9
    assert curve.heads == ("threshold", "flagged wrongly", "missed")


def test_flags_are_worth_less_where_the_thing_is_rare() -> None:
    (curve,) = draw_prevalences(make_charts().prevalences)
    assert [row[0] for row in curve.rows] == ["1 in 2", "1 in 10", "1 in 100"]
    assert curve.rows[1][1].startswith("31")  # 0.4 / 1.3
    assert "20\u00a0%" in curve.note
    several = draw_prevalences([curve_ for k in "ab" for curve_ in [replace(make_charts().prevalences[0], label=k)]])
    assert len(several) == 1
    assert [row[0] for row in several[0].rows] == ["a", "b"]


def test_each_picture_stands_once_before_the_first_finding_that_it_draws() -> None:
    text = to_html(make_table_report())
    for title in ("warning beside chance", "What warning said", "is wrong, group by group", "what it is worth"):
        assert len(re.findall(rf"(?i)<(?:caption|h4)>[^<]*{title}", text)) == 1, title
    order = ["warning beside chance", f"The question of {BY_ID and FINDINGS[0].id}", "is wrong, group by group"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_what_a_picture_tells_is_folded_but_for_what_matters_most() -> None:
    report = make_table_report()
    gallery = draw_gallery(report.charts, report.findings)
    assert f"{GROUPS}.sex.women.against.men" in told_by_pictures(gallery)
    runs = [run for rung in by_rung(show_findings(report), gallery, report.top) for run in rung.runs]
    told = {one.finding.id for run in runs for one in run.findings}
    folded = {one.finding.id for run in runs for one in run.folded}
    assert f"{GROUPS}.sex.women.against.men" in told
    assert f"{GROUPS}.glasses.glasses.against.none" in folded
    assert not told & folded
    assert told | folded == set(BY_ID)
    assert "The 2 findings drawn here, in full: 2 undecided" in {run.fold for run in runs}


def test_a_picture_without_a_finding_is_shown_all_the_same() -> None:
    report = replace(make_table_report(), findings=(), top=())
    gallery = draw_gallery(report.charts, ())
    assert placed(gallery, {}, -1) == gallery
    assert "warning beside chance" in to_html(report)


@pytest.mark.parametrize("word", [HOSTILE, LONG])
def test_labels_in_pictures_are_read_not_obeyed(word: str) -> None:
    report = replace(make_table_report(), charts=labelled_charts(word, (FINDINGS[3].id,)))
    text = to_html(report)
    page = Page(text)
    assert page.faults == []
    assert "<script" not in text
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert {element[0] for element in page.elements} & {"img", "script", "iframe"} == set()


def test_pictures_need_no_colour_of_their_own() -> None:
    text = to_html(make_table_report())
    figures = "".join(re.findall(r'<figure class="chart.*?</figure>', text, flags=re.DOTALL))
    assert not re.search(r"#[0-9a-f]{6}\b|rgb\(", figures)  # only the page's own, which turn in the dark and in print
