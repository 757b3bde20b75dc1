import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desdemona.channels.micro.scoring import overlaps, random_intervals, score_spotting, tally_spotting
from desdemona.errors import UsageError


def rng() -> np.random.Generator:
    return np.random.default_rng(12)


def test_half_an_overlap_is_right_and_less_is_wrong() -> None:
    known = [(10.0, 10.4)]
    assert tally_spotting([(10.0, 10.2)], known).right == 1  # exactly half
    assert tally_spotting([(10.0, 10.19)], known).right == 0
    assert tally_spotting([(9.8, 10.6)], known).right == 1
    assert tally_spotting([(9.7, 10.6)], known).right == 0


def test_each_known_interval_counts_once() -> None:
    tally = tally_spotting([(1.0, 1.4), (1.05, 1.4), (3.0, 3.3)], [(1.0, 1.4), (5.0, 5.3)])
    assert (tally.found, tally.known, tally.right) == (3, 2, 1)
    assert tally.f1 == pytest.approx(2 / 5)
    assert tally.precision == pytest.approx(1 / 3)
    assert tally.recall == pytest.approx(1 / 2)


def test_as_many_are_paired_as_can_be() -> None:
    # the first found fits both known ones, the second only the first: greedy pairing would lose one
    tally = tally_spotting([(0.0, 1.0), (0.0, 0.7)], [(0.0, 0.9), (0.1, 1.1)])
    assert tally.right == 2


def test_nothing_found_and_nothing_known_is_no_number() -> None:
    assert np.isnan(tally_spotting([], []).f1)
    assert tally_spotting([], [(0.0, 1.0)]).f1 == 0


def test_chance_is_that_of_the_random_spotter() -> None:
    # one found interval of 1 s, one known of 1 s, 20 s: right where it starts within 1/3 s of the known one; it may
    # start in 19 s, so chance is 2/3 of a second in 19
    score = score_spotting({"a": [(3.0, 4.0)]}, {"a": [(10.0, 11.0)]}, {"a": 20.0}, rng=rng(), rounds=20_000)
    assert score.tally.f1 == 0
    assert score.chance_f1 == pytest.approx(2 / 3 / 19, abs=0.004)  # three standard deviations of 20,000 rounds
    assert score.as_good_by_chance == 1


def test_a_perfect_spotter_is_beyond_chance_and_a_random_one_is_not() -> None:
    known = {name: [(5.0, 5.4), (12.0, 12.3), (20.0, 20.5)] for name in "abcd"}
    lasting = dict.fromkeys(known, 60.0)
    perfect = score_spotting(known, known, lasting, rng=rng(), rounds=500)
    assert perfect.tally.f1 == 1
    assert perfect.chance_high_f1 < 0.2
    assert perfect.as_good_by_chance == pytest.approx(1 / 501)
    drawn = random_intervals(np.full(12, 0.4), 60.0, 4, rng=np.random.default_rng(1))
    guessed = {name: [(float(a), float(b)) for a, b in one] for name, one in zip("abcd", drawn, strict=True)}
    assert score_spotting(guessed, known, lasting, rng=rng(), rounds=500).as_good_by_chance > 0.05


def test_many_guesses_raise_chance() -> None:
    known = {"a": [(5.0, 5.4), (12.0, 12.3)]}
    few = score_spotting({"a": [(1.0, 1.4)]}, known, {"a": 30.0}, rng=rng())
    many = score_spotting({"a": [(k * 0.5, k * 0.5 + 0.4) for k in range(50)]}, known, {"a": 30.0}, rng=rng())
    assert many.chance_f1 > few.chance_f1


def test_the_same_seed_gives_the_same_chance() -> None:
    known = {"a": [(5.0, 5.4), (5.2, 5.5)]}  # overlapping known ones are paired one by one
    first, second = (score_spotting({"a": [(1.0, 1.4)]}, known, {"a": 9.0}, rng=rng(), rounds=50) for _ in range(2))
    assert first == second


def test_a_recording_without_duration_or_too_short_is_refused() -> None:
    with pytest.raises(UsageError, match=r"recording 'a' has no duration"):
        score_spotting({"a": [(0.0, 1.0)]}, {}, {}, rng=rng())
    with pytest.raises(UsageError, match=r"lasts 0.5 s but the intervals found in it 1 s"):
        score_spotting({"a": [(0.0, 1.0)]}, {}, {"a": 0.5}, rng=rng())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.05, 1.0), min_size=1, max_size=8), st.integers(0, 1000))
def test_random_intervals_keep_their_lengths_and_apart(lengths: list[float], seed: int) -> None:
    drawn = random_intervals(np.array(lengths), 10.0, 5, rng=np.random.default_rng(seed))
    for one in drawn:
        assert np.sort(one[:, 1] - one[:, 0]) == pytest.approx(np.sort(lengths))
        assert (one[1:, 0] >= one[:-1, 1] - 1e-9).all()
        assert one[0, 0] >= -1e-9
        assert one[-1, 1] <= 10.0 + 1e-9


def test_overlap_is_symmetric_and_one_with_itself() -> None:
    some = np.array([[0.0, 1.0], [0.5, 2.0], [3.0, 4.0]])
    table = overlaps(some, some)
    assert np.diag(table) == pytest.approx(np.ones(3))
    assert table == pytest.approx(table.T)
    assert table[0, 1] == pytest.approx(0.25)
    assert table[0, 2] == 0
