"""Action units in the drawn pixels, by means that the drawing does not know."""

from collections.abc import Callable

import numpy as np
import pytest
from tests.faces.posing import WHO, Values, both, box, drawn, units

from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lamps import lamp_of
from desdemona.faces.portrait import draw_stills, set_stage
from desdemona.faces.pose import Pose
from desdemona.faces.units import UNITS

STEPS = (0.0, 0.5, 1.0)
BROW_DEPTH_MM, LIP_DEPTH_MM = 88.0, 90.0


def dark_centre(part: Values) -> tuple[float, float]:
    """Row and column of the darkest sixth of a part of the picture."""
    grey = part.mean(axis=-1)
    rows, columns = np.nonzero(grey < np.quantile(grey, 1 / 6))
    return float(rows.mean()), float(columns.mean())


def brow_row(picture: Values, x_mm: tuple[float, float]) -> float:
    return dark_centre(box(picture, x_mm, (11, 34), BROW_DEPTH_MM))[0]


def inner_brow(picture: Values) -> float:
    return -brow_row(picture, (12, 22))


def outer_brow(picture: Values) -> float:
    return -brow_row(picture, (36, 46))


def white(picture: Values) -> float:
    """Pixels of the eyes that are neither skin nor dark: grey rather than red."""
    eye = box(picture, (14, 48), (-8, 11))
    return float(np.count_nonzero((eye[..., 0] - eye[..., 2] < 32) & (eye.mean(axis=-1) > 90)))


def redness(picture: Values) -> Values:
    lips = box(picture, (-38, 38), (-104, -50), LIP_DEPTH_MM)
    return np.asarray(lips[..., 0] - lips[..., 1])


def red_area(picture: Values) -> float:
    return float(np.count_nonzero(redness(picture) > 64))


def red_half_width(picture: Values) -> float:
    red = redness(picture) > 64
    return float(np.flatnonzero(red[:, red.shape[1] // 2 :].any(axis=0)).max())


def red_top(picture: Values) -> float:
    red = redness(picture) > 64
    return -float(np.flatnonzero(red.any(axis=1)).min())


def mouth_line(picture: Values) -> float:
    """Height of the darkest row in the middle of the mouth."""
    return -float(box(picture, (-4, 4), (-78, -56), LIP_DEPTH_MM).mean(axis=(1, 2)).argmin())


def corner_line(picture: Values) -> float:
    """Height of the darkest row near the corner of the mouth, against the middle."""
    return -float(box(picture, (19, 23), (-80, -54), LIP_DEPTH_MM).mean(axis=(1, 2)).argmin()) - mouth_line(picture)


def teeth_or_dark(picture: Values) -> float:
    """Pixels between the lips that are no red: teeth or the dark behind them."""
    inside = box(picture, (-12, 12), (-96, -58), LIP_DEPTH_MM)
    return float(np.count_nonzero(inside[..., 0] - inside[..., 1] < 30))


def dimple(picture: Values) -> float:
    """How dark it is beside the corner, against the cheek further out."""
    beside, cheek = box(picture, (28, 32), (-70, -62)), box(picture, (37, 41), (-66, -58))
    return float(cheek.mean() - beside.mean())


def wing_row(picture: Values) -> float:
    """Height of the nostrils."""
    return -dark_centre(box(picture, (2, 14), (-56, -34), 104.0))[0]


@pytest.mark.parametrize(
    ("unit", "measure", "sign"),
    [
        ("au1", inner_brow, 1),
        ("au2", outer_brow, 1),
        ("au4", inner_brow, -1),
        ("au5", white, 1),
        ("au6", white, -1),
        ("au7", white, -1),
        ("au9", wing_row, 1),
        ("au10", red_top, 1),
        ("au12", corner_line, 1),
        ("au12", red_half_width, 1),
        ("au14", dimple, 1),
        ("au15", corner_line, -1),
        ("au17", mouth_line, 1),
        ("au20", red_half_width, 1),
        ("au23", red_area, -1),
        ("au24", red_area, -1),
        ("au25", teeth_or_dark, 1),
        ("au26", teeth_or_dark, 1),
        ("au27", teeth_or_dark, 1),
        ("au43", white, -1),
        ("au45", white, -1),
    ],
)
def test_every_unit_moves_the_pixels_its_way(unit: str, measure: Callable[[Values], float], sign: int) -> None:
    steps = [sign * measure(drawn(both(**{unit: amount}))) for amount in STEPS]
    assert steps[0] < steps[1] <= steps[2]
    assert steps[0] < steps[2]


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit not in ("au26", "au27")])
def test_a_unit_of_her_left_changes_the_right_of_the_picture(unit: str) -> None:
    change = np.abs(drawn(Pose(left=units(**{unit: 1.0}))) - drawn(Pose())).sum(axis=-1)
    middle = change.shape[1] // 2
    left, right = change[:, :middle].sum(), change[:, middle:].sum()
    assert right > 2.2 * left
    mirrored = np.abs(drawn(Pose(right=units(**{unit: 1.0}))) - drawn(Pose())).sum(axis=-1)
    assert mirrored[:, :middle].sum() == pytest.approx(right, rel=0.35)  # skin is mottled, the lamp a little aside


@pytest.mark.parametrize("unit", UNITS)
def test_half_a_unit_changes_less_than_a_whole_one(unit: str) -> None:
    rest = drawn(Pose())
    little, half, whole = (np.abs(drawn(both(**{unit: amount})) - rest).mean() for amount in (0.1, 0.5, 1.0))
    assert 0 < little < half < whole


def test_however_a_pose_is_reached_it_looks_the_same() -> None:
    stage = set_stage(WHO, 4, lamp_of("left"), Camera(160, 160))
    poses = (
        Pose(),
        both(au12=0.7),
        both(au12=0.7, au45=1.0),
        Pose(left=units(au1=1.0), gaze_yaw_deg=10),
        Pose(mouth_opening=0.4, mouth_spread=0.5),
        Pose(mouth_opening=0.4, pupil_mm=5.0),
        both(au27=0.6, au6=1.0),
    )
    in_turn = [still.rgb.copy() for still in draw_stills(stage, poses)]
    for pose, reached in zip(poses, in_turn, strict=True):
        assert np.array_equal(next(draw_stills(stage, [pose])).rgb, reached)


@pytest.mark.parametrize("yaw_deg", [-35.0, 35.0])
def test_every_unit_shows_on_a_head_that_is_turned_all_the_way(yaw_deg: float) -> None:
    rest = drawn(Pose(head_yaw_deg=yaw_deg), IDENTITIES[10], 7, 256)
    for unit in UNITS:
        pose = Pose(head_yaw_deg=yaw_deg, left=units(**{unit: 1.0}), right=units(**{unit: 1.0}))
        picture = drawn(pose, IDENTITIES[10], 7, 256)
        assert np.isfinite(picture).all()
        changed = np.abs(picture - rest).max(axis=-1) > 6
        assert np.count_nonzero(changed) > 20, unit
        if unit not in ("au26", "au27"):
            assert np.count_nonzero(changed) < 0.12 * changed.size, unit


def test_the_mouth_is_dark_inside_with_light_teeth_above() -> None:
    for tone in (2, 9):
        picture = drawn(both(au27=1.0), tone=tone)
        teeth = box(picture, (-5, 5), (-68.5, -66.5), LIP_DEPTH_MM).mean()
        throat = box(picture, (-5, 5), (-80, -74), LIP_DEPTH_MM).mean()
        assert teeth > 120
        assert throat < 40
