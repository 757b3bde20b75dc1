"""Barrett's four criteria: what must hold before a label from a face may be taken for a feeling.

*Reliability*: where the emotion is, the label is said often, p(label | emotion). *Specificity*: the label is not said
at other emotions; it is held against the bands as p(emotion | label) with every emotion counted equally often, so that
neither the mixture of cases nor a long list of labels flatters it (with six labels, a system that guesses is silent
about each of them in 5 of 6 other cases); the share of other cases in which the label was not said stands beside.
*Generalisability*: reliability in every group or condition. *Validity*: that the person felt it, which needs
self-report or an induced state; an intended or perceived expression cannot tell.

Bands as in Barrett, Adolphs, Marsella, Martinez and Pollak 2019, tables 2 and 4 [V1]: strong 70 to 90 %, moderate 41 to
69 %, weak 20 to 40 %, unsupported below 20 %.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from desdemona.errors import UnknownName
from desdemona.estimates.confusions import even_precision_of, false_share_of, mean_recalls, recall_of
from desdemona.estimates.interval import Interval, without_interval
from desdemona.tables import Rung, Source, Tables
from desdemona.trials.agreement.naming import KNOWN_AS
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import beside_truth, label_coverage, rung_of
from desdemona.trials.confusions import Confusions, confusions_of
from desdemona.trials.finding import Finding
from desdemona.trials.levels import level_columns, with_levels
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent, share_in_brackets

Band = Literal["strong", "moderate", "weak", "unsupported"]
BANDS: dict[Band, float] = {"strong": 0.70, "moderate": 0.41, "weak": 0.20, "unsupported": 0.0}
"""Where each band begins; what lies between two of them belongs to the lower."""
FELT: tuple[Source, ...] = ("self_report", "induced")
"""Sources that can say what somebody felt."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """Labels of an output to be held against Barrett's criteria.

    `needed` is the band that each must reach. `across` names columns of `items` or `subjects` over which
    reliability must generalise; a level with fewer people than `clusters_required` is refused and named.
    """

    output: str
    source: Source
    truth_output: str = ""
    needed: Band = "strong"
    across: tuple[str, ...] = ()
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ("C02", "C03")
    harms: tuple[str, ...] = ()


def band_of(share: float) -> Band:
    """Return Barrett's band of a share, 0..1."""
    return next(band for band, least in BANDS.items() if share >= least)


def assess_barrett(tables: Tables, criteria: Criteria) -> tuple[Finding, ...]:
    """Answer reliability and specificity per label, generalisability per column, and validity.

    Raises
    ------
    TableError
        With every fault of a table.
    UnknownName
        When neither `items` nor `subjects` has a column of `across`.
    """
    check_tables(tables)
    for column in criteria.across:
        if column not in level_columns(tables):
            raise UnknownName("condition or group", column, level_columns(tables))
    rows = beside_truth(tables, criteria.output, criteria.source, truth_output=criteria.truth_output).rows
    ask = _Asking(criteria, rung_of(tables, criteria.output), label_coverage(rows))
    confusions = confusions_of(rows)
    findings: list[Finding] = []
    for number in range(confusions.known_labels):
        findings += [ask.reliability(confusions, number), ask.specificity(confusions, number)]
    findings += [ask.generalisability(with_levels(tables, rows, (column,)), column) for column in criteria.across]
    return (*findings, ask.validity(confusions))


@dataclass(frozen=True, slots=True)
class _Asking:
    """What all criteria of one output share."""

    criteria: Criteria
    rung: Rung
    coverage: float

    def reliability(self, confusions: Confusions, number: int) -> Finding:
        """Ask how often the label is said where the emotion is."""
        label, output = confusions.labels[number], self.criteria.output
        share = confusions.measured(recall_of(number), self.criteria.clusters_required, known=number)
        words = (
            f"Where the {self._known} label is '{label}', {output} says so {share_in_brackets(share)}{_in_band(share)}."
        )
        return self._finding(f"reliability.{label}", f"Does {output} say '{label}' when it is there?", share, words)

    def specificity(self, confusions: Confusions, number: int) -> Finding:
        """Ask how surely the label means the emotion and no other."""
        label, output, least = confusions.labels[number], self.criteria.output, self.criteria.clusters_required
        share = confusions.measured(even_precision_of(number), least)
        silent = confusions.measured(false_share_of(number), least)
        aside = "" if silent.estimate is None else f"; it was not said in {percent(1 - silent.estimate)} of other cases"
        chance = f"; chance is {percent(1 / confusions.known_labels)}"
        words = (
            f"Where {output} says '{label}', and every {self._known} label were equally common, that would be so "
            f"{share_in_brackets(share)}{_in_band(share)}{chance}{aside}."
        )
        return self._finding(f"specificity.{label}", f"When {output} says '{label}', is it that?", share, words)

    def generalisability(self, rows: pl.DataFrame, column: str) -> Finding:
        """Ask whether reliability reaches the band at every level of a column."""
        least = self.criteria.clusters_required
        parts = rows.drop_nulls(column).sort(column).group_by(column, maintain_order=True)
        per_level = {str(key[0]): confusions_of(own) for key, own in parts}
        told = {level: own for level, own in per_level.items() if int((own.totals > 0).sum()) >= least}
        refused = [
            f"'{level}' ({counted(int((own.totals > 0).sum()), 'person', 'people')})"
            for level, own in per_level.items()
            if level not in told
        ]
        share, words = _weakest(told, column, self.criteria)
        if refused:
            words += f" Too few people to be judged: {', '.join(refused)}."
        asked = f"Is {self.criteria.output} as reliable at every level of {column}?"
        return self._finding(f"generalisability.{column}", asked, share, words)

    def validity(self, confusions: Confusions) -> Finding:
        """Ask whether the label says what the person felt, where anything in the truth can tell."""
        output = self.criteria.output
        asked = f"Does {output} say what the person felt?"
        if self.criteria.source not in FELT:
            words = (
                f"Validity is not testable with {self._known} truth: that somebody {_SHOWN[self.criteria.source]} does "
                "not say that they felt it. Self-reported or induced feelings are needed."
            )
            return self._finding("validity", asked, without_interval("not testable", n=0, clusters=0), words)
        share = confusions.measured(mean_recalls, self.criteria.clusters_required)
        words = (
            f"Of {counted(share.n, 'reading')} with a {self._known} feeling, {output} named it, every feeling counting "
            f"alike, {share_in_brackets(share)}{_in_band(share)}."
        )
        return self._finding("validity", asked, share, words)

    @property
    def _known(self) -> str:
        """How the known label is spoken of."""
        return KNOWN_AS[self.criteria.source]

    def _finding(self, part: str, asked: str, share: Interval, words: str) -> Finding:
        """Hold a share against the band that is needed."""
        criteria = self.criteria
        question = Question(
            id=f"barrett.{criteria.output}.{criteria.source}.{part}",
            trial="barrett",
            rung=self.rung,
            output=criteria.output,
            asked=asked,
            bound=BANDS[criteria.needed],
            bound_kind="at_least",
            unit="share of readings",
            answers=_answers(criteria.needed),
            coverage_required=criteria.coverage_required,
            clusters_required=criteria.clusters_required,
            claims=criteria.claims,
            harms=criteria.harms,
        )
        return answer(question, share, words, coverage=self.coverage)


_SHOWN: dict[Source, str] = {
    "script": "was scripted to show it",
    "sensor": "gave a sensor's signal",
    "intended": "meant to show it",
    "perceived": "looked so to others",
    "outcome": "later did something",
    "self_report": "said so",
    "induced": "was brought to it",
}


def _answers(needed: Band) -> Answers:
    """Return what the three answers mean for a band."""
    return {
        "holds": f"That reaches the band '{needed}'.",
        "fails": f"That does not reach the band '{needed}'.",
        "undecided": f"Whether the band '{needed}' is reached cannot be said from this audit.",
    }


def _in_band(share: Interval) -> str:
    """Name the band of a share, and those that its interval reaches into."""
    if share.estimate is None:
        return ""
    text = f", in Barrett's band '{band_of(share.estimate)}'"
    if share.low is None or share.high is None or band_of(share.low) == band_of(share.high):
        return text
    return f"{text} (the interval reaches from '{band_of(share.low)}' to '{band_of(share.high)}')"


def _weakest(told: dict[str, Confusions], column: str, criteria: Criteria) -> tuple[Interval, str]:
    """Return the least of the levels' shares with an interval for it, and the words for both.

    Every level must reach the band, so its lower end is the least of the levels' 95 % ones, which needs no correction.
    That some level misses it could be chance, so the upper end is the least of those of intervals at 1 - .05/levels.
    """
    shares = {level: own.measured(mean_recalls, criteria.clusters_required) for level, own in told.items()}
    shares = {level: share for level, share in shares.items() if share.low is not None}
    if len(shares) < 2:
        reason = f"fewer than two levels of {column} have enough people"
        return without_interval(reason, n=0, clusters=0), f"F{reason[1:]} to be compared."
    least = criteria.clusters_required
    wide = [told[level].measured(mean_recalls, least, level=1 - 0.05 / len(shares)) for level in shares]
    order = sorted(shares, key=lambda name: shares[name].estimate or 0.0)
    worst, best = shares[order[0]], shares[order[-1]]
    share = Interval(
        worst.estimate,
        min(s.low for s in shares.values() if s.low is not None),
        min(s.high for s in wide if s.high is not None),
        sum(s.n for s in shares.values()),
        min(s.clusters for s in shares.values()),
    )
    words = (
        f"Each label counting alike, {criteria.output} is right least often at {column} '{order[0]}' "
        f"{share_in_brackets(worst)} and most often at '{order[-1]}' {share_in_brackets(best)}, of "
        f"{counted(len(shares), 'level')}."
    )
    return share, words
