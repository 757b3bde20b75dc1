"""A head that is held down, or still with still eyes."""

import numpy as np
import pytest
from tests.channels.eye_signs.tracked import Floats, clip_of, clock, irregular, within

from desdemona.channels.head_signs.held import measure_head_down, measure_stare, smoothed


def spans(t_s: Floats, **columns: Floats) -> list[tuple[float, float]]:
    found = measure_head_down(clip_of(t_s, **columns)).events
    return [(row["t_start_s"], row["t_end_s"]) for row in found.to_dicts()]


def test_a_head_is_down_below_its_own_usual() -> None:
    t_s = irregular(30)
    pitch = 8 - 20 * within(t_s, (10, 13)) - 20 * within(t_s, (20, 20.6)) - 8 * within(t_s, (24, 28))
    found = spans(t_s, head_pitch=pitch)
    assert len(found) == 1  # the second is too short, the third not low enough
    assert found[0] == pytest.approx((10, 13), abs=0.06)
    drop = measure_head_down(clip_of(t_s, head_pitch=pitch)).columns["head_drop_deg"]
    assert np.asarray(drop)[(t_s > 11) & (t_s < 12)] == pytest.approx(20.0, abs=0.01)


def test_a_lost_face_is_not_down() -> None:
    t_s = clock(20)
    pitch = np.where((t_s > 8) & (t_s < 12), np.nan, 0.0)
    found = measure_head_down(clip_of(t_s, head_pitch=pitch))
    assert found.events.is_empty()
    assert np.isnan(np.asarray(found.columns["head_down"])[(t_s > 8) & (t_s < 12)]).all()
    assert np.isnan(np.asarray(measure_head_down(clip_of(t_s, head_pitch=pitch * np.nan)).columns["head_down"])).all()


def jittery(t_s: Floats, *, seed: int = 0) -> dict[str, Floats]:
    """Return head and gaze as the networks give them of somebody who holds still."""
    rng = np.random.default_rng(seed)
    scale = {"head_yaw": 0.3, "head_pitch": 0.3, "gaze_yaw": 0.8, "gaze_pitch": 0.8}
    return {name: rng.normal(0, size, t_s.size) for name, size in scale.items()}


def test_a_stare_is_found_blinks_in_it_or_not() -> None:
    t_s = irregular(40)
    columns = jittery(t_s)
    looking = np.where((t_s < 15) | (t_s > 30), 15.0 * np.sign(np.sin(2 * t_s)), 0.0)
    columns["gaze_yaw"] = columns["gaze_yaw"] + looking
    for name in ("gaze_yaw", "gaze_pitch"):
        columns[name] = np.where((t_s > 20) & (t_s < 20.3), np.nan, columns[name])
    found = measure_stare(clip_of(t_s, **columns)).events
    assert found.height == 1
    # Looks on either side may end a moment before or after.
    assert found.select("t_start_s", "t_end_s").row(0) == pytest.approx((15, 30), abs=0.9)


def test_looking_about_is_no_stare() -> None:
    t_s = clock(40)
    columns = jittery(t_s)
    columns["head_yaw"] = columns["head_yaw"] + 14 * np.sin(2 * np.pi * t_s / 9)
    found = measure_stare(clip_of(t_s, **columns))
    assert found.events.is_empty()
    assert np.asarray(found.columns["still_stare"]).max() == 0


def test_a_short_recording_has_no_stare() -> None:
    t_s = clock(5)
    assert measure_stare(clip_of(t_s, **jittery(t_s))).events.is_empty()
    assert measure_stare(clip_of(t_s[:0])).events.is_empty()


def test_smoothing_is_a_median_that_leaves_gaps() -> None:
    t_s = clock(2)
    values = np.where(np.arange(t_s.size) == 20, 50.0, 1.0)
    values[30:33] = np.nan
    found = smoothed(t_s, values)
    assert np.nanmax(found) == 1.0
    assert np.isnan(found).sum() == 3
