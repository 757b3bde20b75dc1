"""A phantom with her body in a place, and people around her."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from desdemona.errors import DeclarationError
from desdemona.faces.camera import Camera
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.company import places_of, scene_of
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.scripts import parse_script, to_script_text
from desdemona.stimuli.truth import truth_of

TEXT = """
name: two
about: Two at their desks.
duration_s: 2.0
inside:
  pulse:
  - {t_s: 0.0, rate_bpm: 90.0}
pulse_amplitude_share: 0.05
scene:
  place: classroom
  seats:
  - {identity: 0, skin_tone: 2, postures: [{posture: listening, t_start_s: 0.0, t_end_s: 2.0}]}
  - {identity: 1, skin_tone: 2, postures: [{posture: hand_raised, t_start_s: 0.0, t_end_s: 2.0}]}
others:
- seat: 1
  acts:
  - {cause: head_yaw, t_start_s: 0.5, t_end_s: 1.5, amount: 20.0}
"""
CAMERA = Camera(640, 360, rate_hz=15.0, noise_dn=0.0)


def phantom(text: str = TEXT, identity: int = 5) -> Phantom:
    return Phantom("two", identity, 3, "even", parse_script(text), CAMERA)


def box(places: pl.DataFrame, seat: int) -> tuple[slice, slice]:
    row = places.filter((pl.col("seat") == seat) & (pl.col("part") == "face")).row(0, named=True)
    return slice(round(row["top"]), round(row["bottom"])), slice(round(row["left"]), round(row["right"]))


def test_the_first_seat_is_the_phantom_and_only_her_skin_beats() -> None:
    one = phantom()
    script: Script = one.script
    assert script.scene is not None
    assert scene_of(one, script.scene).seats[0].identity == 5
    places = places_of(one, script.scene)
    frames = np.stack([frame.rgb for frame in render_phantom(one).frames(ignore_notice)]).astype(float)
    assert frames.shape == (30, 360, 640, 3)
    swings = [frames[:, *box(places, seat)][..., 1].mean(axis=(1, 2))[:6].std() for seat in (0, 1)]
    assert swings[0] > 10 * swings[1]  # before the other turns her head nothing of her changes


def test_the_other_moves_when_she_is_told_to_and_the_phantom_does_not() -> None:
    one = phantom()
    still = replace(one, script=replace(one.script, inside=replace(one.script.inside, pulse=())))
    assert still.script.scene is not None
    places = places_of(still, still.script.scene)
    frames = np.stack([frame.rgb for frame in render_phantom(still).frames(ignore_notice)]).astype(float)
    moved = [np.abs(frames[15] - frames[0])[box(places, seat)].mean() for seat in (0, 1)]
    assert moved[0] == 0.0
    assert moved[1] > 2.0


def test_truth_tells_postures_and_the_acts_of_others() -> None:
    truth = truth_of(phantom())
    postures = truth.filter(pl.col("output").str.ends_with(".posture")).sort("output")
    assert postures.select("output", "label").rows() == [
        ("seat.0.posture", "listening"),
        ("seat.1.posture", "hand_raised"),
    ]
    assert truth.filter(pl.col("output") == "seat.1.head_yaw")["value"].to_list() == [20.0]
    assert truth.filter(pl.col("output") == "head.yaw").is_empty()


def test_a_scene_is_written_back_and_others_need_one() -> None:
    script = parse_script(TEXT)
    assert parse_script(to_script_text(script)) == script
    with pytest.raises(DeclarationError, match="others stand without a scene"):
        parse_script(TEXT[: TEXT.index("scene:")] + TEXT[TEXT.index("others:") :])
    with pytest.raises(DeclarationError, match="seat is 4"):
        parse_script(TEXT.replace("- seat: 1", "- seat: 4"))
    with pytest.raises(DeclarationError, match="posture"):
        parse_script(TEXT.replace("posture: listening", "posture: listning"))
