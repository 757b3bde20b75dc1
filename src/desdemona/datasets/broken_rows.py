"""What to say of a row that cannot be read."""

import csv
import re
from collections.abc import Mapping, Sequence

NAMES: Mapping[str, str] = {"gbk": "GBK", "cp1252": "Windows-1252", "latin-1": "Latin-1"}


def broken(line: bytes, names: Sequence[str], separator: str, *, closed: bool) -> str:
    """Say what is wrong with a row that cannot be parsed."""
    if not closed:
        return ": a quotation mark is opened and not closed; double it where it is part of the text"
    cells = next(csv.reader([line.decode("latin-1")], delimiter=separator), [])
    for at, cell in enumerate(cells):
        if not is_utf8(cell.encode("latin-1")):
            name = names[at] if at < len(names) else str(at + 1)
            return f", column '{name}'{not_utf8(cell.encode('latin-1'))}"
    shown = line.decode("utf-8")
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    return f": has {len(cells)} cell{'s' if len(cells) != 1 else ''}, the header has {len(names)}: '{shown}'"


def not_utf8(cell: bytes) -> str:
    """Say that a cell is not UTF-8, and what it may have been."""
    chinese = all(len(run) % 2 == 0 for run in re.findall(rb"[\x80-\xff]+", cell))
    for encoding in ("gbk", "cp1252", "latin-1") if chinese else ("cp1252", "latin-1"):
        try:
            meant = cell.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    shown = cell.decode("ascii", "backslashreplace")
    return f": '{shown}' is not UTF-8; in {NAMES[encoding]} it is '{meant}'; save the whole file as UTF-8"


def is_utf8(text: bytes) -> bool:
    """Return whether bytes are UTF-8."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
