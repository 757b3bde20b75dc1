"""How well brief movements were spotted: the challenge's own score, and beside it that of chance.

The protocol of the Micro-Expression Grand Challenge (See et al. 2019; Li et al. 2020, He et al. 2019): a found interval
is right where its intersection with a known one over their union is at least 0.5, each known one counts once, and F1
is taken over all recordings together. Chance is a spotter that finds as many intervals of the same lengths in each
recording, anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from desdemona.channels.micro.events import MicroEvent
from desdemona.errors import UsageError

Floats = NDArray[np.float64]
Intervals = Sequence[tuple[float, float]]

LEAST_OVERLAP = 0.5
ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class SpottingTally:
    """Found, known and rightly found intervals of one recording or of many."""

    found: int
    known: int
    right: int

    @property
    def precision(self) -> float:
        """Return the share of found intervals that are right, NaN without any."""
        return self.right / self.found if self.found else float("nan")

    @property
    def recall(self) -> float:
        """Return the share of known intervals that were found, NaN without any."""
        return self.right / self.known if self.known else float("nan")

    @property
    def f1(self) -> float:
        """Return 2 right / (found + known), NaN where there is nothing to find and nothing was found."""
        total = self.found + self.known
        return 2 * self.right / total if total else float("nan")


@dataclass(frozen=True, slots=True)
class SpottingScore:
    """The score of a spotter with that of chance beside it.

    `chance_f1` is the mean F1 of the random spotter, `chance_high_f1` what 95 % of its rounds stay at or under,
    `as_good_by_chance` the share of its rounds that reach the spotter's F1, counted with the spotter's own: never 0.
    """

    tally: SpottingTally
    chance_f1: float
    chance_high_f1: float
    as_good_by_chance: float
    rounds: int


def intervals_of(events: Sequence[MicroEvent]) -> list[tuple[float, float]]:
    """Return onset and offset of events."""
    return [(one.onset_s, one.offset_s) for one in events]


def overlaps(found: Floats, known: Floats) -> Floats:
    """Return intersection over union (..., n, m) of intervals (..., n, 2) and (m, 2)."""
    start = np.maximum(found[..., :, None, 0], known[:, 0])
    end = np.minimum(found[..., :, None, 1], known[:, 1])
    shared = np.maximum(end - start, 0)
    both = (found[..., :, None, 1] - found[..., :, None, 0]) + (known[:, 1] - known[:, 0]) - shared
    return np.asarray(shared / np.maximum(both, 1e-12))


def tally_spotting(found: Intervals, known: Intervals) -> SpottingTally:
    """Return how many found intervals of one recording are right; as many are paired as can be, each once."""
    one, other = _table(found), _table(known)
    return SpottingTally(len(one), len(other), _right(overlaps(one, other)))


def score_spotting(
    found: Mapping[str, Intervals],
    known: Mapping[str, Intervals],
    durations_s: Mapping[str, float],
    *,
    rng: np.random.Generator,
    rounds: int = ROUNDS,
) -> SpottingScore:
    """Score the intervals found in recordings against the known ones, with chance beside it.

    `found` and `known` map a recording's name to its intervals in seconds, `durations_s` to its length. In each round
    the random spotter lays a recording's found intervals, in any order and apart from each other, anywhere in it.

    Raises
    ------
    UsageError
        A recording has no duration, or its found intervals are longer together than it is.
    """
    names = sorted(set(found) | set(known))
    right, by_chance = 0, np.zeros(rounds, dtype=np.int64)
    counts = [0, 0]
    for name in names:
        one, other = _table(found.get(name, ())), _table(known.get(name, ()))
        counts[0], counts[1] = counts[0] + len(one), counts[1] + len(other)
        right += _right(overlaps(one, other))
        by_chance += _by_chance(one, other, _duration(name, durations_s, one), rng, rounds)
    tally = SpottingTally(counts[0], counts[1], right)
    total = max(sum(counts), 1)
    f1 = 2 * by_chance / total
    return SpottingScore(
        tally=tally,
        chance_f1=float(f1.mean()),
        chance_high_f1=float(np.quantile(f1, 0.95, method="higher")),
        as_good_by_chance=float(((by_chance >= right).sum() + 1) / (rounds + 1)),
        rounds=rounds,
    )


def random_intervals(lengths_s: Floats, duration_s: float, rounds: int, *, rng: np.random.Generator) -> Floats:
    """Return intervals (rounds, n, 2) of these lengths, in random order and places, apart from each other."""
    order = rng.permuted(np.broadcast_to(lengths_s, (rounds, lengths_s.size)), axis=1)
    gaps = np.sort(rng.uniform(0, duration_s - float(lengths_s.sum()), order.shape), axis=1)
    ends = gaps + np.cumsum(order, axis=1)
    return np.stack([ends - order, ends], axis=2)


def _table(intervals: Intervals) -> Floats:
    return np.asarray(intervals, dtype=np.float64).reshape(-1, 2)


def _duration(name: str, durations_s: Mapping[str, float], found: Floats) -> float:
    if name not in durations_s:
        raise UsageError(f"recording '{name}' has no duration; chance cannot be told without it")
    taken_s = float((found[:, 1] - found[:, 0]).sum())
    if taken_s > durations_s[name]:
        raise UsageError(
            f"recording '{name}' lasts {durations_s[name]:g} s but the intervals found in it {taken_s:g} s together"
        )
    return durations_s[name]


def _right(overlap: Floats) -> int:
    enough = overlap >= LEAST_OVERLAP - 1e-9
    if not enough.any():
        return 0
    rows, columns = linear_sum_assignment(~enough)
    return int(enough[rows, columns].sum())


def _by_chance(
    found: Floats, known: Floats, duration_s: float, rng: np.random.Generator, rounds: int
) -> NDArray[np.int64]:
    """Return how many of the random spotter's intervals are right in each round.

    Its intervals do not overlap, so no two of them can be right about the same known one, except where both share
    exactly half with it; where the known ones overlap each other the pairing is done round by round.
    """
    if not found.size or not known.size:
        return np.zeros(rounds, dtype=np.int64)
    drawn = random_intervals(found[:, 1] - found[:, 0], duration_s, rounds, rng=rng)
    enough = overlaps(drawn, known) >= LEAST_OVERLAP - 1e-9
    ordered = known[np.argsort(known[:, 0])]
    if bool((ordered[1:, 0] >= ordered[:-1, 1]).all()):
        return np.asarray(enough.any(axis=1).sum(axis=1), dtype=np.int64)
    return np.array([_right(one.astype(np.float64)) for one in enough], dtype=np.int64)
