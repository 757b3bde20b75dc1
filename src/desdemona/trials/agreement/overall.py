"""How an output does over all labels: each counting alike, against chance, against always the same label."""

from desdemona.estimates.clusters import Floats
from desdemona.estimates.confusions import agreement_shares, beyond_label, kappas, mean_recalls
from desdemona.estimates.interval import Interval
from desdemona.trials.agreement.asking import Asking, points, range_in_brackets
from desdemona.trials.answer import Answers, answer
from desdemona.trials.beside_truth import Beside
from desdemona.trials.finding import Finding
from desdemona.trials.wording import counted, percent

BALANCED: Answers = {
    "holds": "Every kind of case counted alike, it is right often enough.",
    "fails": "Every kind of case counted alike, it is not right often enough.",
    "undecided": "Whether it is right often enough cannot be said from this audit.",
}
CHANCE: Answers = {
    "holds": "That is more than chance.",
    "fails": "That is no more than chance.",
    "undecided": "Whether that is more than chance cannot be said from this audit.",
}
MAJORITY: Answers = {
    "holds": "It does no worse than something that always says the same.",
    "fails": "Something that always says the same would be right more often.",
    "undecided": "Whether it does better than something that always says the same cannot be said from this audit.",
}


def ask_balanced(ask: Asking, beside: Beside) -> Finding:
    """Ask how often it is right, each known label counting alike."""
    share, right = ask.measured(mean_recalls), ask.measured(agreement_shares)
    output = ask.naming.output
    if share.estimate is None:
        words = ask.nothing()
    else:
        words = (
            f"In {counted(share.n, 'reading')} of {counted(share.clusters, 'person', 'people')}, {output} was "
            f"{ask.truth} in {percent(right.estimate or 0.0)}; with each of "
            f"{counted(ask.confusions.known_labels, 'label')} counting alike, in {percent(share.estimate)} "
            f"{range_in_brackets(share)}."
        )
    if beside.ties:
        words += (
            f" In {beside.ties:,} of {counted(beside.stretches, 'case')} "
            f"({percent(beside.ties / beside.stretches)}) votes tie and nothing is taken as known."
        )
    asked = f"Is {output} {ask.truth} in at least {percent(ask.naming.bound)} of cases, every label counting alike?"
    question = ask.question("balanced", asked, ask.naming.bound, "balanced accuracy", BALANCED)
    return answer(question, share, words, coverage=ask.coverage)


def ask_chance(ask: Asking) -> Finding:
    """Ask whether it agrees more than chance would."""
    kappa = ask.measured(kappas, "plain")
    if kappa.estimate is not None and kappa.estimate >= 1 and kappa.low is not None:
        right = ask.measured(agreement_shares)
        by_chance = _chance_share(ask.confusions.tables.sum(0))
        least = ((right.low or 0.0) - by_chance) / (1 - by_chance)
        kappa = Interval(1.0, least, 1.0, kappa.n, kappa.clusters)
    if kappa.estimate is None:
        words = ask.nothing() if not kappa.n else f"Only one label was ever known and said: kappa is {kappa.reason}."
    else:
        span = "" if kappa.low is None else f" (95 % interval {kappa.low:.2f} to {min(kappa.high or 1.0, 1.0):.2f})"
        words = (
            f"Beyond what chance would give, {ask.naming.output} agrees with {ask.truth} at a kappa of "
            f"{kappa.estimate:.2f}{span}; 0 is chance, 1 is always."
        )
    asked = f"Does {ask.naming.output} agree with {ask.truth} more than chance would?"
    return answer(
        ask.question("chance", asked, ask.naming.beyond_chance, "kappa", CHANCE), kappa, words, coverage=ask.coverage
    )


def _chance_share(table: Floats) -> float:
    """Return the share on which two independent namings with these margins would agree."""
    return float(table.sum(0) @ table.sum(1)) / float(table.sum()) ** 2


def ask_majority(ask: Asking) -> Finding:
    """Ask whether it is right more often than always saying the most frequent label."""
    whole = ask.confusions.tables.sum(0)
    label = int(whole.sum(1).argmax()) if whole.size else 0
    beyond = ask.measured(beyond_label(label), "plain") if whole.size else ask.measured(agreement_shares)
    if beyond.estimate is None:
        words = ask.nothing()
    else:
        always = float(whole[label].sum() / whole.sum())
        words = (
            f"Always saying '{ask.confusions.labels[label]}' would be right in {percent(always)}; "
            f"{ask.naming.output} is right in {percent(always + beyond.estimate)}: a difference of {points(beyond)}."
        )
    asked = f"Is {ask.naming.output} right more often than always saying the most frequent label?"
    question = ask.question("majority", asked, ask.naming.beyond, "share of readings", MAJORITY)
    return answer(question, beyond, words, coverage=ask.coverage)
