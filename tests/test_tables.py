from pathlib import Path

import polars as pl

from desdemona.tables import READINGS, TRUTH, Reading, Truth, to_readings, to_truth, write_table


def test_empty_tables_keep_their_schema() -> None:
    assert dict(to_readings([]).schema) == READINGS
    assert dict(to_truth([]).schema) == TRUTH


def test_absence_is_null_not_zero() -> None:
    table = to_readings([Reading("a", 0.0, 1.0, "pulse.rate", "signal", status="not_measured")])
    assert table["value"].to_list() == [None]
    assert table["status"].to_list() == ["not_measured"]


def test_truth_keeps_its_source() -> None:
    table = to_truth([Truth("a", 0.0, 1.0, "pulse.rate", value=72.0)])
    assert table.row(0, named=True)["source"] == "script"


def test_tables_are_read_back_as_written(tmp_path: Path) -> None:
    table = to_readings([Reading("a", 0.0, 1.0, "state", "state", label="doubt"), Reading("b", 0, 1, "x", "sign")])
    write_table(table, tmp_path / "t.csv")
    write_table(table, tmp_path / "t.parquet")
    assert pl.read_parquet(tmp_path / "t.parquet").equals(table)
    assert pl.read_csv(tmp_path / "t.csv", schema=READINGS).equals(table)
