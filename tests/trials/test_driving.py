import polars as pl
import pytest
from tests.trials.made_up import item, tables_of

from desdemona.tables import Reading, Tables, Truth, to_readings
from desdemona.trials.driving.drowsiness import assess_drowsiness_warning
from desdemona.trials.driving.protocols import ADDW_FAST, LONG_DISTRACTION, Sleepiness, Warnings
from desdemona.trials.driving.timed import assess_timed_warning

HOUR_S = 3600.0


def drive(people: int = 12, *, missed: int = 0, invented: int = 0, quiet: int = 0) -> Tables:
    """An hour each: KSS every 5 minutes, 6 until the 30th minute and 8 from then on; a warning at the 32nd.

    The first `missed` people get none, everybody `invented` more in the first minutes, and `quiet` people never tire.
    """
    items = [item(who) for who in range(people)]
    readings, truth = [], []
    for who, row in enumerate(items):
        name = str(row["item"])
        tired = who >= quiet
        truth += [
            Truth(name, 300.0 * k, 300.0 * k, "kss", value=8.0 if k >= 6 and tired else 6.0, source="self_report")
            for k in range(13)
        ]
        readings += [Reading(name, 0.0, HOUR_S, "awake", "sign", value=1.0)]
        readings += [Reading(name, 30.0 * k, 30.0 * k + 1, "warning", "judgement", label="on") for k in range(invented)]
        if who >= missed and tired:
            readings.append(Reading(name, 1920.0, 1921.0, "warning", "judgement", label="on"))
    return tables_of(readings, items, truth)


def test_all_warned_and_none_false() -> None:
    average, lower, false = assess_drowsiness_warning(drive(), Warnings("warning"), Sleepiness())
    assert (average.estimate, average.n, average.clusters) == (1.0, 12, 12)
    assert (average.finding, lower.finding) == ("holds", "holds")
    assert "that is passed." in average.words
    # 12 of 12 is not always: Wilson's interval on as many people, a little wider for so few
    assert average.low == pytest.approx(0.757, abs=0.06)
    # 12 hours without one: the exact upper limit of a Poisson rate is 3.69 / 12
    assert (false.estimate, false.finding) == (0.0, "holds")
    assert false.high == pytest.approx(0.307, abs=1e-3)


def test_few_warned_do_not_pass_and_false_alarms_stand_beside() -> None:
    average, lower, false = assess_drowsiness_warning(drive(missed=10, invented=3), Warnings("warning"), Sleepiness())
    assert average.estimate == pytest.approx(2 / 12)
    assert (average.finding, lower.finding) == ("undecided", "undecided")
    assert "that is not passed." in average.words
    assert false.estimate == pytest.approx(3.0)
    assert (false.low, false.high) == pytest.approx((2.10, 4.15), abs=0.01)  # 36 events in 12 h, though all alike
    assert false.finding == "fails"


def test_what_the_protocol_needs_and_the_data_lack_is_told() -> None:
    average, _, _ = assess_drowsiness_warning(drive(11, quiet=2), Warnings("warning"), Sleepiness())
    assert (average.finding, average.low) == ("undecided", None)
    assert "that is lacking data." in average.words
    assert "9 of 10 needed warnings, 2 participants who never needed a warning." in average.words


def glances(warn_after_s: float | None, length_s: float = 5.0, people: int = 40) -> Tables:
    """Each person looks away ten times; a warning comes so long after each glance began."""
    items = [item(who) for who in range(people)]
    readings, truth = [], []
    for row in items:
        name = str(row["item"])
        readings.append(Reading(name, 0.0, HOUR_S, "awake", "sign", value=1.0))
        for k in range(10):
            start_s = 60.0 * k + 10
            truth.append(Truth(name, start_s, start_s + length_s, "gaze_away", source="script"))
            if warn_after_s is not None:
                at_s = start_s + warn_after_s
                readings.append(Reading(name, at_s, at_s + 1, "warning", "judgement", label="on"))
    return tables_of(readings, items, truth)


@pytest.mark.parametrize(("warn_after_s", "share"), [(3.6, 1.0), (4.6, 0.0), (None, 0.0)])
def test_a_long_glance_is_to_be_warned_of_in_time(warn_after_s: float | None, share: float) -> None:
    warned, false = assess_timed_warning(glances(warn_after_s), Warnings("warning"), ADDW_FAST)
    assert (warned.estimate, warned.n, warned.clusters) == (share, 400, 40)
    assert warned.finding == ("holds" if share else "fails")
    assert false.estimate == 0.0


def test_a_warning_of_a_short_glance_is_false() -> None:
    warned, false = assess_timed_warning(glances(2.0, length_s=2.5), Warnings("warning"), ADDW_FAST)
    assert warned.estimate is None
    assert warned.words.startswith("No gaze_away of 3.5 s or more was among the recordings.")
    assert false.estimate == pytest.approx(10.0)
    assert false.finding == "fails"


def test_between_three_and_four_seconds_a_warning_is_allowed_and_not_needed() -> None:
    warned, false = assess_timed_warning(glances(3.2, length_s=3.5), Warnings("warning"), LONG_DISTRACTION)
    assert warned.estimate is None
    assert false.estimate == 0.0


def test_too_few_people_are_no_answer() -> None:
    warned, false = assess_timed_warning(glances(3.6, people=3), Warnings("warning"), ADDW_FAST)
    assert (warned.finding, false.finding) == ("undecided", "undecided")


def test_a_warning_that_goes_on_is_one_warning() -> None:
    tables = glances(None, people=10)
    windows = [
        Reading(str(name), 600.0 + k, 601.0 + k, "warning", "judgement", label="on" if 600 + k > 1000 else "off")
        for name in tables.items.get_column("item")
        for k in range(500)
    ]
    told = Tables(pl.concat([tables.readings, to_readings(windows)]), tables.truth, tables.items, tables.subjects)
    _, false = assess_timed_warning(told, Warnings("warning", labels=("on",)), ADDW_FAST)
    assert false.estimate == pytest.approx(1.0)  # one in the hour of each, 99 s long
