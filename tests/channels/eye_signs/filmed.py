"""Short films of phantoms and the signs measured in them."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.eye_signs.zones import Zones
from desdemona.channels.groups import Details, Group
from desdemona.channels.measure import measure_recording
from desdemona.channels.tracks import Tracks
from desdemona.faces.camera import Camera
from desdemona.faces.wear import Wear
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom

Span = tuple[float, float]


def phantom(
    acts: Sequence[Act],
    *,
    who: tuple[int, int] = (0, 3),
    wearing: tuple[Wear, ...] = (),
    duration_s: float | None = None,
    rate_hz: float = 15.0,
) -> Phantom:
    """Return a phantom who does something before a small camera."""
    length_s = duration_s or max(act.t_end_s for act in acts) + 1.0
    return Phantom("p", *who, "even", Script("s", "S.", length_s, tuple(acts)), Camera(320, 320, rate_hz), 1, wearing)


def measured(film: Phantom, *groups: Group, zones: tuple[Zones, ...] = ()) -> Tracks:
    """Measure the face and some groups of signs."""
    recording, details = render_phantom(film), Details(zones=zones)
    return measure_recording(recording, item="p", groups=("face", *groups), details=details, threads=False)


def column(tracks: Tracks, name: str) -> NDArray[np.float64]:
    return tracks.frames[name].cast(pl.Float64).fill_null(np.nan).to_numpy()


def spans(tracks: Tracks, channel: str) -> list[Span]:
    """Return start and end of the events of a channel."""
    rows = tracks.events.filter(pl.col("channel") == channel).sort("t_start_s")
    return list(zip(rows["t_start_s"].to_list(), rows["t_end_s"].to_list(), strict=True))


def of(film: Phantom, *causes: str) -> list[Span]:
    """Return start and end of a phantom's acts."""
    return sorted((act.t_start_s, act.t_end_s) for act in film.script.acts if act.cause in causes)


def f1(found: Sequence[Span], true: Sequence[Span]) -> float:
    """Return F1 of events; one is found if exactly one not yet taken lies over it in part."""
    left = list(found)
    hits = 0
    for start, end in true:
        over = [span for span in left if min(end, span[1]) > max(start, span[0])]
        if over:
            left.remove(over[0])
            hits += 1
    return 2 * hits / (len(found) + len(true)) if found or true else 1.0
