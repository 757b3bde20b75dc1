"""Agreement: how far what a system says is what is known, from one source at a time.

Labels: the share right, balanced accuracy, kappa (against chance), always saying the most frequent label, what people
themselves reach, and each label alone. Sources stay apart: an expression that was intended, one that others perceive
and a feeling that was reported are different things. Refusals are not wrong answers; they lower the coverage.
Clustered by subject.
"""

from desdemona.tables import Tables
from desdemona.trials.agreement.asking import Asking
from desdemona.trials.agreement.each_label import ask_precision, ask_recall
from desdemona.trials.agreement.naming import Naming
from desdemona.trials.agreement.overall import ask_balanced, ask_chance, ask_majority
from desdemona.trials.agreement.people import ask_people
from desdemona.trials.beside_truth import beside_truth, label_coverage, rung_of
from desdemona.trials.confusions import confusions_of
from desdemona.trials.finding import Finding
from desdemona.trials.sound_tables import check_tables


def assess_agreement(tables: Tables, naming: Naming) -> tuple[Finding, ...]:
    """Answer how far an output agrees with one source: balanced, against chance, majority and people, and per label.

    Raises `TableError` with every fault of a table.
    """
    check_tables(tables)
    beside = beside_truth(tables, naming.output, naming.source, truth_output=naming.truth_output)
    confusions = confusions_of(beside.rows)
    rung, coverage = rung_of(tables, naming.output), label_coverage(beside.rows)
    ask = Asking(naming, rung, coverage, confusions)
    findings = [ask_balanced(ask, beside), ask_chance(ask), ask_majority(ask), ask_people(ask, tables, beside)]
    if naming.each_label:
        for number in range(confusions.known_labels):
            findings += [ask_recall(ask, number), ask_precision(ask, number)]
    return tuple(findings)
