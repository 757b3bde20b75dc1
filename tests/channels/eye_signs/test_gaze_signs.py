"""Gaze against the usual, named zones, fixations: columns in, known answers out."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.eye_signs.tracked import Floats, clip_of, clock, irregular, within

from desdemona.channels.channel import WholeClip
from desdemona.channels.eye_signs.catalogue import EYE_SIGNS
from desdemona.channels.eye_signs.fixations import find_still, measure_fixations
from desdemona.channels.eye_signs.own_gaze import DOWN_GAIN, UP_GAIN, YAW_GAIN, own_gaze, usual_deg
from desdemona.channels.eye_signs.zones import CLASSROOM, DECLARED, DRIVER, Zone, Zones, zone_channels, zone_of
from desdemona.channels.eye_signs.zones_written import load_zones, parse_zones, to_zones_text
from desdemona.errors import DeclarationError, FileProblem


def test_usual_is_what_is_held_most() -> None:
    rng = np.random.default_rng(0)
    angle = np.concatenate([rng.normal(7, 0.5, 600), rng.normal(-30, 0.5, 200), rng.uniform(-60, 60, 100)])
    assert usual_deg(angle) == pytest.approx(7, abs=0.3)
    assert usual_deg(np.array([4.0])) == 4.0


def test_own_gaze_takes_off_the_usual_and_undoes_what_is_read_wrongly() -> None:
    t_s = clock(20)
    yaw = 3 + 10 * within(t_s, (5, 6))
    pitch = -4 + 10 * within(t_s, (8, 9)) - 10 * within(t_s, (12, 13))
    aside, above = own_gaze(clip_of(t_s, gaze_yaw=yaw, gaze_pitch=pitch))
    assert np.median(aside) == np.median(above) == 0
    assert aside[(t_s > 5) & (t_s < 6)] == pytest.approx(10 * YAW_GAIN)
    assert above[(t_s > 8) & (t_s < 9)] == pytest.approx(10 * UP_GAIN)
    assert above[(t_s > 12) & (t_s < 13)] == pytest.approx(-10 * DOWN_GAIN)


def test_shut_eyes_have_no_gaze() -> None:
    t_s = clock(5)
    unknown = np.where(t_s > 2, np.nan, 0.0)
    aside, above = own_gaze(clip_of(t_s, gaze_yaw=unknown, gaze_pitch=unknown))
    assert np.isnan(aside[t_s > 2]).all()
    assert np.isfinite(above[t_s <= 2]).all()
    assert np.isnan(own_gaze(clip_of(t_s, gaze_yaw=unknown * np.nan))[0]).all()


def driven(t_s: Floats) -> dict[str, Floats]:
    """Return a driver who looks at the left mirror from 10 to 12 s and into the lap from 20 to 23 s."""
    mirror, lap = within(t_s, (10, 12)), within(t_s, (20, 23))
    return {
        "head_yaw": 4 + 20 * mirror,
        "gaze_yaw": -2 + 12 * mirror,
        "head_pitch": -5 - 2 * mirror - 18 * lap,
        "gaze_pitch": 3 - 2 * mirror - 8 * lap,
    }


def test_a_driver_looks_at_road_mirror_and_lap() -> None:
    t_s = irregular(30)
    measure = zone_channels(DRIVER)[0].measure
    assert isinstance(measure, WholeClip)
    found = measure.of(clip_of(t_s, **driven(t_s)))
    named = list(found.columns["gaze_driver_zone"])
    assert set(named) == {"road", "left_mirror", "lap"}
    spans = {row["channel"]: (row["t_start_s"], row["t_end_s"]) for row in found.events.to_dicts()}
    assert spans["gaze.driver.left_mirror"] == pytest.approx((10, 12), abs=0.06)
    assert spans["gaze.driver.lap"] == pytest.approx((20, 23), abs=0.06)
    assert np.asarray(found.columns["gaze_on_lap"]).sum() == pytest.approx(90, abs=2)


def test_where_the_camera_stands_matters_only_where_it_is_the_origin() -> None:
    aside = np.full(50, 30.0)
    assert set(zone_of(DRIVER, aside, 0 * aside)) == {"road"}
    assert set(zone_of(CLASSROOM, aside, 0 * aside)) == {"elsewhere"}
    assert set(zone_of(CLASSROOM, 0 * aside, -aside)) == {"desk"}


def test_unknown_is_in_no_zone_and_the_first_of_two_boxes_counts() -> None:
    zones = Zones("z", "About.", "camera", (Zone("a", (-10, 10), (-10, 10)), Zone("b", (-20, 20), (-20, 20))))
    angle = np.array([0.0, 15.0, 25.0, np.nan])
    assert zone_of(zones, angle, angle) == ["a", "b", "elsewhere", None]


def test_zones_are_read_as_they_were_written() -> None:
    for zones in DECLARED:
        assert parse_zones(to_zones_text(zones)) == zones


def test_faults_of_zones_are_told_together() -> None:
    text = """name: z
about: About.
origin: nose
zones:
- {name: elsewhere, yaw_deg: [0, 1], pitch_deg: [0, 1]}
- {name: a, yaw_deg: [5, 1], pitch_deg: [0]}
- {name: a, yaw_deg: [0, 1], pitch_deg: [0, 100]}
"""
    with pytest.raises(DeclarationError) as caught:
        parse_zones(text, "z.yaml")
    told = str(caught.value)
    for part in ("nose", "stands twice", "in no zone", "5 to 1", "two numbers, not 1", "0 to 100"):
        assert part in told


def test_zones_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be read as text"):
        load_zones(tmp_path / "none.yaml")
    (tmp_path / "z.yaml").write_text(to_zones_text(DRIVER), encoding="utf-8")
    assert load_zones(tmp_path / "z.yaml") == DRIVER


def test_fixations_are_the_stretches_between_looks() -> None:
    t_s = irregular(6)
    yaw = 12.0 * within(t_s, (2, 3)) - 12.0 * within(t_s, (4, 4.5))
    yaw = yaw + np.random.default_rng(1).normal(0, 0.5, t_s.size)
    spans = measure_fixations(clip_of(t_s, gaze_yaw=yaw)).events.select("t_start_s", "t_end_s").to_numpy()
    assert spans == pytest.approx(np.array([[0, 2], [2, 3], [3, 4], [4, 4.5], [4.5, 6]]), abs=0.08)


def _plainly(t_s: Floats, values: Floats, most: float, least_s: float, gap_s: float) -> list[tuple[float, float]]:
    """Return the same as `find_still`, by trying every stretch."""
    step = float(np.median(np.diff(t_s)))
    spans, first = [], 0
    while first < t_s.size:
        last = first
        while (
            last + 1 < t_s.size
            and t_s[last + 1] - t_s[last] <= gap_s
            and np.ptp(values[first : last + 2], axis=0).sum() <= most
        ):
            last += 1
        if t_s[last] + step - t_s[first] >= least_s - 1e-9:
            spans.append((float(t_s[first]), float(t_s[last] + step)))
            first = last + 1
        else:
            first += 1
    return spans


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 120))
def test_still_stretches_are_those_found_by_trying_all(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    t_s, values = np.sort(rng.uniform(0, 8, count)), np.cumsum(rng.normal(0, 0.7, (count, 2)), axis=0)
    found = find_still(t_s, values, most=4.0, least_s=0.5, gap_s=0.3)
    assert found == pytest.approx(np.reshape(_plainly(t_s, values, 4.0, 0.5, 0.3), (-1, 2)))


def test_every_eye_sign_is_described_once() -> None:
    channels = [*EYE_SIGNS, *(channel for zones in DECLARED for channel in zone_channels(zones))]
    assert len({channel.name for channel in channels}) == len(channels)
    for channel in channels:
        assert channel.caveat.endswith(".")
        assert set(channel.flags) <= set(channel.columns)
