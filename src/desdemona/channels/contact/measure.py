"""From the signals of a recording to its tables: frames, events and windows, as those of the face channels."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.channels.contact.catalogue import CONTACT
from desdemona.channels.contact.contact_channel import ContactChannel, Findings, Measure, Settings, Window
from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.sensors.signal import Event, Floats, Signal

CONTACT_EVENTS: dict[str, type[pl.DataType]] = EVENTS | {"label": pl.String, "signal": pl.String}
CONTACT_WINDOWS: dict[str, type[pl.DataType]] = WINDOWS | {"signal": pl.String}
FRAME_STEP_S = 1.0
STIMULUS = "stimulus"


@dataclass(frozen=True, slots=True, eq=False)
class ContactTracks:
    """What was measured from the sensors of one recording.

    `frames` has a row an instant (`frame`, `t_s`) and a column a channel, the value of the window whose middle is
    nearest, null where none is given; `events` and `windows` have the schemas of `channels.tracks`, then the event's
    `label` and the name of the `signal`. `notices` are plain sentences about the recording.
    """

    item: str
    frames: pl.DataFrame
    events: pl.DataFrame
    windows: pl.DataFrame
    notices: tuple[str, ...] = ()


def measure_sensors(
    signals: Sequence[Signal],
    *,
    item: str,
    progress: Callable[[int], None] | None = None,
    events: Sequence[Event] = (),
    frame_times_s: Floats | None = None,
    settings: Settings | None = None,
    channels: Sequence[ContactChannel] = CONTACT,
) -> ContactTracks:
    """Measure every channel that a signal of its kind is there for.

    `frame_times_s` are the instants of the frames, such as those of a video on the same clock; without them there is
    one a second over the signals. `events` (stimuli) go into the table of events as they are. `progress` is called with
    the number of signals done so far. Where two signals are of one kind both are in the tables, and the frames have the
    first.
    """
    found: list[tuple[Signal, Mapping[str, Findings]]] = []
    for done, signal in enumerate(signals, start=1):
        found.append((signal, _measured(signal, settings or Settings(), channels)))
        if progress is not None:
            progress(done)
    times_s = _seconds_of(signals) if frame_times_s is None else frame_times_s
    return ContactTracks(
        item,
        _frames(times_s, found, channels),
        _event_table(found, channels, events),
        _window_table(found, channels),
        tuple(_notices(signals, channels)),
    )


def _measured(signal: Signal, settings: Settings, channels: Sequence[ContactChannel]) -> Mapping[str, Findings]:
    """Return the findings of one signal by channel; each measure is run once."""
    found: dict[str, Findings] = {}
    run: list[Measure] = []
    for channel in channels:
        if signal.kind in channel.needs and channel.measure not in run and signal.values.size:
            run.append(channel.measure)
            found |= channel.measure(signal, settings)
    return found


def _seconds_of(signals: Sequence[Signal]) -> Floats:
    """Return one instant a second over all signals."""
    if not signals:
        return np.empty(0)
    first_s, last_s = min(signal.t_start_s for signal in signals), max(signal.t_end_s for signal in signals)
    return np.arange(np.ceil(first_s), last_s, FRAME_STEP_S)


def _frames(
    times_s: Floats, found: Sequence[tuple[Signal, Mapping[str, Findings]]], channels: Sequence[ContactChannel]
) -> pl.DataFrame:
    columns: dict[str, Floats] = {}
    for channel in channels:
        held = next((findings[channel.name].windows for _, findings in found if channel.name in findings), None)
        if held is not None and channel.column is not None:
            columns[channel.column] = _at(times_s, held)
    table = pl.DataFrame({"frame": np.arange(times_s.size), "t_s": times_s})
    return table.with_columns(pl.Series(name, values).fill_nan(None) for name, values in columns.items())


def _at(times_s: Floats, windows: Sequence[Window]) -> Floats:
    """Return the value of the window whose middle is nearest at each instant; NaN outside all windows."""
    middles_s = np.array([(window.t_start_s + window.t_end_s) / 2 for window in windows])
    values = np.array([np.nan if window.value is None else window.value for window in windows])
    after = np.clip(np.searchsorted(middles_s, times_s), 1, max(middles_s.size - 1, 1))
    before = after - 1
    after = np.minimum(after, middles_s.size - 1)
    nearest = np.where(times_s - middles_s[before] <= middles_s[after] - times_s, before, after)
    inside = (times_s >= windows[0].t_start_s) & (times_s <= windows[-1].t_end_s)
    return np.where(inside, values[nearest], np.nan)


def _event_table(
    found: Sequence[tuple[Signal, Mapping[str, Findings]]], channels: Sequence[ContactChannel], given: Sequence[Event]
) -> pl.DataFrame:
    names = {channel.name for channel in channels}
    rows: list[tuple[object, ...]] = [
        (name, event.t_start_s, event.t_end_s, event.value, event.label, signal.name)
        for signal, findings in found
        for name, finding in findings.items()
        if name in names
        for event in finding.events
    ]
    rows += [(STIMULUS, event.t_start_s, event.t_end_s, None, event.label, event.name) for event in given]
    return pl.DataFrame(rows, schema=CONTACT_EVENTS, orient="row").sort("t_start_s", maintain_order=True)


def _window_table(
    found: Sequence[tuple[Signal, Mapping[str, Findings]]], channels: Sequence[ContactChannel]
) -> pl.DataFrame:
    names = {channel.name for channel in channels}
    rows = [
        (name, window.t_start_s, window.t_end_s, window.value, window.low, window.high, window.reason, signal.name)
        for signal, findings in found
        for name, finding in findings.items()
        if name in names
        for window in finding.windows
    ]
    return pl.DataFrame(rows, schema=CONTACT_WINDOWS, orient="row")


def _notices(signals: Sequence[Signal], channels: Sequence[ContactChannel]) -> Iterator[str]:
    used = {kind for channel in channels for kind in channel.needs}
    first: dict[str, str] = {}
    for signal in signals:
        if signal.kind not in used:
            yield f"nothing is measured from '{signal.name}' (kind {signal.kind})"
        elif signal.kind in first:
            yield f"'{signal.name}' is a second {signal.kind}; the frames have '{first[signal.kind]}'"
        first.setdefault(signal.kind, signal.name)
