from pathlib import Path

import polars as pl
import pytest

from desdemona.datasets.mapping import guess_mapping, load_mapping
from desdemona.datasets.submission import Submission, load_submission
from desdemona.errors import DeclarationError, FileProblem, TableError, UsageError
from desdemona.tables import Tables

READINGS = "item,output,rung,label\na,emotion,state,happy\nb,emotion,state,\n"
TRUTH = "item,output,label,source\na,emotion,happy,intended\nb,emotion,sad,intended\n"


def write(folder: Path, **texts: str) -> Submission:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
    paths = {name: folder / f"{name}.csv" for name in texts}
    return Submission(**paths)


def load(submission: Submission, notices: list[str] | None = None, map_file: Path | None = None) -> Tables:
    mapping = load_mapping(map_file) if map_file else {}
    return load_submission(submission, mapping=mapping, notice=(notices if notices is not None else []).append)


def test_a_reading_without_anything_said_was_not_measured(tmp_path: Path) -> None:
    tables = load(write(tmp_path, readings=READINGS, truth=TRUTH))
    assert tables.readings["status"].to_list() == ["ok", "not_measured"]
    assert tables.items["subject"].to_list() == ["a", "b"]


def test_all_faults_are_told_with_row_column_and_value(tmp_path: Path) -> None:
    bad = "item,output,rung,label,score\na,e,stat,happy,0.5\n,e,state,sad,high\n"
    with pytest.raises(TableError) as caught:
        load(write(tmp_path, readings=bad, truth=TRUTH))
    assert str(caught.value).splitlines() == [
        f"{tmp_path}/readings.csv: row 2, column 'rung': unknown rung 'stat'; did you mean 'state'?",
        f"{tmp_path}/readings.csv: row 3, column 'score': 'high' is no number",
        f"{tmp_path}/readings.csv: row 3, column 'item': is empty",
    ]


def test_many_faults_are_counted(tmp_path: Path) -> None:
    bad = "item,output,rung,label\n" + "a,e,wrong,x\n" * 5_000
    with pytest.raises(TableError, match="and 4,980 more"):
        load(write(tmp_path, readings=bad, truth=TRUTH))


def test_columns_are_guessed_and_the_guess_is_told(tmp_path: Path) -> None:
    notices: list[str] = []
    texts = READINGS.replace("item", "File Name").replace("label", "Predicted")
    tables = load(write(tmp_path, readings=texts, truth=TRUTH), notices)
    assert tables.readings["label"].to_list() == ["happy", None]
    assert "item = 'File Name', label = 'Predicted'" in notices[0]


def test_a_mapping_names_columns_and_constants(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(
        "readings:\n  columns: {item: F, label: P}\n  constants: {output: emotion, rung: state}\n"
    )
    submission = write(tmp_path, readings="F,P,extra\na,happy,1\nb,sad,2\n", truth=TRUTH)
    tables = load(submission, map_file=tmp_path / "map.yaml")
    assert tables.readings["rung"].to_list() == ["state", "state"]
    assert tables.readings["extra"].to_list() == ["1", "2"]


def test_a_mapping_with_unknown_names_tells_line_and_nearest(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("reading:\n  columns: {}\ntruth:\n  columns: {lable: x}\n")
    with pytest.raises(DeclarationError) as caught:
        load_mapping(path)
    assert str(caught.value).splitlines() == [
        f"{path}:1: unknown key of the mapping 'reading'; did you mean 'readings'?",
        f"{path}:4: unknown key of columns of truth 'lable'; did you mean 'label'?",
    ]


def test_a_mapped_column_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("readings:\n  columns: {label: Predicte}\n")
    submission = write(tmp_path, readings="item,output,rung,Predicted\na,e,state,x\n", truth=TRUTH)
    with pytest.raises(TableError, match="unknown column 'Predicte'; did you mean 'Predicted'"):
        load(submission, map_file=tmp_path / "map.yaml")


def test_a_missing_column_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="column 'output' is missing; is 'outputs' meant"):
        load(write(tmp_path, readings="item,outputs,rung,label\na,e,state,x\n", truth=TRUTH))


def test_items_and_subjects_must_know_each_other(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"row 3, column 'item': 'b' has no row in .*items\.csv"):
        load(write(tmp_path, readings=READINGS, truth=TRUTH, items="item,subject\na,p\n"))
    with pytest.raises(TableError, match=r"row 3, column 'item': 'a' stands twice \(first in row 2\)"):
        load(write(tmp_path, readings=READINGS, truth=TRUTH, items="item,subject\na,p\na,q\nb,p\n"))
    with pytest.raises(TableError, match="row 2, column 'subject': 'q' has no row in"):
        load(write(tmp_path, readings=READINGS, truth=TRUTH, items="item,subject\na,q\nb,p\n", subjects="subject\np\n"))


@pytest.mark.parametrize("ending", [".tsv", ".parquet", ".jsonl"])
def test_other_kinds_of_files_give_the_same_table(tmp_path: Path, ending: str) -> None:
    expected = load(write(tmp_path, readings=READINGS, truth=TRUTH)).readings
    table = pl.read_csv(tmp_path / "readings.csv")
    path = tmp_path / f"readings{ending}"
    if ending == ".parquet":
        table.write_parquet(path)
    elif ending == ".tsv":
        table.write_csv(path, separator="\t")
    else:
        table.write_ndjson(path)
    assert load(Submission(path, tmp_path / "truth.csv")).readings.equals(expected)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("r.csv", None, "no such file"),
        ("r.csv", b"", "is empty"),
        ("r.xls", b"x", "unknown kind of table '.xls'; did you mean '.xlsx'?"),
        ("r.parquet", b"not parquet", "cannot be read as parquet"),
        ("r.jsonl", b"{broken", "cannot be read as jsonl"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None, sentence: str) -> None:
    (tmp_path / "truth.csv").write_text(TRUTH)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileProblem) as caught:
        load(Submission(tmp_path / name, tmp_path / "truth.csv"))
    assert sentence in str(caught.value)


def test_a_column_that_bears_our_name_is_not_guessed_away() -> None:
    assert guess_mapping("readings", ["item", "file", "label"]).columns == ()


def test_times_and_scores_out_of_range(tmp_path: Path) -> None:
    bad = (
        "item,output,rung,label,score,t_start_s,t_end_s\na,emotion,state,happy,1.5,-3,1\nb,emotion,state,sad,0.5,4,2\n"
    )
    with pytest.raises(TableError) as caught:
        load(write(tmp_path, readings=bad, truth=TRUTH))
    assert [line.partition(".csv: ")[2] for line in str(caught.value).splitlines()] == [
        "row 2, column 'score': 1.5 is not within 0 to 1; the nearest is 1",
        "row 2, column 't_start_s': -3 is before the start; times are in seconds from 0",
        "row 3, column 't_end_s': 2 is before t_start_s, 4",
    ]


def test_a_table_without_rows(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"readings\.csv: there are no rows"):
        load(write(tmp_path, readings="item,output,rung,label\n", truth=TRUTH))


@pytest.mark.parametrize(
    ("readings", "sentence"),
    [
        ("item,output,rung,label\na,mood,state,happy\n", "no output of it is in"),
        ("item,output,rung,label\nz,emotion,state,happy\n", "no item of it is in"),
        ("item,output,rung,label\na,emotion,state,happi\n", "did you mean 'happy'?"),
    ],
)
def test_readings_and_truth_must_speak_of_the_same(tmp_path: Path, readings: str, sentence: str) -> None:
    with pytest.raises(TableError) as caught:
        load(write(tmp_path, readings=readings, truth=TRUTH))
    assert sentence in str(caught.value)


def test_a_label_that_truth_never_uses_is_refused_unless_it_is_meant(tmp_path: Path) -> None:
    readings = "item,output,rung,label\na,emotion,state,hapy\nb,emotion,state,smug\n"
    submission = write(tmp_path, readings=readings, truth=TRUTH)
    with pytest.raises(TableError) as caught:
        load(submission)
    assert [line.partition(".csv: ")[2] for line in str(caught.value).splitlines()] == [
        "row 2, column 'label': unknown label of output 'emotion' 'hapy'; did you mean 'happy'?",
        "row 3, column 'label': unknown label of output 'emotion' 'smug'; known are happy, sad",
        "truth never uses them; those that are meant so are named in --map under 'labels'",
    ]
    (tmp_path / "map.yaml").write_text("readings:\n  labels: {hapy: happy, smug: smug}\n")
    tables = load(submission, map_file=tmp_path / "map.yaml")
    assert tables.readings["label"].to_list() == ["happy", "smug"]
    write(tmp_path, readings=readings.replace("label", "Predicted"), truth=TRUTH)
    notices: list[str] = []
    assert load(submission, notices, tmp_path / "map.yaml").readings["label"].to_list() == ["happy", "smug"]
    assert "label = 'Predicted'" in notices[0]


def test_items_that_only_one_of_the_two_speaks_of_are_told(tmp_path: Path) -> None:
    notices: list[str] = []
    readings = "item,output,rung,label\na,emotion,state,happy\nz,emotion,state,sad\n"
    load(write(tmp_path, readings=readings, truth=TRUTH + "c,emotion,sad,intended\n"), notices)
    assert notices == [
        f"{tmp_path}/truth.csv: item 'b' and 1 more has no reading; it counts as not answered",
        f"{tmp_path}/readings.csv: item 'z' has no truth; what is said of it is not judged",
        f"{tmp_path}/readings.csv: every item counts as a person of its own; say who is in them with --items",
    ]


def test_items_that_are_spelt_apart_are_told_with_their_twin(tmp_path: Path) -> None:
    readings = "item,output,rung,label\nclips/A.mp4,emotion,state,happy\nclips/B.mp4,emotion,state,sad\n"
    with pytest.raises(TableError, match=r"row 2, column 'item': .*'clips/A\.mp4' is not; did you mean 'a'\?"):
        load(write(tmp_path, readings=readings, truth=TRUTH))


def test_readings_that_stand_twice(tmp_path: Path) -> None:
    twice = READINGS + "a,emotion,state,sad\n"
    with pytest.raises(TableError) as caught:
        load(write(tmp_path, readings=twice, truth=TRUTH))
    assert [line.partition(".csv: ")[2] for line in str(caught.value).splitlines()] == [
        "row 4, column 'item': 'a' has a second reading of output 'emotion' on the same stretch (first in row 2)",
        "keep one reading of a stretch, or tell them apart in a column 'rater', 'vote' or 'run'",
    ]
    runs = "item,output,rung,label,run\na,emotion,state,happy,1\na,emotion,state,sad,2\nb,emotion,state,sad,1\n"
    assert load(write(tmp_path, readings=runs, truth=TRUTH)).readings.height == 3


@pytest.mark.parametrize(
    ("truth", "told"),
    [
        ("a,emotion,happy,intended,,\na,emotion,sad,intended,,\n", "a second intended truth of output 'emotion' on"),
        ("a,emotion,happy,perceived,r1,\na,emotion,sad,perceived,r1,\n", "of output 'emotion' by rater 'r1' on"),
        ("a,emotion,happy,perceived,,3\na,emotion,happy,perceived,,4\n", "a second perceived truth"),
        ("a,emotion,happy,perceived,,2.5\n", "row 3, column 'count': 2.5 is no whole number from 0 up"),
        ("a,emotion,happy,perceived,,-1\n", "row 3, column 'count': -1 is no whole number from 0 up"),
    ],
)
def test_truth_that_stands_twice_or_is_no_count(tmp_path: Path, truth: str, told: str) -> None:
    head = "item,output,label,source,rater,count\nb,emotion,sad,intended,,\n"
    with pytest.raises(TableError) as caught:
        load(write(tmp_path, readings=READINGS, truth=head + truth))
    assert told in str(caught.value)


def test_votes_by_rater_by_count_or_a_row_each(tmp_path: Path) -> None:
    truth = (
        "item,output,label,source,rater,count\n"
        "a,emotion,happy,perceived,r1,\na,emotion,happy,perceived,r2,\n"
        "b,emotion,happy,perceived,,3\nb,emotion,sad,perceived,,4\n"
        "c,emotion,happy,perceived,,\nc,emotion,happy,perceived,,\n"
    )
    assert load(write(tmp_path, readings=READINGS, truth=truth)).truth.height == 6


def test_faults_of_several_tables_are_told_together(tmp_path: Path) -> None:
    submission = write(tmp_path, readings="item,output,rung,label\na,e,stat,x\n", truth="item,output,label\na,e,x\n")
    with pytest.raises(UsageError) as caught:
        load(submission)
    assert [line.removeprefix(f"{tmp_path}/") for line in str(caught.value).splitlines()] == [
        "readings.csv: row 2, column 'rung': unknown rung 'stat'; did you mean 'state'?",
        "truth.csv: column 'source' is missing; columns are item, output, label; name it with --map",
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    readings = 'item,output,rung,label\n"a\n1",emotion,state,happy\n\nb,emotion,stat,sad\n'
    with pytest.raises(TableError, match=r"readings\.csv: row 4, column 'rung': unknown rung 'stat'"):
        load(write(tmp_path, readings=readings, truth=TRUTH))


def test_a_table_in_many_pieces_is_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'i{n},emotion,state,"happy, {n % 7}\nor so",{n / 500}\n' for n in range(500))
    readings = "item,output,rung,label,score\n" + rows
    truth = "item,output,label,source\n" + "".join(f'i{n},emotion,"happy, {n % 7}\nor so",script\n' for n in range(500))
    submission = write(tmp_path, readings=readings, truth=truth)
    whole = load(submission)
    monkeypatch.setattr("desdemona.datasets.delimited.BLOCK_BYTES", 1000)
    monkeypatch.setattr("desdemona.datasets.submission.LARGE_BYTES", 100)
    pieces = load(submission)
    assert pieces.readings.equals(whole.readings)
    assert pieces.readings["score"].sum() == pytest.approx(sum(n / 500 for n in range(500)))
    assert pieces.truth.equals(whole.truth)
