"""UTA-RLDD: three videos of each person, filmed by themselves when alert, low in vigilance and drowsy.

Layout: any folders (the dataset's own are Fold1_part1 … Fold5_part2) with one folder a person, 01 … 60, of videos named
0, 5 or 10 with any ending for video: Fold1_part1/01/0.mov, 5.mov, 10.MOV.

Checked against public loaders and notes on downloaded copies: folders, names, endings and what the numbers mean. Not
checked: the copy itself, and videos in parts (10_1.mov, 10_2.mov), which are taken as items of their own.
"""

import re
from pathlib import Path

import polars as pl

from desdemona.datasets.columns import refuse, repeated_faults
from desdemona.datasets.votes import fit_schema, no_readings
from desdemona.errors import FileProblem
from desdemona.tables import TRUTH, Tables

STATES = {"0": "alert", "5": "low vigilance", "10": "drowsy"}
ENDINGS = (".mov", ".mp4", ".m4v", ".avi", ".mkv", ".3gp", ".wmv")
NAME = re.compile(r"^(0|5|10)(_\d+)?$")
FOLD = re.compile(r"^(Fold\d+)", re.IGNORECASE)


def load_uta_rldd(folder: Path) -> Tables:
    """Load what a copy of UTA-RLDD says of its videos; the videos themselves are not opened.

    Truth: output `drowsiness` of the whole video, source self_report, as `label` (alert, low vigilance, drowsy) and as
    `value` (0, 5, 10). Items: one a video, named person/number, with the fold as a condition. Subjects: the people,
    without groups. The readings are empty.

    Raises
    ------
    FileProblem
        When there is no such folder or no video in it.
    TableError
        When a video is not named as the dataset names videos, or stands twice.
    """
    if not folder.is_dir():
        raise FileProblem(folder, "no such folder")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    if not paths:
        raise FileProblem(folder, "holds no videos", "UTA-RLDD has Fold1_part1/01/0.mov and its like")
    refuse(
        folder,
        [
            f"'{path.relative_to(folder)}' is not named 0, 5 or 10 in a folder with the person's number"
            for path in paths
            if not (NAME.match(path.stem) and path.parent.name.isdigit())
        ],
    )
    rows = [(f"{path.parent.name}/{path.stem}", path.parent.name, str(path), fold_of(path, folder)) for path in paths]
    items = pl.DataFrame(rows, schema=["item", "subject", "path", "fold"], orient="row")
    refuse(folder, repeated_faults(items, "item"))
    number = pl.col("item").str.extract(r"/(\d+)")
    truth = items.select(
        "item",
        output=pl.lit("drowsiness"),
        label=number.replace_strict(STATES),
        value=number.cast(pl.Float64),
        source=pl.lit("self_report"),
    )
    subjects = items.select(pl.col("subject").unique(maintain_order=True))
    return Tables(no_readings(), fit_schema(truth, TRUTH), items, subjects)


def fold_of(path: Path, folder: Path) -> str:
    """Return the fold that a video lies in, or unknown."""
    found = (FOLD.match(part) for part in path.relative_to(folder).parts)
    return next((match[1] for match in found if match), "unknown")
