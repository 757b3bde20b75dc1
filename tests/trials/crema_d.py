"""The published CREMA-D votes as the tables of an audit: people as the system, each vote a reading."""

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from desdemona.tables import READINGS, TRUTH, Tables

DATA = Path(__file__).parents[2].parent / "shared" / "data"
EMOTIONS = "ADFHNS"
OUTPUTS = {"1": "emotion.voice", "2": "emotion.face", "3": "emotion.both"}

needs_data = pytest.mark.skipif(not (DATA / "crema-d").is_dir(), reason="the published CREMA-D tables are not here")


@cache
def crema_d() -> Tables:
    """Readings: votes by modality. Truth: `emotion` intended; and the votes once more, as perceived."""
    table = pl.read_csv(DATA / "crema-d" / "tabulatedVotes.csv", null_values="NA", infer_schema_length=None)
    table = table.with_columns(
        pl.col("").cast(pl.String).str.head(1).replace_strict(OUTPUTS).alias("output"), pl.col("fileName").alias("item")
    )
    votes = table.unpivot(on=list(EMOTIONS), index=["item", "output"], variable_name="label", value_name="count")
    votes = votes.filter(pl.col("count") > 0)
    said = votes.select("item", "output", "label", pl.col("label").repeat_by("count").alias("each")).explode("each")
    readings = said.select("item", "output", "label", pl.lit("state").alias("rung"), pl.lit("ok").alias("status"))
    items = table.select("item").unique(maintain_order=True)
    intended = items.select(
        "item",
        pl.lit("emotion").alias("output"),
        pl.col("item").str.split("_").list.get(2).str.head(1).alias("label"),
        pl.lit("intended").alias("source"),
    )
    perceived = votes.with_columns(pl.lit("perceived").alias("source"), pl.col("count").cast(pl.Int64))
    people = pl.read_csv(DATA / "crema-d" / "VideoDemographics.csv")
    subjects = people.select(pl.col("ActorID").cast(pl.String).alias("subject"), "Age", "Sex", "Race", "Ethnicity")
    return Tables(
        in_schema(readings, READINGS),
        in_schema(pl.concat([intended, perceived], how="diagonal"), TRUTH),
        items.with_columns(
            pl.col("item").str.head(4).alias("subject"),
            pl.lit(None, pl.String).alias("path"),
            pl.col("item").str.slice(5, 3).alias("sentence"),
        ),
        subjects,
    )


def in_schema(table: pl.DataFrame, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """Add the columns that are missing, empty."""
    missing = [pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in table.columns]
    return table.with_columns(missing).select(list(schema))
