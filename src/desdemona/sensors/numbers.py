"""Columns of numbers out of comma- or tab-separated text, a block at a time, each fault told with its line."""

import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, cast

import numpy as np
import polars as pl

from desdemona.errors import FileProblem, TableError
from desdemona.sensors.decoding import decode
from desdemona.sensors.signal import Floats

BLOCK_BYTES = 4 << 20
"""How much of a file is held as text at once; our choice."""
LONGEST_LINE_BYTES = 1 << 20
MOST_FAULTS = 20
NOTHING = ("", "n/a", "N/A", "NA", "NaN", "nan", "NAN", "null", "-")
"""Cells that say no value was given."""
AS_UTF8 = "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')"


@dataclass(frozen=True, slots=True)
class Form:
    """How the text is written: the names of its columns, what parts them, its decimal sign, where the rows begin."""

    names: tuple[str, ...]
    separator: str
    decimal: Literal[".", ","] = "."
    header_lines: int = 1


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file, unpacked where its name ends in `.gz`.

    Raises
    ------
    FileProblem
        When it cannot be read, or the packed stream breaks off or is damaged.
    """
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            yield cast(BinaryIO, file)
    except EOFError:
        raise FileProblem(path, "the packed file breaks off before its end", "copy it again") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FileProblem(path, f"is no sound gzip file ({error})", "copy it again") from None
    except csv.Error as error:
        raise FileProblem(path, f"cannot be read as a table ({error})") from None
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror or error})") from None


def look_at_form(path: Path, decimal: Literal[".", ","] = ".") -> Form:
    """Return how a table with a header is written; lines that begin with '#' before it are left out.

    Raises
    ------
    FileProblem
        When it cannot be read, is empty, or is no text.
    TableError
        When a column is named twice.
    """
    with open_bytes(path) as file:
        skipped = 0
        while (line := file.readline(LONGEST_LINE_BYTES)).lstrip().startswith(b"#"):
            skipped += 1
    if line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in line:
        raise FileProblem(path, "is no UTF-8 text", AS_UTF8)
    if not line.strip():
        raise FileProblem(path, "has no header", "the first line names the columns")
    text = decode(line.rstrip(b"\r\n")).text
    separator = max("\t;,", key=text.count)
    names = tuple(name.strip() for name in next(csv.reader([text], delimiter=separator)))
    twice = [
        f"line {skipped + 1}: column '{name}' stands twice" for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    if twice:
        raise TableError(path, twice)
    return Form(names, separator, decimal, skipped + 1)


def read_numbers(path: Path, form: Form, wanted: Sequence[str]) -> Iterator[tuple[int, Floats]]:
    """Yield blocks of the wanted columns: the line (from 1) of the first row, and the values (rows, columns).

    Cells that give no value are NaN. Only one block of text is held at a time.

    Raises
    ------
    FileProblem
        When the file can no longer be read.
    TableError
        When a line has too few or too many cells, or a wanted cell is no number.
    """
    line = form.header_lines + 1
    with open_bytes(path) as file:
        for _ in range(form.header_lines):
            file.readline(LONGEST_LINE_BYTES)
        for block in _blocks(path, file):
            _look_at_cells(path, block, form, line)
            yield line, _values(path, block, form, wanted, line)
            line += block.count(b"\n")


def _blocks(path: Path, file: BinaryIO) -> Iterator[bytes]:
    """Give the file in blocks of whole lines, line feeds alone, without blank lines at the end."""
    rest = b""
    while more := file.read(BLOCK_BYTES):
        rest = (rest + more).replace(b"\r\n", b"\n")
        whole = rest[: rest.rfind(b"\n") + 1].rstrip(b"\n")
        if whole:
            yield whole + b"\n"
            rest = rest[len(whole) + 1 :]
        elif len(rest) > LONGEST_LINE_BYTES:
            raise FileProblem(path, "has a line of more than 1 MB", "is it a table?")
    if rest.strip():
        yield rest.rstrip() + b"\n"


def _look_at_cells(path: Path, block: bytes, form: Form, line: int) -> None:
    """Refuse a block in which a line has not as many cells as the header."""
    bytes_ = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(bytes_ == ord("\n"))
    if b'"' in block:
        _refuse_open_marks(path, block, line)
        rows = csv.reader(block.decode("latin-1").splitlines(), delimiter=form.separator)
        cells = np.array([len(row) for row in rows])
    else:
        commas = np.searchsorted(np.flatnonzero(bytes_ == ord(form.separator)), ends)
        cells = np.diff(commas, prepend=0) + 1
    wrong = np.flatnonzero(cells != len(form.names))
    if wrong.size:
        told = [
            f"line {line + at}: has {cells[at]} cells, not {len(form.names)}" for at in wrong[:MOST_FAULTS].tolist()
        ]
        raise TableError(path, told + _rest(int(wrong.size)))


def _refuse_open_marks(path: Path, block: bytes, line: int) -> None:
    """Refuse a line that opens a quotation mark and does not close it."""
    for at, row in enumerate(block.split(b"\n")):
        if row.count(b'"') % 2:
            raise TableError(path, [f"line {line + at}: a quotation mark is opened and not closed"])


def _rest(count: int) -> list[str]:
    return [f"and {count - MOST_FAULTS:,} more"] if count > MOST_FAULTS else []


def _values(path: Path, block: bytes, form: Form, wanted: Sequence[str], line: int) -> Floats:
    try:
        table = pl.read_csv(
            block,
            has_header=False,
            new_columns=list(form.names),
            separator=form.separator,
            infer_schema=False,
            encoding="utf8-lossy",
            null_values=list(NOTHING),
            truncate_ragged_lines=True,
            columns=[form.names.index(name) for name in wanted],
        )
    except pl.exceptions.PolarsError as error:
        why = (str(error).strip().splitlines() or ["no reason"])[0]
        raise FileProblem(path, f"cannot be read from line {line} on ({why})") from None
    faults: list[str] = []
    columns = [_numbers(table[name], form, line, faults) for name in wanted]
    if faults:
        raise TableError(path, faults[:MOST_FAULTS] + _rest(len(faults)))
    return np.stack(columns, axis=1)


def _numbers(cells: pl.Series, form: Form, line: int, faults: list[str]) -> Floats:
    text = cells.str.strip_chars()
    if form.decimal == ",":
        text = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    values = text.replace(list(NOTHING), [None] * len(NOTHING)).cast(pl.Float64, strict=False)
    said = text.is_not_null() & ~text.is_in(list(NOTHING))
    for at in (said & values.is_null()).arg_true().to_list():
        shown = cells[at] if len(cells[at]) <= 40 else f"{cells[at][:39]}…"
        meant = cells[at].replace(",", ".", 1)
        hint = f'; is {meant} meant (decimal: ",")?' if form.decimal == "." and _is_number(meant) else ""
        faults.append(f"line {line + at}, column '{cells.name}': '{shown}' is no number{hint}")
    return values.fill_null(np.nan).to_numpy().astype(np.float64)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
