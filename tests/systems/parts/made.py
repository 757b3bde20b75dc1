"""Small flows made by hand, and a part applied to them."""

import numpy as np

from desdemona.systems.flows import Events, Flow, Labels, Series, Windows
from desdemona.systems.parts.catalogue import BY_NAME
from desdemona.systems.parts.part import Given

T_S = np.arange(100) / 10
NAN = float("nan")


def series(values: object) -> Series:
    """Return a series of ten frames a second over ten seconds."""
    return Series(T_S, np.broadcast_to(np.asarray(values, dtype=np.float64), T_S.shape))


def windows(*values: float) -> Windows:
    """Return windows of a second, one after the other."""
    ends = np.arange(1.0, len(values) + 1)
    return Windows(ends - 1, ends, np.array(values))


def events(*spans: tuple[float, float], watched: Series | None = None) -> Events:
    """Return events in stretches of time, watched throughout unless told otherwise."""
    starts, ends = (np.array([span[side] for span in spans], dtype=np.float64) for side in (0, 1))
    return Events(starts, ends, ends - starts, watched or series(1.0))


def applied(part: str, flows: dict[str, Flow], labels: tuple[str, ...] = (), **values: float) -> Flow:
    """Return what a part makes of flows."""
    return BY_NAME[part].apply(Given(flows, values, labels))


def as_series(flow: Flow) -> Series:
    """Return a flow that must be a series."""
    assert isinstance(flow, Series)
    return flow


def as_events(flow: Flow) -> Events:
    """Return a flow that must be events."""
    assert isinstance(flow, Events)
    return flow


def as_windows(flow: Flow) -> Windows:
    """Return a flow that must be windows."""
    assert isinstance(flow, Windows)
    return flow


def as_labels(flow: Flow) -> Labels:
    """Return a flow that must be labels."""
    assert isinstance(flow, Labels)
    return flow
