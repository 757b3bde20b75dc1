"""An audit: one system × the standard cast × the trials, told in one report."""

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from importlib.metadata import version

import polars as pl

from desdemona.audits.asking import Answers, ask, said_about, varying_outputs
from desdemona.audits.behind import claiming, groups_behind, reads, rests_on_sentiment, rests_on_voice
from desdemona.audits.cast import Item, cast_of, items_table, shown_to, subjects_table
from desdemona.audits.measuring import CAST_MODELS, Progress, measure_cast, workers
from desdemona.audits.portraits import portraits
from desdemona.audits.questions import flag_of, truth_names
from desdemona.audits.sound_questions import listens
from desdemona.audits.truths import truth_table
from desdemona.audits.unasked import not_asked, unread
from desdemona.errors import UsageError
from desdemona.models.pinned import pinned_model
from desdemona.reports.report import (
    RECONSTRUCTION,
    Assumption,
    Entry,
    Fact,
    InUse,
    LadderRung,
    Repeat,
    Report,
    Step,
    Universe,
)
from desdemona.systems import catalogue
from desdemona.systems.measured import Measured
from desdemona.systems.multiverse import universes
from desdemona.systems.profile import load_system
from desdemona.systems.run import Choice, run_universes
from desdemona.systems.stated import Profile
from desdemona.tables import Tables
from desdemona.trials.finding import Finding
from desdemona.trials.ladder import choose_top, summarise
from desdemona.trials.multiverse import settle
from desdemona.trials.wording import counted

VERSIONED = ("desdemona", "numpy", "polars", "opencv-python-headless", "ai-edge-litert", "av")
LIMITS = (
    "Phantoms are drawn. A finding on them shows what a method does under known conditions; that a method works on "
    "phantoms is no evidence that it works on people, but what moves on a phantom when only the lamp moves was moved "
    "by the lamp.",
    "The phantoms have no feelings, so nothing here measures how well a state is recognised in people; it tests "
    "whether a state is announced where there is none, and whether it moves when nothing inside can have moved.",
    "Identities are few. Intervals are clustered by identity, and a question that needs more of them than there are is "
    "answered with undecided.",
    "What the documents do not say was assumed within a stated range. The vendor's own values may lie outside it.",
    "The measurements rest on one open face tracker. Where it fails, a vendor's own tracker may not, and the reverse.",
    "The pulse channel withholds a number rather than guess. Where this report says that a reading was lost, a method "
    "that never withholds would have given a number, and nothing here supports such a number.",
    "The gains of head pitch and gaze were set on drawn faces, since they are known; how well these two are recovered "
    "on phantoms is therefore no independent evidence.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """A cast and what was measured of it, by item; the same for every system of the sectors it was drawn for."""

    cast: tuple[Item, ...]
    measured: Mapping[str, Measured]
    truth: pl.DataFrame
    seed: int

    def shown_to(self, profile: Profile) -> "Observed":
        """Return what a system is shown of it: what its sector is shown, and who speaks where it listens."""
        cast = shown_to(self.cast, profile.sector, listening=listens(profile), reading=reads(profile))
        names = [item.name for item in cast]
        truth = self.truth.filter(pl.col("item").is_in(names))
        return Observed(cast, {name: self.measured[name] for name in names}, truth, self.seed)


def no_progress(_done: int, _total: int, _what: str) -> None:
    """Show nothing."""


def observe_cast(profiles: Sequence[Profile], *, seed: int = 0, progress: Progress = no_progress) -> Observed:
    """Draw the standard cast and the scenes of these systems' sectors, and measure all that the systems rest on."""
    sectors = tuple(dict.fromkeys(profile.sector for profile in profiles))
    listening, reading = any(map(listens, profiles)), any(map(reads, profiles))
    cast = cast_of(sectors, seed=seed, listening=listening, reading=reading)
    measured = measure_cast(cast, groups_behind(profiles), progress=progress)
    return Observed(cast, measured, truth_table(cast), seed)


def audit(system: str, *, seed: int = 0, progress: Progress = no_progress, observed: Observed | None = None) -> Report:
    """Test a documented system on phantoms: the standard cast and the scenes of its sector.

    Parameters
    ----------
    system
        The id of a built-in system, or the path of a profile.
    seed
        Of the sensor noise and of every resampling; the same seed gives the same report.
    progress
        Called as work goes on: steps done, steps in all, what is being done.
    observed
        The cast, already measured, where several systems are audited.

    Raises
    ------
    UnknownName
        When there is no such system.
    UsageError
        When nothing of the system runs here.
    DeclarationError
        When a profile cannot be used.
    """
    profile = load_system(system)
    if profile.runs == "refused":
        raise UsageError(f"system '{profile.id}' is refused: {catalogue.refusal_reason(profile)}")
    if observed is None:
        observed = observe_cast((profile,), seed=seed, progress=progress)
    observed = observed.shown_to(profile)
    answers = answer_everywhere(profile, observed, progress)
    settled = settle([each.findings for each in answers])
    command = f"desdemona audit {system} --seed {observed.seed} --out audit"
    return to_report(profile, observed, answers, settled, command=command)


def audit_each(
    systems: Sequence[str], *, seed: int = 0, progress: Progress = no_progress
) -> Iterator[tuple[str, Report]]:
    """Test several systems on one cast, as many at once as there are cores; give each report as soon as it is done."""
    profiles = [load_system(system) for system in systems]
    if len(systems) == 1:
        yield systems[0], audit(systems[0], seed=seed, progress=progress)
        return
    observed = observe_cast(profiles, seed=seed, progress=progress)
    with workers(min(os.cpu_count() or 1, len(systems)), hold, observed) as pool:
        running = {pool.submit(audit_held, system): system for system in systems}
        for done, future in enumerate(as_completed(running), start=1):
            progress(done, len(systems), "systems asked")
            yield running[future], future.result()


_HELD: list[Observed] = []


def hold(observed: Observed) -> None:
    """Keep what was observed in a worker, so that it travels there once and not with every system."""
    _HELD[:] = [observed]


def audit_held(system: str) -> Report:
    """Test a system on what this worker holds."""
    return audit(system, observed=_HELD[0])


def answer_everywhere(profile: Profile, observed: Observed, progress: Progress) -> list[Answers]:
    """Put the questions at the central values, and again, where an answer can differ, in every other universe."""
    items, truth, subjects = items_table(observed.cast), observed.truth, subjects_table(observed.cast)
    every, varying = universes(profile), varying_outputs(profile)
    lacking = unread(profile)
    varying = tuple(name for name in varying if name not in lacking)
    asked = [tuple(o.name for o in claiming(profile) if o.name not in lacking), *(varying for _ in every[1:])]
    wanted: list[tuple[str, ...] | None] = [None, *(varying for _ in every[1:])]
    choices = [Choice(values, outputs) for values, outputs in zip(every, wanted, strict=True)]
    said = say_everywhere(profile, observed, choices)
    answers = []
    for number, (readings, outputs) in enumerate(zip(said, asked, strict=True)):
        progress(number, len(every), f"{profile.id}: choices of assumed values")
        known = truth.filter(pl.col("output").is_in(truth_names(profile, outputs)))
        tables = Tables(readings, known, items, subjects)
        answers.append(ask(profile, tables, outputs=outputs, seed=observed.seed))
    progress(len(every), len(every), f"{profile.id}: choices of assumed values")
    return answers


def say_everywhere(profile: Profile, observed: Observed, choices: Sequence[Choice]) -> list[pl.DataFrame]:
    """Return what the system says in each universe.

    Of items that only sound different, what rests on the voice, and of those with another transcript, what rests on the
    words: the rest would be what was said already of the items that they look like, counted once more.
    """
    measured, told = observed.measured, []
    heard = [output.name for output in profile.outputs if rests_on_voice(profile, output)]
    read = [output.name for output in profile.outputs if rests_on_sentiment(profile, output)]
    sounding = [item for item in observed.cast if item.looks_like and not item.sayings]
    worded = [item for item in observed.cast if item.sayings]
    plain = [item for item in observed.cast if not item.looks_like]
    for items, own in ((plain, None), (sounding, heard), (worded, read)):
        if items:
            asked = [Choice(c.values, c.outputs if own is None else shared(own, c.outputs)) for c in choices]
            told.append(run_universes(profile, [measured[item.name] for item in items], asked))
    return [pl.concat(parts) for parts in zip(*told, strict=True)]


def shared(names: Sequence[str], wanted: Collection[str] | None) -> list[str]:
    """Return those of the names that are wanted; all of them where everything is."""
    return [name for name in names if wanted is None or name in wanted]


def to_report(
    profile: Profile, observed: Observed, answers: Sequence[Answers], findings: tuple[Finding, ...], *, command: str
) -> Report:
    """Return everything that the page and the JSON show."""
    flag = flag_of(profile)
    inner = [output.name for output in claiming(profile) if output.rung in ("state", "judgement")]
    return Report(
        system=profile.id,
        title=profile.name,
        organisation=profile.organisation,
        sector=profile.sector,
        notice=RECONSTRUCTION,
        tested=tested(profile, observed, findings),
        facts=tuple(Fact(fact.text, fact.source) for fact in profile.facts),
        ladder=tuple(LadderRung(each.rung, each.standing, each.words) for each in summarise(findings)),
        top=tuple(finding.id for finding in choose_top(findings)),
        findings=findings,
        portraits=portraits(observed.cast, said_about(profile, observed.measured, inner), inner),
        in_use=tuple(
            InUse(r.prevalence, r.true_flags, r.false_flags, r.missed, r.ppv, r.low, r.high) for r in answers[0].in_use
        ),
        in_use_output=flag.output if flag else "",
        assumptions=tuple(Assumption(a.name, a.unit, a.value, a.low, a.high, a.why) for a in profile.assumed),
        universes=tuple(
            Universe(tuple(values.items()), tuple((f.id, f.estimate, f.finding) for f in each.findings))
            for values, each in zip(universes(profile), answers, strict=True)
        ),
        steps=tuple(Step(step.name, step.standing, step.reason) for step in profile.refused),
        limits=(*not_asked(profile), *LIMITS),
        repeat=Repeat(command, observed.seed, versions(), model_hashes()),
        catalogue=entries(findings),
    )


def tested(profile: Profile, observed: Observed, findings: Sequence[Finding]) -> str:
    """Return what was tested, on whom and by which trials, in one paragraph."""
    scenes: dict[str, int] = defaultdict(int)
    for item in observed.cast:
        scenes[item.null or item.phantom.script.name] += 1
    shown = ", ".join(f"{count} {scene.replace('_', ' ')}" for scene, count in scenes.items())
    identities = len({item.phantom.identity for item in observed.cast})
    tones = len({item.phantom.skin_tone for item in observed.cast})
    lights = len({item.phantom.light for item in observed.cast})
    seconds = sum(item.phantom.script.duration_s for item in observed.cast)
    return (
        f"The method described for {profile.name} was rebuilt from open parts and shown {len(observed.cast)} "
        f"recordings ({seconds / 60:.0f} minutes) of synthetic people: {identities} identities, {tones} skin tones, "
        f"{lights} lights{sounds(observed.cast)}. By scene: {shown}. {len(findings)} questions were put to what it "
        f"said{idle(findings)}."
    )


def sounds(cast: Sequence[Item]) -> str:
    """Return how who speaks was heard, as the end of a sentence; nothing where a system does not listen."""
    heard = [item for item in cast if item.heard and item.null is None]
    if not heard:
        return ""
    microphones = len({item.microphone for item in heard})
    return (
        f", {len({item.phantom.script.voice.register for item in heard if item.phantom.script.voice})} voices, "
        f"{counted(microphones, 'microphone')}"
    )


def idle(findings: Sequence[Finding]) -> str:
    """Return how many questions found nothing to be put to, as the end of a sentence."""
    count = sum(finding.found_nothing for finding in findings)
    return f"; for {count} of them there was not one observation" if count else ""


def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions of what decides the numbers."""
    return tuple((name, version(name)) for name in VERSIONED)


def model_hashes() -> tuple[tuple[str, str], ...]:
    """Return the models that were run, with their hashes."""
    return tuple((name, pinned_model(name).sha256) for name in CAST_MODELS)


def entries(findings: Sequence[Finding]) -> tuple[Entry, ...]:
    """Return the claims and harms that the findings speak to."""
    spoken = {number for finding in findings for number in (*finding.claims, *finding.harms)}
    every = [(claim.id, claim.text) for claim in catalogue.CLAIMS] + [(harm.id, harm.text) for harm in catalogue.HARMS]
    return tuple(Entry(number, text) for number, text in every if number in spoken)
