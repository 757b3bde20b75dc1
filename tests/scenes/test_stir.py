"""Breath and tremor move a seated body by what was asked, and nothing else."""

import numpy as np
import pytest

from desdemona.faces.camera import Camera
from desdemona.physiology.inside import BreathPoint, Inside, Tremor
from desdemona.recordings.recording import ignore_notice
from desdemona.scenes.lens import Vector
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.stir import AT_REST, Stir, trunk_shift
from desdemona.scenes.truth import FigureTruth, figure_truth
from desdemona.stimuli.company import Breathing, stirring
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom

SHOULDER_MM, HEAD_JOINT_MM, HIP_MM = 548.0, 705.0, 90.0


def joints(inside: Inside, t_s: float) -> FigureTruth:
    return figure_truth(Scene("desk", (Seat(3, 5, stirs=Breathing(inside)),)), t_s)[0]


def moved(inside: Inside, joint: str, t_s: float) -> Vector:
    now, still = joints(inside, t_s).joints_mm[joint], joints(Inside(), 0.0).joints_mm[joint]
    x, y, z = np.subtract(now, still)
    return float(x), float(y), float(z)


def test_a_breath_lifts_the_shoulders_by_its_share_and_leaves_hip_and_head() -> None:
    breath = Stir(chest_mm=10.0)
    assert trunk_shift(breath, SHOULDER_MM) == pytest.approx([0, 3.5, 0])
    assert trunk_shift(breath, 430.0)[2] == pytest.approx(10.0)
    for height in (HIP_MM, HEAD_JOINT_MM):
        assert trunk_shift(breath, height) == pytest.approx([0, 0, 0])
    assert not trunk_shift(AT_REST, SHOULDER_MM).any()


def test_the_shoulders_of_a_seated_body_rise_and_its_hands_stay_on_the_desk() -> None:
    breath = Inside(breath=(BreathPoint(0.0, 15.0, 0.8),))
    full_s = 0.4 * 4.0  # breathing in takes 0.4 of a breath of four seconds
    for side in ("left", "right"):
        assert moved(breath, f"{side}_shoulder", full_s) == pytest.approx((0.0, 2.8, 0.0), abs=1e-6)
        assert moved(breath, f"{side}_wrist", full_s) == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)
    assert moved(breath, "nose", full_s) == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)


@pytest.mark.parametrize(
    ("part", "goes", "stays"),
    [("head", "nose", "left_shoulder"), ("torso", "left_shoulder", "hip"), ("left_hand", "left_wrist", "right_wrist")],
)
def test_a_tremor_moves_its_part_alone(part: str, goes: str, stays: str) -> None:
    shake = Inside(tremors=(Tremor(part, "x", 5.0, 2.0, 0.0, 10.0),))  # type: ignore[arg-type]
    peak_s = 5.05  # a quarter of a period after a whole number of them
    assert moved(shake, goes, peak_s)[0] == pytest.approx(2.0, abs=0.02)
    assert moved(shake, stays, peak_s) == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)


def test_a_trunk_that_trembles_takes_the_head_with_it() -> None:
    shake = Inside(tremors=(Tremor("torso", "y", 4.0, 1.5, 0.0, 10.0),))
    assert moved(shake, "nose", 5.0625) == pytest.approx((0.0, 1.5, 0.0), abs=0.02)


def test_who_neither_breathes_nor_trembles_is_drawn_as_before() -> None:
    assert stirring(Inside()) is None
    scene = Scene("desk", (Seat(3, 5),))
    pictures = []
    for inside in (Inside(), Inside(breath=(BreathPoint(0.0, 15.0, 0.9),))):
        script = Script("seated", "for a test", 2.0, inside=inside, scene=scene)
        phantom = Phantom("seated", 3, 5, "even", script, Camera(640, 360, 2.5, 0.0))
        pictures.append([frame.rgb.astype(int) for frame in render_phantom(phantom).frames(ignore_notice)])
    still, breathing = pictures
    assert all((frame == still[0]).all() for frame in still)
    assert (breathing[0] == still[0]).all()  # a breath begins with empty lungs
    assert np.abs(breathing[4] - still[4])[190:215, 255:300].max() > 20  # the line of the shoulder, on the wall
    assert (breathing[4] == still[4])[:120].all()
