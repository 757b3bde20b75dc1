"""Looking back: time weighs frames, what was not measured has no weight, and counts begin at the start."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.parts.made import NAN, T_S, applied, as_windows, events, series, windows

from desdemona.systems.flows import Series, Windows


def test_the_mean_looks_back_once_a_second() -> None:
    found = as_windows(applied("mean over window", {"signal": series(T_S < 5)}, window_s=2.0, least_watched_s=1.0))
    assert found.t_end_s.tolist() == pytest.approx(list(range(1, 11)))
    assert found.value.tolist() == pytest.approx([1, 1, 1, 1, 1, 0.5, 0, 0, 0, 0])


def test_mean_and_spread_are_over_measured_time() -> None:
    signal = series(np.where(T_S < 5, NAN, np.where(T_S < 8, 4.0, 8.0)))
    mean, spread = (
        as_windows(applied(part, {"signal": signal}, window_s=60.0, least_watched_s=2.0)).value
        for part in ("mean over window", "spread over window")
    )
    assert np.isnan(mean[:6]).all(), "less than two seconds were measured by the sixth"
    assert mean[6:].tolist() == pytest.approx([4.0, 4.0, 5.0, 5.6]), "after 3 s of 4: 1 s, then 2 s of 8"
    assert np.isnan(spread[:6]).all()
    # Of 4 and 8 in shares p and 1-p the standard deviation is 4 times the root of p(1-p).
    assert spread[6:].tolist() == pytest.approx([0.0, 0.0, 4 * (0.75 * 0.25) ** 0.5, 4 * (0.6 * 0.4) ** 0.5])


def test_frames_weigh_by_their_time() -> None:
    """Twenty frames a second while the signal is 1, ten while it is 0: still half of the time each."""
    t_s = np.concatenate((np.arange(0, 5, 0.05), np.arange(5, 10, 0.1)))
    signal = Series(t_s, (t_s < 5).astype(np.float64))
    found = applied("mean over window", {"signal": signal}, window_s=60.0, least_watched_s=1.0)
    # The last frame is taken to stand as long as most others do, 0.05 s too short of ten.
    assert as_windows(found).value[-1] == pytest.approx(0.5, abs=0.05 / 10)


@given(level=st.floats(-1e6, 1e6))
def test_a_steady_signal_has_no_spread_wherever_it_lies(level: float) -> None:
    found = applied("spread over window", {"signal": series(level)}, window_s=3.0, least_watched_s=1.0)
    assert as_windows(found).value.tolist() == [0.0] * 10


@given(offset=st.floats(-1e4, 1e4))
def test_spread_does_not_move_with_the_level(offset: float) -> None:
    wave = np.sin(T_S)
    plain, moved = (
        as_windows(applied("spread over window", {"signal": series(wave + by)}, window_s=4.0, least_watched_s=1.0))
        for by in (0.0, offset)
    )
    assert moved.value == pytest.approx(plain.value, abs=1e-6), "rounding of numbers up to 1e4 whose squares are summed"


def test_events_so_far_counts_beginnings() -> None:
    found = as_windows(applied("events so far", {"events": events((0.5, 3.5), (2.0, 2.1), (7.9, 12.0))}))
    assert found.t_start_s.tolist() == [0.0] * 10
    assert found.value.tolist() == [1, 1, 2, 2, 2, 2, 2, 3, 3, 3], "the one at 2.0 s is not in the second that ends so"


def test_nothing_is_counted_before_anyone_looked() -> None:
    watched = series(T_S >= 3)
    found = as_windows(applied("events so far", {"events": events((4.5, 5.0), watched=watched)})).value
    assert np.isnan(found[:3]).all()
    assert found[3:].tolist() == [0, 1, 1, 1, 1, 1, 1]
    never = as_windows(applied("events so far", {"events": events(watched=series(0.0))}))
    assert np.isnan(never.value).all()
    assert never.value.size == 10


def test_time_so_far_adds_up_what_was_held() -> None:
    condition = series(np.where(T_S < 1, NAN, np.where((T_S >= 2) & (T_S < 4.5), 1.0, 0.0)))
    found = as_windows(applied("time so far", {"condition": condition})).value
    assert np.isnan(found[0])
    assert found[1:].tolist() == pytest.approx([0, 1, 2, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5])


def test_the_rate_of_change_is_a_minute_s() -> None:
    level = windows(10.0, 11.0, 12.0, NAN, 20.0)
    found = as_windows(applied("rate of change", {"level": level}, over_s=2.0)).value
    assert np.isnan(found[[0, 1, 3]]).all(), "nothing lies two seconds before, or nothing is measured now"
    assert found[[2, 4]].tolist() == pytest.approx([60.0, 240.0]), "2 in 2 s, then 8 in 2 s"


def test_the_rate_of_change_divides_by_the_time_that_really_passed() -> None:
    ends = np.array([1.0, 2.0, 10.0])
    level = Windows(ends - 1, ends, np.array([0.0, 0.0, 4.0]))
    found = as_windows(applied("rate of change", {"level": level}, over_s=2.0)).value
    assert found[2] == pytest.approx(4.0 / 8.0 * 60.0)


@pytest.mark.parametrize("part", ["mean over window", "spread over window"])
def test_no_frames_give_no_windows(part: str) -> None:
    empty = Series(np.empty(0), np.empty(0))
    assert as_windows(applied(part, {"signal": empty}, window_s=1.0, least_watched_s=1.0)).value.size == 0
    assert as_windows(applied("time so far", {"condition": empty})).value.size == 0
    nothing = windows()
    assert as_windows(applied("rate of change", {"level": nothing}, over_s=1.0)).value.size == 0


@given(semitones=st.floats(-24, 24))
def test_the_spread_of_a_pitch_is_that_of_its_melody_in_any_voice(semitones: float) -> None:
    """Up and down by two semitones, as long each: two semitones of standard deviation, wherever the voice lies."""
    melody = np.where(T_S % 2 < 1, 2.0, -2.0)
    pitch = series(150.0 * 2 ** ((melody + semitones) / 12))
    found = as_windows(applied("pitch spread in semitones", {"signal": pitch}, window_s=4.0, least_watched_s=1.0))
    # Whole seconds up and down: from the second on, windows of even length hold as much of both.
    assert found.value[[1, 3, 9]].tolist() == pytest.approx([2.0, 2.0, 2.0], abs=1e-9)


def test_a_pitch_that_was_not_heard_or_is_no_pitch_has_no_spread() -> None:
    pitch = series(np.where(T_S < 3, NAN, np.where(T_S < 6, 0.0, 200.0)))
    found = as_windows(applied("pitch spread in semitones", {"signal": pitch}, window_s=60.0, least_watched_s=1.0))
    assert np.isnan(found.value[:6]).all()
    assert found.value[6:].tolist() == [0.0] * 4
