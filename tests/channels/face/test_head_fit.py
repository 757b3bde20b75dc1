import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desdemona.channels.face.head_fit import (
    FOCAL_SHARE,
    MEAN_FACE_MM,
    PITCH_GAIN,
    RIGID_POINTS,
    fit_rotations,
    to_angles_deg,
)

Floats = NDArray[np.float64]
ANGLE = st.floats(-30, 30)


def rotation(yaw_deg: float, pitch_deg: float, roll_deg: float) -> Floats:
    """Nod, then turn, then tilt; to the image's right, up and towards the camera."""
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    nod = [[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]]
    turn = [[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]]
    tilt = [[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]]
    return np.asarray(np.array(tilt) @ np.array(turn) @ np.array(nod), dtype=np.float64)


def seen(turned: Floats, place_mm: tuple[float, float, float]) -> NDArray[np.float32]:
    """Return mesh points (1, 468, 3) of the mean face before a pinhole camera of 640 × 480 pixels."""
    focal = FOCAL_SHARE * 640
    world = MEAN_FACE_MM @ turned.T
    depth = place_mm[2] - world[:, 2]
    points = np.zeros((1, 468, 3), dtype=np.float32)
    points[0, RIGID_POINTS, 0] = 320 + focal * (world[:, 0] + place_mm[0]) / depth
    points[0, RIGID_POINTS, 1] = 240 - focal * (world[:, 1] + place_mm[1]) / depth
    points[0, RIGID_POINTS, 2] = -world[:, 2] * focal / place_mm[2]
    return points


@settings(max_examples=40, deadline=None)
@given(ANGLE, ANGLE, ANGLE, st.floats(-150, 150), st.floats(-80, 80), st.floats(450, 1500))
def test_a_known_turn_is_found_wherever_the_head_is(
    yaw: float, pitch: float, roll: float, x_mm: float, y_mm: float, z_mm: float
) -> None:
    points = seen(rotation(yaw, pitch, roll), (x_mm, y_mm, z_mm))
    found = to_angles_deg(fit_rotations(points, (640, 480)))[0]
    assert found == pytest.approx((yaw, PITCH_GAIN * pitch, roll), abs=0.1)  # rounds stop at 0.01; float32 points


def test_signs_are_right_up_and_clockwise() -> None:
    frontal = seen(rotation(0, 0, 0), (0, 0, 650))
    assert to_angles_deg(fit_rotations(frontal, (640, 480)))[0] == pytest.approx((0, 0, 0), abs=0.01)
    nose = np.flatnonzero(RIGID_POINTS == 4)[0]
    towards_right = MEAN_FACE_MM @ rotation(20, 0, 0).T
    assert towards_right[nose, 0] > 10
    upwards = MEAN_FACE_MM @ rotation(0, 20, 0).T
    assert upwards[nose, 1] > MEAN_FACE_MM[nose, 1] + 5
    tilted = MEAN_FACE_MM @ rotation(0, 0, 20).T
    left_eye = np.flatnonzero(RIGID_POINTS == 263)[0]
    assert tilted[left_eye, 1] < -10  # the eye at the image's right goes down: clockwise
