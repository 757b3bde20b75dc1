"""Controls: people whom a flag must leave alone though they look as it says: the ill, the tired, the frightened.

Each control is one scene in which nobody deserves the flag. The share of people flagged there is clustered by subject.
"""

from dataclasses import dataclass

from desdemona.tables import Tables
from desdemona.trials.answer import Answers, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.flags import AskingOfFlag, Flag
from desdemona.trials.looks import looks_of, share_raised
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, share_in_brackets


@dataclass(frozen=True, slots=True)
class Control:
    """One scene in which nobody deserves a flag: its level of the flag's condition, and who is shown there."""

    level: str
    who: str
    bound: float = 0.05
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


ANSWERS: Answers = {
    "holds": "They are left alone.",
    "fails": "They are flagged for what they did not do.",
    "undecided": "Whether they are left alone cannot be said from this audit.",
}


def assess_control(tables: Tables, flag: Flag, control: Control) -> tuple[Finding, ...]:
    """Answer how many people of one control scene are flagged; one finding.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    own = Flag(
        flag.output,
        flag.labels,
        flag.condition,
        undeserved=(control.level,),
        meaning=flag.meaning,
        events=flag.events,
        coverage_required=flag.coverage_required,
        clusters_required=flag.clusters_required,
        claims=control.claims,
        harms=control.harms,
    )
    share, coverage = share_raised(looks_of(tables, own), minimum_clusters=flag.clusters_required)
    asked = f"How many are flagged by {flag.output} of {control.who}?"
    question = AskingOfFlag(own, rung_of(tables, flag.output, "judgement")).question(
        f"control.{control.level}", asked, control.bound, "at_most", "share of people", ANSWERS
    )
    if share.estimate is None:
        words = f"{flag.output} judged nobody of {control.who}."
    else:
        flagged = round(share.estimate * share.n)
        words = (
            f"Of {counted(share.n, 'recording')} of {control.who}, {flag.output} flagged {flagged:,} "
            f"{share_in_brackets(share)}."
        )
    return (answer(question, share, words, coverage=coverage),)
