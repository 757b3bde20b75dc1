"""A channel: one measurement, described by the same value that computes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.face.observed import Faces
from desdemona.channels.pulse.skin_regions import SkinTrace
from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.tables import Rung

Need = Literal["face", "eyes", "mouth", "brows", "skin"]
Column = NDArray[np.float64] | Sequence[str | None]


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """All that per-clip channels see: `t_s` (n,), the per-face columns (n,), NaN where not measured, and the skin."""

    t_s: NDArray[np.float64]
    columns: Mapping[str, NDArray[np.float64]]
    skin: SkinTrace


@dataclass(frozen=True, slots=True, eq=False)
class ClipMeasurement:
    """What a per-clip channel found: frame columns of length n, and rows of the tables of events and windows."""

    columns: Mapping[str, Column]
    events: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EVENTS))
    windows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=WINDOWS))


@dataclass(frozen=True, slots=True)
class EachFace:
    """Measured from each observed face alone: frame columns of length `len(faces)`, NaN where not measurable."""

    of: Callable[[Faces], Mapping[str, NDArray[np.float64]]]


@dataclass(frozen=True, slots=True)
class WholeClip:
    """Measured from all frames together."""

    of: Callable[[Clip], ClipMeasurement]


@dataclass(frozen=True, slots=True)
class Channel:
    """One measurement.

    `needs` says what must be visible; where a region it names is not valid its columns are null. `columns` are its
    frame columns, in order, `flags` those of them that hold 0 or 1. `caveat` is what it must not be taken for, `source`
    where the method stands. Channels may share one `measure`: it then runs once, and each takes its own columns,
    events and windows.
    """

    name: str
    unit: str
    rung: Rung
    needs: tuple[Need, ...]
    columns: tuple[str, ...]
    caveat: str
    source: str
    measure: EachFace | WholeClip
    flags: tuple[str, ...] = ()
