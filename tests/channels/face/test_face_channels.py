"""The per-face channels on faces of known shape."""

from dataclasses import replace

import numpy as np
import pytest
from tests.channels.faked import BROW_HEIGHT_MM, PX_PER_MM, eye_contour, face, faces, points_mm

from desdemona.channels.face.brows import measure_brow_raise
from desdemona.channels.face.eyes import eye_aspect_ratio, measure_openness
from desdemona.channels.face.gaze import EYEBALL_RADIUS_SHARE, PITCH_GAIN, REST_SHARE, YAW_GAIN, measure_gaze
from desdemona.channels.face.mouth import measure_corner_raise, measure_opening
from desdemona.channels.face.presence import measure_presence

SPAN_MM = 88.0
EYE_MM = float(np.hypot(27, 2.4))


def test_aspect_ratio_is_equation_1() -> None:
    contour = eye_contour(9.0, 0)[None].astype(np.float32)
    # both lid gaps are 9 mm and what the line between the corners itself rises between the pair, none here
    assert eye_aspect_ratio(contour)[0] == pytest.approx(9.0 / EYE_MM, rel=0.01)


def test_openness_keeps_left_and_right_apart() -> None:
    wink = face()
    contour = wink.contour_px.copy()
    contour[1] = face(lid_gap_mm=1.0).contour_px[1]
    found = measure_openness(faces(replace(wink, contour_px=contour)))
    assert found["eye_openness_left_ratio"][0] > 0.3
    assert found["eye_openness_right_ratio"][0] < 0.1
    both = (found["eye_openness_left_ratio"] + found["eye_openness_right_ratio"]) / 2
    assert found["eye_openness_ratio"] == pytest.approx(both)


def test_gaze_follows_the_iris_right_and_up() -> None:
    ahead, right, up = faces(face()), faces(face(iris_mm=(2.0, 0.0))), faces(face(iris_mm=(0.0, 2.0)))
    yaw = np.degrees(np.arcsin(YAW_GAIN * 2.0 / EYE_MM / EYEBALL_RADIUS_SHARE))
    zero = np.degrees(np.arcsin(-PITCH_GAIN * REST_SHARE / EYEBALL_RADIUS_SHARE))
    assert measure_gaze(ahead)["gaze_yaw_deg"][0] == pytest.approx(0, abs=0.3)
    assert measure_gaze(ahead)["gaze_pitch_deg"][0] == pytest.approx(zero, abs=0.3)
    assert measure_gaze(right)["gaze_yaw_deg"][0] == pytest.approx(yaw, abs=0.5)
    assert measure_gaze(up)["gaze_pitch_deg"][0] > zero + 10


def test_no_gaze_through_closed_lids() -> None:
    shut = measure_gaze(faces(face(lid_gap_mm=1.5)))
    assert np.isnan(shut["gaze_yaw_deg"][0])
    assert np.isnan(shut["gaze_pitch_deg"][0])


def turned(yaw_deg: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    yaw = np.radians(yaw_deg)
    return np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])


@pytest.mark.parametrize("yaw_deg", [0.0, 20.0, -20.0])
def test_mouth_opening_is_the_lip_gap_whichever_way_the_head_is_turned(yaw_deg: float) -> None:
    wide = points_mm(p14=(0, -86, 20))
    found = measure_opening(faces(face(wide, rotation=turned(yaw_deg))))
    # The camera here has no perspective and the fit assumes one: 2 % of the gap.
    assert found["mouth_opening_ratio"][0] == pytest.approx(np.hypot(20, 2) / SPAN_MM, rel=0.02)


def test_lip_corners_are_seen_to_rise_and_a_dropping_jaw_is_no_smile() -> None:
    rest = measure_corner_raise(faces(face()))["lip_corner_raise_ratio"][0]
    smile = points_mm(p61=(-28, -60, 6), p291=(28, -60, 6))
    raised = measure_corner_raise(faces(face(smile)))["lip_corner_raise_ratio"][0]
    assert raised - rest == pytest.approx(4 / SPAN_MM, rel=0.1)
    gap_mm = 18.0
    yawn = points_mm(p14=(0, -67 - gap_mm, 22), p61=(-25, -64 - gap_mm / 3, 8), p291=(25, -64 - gap_mm / 3, 8))
    assert measure_corner_raise(faces(face(yawn)))["lip_corner_raise_ratio"][0] == pytest.approx(rest, abs=0.004)


def test_brow_raise_is_the_height_above_the_eyes() -> None:
    found = measure_brow_raise(faces(face()))["brow_raise_ratio"][0]
    assert found == pytest.approx(BROW_HEIGHT_MM / SPAN_MM, rel=0.03)


def test_presence_gives_the_box_around_the_points() -> None:
    points = face().points_px[:, :2].astype(np.float64)
    found = measure_presence(faces(face()))
    height = np.ptp(points[:, 1])
    assert found["face_found"].tolist() == [1.0]
    assert found["face_size_px"][0] == pytest.approx(max(height, np.ptp(points[:, 0])))
    assert found["face_x_px"][0] == pytest.approx(320, abs=0.01)
    assert found["face_size_px"][0] > 100 * PX_PER_MM
