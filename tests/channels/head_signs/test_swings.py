"""Nods and shakes: angles in, known swings out."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.eye_signs.tracked import Floats, clip_of, clock, irregular

from desdemona.channels.head_signs.swings import find_swings, measure_swings


def swung(t_s: Floats, start_s: float, cycle_s: float, cycles: float, size_deg: float) -> Floats:
    """Return an angle that goes to and fro about 0, from rest to rest."""
    inside = (t_s >= start_s) & (t_s < start_s + cycles * cycle_s)
    return np.where(inside, size_deg * np.sin(2 * np.pi * (t_s - start_s) / cycle_s), 0.0)


def events(t_s: Floats, **angles: Floats) -> pl.DataFrame:
    return measure_swings(clip_of(t_s, **angles)).events


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([15.0, 25.0, 30.0, 60.0]),
    st.floats(0.35, 1.1),
    st.sampled_from([1.5, 2.0, 2.5, 3.0, 4.0]),
    st.floats(4, 12),
    st.booleans(),
)
def test_to_and_fro_is_found_once_at_its_time(
    rate_hz: float, cycle_s: float, cycles: float, size_deg: float, nods: bool
) -> None:
    t_s = irregular(12, rate_hz)
    jitter = np.random.default_rng(0).normal(0, 0.2, t_s.size)
    angle = swung(t_s, 4.0, cycle_s, cycles, size_deg) + jitter
    found = events(t_s, **{"head_pitch" if nods else "head_yaw": angle})
    assert found["channel"].to_list() == ["head.nod" if nods else "head.shake"]
    # It may lack a quarter cycle that is too small, or have the head's jitter around it.
    slack_s = 0.26 * cycle_s + 3 / rate_hz
    assert found["t_start_s"][0] == pytest.approx(4.0, abs=slack_s)
    assert found["t_end_s"][0] == pytest.approx(4.0 + cycles * cycle_s, abs=slack_s)
    assert size_deg * 0.7 < found["value"][0] < size_deg * 2 + 1.5


@pytest.mark.parametrize(
    ("cycle_s", "cycles", "size_deg"),
    [(0.6, 0.5, 12.0), (4.0, 3.0, 12.0), (0.5, 4.0, 1.2)],
    ids=["down and back once", "slowly", "a little"],
)
def test_what_is_no_nod(cycle_s: float, cycles: float, size_deg: float) -> None:
    t_s = clock(20)
    assert events(t_s, head_pitch=swung(t_s, 4.0, cycle_s, cycles, size_deg)).is_empty()


def test_looks_to_either_side_are_no_shake() -> None:
    t_s = clock(20)
    held = [np.clip(np.minimum(t_s - start, start + 2 - t_s) / 0.4, 0, 1) for start in (3, 6, 9)]
    assert events(t_s, head_yaw=20 * held[0] - 20 * held[1] + 15 * held[2]).is_empty()


def test_the_larger_of_two_angles_names_it() -> None:
    t_s = clock(12)
    nod = swung(t_s, 4.0, 0.6, 3, 8)
    assert events(t_s, head_pitch=nod, head_yaw=0.5 * nod)["channel"].to_list() == ["head.nod"]


def test_a_gap_ends_a_nod_and_unknown_is_neither() -> None:
    t_s = clock(12)
    pitch = swung(t_s, 4.0, 0.6, 5, 8)
    pitch[(t_s > 5.2) & (t_s < 5.8)] = np.nan
    found = measure_swings(clip_of(t_s, head_pitch=pitch))
    assert found.events.height == 2
    column = np.asarray(found.columns["head_nod_event"])
    assert np.isnan(column[(t_s > 5.25) & (t_s < 5.75)]).all()
    assert column[(t_s > 4.5) & (t_s < 5.0)].min() == 1
    assert column[t_s < 3].max() == 0


def test_a_still_head_with_jitter_swings_not() -> None:
    t_s = clock(120)
    jitter = np.random.default_rng(2).normal(0, 0.6, (2, t_s.size))
    assert events(t_s, head_pitch=jitter[0], head_yaw=jitter[1]).is_empty()


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_almost_no_frames_are_no_trouble(count: int) -> None:
    t_s = clock(1)[:count]
    assert measure_swings(clip_of(t_s)).events.is_empty()
    assert find_swings(t_s, np.full(count, np.nan)) == []
