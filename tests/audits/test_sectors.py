"""What each sector's systems are shown: twins that look alike, controls that exist, and what is brought along."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.audits.small_cast import FACE, observed

from desdemona.audits.audit import Observed, audit
from desdemona.audits.behind import groups_behind
from desdemona.audits.cast import (
    PLAYERS,
    Item,
    cast_of,
    item_recording,
    items_table,
    played,
    sector_cast,
    shown_to,
    standard_cast,
)
from desdemona.audits.kept import keep_measured, load_measured
from desdemona.audits.measuring import renamed, seen_and_heard
from desdemona.audits.observing import brought, feel, groups_of, hear, observe
from desdemona.audits.portraits import moment_of
from desdemona.audits.questions import flag_of, quantities_of, stories_of
from desdemona.audits.sectors import PICTURES, SHOWN, Showing, sectors_of
from desdemona.audits.sound_questions import controls_of
from desdemona.audits.truths import truth_table
from desdemona.audits.unasked import not_asked
from desdemona.channels.groups import Group
from desdemona.faces.units import UNITS
from desdemona.scenes.truth import figure_truth
from desdemona.stimuli.company import scene_of
from desdemona.stimuli.scripts import ready_script
from desdemona.systems.measured import Measured
from desdemona.systems.profile import BUILT_IN_IDS, load_system
from desdemona.systems.run import run_system
from desdemona.systems.stated import SECTORS, Sector
from desdemona.tables import Tables, to_readings
from desdemona.trials.pairs import item_pairs

SHOWINGS = [pytest.param(showing, id=sector) for sector, showing in SHOWN.items()]


@pytest.mark.parametrize("showing", SHOWINGS)
def test_twins_look_and_sound_alike_and_differ_in_their_story(showing: Showing) -> None:
    for twins in showing.twins:
        first, second = ready_script(twins.first), ready_script(twins.second)
        assert first.story != second.story
        assert replace(first, name="", about="", story=()) == replace(second, name="", about="", story=())
        assert {twins.first, twins.second} <= set(showing.scenes)


@pytest.mark.parametrize("showing", SHOWINGS)
def test_every_control_is_shown(showing: Showing) -> None:
    standard = {item.phantom.script.name for item in standard_cast(seed=0)}
    for control in showing.controls:
        assert control.level in {*standard, *showing.scenes}


def test_what_must_be_observable_is_in_every_sector() -> None:
    seen = {act.cause for act in ready_script("seven_faces").acts}
    for sector in SECTORS:
        assert "seven_faces" in SHOWN[sector].scenes
        asked = {q.truth_output for system in BUILT_IN_IDS for q in quantities_of(load_system(system))}
        assert asked & set(UNITS) <= seen | {"au27"}
    assert "au27" in {act.cause for act in ready_script("frightened_truthful").acts}


def test_bodies_are_seen_with_one_thing_changed_where_outputs_rest_on_them() -> None:
    items = items_table(sector_cast("education", seed=0))
    tables = Tables(to_readings([]), truth_table(()), items, items.select("subject").unique())
    for condition, reference in {"light": "even", "skin_tone": "3", "camera": "plain", "wearing": "nothing"}.items():
        assert item_pairs(tables, condition, reference).height == PLAYERS
    participation = load_system("hanwang-ccs")
    flag = flag_of(participation)
    assert flag is not None
    assert (flag.undeserved, flag.deserved) == (("at_a_desk",), ())
    assert [each.level for each in controls_of(participation, flag)] == ["ill_in_lesson"]


def test_whether_she_listens_is_asked_once_of_the_face_and_once_of_the_body() -> None:
    asked = {(s.output, s.first) for s in stories_of(load_system("hikvision-smart-classroom"))}
    assert ("student value", "listener_at_a_desk") in asked
    assert ("student value", "still_attentive") not in asked
    mirror = {s.first for s in stories_of(load_system("tal-magic-mirror"))}
    assert "still_attentive" in mirror
    assert "listener_at_a_desk" not in mirror


def test_what_was_not_asked_is_told_with_its_reason() -> None:
    (told,) = not_asked(load_system("hanwang-ccs"))
    assert told.startswith("participation rests on the body below the face alone, so nothing was asked about")
    assert "pupils who talk" in told
    car, hands = not_asked(load_system("ping-an-drvr"))
    assert car.startswith("careless lane change and speeding rest on what the car tells alone")
    assert hands.startswith("caught at the wheel rests on the body below the face alone")
    assert "another lamp, skin tone, camera or headgear" in hands
    assert not_asked(load_system("tal-magic-mirror")) == ()


def test_a_sector_sees_the_standard_cast_and_its_own_scenes() -> None:
    every = cast_of(SECTORS, seed=0)
    standard = {item.name for item in standard_cast(seed=0)}
    assert len({item.name for item in every}) == len(every)
    for sector in SECTORS:
        shown = {item.name for item in shown_to(every, sector)}
        assert shown == standard | {item.name for item in sector_cast(sector, seed=0)}
    assert set(sectors_of("still_attentive")) == {"driving", "education"}
    assert sectors_of("attentive") == ()


def test_what_looks_and_sounds_alike_is_measured_under_both_names() -> None:
    first, second = (
        next(item for item in sector_cast("education", seed=0) if item.phantom.script.name == name)
        for name in ("still_attentive", "elsewhere")
    )
    assert first.name != second.name
    assert seen_and_heard(first) == seen_and_heard(second)
    assert renamed(Measured(first.name), second.name).item == second.name


def test_only_what_a_system_rests_on_is_measured() -> None:
    assert groups_behind([load_system("tal-magic-mirror")]) == ("face",)
    assert groups_behind([load_system("hikvision-smart-classroom")]) == ("face", "units", "body")
    desk = next(i for i in sector_cast("education", seed=0) if i.phantom.script.name == "ill_in_lesson")
    face = standard_cast(seed=0)[0]
    assert groups_of(desk, ("body", "units")) == ("face", "units", "body")
    assert groups_of(face, ("body", "units")) == ("face", "units")


def test_voice_sensors_and_context_are_kept_and_read_back(tmp_path: Path) -> None:
    phantom = played(ready_script("frightened_truthful"), 0, 3, "even", 0)
    tracks = observed().measured[observed().cast[0].name].pictures
    measured = Measured(phantom.name, tracks, hear(phantom), feel(phantom), None, brought(phantom))
    keep_measured(tmp_path / "one", measured)
    back = load_measured(tmp_path / "one", phantom.name, measured.context)
    assert back is not None
    for kind in ("pictures", "voice", "sensors"):
        one, other = getattr(measured, kind), getattr(back, kind)
        assert other.frames.equals(one.frames)
        assert other.windows.equals(one.windows)
    assert load_measured(tmp_path / "other", phantom.name, None) is None


def test_a_class_that_sits_the_same_way_has_the_scripted_shares() -> None:
    context = brought(played(ready_script("at_the_desk"), 0, 3, "even", 0))
    at_30 = context.windows.filter(pl.col("t_end_s") == 30.0)
    shares = dict(at_30.select("channel", "value").iter_rows())
    # listening, writing 6 s each, hand up 5 s, head down since 29 s, of 30 s
    assert shares["class.share.listening"] == pytest.approx(6 / 30)
    assert shares["class.share.writing"] == pytest.approx(6 / 30)
    assert shares["class.share.answering questions"] == pytest.approx(5 / 30)
    assert shares["class.share.sleeping"] == pytest.approx(1 / 30)


BODY: tuple[Group, ...] = ("body",)
SHORT_S = 6.0


def twins_of(sector: Sector, first: str, second: str) -> Observed:
    """Six people in both scenes of a pair of twins, cut short."""
    items = [i for i in sector_cast(sector, seed=0) if i.phantom.script.name in (first, second)]
    cut = [
        replace(item, phantom=replace(item.phantom, script=replace(item.phantom.script, duration_s=SHORT_S, acts=())))
        for item in items
        if item.phantom.identity < 6
    ]
    seen: dict[object, Measured] = {}
    measured = {}
    for item in cut:
        key = seen_and_heard(item)
        seen[key] = seen.get(key) or observe(item, FACE)
        measured[item.name] = renamed(seen[key], item.name)
    return Observed(tuple(cut), measured, truth_table(cut), 0)


def test_attention_from_gaze_and_pose_cannot_tell_the_listener_from_the_daydreamer() -> None:
    pair = twins_of("education", "still_attentive", "elsewhere")
    report = audit("tal-magic-mirror", observed=pair)
    finding = next(f for f in report.findings if f.id == "telling_apart.still_attentive.elsewhere.attentiveness")
    assert (finding.estimate, finding.low, finding.high) == (0.5, 0.5, 0.5)
    assert finding.finding == "fails"
    assert "in 6 it was the same" in finding.words


def test_the_ill_pupil_gets_a_c() -> None:
    item = next(i for i in sector_cast("education", seed=0) if i.phantom.script.name == "ill_in_lesson")
    measured = observe(item, BODY)
    said = run_system(load_system("hikvision-smart-classroom"), measured, outputs=("student value",))
    assert said.get_column("label").to_list()[-1] == "C"


def one_of(sector: Sector, scene: str) -> Item:
    return next(item for item in sector_cast(sector, seed=0) if item.phantom.script.name == scene)


def short_of(item: Item, duration_s: float) -> Item:
    return replace(
        item, phantom=replace(item.phantom, script=replace(item.phantom.script, duration_s=duration_s, voice=None))
    )


@pytest.mark.parametrize("scene", ["border_queue", "questioned"])
def test_the_face_that_is_measured_in_a_place_of_officials_is_the_subjects(scene: str) -> None:
    item = one_of("public-security", scene)
    assert item.phantom.script.scene is not None
    (first, *others) = figure_truth(scene_of(item.phantom, item.phantom.script.scene), 0.0)
    left, top, right, bottom = first.face_box_px
    measured = observe(short_of(item, 0.5), FACE).pictures
    assert measured is not None
    frames = measured.frames
    assert frames["face_found"].to_list() == [1] * frames.height
    assert frames.filter((pl.col("face_x_px") < left) | (pl.col("face_x_px") > right)).is_empty()
    assert frames.filter((pl.col("face_y_px") < top) | (pl.col("face_y_px") > bottom)).is_empty()
    for valid in ("eyes_valid", "mouth_valid", "brows_valid"):
        assert frames[valid].to_list() == [1] * frames.height
    # wherever others stand, they are smaller
    assert all(other.face_box_px[3] - other.face_box_px[1] < 0.8 * (bottom - top) for other in others)


def test_whoever_is_questioned_sits_under_the_lamp() -> None:
    assert {
        i.phantom.light for i in sector_cast("public-security", seed=0) if i.phantom.script.name == "questioned"
    } == {"top"}
    assert one_of("public-security", "border_queue").phantom.light == "even"


def test_the_queue_does_what_the_tired_traveller_does() -> None:
    queue, alone = ready_script("border_queue"), ready_script("tired_traveller")
    assert (queue.acts, queue.inside, queue.story) == (alone.acts, alone.inside, alone.story)
    assert queue.scene is not None
    assert 2 <= len(queue.scene.seats) - 1 <= 4
    assert any(act.cause == "blink" for other in queue.others for act in other.acts)


def test_interfaces_are_sent_single_pictures_of_seven_poses_and_none() -> None:
    assert [picture.name.removeprefix("picture_") for picture in PICTURES] == [
        "neutral", "happiness", "sadness", "surprise", "fear", "anger", "disgust", "contempt",
    ]  # fmt: skip
    for sector in ("api", "other"):
        items = [item for item in sector_cast(sector, seed=0) if item.phantom.script.name.startswith("picture_")]
        assert len(items) == len(PICTURES) * PLAYERS
        assert {item_recording(item).frame_count for item in items} == {1}
    assert set(sectors_of("picture_fear")) == {"api", "other"}
    posed = {picture.name: {act.cause for act in picture.script.acts} for picture in PICTURES}
    assert posed["picture_neutral"] == set()
    assert posed["picture_happiness"] == {"au6", "au12"}
    assert posed["picture_anger"] == {"au4", "au5", "au7", "au23"}
    assert posed["picture_contempt"] == {"au14"}


def test_a_single_picture_is_measured_and_what_needs_time_is_withheld() -> None:
    measured = observe(one_of("api", "picture_surprise"), ("face", "units")).pictures
    assert measured is not None
    assert measured.frames.height == 1
    row = measured.frames.row(0, named=True)
    assert row["face_found"] == 1
    assert row["mouth_opening_ratio"] > 0.07
    assert row["pulse_rate_pos_bpm"] is None
    assert row["pulse_pos_reason"].startswith("clip shorter than")
    said = {name.removesuffix("_share") for name, value in row.items() if name.startswith("au") and value is not None}
    assert said == {"au26", "au27"}  # the gap of the lips; all others need a baseline, and one picture has none


@pytest.mark.parametrize(
    ("system", "output"), [("baidu-face-detection-api", "emotion"), ("taigusys-expression-api", "expression")]
)
def test_an_interface_names_one_picture_from_its_geometry_alone(system: str, output: str) -> None:
    said = {}
    for pose in ("neutral", "happiness", "surprise"):
        measured = observe(one_of("api", f"picture_{pose}"), FACE)
        readings = run_system(load_system(system), measured).filter(pl.col("output") == output)
        assert readings.height == 1
        said[pose] = readings["label"][0]
    assert said == {"neutral": "neutral", "happiness": "happiness", "surprise": "surprise"}


def test_a_picture_is_shown_at_its_own_moment() -> None:
    item = one_of("api", "picture_fear")
    assert moment_of(item.phantom.script) == 0.0
