"""A shot: what was measured of one recording of the assay, beside what its script says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.assay.draws import draws_of
from desdemona.assay.films import Film
from desdemona.assay.scripts import Told
from desdemona.audits.truths import truth_table
from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.systems.measured import Measured
from desdemona.tables import Truth, to_truth

Floats = NDArray[np.float64]
INSTANT = pl.col("t_start_s") == pl.col("t_end_s")


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """What was measured of one recording and what is true of it.

    `kind` is that of the film, sound or sensors; `who` the person that intervals are clustered by; `change` what was
    changed in it. `frames`, `events`, `windows` are tracks (schemas of `channels.tracks`), `truth` as `tables.TRUTH`.
    """

    kind: str
    who: str
    duration_s: float
    frames: pl.DataFrame
    events: pl.DataFrame
    windows: pl.DataFrame
    truth: pl.DataFrame
    change: str = ""

    @property
    def t_s(self) -> Floats:
        """Return the times of the frames (n,)."""
        return numbers(self.frames, "t_s")

    def column(self, name: str) -> Floats:
        """Return a frame column (n,), NaN where not measured or where there is no such column."""
        if name not in self.frames.columns:
            return np.full(self.frames.height, np.nan)
        return numbers(self.frames, name)

    def spans(self, channel: str) -> Floats:
        """Return start and end (k, 2) of the events of a channel."""
        return _spans(self.events.filter(pl.col("channel") == channel))

    def rows(self, channel: str) -> Floats:
        """Return start, end and value (k, 3) of the windows of a channel, value NaN where withheld."""
        own = self.windows.filter(pl.col("channel") == channel)
        return np.stack([numbers(own, name) for name in ("t_start_s", "t_end_s", "value")], axis=1)

    def told(self, *outputs: str) -> Floats:
        """Return start and end (k, 2) of what the script says under these names, each stretch once, in order."""
        own = _spans(self.truth.filter(pl.col("output").is_in(outputs) & ~INSTANT))
        return np.unique(own, axis=0).reshape(-1, 2)

    def instants(self, output: str) -> Floats:
        """Return the instants (k,) told under a name, in order."""
        return np.sort(numbers(self.truth.filter((pl.col("output") == output) & INSTANT), "t_start_s"))

    def labelled(self, output: str, *labels: str) -> Floats:
        """Return start and end (k, 2) of what the script says under a name with one of these labels, in order."""
        own = self.truth.filter((pl.col("output") == output) & pl.col("label").is_in(labels))
        return _spans(own.sort("t_start_s"))

    def curve(self, output: str) -> tuple[Floats, Floats]:
        """Return times and values (m,) of what the script says instant by instant, or of stretches where it does not.

        A name may stand for both: `au12` for each act, and for how much there is at each instant.
        """
        own = self.truth.filter((pl.col("output") == output) & pl.col("value").is_not_null()).sort("t_start_s")
        instants = own.filter(INSTANT)
        own = instants if instants.height else own
        return numbers(own, "t_start_s"), numbers(own, "value")

    def known(self, output: str) -> Floats:
        """Return what the script says at each frame (n,): the nearest instant, NaN where none is near."""
        t_s, (told_s, values) = self.t_s, self.curve(output)
        if not told_s.size or not t_s.size:
            return np.full(t_s.size, np.nan)
        step_s = float(np.median(np.diff(t_s))) if t_s.size > 1 else 1.0
        after = np.clip(np.searchsorted(told_s, t_s), 0, told_s.size - 1)
        before = np.maximum(after - 1, 0)
        nearest = np.where(np.abs(told_s[before] - t_s) <= np.abs(told_s[after] - t_s), before, after)
        return np.where(np.abs(told_s[nearest] - t_s) <= 0.6 * step_s, values[nearest], np.nan)

    def inside(self, *outputs: str, margin_s: float = 0.0) -> Floats:
        """Return 1 for frames (n,) within a stretch told under these names, 0 elsewhere."""
        return frames_in(self.t_s, self.told(*outputs), margin_s)


def frames_in(t_s: Floats, spans: Floats, margin_s: float = 0.0) -> Floats:
    """Return 1 for times (n,) within one of the stretches (k, 2), widened by a margin, 0 elsewhere."""
    found = np.zeros(t_s.size)
    for start_s, end_s in spans:
        found[(t_s >= start_s - margin_s) & (t_s < end_s + margin_s)] = 1.0
    return found


def numbers(table: pl.DataFrame, name: str) -> Floats:
    """Return a column as floats (n,), NaN for null."""
    return table.get_column(name).cast(pl.Float64).fill_null(np.nan).to_numpy()


def _spans(table: pl.DataFrame) -> Floats:
    return np.stack([numbers(table, name) for name in ("t_start_s", "t_end_s")], axis=1)


def shots_of(films: Sequence[Film], measured: Mapping[str, Measured]) -> tuple[Shot, ...]:
    """Return the shots of films; `measured` goes by the names of items."""
    return tuple(_shot(film, measured[film.item.name]) for film in films)


def _shot(film: Film, measured: Measured) -> Shot:
    pictures, empty = measured.pictures, pl.DataFrame(schema={"t_s": pl.Float64})
    told = (*film.told, *(draws_of(film.item.phantom) if film.kind == "wheel" else ()))
    return Shot(
        film.kind,
        film.who,
        film.item.phantom.script.duration_s,
        empty if pictures is None else pictures.frames,
        pl.DataFrame(schema=EVENTS) if pictures is None else pictures.events,
        pl.DataFrame(schema=WINDOWS) if pictures is None else pictures.windows,
        pl.concat([truth_table([film.item]), _told_rows(film, told)]),
        film.change,
    )


def _told_rows(film: Film, told: Iterable[Told]) -> pl.DataFrame:
    item, duration_s = film.item.name, film.item.phantom.script.duration_s
    rows = [Truth(item, start_s, end_s, output=name) for name, start_s, end_s in told]
    return to_truth([*rows, *(Truth(item, 0.0, duration_s, output=name, value=value) for name, value in film.facts)])
