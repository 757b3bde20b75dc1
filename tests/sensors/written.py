"""Sensor files written for the tests, field by field as the format says."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def tal(onset_s: float, *texts: str, lasts_s: float | None = None) -> bytes:
    lasts = "" if lasts_s is None else f"\x15{lasts_s:g}"
    return f"{onset_s:+g}{lasts}\x14{''.join(text + chr(20) for text in texts) or chr(20)}\x00".encode()


def edf_bytes(
    signals: Sequence[tuple[str, str, Floats, int]],
    record_s: float = 1.0,
    marks: Sequence[bytes] = (),
    kind: str = "EDF+C",
    records: int | None = None,
) -> bytes:
    """Write signals (label, unit, values, samples a record); physical limits -1000 to 1000, digital of 16 bits."""
    count = len(signals[0][2]) // signals[0][3] if signals else len(marks)
    note_samples = 60
    rows = [(label, unit, samples) for label, unit, _, samples in signals]
    if marks:
        rows.append(("EDF Annotations", "", note_samples))
    head = "0".ljust(8) + "X X X X".ljust(80) + "Startdate X X X X".ljust(80) + "01.01.0000.00.00"
    head += str(256 * (len(rows) + 1)).ljust(8) + (kind if marks else "").ljust(44)
    head += str(count if records is None else records).ljust(8) + f"{record_s:g}".ljust(8) + str(len(rows)).ljust(4)
    for width, field in (
        (16, [row[0] for row in rows]),
        (80, [""] * len(rows)),
        (8, [row[1] for row in rows]),
        (8, ["-1000"] * len(rows)),
        (8, ["1000"] * len(rows)),
        (8, ["-32768"] * len(rows)),
        (8, ["32767"] * len(rows)),
        (80, [""] * len(rows)),
        (8, [str(row[2]) for row in rows]),
        (32, [""] * len(rows)),
    ):
        head += "".join(text.ljust(width) for text in field)
    body = b""
    for record in range(count):
        for _, _, values, samples in signals:
            part = values[record * samples : (record + 1) * samples]
            body += np.rint((part + 1000) * 65535 / 2000 - 32768).astype("<i2").tobytes()
        if marks:
            body += marks[record].ljust(2 * note_samples, b"\x00")
    return head.encode("latin-1") + body


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
