"""CASME II: clips of micro-expressions at 200 frames a second, each with its onset and what coders took it for.

Layout: CASME2-coding-20140508.xlsx (or the same table as .csv) with the columns Subject (1 … 26), Filename
(EP02_01f), OnsetFrame, ApexFrame, OffsetFrame, Action Units and Estimated Emotion; the frames as
CASME2_RAW_selected/sub01/EP02_01f/img1.jpg, or Cropped/sub01/EP02_01f/reg_img46.jpg.

Checked against public loaders: names of the table, its columns and the folders, that frames are counted as in the
names of the pictures, that some rows lack an apex and one has an offset that cannot be. Not checked: the copy that the
keepers give out, whether every clip begins with frame 1, and names of the table other than these.
"""

from pathlib import Path

import polars as pl

from desdemona.datasets.columns import find_file, read_columns, refuse
from desdemona.datasets.votes import fit_schema, no_readings
from desdemona.errors import unknown_name_text
from desdemona.tables import TRUTH, Tables

FRAMES_HZ = 200.0
EMOTIONS = ("happiness", "disgust", "repression", "surprise", "fear", "sadness", "others")
TABLES = ("CASME2-coding-20140508.xlsx", "CASME2-coding-20140508.csv")
CLIPS = ("CASME2_RAW_selected", "CASME2_RAW_selected/CASME2_RAW_selected", "CASME2_RAW", "Cropped", ".")
COLUMNS: dict[str, type[pl.DataType]] = {
    "Subject": pl.Int64,
    "Filename": pl.String,
    "OnsetFrame": pl.Int64,
    "ApexFrame": pl.String,
    "OffsetFrame": pl.String,
    "Estimated Emotion": pl.String,
}
EMPTY_CELLS = ("/", "")
"""What stands where the coders named no frame."""


def read_coding(path: Path) -> pl.DataFrame:
    """Read the coders' table: `item`, `subject`, `label`, frames `onset` and `last` (the apex if no offset is sound).

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When a column is missing, a frame is no number, an emotion is none of the dataset's, or a row stands twice.
    """
    table = read_columns(path, COLUMNS, optional=("ApexFrame", "OffsetFrame"))
    named = table.select(
        pl.format("sub{}", pl.col("Subject").cast(pl.String).str.zfill(2)).alias("subject"),
        pl.col("Filename").str.strip_chars().alias("clip"),
        pl.col("OnsetFrame").alias("onset"),
        *(_frame(name) for name in ("ApexFrame", "OffsetFrame")),
        pl.col("Estimated Emotion").str.strip_chars().str.to_lowercase().alias("label"),
    )
    sound = [pl.when(pl.col(name) >= pl.col("onset")).then(pl.col(name)) for name in ("OffsetFrame", "ApexFrame")]
    named = named.with_columns(item=pl.format("{}/{}", "subject", "clip"), last=pl.coalesce(*sound, pl.col("onset")))
    refuse(path, [*_frame_faults(table), *_row_faults(named)])
    return named


def _frame(name: str) -> pl.Expr:
    """Return a column of frames as whole numbers; what is none is empty."""
    return pl.col(name).str.strip_chars().cast(pl.Float64, strict=False).cast(pl.Int64).alias(name)


def _frame_faults(table: pl.DataFrame) -> list[str]:
    """Return a fault for every frame that is neither a number nor left out."""
    return [
        f"row {row + 2}, column '{name}': '{cell}' is no frame"
        for name in ("ApexFrame", "OffsetFrame")
        for row, cell in enumerate(table[name])
        if cell is not None and cell.strip() not in EMPTY_CELLS and not cell.strip().removesuffix(".0").isdigit()
    ]


def _row_faults(named: pl.DataFrame) -> list[str]:
    """Return a fault for every unknown emotion, frame before the first, and expression that stands twice."""
    faults = [
        f"row {row + 2}, column 'Estimated Emotion': {unknown_name_text('emotion', label, EMOTIONS)}"
        for row, label in enumerate(named["label"])
        if label not in EMOTIONS
    ]
    faults += [
        f"row {row + 2}, column 'OnsetFrame': {frame} is before the first frame, 1"
        for row, frame in enumerate(named["onset"])
        if frame < 1
    ]
    twice = named.select(pl.struct("item", "onset").is_first_distinct().not_()).to_series().arg_true().to_list()
    return faults + [f"row {row + 2}: '{named['item'][row]}' stands twice with the same onset" for row in twice]


def load_casme2(folder: Path) -> Tables:
    """Load the coders' table of a copy of CASME II; the frames are not opened.

    Truth: output `emotion`, source perceived, on the stretch from the onset to the offset, in seconds from frame 1
    (the end of the last frame is the end; where no sound offset is given, the apex is the last frame). Items: one a
    clip; `path` is the folder of its frames, null where that is not there. Subjects: the people, without groups. The
    readings are empty.

    Raises
    ------
    FileProblem
        When there is no such folder, no table in it, or the table cannot be read.
    TableError
        When the table is not as the dataset has it.
    """
    coding = read_coding(find_file(folder, *TABLES))
    truth = coding.select(
        "item",
        "label",
        t_start_s=(pl.col("onset") - 1) / FRAMES_HZ,
        t_end_s=pl.col("last") / FRAMES_HZ,
        output=pl.lit("emotion"),
        source=pl.lit("perceived"),
    )
    clips = coding.select("item", "subject").unique(maintain_order=True)
    places = [find_clip(folder, item) for item in clips["item"]]
    items = clips.with_columns(path=pl.Series(places, dtype=pl.String))
    subjects = items.select(pl.col("subject").unique(maintain_order=True))
    return Tables(no_readings(), fit_schema(truth, TRUTH), items, subjects)


def find_clip(folder: Path, item: str) -> str | None:
    """Return the folder of a clip's frames, if it lies where the dataset keeps it."""
    return next((str(folder / part / item) for part in CLIPS if (folder / part / item).is_dir()), None)
