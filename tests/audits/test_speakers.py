"""Who is heard: own voices, one change of the sound at a time, sound without a voice, and who is asked about which."""

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.audits.small_cast import FACE

from desdemona.audits.asking import filmed_of, persons_of
from desdemona.audits.audit import Observed, audit, sounds
from desdemona.audits.cast import Item, cast_of, items_table, nulls, shown_to, spoken_cast, standard_cast
from desdemona.audits.kept import keep_measured, load_heard, load_measured
from desdemona.audits.measuring import HEARD, completed, kept_folder, load_kept, measure_item
from desdemona.audits.observing import listen, observe
from desdemona.audits.portraits import caption, chosen, picture_of
from desdemona.audits.questions import flag_of
from desdemona.audits.sound_questions import controls_of, listens, sound_changes_of, unvoiced_silence
from desdemona.audits.speakers import MICROPHONES, OTHER, OWN, PITCHES, UNVOICED, VOICES, register_of, unvoiced_sound
from desdemona.audits.truths import truth_table
from desdemona.faces.cast import IDENTITIES
from desdemona.recordings.recording import ignore_notice
from desdemona.recordings.sound import Sound
from desdemona.stimuli.course import movement_of
from desdemona.systems.measured import Measured
from desdemona.systems.profile import load_system
from desdemona.tables import Tables, to_readings
from desdemona.trials.pairs import item_pairs

ALARM, CALL = "teacher-voice-smoke-alarm", "huawei-2017-call"
SEEN = ("changan-uni-t", "tal-magic-mirror", "cm-cross-interrogation-platform")
HEARD_BY = ("alpha-hawkeye-early-warning", "emokit-emoask", "aiways-smart-companion", ALARM, CALL)
PEOPLE = 5
"""So few people are the least that intervals over people are given for."""


@cache
def spoken() -> tuple[Item, ...]:
    return spoken_cast(seed=0)


@cache
def heard_alone() -> Observed:
    """Five people on the telephone and with a lower voice, two recordings of each kind without one; nobody is seen."""
    people = [
        item
        for item in spoken()
        if item.phantom.identity < PEOPLE and item.microphone in ("plain", "telephone") and item.voice in (OWN, "lower")
    ]
    people = [item for item in people if item.null is None]
    nobody = [item for kind in UNVOICED for item in [i for i in spoken() if i.null == kind][:2]]
    cast = tuple(replace(item, looks_like="") for item in (*people, *nobody))
    measured = {item.name: Measured(item.name, voice=listen(item)) for item in cast}
    return Observed(cast, measured, truth_table(cast), 0)


def test_every_identity_has_a_voice_of_her_own() -> None:
    voices = [register_of(who) for who in range(len(IDENTITIES))]
    assert len({(voice.f0_hz, voice.formant_scale) for voice in voices}) == len(IDENTITIES)
    assert Counter(voice.name for voice in voices) == {"woman": 6, "man": 6}
    assert all(voice.lowest_hz < voice.f0_hz < voice.highest_hz for voice in voices)


def test_a_changed_voice_is_three_semitones_off_or_of_the_other_register() -> None:
    for who in range(len(IDENTITIES)):
        own, lower, higher = (register_of(who, voice) for voice in (OWN, "lower", "higher"))
        assert 12 * np.log2(higher.f0_hz / own.f0_hz) == pytest.approx(3.0)
        assert 12 * np.log2(own.f0_hz / lower.f0_hz) == pytest.approx(3.0)
        assert {own.formant_scale, lower.formant_scale, higher.formant_scale} == {own.formant_scale}
        assert {own.name, register_of(who, OTHER).name} == {"woman", "man"}


def test_everybody_is_heard_through_every_microphone_and_in_every_voice() -> None:
    people = [item for item in spoken() if item.null is None]
    assert len({item.name for item in spoken()}) == len(spoken())
    assert Counter(item.microphone for item in people) == {"plain": 48, **dict.fromkeys(MICROPHONES, 12)}
    assert Counter(item.voice for item in people) == {OWN: 48, **dict.fromkeys(VOICES, 12)}
    assert set(VOICES) == {*PITCHES, OTHER}


def test_pairs_of_sounds_differ_in_one_thing_only() -> None:
    items = items_table((*standard_cast(seed=0), *spoken()))
    tables = Tables(to_readings([]), truth_table(()), items, items.select("subject").unique())
    rows = {row["item"]: row for row in items.iter_rows(named=True)}
    for condition, reference, levels in (("microphone", "plain", MICROPHONES), ("voice", OWN, VOICES)):
        pairs = item_pairs(tables, condition, reference)
        assert pairs.height == len(IDENTITIES) * len(levels)
        for pair in pairs.iter_rows(named=True):
            one, other = rows[pair["item"]], rows[pair["reference_item"]]
            assert {name for name in one if one[name] != other[name]} == {"item", condition}


def test_whoever_only_sounds_different_looks_and_says_the_same() -> None:
    by_name = {item.name: item for item in (*nulls(0), *spoken())}
    times_s = np.linspace(0.0, 15.0, 60)
    for item in spoken():
        if not item.looks_like:
            continue
        like = by_name[item.looks_like]
        one, other = item.phantom, like.phantom
        if item.null is None:
            assert replace(one, name="", script=other.script) == replace(other, name="")
            assert (one.script.acts, one.script.inside) == (other.script.acts, other.script.inside)
            moved = movement_of(one.script, times_s).mouth_opening
            assert moved == pytest.approx(movement_of(other.script, times_s).mouth_opening, abs=1e-12)
        else:
            assert like.null in ("noise", "empty_room")


def test_silences_of_sound_are_enough_to_hold_and_all_different() -> None:
    nobody = [item for item in spoken() if item.null in UNVOICED]
    assert len(nobody) >= 73
    assert len({item.subject for item in nobody}) == len(nobody)
    assert {item.null for item in nobody} == set(UNVOICED)


def samples(sound: Sound) -> np.ndarray:
    return np.concatenate([block.samples for block in sound.blocks(ignore_notice)])


def test_sound_without_a_voice_is_the_same_for_the_same_seed_and_no_voice_is_found_in_it() -> None:
    for kind in UNVOICED:
        one = samples(unvoiced_sound(kind, 3, 2.0))
        assert np.array_equal(one, samples(unvoiced_sound(kind, 3, 2.0)))
        assert not np.array_equal(one, samples(unvoiced_sound(kind, 4, 2.0)))
        level_db = 10 * np.log10(np.mean(one.astype(np.float64) ** 2))
        # two seconds of pink noise wander by a few decibels round their mean level
        low, high = (-81.0, -79.0) if kind == "silence" else (-55.0, -20.0)
        assert low < level_db < high
    for item in heard_alone().cast:
        voice = heard_alone().measured[item.name].voice
        assert voice is not None
        voiced = voice.frames.get_column("voice_f0_hz").is_not_null().sum()
        assert (voiced == 0) == (item.null in UNVOICED)


def test_what_is_measured_is_the_voice_that_was_made() -> None:
    for who in range(PEOPLE):
        name = f"speaker-i{who}-t3-even"
        voice = heard_alone().measured[name].voice
        assert voice is not None
        # the contour falls from 1.12 to 0.88 of the frequency with accents of 5 %; its middle lies near 1.02
        middle = voice.frames.get_column("voice_f0_hz").median()
        assert middle == pytest.approx(1.02 * register_of(who).f0_hz, rel=0.04)


def test_only_systems_that_listen_are_shown_who_speaks() -> None:
    assert [listens(load_system(system)) for system in (*SEEN, *HEARD_BY)] == [False] * len(SEEN) + [True] * len(
        HEARD_BY
    )
    every = cast_of(("education",), seed=0, listening=True)
    assert {item.name for item in spoken()} <= {item.name for item in shown_to(every, "education", listening=True)}
    deaf = cast_of(("education",), seed=0)
    assert shown_to(every, "education") == shown_to(deaf, "education") == deaf
    assert not any(item.heard for item in deaf)


def test_of_what_only_sounds_different_the_sound_alone_is_measured_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESDEMONA_CACHE", str(tmp_path))
    item = next(item for item in spoken() if item.looks_like)
    measured = measure_item(item, FACE)
    assert (measured.pictures, measured.sensors, measured.words) == (None, None, None)
    assert {folder.name for folder in kept_folder(item).iterdir()} == {HEARD}
    back = load_kept(item, FACE)
    assert back is not None
    assert back.voice is not None
    assert measured.voice is not None
    assert back.voice.frames.equals(measured.voice.frames)
    like = Measured(item.looks_like, voice=None)
    assert completed(item, back, {item.looks_like: like}).voice is back.voice
    assert completed(item, back, {item.looks_like: like}).item == item.name


def test_a_damaged_kept_sound_is_heard_again(tmp_path: Path) -> None:
    item = next(item for item in spoken() if item.null == "silence")
    keep_measured(tmp_path, observe(item, ()))
    assert load_heard(tmp_path, item.name) is not None
    assert load_measured(tmp_path, item.name, None) is None
    (tmp_path / "voice.frames.parquet").write_bytes(b"damaged")
    assert load_heard(tmp_path, item.name) is None


def test_lamps_are_no_question_to_a_listener_and_microphones_none_to_a_camera() -> None:
    alarm, mirror, hawkeye = (load_system(system) for system in (ALARM, "tal-magic-mirror", HEARD_BY[0]))
    assert filmed_of(alarm, ("warmth alarm",)) == ()
    assert list(persons_of(alarm, ("warmth alarm",))) == []
    assert [change.condition for change in sound_changes_of(alarm, ("warmth alarm",))] == [
        "identity",
        "microphone",
        "voice",
    ]
    assert list(sound_changes_of(mirror, ("attentiveness",))) == []
    assert [change.changed for change in persons_of(mirror, ("attentiveness",))] == ["the face"]
    assert [change.changed for change in persons_of(hawkeye, ("flag",))] == ["the person"]
    assert [change.condition for change in sound_changes_of(hawkeye, ("flag",))] == ["microphone", "voice"]


def test_only_claims_and_harms_of_the_own_profile_are_pointed_to() -> None:
    for change in sound_changes_of(load_system(ALARM), ("warmth alarm",)):
        assert change.claims == ("C35",)
        assert change.harms == (() if change.condition == "microphone" else ("H22",))
    for change in sound_changes_of(load_system(CALL), ("multimodal emotion",)):
        assert (change.claims, change.harms) == ((), ())


def test_a_flag_that_only_hears_is_held_to_who_is_heard() -> None:
    alarm = load_system(ALARM)
    flag = flag_of(alarm)
    assert flag is not None
    assert flag.undeserved == ("speaker",)
    assert (flag.claims, flag.harms) == (("C35",), ("H22",))
    assert [control.level for control in controls_of(alarm, flag)] == ["teacher_flat", "speaker"]
    assert "fit of crying" not in unvoiced_silence(load_system("aiways-smart-companion")).outputs


@pytest.mark.parametrize("system", [ALARM, CALL])
def test_listeners_are_asked_nothing_idle(system: str) -> None:
    report = audit(system, observed=heard_alone())
    idle = {finding.id for finding in report.findings if finding.found_nothing}
    assert idle <= {"in_use.warmth alarm.control.teacher_flat"}  # those teachers are shown by the sector, not here
    trials = Counter(finding.id.split(".")[1] for finding in report.findings if finding.trial == "invariance")
    assert set(trials) == {"identity", "microphone", "voice"}
    silent = [finding for finding in report.findings if finding.id.startswith("abstention.voice")]
    assert silent
    assert all(finding.estimate == 0.0 for finding in silent)
    assert "2 microphones" in report.tested


def test_silent_scenes_count_neither_for_nor_against_a_listener() -> None:
    heard = heard_alone()
    silent = tuple(item for item in standard_cast(seed=0) if item.phantom.script.name == "talker")
    both = Observed(
        (*silent, *heard.cast), {**{i.name: listened(i) for i in silent}, **heard.measured}, heard.truth, heard.seed
    )
    with_silent, without = (
        next(f for f in audit(ALARM, observed=each).findings if f.id == "invariance.identity.lack of warmth.moved")
        for each in (both, heard)
    )
    assert with_silent == without
    assert with_silent.coverage > 0.5


def listened(item: Item) -> Measured:
    return Measured(item.name, voice=listen(item))


def test_who_only_looks_is_counted_once() -> None:
    hawkeye = audit("alpha-hawkeye-early-warning", observed=heard_alone())
    assert {finding.output for finding in hawkeye.findings} >= {"fused level", "flag"}
    truth = truth_table([item for item in spoken() if item.looks_like][:2])
    assert set(truth.get_column("output").str.split(".").list.first()) == {"voice"}
    assert truth.filter(pl.col("output") == "voice.f0").height > 0


def test_the_contact_sheet_tells_how_somebody_is_heard() -> None:
    sheet = [item for item in chosen((*standard_cast(seed=0), *spoken())) if item.heard]
    assert {item.microphone for item in sheet} == {"plain", *MICROPHONES}
    assert {item.voice for item in sheet} == {OWN, *VOICES}
    captions = {caption(item) for item in sheet}
    assert "identity 0, skin tone 3, even light: speaker" in captions
    assert "identity 1, skin tone 3, even light: speaker, microphone: telephone" in captions
    assert "identity 0, skin tone 3, even light: speaker, voice: other register" in captions
    assert "silence, nobody speaks" in captions
    wall = next(item for item in standard_cast(seed=0) if item.null == "empty_room")
    for item in sheet:  # noise of the camera apart, an empty room is seen
        alike = np.abs(picture_of(item, 1.0).astype(float) - picture_of(wall, 1.0)).mean() < 5.0
        assert alike == (item.null in UNVOICED)
    assert sounds(sheet) == ", 6 voices, 4 microphones"  # the other register of one is the own voice of the other
    assert sounds(standard_cast(seed=0)) == ""
