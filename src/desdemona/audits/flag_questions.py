"""Which labels of handed-over tables are flags: those that are named, or the rarer label of outputs with two."""

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from desdemona.audits.table_shape import outputs_of, sources_of
from desdemona.audits.wishes import Wishes
from desdemona.errors import UnknownName
from desdemona.tables import Source, Tables
from desdemona.trials.flags import Flag
from desdemona.trials.looked import is_event_log

NEGATIVE = frozenset({"0", "false", "no", "none", "normal", "negative", "nothing", "off", "ok"})
"""Words that say that there is nothing; the other of two labels is then the flag."""


def flags_of(tables: Tables, wishes: Wishes, *, also: Collection[str] = ()) -> Iterator[Flag]:
    """Give every flag of every labelled output, by each source that says who deserves it.

    `also` are labels that may be named though no truth uses them: those of a driver's warnings.

    Raises
    ------
    UnknownName
        When a named flag is a label that truth never uses.
    """
    labelled = [output for output, kind in outputs_of(tables) if kind == "label"]
    known = {(o, s): known_labels(tables, o, s) for o in labelled for s in sources_of(tables, o)}
    every = {label for labels in known.values() for label in labels}
    for label in wishes.flags:
        if label not in every and label not in also:
            raise UnknownName("flag label", label, {*every, *also})
    for (output, source), labels in known.items():
        for label in chosen(tables, output, labels, wishes):
            yield Flag(
                output,
                (label,),
                meaning=f"'{label}'",
                events=is_event_log(tables, output),
                prevalence=wishes.prevalence,
                claims=("C03",),
                harms=("H01",),
                source=source,
                looks_per_day=wishes.looks_per_day,
                name=f"{source}.{label}",
            )


def known_labels(tables: Tables, output: str, source: Source) -> list[str]:
    """Return the labels that a source uses about an output, the rarest first."""
    own = tables.truth.filter((pl.col("output") == output) & (pl.col("source") == source)).drop_nulls("label")
    counted = own.group_by("label").agg(pl.col("count").fill_null(1).sum().alias("votes"))
    return counted.filter(pl.col("votes") > 0).sort("votes", "label").get_column("label").to_list()


def chosen(tables: Tables, output: str, labels: Sequence[str], wishes: Wishes) -> list[str]:
    """Return which of an output's known labels are flags; the rarest stand first in `labels`."""
    if wishes.flags:
        return [label for label in wishes.flags if label in labels]
    said = tables.readings.filter(pl.col("output") == output).get_column("label").drop_nulls().unique().to_list()
    if len(labels) != 2 or len({*labels, *said}) != 2:
        return []
    positive = [label for label in labels if label.strip().lower() not in NEGATIVE]
    return positive[:1]
