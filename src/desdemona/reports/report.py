"""A report as plain data: everything that the page and the JSON show, computed before either is written."""

from dataclasses import dataclass, field
from typing import Literal

from desdemona.reports.charts import Charts
from desdemona.tables import Rung
from desdemona.trials.finding import Finding

FORMAT = 1

RECONSTRUCTION = (
    "A reconstruction from public descriptions. It speaks for the method described, not for the vendor's product."
)


@dataclass(frozen=True, slots=True)
class LadderRung:
    """How one rung of the system under test stands, with the sentence that says why."""

    rung: Rung
    standing: Literal["holds", "fails", "undecided", "not tested"]
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One documented fact about the system, in our own words, with its source."""

    text: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """One phantom of the cast: a PNG picture and what the system said of it.

    The page carries the picture as it is, so keep each below 40 kB (240 px square is enough).
    """

    item: str
    caption: str
    png: bytes
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InUse:
    """What flags would mean among 10,000 people at one prevalence; each count with its 95 % interval."""

    prevalence: float
    true_flags: float
    false_flags: float
    missed: float
    ppv: float
    ppv_low: float
    ppv_high: float


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that the documents do not give: what was taken, the plausible range, and why."""

    name: str
    unit: str
    value: float
    low: float
    high: float
    why: str


@dataclass(frozen=True, slots=True)
class Universe:
    """One choice of the assumed values and how each finding stands under it (finding id, estimate, standing)."""

    values: tuple[tuple[str, float], ...]
    standings: tuple[tuple[str, float | None, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A documented step that is left out or refused, with the reason."""

    name: str
    standing: Literal["refused", "left out"]
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim or harm of the catalogue that findings speak to, by its number."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """How to make this report again."""

    command: str
    seed: int
    versions: tuple[tuple[str, str], ...]
    models: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """One audit, ready to be written as `report.json` and `report.html`."""

    system: str
    title: str
    organisation: str
    notice: str
    tested: str
    """One paragraph: what was tested, on whom, by which trials."""
    facts: tuple[Fact, ...]
    ladder: tuple[LadderRung, ...]
    top: tuple[str, ...]
    """Ids of the (at most) three findings that matter most."""
    findings: tuple[Finding, ...]
    portraits: tuple[Portrait, ...]
    in_use: tuple[InUse, ...]
    in_use_output: str
    assumptions: tuple[Assumption, ...]
    universes: tuple[Universe, ...]
    steps: tuple[Step, ...]
    limits: tuple[str, ...]
    repeat: Repeat
    catalogue: tuple[Entry, ...] = ()
    """What the numbers in `claims` and `harms` of the findings stand for; the page spells out those it has."""
    charts: Charts = field(default_factory=Charts)
    """Pictures of an audit of tables; none where nothing of them was asked."""
    sector: str = ""
    """Where the system is used, in the words of the catalogue; empty where it is not of the catalogue."""
