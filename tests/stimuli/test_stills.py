"""Single pictures: one instant of a script, one frame, and what is true of it."""

import numpy as np
import polars as pl
import pytest

from desdemona.faces.camera import Camera
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.moments import moments_of, picture_at
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.scripts import ready_script
from desdemona.stimuli.stills import STILL_S, is_still, still_at
from desdemona.stimuli.truth import truth_of

CAMERA = Camera(160, 160, rate_hz=1.0, noise_dn=0.0)
FACES = ready_script("seven_faces")


def shot(script: Script) -> Phantom:
    return Phantom("picture", 0, 3, "even", script, CAMERA)


def picture(t_s: float) -> Script:
    return still_at(FACES, t_s, name="picture", about="One instant.")


def test_a_picture_is_one_frame_and_the_same_as_the_instant_of_the_script() -> None:
    (frame,) = render_phantom(shot(picture(15.0))).frames(ignore_notice)
    assert (frame.index, frame.t_s) == (0, 0.0)
    # the camera rounds to whole steps, as picture_at does
    np.testing.assert_allclose(frame.rgb.astype(int), picture_at(shot(FACES), 15.0).astype(int), atol=1)


def test_even_in_the_middle_of_a_movement() -> None:
    (frame,) = render_phantom(shot(picture(2.15))).frames(ignore_notice)
    np.testing.assert_allclose(frame.rgb.astype(int), picture_at(shot(FACES), 2.15).astype(int), atol=1)


def test_truth_tells_what_acts_at_that_instant_and_nothing_before_or_after() -> None:
    truth = truth_of(shot(picture(3.0)))
    assert set(truth["t_start_s"]) == {0.0}
    assert set(truth["t_end_s"]) == {0.0, STILL_S}
    acting = truth.filter(pl.col("output").str.contains(r"^au\d+\.left$"))
    assert dict(acting.select("output", "value").iter_rows()) == {"au6.left": 0.9, "au12.left": 0.9}
    assert truth.filter(pl.col("output") == "feeling")["label"].to_list() == ["none"]
    assert truth.filter(pl.col("output") == "pulse")["label"].to_list() == ["absent"]  # in a picture nothing beats


def test_a_neutral_instant_has_no_acts() -> None:
    assert picture(5.5).acts == ()


def test_a_picture_has_one_moment_and_a_script_of_a_movement_has_more() -> None:
    assert is_still(picture(3.0))
    assert not is_still(FACES)
    assert moments_of(picture(3.0)) == (0.0,)


@pytest.mark.parametrize("t_s", [-0.1, 30.0])
def test_there_is_no_picture_outside_a_script(t_s: float) -> None:
    with pytest.raises(ValueError, match="seven_faces lasts 30 s; there is no picture of it at"):
        picture(t_s)


def test_a_script_with_a_body_gives_no_single_picture() -> None:
    with pytest.raises(ValueError, match="classroom is played in a place"):
        still_at(ready_script("classroom"), 1.0, name="one", about="One.")
