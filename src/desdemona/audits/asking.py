"""Putting the questions to what a system said, once at the central values and once in every other universe."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from desdemona.audits.behind import claiming, reads, rests_on_sound_alone, rests_on_voice
from desdemona.audits.questions import (
    ANOTHER,
    CHANGES,
    acts_of,
    flag_of,
    quantities_of,
    silences,
    stories_of,
    vehicle_flags,
)
from desdemona.audits.sectors import SHOWN
from desdemona.audits.sound_questions import (
    controls_of,
    heard_only,
    sound_changes_of,
    unvoiced_silence,
)
from desdemona.audits.unasked import is_filmed
from desdemona.audits.word_questions import word_changes_of
from desdemona.systems.measured import Measured
from desdemona.systems.run import Choice, run_universes
from desdemona.systems.stated import Profile
from desdemona.tables import Tables
from desdemona.trials.abstention import assess_abstention
from desdemona.trials.act_recovery import Act
from desdemona.trials.controls import assess_control
from desdemona.trials.finding import Finding
from desdemona.trials.in_use import InUseRow, assess_in_use
from desdemona.trials.invariance import Change, assess_invariance
from desdemona.trials.recovery import Quantity, assess_recovery
from desdemona.trials.telling_apart import assess_telling_apart


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What one universe answers: the findings, and the rows of the in-use picture."""

    findings: tuple[Finding, ...]
    in_use: tuple[InUseRow, ...]


def varying_outputs(profile: Profile) -> tuple[str, ...]:
    """Return the outputs that rest on an assumed value, so that they can differ between universes."""
    assumed = {step.name for step in profile.pipeline if any(setting.assumed for setting in step.settings)}
    steps = {step.name: step for step in profile.pipeline}

    def rests(origin: str) -> bool:
        if origin not in steps:
            return False
        return origin in assumed or any(rests(source) for _, source in steps[origin].inputs)

    return tuple(output.name for output in claiming(profile) if rests(output.origin))


def said_about(profile: Profile, everyone: Mapping[str, Measured], outputs: Collection[str]) -> pl.DataFrame:
    """Return what the system says about every recording at the central values."""
    return run_universes(profile, everyone.values(), [Choice({}, outputs)])[0]


def ask(profile: Profile, tables: Tables, *, outputs: Collection[str], seed: int) -> Answers:
    """Put every question about these outputs to the tables."""
    findings = [*ask_lower(profile, tables, outputs), *ask_inner(profile, tables, outputs)]
    for silence in (*silences(profile), unvoiced_silence(profile)):
        asked = tuple(name for name in silence.outputs if name in outputs)
        if asked:
            findings += assess_abstention(tables, replace(silence, outputs=asked))
    for driven in vehicle_flags(profile):
        for control in SHOWN[profile.sector].vehicle_controls if driven.output in outputs else ():
            findings += assess_control(tables, driven, control)
    flag = flag_of(profile)
    if flag is None or flag.output not in outputs:
        return Answers(tuple(findings), ())
    for control in controls_of(profile, flag):
        findings += assess_control(tables, flag, control)
    use = assess_in_use(tables, flag, rng=np.random.default_rng(seed))
    return Answers((*findings, *use.findings), use.rows)


def ask_lower(profile: Profile, tables: Tables, outputs: Collection[str]) -> Iterator[Finding]:
    """Give what is to be said of signals and signs: whether they are recovered."""
    wanted: tuple[Quantity | Act, ...] = (*quantities_of(profile), *acts_of(profile))
    for each in wanted:
        if each.output in outputs:
            yield from assess_recovery(tables, each)


def ask_inner(profile: Profile, tables: Tables, outputs: Collection[str]) -> Iterator[Finding]:
    """Give what is to be said of states and judgements: what moves them, and what they tell apart."""
    inner = tuple(o.name for o in claiming(profile) if o.rung in ("state", "judgement") and o.name in outputs)
    scales = scales_of(tables, inner)
    filmed = filmed_of(profile, inner)
    seen = [replace(change, outputs=filmed) for change in CHANGES if filmed]
    for change in (*seen, *persons_of(profile, inner)):
        yield from assess_invariance(tables, replace(change, scales=scales))
    for change in sound_changes_of(profile, inner):
        yield from assess_invariance(heard_only(profile, tables), replace(change, scales=scales))
    for change in word_changes_of(profile, inner) if reads(profile) else ():
        yield from assess_invariance(tables, replace(change, scales=scales))
    for stories in stories_of(profile):
        if stories.output in outputs:
            yield from assess_telling_apart(tables, stories)


def filmed_of(profile: Profile, outputs: Collection[str]) -> tuple[str, ...]:
    """Return those of the outputs to which a lamp is anything: they see, and not only what never changes."""
    return tuple(o.name for o in profile.outputs if o.name in outputs and is_filmed(profile, o))


def persons_of(profile: Profile, outputs: Collection[str]) -> Iterator[Change]:
    """Give the question about another person: to those who only look she is a face, to those who listen a voice too."""
    seen = [o for o in profile.outputs if o.name in outputs and not rests_on_sound_alone(profile, o)]
    for heard, changed in ((False, ANOTHER.changed), (True, "the person")):
        own = tuple(o.name for o in seen if rests_on_voice(profile, o) == heard)
        if own:
            yield replace(ANOTHER, changed=changed, outputs=own)


def scales_of(tables: Tables, outputs: Collection[str]) -> dict[str, tuple[float, float]]:
    """Return the scale of outputs whose values leave 0 to 1: the range that they showed over the whole cast."""
    own = tables.readings.filter(pl.col("output").is_in(list(outputs)) & pl.col("value").is_not_null())
    shown = own.group_by("output").agg(pl.col("value").min().alias("low"), pl.col("value").max().alias("high"))
    return {output: (low, high) for output, low, high in shown.iter_rows() if low < 0.0 or high > 1.0}
