"""Seeing that handed-over tables speak of the same outputs, items, labels and people."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from desdemona.datasets.faults import Faults, where
from desdemona.errors import TableError, nearest, unknown_name_text

MOST_COMPARED = 1000
"""How many names the nearest one is sought among; more would take longer than reading the table."""


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """One table, the number in its file of each row, and its file."""

    table: pl.DataFrame
    rows: pl.Series
    path: Path


def meet(
    readings: Loaded, truth: Loaded, meant: frozenset[str], notice: Callable[[str], None], *, other: bool = False
) -> None:
    """Refuse readings and truth that speak of different outputs, items or labels.

    `meant` are labels that truth need not use. With `other` the truth may be about other outputs than the readings, as
    sleepiness is about warnings. Items of which only one of the two speaks are told through `notice`:
    an item without a reading counts as one that the system did not answer, a reading without truth as not judged.

    Raises
    ------
    TableError
        When no output or no item is in both, or a reading says a label that truth never uses.
    """
    if not other:
        apart(readings, truth, "output")
    labels(readings, truth, meant)
    shared = readings.table["output"].unique().implode()
    known = truth.table["item"] if other else truth.table.filter(pl.col("output").is_in(shared))["item"]
    said = readings.table["item"]
    unknown = said.filter(~said.is_in(known.implode()))
    if len(unknown) == len(said):
        apart(readings, truth, "item")
    unread = known.filter(~known.is_in(said.implode()))
    if len(unread):
        notice(f"{truth.path}: {told(unread)} has no reading; it counts as not answered")
    if len(unknown):
        notice(f"{readings.path}: {told(unknown)} has no truth; what is said of it is not judged")


def told(names: pl.Series) -> str:
    """Name the first item and count the others."""
    more = names.n_unique() - 1
    return f"item '{names[0]}'" + (f" and {more:,} more" if more else "")


def apart(readings: Loaded, truth: Loaded, column: str) -> None:
    """Refuse two tables that have no output or no item in common."""
    said, known = (loaded.table.get_column(column).unique(maintain_order=True) for loaded in (readings, truth))
    if said.is_in(known.implode()).any():
        return
    close = same_but_spelt_apart(said, known)
    one, other = close or (said[0], known[0])
    row = readings.rows[readings.table[column].eq(one).arg_max() or 0]
    hint = f"did you mean '{other}'?" if close else f"'{other}' and the like are"
    fault = f"row {row}, column '{column}': no {column} of it is in {truth.path}: '{one}' is not; {hint}"
    raise TableError(readings.path, [fault])


def same_but_spelt_apart(said: pl.Series, known: pl.Series) -> tuple[str, str] | None:
    """Return the first name of each that differ by case, folder or ending alone, or that are spelt alike."""
    plain = (
        pl.col("name")
        .str.to_lowercase()
        .str.replace_all(r"\\", "/")
        .str.replace(r"^.*/", "")
        .str.replace(r"\.\w+$", "")
    )
    one, other = (pl.DataFrame({"name": names}).with_columns(plain=plain) for names in (said, known))
    same = one.join(other, on="plain", suffix="_known", maintain_order="left").head(1)
    if same.height:
        return same["name"][0], same["name_known"][0]
    close = nearest(said[0], known.head(MOST_COMPARED))
    return (said[0], close) if close else None


def labels(readings: Loaded, truth: Loaded, meant: frozenset[str]) -> None:
    """Refuse readings that say labels which truth never uses; each label is told once, with its first row."""
    pair = ["output", "label"]
    used = truth.table.select(pair).unique().drop_nulls()
    said = readings.table.select(pair).with_row_index("at").filter(pl.col("label").is_not_null())
    said = said.group_by(pair).agg(pl.col("at").min(), pl.len().alias("count"))
    strange = said.filter(pl.col("output").is_in(used["output"].unique().implode()))
    strange = strange.join(used, on=pair, how="anti").filter(~pl.col("label").is_in(sorted(meant))).sort("at")
    faults = Faults()
    for output, label, at, count in strange.iter_rows():
        known = used.filter(output=output)["label"].to_list()
        row = int(readings.rows[at])
        more = f" ({count:,} readings say it)" if count > 1 else ""
        text = f"row {row}, column 'label': {unknown_name_text(f'label of output {output!r}', label, known)}{more}"
        faults += Faults(((row, text),), 1)
    if faults.count:
        faults = replace(
            faults, remedy="truth never uses them; those that are meant so are named in --map under 'labels'"
        )
    faults.refuse(readings.path)


def strangers(loaded: Loaded, known: pl.Series, where_known: Path, key: str) -> None:
    """Refuse a table that names items or subjects which the next table does not have.

    Raises
    ------
    TableError
        With the row and the nearest name that is there.
    """
    names = loaded.table[key]

    def text(at: int) -> str:
        close = nearest(str(names[at]), known.head(MOST_COMPARED).to_list())
        return f"'{names[at]}' has no row in {where_known}" + (f"; did you mean '{close}'?" if close else "")

    strange = ~names.is_in(known.implode())
    if strange.any():
        where(strange & names.is_first_distinct(), loaded.rows, key, text).refuse(loaded.path)


def alone(subjects: pl.Series, path: Path, key: str) -> None:
    """Refuse tables about one person: nothing can be said of others.

    Raises
    ------
    TableError
        When there is but one.
    """
    if subjects.n_unique() < 2:
        raise TableError(
            path, [f"column '{key}': '{subjects[0]}' is the only one; an audit needs at least two people, better fifty"]
        )
