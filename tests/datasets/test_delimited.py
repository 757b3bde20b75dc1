from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desdemona.datasets.records import find_records
from desdemona.datasets.table_file import read_table_file
from desdemona.errors import FileProblem, TableError


def read(folder: Path, content: bytes, name: str = "t.csv") -> pl.DataFrame:
    (folder / name).write_bytes(content)
    return read_table_file(folder / name)


def faults(folder: Path, content: bytes) -> list[str]:
    with pytest.raises(TableError) as caught:
        read(folder, content)
    return list(caught.value.faults)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfitem,label\na,b\n").to_dicts() == [{"item": "a", "label": "b"}]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_other_encodings_of_a_whole_file(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(FileProblem, match=r"t\.csv: (is UTF-16 text|holds bytes).*; save it as UTF-8"):
        read(tmp_path, "item,label\na,b\n".encode(encoding))


def test_each_row_that_is_not_utf8_is_told_with_what_it_may_have_been(tmp_path: Path) -> None:
    rows = [b"item,label", "é,joyeux".encode(), b"b,caf\xe9", "c,愤怒".encode("gbk"), b"d,sad"]
    assert faults(tmp_path, b"\n".join(rows)) == [
        r"row 3, column 'label': 'caf\xe9' is not UTF-8; in Windows-1252 it is 'café'; save the whole file as UTF-8",
        r"row 4, column 'label': '\xb7\xdf\xc5\xad' is not UTF-8; in GBK it is '愤怒'; save the whole file as UTF-8",
    ]


def test_a_header_that_is_broken(tmp_path: Path) -> None:
    assert faults(tmp_path, b"it\xe9m,label\na,b\n")[0].startswith(r"row 1: 'it\xe9m,label' is not UTF-8; in Windows")
    assert faults(tmp_path, b"item,label,item\na,b,c\n") == ["row 1: column 'item' stands twice"]
    assert faults(tmp_path, b'item,"label\na,b\n') == ["row 1: a quotation mark is opened and not closed"]


def test_rows_with_other_numbers_of_cells(tmp_path: Path) -> None:
    assert faults(tmp_path, b"item,label\na,b,c\nd\ne,f\n") == [
        "row 2: has 3 cells, the header has 2: 'a,b,c'",
        "row 3: has 1 cell, the header has 2: 'd'",
    ]


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    rows = b"item,label\n" + b'a,5" screen\n' + b"b,c\n" * 200
    assert faults(tmp_path, rows) == [
        "row 2: a quotation mark is opened and not closed; double it where it is part of the text"
    ]


def test_quotes_commas_and_line_breaks_in_cells(tmp_path: Path) -> None:
    table = read(tmp_path, b'item,label\r\n"a, b","said ""no""\nthen left"\r\nc,\r\n')
    assert table.rows() == [("a, b", 'said "no"\nthen left'), ("c", None)]


def test_extra_commas_of_a_spreadsheet_make_columns_without_a_name(tmp_path: Path) -> None:
    assert read(tmp_path, b"item,label,,\na,b,,\n").columns == ["item", "label", "", "column 4"]


CELLS = st.text(alphabet=st.sampled_from('ab,"\n\r é愤'), max_size=6)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_rows_are_found_as_a_writer_wrote_them(rows: list[tuple[str, str]]) -> None:
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    records = find_records(text.encode(), ord(","), last=True)
    assert records.cells.tolist() == [2] * len(rows)
    assert records.closed.all()
