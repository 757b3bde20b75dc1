"""UBFC-rPPG: videos of faces with the pulse rate of a finger pulse oximeter.

Layout of DATASET_2: subjectN/vid.avi and subjectN/ground_truth.txt, which has three lines of numbers: the pulse wave,
the pulse rate in bpm, the time in seconds. Layout of DATASET_1: N-gt/vid.avi and N-gt/gtdump.xmp, which has one row a
sample: time in milliseconds, pulse rate in bpm, oxygen saturation, pulse wave.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from desdemona.datasets.columns import refuse, repeated_faults
from desdemona.datasets.votes import fit_schema, no_readings
from desdemona.errors import FileProblem, TableError
from desdemona.tables import TRUTH, Tables


def read_numbers(path: Path, separator: str | None) -> list[list[float]]:
    """Read the lines of a text file as numbers; empty lines are passed over.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When a word is no number; names line and word.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(path, f"cannot be read ({type(error).__name__})") from None
    rows, faults = [], []
    for number, line in enumerate(lines, start=1):
        words = line.split(separator)
        try:
            rows.append([float(word) for word in words])
        except ValueError as error:
            if line.strip():
                faults.append(f"line {number}: {str(error).rpartition(': ')[2]} is no number")
    refuse(path, faults)
    return [row for row in rows if row]


def read_ground_truth(path: Path) -> pl.DataFrame:
    """Read ground_truth.txt as `t_start_s` and `value` (bpm)."""
    rows = read_numbers(path, None)
    if len(rows) != 3 or len({len(row) for row in rows}) != 1:
        lengths = ", ".join(str(len(row)) for row in rows)
        raise TableError(path, [f"three lines of the same length are needed, found lines of {lengths or 'nothing'}"])
    return pl.DataFrame({"t_start_s": rows[2], "value": rows[1]})


def read_gtdump(path: Path) -> pl.DataFrame:
    """Read gtdump.xmp as `t_start_s` and `value` (bpm)."""
    rows = read_numbers(path, ",")
    if not rows:
        raise TableError(path, ["has no rows"])
    refuse(path, [f"row {at}: {len(row)} numbers, 4 are needed" for at, row in enumerate(rows, 1) if len(row) != 4])
    return pl.DataFrame({"t_start_s": [row[0] / 1000 for row in rows], "value": [row[1] for row in rows]})


READERS: Mapping[str, Callable[[Path], pl.DataFrame]] = {
    "ground_truth.txt": read_ground_truth,
    "gtdump.xmp": read_gtdump,
}


def load_ubfc_rppg(folder: Path) -> Tables:
    """Load the pulse rates of a copy of UBFC-rPPG; the videos are not opened.

    Truth: output `pulse.rate` in bpm at single instants, source sensor, as the oximeter said it; where it said 0 it
    had no pulse and there is no row. Items: one a folder, each a subject of its own, with the dataset's part as the
    condition `part`; `path` is null where the video is not there. The readings are empty.

    Raises
    ------
    FileProblem
        When there is no such folder, no truth in it, or a file cannot be read.
    TableError
        When a file of truth is not as the dataset has it, or two folders have the same name.
    """
    if not folder.is_dir():
        raise FileProblem(folder, "no such folder")
    paths = sorted(path for path in folder.rglob("*") if path.name in READERS)
    if not paths:
        raise FileProblem(folder, "holds neither ground_truth.txt nor gtdump.xmp", "UBFC-rPPG has one in every folder")
    items = pl.DataFrame([to_item(path) for path in paths], schema=["item", "subject", "path", "part"], orient="row")
    refuse(folder, repeated_faults(items, "item"))
    rates = pl.concat([READERS[path.name](path).with_columns(item=pl.lit(path.parent.name)) for path in paths])
    truth = rates.filter(pl.col("value") > 0).with_columns(
        t_end_s="t_start_s", output=pl.lit("pulse.rate"), source=pl.lit("sensor")
    )
    return Tables(no_readings(), fit_schema(truth, TRUTH), items, items.select("subject"))


def to_item(path: Path) -> tuple[str, str, str | None, str]:
    """Return item, subject, path of the video and part of the dataset for one file of truth."""
    name, video = path.parent.name, path.with_name("vid.avi")
    part = "DATASET_2" if path.name == "ground_truth.txt" else "DATASET_1"
    return name, name, str(video) if video.is_file() else None, part
