import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.faces.posing import AMOUNTS, WHO, Values, both, drawn, px_per_mm, units

from desdemona.faces.cast import IDENTITIES, Identity
from desdemona.faces.lids import aperture_mm, gaze_deg, lids_of, opening_share, pupil_column_mm
from desdemona.faces.pose import Pose

LARGE_PX = 1920
"""One pixel is 0.18 mm on the eye, 1.7 % of its height."""


def lid_edges(pose: Pose, identity: Identity = WHO) -> tuple[float, float]:
    lids = lids_of(np.zeros(1), identity, pose, 1)
    return float(lids.high[0]), float(lids.low[0])


@given(opening=st.floats(0, 1), gaze=st.floats(-25, 25), identity=st.sampled_from(IDENTITIES))
def test_the_aperture_is_the_opening_times_that_of_the_open_eye(
    opening: float, gaze: float, identity: Identity
) -> None:
    pose = Pose(eye_opening=opening, gaze_pitch_deg=gaze)
    assert aperture_mm(identity, pose, 1) == pytest.approx(opening * identity.eye_height_mm, abs=1e-5)


@pytest.mark.parametrize(("unit", "sign"), [("au5", 1), ("au6", -1), ("au7", -1), ("au43", -1), ("au45", -1)])
def test_units_open_and_close_the_lids_step_by_step(unit: str, sign: int) -> None:
    apertures = [aperture_mm(WHO, both(**{unit: amount}), 1) for amount in AMOUNTS]
    assert np.all(sign * np.diff(apertures) > 0)
    assert apertures[0] == pytest.approx(WHO.eye_height_mm)


def test_closing_units_shut_the_eye_whatever_else_acts() -> None:
    for unit in ("au43", "au45"):
        assert aperture_mm(WHO, both(**{unit: 1.0, "au5": 1.0}), 1) == 0.0


def test_tightened_lids_meet_from_both_sides_and_raised_ones_only_above() -> None:
    high, low = lid_edges(Pose())
    tight_high, tight_low = lid_edges(both(au7=1.0))
    assert tight_high < high
    assert tight_low > low + 1.0
    wide_high, wide_low = lid_edges(both(au5=1.0))
    assert wide_high > high + 1.5
    assert wide_low == pytest.approx(low)


def test_both_lids_go_up_and_down_with_the_gaze() -> None:
    edges = np.array([lid_edges(Pose(gaze_pitch_deg=gaze)) for gaze in (-20.0, 0.0, 20.0)])
    assert np.all(np.diff(edges, axis=0) > 0.5)


def test_a_wink_shuts_one_eye() -> None:
    wink = Pose(left=units(au43=1.0))
    assert opening_share(wink, 1) == 0.0
    assert opening_share(wink, -1) == 1.0


def test_the_lids_never_cross_anywhere() -> None:
    across = np.linspace(-20, 20, 81)
    for opening in (0.0, 0.3, 1.0):
        for pose in (both(au7=1.0, au6=1.0), both(au5=1.0), both(au43=0.5)):
            lids = lids_of(across, WHO, Pose(eye_opening=opening, left=pose.left), 1)
            assert np.all(lids.high >= lids.low)


def test_eyes_that_converge_look_inwards() -> None:
    pose = Pose(vergence_deg=5.0)
    assert gaze_deg(pose, -1)[0] == 5.0  # her right eye, left in the picture, looks to the picture's right
    assert gaze_deg(pose, 1)[0] == -5.0
    assert pupil_column_mm(pose, 1) == pytest.approx(pupil_column_mm(pose, -1))
    assert pupil_column_mm(pose, 1) < 0


def shown_aperture_mm(pose: Pose, side: int, off_mm: float, identity: Identity) -> float:
    """Bright pixels of one column of an eye in dark skin: the white, where the iris has looked away."""
    green = drawn(pose, identity, 9, LARGE_PX)[..., 1]
    scale = px_per_mm(LARGE_PX)
    column = round(LARGE_PX / 2 - 0.5 + side * scale * identity.eye_distance_mm / 2 + scale * off_mm)
    rows = slice(int(LARGE_PX * 0.47 - 20 * scale), int(LARGE_PX * 0.47 + 14 * scale))
    return float((green[rows, column - 1 : column + 2].mean(axis=1) > 78).sum() / scale)


@pytest.mark.parametrize(
    "pose",
    [
        Pose(gaze_yaw_deg=30),
        Pose(gaze_yaw_deg=30, eye_opening=0.7),
        Pose(gaze_yaw_deg=30, eye_opening=0.35),
        Pose(gaze_yaw_deg=30, eye_opening=0.0),
        Pose(gaze_yaw_deg=30, gaze_pitch_deg=-20, eye_opening=0.64),
        Pose(gaze_yaw_deg=30, right=units(au7=1.0, au6=0.5)),
        Pose(gaze_yaw_deg=30, right=units(au43=0.6)),
        Pose(gaze_yaw_deg=30, right=units(au5=1.0)),
    ],
)
def test_drawn_pixels_show_the_lids_within_two_per_cent_of_eye_height(pose: Pose) -> None:
    identity, off_mm = IDENTITIES[3], -3.0
    lids = lids_of(np.array([-off_mm]), identity, pose, -1)
    exact: Values = lids.high - lids.low
    shown = shown_aperture_mm(pose, -1, off_mm, identity)
    assert shown == pytest.approx(float(exact[0]), abs=0.02 * identity.eye_height_mm)


@pytest.mark.parametrize("pupil_mm", [2.5, 4.0, 6.0])
def test_the_pupil_has_the_stated_size(pupil_mm: float) -> None:
    picture = drawn(Pose(pupil_mm=pupil_mm), IDENTITIES[7], 2, 960)
    scale = px_per_mm(960)
    row, column = 960 * 0.47 - 0.9 * scale, 479.5 + IDENTITIES[7].eye_distance_mm / 2 * scale
    down, across = np.mgrid[0:960, 0:960]
    near = np.hypot(down - row, across - column) < 4.3 * scale
    dark = np.count_nonzero((picture.max(axis=-1) < 62) & near) / scale**2
    area = np.pi / 4 * pupil_mm**2  # the lamp's reflection, 2.3 square mm and half a pixel around, lies partly in it
    assert area - 3.2 < dark < 1.08 * area + 0.3
