"""What is known about a cast: the scripts' truth, and what follows from it by definition."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from desdemona.audits.cast import PLAIN, Item
from desdemona.faces.units import UNITS
from desdemona.manipulations.catalogue import move_all
from desdemona.stimuli.phantom import Phantom
from desdemona.stimuli.render import changes_of
from desdemona.stimuli.truth import truth_of
from desdemona.tables import Truth, to_truth

MICRO = "micro_expression"
LONGEST_MICRO_S = 0.5
"""A movement up to this long is a micro-expression (Yan et al. 2013, Journal of Nonverbal Behavior)."""


def truth_table(cast: Sequence[Item]) -> pl.DataFrame:
    """Return what is known about every item that shows a living phantom.

    Beside what `stimuli.truth` tells: each action unit that acts as a whole (the mean of both sides) under its name,
    and its brief movements as events of `micro_expression`. Of an item that looks like another only what is true of her
    voice: nothing else about it was measured.
    """
    tables: dict[str, pl.DataFrame] = {}
    for item in cast:
        if item.null in (None, "no_pulse") and not item.sayings:
            tables[item.name] = own_truth(item, tables)
    told = pl.concat([to_truth([]), *tables.values()])
    brief = [
        row for item in cast if item.null is None and not item.looks_like for row in _brief_movements(item.phantom)
    ]
    meant = [row for item in cast for row in _meant(item)]
    return pl.concat([told, _whole_units(told), to_truth([*brief, *meant])])


def own_truth(item: Item, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return what the script tells of an item's phantom, of her voice alone where the item looks like another.

    Before another microphone she says what she says before the plain one, of which `tables` holds the truth by name.
    """
    if not item.looks_like:
        return truth_of(item.phantom)
    voice = pl.col("output").str.starts_with("voice.")
    if item.microphone == PLAIN or item.looks_like not in tables:
        return truth_of(item.phantom).filter(voice)
    plain = tables[item.looks_like].filter(voice).with_columns(pl.lit(item.name).alias("item"))
    return move_all(changes_of(item.phantom.script), plain)


def _meant(item: Item) -> Iterator[Truth]:
    """Give what each saying of an item is meant to say of its subject: `words.favour`, and the same turned round."""
    score = item.phantom.script.voice
    for saying, spoken in zip(item.sayings, score.utterances if score else (), strict=False):
        if saying.favour is not None:
            for output, sign in (("words.favour", 1.0), ("words.disfavour", -1.0)):
                yield Truth(
                    item.name, spoken.t_start_s, spoken.t_end_s, output, value=sign * saying.favour, source="intended"
                )


def _whole_units(told: pl.DataFrame) -> pl.DataFrame:
    """Return the mean of both sides of every action unit that acts, frame by frame, under the unit's name."""
    sides = [f"{unit}.{side}" for unit in UNITS for side in ("left", "right")]
    own = told.filter(pl.col("output").is_in(sides)).with_columns(pl.col("output").str.split(".").list.first())
    keys = [name for name in told.columns if name != "value"]
    return own.group_by(keys, maintain_order=True).agg(pl.col("value").mean()).select(told.columns)


def _brief_movements(phantom: Phantom) -> Iterator[Truth]:
    seen: set[tuple[float, float]] = set()
    for act in phantom.script.acts:
        stretch = (act.t_start_s, act.t_end_s)
        if act.cause in UNITS and act.t_end_s - act.t_start_s <= LONGEST_MICRO_S and stretch not in seen:
            seen.add(stretch)
            yield Truth(phantom.name, *stretch, output=MICRO)
