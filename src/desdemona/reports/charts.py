"""Pictures of an audit of tables as plain data: every number that they show, computed before anything is drawn.

Each picture names in `findings` the findings that it draws; the page puts it before the first of them.
"""

from dataclasses import dataclass
from typing import Literal

from desdemona.estimates.interval import Interval
from desdemona.tables import Source

Occurrence = Literal["error", "refusal"]
ScoreOf = Literal["the label said", "this label"]


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One level of a group: its share, 0..1, over people, or the reason why nothing is said of it.

    `finding` is the id of the comparison with `against` (empty where there is none). `naive` and `naive_gap` are the
    level and its gap as if each reading were a person, given only where that would show a difference that is not there.
    """

    level: str
    share: Interval
    finding: str = ""
    against: str = ""
    naive: Interval | None = None
    naive_gap: Interval | None = None


@dataclass(frozen=True, slots=True)
class Forest:
    """How often something happened at each level of one declared group, and among all people."""

    output: str
    column: str
    measure: Occurrence
    everyone: Interval
    rows: tuple[ForestRow, ...]
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confusion:
    """What was said where what was known: shares of each known label, 0..1, with intervals over people.

    `cells` has one row for each of `known` and in it one share for each of `said`; the first of `said` are those of
    `known`, in the same order. `precisions` says for each of `said` how often it was right. `together` is the name
    under which the `folded` rarest labels are counted as one.
    """

    output: str
    source: Source
    known: tuple[str, ...]
    said: tuple[str, ...]
    cells: tuple[tuple[Interval, ...], ...]
    precisions: tuple[Interval, ...]
    folded: int = 0
    together: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """One range of scores: its mean, 0..1, and how often the label was right there."""

    score: float
    right: Interval


@dataclass(frozen=True, slots=True)
class Reliability:
    """How often the label is right over how sure the system says that it is.

    `flag` names the label whose score it seems to be whichever label is said; empty where it seems to be of that.
    """

    output: str
    source: Source
    ranges: tuple[ScoreRange, ...]
    flag: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CeilingRow:
    """One thing on the axis of the ceiling: a rule without a look at anybody, the system, or people."""

    who: Literal["rule", "system", "people"]
    name: str
    value: Interval
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The share right and the agreement beyond chance of chance, a constant answer, the system, and people."""

    output: str
    source: Source
    shares: tuple[CeilingRow, ...]
    kappas: tuple[CeilingRow, ...]
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Worth:
    """The share of flags that are right, 0..1, at one prevalence, with the ends of its band."""

    prevalence: float
    ppv: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PrevalenceCurve:
    """What it is worth that a label is said, over how common it is; from how often it is said rightly and wrongly."""

    output: str
    source: Source
    label: str
    raised: Interval
    """Share of those with the label of whom it is said."""
    false: Interval
    """Share of the others of whom it is said."""
    points: tuple[Worth, ...]
    break_even: float | None
    """The prevalence from which at least half of the flags are right; None where there is none."""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """What happens where an answer counts from this score up: shares of readings with intervals over people."""

    threshold: float
    false: Interval
    missed: Interval


@dataclass(frozen=True, slots=True)
class ThresholdCurve:
    """What a moved threshold does.

    With a `label`: of those who are not so, the share that is flagged all the same; of those who are, the share that is
    missed. Without one (several labels): the share wrong among the answers left, and the share of readings left
    without a right answer.
    `score_of` says what the score was read as the score of; only where it is that of the flag itself can the threshold
    be moved both ways, and `now` says from which score up the system flags today.
    """

    output: str
    source: Source
    label: str
    score_of: ScoreOf
    now: float | None
    points: tuple[ThresholdPoint, ...]
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Charts:
    """All pictures of one audit."""

    ceilings: tuple[Ceiling, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    prevalences: tuple[PrevalenceCurve, ...] = ()
    reliabilities: tuple[Reliability, ...] = ()
    thresholds: tuple[ThresholdCurve, ...] = ()
    forests: tuple[Forest, ...] = ()
