import re

from hypothesis import given
from hypothesis import strategies as st
from tests.reports.sample import make_in_use

from desdemona.reports.people import PEOPLE, area, chosen, draw_crowd, draw_crowds
from desdemona.reports.report import InUse

NAN = float("nan")


def cells_of(path: str) -> int:
    """Count the cells that a path covers: each piece is a box, width by height."""
    boxes = re.findall(r"M\d+ \d+h(\d+)v(\d+)h-\d+z", path)
    return sum(int(width) * int(height) for width, height in boxes)


@given(st.integers(0, PEOPLE), st.integers(0, PEOPLE))
def test_an_area_has_as_many_cells_as_people(first: int, last: int) -> None:
    assert cells_of(area(first, last)) == max(0, last - first)


def test_everyone_is_drawn_once() -> None:
    for crowd in draw_crowds(make_in_use()):
        paths = (crowd.missed_path, crowd.true_path, crowd.false_path, crowd.others_path)
        assert sum(cells_of(path) for path in paths) == PEOPLE


def test_counts_are_drawn_and_told_alike() -> None:
    crowd = draw_crowd(InUse(0.01, 84.0, 822.0, 16.0, 84 / 906, 0.07, 0.12))
    assert (cells_of(crowd.true_path), cells_of(crowd.false_path), cells_of(crowd.missed_path)) == (84, 822, 16)
    assert (crowd.true_flags, crowd.false_flags, crowd.missed, crowd.others) == ("84", "822", "16", "9,078")
    assert crowd.ppv == "9.3\u00a0%"
    assert crowd.alt == (
        "Of 10,000 people, 1 in 100 so: 84 flagged rightly, 822 flagged wrongly, 16 missed, 9,078 rightly left alone."
    )


def test_more_flags_than_people_do_not_overflow() -> None:
    crowd = draw_crowd(InUse(1.0, 9_999.9, 4_000.0, 3.0, 0.7, 0.6, 0.8))
    assert cells_of(crowd.missed_path + crowd.true_path + crowd.false_path) == PEOPLE


def test_no_flag_at_all_has_no_predictive_value() -> None:
    crowd = draw_crowd(InUse(0.1, 0.0, 0.0, 1000.0, NAN, NAN, NAN))
    assert crowd.ppv == ""
    assert crowd.ppv_interval == ""


def test_four_prevalences_at_most_are_drawn_from_common_to_rare() -> None:
    assert [row.prevalence for row in chosen(make_in_use())] == [0.1, 0.01, 0.001, 0.0001]
    assert chosen((InUse(0.1, NAN, NAN, NAN, NAN, NAN, NAN),)) == ()
    assert chosen(()) == ()
