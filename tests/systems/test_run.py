"""The three systems do what is documented, on tracks made by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.systems.synthetic import between, clock, everything_measured, made_tracks, nothing_measured, said

from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks
from desdemona.errors import TableError, UnknownName
from desdemona.systems.profile import BUILT_IN_IDS, load_system
from desdemona.systems.run import run_system
from desdemona.systems.stated import Profile
from desdemona.tables import READINGS

FRAME_S = 1 / 30


def yawns(*starts_s: float) -> Tracks:
    def opening(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return sum(
            (0.25 * np.clip(np.minimum(t_s - start, start + 4 - t_s), 0, 1) for start in starts_s),
            start=np.full(t_s.shape, 0.01),
        )

    return made_tracks(curves={"mouth_opening_ratio": opening}, blinks_s=(3.0, 9.0))


def talk(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Open the mouth 0.25 wide four times a second, as wide as a yawn but never for long."""
    return 0.125 * (1 - np.cos(2 * np.pi * 4 * t_s))


def test_frequent_yawns_give_the_warning() -> None:
    readings = run_system(load_system("changan-uni-t"), yawns(2, 10))
    seen = said(readings, "yawn")
    # Each yawn rises to 0.26 in 1 s, stands for 2 s and falls for 1 s; it is above 0.1 from 0.36 s to 3.64 s of it.
    assert seen["t_start_s"].to_list() == pytest.approx([2.36, 10.36], abs=FRAME_S)
    assert seen["t_end_s"].to_list() == pytest.approx([5.64, 13.64], abs=FRAME_S)
    warning = said(readings, "warning")
    assert warning["label"][-1] == "voice warning"
    # Two yawns in 20 s are 6 a minute, more than the 2.5 that count as full; two blinks in 20 s are 6 of 30.
    assert said(readings, "fatigue.level")["value"][-1] == pytest.approx(0.6 * 1 + 0.4 * 6 / 30, abs=1e-6)
    assert warning["score"][-1] == pytest.approx(0.68, abs=1e-6)
    action = said(readings, "action")
    assert action["label"].to_list()[-1] == "voice warning"
    assert action["status"].to_list()[-1] == "ok"


def test_a_still_face_and_a_talker_give_no_warning() -> None:
    system = load_system("changan-uni-t")
    for tracks in (
        made_tracks(blinks_s=(3.0, 9.0, 15.0)),
        made_tracks(curves={"mouth_opening_ratio": talk}, blinks_s=(3.0, 9.0, 15.0)),
    ):
        readings = run_system(system, tracks)
        assert set(said(readings, "warning").filter(pl.col("status") == "ok")["label"]) == {"none"}
        assert said(readings, "yawn").is_empty()
        assert said(readings, "blink")["t_start_s"].to_list() == [3.0, 9.0, 15.0]


def test_before_enough_was_watched_there_is_no_rate() -> None:
    level = said(run_system(load_system("changan-uni-t"), yawns(2)), "fatigue.level")
    assert level["status"].to_list()[:4] == ["not_measured"] * 4, "least_watched_s is 5 s"
    assert level["status"].to_list()[4:] == ["ok"] * 16
    assert level["t_end_s"].to_list() == pytest.approx(list(range(1, 21)), abs=1e-9)


def test_a_hidden_mouth_is_not_a_mouth_that_does_not_yawn() -> None:
    tracks = made_tracks(curves={"mouth_opening_ratio": between(5.0, 15.0, float("nan"), 0.01)})
    readings = run_system(load_system("changan-uni-t"), tracks)
    (blind,) = said(readings, "yawn").to_dicts()
    assert (blind["status"], blind["value"], blind["label"]) == ("not_measured", None, None)
    assert (blind["t_start_s"], blind["t_end_s"]) == pytest.approx((5.0, 15.0), abs=1e-6)


def test_the_four_states_of_the_magic_mirror() -> None:
    curves = {
        "eye_openness_ratio": between(3.0, 5.0, 0.06, 0.4),
        "lip_corner_raise_ratio": between(7.0, 9.0, 0.18, 0.1),
        "brow_raise_ratio": between(11.0, 13.0, 0.22, 0.3),
        "head_yaw_deg": between(15.0, 17.0, 40.0, 0.0),
    }
    readings = run_system(load_system("tal-magic-mirror"), made_tracks(curves=curves))
    labels = said(readings, "state")["label"].to_list()
    expected = ["concentration"] * 20
    expected[3:5] = ["closed eyes"] * 2
    expected[7:9] = ["happiness"] * 2
    expected[11:13] = ["doubt"] * 2
    expected[15:17] = ["none"] * 2
    assert labels == expected
    assert set(said(readings, "state")["rung"]) == {"state"}
    (closed,) = said(readings, "eyes_closed").to_dicts()
    assert (closed["t_start_s"], closed["t_end_s"]) == pytest.approx((3.0, 5.0), abs=1e-6)
    (smile,) = said(readings, "smile").to_dicts()
    assert (smile["t_start_s"], smile["t_end_s"]) == pytest.approx((7.0, 9.0), abs=1e-6)
    # Of the last ten seconds, two were spent looking 40 degrees aside.
    assert said(readings, "attentiveness")["value"][-1] == pytest.approx(0.8, abs=1e-6)


def test_a_blink_is_not_closed_eyes() -> None:
    tracks = made_tracks(curves={"eye_openness_ratio": between(3.4, 3.65, 0.06, 0.4)})
    readings = run_system(load_system("tal-magic-mirror"), tracks)
    assert said(readings, "eyes_closed").is_empty()
    assert set(said(readings, "state")["label"]) == {"concentration"}


def test_the_daydreamer_who_looks_ahead_is_attentive_and_the_listener_who_looks_down_is_not() -> None:
    system = load_system("tal-magic-mirror")
    daydreamer = run_system(system, made_tracks())
    listener = run_system(system, made_tracks(curves={"gaze_pitch_deg": lambda _t: -30.0}))
    assert said(daydreamer, "attentiveness")["value"][-1] == 1.0
    assert said(listener, "attentiveness")["value"][-1] == 0.0


def test_mirrored_angles_change_no_state() -> None:
    system = load_system("tal-magic-mirror")
    turned = {
        side: run_system(
            system,
            made_tracks(
                curves={
                    "head_yaw_deg": between(4.0, 8.0, side * 15.0, 0.0),
                    "gaze_yaw_deg": between(5.0, 9.0, side * 15.0, 0.0),
                }
            ),
        )
        for side in (1, -1)
    }
    for output in ("state", "attentiveness"):
        assert said(turned[1], output).equals(said(turned[-1], output))


def test_a_faster_heart_gives_a_higher_tension_level() -> None:
    system = load_system("cm-cross-interrogation-platform")
    pulse = tuple((float(t), t + 10.0, 72.0 if t < 10 else 97.0) for t in range(20))
    readings = run_system(system, made_tracks(30.0, pulse=pulse))
    labels = said(readings, "tension level")["label"].to_list()
    assert labels == ["normal"] * 10 + ["additional inspection suggested"] * 10
    # 97 is 34.7 % above 72; half of the baseline counts as full.
    assert said(readings, "tension index")["value"][-1] == pytest.approx((97 / 72 - 1) / 0.5, abs=1e-9)
    rates = said(readings, "pulse.rate")
    assert rates["value"].to_list() == [72.0] * 10 + [97.0] * 10
    assert set(rates["rung"]) == {"signal"}


def test_a_gentler_rise_gives_moderate_attention() -> None:
    pulse = ((0.0, 10.0, 72.0), (10.0, 20.0, 85.0))
    readings = run_system(load_system("cm-cross-interrogation-platform"), made_tracks(pulse=pulse))
    assert said(readings, "tension level")["label"].to_list() == ["normal", "moderate attention"]


def test_blood_pressure_is_refused_in_the_readings() -> None:
    readings = run_system(load_system("cm-cross-interrogation-platform"), made_tracks(12.0))
    (row,) = said(readings, "blood pressure").to_dicts()
    assert (row["status"], row["value"], row["rung"]) == ("refused", None, "signal")
    assert (row["t_start_s"], row["t_end_s"]) == pytest.approx((0.0, 12.0), abs=1e-9)


@pytest.mark.parametrize("pulse", [(), ((0.0, 10.0, None), (5.0, 15.0, None))])
def test_without_a_pulse_nothing_is_measured(pulse: tuple[tuple[float, float, None], ...]) -> None:
    readings = run_system(load_system("cm-cross-interrogation-platform"), made_tracks(pulse=pulse))
    for output in ("pulse.rate", "tension index", "tension level"):
        rows = said(readings, output)
        assert rows.height == max(1, len(pulse))
        assert set(rows["status"]) == {"not_measured"}
        assert rows["value"].null_count() == rows["label"].null_count() == rows.height


def test_a_window_without_pulse_keeps_its_place_among_the_others() -> None:
    pulse = ((0.0, 10.0, None), (5.0, 15.0, 72.0), (10.0, 20.0, None))
    readings = run_system(load_system("cm-cross-interrogation-platform"), made_tracks(pulse=pulse))
    assert said(readings, "tension level")["label"].to_list() == [None, "normal", None]


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_without_a_face_no_output_says_anything(name: str) -> None:
    """Except that there is none: that is measured."""
    system = load_system(name)
    readings = run_system(system, nothing_measured())
    of_presence = {output.name for output in system.outputs if "face.found" in behind(system, output.origin)}
    others = readings.filter(~pl.col("output").is_in(of_presence))
    assert set(others["status"]) <= {"not_measured", "refused"}
    assert others["value"].null_count() == others["label"].null_count() == others.height
    assert {output.name for output in system.outputs} - of_presence <= set(readings["output"])


def behind(system: Profile, origin: str) -> set[str]:
    """Return the step or channel and all that it rests on."""
    steps = {step.name: step for step in system.pipeline}
    found = [behind(system, source) for _, source in (steps[origin].inputs if origin in steps else ())]
    return {origin}.union(*found)


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_a_recording_without_frames_gives_not_measured(name: str) -> None:
    whole = made_tracks()
    empty = Tracks("empty", whole.frames.head(0), pl.DataFrame(schema=EVENTS), pl.DataFrame(schema=WINDOWS))
    readings = run_system(load_system(name), empty)
    assert set(readings["status"]) <= {"not_measured", "refused"}
    assert readings["t_end_s"].to_list() == [0.0] * readings.height


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_readings_fit_their_schema_and_their_labels(name: str) -> None:
    system = load_system(name)
    readings = run_system(system, made_tracks(pulse=((0.0, 10.0, 72.0),)))
    assert dict(readings.schema) == READINGS
    for output in system.outputs:
        rows = said(readings, output.name)
        assert set(rows["rung"]) <= {output.rung}
        assert set(rows["label"].drop_nulls()) <= set(output.all_labels)
    assert readings["score"].drop_nulls().is_between(0, 1).all()


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_what_is_measured_anyhow_gives_readings_that_fit(name: str) -> None:
    """Every source has values and gaps, on clocks that differ; then each table is taken away."""
    system, measured = load_system(name), everything_measured(7)
    lacking = (
        replace(measured, pictures=None),
        replace(measured, voice=None),
        replace(measured, sensors=None),
        replace(measured, words=None),
        replace(measured, context=None),
    )
    for each in (measured, *lacking):
        readings = run_system(system, each)
        assert dict(readings.schema) == READINGS
        assert {output.name for output in system.outputs if output.rung != "sign"} <= set(readings["output"])
        for output in system.outputs:
            assert set(said(readings, output.name)["label"].drop_nulls()) <= set(output.all_labels)
        assert readings["score"].drop_nulls().is_between(0, 1).all()
        nothing = readings.filter(pl.col("status") != "ok")
        assert nothing["value"].null_count() == nothing["label"].null_count() == nothing.height


def test_only_the_wanted_outputs_are_given() -> None:
    system = load_system("changan-uni-t")
    readings = run_system(system, yawns(2, 10), outputs=("warning",))
    whole = run_system(system, yawns(2, 10))
    assert readings.equals(said(whole, "warning"))
    with pytest.raises(UnknownName, match=r"unknown output 'waning'; did you mean 'warning'\?"):
        run_system(system, yawns(2), outputs=("waning",))


def test_an_assumed_value_can_be_changed() -> None:
    system = load_system("changan-uni-t")
    readings = run_system(system, yawns(2, 10), {"warning_level": 0.75})
    assert said(readings, "warning")["label"][-1] == "none", "the level is 0.68"
    with pytest.raises(UnknownName, match=r"'changan-uni-t' 'waring_level'; did you mean 'warning_level'\?"):
        run_system(system, yawns(2), {"waring_level": 0.75})


def test_a_column_that_is_not_there_is_not_measured() -> None:
    whole = yawns(2, 10)
    lacking = Tracks("short", whole.frames.drop("mouth_opening_ratio"), whole.events, whole.windows)
    readings = run_system(load_system("changan-uni-t"), lacking)
    for output in ("yawn", "fatigue.level", "warning"):
        assert set(said(readings, output)["status"]) == {"not_measured"}, output
    assert said(readings, "blink")["t_start_s"].to_list() == [3.0, 9.0], "the eyes were measured all the same"


def test_frames_without_times_are_told() -> None:
    whole = made_tracks()
    lacking = Tracks("short", whole.frames.drop("t_s"), whole.events, whole.windows)
    with pytest.raises(TableError, match="short: the tracks have no column 't_s'"):
        run_system(load_system("changan-uni-t"), lacking)


def test_running_is_pure() -> None:
    tracks, system = yawns(2, 10), load_system("tal-magic-mirror")
    before = tracks.frames.clone()
    assert run_system(system, tracks).equals(run_system(system, tracks))
    assert tracks.frames.equals(before)


def test_uneven_frames_are_counted_by_their_time() -> None:
    """Frames that come twice as fast in the attentive half do not make attention longer."""
    t_s = np.concatenate((np.arange(0, 10, 1 / 60), np.arange(10, 20, 1 / 30)))
    even = made_tracks(20.0).frames
    frames = even.with_row_index().select(pl.exclude("index"))
    columns = {name: np.full(t_s.shape, float(frames[name][0])) for name in frames.columns if name != "t_s"}
    columns["head_yaw_deg"] = np.where(t_s < 10, 0.0, 40.0)
    whole = made_tracks(20.0)
    tracks = Tracks("uneven", pl.DataFrame({"t_s": t_s, **columns}), whole.events, whole.windows)
    share = said(run_system(load_system("tal-magic-mirror"), tracks, {"attention_window_s": 20.0}), "attentiveness")
    assert share["value"][-1] == pytest.approx(0.5, abs=2 * FRAME_S / 20)


def test_the_profiles_are_the_built_in_ones() -> None:
    folder = Path(run_system.__code__.co_filename).with_name("profiles")
    assert {path.stem for path in folder.glob("*/*.yaml")} == set(BUILT_IN_IDS)
    assert clock(1.0).size == 30
