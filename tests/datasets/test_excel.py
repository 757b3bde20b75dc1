from pathlib import Path

import polars as pl
import pytest
from tests.datasets.excel_file import write_xlsx

from desdemona.datasets.table_file import read_table_file
from desdemona.errors import FileProblem

pytest.importorskip("fastexcel", reason="the optional reader of Excel files is not installed")


def test_the_first_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "readings.xlsx"
    write_xlsx(path, [["item ", "label"], ["a", "calm"], ["b", "tense"]])
    expected = pl.DataFrame({"item": ["a", "b"], "label": ["calm", "tense"]})
    assert read_table_file(path).equals(expected)


def test_what_is_no_excel_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "readings.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(FileProblem, match=r"readings\.xlsx: cannot be read as xlsx"):
        read_table_file(path)
