"""Reports of many systems, as an audit of a whole register would leave them, with invented numbers."""

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from tests.reports import sample

from desdemona.reports.record import to_json
from desdemona.reports.report import Assumption, Entry, LadderRung, Report, Step, Universe
from desdemona.systems.catalogue import Registered
from desdemona.systems.claims import Entry as Listed
from desdemona.systems.claims import Harm, load_claims, load_entries, load_harms
from desdemona.tables import RUNGS
from desdemona.trials.finding import Finding, Standing
from desdemona.trials.ladder import choose_top, summarise

ON_PRINCIPLE = ("taigusys-medical", "meezao-epilepsy", "sjtu-criminality-faces", "hangzhou-11-face-services")
"""Here these are refused."""
UNREPORTED = 3
"""So many of the last systems have no report, as after a run that was broken off."""
ASPECTS = ("recovery", "abstention", "invariance.light", "invariance.skin_tone", "invariance.identity", "in_use")
STANDINGS: tuple[Standing, ...] = ("fails", "undecided", "holds")
SPOKEN_HARMS = ("H01", "H02", "H06", "H08", "H12", "H13", "H14", "H15", "H22", "H23", "H27", "H28", "H31", "H53")
SPOKEN_CLAIMS = ("C01", "C02", "C03", "C06", "C09", "C11", "C14", "C16", "C18", "C20", "C25", "C34", "C35")


@cache
def make_report() -> Report:
    """Make the sample report once; drawing its portraits takes a while."""
    return sample.make_report()


@cache
def make_bare_report() -> Report:
    """Make the sample report that has nothing but its name, once."""
    return sample.make_bare_report()


def make_register() -> tuple[Registered, ...]:
    """Make the register: all systems of the catalogue, some refused."""
    return tuple(
        Registered(entry.id, entry.name, entry.organisation, entry.sector, *_status(entry.id))
        for entry in load_entries()
    )


def _status(system: str) -> tuple[str, str]:
    if system in ON_PRINCIPLE:
        return (
            "refused",
            "labels of illness (refused): All that is documented is a label that nobody may be given here.",
        )
    return "runs", ""


def make_reports(*, harms: Sequence[str] = SPOKEN_HARMS) -> list[Report]:
    """Make a report of every system of the register but those refused and the last few."""
    listed = [entry for entry in load_entries() if entry.id not in ON_PRINCIPLE]
    rng = np.random.default_rng(69)
    model = replace(make_report(), portraits=(), in_use=())
    return [_make(model, entry, harms, rng=rng) for entry in listed[:-UNREPORTED]]


def _make(model: Report, entry: Listed, harms: Sequence[str], *, rng: np.random.Generator) -> Report:
    findings = tuple(
        _finding(model.findings[0], aspect, rung, harms, rng=rng)
        for aspect, rung in itertools.product(ASPECTS, RUNGS)
        if rng.random() < (0.95 if rung in {"state", "judgement"} else 0.4)
    )
    assumptions = tuple(Assumption(f"value_{n}", "s", 2.0, 1.0, 4.0, "our choice") for n in range(rng.integers(0, 11)))
    findings, universes = _unsettled(findings, assumptions, rng=rng)
    texts: list[Entry] = [Entry(claim.id, claim.text) for claim in load_claims()]
    texts += [_entry(harm) for harm in load_harms()]
    spoken = {number for finding in findings for number in (*finding.claims, *finding.harms)}
    names = ("blood pressure", "identity", "content of speech", "further physiological signals")
    return replace(
        model,
        system=entry.id,
        title=entry.name,
        organisation=entry.organisation,
        sector=entry.sector,
        ladder=tuple(LadderRung(each.rung, each.standing, each.words) for each in summarise(findings)),
        top=tuple(finding.id for finding in choose_top(findings)),
        findings=findings,
        assumptions=assumptions,
        universes=universes,
        steps=tuple(Step(name, "left out", "Not described.") for name in names[: rng.integers(0, 5)]),
        catalogue=tuple(entry for entry in texts if entry.number in spoken),
    )


def _entry(harm: Harm) -> Entry:
    return Entry(harm.id, harm.text)


def _finding(model: Finding, aspect: str, rung: str, harms: Sequence[str], *, rng: np.random.Generator) -> Finding:
    outputs = {"signal": "eye.openness", "sign": "blink", "state": "fatigue level", "judgement": "warning"}
    weights = (0.1, 0.15, 0.75) if rung in {"signal", "sign"} else (0.35, 0.4, 0.25)
    standing = STANDINGS[int(rng.choice(3, p=weights))]
    told = {"fails": "changed when only the lamp did", "undecided": "may have changed", "holds": "stayed as it was"}
    n, moved = int(rng.integers(40, 400)), int(rng.integers(0, 40))
    return replace(
        model,
        id=f"{aspect}.{outputs[rung]}",
        trial=aspect.split(".")[0],
        rung=rung,  # type: ignore[arg-type]  # one of RUNGS, from its only caller
        output=outputs[rung],
        finding=standing,
        words=f"Of {n} readings of {outputs[rung]}, {moved} {told[standing]} (95 % interval 2 to 41 %).",
        claims=tuple(map(str, rng.choice(SPOKEN_CLAIMS, rng.integers(0, 3), replace=False))),
        harms=tuple(map(str, rng.choice(list(harms), rng.integers(0, 3), replace=False))),
    )


def _unsettled(
    findings: Sequence[Finding], assumptions: Sequence[Assumption], *, rng: np.random.Generator
) -> tuple[tuple[Finding, ...], tuple[Universe, ...]]:
    """Return findings, undecided where the universes disagree, and the universes."""
    choices = [{}, *({each.name: each.low} for each in assumptions), *({each.name: each.high} for each in assumptions)]
    stands = [[finding.finding for finding in findings] for _ in choices]
    shaken = [place for place in range(len(findings)) if assumptions and rng.random() < 0.15]
    for place in shaken:
        stands[-1][place] = "fails" if stands[0][place] != "fails" else "undecided"
    universes = tuple(
        Universe(
            tuple((each.name, changed.get(each.name, each.value)) for each in assumptions),
            tuple((f.id, f.estimate, standing) for f, standing in zip(findings, own, strict=True)),
        )
        for changed, own in zip(choices, stands, strict=True)
    )
    settled = tuple(replace(f, finding="undecided") if i in shaken else f for i, f in enumerate(findings))
    return settled, universes if assumptions else ()


def write_reports(reports: Sequence[Report], folder: Path) -> None:
    """Write the records as an audit of several systems does, without the pages."""
    for report in reports:
        place = folder / report.system
        place.mkdir(parents=True)
        (place / "report.json").write_text(to_json(report), encoding="utf-8")


def without_sector(file: Path) -> None:
    """Make a record such as was written before sectors were recorded."""
    record = json.loads(file.read_text(encoding="utf-8"))
    del record["sector"]
    file.write_text(json.dumps(record), encoding="utf-8")
