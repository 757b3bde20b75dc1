import pytest
from tests.trials.made_up import item, tables_of

from desdemona.tables import Reading
from desdemona.trials.looked import is_event_log

ITEMS = [item(who) for who in range(4)]


def said(*spans: tuple[float | None, float | None]) -> list[Reading]:
    return [
        Reading(str(row["item"]), start, end, "alarm", "judgement", label="on")  # type: ignore[arg-type]
        for row in ITEMS
        for start, end in spans
    ]


@pytest.mark.parametrize(
    ("spans", "log"),
    [
        (((None, None),), False),  # whole items
        (((0.0, 10.0), (10.0, 20.0), (20.0, 30.0)), False),  # windows
        (((0.0, 10.0), (5.0, 15.0), (10.0, 20.0)), False),  # windows that overlap
        (((0.0, 0.0), (1.0, 1.0), (2.0, 2.0)), False),  # one look a second
        (((5.0, 6.0),), True),
        (((0.0, 1.0), (7.0, 8.0)), True),
        (((0.0, 0.0), (1.0, 1.0), (9.0, 9.0), (30.0, 30.0)), True),
    ],
)
def test_windows_follow_one_another_and_events_do_not(
    spans: tuple[tuple[float | None, float | None], ...], log: bool
) -> None:
    assert is_event_log(tables_of(said(*spans), ITEMS), "alarm") is log


def test_an_output_without_rows_is_no_log() -> None:
    assert not is_event_log(tables_of(said((5.0, 6.0)), ITEMS), "other")
