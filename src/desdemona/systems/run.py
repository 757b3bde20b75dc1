"""Running a declared system on measured tracks: from tracks to readings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.tracks import Tracks
from desdemona.errors import UnknownName
from desdemona.systems.flows import Events, FloatArray, Flow, LabelArray, Labels, Series, Windows, frame_lengths_s
from desdemona.systems.measured import Measured, load_flow, span_of, to_measured
from desdemona.systems.parts import catalogue
from desdemona.systems.parts.part import Given
from desdemona.systems.sources import BY_NAME
from desdemona.systems.stated import Output, Profile, Step
from desdemona.tables import READINGS, Rung, to_readings


def run_system(
    profile: Profile,
    tracks: Tracks | Measured,
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
        What the channels measured: tracks of pictures alone, or everything on one recording. Channels that stand in
        none of it are not measured.
    values
        Assumed values by name where they differ from the profile's central ones.
    outputs
        Names of the outputs wanted; all of them where None.

    Raises
    ------
    UnknownName
        When a value is given for a name that the profile does not assume, or an unknown output is wanted.
    TableError
        When a table of frames has no times, or words are of several speakers.
    """
    chosen = chosen_values(profile, values or {})
    refused = [refusal.output for refusal in profile.refused if refusal.output]
    for name in outputs or ():
        if name not in (*refused, *(output.name for output in profile.outputs)):
            raise UnknownName("output", name, (*refused, *(output.name for output in profile.outputs)))
    wanted = [output for output in profile.outputs if outputs is None or output.name in outputs]
    measured = to_measured(tracks)
    flows = compute_flows(profile, measured, chosen, {output.origin for output in wanted})
    span = span_of(measured)
    told = [readings_of(output, flows[output.origin], span) for output in wanted]
    told += [
        whole(refusal.output, refusal.rung, "refused", span)
        for refusal in profile.refused
        if refusal.output and refusal.rung and (outputs is None or refusal.output in outputs)
    ]
    return to_table(measured.item, told)


def chosen_values(profile: Profile, values: Mapping[str, float]) -> dict[str, float]:
    """Return every assumed value: the given one where one is given, else the profile's central one."""
    central = profile.central
    for name in values:
        if name not in central:
            raise UnknownName(f"assumed value of system '{profile.id}'", name, central)
    return {**central, **values}


def compute_flows(
    profile: Profile, measured: Measured, values: Mapping[str, float], origins: set[str]
) -> dict[str, Flow]:
    """Return the flows that the origins need, by name of channel or step, each computed once."""
    needed = set(origins)
    for step in reversed(profile.pipeline):
        if step.name in needed:
            needed.update(source for _, source in step.inputs)
    flows = {name: load_flow(BY_NAME[name], measured) for name in sorted(needed) if name in BY_NAME}
    for step in profile.pipeline:
        if step.name in needed:
            flows[step.name] = apply_step(step, flows, values)
    return flows


def apply_step(step: Step, flows: Mapping[str, Flow], values: Mapping[str, float]) -> Flow:
    """Return what one step makes of the flows before it."""
    settings = {setting.parameter: setting.number(values) for setting in step.settings}
    inputs = {slot: flows[source] for slot, source in step.inputs}
    return catalogue.BY_NAME[step.part].apply(Given(inputs, settings, step.labels))


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What one output said: columns of shape (rows,); NaN and None where there is no value, score or label."""

    output: str
    rung: Rung
    t_start_s: FloatArray
    t_end_s: FloatArray
    label: LabelArray
    value: FloatArray
    score: FloatArray
    status: NDArray[np.str_]


def readings_of(output: Output, flow: Flow, span: tuple[float, float]) -> Said:
    """Return one output's readings; a flow without any row is not measured over the whole recording."""
    match flow:
        case Series():
            said = rows(output, flow.t_s, flow.t_s, value=flow.value)
        case Windows():
            said = rows(output, flow.t_start_s, flow.t_end_s, value=flow.value)
        case Labels():
            said = rows(output, flow.t_start_s, flow.t_end_s, label=flow.label, score=np.clip(flow.score, 0.0, 1.0))
        case Events():
            return event_readings(output, flow, span)
    return said if said.t_start_s.size else whole(output.name, output.rung, "not_measured", span)


def event_readings(output: Output, flow: Events, span: tuple[float, float]) -> Said:
    """Return one row an event, and one row for each stretch in which none could have been seen, in order of time."""
    t_s = flow.watched.t_s
    if t_s.size == 0:
        return whole(output.name, output.rung, "not_measured", span)
    edges = np.diff(np.concatenate(([0], (flow.watched.value != 1.0).astype(np.int8), [0])))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    seen, unseen = flow.t_start_s.size, first.size
    start = np.concatenate((flow.t_start_s, t_s[first]))
    order = np.argsort(start, kind="stable")
    label = np.full(seen + unseen, None, dtype=object)
    label[:seen] = output.labels[0] if output.labels else None
    end = np.concatenate((flow.t_end_s, (t_s + frame_lengths_s(t_s))[last] if unseen else np.empty(0)))
    value = np.concatenate((flow.value, np.full(unseen, np.nan)))
    return rows(output, start[order], end[order], value=value[order], label=label[order])


def rows(
    output: Output,
    t_start_s: FloatArray,
    t_end_s: FloatArray,
    *,
    value: FloatArray | None = None,
    label: LabelArray | None = None,
    score: FloatArray | None = None,
) -> Said:
    """Return readings by columns; a row with neither value nor label is `not_measured`."""
    count = t_start_s.size
    value = np.full(count, np.nan) if value is None else value
    score = np.full(count, np.nan) if score is None else score
    label = np.full(count, None, dtype=object) if label is None else label
    status = np.where(np.isfinite(value) | (label != np.array(None)), "ok", "not_measured")
    return Said(output.name, output.rung, t_start_s, t_end_s, label, value, score, status)


def whole(output: str, rung: Rung, status: str, span: tuple[float, float]) -> Said:
    """Return one row over the whole recording in which nothing is said, with its status."""
    nothing, none = np.full(1, np.nan), np.full(1, None, dtype=object)
    start, end = np.full(1, span[0]), np.full(1, span[1])
    return Said(output, rung, start, end, none, nothing, nothing, np.full(1, status))


def to_table(item: str, told: Sequence[Said]) -> pl.DataFrame:
    """Return what was said of one item as a table of readings."""
    if not told:
        return to_readings(())
    counts = [said.t_start_s.size for said in told]
    joined = {name: np.concatenate([getattr(said, name) for said in told]) for name in ("t_start_s", "t_end_s")}
    gaps = {
        name: pl.Series(np.concatenate([getattr(said, name) for said in told]), dtype=pl.Float64, nan_to_null=True)
        for name in ("value", "score")
    }
    words = {name: np.concatenate([getattr(said, name) for said in told]).tolist() for name in ("label", "status")}
    columns = {
        "item": [item] * sum(counts),
        "t_start_s": joined["t_start_s"],
        "t_end_s": joined["t_end_s"],
        "output": [said.output for said, count in zip(told, counts, strict=True) for _ in range(count)],
        "rung": [said.rung for said, count in zip(told, counts, strict=True) for _ in range(count)],
        "label": words["label"],
        **gaps,
        "status": words["status"],
    }
    return pl.DataFrame(columns, schema=READINGS)
