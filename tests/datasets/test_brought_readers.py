"""CASME II, NTHU-DDD, UTA-RLDD and WESAD: tiny made-up trees in the layout of each."""

from pathlib import Path

import pytest
from tests.datasets.excel_file import write_xlsx

from desdemona.datasets.casme2 import load_casme2
from desdemona.datasets.nthu_ddd import load_nthu_ddd
from desdemona.datasets.uta_rldd import load_uta_rldd
from desdemona.datasets.wesad import load_wesad
from desdemona.errors import FileProblem, TableError
from desdemona.tables import Tables
from desdemona.trials.sound_tables import check_tables


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def told(tables: Tables, *columns: str) -> list[tuple[object, ...]]:
    """Return the truth, after seeing that trials would take the tables."""
    check_tables(tables)
    return tables.truth.select("item", "t_start_s", "t_end_s", *columns).rows()


CODING = [
    ["Subject", "Filename", "OnsetFrame", "ApexFrame", "OffsetFrame", "Action Units", "Estimated Emotion"],
    ["1", "EP02_01f", "46", "59", "86", "12", "happiness"],
    ["1", "EP03_02", "131", "/", "161", "4+L10", "others"],
    ["17", "EP02_01f", "21", "61", "11", "17", " Repression"],
]


def write_coding(folder: Path, rows: list[list[str]] = CODING) -> Path:
    return write(folder / "CASME2-coding-20140508.csv", "\n".join(",".join(row) for row in rows) + "\n")


def test_casme2_expressions_stand_on_their_stretch(tmp_path: Path) -> None:
    write_coding(tmp_path)
    frames = write(tmp_path / "CASME2_RAW_selected" / "sub01" / "EP02_01f" / "img1.jpg").parent
    tables = load_casme2(tmp_path)
    assert told(tables, "output", "label", "source") == [
        ("sub01/EP02_01f", 45 / 200, 86 / 200, "emotion", "happiness", "perceived"),
        ("sub01/EP03_02", 130 / 200, 161 / 200, "emotion", "others", "perceived"),
        ("sub17/EP02_01f", 20 / 200, 61 / 200, "emotion", "repression", "perceived"),  # the offset cannot be
    ]
    assert tables.items.rows()[:2] == [
        ("sub01/EP02_01f", "sub01", str(frames)),
        ("sub01/EP03_02", "sub01", None),
    ]
    assert tables.subjects["subject"].to_list() == ["sub01", "sub17"]
    assert tables.readings.is_empty()


def test_casme2_from_the_spreadsheet_itself(tmp_path: Path) -> None:
    pytest.importorskip("fastexcel", reason="the optional reader of Excel files is not installed")
    write_xlsx(tmp_path / "CASME2-coding-20140508.xlsx", CODING)
    assert load_casme2(tmp_path).truth["label"].to_list() == ["happiness", "others", "repression"]


@pytest.mark.parametrize(("place", "wrong", "sentence"), [
    ((1, 6), "hapiness", "row 2, column 'Estimated Emotion': unknown emotion 'hapiness'; did you mean 'happiness'?"),
    ((2, 3), "x", "row 3, column 'ApexFrame': 'x' is no frame"),
    ((3, 2), "0", "row 4, column 'OnsetFrame': 0 is before the first frame, 1"),
    ((3, 2), "a", "row 4, column 'OnsetFrame': 'a' is no whole number"),
    ((0, 1), "File", "column 'Filename' is missing; is 'File' meant?"),
])  # fmt: skip
def test_casme2_faults(tmp_path: Path, place: tuple[int, int], wrong: str, sentence: str) -> None:
    rows = [list(row) for row in CODING]
    rows[place[0]][place[1]] = wrong
    path = write_coding(tmp_path, rows)
    with pytest.raises(TableError) as error:
        load_casme2(tmp_path)
    assert str(error.value) == f"{path}: {sentence}"


def test_casme2_expressions_that_stand_twice(tmp_path: Path) -> None:
    write_coding(tmp_path, [*CODING, CODING[1]])
    with pytest.raises(TableError, match="row 5: 'sub01/EP02_01f' stands twice with the same onset"):
        load_casme2(tmp_path)


def test_nthu_digits_become_stretches(tmp_path: Path) -> None:
    training = tmp_path / "Training_Evaluation_Dataset" / "Training Dataset" / "001" / "night_noglasses"
    write(training / "001_yawning_drowsiness.txt", "000111111000000\n")
    write(training / "001_yawning_head.txt", "022222111111111")
    video = write(training / "yawning.avi")
    evaluation = tmp_path / "Training_Evaluation_Dataset" / "Evaluation Dataset" / "004"
    write(evaluation / "004_glasses_mixing_drowsiness.txt", "1" * 30)
    mixed = write(evaluation / "004_glasses_mix.mp4")
    testing = tmp_path / "Testing_Dataset"
    write(testing / "test_label_txt" / "wh" / "003_night_noglasses_mixing_drowsiness.txt", "0" * 15)
    tested = write(testing / "003_nightnoglasses_mix.mp4")
    tables = load_nthu_ddd(tmp_path)
    night, day, last = "001_nightnoglasses_yawning", "004_glasses_mix", "003_nightnoglasses_mix"
    assert sorted(told(tables, "output", "label")) == [
        (night, 0.0, pytest.approx(1 / 15), "head", "still"),
        (night, 0.0, pytest.approx(3 / 15), "drowsiness", "not drowsy"),
        (night, pytest.approx(1 / 15), pytest.approx(6 / 15), "head", "looking aside"),
        (night, pytest.approx(3 / 15), pytest.approx(9 / 15), "drowsiness", "drowsy"),
        (night, pytest.approx(6 / 15), pytest.approx(15 / 15), "head", "nodding"),
        (night, pytest.approx(9 / 15), pytest.approx(15 / 15), "drowsiness", "not drowsy"),
        (last, 0.0, 1.0, "drowsiness", "not drowsy"),
        (day, 0.0, 1.0, "drowsiness", "drowsy"),
    ]
    assert tables.items.rows() == [
        (night, "001", str(video), "nightnoglasses", "none", "night", "yawning", "Training"),
        (last, "003", str(tested), "nightnoglasses", "none", "night", "mix", "Testing"),
        (day, "004", str(mixed), "glasses", "glasses", "day", "mix", "Evaluation"),
    ]


def test_nthu_faults(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"holds no labels; NTHU-DDD has 001_yawning_drowsiness\.txt"):
        load_nthu_ddd(tmp_path)
    path = write(tmp_path / "001" / "glasses" / "001_yawning_drowsiness.txt", "0012")
    with pytest.raises(TableError, match=r"drowsiness\.txt: frame 4: '2' is none of 0 to 1"):
        load_nthu_ddd(tmp_path)
    path.write_text("")
    with pytest.raises(FileProblem, match=r"drowsiness\.txt: is empty"):
        load_nthu_ddd(tmp_path)
    path.write_text("00")
    write(tmp_path / "001" / "goggles" / "001_yawning_eye.txt", "0")
    with pytest.raises(
        TableError, match=r"'001/goggles/001_yawning_eye\.txt' is not named as the dataset names labels"
    ):
        load_nthu_ddd(tmp_path)


def test_uta_videos_say_how_their_maker_felt(tmp_path: Path) -> None:
    for name in ("0.mov", "5.mov", "10.MOV"):
        write(tmp_path / "Fold1_part1" / "01" / name)
    clip = write(tmp_path / "Fold2_part1" / "13" / "10_1.m4v")
    tables = load_uta_rldd(tmp_path)
    assert told(tables, "label", "value", "source") == [
        ("01/0", None, None, "alert", 0.0, "self_report"),
        ("01/10", None, None, "drowsy", 10.0, "self_report"),
        ("01/5", None, None, "low vigilance", 5.0, "self_report"),
        ("13/10_1", None, None, "drowsy", 10.0, "self_report"),
    ]
    assert tables.items.rows()[-1] == ("13/10_1", "13", str(clip), "Fold2")
    assert tables.subjects["subject"].to_list() == ["01", "13"]


def test_uta_faults(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="holds no videos"):
        load_uta_rldd(tmp_path)
    write(tmp_path / "Fold1_part1" / "01" / "7.mov")
    with pytest.raises(TableError, match=r"'Fold1_part1/01/7\.mov' is not named 0, 5 or 10 in a folder with the"):
        load_uta_rldd(tmp_path)
    (tmp_path / "Fold1_part1" / "01" / "7.mov").unlink()
    for fold in ("Fold1_part1", "Fold2_part1"):
        write(tmp_path / fold / "01" / "0.mov")
    with pytest.raises(TableError, match="'01/0' stands twice"):
        load_uta_rldd(tmp_path)


QUEST = """\
# Subj;S2;;;
# ORDER;Base;TSST;Medi 1;sRead;;
# START;7.08;39.55;70.19;54.42;;
# END;26.32;50.3;77.1;56.07;;
;;;;
# PANAS;1;1;3
# DIM;5;2;;
# DIM;3;7;;
# DIM;6;2;;
"""


def test_wesad_conditions_and_what_people_said_of_them(tmp_path: Path) -> None:
    write(tmp_path / "S10" / "S10_quest.csv", QUEST.replace("S2", "S10"))
    write(tmp_path / "S2" / "S2_quest.csv", QUEST)
    recording = write(tmp_path / "S2" / "S2_respiban.txt")
    tables = load_wesad(tmp_path)
    assert tables.items.rows() == [("S2", "S2", str(recording)), ("S10", "S10", None)]
    own = [row[1:] for row in told(tables, "output", "label", "value", "source") if row[0] == "S2"]
    assert own[:6] == [
        (428.0, 1592.0, "condition", "baseline", None, "induced"),
        (428.0, 1592.0, "valence", None, 5.0, "self_report"),
        (428.0, 1592.0, "arousal", None, 2.0, "self_report"),
        (2395.0, 3030.0, "condition", "stress", None, "induced"),  # 50.3 is 50 min 30 s
        (2395.0, 3030.0, "valence", None, 3.0, "self_report"),
        (2395.0, 3030.0, "arousal", None, 7.0, "self_report"),
    ]
    assert own[6][2:4] == ("condition", "meditation")
    assert len(own) == 9  # what was read aloud or silently induced nothing


@pytest.mark.parametrize(("right", "wrong", "sentence"), [
    ("# DIM;6;2;;\n", "", "3 conditions need 3 lines '# DIM' of two whole numbers"),
    ("39.55", "39.75", "line '# START': '39.75' is no time as minutes.seconds, such as 39.55"),
    ("TSST", "TST", "line '# ORDER': unknown condition 'TST'; did you mean 'TSST'?"),
    (";77.1;", ";", "4 conditions have 4 starts and 3 ends"),
    ("# END", "# STOP", "line '# END' is missing"),
])  # fmt: skip
def test_wesad_faults(tmp_path: Path, right: str, wrong: str, sentence: str) -> None:
    path = write(tmp_path / "S2" / "S2_quest.csv", QUEST.replace(right, wrong))
    with pytest.raises(TableError) as error:
        load_wesad(tmp_path)
    assert str(error.value) == f"{path}: {sentence}"


def test_wesad_without_people(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="holds no S2/S2_quest"):
        load_wesad(tmp_path)
