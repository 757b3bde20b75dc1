"""Running a declared system on measured tracks: from tracks to readings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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

Key = tuple[str | float, ...]
"""A channel's name; or a step's name and the assumed values behind it."""


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
    return run_universes(profile, [tracks], [Choice(values or {}, outputs)])[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of assumed values, and the outputs that are wanted under it; all of them where None."""

    values: Mapping[str, float]
    outputs: Collection[str] | None = None


def run_universes(
    profile: Profile, everyone: Iterable[Tracks | Measured], universes: Sequence[Choice]
) -> list[pl.DataFrame]:
    """Return what the system says about all recordings, one table of readings a universe, as `run_system` does.

    What does not depend on a value that differs between universes is computed once a recording.

    Raises
    ------
    UnknownName, TableError
        As `run_system`.
    """
    chosen = [chosen_values(profile, universe.values) for universe in universes]
    for universe in universes:
        check_outputs(profile, universe.outputs or ())
    behind = assumed_behind(profile)
    told: list[list[tuple[str, list[Said]]]] = [[] for _ in universes]
    for tracks in everyone:
        measured = to_measured(tracks)
        span, known = span_of(measured), dict[Key, Flow]()
        for number, universe in enumerate(universes):
            wanted = [o for o in profile.outputs if universe.outputs is None or o.name in universe.outputs]
            origins = {output.origin for output in wanted}
            flows = compute_flows(profile, measured, chosen[number], origins, behind, known)
            said = [readings_of(output, flows[output.origin], span) for output in wanted]
            told[number].append((measured.item, said + refusals(profile, universe.outputs, span)))
    return [to_table(each) for each in told]


def refusals(profile: Profile, outputs: Collection[str] | None, span: tuple[float, float]) -> list["Said"]:
    """Return the rows of refused outputs, over the whole recording."""
    return [
        whole(refusal.output, refusal.rung, "refused", span)
        for refusal in profile.refused
        if refusal.output and refusal.rung and (outputs is None or refusal.output in outputs)
    ]


def check_outputs(profile: Profile, outputs: Collection[str]) -> None:
    """See that the system has all these outputs."""
    known = [refusal.output for refusal in profile.refused if refusal.output]
    known += [output.name for output in profile.outputs]
    for name in outputs:
        if name not in known:
            raise UnknownName("output", name, known)


def chosen_values(profile: Profile, values: Mapping[str, float]) -> dict[str, float]:
    """Return every assumed value: the given one where one is given, else the profile's central one."""
    central = profile.central
    for name in values:
        if name not in central:
            raise UnknownName(f"assumed value of system '{profile.id}'", name, central)
    return {**central, **values}


def assumed_behind(profile: Profile) -> dict[str, tuple[str, ...]]:
    """Return for each step the assumed values that it rests on, its own and those of the steps before it."""
    behind: dict[str, tuple[str, ...]] = {}
    for step in profile.pipeline:
        own = [setting.assumed for setting in step.settings if setting.assumed]
        earlier = [name for _, source in step.inputs for name in behind.get(source, ())]
        behind[step.name] = tuple(dict.fromkeys((*own, *earlier)))
    return behind


def compute_flows(
    profile: Profile,
    measured: Measured,
    values: Mapping[str, float],
    origins: set[str],
    behind: Mapping[str, tuple[str, ...]],
    known: dict[Key, Flow],
) -> dict[str, Flow]:
    """Return the flows that the origins need, by name of channel or step.

    `known` holds flows of this recording that were computed before, by channel, or by step and the values behind it.
    """
    needed = set(origins)
    for step in reversed(profile.pipeline):
        if step.name in needed:
            needed.update(source for _, source in step.inputs)
    flows: dict[str, Flow] = {}
    for name in sorted(needed):
        if name in BY_NAME:
            flows[name] = known.get((name,)) or known.setdefault((name,), load_flow(BY_NAME[name], measured))
    for step in profile.pipeline:
        if step.name in needed:
            key: Key = (step.name, *(values[name] for name in behind[step.name]))
            flows[step.name] = known.get(key) or known.setdefault(key, apply_step(step, flows, values))
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


def to_table(told_by_item: Sequence[tuple[str, Sequence[Said]]]) -> pl.DataFrame:
    """Return what was said of items as a table of readings."""
    told = [(item, said) for item, every in told_by_item for said in every if said.t_start_s.size]
    if not told:
        return to_readings(())
    counts = [said.t_start_s.size for _, said in told]
    joined = {name: np.concatenate([getattr(said, name) for _, said in told]) for name in ("t_start_s", "t_end_s")}
    gaps = {
        name: pl.Series(np.concatenate([getattr(said, name) for _, said in told]), dtype=pl.Float64, nan_to_null=True)
        for name in ("value", "score")
    }
    words = {name: np.concatenate([getattr(said, name) for _, said in told]).tolist() for name in ("label", "status")}
    columns = {
        "item": np.repeat([item for item, _ in told], counts),
        "t_start_s": joined["t_start_s"],
        "t_end_s": joined["t_end_s"],
        "output": np.repeat([said.output for _, said in told], counts),
        "rung": np.repeat([said.rung for _, said in told], counts),
        "label": words["label"],
        **gaps,
        "status": words["status"],
    }
    return pl.DataFrame(columns, schema=READINGS)
