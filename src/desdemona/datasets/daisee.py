"""DAiSEE: ten-second clips of people who watch lessons, with four states as a crowd saw them.

Layout: Labels/TrainLabels.csv, Labels/ValidationLabels.csv and Labels/TestLabels.csv (at least one of them) with the
columns ClipID, Boredom, Engagement, Confusion, Frustration (0 very low … 3 very high); the clips as
DataSet/Train/110001/1100011002/1100011002.avi, where the first six digits are the person.
"""

from pathlib import Path

import polars as pl

from desdemona.datasets.columns import find_file, read_columns, refuse
from desdemona.datasets.votes import fit_schema, no_readings
from desdemona.tables import TRUTH, Tables

PARTS = ("Train", "Validation", "Test")
STATES = ("Boredom", "Engagement", "Confusion", "Frustration")
LEVELS = ("very low", "low", "high", "very high")
CLIP = r"^\d{9,10}\.(avi|mp4)$"


def read_part(path: Path, part: str, folder: Path) -> pl.DataFrame:
    """Read the labels of one part: `item`, `subject`, `path`, `part` and one column of levels a state.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When a column is missing, a level is none of 0 to 3, or a clip is not named as the dataset names clips.
    """
    table = read_columns(path, {"ClipID": pl.String, **dict.fromkeys(STATES, pl.Int64)})
    misnamed = (~table["ClipID"].str.contains(CLIP)).arg_true().to_list()
    faults = [f"row {row + 2}, column 'ClipID': '{table['ClipID'][row]}' is no clip" for row in misnamed]
    for state in STATES:
        off = (~table[state].is_between(0, len(LEVELS) - 1)).arg_true().to_list()
        faults += [f"row {row + 2}, column '{state}': {table[state][row]} is none of the levels 0 to 3" for row in off]
    refuse(path, faults)
    clips = folder / "DataSet" / part
    places = [(clips / name[:6] / Path(name).stem / name) for name in table["ClipID"]]
    return table.with_columns(
        item=pl.col("ClipID").str.head(-4),
        subject=pl.col("ClipID").str.head(6),
        path=pl.Series([str(place) if place.is_file() else None for place in places], dtype=pl.String),
        part=pl.lit(part),
    )


def load_daisee(folder: Path) -> Tables:
    """Load the labels of a copy of DAiSEE; the clips are not opened.

    Truth: outputs `boredom`, `engagement`, `confusion` and `frustration`, source perceived, the level as `label` (very
    low … very high) and as `value` (0 … 3). Items: one a clip, with the dataset's part as a condition; `path` is null
    where the clip is not there. Subjects: the people, without groups. The readings are empty.

    Raises
    ------
    FileProblem
        When there is no such folder, no table of labels in it, or one cannot be read.
    TableError
        When a table is not as the dataset has it, or a clip stands in two of them.
    """
    there = [part for part in PARTS if (folder / "Labels" / f"{part}Labels.csv").is_file()]
    paths = [find_file(folder, f"Labels/{part}Labels.csv") for part in there or PARTS[:1]]
    table = pl.concat([read_part(path, part, folder) for path, part in zip(paths, there, strict=True)])
    twice = table.filter(pl.col("item").is_duplicated())["item"].unique().sort()
    refuse(folder / "Labels", [f"clip '{item}' stands twice" for item in twice])
    long = table.unpivot(STATES, index="item", variable_name="output", value_name="value")
    truth = long.with_columns(
        output=pl.col("output").str.to_lowercase(),
        label=pl.col("value").replace_strict(dict(enumerate(LEVELS))),
        source=pl.lit("perceived"),
    )
    items = table.select("item", "subject", "path", "part")
    subjects = items.select(pl.col("subject").unique(maintain_order=True))
    return Tables(no_readings(), fit_schema(truth, TRUTH), items, subjects)
