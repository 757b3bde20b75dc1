import math

import pytest

from desdemona.passport.page import allowed_text, row_cells
from desdemona.passport.row import Kind, Row, Tolerance, worst_of


def row(asked: float, found: float, kind: Kind = "apart", amount: float = 0.5) -> Row:
    return Row("a cause", asked, found, "mm", Tolerance(kind, amount), "a ruler")


@pytest.mark.parametrize(
    ("kind", "amount", "found", "within"),
    [
        ("apart", 0.5, 10.5, True),
        ("apart", 0.5, 9.4, False),
        ("share", 0.05, 10.49, True),
        ("share", 0.05, 9.4, False),
        ("at_least", 9.9, 9.9, True),
        ("at_least", 9.9, 9.8, False),
        ("at_most", 0.0, 0.0, True),
        ("at_most", 0.0, 0.1, False),
    ],
)
def test_a_row_is_within_its_tolerance_or_it_is_not(kind: Kind, amount: float, found: float, within: bool) -> None:
    assert row(10.0, found, kind, amount).within is within


@pytest.mark.parametrize("kind", ["apart", "share", "at_least", "at_most"])
def test_what_could_not_be_measured_is_never_within(kind: Kind) -> None:
    assert not row(10.0, math.nan, kind, 100.0).within
    assert worst_of([row(10.0, 10.0), row(10.0, math.nan), row(10.0, 50.0)], "all").found != 50.0


def test_the_worst_row_keeps_its_numbers_and_takes_the_name() -> None:
    worst = worst_of([row(1.0, 1.1), row(1.0, 0.5), row(1.0, 1.2)], "all three")
    assert (worst.cause, worst.found) == ("all three", 0.5)


def test_a_failed_row_stays_in_its_table_and_is_marked() -> None:
    assert row_cells(row(10.0, 11.0)) == ("a cause", "10.00", "11.00 mm", "± 0.5 mm", "a ruler", "**no**")
    assert row_cells(row(0.0, -0.001))[2] == "0.00 mm"  # never a negative zero
    assert allowed_text(Tolerance("share", 0.05, ours=False), "mm") == "± 5 % (set)"
    assert allowed_text(Tolerance("at_least", 0.99), "correlation") == "≥ 0.99"
