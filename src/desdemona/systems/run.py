"""Running a declared system on measured tracks: from tracks to readings."""

from collections.abc import Collection, Mapping

import numpy as np
import polars as pl

from desdemona.channels.tracks import Tracks
from desdemona.errors import UnknownName
from desdemona.systems import sources
from desdemona.systems.flows import Events, FloatArray, Flow, Labels, Series, Windows, frame_lengths_s
from desdemona.systems.parts import catalogue
from desdemona.systems.parts.part import Given
from desdemona.systems.stated import Output, Profile, Step
from desdemona.tables import READINGS, Reading, Rung, to_readings


def run_system(
    profile: Profile,
    tracks: Tracks,
    values: Mapping[str, float] | None = None,
    *,
    outputs: Collection[str] | None = None,
) -> pl.DataFrame:
    """Return what the system says about one recording, as a table of readings.

    Signals have one row a frame (`t_start_s` equal to `t_end_s`), windows and labels one row a window, signs one row
    an event and, where the sign could not have been seen, one row a stretch with status `not_measured`; no row means
    looked and saw none. Refused outputs have one row over the whole recording with status `refused`.

    Parameters
    ----------
    profile
        The system.
    tracks
        What the channels measured.
    values
        Assumed values by name where they differ from the profile's central ones.
    outputs
        Names of the outputs wanted; all of them where None.

    Raises
    ------
    UnknownName
        When a value is given for a name that the profile does not assume, or an unknown output is wanted.
    TableError
        When the tracks lack a column.
    """
    chosen = chosen_values(profile, values or {})
    refused = [refusal.output for refusal in profile.refused if refusal.output]
    for name in outputs or ():
        if name not in (*refused, *(output.name for output in profile.outputs)):
            raise UnknownName("output", name, (*refused, *(output.name for output in profile.outputs)))
    wanted = [output for output in profile.outputs if outputs is None or output.name in outputs]
    flows = compute_flows(profile, tracks, chosen, {output.origin for output in wanted})
    span = recording_span(tracks)
    tables = [readings_of(output, flows[output.origin], tracks.item, span) for output in wanted]
    tables += [
        whole_row(tracks.item, refusal.output, refusal.rung, "refused", span)
        for refusal in profile.refused
        if refusal.output and refusal.rung and (outputs is None or refusal.output in outputs)
    ]
    return pl.concat([to_readings(()), *tables])


def chosen_values(profile: Profile, values: Mapping[str, float]) -> dict[str, float]:
    """Return every assumed value: the given one where one is given, else the profile's central one."""
    central = profile.central
    for name in values:
        if name not in central:
            raise UnknownName(f"assumed value of system '{profile.id}'", name, central)
    return {**central, **values}


def compute_flows(profile: Profile, tracks: Tracks, values: Mapping[str, float], origins: set[str]) -> dict[str, Flow]:
    """Return the flows that the origins need, by name of channel or step, each computed once."""
    needed = set(origins)
    for step in reversed(profile.pipeline):
        if step.name in needed:
            needed.update(source for _, source in step.inputs)
    flows = {name: sources.load_flow(source, tracks) for name, source in sources.BY_NAME.items() if name in needed}
    for step in profile.pipeline:
        if step.name in needed:
            flows[step.name] = apply_step(step, flows, values)
    return flows


def apply_step(step: Step, flows: Mapping[str, Flow], values: Mapping[str, float]) -> Flow:
    """Return what one step makes of the flows before it."""
    settings = {
        setting.parameter: values[setting.assumed] if setting.assumed else setting.documented or 0.0
        for setting in step.settings
    }
    inputs = {slot: flows[source] for slot, source in step.inputs}
    return catalogue.BY_NAME[step.part].apply(Given(inputs, settings, step.labels))


def recording_span(tracks: Tracks) -> tuple[float, float]:
    """Return when the recording begins and ends, in seconds; zero and zero for one without frames."""
    t_s = sources.numbers(tracks.frames, "t_s")
    if t_s.size == 0:
        return 0.0, 0.0
    return float(t_s[0]), float(t_s[-1] + frame_lengths_s(t_s)[-1])


def readings_of(output: Output, flow: Flow, item: str, span: tuple[float, float]) -> pl.DataFrame:
    """Return one output's readings; a flow without any row is not measured over the whole recording."""
    match flow:
        case Series():
            table = rows(output, item, flow.t_s, flow.t_s, value=flow.value)
        case Windows():
            table = rows(output, item, flow.t_start_s, flow.t_end_s, value=flow.value)
        case Labels():
            said = pl.Series(flow.label.tolist(), dtype=pl.String)
            table = rows(output, item, flow.t_start_s, flow.t_end_s, label=said, score=flow.score)
        case Events():
            return event_readings(output, flow, item, span)
    if table.is_empty():
        return whole_row(item, output.name, output.rung, "not_measured", span)
    return table


def event_readings(output: Output, flow: Events, item: str, span: tuple[float, float]) -> pl.DataFrame:
    """Return one row an event, and one row for each stretch in which none could have been seen."""
    if flow.watched.t_s.size == 0:
        return whole_row(item, output.name, output.rung, "not_measured", span)
    label = pl.Series([output.labels[0] if output.labels else None] * flow.t_start_s.size, dtype=pl.String)
    seen = rows(output, item, flow.t_start_s, flow.t_end_s, value=flow.value, label=label)
    t_s = flow.watched.t_s
    edges = np.diff(np.concatenate(([0], (flow.watched.value != 1.0).astype(np.int8), [0])))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    if first.size == 0:
        return seen
    blind_end_s = (t_s + frame_lengths_s(t_s))[last]
    blind = rows(output, item, t_s[first], blind_end_s, value=np.full(first.shape, np.nan))
    return pl.concat([seen, blind]).sort("t_start_s")


def rows(
    output: Output,
    item: str,
    t_start_s: FloatArray,
    t_end_s: FloatArray,
    *,
    value: FloatArray | None = None,
    label: pl.Series | None = None,
    score: FloatArray | None = None,
) -> pl.DataFrame:
    """Return readings built by columns; a row with neither value nor label is `not_measured`."""
    count = t_start_s.size
    value = np.full(count, np.nan) if value is None else value
    said = np.isfinite(value) if label is None else np.isfinite(value) | label.is_not_null().to_numpy()
    columns = {
        "item": [item] * count,
        "t_start_s": t_start_s,
        "t_end_s": t_end_s,
        "output": [output.name] * count,
        "rung": [output.rung] * count,
        "label": [None] * count if label is None else label,
        "value": pl.Series(value, dtype=pl.Float64, nan_to_null=True),
        "score": [None] * count if score is None else pl.Series(score, dtype=pl.Float64, nan_to_null=True),
        "status": np.where(said, "ok", "not_measured").tolist(),
    }
    return pl.DataFrame(columns, schema=READINGS)


def whole_row(item: str, output: str | None, rung: Rung | None, status: str, span: tuple[float, float]) -> pl.DataFrame:
    """Return one row over the whole recording in which nothing is said, with its status."""
    row = Reading(item, *span, output=output or "", rung=rung or "signal")
    return to_readings([row]).with_columns(pl.lit(status).alias("status"))
