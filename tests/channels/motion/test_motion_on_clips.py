"""From pixels to hertz and millimetres: clips of known movement, and such in which there is none."""

import numpy as np
import polars as pl
import pytest
from tests.channels.motion.staged import Staging, swing, watch

from desdemona.channels.motion.catalogue import (
    BODY_SWAY,
    BREATH_CHEST,
    CAMERA_SHAKE,
    HEAD_MOTION_AMPLITUDE,
    HEAD_MOTION_FREQUENCY,
    HEAD_VIBRATION_AMPLITUDE,
)
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.motion.measure import motion_tracks

MOVEMENT = (CAMERA_SHAKE, HEAD_MOTION_FREQUENCY, HEAD_MOTION_AMPLITUDE, BODY_SWAY)
SHORT = 5.2


def windows_of(staging: Staging, *channels: MotionChannel) -> dict[str, list[dict[str, object]]]:
    wishes = {channel.wish for channel in channels}
    watched = watch(staging, *wishes)
    tracks = motion_tracks("clip", watched, [None] * watched.shifts.t_s.size, channels)
    return {channel.name: tracks.windows.filter(pl.col("channel") == channel.name).to_dicts() for channel in channels}


def value_of(rows: list[dict[str, object]]) -> float:
    value = rows[0]["value"]
    assert isinstance(value, float), rows[0]["reason"]
    return value


def scale() -> float:
    """Millimetres a pixel that the channel assumes, from the face itself."""
    return float(watch(Staging(duration_s=0.1), "shifts").shifts.mm_per_px[0])


@pytest.mark.parametrize(("hz", "px", "detail"), [(1.3, 0.5, True), (5.3, 0.3, False), (9.1, 0.2, True)])
def test_frequency_and_amplitude_of_the_head_are_found(hz: float, px: float, detail: bool) -> None:
    found = windows_of(Staging(SHORT, head=swing(hz, px, down=hz > 5), detail=detail), *MOVEMENT)
    assert abs(value_of(found["head.motion.frequency"]) - hz) < 0.03  # asked for: 0.1 Hz
    assert value_of(found["head.motion.amplitude"]) == pytest.approx(px * scale(), rel=0.05)
    assert found["body.sway"][0]["value"] is None


def test_a_still_person_has_no_movement_and_a_still_camera_no_shake() -> None:
    found = windows_of(Staging(SHORT), *MOVEMENT, HEAD_VIBRATION_AMPLITUDE)
    assert value_of(found["camera.shake"]) == 0
    for name in ("head.motion.frequency", "head.motion.amplitude", "body.sway", "head.vibration.amplitude"):
        assert [row["value"] for row in found[name]] == [None]


def test_camera_shake_is_told_apart_from_the_head_by_the_background() -> None:
    found = windows_of(Staging(SHORT, camera=swing(4.0, 1.0), head=swing(6.2, 0.3)), *MOVEMENT)
    assert abs(value_of(found["head.motion.frequency"]) - 6.2) < 0.03
    assert value_of(found["head.motion.amplitude"]) == pytest.approx(0.3 * scale(), rel=0.05)
    assert value_of(found["camera.shake"]) == pytest.approx(1 / np.sqrt(2), abs=0.02)
    alone = windows_of(Staging(SHORT, camera=swing(4.0, 1.0)), *MOVEMENT)
    assert alone["head.motion.frequency"][0]["value"] is None


def test_before_a_plain_wall_camera_shake_is_not_taken_for_the_head() -> None:
    found = windows_of(Staging(SHORT, camera=swing(4.0, 1.0), detail=False), *MOVEMENT, HEAD_VIBRATION_AMPLITUDE)
    assert found["camera.shake"][0]["reason"] == "background hidden or without detail: camera shake cannot be told"
    for name in ("head.motion.frequency", "head.vibration.amplitude", "body.sway"):
        assert "camera shake cannot be told apart" in str(found[name][0]["reason"])


def test_a_flickering_lamp_is_no_movement() -> None:
    flicker = Staging(SHORT, light=lambda t_s: 1 + 0.06 * np.sin(2 * np.pi * 3 * t_s))
    found = windows_of(flicker, *MOVEMENT, HEAD_VIBRATION_AMPLITUDE)
    assert found["head.motion.frequency"][0]["value"] is None
    assert found["head.vibration.amplitude"][0]["reason"] == "the light on the head changes"
    assert value_of(found["camera.shake"]) == 0


@pytest.mark.parametrize("per_min", [9.0, 16.2])
def test_breath_is_found_in_the_shoulders(per_min: float) -> None:
    clip = Staging(30.2, rate_hz=8.0, torso=swing(per_min / 60, 0.6, down=True))
    found = windows_of(clip, BREATH_CHEST, BODY_SWAY)
    assert abs(value_of(found["breath.rate.chest"]) - per_min) < 0.5  # asked for: 1 a minute
    assert value_of(found["body.sway"]) == pytest.approx(0.6 / np.sqrt(2) * scale(), rel=0.1)


def test_a_body_that_rocks_and_one_that_is_still_do_not_breathe() -> None:
    rocking = swing(0.25, 0.8, down=True)
    for clip in (Staging(18.2, rate_hz=8.0, head=rocking, torso=rocking), Staging(18.2, rate_hz=8.0)):
        assert windows_of(clip, BREATH_CHEST)["breath.rate.chest"][0]["value"] is None
