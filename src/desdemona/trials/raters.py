"""Raters: how far people agree among themselves, before any machine is held against them.

Where the truth is votes, a label is known no better than people agree on it: the mean share of votes for the most voted
label, the cases in which votes tie so that nothing is known, and Fleiss' kappa, which takes off what chance would give.
Cases with one vote are left out. Clustered by the subject of the case; that raters, too, differ is not in the interval.
Sources: Fleiss 1971; the least kappa is where Krippendorff (2004) would draw tentative conclusions from his alpha.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums
from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import jackknifed
from desdemona.estimates.krippendorff import alpha_nominal
from desdemona.tables import Source, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import beside_truth, rung_of
from desdemona.trials.finding import BoundKind, Finding
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent, share_in_brackets


@dataclass(frozen=True, slots=True)
class Voting:
    """Votes of several people on the same cases, and how far they must agree.

    `kappa_bound` is the least Fleiss' kappa, `majority_bound` the least mean share of votes for the most voted label
    (.7, where Barrett's band "strong" begins), `tie_bound` the largest share of cases that may tie (our choice).
    """

    output: str
    source: Source = "perceived"
    kappa_bound: float = 0.667
    majority_bound: float = 0.7
    tie_bound: float = 0.1
    clusters_required: int = 5
    claims: tuple[str, ...] = ("C40",)
    harms: tuple[str, ...] = ("H43",)


KAPPA: Answers = {
    "holds": "People agree well enough for their votes to be taken as known.",
    "fails": "People do not agree well enough for their votes to be taken as known.",
    "undecided": "Whether people agree well enough cannot be said from these votes.",
}
MAJORITY: Answers = {
    "holds": "Most people see what most others see.",
    "fails": "Too many people see something else than the most voted label.",
    "undecided": "Whether enough people see the most voted label cannot be said from these votes.",
}
TIES: Answers = {
    "holds": "Such cases are few.",
    "fails": "For too many cases nobody can say what the label is.",
    "undecided": "Whether such cases are few cannot be said from these votes.",
}


def assess_raters(tables: Tables, voting: Voting) -> tuple[Finding, ...]:
    """Answer how far people agree: beyond chance, on the most voted label, and in how many cases votes tie.

    Raises `TableError` with every fault of a table.
    """
    check_tables(tables)
    counts, subjects = _counts(tables, voting)
    least = voting.clusters_required
    cases = f"{counted(len(counts), 'case')} with {_votes_told(counts)}"
    kappa, pairs = _kappa(counts, subjects, least)
    most = counts.max(1, initial=0.0)
    majority = clustered_share(most / counts.sum(1), subjects, totals=np.ones(len(most)), minimum_clusters=least)
    tied = (counts == most[:, None]).sum(1) > 1
    ties = clustered_share(tied.astype(np.float64), subjects, minimum_clusters=least)
    name = voting.output
    nothing = f"No case has votes of two or more people about {name}."
    if kappa.estimate is None:
        told = (nothing if not len(counts) else "Only one label was ever voted for.",) * 3
    else:
        span = "" if kappa.low is None else f" (95 % interval {kappa.low:.2f} to {kappa.high:.2f})"
        two, share = percent(pairs), percent(majority.estimate or 0.0)
        told = (
            f"On {cases}, people agree about {name} at a kappa of {kappa.estimate:.2f}{span}; 0 is chance, 1 is "
            f"always. Two people agree with each other in {two}. Krippendorff's alpha, which allows for few votes, is "
            f"{alpha_nominal(counts):.4f}.",
            f"On {cases}, the most voted label of {name} gets {share} of the votes on average.",
            f"Of {cases}, votes about {name} tie between labels in {int(tied.sum()):,} {share_in_brackets(ties)}.",
        )
    asked = (
        f"Do people agree about {name} among themselves?",
        f"Does the most voted label of {name} have most people behind it?",
        f"In how many cases do the votes about {name} say nothing?",
    )
    return (
        _finding(tables, voting, ("kappa", asked[0], told[0]), kappa, KAPPA),
        _finding(tables, voting, ("majority", asked[1], told[1]), majority, MAJORITY),
        _finding(tables, voting, ("ties", asked[2], told[2]), ties, TIES),
    )


def _counts(tables: Tables, voting: Voting) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.str_]]]:
    """Return the votes of each case, shape (cases, labels), and whose case it is; cases with one vote are left out."""
    beside = beside_truth(tables, voting.output, voting.source)
    owner = beside.rows.select("stretch", "subject").unique("stretch", keep="first")
    cast = beside.votes.filter(pl.col("votes").sum().over("stretch") > 1)
    cast = cast.join(owner, on="stretch", how="inner").sort("stretch", "label")
    codes, cases = cluster_codes(cast.get_column("stretch").to_numpy())
    labels, many = cluster_codes(cast.get_column("label").to_numpy().astype(str))
    counts = np.bincount(codes * max(many, 1) + labels, cast.get_column("votes").to_numpy(), cases * many)
    subjects = cast.unique("stretch", keep="first", maintain_order=True).get_column("subject").to_numpy()
    return counts.reshape(cases, many).astype(np.float64), subjects.astype(str)


def _votes_told(counts: Floats) -> str:
    """Say how many votes a case has."""
    votes = counts.sum(1)
    if not len(votes):
        return "no votes"
    least, most = int(votes.min()), int(votes.max())
    return f"{least} votes each" if least == most else f"{least} to {most} votes each"


def _kappa(counts: Floats, subjects: np.ndarray[tuple[int], np.dtype[np.str_]], minimum: int) -> tuple[Interval, float]:
    """Return Fleiss' kappa with its interval over subjects, and the share of pairs of raters that agree."""
    votes = counts.sum(1)
    agreeing = ((counts**2).sum(1) - votes) / np.maximum(votes * (votes - 1), 1.0)
    codes, people = cluster_codes(subjects)
    columns = (agreeing, np.ones(len(counts)), *counts.T)
    sums = cluster_sums(columns, codes, people) if people else np.zeros((0, 2))
    pairs = float(agreeing.mean()) if len(counts) else float("nan")
    return jackknifed(sums, _fleiss, sums[:, 1], minimum_clusters=minimum), pairs


def _fleiss(sums: Floats) -> Floats:
    """Return Fleiss' kappa from sums of agreeing pairs, cases and votes of each label, shape (m, 2 + labels)."""
    chance = ((sums[:, 2:] / sums[:, 2:].sum(1, keepdims=True)) ** 2).sum(1)
    out = np.full(len(sums), np.nan)
    np.divide(sums[:, 0] / sums[:, 1] - chance, 1 - chance, out=out, where=chance < 1 - 1e-12)
    return out


def _finding(
    tables: Tables, voting: Voting, told: tuple[str, str, str], measured: Interval, answers: Answers
) -> Finding:
    """Hold what was measured against its bound; `told` is the part, the question and the words."""
    part, asked, words = told
    declared: dict[str, tuple[float, BoundKind, str]] = {
        "kappa": (voting.kappa_bound, "at_least", "kappa"),
        "majority": (voting.majority_bound, "at_least", "share of votes"),
        "ties": (voting.tie_bound, "at_most", "share of cases"),
    }
    bound, kind, unit = declared[part]
    question = Question(
        id=f"raters.{voting.output}.{voting.source}.{part}",
        trial="raters",
        rung=rung_of(tables, voting.output),
        output=voting.output,
        asked=asked,
        bound=bound,
        bound_kind=kind,
        unit=unit,
        answers=answers,
        clusters_required=voting.clusters_required,
        claims=voting.claims,
        harms=voting.harms,
    )
    return answer(question, measured, words)
