"""Which questions four handed-over tables can answer, and which trial answers each."""

from collections.abc import Iterator
from dataclasses import dataclass

from desdemona.audits.driving_questions import Drive, assess_drive, drives_of
from desdemona.audits.flag_questions import flags_of
from desdemona.audits.table_shape import error_bound, level_names, outputs_of, scored, sources_of, voted_on
from desdemona.audits.wishes import Wishes
from desdemona.tables import ITEMS, SUBJECTS, Tables
from desdemona.trials.agreement.labels import assess_agreement
from desdemona.trials.agreement.naming import Naming
from desdemona.trials.agreement.values import Rating, assess_value_agreement
from desdemona.trials.barrett import Criteria, assess_barrett
from desdemona.trials.calibration import Sureness, assess_calibration
from desdemona.trials.finding import Finding
from desdemona.trials.flags import Flag
from desdemona.trials.gaming import Performance, assess_gaming
from desdemona.trials.groups import Comparison, assess_groups
from desdemona.trials.looked import is_event_log
from desdemona.trials.power import assess_power
from desdemona.trials.raters import Voting, assess_raters
from desdemona.trials.sound_tables import outputs_on


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether a comparison would have seen a difference of its margin, had there been one."""

    comparison: Comparison


Answered = Naming | Criteria | Comparison | Sight | Sureness | Rating | Voting | Performance | Drive
"""What is answered with findings alone; a `Flag` has a picture too."""


def assess(tables: Tables, declared: Answered) -> tuple[Finding, ...]:  # noqa: PLR0911  one return a question
    """Answer one declared question."""
    match declared:
        case Naming():
            return assess_agreement(tables, declared)
        case Criteria():
            return assess_barrett(tables, declared)
        case Comparison():
            return assess_groups(tables, declared)
        case Sight():
            return assess_power(tables, declared.comparison)
        case Sureness():
            return assess_calibration(tables, declared)
        case Rating():
            return assess_value_agreement(tables, declared)
        case Voting():
            return assess_raters(tables, declared)
        case Performance():
            return assess_gaming(tables, declared)
        case Drive():
            return assess_drive(tables, declared)


def declarations(tables: Tables, wishes: Wishes) -> Iterator[Answered | Flag]:
    """Give the questions that follow from what the tables hold, output by output and source by source.

    Raises
    ------
    UnknownName
        When what is declared is not in the tables.
    UsageError
        When it is not clear which output warns a driver.
    """
    drives = tuple(drives_of(tables, wishes))
    flags = tuple(flags_of(tables, wishes, also=drives[0].warnings.labels if drives else ()))
    groups, conditions = level_names(tables.subjects, tuple(SUBJECTS)), level_names(tables.items, tuple(ITEMS))
    for output, kind in outputs_of(tables):
        for source in sources_of(tables, output):
            if kind == "value":
                yield Rating(output, source, *error_bound(tables, output))
                continue
            yield Naming(output, source)
            if source != "perceived":
                yield Criteria(output, source, across=(*groups, *conditions))
            if groups:
                crossed = tuple((one, other) for i, one in enumerate(groups) for other in groups[i + 1 :])
                yield Comparison(output, groups, "error", source, crossed=crossed[:3])
                yield Sight(Comparison(output, groups, "error", source))
            if scored(tables, output):
                yield Sureness(output, source, across=groups)
            yield from (flag for flag in flags if (flag.output, flag.source) == (output, source))
        if groups:
            yield Comparison(output, groups, "refusal")
    if Performance().condition in tables.items.columns:
        inner = outputs_on(tables, ("state", "judgement"))
        yield Performance(events=tuple(output for output in inner if is_event_log(tables, output)))
    yield from drives
    yield from (Voting(output) for output in voted_on(tables))
