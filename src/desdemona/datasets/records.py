"""Finding rows and counting their cells in bytes, without parsing them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

QUOTE, NEWLINE, RETURN = b'"\n\r'
MOST_LINES = 100
"""Lines after which a quotation mark that was opened counts as never closed; our choice."""

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Rows found in a block of bytes: where each starts and ends, how many cells it has, whether its quotes close."""

    starts: Places
    ends: Places
    cells: Places
    closed: npt.NDArray[np.bool_]

    def after(self, count: int) -> "Records":
        """Return all rows but the first ones."""
        return Records(self.starts[count:], self.ends[count:], self.cells[count:], self.closed[count:])


def find_records(block: bytes, separator: int, *, last: bool) -> Records:
    """Find the rows of a block of whole lines; a row left open at the end of it is left for the next block."""
    raw = np.frombuffer(block, dtype=np.uint8)
    ends: Places = np.flatnonzero(raw == NEWLINE) + 1
    if raw.size and (not ends.size or ends[-1] < raw.size):
        ends = np.append(ends, raw.size)
    starts: Places = np.concatenate(([0], ends[:-1])).astype(np.int64)[: ends.size]
    separators: Places = np.flatnonzero(raw == separator)
    closed = np.ones(ends.size, dtype=np.bool_)
    if b'"' in block:
        quotes: Places = np.flatnonzero(raw == QUOTE)
        starts, ends, closed = _joined(starts, ends, np.searchsorted(quotes, ends), last=last)
        of = np.minimum(np.searchsorted(ends, separators, side="right"), max(ends.size - 1, 0))
        before = np.searchsorted(quotes, separators) - np.searchsorted(quotes, starts)[of] if ends.size else separators
        separators = separators[before % 2 == 0]
    cells = np.searchsorted(separators, ends) - np.searchsorted(separators, starts) + 1
    return Records(starts, ends, cells, closed)


def _joined(
    starts: Places, ends: Places, quotes: Places, *, last: bool
) -> tuple[Places, Places, npt.NDArray[np.bool_]]:
    """Join lines between which a quotation mark is open; `quotes` counts the marks up to each line's end."""
    odd = np.flatnonzero(np.diff(quotes, prepend=0) % 2).tolist()
    first, final = np.ones(ends.size, dtype=np.bool_), np.ones(ends.size, dtype=np.bool_)
    closed = np.ones(ends.size, dtype=np.bool_)
    whole = ends.size
    at = 0
    while at < len(odd):
        line, close = odd[at], odd[at + 1] if at + 1 < len(odd) else ends.size
        if close < ends.size and close - line <= MOST_LINES:
            first[line + 1 : close + 1] = False
            final[line:close] = False
            at += 2
        elif not last and close == ends.size and ends.size - line <= MOST_LINES:
            whole = line
            break
        else:
            closed[line] = False
            at += 1
    keep = np.arange(ends.size) < whole
    return starts[first & keep], ends[final & keep], closed[first & keep]
