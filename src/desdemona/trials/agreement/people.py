"""How an output does beside people on the same cases."""

from desdemona.tables import Tables
from desdemona.trials.agreement.asking import Asking, points, range_in_brackets
from desdemona.trials.answer import Answers, answer
from desdemona.trials.beside_truth import Beside, beside_truth
from desdemona.trials.ceiling import against_source, among_themselves, ceiling_intervals, votes_at_most
from desdemona.trials.finding import Finding
from desdemona.trials.wording import percent

PEOPLE: Answers = {
    "holds": "It does no worse than people do.",
    "fails": "People do better.",
    "undecided": "Whether it does as well as people cannot be said from this audit.",
}


def ask_people(ask: Asking, tables: Tables, beside: Beside) -> Finding:
    """Ask whether it does as well as people do on the same cases."""
    naming = ask.naming
    if naming.people_source == naming.source or votes_at_most(beside) > 1:
        rows, how = among_themselves(beside), "one of them held against the most voted label of the others"
    else:
        votes = beside_truth(tables, naming.output, naming.people_source, truth_output=naming.people_output)
        rows, how = against_source(beside, votes), f"their votes held against {ask.truth}"
    system, human, gap = ceiling_intervals(rows, minimum_clusters=naming.clusters_required)
    if gap.estimate is None:
        words = "How well people do is not known: no votes of two or more people on the same cases are in the truth."
    else:
        pairs = rows.get_column("pairs").mean()
        two = f" Two people agree with each other in {percent(float(pairs))}." if isinstance(pairs, float) else ""
        theirs = f"{percent(human.estimate or 0.0)} {range_in_brackets(human)}"
        own = f"{percent(system.estimate or 0.0)} {range_in_brackets(system)}"
        words = (
            f"People, {how}, are right in {theirs}; on the same cases and against the same labels {naming.output} is "
            f"right in {own}: a difference of {points(gap)}.{two}"
        )
    asked = f"Is {naming.output} right as often as people are?"
    question = ask.question("people", asked, -naming.below_people, "share of readings", PEOPLE)
    return answer(question, gap, words, coverage=ask.coverage)
