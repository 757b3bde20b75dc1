"""Reading comma- or tab-separated text in pieces, so that a file of any size is checked in little memory.

Before a piece is parsed its bytes are looked at: every row must be UTF-8, close its quotation marks and have as many
cells as the header. A row that does not is told with its number and left out of the piece; nothing is guessed. Rows
are counted as a spreadsheet counts them: the header is row 1, and a cell that holds a line break is still one row.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import polars as pl

from desdemona.datasets.broken_rows import broken, is_utf8, not_utf8
from desdemona.datasets.faults import MOST_FAULTS, Faults, at_row
from desdemona.datasets.records import NEWLINE, RETURN, Records, find_records
from desdemona.errors import FileProblem, TableError

BLOCK_BYTES = 4 << 20
"""How much of a file is looked at in one go; our choice: large enough to be quick, small beside any table."""
LONGEST_LINE_BYTES = 64 << 20
EMPTY = ["", "NA", "NaN", "nan", "null"]
"""Cells that mean nothing was said."""
UTF8_MARK, UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
AS_UTF8 = "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')"


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some rows of a table, the number in the file of each, and the faults of the rows that were left out."""

    table: pl.DataFrame
    rows: pl.Series
    faults: Faults


def read_pieces(path: Path, separator: str = ",") -> Iterator[Piece]:
    """Read a file piece by piece; every cell stays text. There is always one piece, if only with the columns.

    Raises
    ------
    FileProblem
        When the file cannot be read, is UTF-16 or no text at all.
    TableError
        When the header is broken or names a column twice.
    """
    try:
        with path.open("rb") as file:
            yield from _pieces(path, file, separator)
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from None


def _pieces(path: Path, file: BinaryIO, separator: str) -> Iterator[Piece]:
    """Read an open file piece by piece."""
    names: list[str] = []
    row, rest = 1, b""
    for block, last in _blocks(path, file):
        text = rest + block
        records = find_records(text, ord(separator), last=last)
        rest = text[records.ends[-1] :] if records.ends.size else text
        if not names and records.ends.size:
            names = header(path, text[: records.ends[0]], separator, closed=bool(records.closed[0]))
            yield Piece(_empty(names), pl.Series([], dtype=pl.UInt32), Faults())
            records = records.after(1)
            row += 1
        if records.ends.size:
            yield _piece(path, text, records, (names, separator, row))
        row += records.ends.size


def _empty(names: Sequence[str]) -> pl.DataFrame:
    """Return a table of these columns without rows."""
    return pl.DataFrame(schema=dict.fromkeys(names, pl.String))


def _blocks(path: Path, file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Give the file in blocks of whole lines, each with whether it is the last."""
    rest = file.read(BLOCK_BYTES)
    if rest.startswith(UTF16_MARKS):
        raise FileProblem(path, "is UTF-16 text, not UTF-8", AS_UTF8)
    rest = rest.removeprefix(UTF8_MARK)
    while more := file.read(BLOCK_BYTES):
        cut = rest.rfind(b"\n") + 1
        if cut:
            yield _looked_at(path, rest[:cut]), False
        elif len(rest) > LONGEST_LINE_BYTES:
            raise FileProblem(path, "has a line of more than 64 MB", "is it a table?")
        rest = rest[cut:] + more
    yield _looked_at(path, rest), True


def _looked_at(path: Path, block: bytes) -> bytes:
    """Return a block of text as it is; refuse what no text holds."""
    if b"\x00" in block:
        raise FileProblem(path, "holds bytes that no UTF-8 text has (zeros)", AS_UTF8)
    return block


def header(path: Path, line: bytes, separator: str, *, closed: bool) -> list[str]:
    """Return the names of the columns, without the blanks round them.

    Raises
    ------
    TableError
        When the header is no UTF-8, leaves a quotation mark open, or names a column twice.
    """
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise TableError(path, [f"row 1{not_utf8(line.rstrip())}"]) from None
    if not closed:
        raise TableError(path, ["row 1: a quotation mark is opened and not closed"])
    names = [name.strip() for name in next(csv.reader([text], delimiter=separator), [])]
    twice = [f"row 1: column '{name}' stands twice" for name in dict.fromkeys(names) if name and names.count(name) > 1]
    if twice:
        raise TableError(path, twice)
    return [name or ("" if "" not in names[:at] else f"column {at + 1}") for at, name in enumerate(names)]


def _piece(path: Path, block: bytes, records: Records, place: tuple[list[str], str, int]) -> Piece:
    """Parse the rows of a block that are sound, and tell those that are not; `place` is names, separator, first row."""
    names, separator, row = place
    rows = np.arange(row, row + records.ends.size, dtype=np.uint32)
    raw = np.frombuffer(block, dtype=np.uint8)
    length = records.ends - records.starts
    lead = raw[records.starts]
    blank = ((length == 1) & (lead == NEWLINE)) | ((length == 2) & (lead == RETURN))
    text = _is_text(block, records)
    sound = records.closed & text & (records.cells == len(names))
    wrong = np.flatnonzero(~sound & ~blank)
    faults = Faults(count=max(wrong.size - MOST_FAULTS, 0))
    for at in wrong[:MOST_FAULTS].tolist():
        line = block[records.starts[at] : records.ends[at]].rstrip(b"\r\n")
        faults += at_row(int(rows[at]), broken(line, names, separator, closed=bool(records.closed[at])))
    keep = sound & ~blank
    try:
        table = _parsed(_without(block, records, keep), names, separator)
    except pl.exceptions.PolarsError as error:
        why = (str(error).strip().splitlines() or ["no reason"])[0]
        raise FileProblem(path, f"cannot be read between rows {rows[0]} and {rows[-1]} ({why})") from None
    return Piece(table, pl.Series(rows[keep]), faults)


def _is_text(block: bytes, records: Records) -> npt.NDArray[np.bool_]:
    """Return for each row whether it is UTF-8."""
    good = np.ones(records.ends.size, dtype=np.bool_)
    if block.isascii() or is_utf8(block):
        return good
    high = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) >= 0x80)
    of = np.unique(np.searchsorted(records.ends, high, side="right"))
    for at in of[of < records.ends.size].tolist():
        good[at] = is_utf8(block[records.starts[at] : records.ends[at]])
    return good


def _without(block: bytes, records: Records, keep: npt.NDArray[np.bool_]) -> bytes:
    """Return the kept rows of a block."""
    if keep.all():
        return block[records.starts[0] : records.ends[-1]]
    edges = np.flatnonzero(np.diff(keep.astype(np.int8), prepend=0, append=0))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return b"".join(block[records.starts[one] : records.ends[other - 1]] for one, other in runs)


def _parsed(body: bytes, names: Sequence[str], separator: str) -> pl.DataFrame:
    """Parse rows that are known to be sound; every cell stays text."""
    if not body:
        return _empty(names)
    return pl.read_csv(
        body,
        has_header=False,
        new_columns=list(names),
        separator=separator,
        infer_schema=False,
        null_values=EMPTY,
    )
