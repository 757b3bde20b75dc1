"""A hand with a cigarette comes up to the mouth on an arm that is whole all the way."""

import itertools

import numpy as np
import pytest

from desdemona.faces.camera import Camera
from desdemona.scenes.draw import draw_scenes
from desdemona.scenes.postures import POSTURES, Side
from desdemona.scenes.rooms import draw_room, lens_of
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.scenes.truth import figure_truth

PERIOD_S = 1 / POSTURES["smoking"].rate_hz
PHASES = np.array([0.0, 0.03, 0.06, 0.08, 0.10, 0.12, 0.14, 0.17, 0.30])


def scene_of(side: Side) -> Scene:
    seat = Seat(3, 5, spells=(Spell("smoking", 0.0, 1000.0, side),))
    return Scene("desk", (seat,), camera=Camera(640, 360))


@pytest.mark.parametrize("side", ["right", "left"])
def test_upper_arm_and_forearm_are_drawn_from_shoulder_to_wrist_all_the_way_up(side: Side) -> None:
    scene = scene_of(side)
    wall = draw_room("desk", scene.camera, lens_of("desk", scene.camera, scene.zoom), scene.lamp)
    times_s = PERIOD_S * (1 + PHASES)
    for t_s, drawn in zip(times_s, draw_scenes(scene, times_s), strict=True):
        joints = figure_truth(scene, float(t_s))[0].joints_px
        places = [np.array(joints[f"{side}_{name}"]) for name in ("shoulder", "elbow", "wrist")]
        for start, end in itertools.pairwise(places):
            for share in (0.25, 0.5, 0.75):
                column, row = np.rint(start + share * (end - start)).astype(int)
                off = np.abs(drawn.rgb[:, row, column] - wall[:, row, column]).max()
                assert off > 12, (t_s / PERIOD_S, column, row)  # cloth is at least 40 codes off this wall, shadows 10


def test_the_cigarette_ends_at_the_lips() -> None:
    truth = figure_truth(scene_of("right"), 1.3 * PERIOD_S)[0]
    joints = truth.joints_px
    middle = (np.array(joints["mouth_left"]) + np.array(joints["mouth_right"])) / 2
    ((_, _, (_, top, right, bottom)),) = truth.held
    per_mm = abs(joints["left_eye"][0] - joints["right_eye"][0]) / 65  # the cast's eyes are 61 to 68 mm apart
    assert abs(right - middle[0]) < 15 * per_mm
    assert abs((top + bottom) / 2 - middle[1]) < 15 * per_mm
