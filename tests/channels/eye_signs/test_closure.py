"""Lid closure, PERCLOS and long closures on columns whose answer is known."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.eye_signs.tracked import CLOSED, OPEN, Floats, clip_of, clock, irregular, lids, within

from desdemona.channels.channel import ClipMeasurement
from desdemona.channels.eye_signs.closure import lid_closure, measure_closure


def events(found: ClipMeasurement, name: str) -> list[float]:
    """Return the durations of closures of one kind."""
    return [row["value"] for row in found.events.to_dicts() if row["channel"] == f"eye.closure.{name}"]


def perclos(found: ClipMeasurement, name: str = "eye.perclos") -> dict[str, Any]:
    return next(row for row in found.windows.to_dicts() if row["channel"] == name)


def wavering(t_s: Floats, openness: Floats, *, seed: int = 0) -> Floats:
    """Return openness as a network gives it, with jitter of .006."""
    return openness + np.random.default_rng(seed).normal(0, 0.006, t_s.size)


def test_closure_goes_from_the_own_open_to_the_own_closed_eye() -> None:
    t_s = clock(20)
    closure = lid_closure(t_s, lids(t_s, (5, 6), (12, 12.3)), 0 * t_s)
    assert closure[:100].max() < 0.01
    assert closure[(t_s > 5.2) & (t_s < 5.8)] == pytest.approx(1.0, abs=0.01)
    half = lid_closure(t_s, np.where(t_s > 15, (OPEN + CLOSED) / 2, lids(t_s, (5, 6))), 0 * t_s)
    assert half[(t_s > 15.5) & (t_s < 18)] == pytest.approx(0.5, abs=0.01)


def test_glasses_raise_the_closed_eye_and_nothing_else() -> None:
    t_s = clock(61)
    bare = lids(t_s, (5, 6.5), (20, 24))
    glasses = OPEN - (OPEN - bare) * 0.6  # closed lids then read .52 of open ones
    one, other = (perclos(measure_closure(clip_of(t_s, eye_openness=openness))) for openness in (bare, glasses))
    assert one["value"] == pytest.approx(5.5 / 60, abs=0.01)
    assert other["value"] == pytest.approx(one["value"], abs=0.002)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([10.0, 15.0, 25.0, 30.0, 60.0]), st.floats(0.18, 0.5))
def test_perclos_is_the_share_of_time_with_closed_lids(seed: int, rate_hz: float, open_ratio: float) -> None:
    rng = np.random.default_rng(seed)
    t_s = irregular(62, rate_hz, seed=seed)
    starts = np.arange(1.0, 58.0, 5.0) + rng.uniform(0, 1, 12)
    ends = starts + rng.choice([0.2, 0.3, 1.2, 3.0], 12)
    openness = lids(t_s, *zip(starts, ends, strict=True)) * open_ratio / OPEN
    found = measure_closure(clip_of(t_s, eye_openness=wavering(t_s, openness, seed=seed)))
    # Closure of 82 % and more begins and ends 18 % within the edges of 0.1 s.
    told = np.clip(np.minimum(ends, 60 + t_s[0]) - starts - 0.164, 0, None)
    assert perclos(found)["value"] == pytest.approx(told.sum() / 60, abs=0.015)


def test_closures_are_sorted_by_their_duration() -> None:
    t_s = clock(60)
    closed = ((3, 3.4), (6, 7.5), (12, 14), (20, 23.4), (30, 37))
    found = measure_closure(clip_of(t_s, eye_openness=wavering(t_s, lids(t_s, *closed))))
    assert events(found, "short") == pytest.approx([1.33, 1.83], abs=0.08)  # two frames
    assert events(found, "long") == pytest.approx([3.23, 6.83], abs=0.08)
    assert events(found, "longest") == pytest.approx([6.83], abs=0.08)


def test_open_eyes_have_no_closure() -> None:
    t_s = clock(65)
    found = measure_closure(clip_of(t_s, eye_openness=wavering(t_s, np.full(t_s.size, OPEN))))
    assert found.events.is_empty()
    assert perclos(found)["value"] == 0


def test_looking_down_all_the_way_is_no_closure() -> None:
    t_s = clock(65)
    openness = OPEN * (1 - 0.35 * within(t_s, (10, 14), (30, 33)))
    found = measure_closure(clip_of(t_s, eye_openness=wavering(t_s, openness)))
    assert found.events.is_empty()
    assert perclos(found)["value"] == 0


def test_lids_that_droop_for_minutes_are_not_the_open_ones() -> None:
    t_s = clock(120)
    drooping = np.where(t_s > 60, 0.7 * OPEN, OPEN)
    closure = lid_closure(t_s, np.minimum(drooping, lids(t_s, (5, 5.3))), 0 * t_s)
    assert np.median(closure[t_s > 80]) > 0.25


def test_a_bowed_head_does_not_open_closed_eyes() -> None:
    t_s = clock(65)
    pitch = -25.0 * within(t_s, (30, 37))
    openness = lids(t_s, (5, 6.5), (31, 36)) - 0.0026 * pitch * OPEN
    found = measure_closure(clip_of(t_s, eye_openness=openness, head_pitch=pitch))
    assert events(found, "long") == pytest.approx([4.83], abs=0.08)


def test_what_is_not_measured_widens_the_bounds_and_is_counted() -> None:
    t_s = clock(61)
    openness = lids(t_s, (5, 11))
    openness[(t_s >= 20) & (t_s < 32)] = np.nan
    found = measure_closure(clip_of(t_s, eye_openness=openness))
    told = perclos(found)
    assert perclos(found, "eye.perclos.valid")["value"] == pytest.approx(0.8, abs=0.001)
    assert told["value"] == pytest.approx(5.84 / 48, abs=0.002)
    assert told["low"] == pytest.approx(5.84 / 60, abs=0.002)
    assert told["high"] == pytest.approx(17.84 / 60, abs=0.002)
    assert np.isnan(np.asarray(found.columns["eye_closed_80"])[(t_s >= 20) & (t_s < 32)]).all()


@pytest.mark.parametrize(
    ("duration_s", "missing", "reason"),
    [(40.0, (0, 0), "recording shorter than a minute"), (61.0, (10, 40), "measured for less than 70 % of the minute")],
)
def test_too_little_gives_no_share(duration_s: float, missing: tuple[float, float], reason: str) -> None:
    t_s = clock(duration_s)
    openness = np.where(within(t_s, missing) == 1, np.nan, lids(t_s, (5, 8)))
    told = perclos(measure_closure(clip_of(t_s, eye_openness=openness)))
    assert (told["value"], told["low"], told["high"], told["reason"]) == (None, None, None, reason)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_almost_no_frames_are_no_trouble(count: int) -> None:
    t_s = clock(1)[:count]
    found = measure_closure(clip_of(t_s))
    assert found.events.is_empty()
    assert len(np.asarray(found.columns["eye_closure_share"])) == count


def test_without_eyes_nothing_is_told() -> None:
    t_s = clock(61)
    found = measure_closure(clip_of(t_s, eye_openness=np.full(t_s.size, np.nan)))
    assert np.isnan(np.asarray(found.columns["eye_closure_share"])).all()
    assert perclos(found)["value"] is None
    assert perclos(found, "eye.perclos.valid")["value"] == 0
