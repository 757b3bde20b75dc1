"""Blink rate and duration of every minute."""

import numpy as np
import pytest
from tests.channels.eye_signs.tracked import clip_of, clock, irregular, lids

from desdemona.channels.eye_signs.blinking import measure_blinking

Row = dict[str, float | str | None]


def told(channel: str, starts: np.ndarray[tuple[int], np.dtype[np.float64]], length_s: float, **more: object) -> Row:
    duration_s = more.get("duration_s", 61.0)
    t_s = irregular(float(str(duration_s)))
    openness = lids(t_s, *[(start, start + length_s) for start in starts], edge_s=0.08)
    if more.get("hidden"):
        openness[t_s < 15] = np.nan
    rows = measure_blinking(clip_of(t_s, eye_openness=openness)).windows.to_dicts()
    return next(row for row in rows if row["channel"] == channel)


@pytest.mark.parametrize("count", [4, 12, 30])
def test_rate_counts_blinks_a_minute(count: int) -> None:
    row = told("blink.rate", np.linspace(1.0, 58.0, count), 0.3)
    assert row["value"] == pytest.approx(count, abs=0.1)
    low, high = float(str(row["low"])), float(str(row["high"]))
    assert low < count < high
    assert high - low == pytest.approx(2 * 1.96 * np.sqrt(count), rel=0.1)  # of a Poisson count


def test_unseen_time_does_not_lower_the_rate() -> None:
    row = told("blink.rate", np.arange(17.0, 58.0, 3.0), 0.3, hidden=True)
    assert row["value"] == pytest.approx(14 / 0.75, rel=0.02)


def test_duration_is_between_a_fifth_of_the_way_down_and_back() -> None:
    row = told("blink.duration", np.arange(2.0, 58.0, 4.0), 0.36)
    assert row["value"] == pytest.approx(0.36 - 2 * 0.2 * 0.08, abs=0.02)


def test_no_blinks_are_a_rate_of_none_and_no_duration() -> None:
    assert told("blink.rate", np.zeros(0), 0.3)["value"] == 0
    row = told("blink.duration", np.zeros(0), 0.3)
    assert (row["value"], row["reason"]) == (None, "fewer than 3 blinks")


def test_a_short_recording_gives_no_rate() -> None:
    row = told("blink.rate", np.arange(2.0, 20.0, 4.0), 0.3, duration_s=25.0)
    assert (row["value"], row["reason"]) == (None, "recording shorter than a minute")


def test_nothing_gives_nothing() -> None:
    assert measure_blinking(clip_of(clock(0))).windows.is_empty()
