"""FER+: ten votes on each of 35,887 pictures, as perceived truth without any readings.

There is nothing here to be a system: the only answers are the votes, and scoring a majority against the votes that
made it would be circular. So the readings are empty; the votes give the human ceiling, and readings of a system that
was run on FER2013 can be set against them by the number of the row.
"""

from pathlib import Path

import polars as pl

from desdemona.datasets.columns import find_file, negative_faults, read_columns, refuse
from desdemona.datasets.votes import long_votes, no_readings, perceived_truth
from desdemona.tables import Tables

VOTES = {
    "neutral": "neutral",
    "happiness": "happiness",
    "surprise": "surprise",
    "sadness": "sadness",
    "anger": "anger",
    "disgust": "disgust",
    "fear": "fear",
    "contempt": "contempt",
    "unknown": "unknown",
    "NF": "no face",
}


def load_ferplus(folder: Path) -> Tables:
    """Load the votes on the pictures of FER2013; the pictures themselves are not read.

    An item is a row, `fer2013-00000` being the first: it is the same row as in FER2013, and unlike the picture's name
    it is never empty and never stands twice. The picture's name is its `path` (null where none is given). Each item is
    its own subject, for who is in which picture is not recorded. The part of FER2013 is the condition `usage`.

    Raises
    ------
    FileProblem
        When the file is missing or cannot be read.
    TableError
        When a column is missing or a count is no count.
    """
    path = find_file(folder, "fer2013new.csv", "data/fer2013new.csv")
    kinds: dict[str, type[pl.DataType]] = {"Usage": pl.String, "Image name": pl.String}
    kinds |= dict.fromkeys(VOTES, pl.Int64)
    table = read_columns(path, kinds, optional=("Image name",))
    refuse(path, negative_faults(table, tuple(VOTES)))
    number = pl.int_range(pl.len()).cast(pl.String).str.zfill(5)
    table = table.with_columns(item=pl.format("fer2013-{}", number))
    items = table.select("item", subject="item", path="Image name", usage="Usage")
    truth = perceived_truth(long_votes(table, VOTES), "emotion")
    return Tables(no_readings(), truth, items, items.select("subject"))
