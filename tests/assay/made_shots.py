"""Shots made by hand, in which what is measured and what is true are written down."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from desdemona.assay.row import Form, Listed
from desdemona.assay.shots import Shot
from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.tables import Truth, to_truth

Span = tuple[float, float]
Window = tuple[float, float, float | None]


def channel(name: str, form: Form, group: str = "head", columns: tuple[str, ...] = ()) -> Listed:
    return Listed(name, "deg", "signal", ("face",), "No feeling.", "own rule", group, form, columns)


def shot(  # noqa: PLR0913 - all that a shot can hold
    *,
    kind: str = "heads",
    who: str = "600",
    change: str = "",
    columns: Mapping[str, Sequence[object]] | None = None,
    events: Mapping[str, Sequence[Span]] | None = None,
    windows: Mapping[str, Sequence[Window]] | None = None,
    curves: Mapping[str, Sequence[float]] | None = None,
    told: Mapping[str, Sequence[Span]] | None = None,
) -> Shot:
    """Return ten seconds with a frame a second; curves have a value a frame."""
    times_s = np.arange(10.0)
    frames = pl.DataFrame({"t_s": times_s} | dict(columns or {}))
    found = [(name, start, end, None) for name, spans in (events or {}).items() for start, end in spans]
    rows = [(name, *window, None, None, None) for name, some in (windows or {}).items() for window in some]
    truth = [Truth("x", float(t_s), float(t_s), name, value=value) for name, values in (curves or {}).items()
             for t_s, value in zip(times_s, values, strict=True)]  # fmt: skip
    truth += [Truth("x", start, end, name) for name, spans in (told or {}).items() for start, end in spans]
    return Shot(
        kind,
        who,
        10.0,
        frames,
        pl.DataFrame(found, schema=EVENTS, orient="row"),
        pl.DataFrame(rows, schema=WINDOWS, orient="row"),
        to_truth(truth),
        change,
    )
