"""What was said of what was known, counted for each subject: all that most questions about labels need to know."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.estimates.clusters import Floats
from desdemona.estimates.confusions import clustered_confusions
from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import Scale, Statistic, jackknifed
from desdemona.trials.beside_truth import named


@dataclass(frozen=True, slots=True, eq=False)
class Confusions:
    """Confusions of each subject, shape (subjects, labels, labels), known by said, in the order of `labels`.

    The first `known_labels` of the labels are those that truth uses.
    """

    labels: tuple[str, ...]
    known_labels: int
    tables: Floats

    @property
    def totals(self) -> Floats:
        """Readings of each subject, shape (subjects,)."""
        return np.asarray(self.tables.sum((1, 2)))

    def measured(
        self, statistic: Statistic, minimum: int, *, scale: Scale = "share", known: int = -1, level: float = 0.95
    ) -> Interval:
        """Return a statistic of the confusions with its interval over subjects.

        `minimum` is the least number of subjects; with `known`, only readings of that known label count.
        """
        totals = self.totals if known < 0 else np.asarray(self.tables[:, known].sum(-1))
        return jackknifed(self.tables, statistic, totals, scale=scale, level=level, minimum_clusters=minimum)


def confusions_of(rows: pl.DataFrame) -> Confusions:
    """Count what was known and said for each subject; `rows` as in `Beside.rows`."""
    cells = named(rows).group_by("subject", "known", "said").agg(pl.len().alias("n")).sort("subject", "known", "said")
    known = sorted(cells.get_column("known").unique().to_list())
    labels = (*known, *sorted(set(cells.get_column("said").to_list()) - set(known)))
    numbers = {label: number for number, label in enumerate(labels)}
    subjects = cells.get_column("subject").rank("dense").cast(pl.Int64).to_numpy() - 1
    codes = [np.array([numbers[x] for x in cells.get_column(c).to_list()], np.int64) for c in ("known", "said")]
    shape = int(subjects.max()) + 1 if cells.height else 0, len(labels)
    counts = cells.get_column("n").to_numpy().astype(np.float64)
    return Confusions(labels, len(known), clustered_confusions(subjects, codes[0], codes[1], counts, shape))
