"""The catalogue of the source report: `CLAIMS`, `HARMS`, and the register of its systems with how each runs here."""

from dataclasses import dataclass

from desdemona.systems.claims import Claim, Harm, load_claims, load_entries, load_harms
from desdemona.systems.profile import load_system
from desdemona.systems.stated import Profile, Sector

CLAIMS: tuple[Claim, ...]
HARMS: tuple[Harm, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """One system of the source report and how it runs here.

    `status` is `runs`, `runs without …` or `refused`; `reason` says why it is not plain `runs`.
    """

    id: str
    name: str
    organisation: str
    sector: Sector
    status: str
    reason: str


def __getattr__(name: str) -> tuple[Claim, ...] | tuple[Harm, ...]:
    """Read the claims or harms when they are first asked for."""
    if name == "CLAIMS":
        return load_claims()
    if name == "HARMS":
        return load_harms()
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def refusal_reason(profile: Profile) -> str:
    """Return why steps of a system are missing, empty when none is."""
    return " ".join(f"{step.name} ({step.standing}): {step.reason}" for step in profile.refused)


def systems_register() -> tuple[Registered, ...]:
    """Return all systems of the source report in its order, each with how it runs here and why."""
    rows = ((entry, load_system(entry.id)) for entry in load_entries())
    return tuple(
        Registered(entry.id, entry.name, entry.organisation, entry.sector, profile.runs, refusal_reason(profile))
        for entry, profile in rows
    )
