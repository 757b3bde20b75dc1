"""How an output does with one label: said where it is known, right where it is said."""

import numpy as np

from desdemona.estimates.confusions import precision_of, recall_of
from desdemona.estimates.jackknife import jackknifed
from desdemona.trials.agreement.asking import Asking
from desdemona.trials.answer import Answers, answer
from desdemona.trials.finding import Finding
from desdemona.trials.wording import share_in_brackets

LABEL: Answers = {
    "holds": "That is often enough.",
    "fails": "That is not often enough.",
    "undecided": "Whether that is often enough cannot be said from this audit.",
}


def ask_recall(ask: Asking, number: int) -> Finding:
    """Ask how often a label is said where it is known."""
    label = ask.confusions.labels[number]
    share = ask.measured(recall_of(number), known=number)
    words = f"Where {ask.truth} is '{label}', {ask.naming.output} said so {share_in_brackets(share)}."
    asked = f"Where {ask.truth} is '{label}', does {ask.naming.output} say so?"
    question = ask.question(f"recall.{label}", asked, ask.naming.bound, "share of readings", LABEL)
    return answer(question, share, words, coverage=ask.coverage)


def ask_precision(ask: Asking, number: int) -> Finding:
    """Ask how often a label is right where it is said, in the mixture at hand."""
    label, tables = ask.confusions.labels[number], ask.confusions.tables
    said, least = np.asarray(tables[:, :, number].sum(-1)), ask.naming.clusters_required
    share = jackknifed(tables, precision_of(number), said, scale="share", minimum_clusters=least)
    if share.estimate is None:
        words = f"{ask.naming.output} never said '{label}'."
    else:
        words = f"Where {ask.naming.output} said '{label}', that was {ask.truth} {share_in_brackets(share)}."
    asked = f"Where {ask.naming.output} says '{label}', is that {ask.truth}?"
    question = ask.question(f"precision.{label}", asked, ask.naming.bound, "share of readings", LABEL)
    return answer(question, share, words, coverage=ask.coverage)
