import pickle
from pathlib import Path

import pytest

from desdemona.errors import (
    DeclarationError,
    DesdemonaError,
    Fault,
    FileProblem,
    ProvenanceError,
    TableError,
    UnknownName,
    UsageError,
    nearest,
)


def test_unknown_name_gives_the_nearest_right_one() -> None:
    error = UnknownName("channel", "eye.opennes", ["eye.openness", "blink"])
    assert str(error) == "unknown channel 'eye.opennes'; did you mean 'eye.openness'?"


def test_unknown_name_lists_what_is_known_when_nothing_is_near() -> None:
    assert str(UnknownName("light", "zzz", ["warm", "dim"])) == "unknown light 'zzz'; known are dim, warm"


def test_long_lists_are_cut() -> None:
    text = str(UnknownName("system", "###", [f"s{i:02}" for i in range(20)]))
    assert text.endswith("s11 and 8 more")


def test_unknown_name_with_nothing_known() -> None:
    assert str(UnknownName("claim", "C1", [])) == "unknown claim 'C1'; none is known"


def test_declaration_error_tells_all_faults_in_the_order_of_lines() -> None:
    error = DeclarationError(Path("drive.yaml"), [Fault(7, "no range"), Fault(3, "unknown key 'outptus'")])
    assert str(error) == "drive.yaml:3: unknown key 'outptus'\ndrive.yaml:7: no range"


def test_table_error_names_the_table_with_each_fault() -> None:
    assert str(TableError("r.csv", ["row 2: a", "row 9: b"])) == "r.csv: row 2: a\nr.csv: row 9: b"


def test_file_problem_has_a_remedy_only_where_there_is_one() -> None:
    assert str(FileProblem("a.mp4", "no such file")) == "a.mp4: no such file"
    assert str(FileProblem("a.mp4", "no such file", "look again")) == "a.mp4: no such file; look again"


def test_provenance_error_says_how_to_write_one() -> None:
    text = str(ProvenanceError("a.mp4", "no provenance"))
    assert "desdemona provenance a.mp4" in text
    assert "--provenance" in text


def test_what_a_person_gave_is_a_usage_error() -> None:
    assert issubclass(UnknownName, UsageError)


def test_nearest_is_none_when_nothing_is_close() -> None:
    assert nearest("xylophone", ["blink"]) is None


@pytest.mark.parametrize(
    "error",
    [
        UsageError("no"),
        FileProblem("a.mp4", "is torn", "copy it again"),
        UnknownName("system", "tal", ["tal-magic-mirror"]),
        TableError("readings", ["row 1: no item", "row 2: no item"]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_another_process_says_the_same(error: DesdemonaError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (what is read was written right here)
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.__dict__ == error.__dict__
