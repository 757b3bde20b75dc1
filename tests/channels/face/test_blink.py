import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desdemona.channels.channel import Clip
from desdemona.channels.face.blink import measure_blinks, open_baseline
from desdemona.channels.pulse.skin_regions import SkinTrace

Floats = NDArray[np.float64]


def times(duration_s: float, rate_hz: float = 30.0) -> Floats:
    return np.arange(round(duration_s * rate_hz)) / rate_hz


def dip(t_s: Floats, start_s: float, down_s: float, held_s: float, up_s: float) -> Floats:
    """Return 0..1: how far the lids are closed."""
    return np.clip(np.minimum((t_s - start_s) / down_s, (start_s + down_s + held_s + up_s - t_s) / up_s), 0, 1)


def clip_of(t_s: Floats, openness: Floats, gaze_deg: Floats | None = None, head_deg: Floats | None = None) -> Clip:
    still = np.zeros_like(t_s)
    columns = {
        "eye_openness_ratio": openness,
        "gaze_pitch_deg": still if gaze_deg is None else gaze_deg,
        "head_pitch_deg": still if head_deg is None else head_deg,
    }
    skin = SkinTrace(t_s, np.full((t_s.size, 4, 3), np.nan), np.zeros((t_s.size, 4), dtype=np.int64), still)
    return Clip(t_s, columns, skin)


def blinks(clip: Clip) -> pl.DataFrame:
    return measure_blinks(clip).events


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([15.0, 24.0, 30.0, 60.0]), st.floats(0, 0.06), st.floats(0.2, 0.45))
def test_every_blink_is_found_once_at_any_rate_phase_and_eye(rate_hz: float, phase_s: float, open_ratio: float) -> None:
    t_s = times(20, rate_hz)
    starts = np.arange(1.0, 19.0, 1.7) + phase_s
    closed = np.max([dip(t_s, start, 0.08, 0.03, 0.16) for start in starts], axis=0)
    found = blinks(clip_of(t_s, open_ratio * (1 - 0.85 * closed)))
    assert found.height == starts.size
    middle = (found["t_start_s"] + found["t_end_s"]).to_numpy() / 2
    assert middle == pytest.approx(starts + 0.12, abs=1.2 / rate_hz)  # about one frame


def test_amplitude_and_frames_of_a_blink() -> None:
    t_s = times(6)
    measured = measure_blinks(clip_of(t_s, 0.4 * (1 - 0.8 * dip(t_s, 3.0, 0.1, 0.1, 0.2))))
    assert measured.events["value"].to_list() == pytest.approx([0.8], abs=0.02)
    marked = t_s[np.asarray(measured.columns["blink_event"]) == 1]
    assert marked[0] == pytest.approx(3.05, abs=0.04)
    assert marked[-1] == pytest.approx(3.35, abs=0.05)


def test_a_long_closure_is_no_blink_and_does_not_become_the_open_eye() -> None:
    t_s = times(30)
    openness = 0.35 * (1 - 0.85 * dip(t_s, 8, 0.15, 14, 0.25))
    assert blinks(clip_of(t_s, openness)).height == 0
    assert open_baseline(t_s, openness)[t_s == 15.0] > 0.2


@pytest.mark.parametrize("held_s", [0.2, 0.4, 0.9])
def test_a_glance_down_is_no_blink(held_s: float) -> None:
    t_s = times(10)
    down = dip(t_s, 4, 0.08, held_s, 0.08)
    assert blinks(clip_of(t_s, 0.38 * (1 - 0.42 * down), gaze_deg=-15 * down)).height == 0


def test_lids_that_glasses_keep_from_reading_closed_blink_all_the_same() -> None:
    t_s = times(20)
    starts = (2.0, 6.0, 10.0, 14.0)
    closed = np.max([dip(t_s, start, 0.06, 0.3, 0.06) for start in starts], axis=0)
    glance = dip(t_s, 17.0, 0.06, 0.3, 0.06)
    openness = 0.4 * (1 - 0.5 * closed - 0.38 * glance)  # closed lids read half, a glance down .62
    found = blinks(clip_of(t_s, openness))
    assert found["t_start_s"].to_list() == pytest.approx(starts, abs=0.06)
    assert blinks(clip_of(t_s, 0.4 * (1 - 0.38 * closed))).height == 0  # nobody's closed lids: held glances alone


def test_a_nod_is_no_blink() -> None:
    t_s = times(10)
    down = dip(t_s, 4, 0.2, 0.1, 0.2)
    assert blinks(clip_of(t_s, 0.38 * (1 - 0.45 * down), head_deg=-15 * down)).height == 0


def test_a_blink_within_a_glance_is_found() -> None:
    t_s = times(10)
    glance, blink = dip(t_s, 4, 0.08, 1.2, 0.08), dip(t_s, 4.6, 0.08, 0.02, 0.15)
    openness = 0.38 * np.minimum(1 - 0.38 * glance, 1 - 0.85 * blink)
    found = blinks(clip_of(t_s, openness, gaze_deg=-15 * glance))
    assert found.height == 1
    assert found["t_start_s"][0] == pytest.approx(4.6, abs=0.13)  # half a blink: its shoulders are hidden


def test_noise_and_a_still_eye_give_none() -> None:
    t_s = times(60)
    noise = np.random.default_rng(3).normal(0, 0.02, t_s.size)  # ten times the noise seen on clips
    assert blinks(clip_of(t_s, 0.35 + noise)).height == 0


def test_what_is_not_measured_is_null_and_no_blink() -> None:
    t_s = times(10)
    openness = 0.35 * (1 - 0.9 * dip(t_s, 5, 0.08, 0.02, 0.15))
    openness[(t_s > 4.9) & (t_s < 5.4)] = np.nan
    measured = measure_blinks(clip_of(t_s, openness))
    assert measured.events.height == 0
    assert np.isnan(np.asarray(measured.columns["blink_event"], dtype=np.float64)).sum() == np.isnan(openness).sum()
    nothing = measure_blinks(clip_of(t_s, np.full(t_s.size, np.nan)))
    assert nothing.events.height == 0
