"""A flag: a verdict that counts against people, and how it is known who deserves one."""

from dataclasses import dataclass

from desdemona.tables import Rung, Source
from desdemona.trials.answer import Answers, Question
from desdemona.trials.finding import BoundKind


@dataclass(frozen=True, slots=True)
class Flag:
    """A verdict, which of its labels are flags, and who deserves one.

    Either `deserved` and `undeserved` are levels of the column `condition` of `items`, or `source` is given and the
    known label of each reading says it. With `condition` and `deserved` empty, every flag that is deserved is taken to
    be raised. `meaning` completes "people who are …", `prevalence` is the share of them at which flags must mostly be
    right, `looks_per_day` how many looks a day flags are counted over (0: not told). With `events` the output has a row
    only when something happens, so that no row is no flag. `false_bound` is the largest share of others that may be
    flagged, `ppv_bound` the least share of flags that must be right, `again_bound` by how much another flag may be more
    common for those who were flagged for nothing; all three are our choice. `name` tells flags of one output apart.
    """

    output: str
    labels: tuple[str, ...]
    condition: str = ""
    undeserved: tuple[str, ...] = ()
    meaning: str = "what the flag says"
    deserved: tuple[str, ...] = ()
    events: bool = False
    prevalence: float = 0.001
    false_bound: float = 0.05
    ppv_bound: float = 0.5
    again_bound: float = 0.05
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    source: Source | None = None
    truth_output: str = ""
    looks_per_day: int = 0
    name: str = ""

    @property
    def look(self) -> str:
        """What one look is: a recording, or a reading where the truth says of each who deserves a flag."""
        return "reading" if self.source and not self.events else "recording"


@dataclass(frozen=True, slots=True)
class AskingOfFlag:
    """What all questions about one flag share."""

    flag: Flag
    rung: Rung

    def question(self, part: str, asked: str, bound: float, kind: BoundKind, unit: str, answers: Answers) -> Question:
        """Return one declared question."""
        return Question(
            id=".".join(name for name in ("in_use", self.flag.output, self.flag.name, part) if name),
            trial="in_use",
            rung=self.rung,
            output=self.flag.output,
            asked=asked,
            bound=bound,
            bound_kind=kind,
            unit=unit,
            answers=answers,
            coverage_required=self.flag.coverage_required,
            clusters_required=self.flag.clusters_required,
            claims=self.flag.claims,
            harms=self.flag.harms,
        )


def one_in(prevalence: float) -> str:
    """Write a prevalence as people say it."""
    return f"one person in {1 / prevalence:,.0f}"
