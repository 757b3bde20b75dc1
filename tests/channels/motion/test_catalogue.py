import polars as pl
import pytest

from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.micro.catalogue import MICRO
from desdemona.channels.motion.catalogue import MOTION
from desdemona.channels.motion.measure import measure_motion
from desdemona.faces.camera import Camera
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.recordings.recording import Recording
from desdemona.stimuli.nulls import render_empty_room, render_photograph
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom

EVERY = (*MOTION, *MICRO)
CAMERA = Camera(width_px=240, height_px=240, rate_hz=20.0)


def person(*acts: Act, seconds: float = 5.2) -> Phantom:
    script = Script("s", "For a test.", seconds, acts, Inside(pulse=(PulsePoint(0.0, 72.0),)))
    return Phantom("p", 3, 3, "even", script, CAMERA, 7)


def test_names_and_columns_are_told_once_and_none_says_what_somebody_feels() -> None:
    names = [channel.name for channel in BUILT_IN] + [channel.name for channel in EVERY]
    columns = [column for channel in BUILT_IN for column in channel.columns]
    columns += [column for channel in EVERY for column in channel.columns]
    assert len(set(names)) == len(names)
    assert len(set(columns)) == len(columns)
    for channel in EVERY:
        assert channel.unit
        assert channel.source
        assert channel.caveat.endswith(".")
        assert channel.rung in {"signal", "sign"}


@pytest.mark.parametrize(
    ("clip", "faces"),
    [(render_photograph(person()), True), (render_empty_room(CAMERA, 3, 5.2), False)],
    ids=["photograph", "empty room"],
)
def test_where_nothing_moves_no_channel_gives_a_number(clip: Recording, faces: bool) -> None:
    tracks = measure_motion(clip, item="null", channels=EVERY)
    assert set(tracks.windows["channel"]) == {c.name for c in EVERY} - {"face.strain", "face.micro.mdmd"} - {
        "face.micro.strain"
    }
    given = tracks.windows.filter(pl.col("value").is_not_null())
    assert given.height == 0
    assert tracks.windows["reason"].null_count() == 0
    assert tracks.events.height == 0
    assert tracks.frames["face_found"].to_list() == [int(faces)] * 104


def test_a_turning_head_is_no_vibration_and_a_talking_mouth_no_movement_of_the_head() -> None:
    turning = measure_motion(render_phantom(person(Act("head_yaw", 0.5, 4.5, 20.0))), item="turn", channels=EVERY)
    talking = measure_motion(render_phantom(person(Act("talk", 0.5, 5.0))), item="talk", channels=EVERY)
    rhythm = pl.col("channel") == "head.motion.frequency"
    for tracks in (turning, talking):
        assert tracks.windows.filter(rhythm)["value"].null_count() == 1
        assert tracks.events.height == 0
    whole = turning.windows.filter(pl.col("channel") == "head.vibration.amplitude")["reason"].to_list()
    assert "the head moves as a whole" in whole
    strain = talking.frames.select(pl.col("face_strain_mouth_share").max()).item()
    assert strain > 0.1  # and that is seen where it is
