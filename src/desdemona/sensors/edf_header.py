"""The header of an EDF, EDF+ or BDF file, with the byte of whatever is wrong in it.

EDF: Kemp, Värri, Rosa, Nielsen and Gade 1992; EDF+: Kemp and Olivan 2003; BDF is the same with 24 bits. Who was
recorded is never read.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from desdemona.errors import FileProblem

Number = TypeVar("Number", int, float)

FIXED_BYTES = 256
SIGNAL_BYTES = 256
WIDTHS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
"""Bytes of the fields of each signal: label, transducer, unit, physical and digital limits, filter, samples, rest."""
MOST_SIGNALS = 2048
ANNOTATIONS = ("EDF Annotations", "BDF Annotations")


@dataclass(frozen=True, slots=True)
class EdfSignal:
    """One signal of the header: value = `gain` × digital + `offset`, `samples` of them in every data record.

    `first` is the place of its first sample within a record, counted in samples.
    """

    label: str
    unit: str
    gain: float
    offset: float
    samples: int
    first: int

    @property
    def is_annotations(self) -> bool:
        """Return whether this signal holds annotations rather than numbers."""
        return self.label in ANNOTATIONS


@dataclass(frozen=True, slots=True)
class EdfHeader:
    """What the header says of the whole file: `records` of `record_s` seconds, `sample_bytes` a sample.

    `broken_off` says whether records may be parted by breaks (EDF+D).
    """

    header_bytes: int
    records: int
    record_s: float
    sample_bytes: int
    broken_off: bool
    signals: tuple[EdfSignal, ...]

    @property
    def record_samples(self) -> int:
        """Return how many samples of all signals together stand in one record."""
        return sum(signal.samples for signal in self.signals)

    @property
    def record_bytes(self) -> int:
        """Return how many bytes one record has."""
        return self.record_samples * self.sample_bytes


def read_header(path: Path) -> EdfHeader:
    """Read and check a header against the length of its file.

    Raises
    ------
    FileProblem
        When the file cannot be read, is no EDF, a field of the header is no number or cannot be, or the file is not as
        long as the header says; the byte is told.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            fixed = file.read(FIXED_BYTES)
            rest = file.read(SIGNAL_BYTES * _signal_count(path, fixed))
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from None
    header = _header(path, fixed, rest)
    return _with_records(path, header, size)


def _signal_count(path: Path, fixed: bytes) -> int:
    if fixed[:8].strip() != b"0" and not fixed.startswith(b"\xffBIOSEMI"):
        raise FileProblem(path, f"begins with {fixed[:8]!r}, not with an EDF or BDF mark", "is it an EDF file?")
    if len(fixed) < FIXED_BYTES:
        raise FileProblem(path, f"ends within the header, at byte {len(fixed)} of {FIXED_BYTES}", "copy it again")
    count = _number(path, fixed, 252, 4, int, "the number of signals")
    if not 1 <= count <= MOST_SIGNALS:
        raise FileProblem(path, f"byte 252: {count} signals; 1 to {MOST_SIGNALS} can be")
    return count


def _number(path: Path, held: bytes, byte: int, width: int, to: Callable[[str], Number], what: str) -> Number:
    text = held[byte : byte + width].decode("latin-1").strip("\x00 ")
    try:
        number = to(text.replace(",", "."))
    except ValueError:
        raise FileProblem(path, f"byte {byte}: {what} is '{text}', which is no number") from None
    if not math.isfinite(number):
        raise FileProblem(path, f"byte {byte}: {what} is '{text}', which is no number")
    return number


def _header(path: Path, fixed: bytes, rest: bytes) -> EdfHeader:
    count = len(rest) // SIGNAL_BYTES
    said = _number(path, fixed, 252, 4, int, "the number of signals")
    if count < said:
        end = FIXED_BYTES + len(rest)
        raise FileProblem(
            path, f"ends within the header, at byte {end} of {FIXED_BYTES + said * SIGNAL_BYTES}", "copy it again"
        )
    header_bytes = _number(path, fixed, 184, 8, int, "the length of the header")
    if header_bytes != FIXED_BYTES + count * SIGNAL_BYTES:
        right = FIXED_BYTES + count * SIGNAL_BYTES
        raise FileProblem(
            path, f"byte 184: the header is said to have {header_bytes} bytes; {count} signals need {right}"
        )
    record_s = _number(path, fixed, 244, 8, float, "the length of a record")
    if not 0 <= record_s < 1e6:
        raise FileProblem(path, f"byte 244: a record is said to last {record_s:g} s")
    return EdfHeader(
        header_bytes,
        _number(path, fixed, 236, 8, int, "the number of records"),
        record_s,
        3 if fixed.startswith(b"\xff") else 2,
        fixed[192:197] in (b"EDF+D", b"BDF+D"),
        tuple(_signals(path, rest, count)),
    )


def _signals(path: Path, rest: bytes, count: int) -> Iterator[EdfSignal]:
    places = [count * sum(WIDTHS[:at]) for at in range(len(WIDTHS))]
    first = 0
    for k in range(count):

        def text(field: int, k: int = k) -> str:
            return rest[places[field] + k * WIDTHS[field] :][: WIDTHS[field]].decode("latin-1").strip("\x00 ")

        def number(field: int, what: str, k: int = k) -> float:
            byte = places[field] + k * WIDTHS[field]
            return _number(path, b"\x20" * FIXED_BYTES + rest, FIXED_BYTES + byte, WIDTHS[field], float, what)

        label = text(0)
        low, high, bottom, top = (number(field, f"a limit of '{label}'") for field in (3, 4, 5, 6))
        samples = int(number(8, f"the samples of '{label}'"))
        if samples < 1:
            raise FileProblem(path, f"byte {FIXED_BYTES + places[8] + 8 * k}: '{label}' has {samples} samples a record")
        if label in ANNOTATIONS:
            yield EdfSignal(label, "", 1.0, 0.0, samples, first)
            first += samples
            continue
        for one, other, at, what in ((low, high, 3, "physical"), (bottom, top, 5, "digital")):
            if one == other:
                byte = FIXED_BYTES + places[at] + 8 * k
                raise FileProblem(path, f"byte {byte}: both {what} limits of '{label}' are {one:g}; they must differ")
        gain = (high - low) / (top - bottom)
        yield EdfSignal(label, text(2), gain, low - gain * bottom, samples, first)
        first += samples


def _with_records(path: Path, header: EdfHeader, size: int) -> EdfHeader:
    """Return the header with its number of records, which a device that was cut off leaves at -1."""
    whole = (size - header.header_bytes) // header.record_bytes
    if header.records == -1:
        return replace(header, records=whole)
    if header.records < 0:
        raise FileProblem(path, f"byte 236: {header.records} records; -1 or more can be")
    right = header.header_bytes + header.records * header.record_bytes
    if size < right:
        raise FileProblem(
            path,
            f"breaks off at byte {size:,} of {right:,}, after {whole:,} of {header.records:,} records",
            "copy it again, or write -1 at byte 236 to read the whole records",
        )
    return header
