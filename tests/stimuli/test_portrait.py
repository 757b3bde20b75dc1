"""Scripted amounts against what can be measured in the drawn pixels by means the drawing does not know."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.stimuli.filming import (
    EYES,
    FOREHEAD,
    SCALE_PX_PER_MM,
    Values,
    centre_of,
    film,
    held,
    phantom_of,
    redness,
)

from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lamps import Light
from desdemona.stimuli.motion import frame_times, motion_of
from desdemona.stimuli.phantom import Act
from desdemona.stimuli.render import render_phantom

QUIET = Camera(rate_hz=1.0, noise_dn=0.0)
LIPS = 64
"""Redness of lips; cheeks have less."""

DARK = 8
"""A tone on which the white of the eyes is the only bright thing in the face."""


def white_of_eyes(picture: Values) -> NDArray[np.bool_]:
    return np.asarray(picture[EYES].min(axis=-1) > 115)


def lips(picture: Values) -> NDArray[np.bool_]:
    """The red of the lips and the line between them, however dark: redder than skin relative to its own light."""
    mouth = picture[285:355, 180:300]
    return np.asarray(1 - mouth[..., 1] / mouth[..., 0] > 0.42)


def iris_of(picture: Values, columns: slice) -> NDArray[np.bool_]:
    """The dark of an eye in rows between the lashes."""
    return np.asarray(picture[227:232, columns].mean(axis=-1) < 85)


def test_eyes_show_less_white_at_exactly_the_scripted_blinks() -> None:
    acts = (Act("blink", 0.5, 0.75), Act("blink", 1.5, 1.75))
    phantom = phantom_of(*acts, duration_s=2.4, tone=DARK, identity=3)
    shown = np.array([white_of_eyes(picture).sum() for picture in film(render_phantom(phantom)).astype(float)])
    truth = motion_of(phantom.script, frame_times(2.4, 30.0)).eye_opening
    assert np.corrcoef(shown, truth)[0, 1] > 0.97  # the white is not linear in the opening
    assert shown.min() < 0.05 * shown.max()


def test_the_opening_narrows_step_by_step_and_a_glance_leaves_half() -> None:
    shown = [
        white_of_eyes(held(("eyes_closed", amount), tone=DARK, identity=3)).sum() for amount in (0, 0.25, 0.5, 0.75, 1)
    ]
    assert np.all(np.diff(shown) < 0)
    glance = white_of_eyes(held(("glance_down", 1.0), tone=DARK, identity=3)).sum()
    assert 0.2 * shown[0] < glance < 0.8 * shown[0]


@pytest.mark.parametrize("angle_deg", [8.0, 15.0])
def test_the_iris_moves_as_an_eye_of_12_mm_radius_turns(angle_deg: float) -> None:
    middle = 240
    for columns in (slice(middle - 70, middle - 20), slice(middle + 20, middle + 70)):
        right = centre_of(iris_of(held(("gaze_yaw", angle_deg), tone=4), columns))[1]
        left = centre_of(iris_of(held(("gaze_yaw", -angle_deg), tone=4), columns))[1]
        expected_px = 2 * 12 * np.sin(np.radians(angle_deg)) * SCALE_PX_PER_MM
        assert right - left == pytest.approx(expected_px, rel=0.12)  # pixels are 0.7 mm on an eye


def test_a_look_up_and_down_moves_the_iris_up_and_down() -> None:
    up, down = (held(("gaze_pitch", amount), tone=4) for amount in (10.0, -10.0))
    columns = slice(170, 225)
    assert iris_of(up, columns).sum() < 0.8 * iris_of(down, columns).sum()


def test_the_mouth_opens_step_by_step() -> None:
    gaps = []
    for amount in (0.0, 0.15, 0.3, 0.6, 1.0):
        picture = held(("mouth_open", amount))
        gaps.append(np.count_nonzero(picture[290:400, 200:280].max(axis=-1) < 90))
    assert np.all(np.diff(gaps) > 0)
    assert gaps[-1] > 800  # of a full opening of about 28 by 40 mm, less teeth and tongue


def test_a_smile_widens_the_mouth_by_what_it_says_and_raises_its_corners() -> None:
    widths, heights = [], []
    for amount in (0.0, 0.25, 0.5, 0.75, 1.0):
        rows, columns = np.nonzero(lips(held(("smile", amount))))
        widths.append(np.ptp(columns))
        outer = (columns < columns.min() + 4) | (columns > columns.max() - 4)
        heights.append(rows[outer].mean() - rows[~outer].mean())
    assert np.all(np.diff(widths) > 0)
    assert widths[-1] - widths[0] == pytest.approx(2 * 6.5 * SCALE_PX_PER_MM, rel=0.15)  # a pixel is 0.7 mm
    assert heights[-1] < heights[0] - 4


def test_raised_and_lowered_brows_move_the_dark_of_the_brows() -> None:
    rows = []
    for cause in ("brow_lower", "", "brow_raise"):
        picture = held((cause, 1.0), tone=2, identity=1) if cause else held(tone=2, identity=1)
        rows.append(centre_of(picture[170:207, 165:225].mean(axis=-1) < 110)[0])
    assert rows[0] > rows[1] + 2
    assert rows[2] < rows[1] - 4


def test_a_turned_head_carries_the_mouth_as_far_as_its_radius_says() -> None:
    rest = centre_of(redness(held())[250:420, 100:380] > LIPS)
    for angle_deg in (-25.0, -10.0, 10.0, 25.0):
        turned = centre_of(redness(held(("head_yaw", angle_deg)))[250:420, 100:380] > LIPS)
        # lips lie some 106 mm before the neck's axis; they come no nearer than that to the camera
        expected_px = 106 * np.sin(np.radians(angle_deg)) * SCALE_PX_PER_MM
        assert turned[1] - rest[1] == pytest.approx(expected_px, rel=0.15)


def test_pitch_is_positive_up_and_roll_is_positive_clockwise() -> None:
    mouth = {
        amount: centre_of(redness(held(("head_pitch", amount)))[250:440, 100:380] > LIPS)[0] for amount in (-10.0, 10.0)
    }
    assert mouth[10.0] < mouth[-10.0] - 20
    tilted = held(("head_roll", 12.0), tone=DARK, identity=3)
    bright = tilted[185:265, 165:325].min(axis=-1) > 115
    middle = int(centre_of(bright)[1])
    left, right = centre_of(bright[:, :middle]), centre_of(bright[:, middle:])
    slope_deg = np.degrees(np.arctan2(right[0] - left[0], right[1] + middle - left[1]))
    assert slope_deg == pytest.approx(12.0, abs=1.5)


@pytest.mark.parametrize("light", ["even", "left", "dim"])
def test_skin_gets_darker_with_every_tone(light: Light) -> None:
    means = []
    for tone in range(1, 11):
        phantom = replace(phantom_of(tone=tone, camera=QUIET), light=light)
        means.append(film(render_phantom(phantom))[0][FOREHEAD].mean())
    assert np.all(np.diff(means) < 0)


def test_only_the_face_changes_with_the_tone() -> None:
    light, dark = held(tone=1), held(tone=10)
    assert np.array_equal(light[:60], dark[:60])
    assert np.abs(light - dark)[FOREHEAD].mean() > 100


def test_the_lamp_on_the_left_lights_the_left_of_the_picture() -> None:
    person = phantom_of(camera=QUIET)
    left = film(render_phantom(replace(person, light="left")))[0].astype(float)
    right = film(render_phantom(replace(person, light="right")))[0].astype(float)
    near, far = (slice(240, 280), slice(165, 200)), (slice(240, 280), slice(280, 315))
    assert left[near].mean() > left[far].mean() + 15
    assert right[far].mean() > right[near].mean() + 15


def test_the_six_look_different() -> None:
    faces = [held(identity=index)[100:380, 130:350] for index in range(len(IDENTITIES))]
    apart = [np.abs(one - two).mean() for index, one in enumerate(faces) for two in faces[:index]]
    assert min(apart) > 4
