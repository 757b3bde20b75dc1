from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.errors import DeclarationError, FileProblem
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.stimuli.phantom import Act, Script
from desdemona.stimuli.scripts import (
    CAUSES,
    LARGEST_DEG,
    load_script,
    parse_script,
    ready_script,
    ready_scripts,
    to_script_text,
)


def faults_of(text: str) -> list[str]:
    with pytest.raises(DeclarationError) as caught:
        parse_script(text, "clip.yaml")
    return str(caught.value).splitlines()


def test_the_ready_scripts_have_names_of_their_own_and_cover_what_an_audit_needs() -> None:
    names = [script.name for script in ready_scripts()]
    assert len(set(names)) == len(names)
    assert {"calm", "blinks_and_glances", "smiler", "yawner", "talker", "head_turner", "gaze_sweep"} <= set(names)
    assert {"still_attentive", "eyes_closed_long", "pulse_step", "no_pulse"} <= set(names)


def test_ten_blinks_and_three_glances_are_in_the_script_of_that_name() -> None:
    script = ready_script("blinks_and_glances")
    causes = [act.cause for act in script.acts]
    assert (causes.count("blink"), causes.count("glance_down")) == (10, 3)


@pytest.mark.parametrize("script", ready_scripts(), ids=lambda script: script.name)
def test_written_equals_read(script: Script, tmp_path: Path) -> None:
    path = tmp_path / "script.yaml"
    path.write_text(to_script_text(script), encoding="utf-8")
    assert load_script(path) == script


@given(
    name=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20).filter(str.strip),
    cause=st.sampled_from(CAUSES),
    start_s=st.floats(0, 4),
    share=st.floats(0, 1),
    rate_bpm=st.floats(30, 220),
)
def test_any_lawful_script_survives_writing_and_reading(
    name: str, cause: str, start_s: float, share: float, rate_bpm: float
) -> None:
    known = next(known for known in CAUSES if known == cause)
    amount = share * LARGEST_DEG.get(cause, 1.0)
    script = Script(
        name,
        "a test: # of 'marks'",
        9.0,
        (Act(known, start_s, start_s + 1, amount),),
        Inside(pulse=(PulsePoint(0, rate_bpm),)),
    )
    assert parse_script(to_script_text(script)) == script


def test_all_faults_of_a_file_are_told_together_with_their_lines() -> None:
    text = (
        "name: clip\n"
        "about: two faults and more\n"
        "duration_s: 10\n"
        "puls_amplitude: 3\n"
        "acts:\n"
        "- {cause: blinc, t_start_s: 1, t_end_s: 1.2}\n"
        "- {cause: smile, t_start_s: 4, t_end_s: 2}\n"
        "- {cause: head_yaw, t_start_s: 4, t_end_s: 6, amount: 80}\n"
        "- {cause: talk, t_start_s: four, t_end_s: 6}\n"
        "pulse:\n"
        "- {t_s: 0, rate_bpm: 500}\n"
        "- {t_s: 0, rate_bpm: 70}\n"
    )
    assert faults_of(text) == [
        "clip.yaml:4: unknown key of the script 'puls_amplitude'; did you mean 'pulse_amplitude_share'?",
        "clip.yaml:6: unknown cause 'blinc'; did you mean 'blink'?",
        "clip.yaml:7: the act ends at 2 s but starts at 4 s",
        "clip.yaml:8: amount of head_yaw is 80; the nearest allowed value is 35",
        "clip.yaml:9: t_start_s must be a plain number, not 'four'",
        "clip.yaml:11: rate_bpm is 500; the nearest allowed value is 220",
        "clip.yaml:12: t_s is 0, not later than the point before (0)",
    ]


def test_what_is_missing_is_named() -> None:
    assert faults_of("name: clip\nacts:\n- {cause: blink}\n") == [
        "clip.yaml:1: the script lacks 'about', 'duration_s'",
        "clip.yaml:3: an act lacks 't_start_s', 't_end_s'",
    ]


def test_a_key_given_twice_is_a_fault() -> None:
    text = "name: a\nabout: b\nduration_s: 5\nname: c\n"
    assert faults_of(text) == ["clip.yaml:4: 'name' stands twice in the script"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "clip.yaml:1: the file says nothing"),
        ("- a\n- b\n", "clip.yaml:1: the script must be a table of keys and values"),
        ("name: [\n", "clip.yaml:2: not YAML: expected the node content, but found '<stream end>'"),
        ("name: 3\nabout: b\nduration_s: 5\n", "clip.yaml:1: name must be a text, not '3'; put quotes round it"),
        ("name: a\nabout: b\nduration_s: .nan\n", "clip.yaml:3: duration_s must be a plain number, not '.nan'"),
        ("name: a\nabout: b\nduration_s: 5\nacts: blink\n", "clip.yaml:4: acts must be a list"),
        ("name: a\nabout: b\nduration_s: 5\nacts: [blink]\n", "clip.yaml:4: an act must be a table of keys and values"),
        ("[" * 5000, "clip.yaml:1: lists and tables stand in each other too deeply"),
    ],
)
def test_files_that_are_no_script_are_told_in_one_line(text: str, sentence: str) -> None:
    assert faults_of(text) == [sentence]


def test_an_unknown_cause_sets_no_limits_to_the_amount() -> None:
    act = "{cause: gaze_yw, t_start_s: 1, t_end_s: 2, amount: 20}"
    assert faults_of(f"name: a\nabout: b\nduration_s: 5\nacts: [{act}]\n") == [
        "clip.yaml:4: unknown cause 'gaze_yw'; did you mean 'gaze_yaw'?"
    ]


def test_acts_after_the_end_are_brought_to_the_nearest_time() -> None:
    text = "name: a\nabout: b\nduration_s: 5\nacts:\n- {cause: blink, t_start_s: 4, t_end_s: 7}\n"
    assert faults_of(text) == ["clip.yaml:5: t_end_s is 7; the nearest allowed value is 5"]


def test_missing_files_folders_and_pictures_are_file_problems(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="there is no such file"):
        load_script(tmp_path / "none.yaml")
    with pytest.raises(FileProblem, match="is a folder, not a script"):
        load_script(tmp_path)
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(FileProblem, match="is not a text file"):
        load_script(tmp_path / "picture.yaml")
