"""Reading one table from whatever file it came in: CSV, TSV, Parquet, JSON lines, Excel."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import polars as pl

from desdemona.datasets.delimited import Piece, read_pieces
from desdemona.datasets.faults import Faults
from desdemona.errors import FileProblem, unknown_name_text

SEPARATORS: Mapping[str, str] = {".csv": ",", ".tsv": "\t"}


def read_excel(path: Path) -> pl.DataFrame:
    """Read the first sheet of an Excel file.

    Raises
    ------
    FileProblem
        When the optional reader is not installed.
    """
    try:
        import fastexcel
    except ModuleNotFoundError:
        raise FileProblem(path, "Excel files need the extra reader", "pip install 'desdemona[excel]'") from None
    try:
        return pl.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise ValueError(str(error)) from None


READERS: Mapping[str, Callable[[Path], pl.DataFrame]] = {
    ".parquet": pl.read_parquet,
    ".jsonl": pl.read_ndjson,
    ".ndjson": pl.read_ndjson,
    ".xlsx": read_excel,
}
FIRST_ROW: Mapping[str, int] = {".parquet": 1, ".jsonl": 1, ".ndjson": 1}
"""Number of the first row of data; 2 where a header stands above it."""


def table_pieces(path: Path) -> Iterator[Piece]:
    """Read a table by its file's ending, in pieces; column names are stripped of blanks around them.

    Raises
    ------
    FileProblem
        When the file is missing, a folder, empty, of an unknown kind, or not what its ending says.
    TableError
        When the header is broken.
    """
    if not path.exists():
        raise FileProblem(path, "no such file")
    if path.is_dir():
        raise FileProblem(path, "is a folder, not a table")
    ending = path.suffix.lower()
    if ending not in SEPARATORS and ending not in READERS:
        raise FileProblem(path, unknown_name_text("kind of table", path.suffix or path.name, (*SEPARATORS, *READERS)))
    if path.stat().st_size == 0:
        raise FileProblem(path, "is empty")
    if ending in SEPARATORS:
        yield from read_pieces(path, SEPARATORS[ending])
        return
    table = _read_whole(path, READERS[ending])
    first = FIRST_ROW.get(ending, 2)
    rows = pl.int_range(first, first + table.height, dtype=pl.UInt32, eager=True)
    yield Piece(table, rows, Faults())


def _read_whole(path: Path, reader: Callable[[Path], pl.DataFrame]) -> pl.DataFrame:
    """Read a file that is not read in pieces."""
    try:
        table = reader(path)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        first = str(error).strip().splitlines()
        raise FileProblem(path, f"cannot be read as {path.suffix[1:]} ({first[0] if first else 'no reason'})") from None
    return table.rename({name: name.strip() for name in table.columns if name != name.strip()})


def read_table_file(path: Path) -> pl.DataFrame:
    """Read a whole table by its file's ending; column names are stripped of blanks around them.

    Raises
    ------
    FileProblem
        When the file is missing, a folder, empty, of an unknown kind, or not what its ending says.
    TableError
        When a row of text is broken: not UTF-8, a quotation mark left open, or not as many cells as the header.
    """
    faults, tables = Faults(), []
    for piece in table_pieces(path):
        faults += piece.faults
        tables.append(piece.table)
    faults.refuse(path)
    return pl.concat(tables, rechunk=True)
