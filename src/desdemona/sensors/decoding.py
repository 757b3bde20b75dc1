"""Text as people's programs write it: the encoding found from the bytes, and sizes that no such file has refused."""

import re
from dataclasses import dataclass
from pathlib import Path

from desdemona.errors import FileProblem

MOST_BYTES = 64 << 20
"""The largest transcript, annotation or layout file that is read; our choice: a thousand hours of speech are less."""

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
PAIRED_SHARE = 0.9
"""Bytes above 127 stand in twos in Chinese text and mostly alone in European text; our choice of the border."""
WRITTEN = (
    (0x09, 0x0D),
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x2027),
    (0x3000, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xFF00, 0xFF65),
)
"""Letters and signs of Latin and East Asian writing; by these UTF-16 without a mark is told from other bytes."""
WRITTEN_SHARE = 0.95
CALLED = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GBK", "cp1252": "Windows-1252"}


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text without byte order mark, lines ended by a line feed alone, and the encoding it was in."""

    text: str
    encoding: str

    @property
    def notices(self) -> tuple[str, ...]:
        """Return a sentence when the encoding had to be guessed."""
        if self.encoding in ("gb18030", "cp1252"):
            return (f"the text is not UTF-8; it was read as {CALLED[self.encoding]}",)
        return ()


def read_bytes(path: Path) -> bytes:
    """Read a small file whole.

    Raises
    ------
    FileProblem
        When it is missing, a folder, empty, or larger than `MOST_BYTES`.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise FileProblem(path, "is a folder, not a file")
        if size > MOST_BYTES:
            raise FileProblem(path, f"is {size >> 20} MB long; the most is {MOST_BYTES >> 20} MB", "cut it into parts")
        held = path.read_bytes()
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from None
    if not held:
        raise FileProblem(path, "is empty")
    return held


def read_text(path: Path) -> Text:
    """Read a text file: by its byte order mark, else as UTF-8, else UTF-16 by its zeros, GBK, or Windows-1252.

    Raises
    ------
    FileProblem
        When the file cannot be read or is no text.
    """
    held = read_bytes(path)
    try:
        return decode(held)
    except UnicodeDecodeError as error:
        byte = held[error.start]
        raise FileProblem(
            path, f"byte {error.start} (0x{byte:02x}) is no {error.encoding} text", "save it as UTF-8"
        ) from None
    except ValueError as error:
        raise FileProblem(path, str(error), "save it as UTF-8") from None


def decode(held: bytes) -> Text:
    """Return the text that bytes hold; the encoding is guessed only where they are not UTF-8.

    Raises
    ------
    UnicodeDecodeError
        When a byte order mark names an encoding that the bytes are not in.
    ValueError
        When the bytes hold zeros, as no text does.
    """
    for mark, encoding in MARKS:
        if held.startswith(mark):
            return _plain(held[len(mark) :].decode(encoding), encoding)
    if b"\x00" in held:
        return _unmarked_wide(held)
    try:
        return _plain(held.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(held)


def _unmarked_wide(held: bytes) -> Text:
    """Return bytes with zeros among them as UTF-16, of the order in which they are letters that people write."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = held.decode(encoding, errors="replace")
        written = sum(any(first <= ord(letter) <= last for first, last in WRITTEN) for letter in text)
        if written >= WRITTEN_SHARE * len(text):
            return _plain(text, encoding)
    raise ValueError(f"byte {held.index(0)} is a zero, which no text holds")


def _guessed(held: bytes) -> Text:
    """Return bytes that are not UTF-8 as GBK where they stand in pairs as its characters do, else as Windows-1252."""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", held)]
    paired = sum(length for length in runs if length % 2 == 0)
    if paired >= PAIRED_SHARE * sum(runs):
        try:
            return _plain(held.decode("gb18030"), "gb18030")
        except UnicodeDecodeError:
            pass
    return _plain(held.decode("cp1252", errors="replace"), "cp1252")


def _plain(text: str, encoding: str) -> Text:
    if "\x00" in text:
        raise ValueError("the text holds zeros, which no text holds")
    return Text(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"), encoding)
