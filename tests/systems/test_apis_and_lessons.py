"""What the rebuilt picture services, the exam camera and the warmth alarm say about made tracks."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.systems.synthetic import between, clock, made_tracks, nothing_measured

from desdemona.channels.tracks import Tracks
from desdemona.systems.multiverse import universes
from desdemona.systems.profile import BUILT_IN_IDS, load_system
from desdemona.systems.run import run_system

PICTURE_SERVICES = ("megvii-facepp", "microsoft-face-api")
MOUTH_AT_REST = {"lip_corner_raise_ratio": lambda t_s: np.full(t_s.shape, 0.03)}


def said(system: str, output: str, tracks: Tracks, values: Mapping[str, float] | None = None) -> pl.DataFrame:
    """Return the readings of one output."""
    return run_system(load_system(system), tracks, values).filter(pl.col("output") == output)


def labels(readings: pl.DataFrame) -> set[str | None]:
    """Return every label that was said."""
    return set(readings.get_column("label").to_list())


def brows(height: float) -> Tracks:
    """Return tracks of a still face with its brows at a height."""
    return made_tracks(4.0, curves={**MOUTH_AT_REST, "brow_raise_ratio": lambda _t: height})


@pytest.mark.parametrize("system", PICTURE_SERVICES)
def test_anger_follows_how_a_face_is_built(system: str) -> None:
    # 0.21 counts as none and 0.165 as full: low brows at rest score (0.21 - 0.18) / 0.045.
    low_at_rest = said(system, "anger", brows(0.18)).get_column("value").to_numpy()
    frowning = said(system, "anger", brows(0.21)).get_column("value").to_numpy()
    np.testing.assert_allclose(low_at_rest, 2 / 3, atol=1e-9)
    np.testing.assert_allclose(frowning, 0.0, atol=1e-9)


@pytest.mark.parametrize(
    ("system", "output"), [("baidu-face-detection-api", "emotion"), ("taigusys-expression-api", "expression")]
)
def test_a_picture_is_named_by_its_marks(system: str, output: str) -> None:
    def named(**marks: float) -> set[str | None]:
        shown = {"brow_raise_ratio": 0.2, "mouth_opening_ratio": 0.01, "lip_corner_raise_ratio": 0.03} | marks
        curves = {name: between(0.0, 4.0, value, value) for name, value in shown.items()}
        tracks = made_tracks(4.0, curves=curves)
        return labels(said(system, output, tracks))

    assert named() == {"neutral"}
    assert named(lip_corner_raise_ratio=0.07) == {"happiness"}
    assert named(brow_raise_ratio=0.25, mouth_opening_ratio=0.15) == {"surprise"}
    assert named(brow_raise_ratio=0.25) == {"neutral"}
    assert named(brow_raise_ratio=0.17) == {"anger"}


@pytest.mark.parametrize("system", [name for name in BUILT_IN_IDS if load_system(name).sector == "api"])
def test_a_single_picture_is_answered_whatever_is_assumed(system: str) -> None:
    """A service is sent one picture; it stands for a second, as it were."""
    whole = made_tracks(1.0, curves=MOUTH_AT_REST)
    picture = replace(whole, frames=whole.frames.head(1))
    profile = load_system(system)
    for values in universes(profile):
        readings = run_system(profile, picture, values)
        assert set(readings["output"]) >= {output.name for output in profile.outputs}
        assert set(readings["status"]) <= {"ok", "refused"}, values
        inner = readings.filter(pl.col("rung") == "state", pl.col("status") == "ok")
        assert inner.select("t_start_s", "t_end_s").rows() == [(0.0, 1.0)] * inner.height
        assert inner.height


@pytest.mark.parametrize(
    ("system", "output"),
    [
        ("baidu-face-detection-api", "race"),
        ("taigusys-expression-api", "race"),
        ("megvii-megeye-c3v-920", "attendance"),
        ("student-cognitive-disability-detection", "cognitive disability"),
    ],
)
def test_refused_outputs_say_nothing(system: str, output: str) -> None:
    refused = said(system, output, made_tracks(4.0))
    assert refused.get_column("status").to_list() == ["refused"]
    assert refused.get_column("label").to_list() == [None]


def test_a_turned_head_is_a_sign_of_cheating_from_the_second_time_on() -> None:
    turns = {"head_yaw_deg": lambda t_s: between(3, 6, 40.0, 0.0)(t_s) - between(10, 13, 40.0, 0.0)(t_s)}
    readings = said("test-proctoring-software", "cheating", made_tracks(20.0, curves=turns))
    flagged = readings.filter(pl.col("label") == "sign of cheating").get_column("t_end_s").to_numpy()
    # The second turn begins at 10 s and the count is read once a second.
    assert flagged.min() == pytest.approx(11.0, abs=1e-6)
    assert flagged.size == 10
    once = {"head_yaw_deg": between(3, 6, 40.0, 0.0)}
    assert labels(said("test-proctoring-software", "cheating", made_tracks(20.0, curves=once))) == {"none"}


def test_a_face_that_is_not_found_is_held_against_the_candidate() -> None:
    def lost(t_s: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.where(between(2, 5, 1.0, 0.0)(t_s) + between(8, 11, 1.0, 0.0)(t_s) > 0, 0.0, 1.0)

    tracks = made_tracks(
        20.0, curves={"face_found": lost, "head_yaw_deg": lambda t_s: np.where(lost(t_s) == 0.0, np.nan, 0.0)}
    )
    readings = said("test-proctoring-software", "cheating", tracks)
    assert readings.get_column("label").to_list()[-1] == "sign of cheating"


def spoken(middle_hz: float, semitones: float) -> Tracks:
    """Return tracks of a voice whose pitch goes up and down by so many semitones, twice a second."""
    t_s = clock(20.0)
    pitch_hz = middle_hz * 2 ** (semitones / 12 * np.sin(4 * np.pi * t_s))
    silent = nothing_measured(20.0)
    frames = silent.frames.with_columns(
        pl.Series("voice_f0_hz", pitch_hz), pl.Series("speech_active", np.ones(t_s.size))
    )
    loud = [("voice.loudness.mean", s, s + 5.0, -30.0, None, None, None) for s in (0.0, 5.0, 10.0, 15.0)]
    return Tracks("spoken", frames, silent.events, pl.DataFrame(loud, schema=silent.windows.schema, orient="row"))


def test_the_warmth_alarm_hears_a_monotone_and_treats_high_and_low_voices_alike() -> None:
    def alarm(middle_hz: float, semitones: float) -> set[str | None]:
        readings = said("teacher-voice-smoke-alarm", "warmth alarm", spoken(middle_hz, semitones))
        return labels(readings.filter(pl.col("status") == "ok"))

    assert alarm(220.0, 0.2) == {"insufficient warmth"}
    assert alarm(220.0, 3.0) == {"none"}
    # The same melody an octave lower: half the spread in Hz, and the same in semitones.
    assert alarm(110.0, 3.0) == {"none"}
    assert alarm(110.0, 0.2) == {"insufficient warmth"}


def test_the_spread_of_a_pitch_is_that_of_its_melody() -> None:
    for middle_hz in (110.0, 220.0):
        spread = said("teacher-voice-smoke-alarm", "pitch spread", spoken(middle_hz, 3.0))
        # A sine's root mean square is its height over the root of two; frames of 1/30 s take whole periods.
        assert spread.get_column("value").to_list()[-1] == pytest.approx(3.0 / np.sqrt(2.0), rel=1e-6)


def test_without_a_voice_the_warmth_alarm_says_nothing() -> None:
    readings = said("teacher-voice-smoke-alarm", "warmth alarm", made_tracks(10.0))
    assert set(readings.get_column("status").to_list()) == {"not_measured"}
