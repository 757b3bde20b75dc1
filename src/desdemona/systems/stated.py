"""What a profile states about one system: documented facts, outputs, assumptions, pipeline, and what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from desdemona.tables import Rung

NOTICE = "A reconstruction from public descriptions; it speaks for the method described, not for the vendor's product."
"""Goes wherever a product is named."""

Sector = Literal["public-security", "driving", "education", "api", "other"]
SECTORS: tuple[Sector, ...] = get_args(Sector)

DocumentedStatus = Literal[
    "marketed",
    "sold",
    "deployed",
    "pilot",
    "demonstrated",
    "announced",
    "proposed",
    "research",
    "partially-withdrawn",
    "withdrawn",
    "terminated",
    "contested",
    "unclear",
]
DOCUMENTED_STATUSES: tuple[DocumentedStatus, ...] = get_args(DocumentedStatus)

Topic = Literal[
    "setting",
    "channel",
    "output",
    "timing",
    "threshold",
    "decision",
    "people",
    "status",
    "vendor claim",
    "counter-evidence",
    "training data",
    "use",
]
TOPICS: tuple[Topic, ...] = get_args(Topic)

Standing = Literal["refused", "left out"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Fact:
    """One documented fact in our own words, with its source (report, year, page, notes)."""

    topic: Topic
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that the system says; `origin` is the pipeline step, or for a signal the channel, that gives it.

    `documented_name` is the source's own word for it. `documented` is False for what the source does not list
    as an output but the reconstruction passes through, shown so that each rung can be tested.
    `labels` are the exact documented labels; `otherwise` is our word for none of them; `flags` are the labels that
    count against a person. `not_rebuilt` are documented labels that no step gives. `follows` names the output of
    which this one is only the log: it makes no claim of its own. `labels_assumed` says why labels are ours where the
    source gives none.
    """

    name: str
    rung: Rung
    origin: str
    unit: str = ""
    documented: bool = True
    documented_name: str = ""
    labels: tuple[str, ...] = ()
    otherwise: str | None = None
    flags: tuple[str, ...] = ()
    not_rebuilt: tuple[str, ...] = ()
    follows: str | None = None
    labels_assumed: str = ""

    @property
    def judgement(self) -> bool:
        """Whether the output is a verdict about a person."""
        return self.rung == "judgement"

    @property
    def all_labels(self) -> tuple[str, ...]:
        """Every label that a reading of this output can carry."""
        return self.labels if self.otherwise is None else (*self.labels, self.otherwise)


@dataclass(frozen=True, slots=True)
class Assumed:
    """A number that the documents do not give: what was taken, the plausible range, and why."""

    name: str
    unit: str
    value: float
    low: float
    high: float
    why: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter of a step: a documented number with its source, the name of an assumed value, or a defined number.

    A `defined` number is no choice about the system: a natural end of a scale, or bookkeeping of the reconstruction
    (one measured level is enough). It has no range; `why` says what makes it so.
    """

    parameter: str
    documented: float | None = None
    source: str = ""
    assumed: str | None = None
    defined: float | None = None
    why: str = ""

    def number(self, assumed: Mapping[str, float]) -> float:
        """Return the number that it stands for, given the assumed values by name; NaN for a faulty setting."""
        if self.assumed is not None:
            return assumed[self.assumed]
        stated = self.documented if self.defined is None else self.defined
        return float("nan") if stated is None else stated


@dataclass(frozen=True, slots=True)
class Step:
    """One named part at work: its inputs (slot and channel or earlier step), its settings, its labels."""

    name: str
    part: str
    inputs: tuple[tuple[str, str], ...]
    settings: tuple[Setting, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A documented step that is refused or left out, with the reason.

    With `output` and `rung` it is a documented output that readings show with status `refused`.
    """

    name: str
    standing: Standing
    reason: str
    output: str | None = None
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One documented system as it is rebuilt here; `NOTICE` goes with everything that names it."""

    id: str
    name: str
    organisation: str
    sector: Sector
    statuses: tuple[DocumentedStatus, ...]
    people: tuple[str, ...]
    facts: tuple[Fact, ...]
    claims: tuple[str, ...]
    harms: tuple[str, ...]
    not_stated: tuple[str, ...]
    outputs: tuple[Output, ...]
    assumed: tuple[Assumed, ...]
    pipeline: tuple[Step, ...]
    refused: tuple[Refusal, ...]

    @property
    def notice(self) -> str:
        """The sentence that goes wherever the product is named."""
        return NOTICE

    @property
    def central(self) -> Mapping[str, float]:
        """The assumed values as they stand in the profile."""
        return {assumed.name: assumed.value for assumed in self.assumed}

    @property
    def runs(self) -> str:
        """Whether the system runs here: `runs`, `runs without …` naming the missing steps, or `refused`.

        Refused is one of which no output can be given; outputs may be channels passed through without any step.
        """
        if not self.outputs:
            return "refused"
        missing = [step.name for step in self.refused]
        return f"runs without {', '.join(missing)}" if missing else "runs"
