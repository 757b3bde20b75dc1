"""Auditing documented systems: one, several, a sector, or all; what is done already is not done again."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from desdemona.audits.audit import audit_each
from desdemona.cli.audit_writing import leave, write_report
from desdemona.cli.console import progress_bar, say, tell
from desdemona.files import make_folder, write_text
from desdemona.reports.kept import Summary, load_summaries
from desdemona.reports.overview import to_overview_html
from desdemona.reports.report import RECONSTRUCTION, Report
from desdemona.systems.catalogue import refusal_reason, systems_register
from desdemona.systems.profile import load_system
from desdemona.systems.profile_text import to_profile_text
from desdemona.systems.stated import Profile, Sector

KEY = "report.key"
"""Says of which code, system and seed the report beside it is."""


def systems_of(sector: Sector | None) -> tuple[str, ...]:
    """Return the ids of all systems of a sector, or of all sectors, in the order of the catalogue."""
    return tuple(row.id for row in systems_register() if sector is None or row.sector == sector)


def audit_named(systems: Sequence[str], out: Path, *, seed: int, strict: bool) -> int:
    """Audit the systems that were named; refuse one that does not run. Returns the exit code."""
    profiles = [load_system(system) for system in systems]
    make_folder(out)
    with progress_bar() as advance:
        done = dict(audit_each(systems, seed=seed, progress=advance))
    reports = [done[system] for system in systems]
    for profile, report in zip(profiles, reports, strict=True):
        write_report(report, out / profile.id if len(reports) > 1 else out)
    if len(reports) > 1:
        write_text(out / "index.html", to_overview_html(reports))
    say(RECONSTRUCTION)
    return leave(reports, strict)


def audit_many(systems: Sequence[str], out: Path, *, seed: int, strict: bool) -> int:
    """Audit a sector or all: each report is written when it is done, and those of an earlier run are kept.

    What is refused is told and stands in the overview with its reason. Returns the exit code.
    """
    profiles = [load_system(system) for system in systems]
    running = [profile for profile in profiles if profile.runs != "refused"]
    make_folder(out)
    left = [profile for profile in running if not is_done(profile, out, seed)]
    if len(left) < len(running):
        tell(f"{len(running) - len(left)} of {len(running)} reports are there already; they are kept")
    reports: list[Report] = []
    if left:
        with progress_bar() as advance:
            for system, report in audit_each([profile.id for profile in left], seed=seed, progress=advance):
                write_report(report, out / system)
                write_text(out / system / KEY, key_of(load_system(system), seed))
                reports.append(report)
    own = {profile.id for profile in profiles}
    summaries = [summary for summary in load_summaries(out) if summary.system in own]
    register = [row for row in systems_register() if row.id in own]
    write_text(out / "index.html", to_overview_html(summaries, register=register))
    for profile in profiles:
        if profile not in running:
            tell(f"{profile.id} is refused: {refusal_reason(profile)}")
    say(f"{out / 'index.html'}: {len(summaries)} systems, {len(profiles) - len(running)} refused")
    say(RECONSTRUCTION)
    return leave_all(summaries, strict)


def leave_all(summaries: Sequence[Summary], strict: bool) -> int:
    """Return the exit code: 1 under `strict` when any finding of any report fails or is undecided."""
    return int(strict and any(finding.standing != "holds" for each in summaries for finding in each.findings))


def is_done(profile: Profile, out: Path, seed: int) -> bool:
    """Say whether the report of a system is there, made by this code of this profile with this seed."""
    folder = out / profile.id
    try:
        return (folder / KEY).read_text("utf-8") == key_of(profile, seed) and (folder / "report.json").is_file()
    except (OSError, UnicodeDecodeError):
        return False


def key_of(profile: Profile, seed: int) -> str:
    """Return what a report depends on: the code, the profile and the seed, as one hash."""
    return hashlib.sha256(f"{code_hash()} {seed} {to_profile_text(profile)}".encode()).hexdigest()


@cache
def code_hash() -> str:
    """Return a hash of all code and data of the package but the profiles."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for file in sorted(package.rglob("*")):
        if (
            file.is_file()
            and file.suffix in (".py", ".csv", ".j2", ".css", ".js", ".yaml")
            and "profiles" not in file.parts
        ):
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
