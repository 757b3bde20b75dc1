"""The four tables of an audit: readings, truth, items, subjects.

Whatever made them, an audit sees nothing else; a vendor's spreadsheet and a built-in system meet here.
Absence is null with a status, never zero.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from desdemona.files import write_whole

Rung = Literal["signal", "sign", "state", "judgement"]
RUNGS: tuple[Rung, ...] = get_args(Rung)
"""The ladder, from the ground up: what is measured, what is seen, what is inferred, what is decided."""

Status = Literal["ok", "not_measured", "refused", "error"]
STATUSES: tuple[Status, ...] = get_args(Status)

Source = Literal["script", "sensor", "self_report", "induced", "intended", "perceived", "outcome"]
SOURCES: tuple[Source, ...] = get_args(Source)

READINGS: dict[str, type[pl.DataType]] = {
    "item": pl.String,
    "t_start_s": pl.Float64,
    "t_end_s": pl.Float64,
    "output": pl.String,
    "rung": pl.String,
    "label": pl.String,
    "value": pl.Float64,
    "score": pl.Float64,
    "status": pl.String,
}
TRUTH: dict[str, type[pl.DataType]] = {
    "item": pl.String,
    "t_start_s": pl.Float64,
    "t_end_s": pl.Float64,
    "output": pl.String,
    "label": pl.String,
    "value": pl.Float64,
    "source": pl.String,
    "rater": pl.String,
    "count": pl.Int64,
}
ITEMS: dict[str, type[pl.DataType]] = {"item": pl.String, "subject": pl.String, "path": pl.String}
"""Every further column of `items` is a condition (light, skin_tone, camera …)."""
SUBJECTS: dict[str, type[pl.DataType]] = {"subject": pl.String}
"""Every further column of `subjects` is a declared group."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a system said about one stretch of one item.

    `label` is a class name, `value` a quantity in the output's own unit, `score` a confidence or rank in 0..1;
    each is None where the output has none or nothing was said.
    """

    item: str
    t_start_s: float
    t_end_s: float
    output: str
    rung: Rung
    label: str | None = None
    value: float | None = None
    score: float | None = None
    status: Status = "ok"


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known about one stretch of one item, independently of any system."""

    item: str
    t_start_s: float
    t_end_s: float
    output: str
    label: str | None = None
    value: float | None = None
    source: Source = "script"
    rater: str | None = None
    count: int | None = None


def to_readings(rows: Iterable[Reading]) -> pl.DataFrame:
    """Return the readings table with its full schema, also when there are no rows."""
    return pl.DataFrame([asdict(row) for row in rows], schema=READINGS, orient="row")


def to_truth(rows: Iterable[Truth]) -> pl.DataFrame:
    """Return the truth table with its full schema, also when there are no rows."""
    return pl.DataFrame([asdict(row) for row in rows], schema=TRUTH, orient="row")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Tables:
    """The four tables of one audit."""

    readings: pl.DataFrame
    truth: pl.DataFrame
    items: pl.DataFrame
    subjects: pl.DataFrame


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write a table as CSV or Parquet, by the file's ending; either the whole file or none appears.

    Raises
    ------
    FileProblem
        When the folder cannot be made or written.
    """

    def write(target: Path) -> None:
        if path.suffix == ".parquet":
            table.write_parquet(target)
        else:
            table.write_csv(target)

    write_whole(path, write)
