"""RAVDESS: a folder of recordings whose names say what the actor was told to do.

Layout: any folders (the dataset's own are Actor_01 … Actor_24, Video_Speech_Actor_01 …) of .wav and .mp4 files, each
named by seven two-digit codes: modality, vocal channel, emotion, intensity, statement, repetition, actor.
"""

from pathlib import Path

import polars as pl

from desdemona.datasets.columns import refuse, repeated_faults
from desdemona.datasets.votes import fit_schema, no_readings
from desdemona.errors import FileProblem, unknown_name_text
from desdemona.tables import TRUTH, Tables

CODES: dict[str, dict[str, str]] = {
    "modality": {"01": "both", "02": "face", "03": "voice"},
    "vocal_channel": {"01": "speech", "02": "song"},
    "emotion": {
        "01": "neutral",
        "02": "calm",
        "03": "happiness",
        "04": "sadness",
        "05": "anger",
        "06": "fear",
        "07": "disgust",
        "08": "surprise",
    },
    "intensity": {"01": "normal", "02": "strong"},
    "statement": {"01": "Kids are talking by the door", "02": "Dogs are sitting by the door"},
    "repetition": {"01": "first", "02": "second"},
    "actor": {f"{actor:02d}": f"actor-{actor:02d}" for actor in range(1, 25)},
}
"""What the codes of a name mean, in their order."""

ENDINGS = (".wav", ".mp4")


def name_faults(path: Path) -> list[str]:
    """Return a fault for every code of a name that the dataset does not know."""
    codes = path.stem.split("-")
    if len(codes) != len(CODES):
        return [f"'{path.name}' is not named by seven codes, as in 03-01-06-01-02-01-12.wav"]
    return [
        f"'{path.name}': {unknown_name_text(f'code of {what}', code, known)}"
        for code, (what, known) in zip(codes, CODES.items(), strict=True)
        if code not in known
    ]


def load_ravdess(folder: Path) -> Tables:
    """Load what a copy of RAVDESS says of its recordings; the recordings themselves are not opened.

    Truth: the intended emotion (output `emotion`). Items: one a file, with modality, vocal channel, intensity,
    statement and repetition as conditions. Subjects: the actors that are there, with the sex that the dataset gives
    them (odd numbers male, even numbers female). The readings are empty.

    Raises
    ------
    FileProblem
        When there is no such folder or no recording in it.
    TableError
        When a recording's name is not made of known codes, or stands twice.
    """
    if not folder.is_dir():
        raise FileProblem(folder, "no such folder")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    if not paths:
        raise FileProblem(folder, "holds no .wav or .mp4 files", "RAVDESS has 03-01-06-01-02-01-12.wav and its like")
    refuse(folder, [fault for path in paths for fault in name_faults(path)])
    rows = [[path.stem, str(path), *path.stem.split("-")] for path in paths]
    table = pl.DataFrame(rows, schema=["item", "path", *CODES], orient="row")
    refuse(folder, repeated_faults(table, "item"))
    table = table.with_columns(pl.col(what).replace_strict(words) for what, words in CODES.items())
    items = table.select(
        "item", pl.col("actor").alias("subject"), "path", pl.exclude("item", "path", "emotion", "actor")
    )
    truth = table.select("item", output=pl.lit("emotion"), label="emotion", source=pl.lit("intended"))
    return Tables(no_readings(), fit_schema(truth, TRUTH), items, to_subjects(items))


def to_subjects(items: pl.DataFrame) -> pl.DataFrame:
    """Return the actors of these items, with the sex that their number gives."""
    odd = pl.col("subject").str.tail(2).cast(pl.Int64) % 2 == 1
    sex = pl.when(odd).then(pl.lit("male")).otherwise(pl.lit("female"))
    return items.select(pl.col("subject").unique().sort()).with_columns(sex=sex)
