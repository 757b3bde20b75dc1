"""Yawns apart from talking, laughing and cries; talking."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.eye_signs.tracked import Floats, clip_of, clock, irregular, within

from desdemona.channels.head_signs.catalogue import HEAD_SIGNS
from desdemona.channels.head_signs.mouth_moves import measure_talking, measure_yawns

SHUT, CORNER = 0.005, 0.03


def opened(t_s: Floats, start_s: float, length_s: float, top: float, rise: float = 0.45, fall: float = 0.3) -> Floats:
    """Return one opening: up within a share of its length, held, down within another."""
    part = np.clip((t_s - start_s) / length_s, 0, 1)
    course = np.clip(np.minimum(part / rise, (1 - part) / fall), 0, 1)
    return np.asarray(top * course * course * (3 - 2 * course))


def talk(t_s: Floats, span_s: tuple[float, float], rate_hz: float = 4.0, top: float = 0.06) -> Floats:
    return within(t_s, span_s) * top * (0.5 - 0.5 * np.cos(2 * np.pi * rate_hz * (t_s - span_s[0])))


def yawns(t_s: Floats, opening: Floats, corner: Floats | None = None) -> pl.DataFrame:
    raised = np.full(t_s.size, CORNER) if corner is None else corner
    return measure_yawns(clip_of(t_s, mouth_opening=SHUT + opening, lip_corner_raise=raised)).events


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([10.0, 15.0, 30.0]), st.floats(2.8, 8.0), st.floats(0.14, 0.4), st.integers(0, 99))
def test_yawns_of_any_length_and_width_are_found(rate_hz: float, length_s: float, top: float, seed: int) -> None:
    t_s = irregular(20, rate_hz, seed=seed)
    opening = opened(t_s, 5.0, length_s, top) + np.random.default_rng(seed).normal(0, 0.003, t_s.size)
    found = yawns(t_s, opening)
    assert found.height == 1
    assert found["value"][0] == pytest.approx(top, abs=0.015)
    assert found["t_start_s"][0] == pytest.approx(5.0 + 0.14 * length_s, abs=0.1 * length_s + 0.1)


@pytest.mark.parametrize(
    ("what", "opening"),
    [
        ("talking", lambda t: talk(t, (3, 15), top=0.14)),
        ("a syllable held", lambda t: opened(t, 5, 0.9, 0.25)),
        ("a mouth that springs open", lambda t: opened(t, 5, 4.0, 0.3, rise=0.03, fall=0.03)),
        ("an open mouth", lambda t: np.full(t.size, 0.2)),
        ("a little", lambda t: opened(t, 5, 5.0, 0.09)),
        ("chewing", lambda t: opened(t, 5, 6.0, 0.2) * (1 - 0.6 * within(t, (6.5, 7), (8, 8.5)))),
        ("nothing", lambda t: 0 * t),
    ],
)
def test_what_is_no_yawn(what: str, opening: object) -> None:
    t_s = clock(20)
    assert callable(opening)
    assert yawns(t_s, opening(t_s)).is_empty(), what


def test_a_photograph_now_and_then_tells_of_no_yawn() -> None:
    for rate_hz, found in ((0.25, 0), (1.0, 0), (5.0, 1)):
        t_s = clock(60, rate_hz)
        opening = SHUT + opened(t_s, 20.0, 6.0, 0.25)
        measured = measure_yawns(clip_of(t_s, mouth_opening=opening, lip_corner_raise=np.full(t_s.size, CORNER)))
        assert measured.events.height == found
        assert np.isnan(np.asarray(measured.columns["yawn_event"], dtype=np.float64)).all() == (not found)


def test_laughter_and_smiles_with_an_open_mouth_are_no_yawn() -> None:
    t_s = clock(20)
    opening = opened(t_s, 5.0, 4.0, 0.25)
    smile = CORNER + 0.035 * within(t_s, (4.5, 9.5))
    assert yawns(t_s, opening, smile).is_empty()
    assert yawns(t_s, opening, CORNER + 0.008 * within(t_s, (4.5, 9.5))).height == 1
    assert yawns(t_s, opening, np.full(t_s.size, np.nan)).height == 1


def test_a_yawn_behind_a_hand_is_not_told() -> None:
    t_s = clock(20)
    opening = opened(t_s, 5.0, 5.0, 0.3)
    opening[(t_s > 5.5) & (t_s < 9.5)] = np.nan
    found = measure_yawns(clip_of(t_s, mouth_opening=opening))
    assert found.events.is_empty()
    assert np.isnan(np.asarray(found.columns["yawn_event"])[(t_s > 5.5) & (t_s < 9.5)]).all()


def talking(t_s: Floats, opening: Floats) -> list[tuple[float, float]]:
    found = measure_talking(clip_of(t_s, mouth_opening=SHUT + opening)).events
    return [(row["t_start_s"], row["t_end_s"]) for row in found.to_dicts()]


@pytest.mark.parametrize("syllables_hz", [2.5, 4.0, 6.0])
@pytest.mark.parametrize("rate_hz", [15.0, 30.0])
def test_talking_is_found_at_its_time(syllables_hz: float, rate_hz: float) -> None:
    t_s = irregular(20, rate_hz)
    found = talking(t_s, talk(t_s, (5, 9), syllables_hz))
    assert len(found) == 1
    assert found[0] == pytest.approx((5, 9), abs=0.6)  # half of the second in which it is looked for


def test_a_yawn_and_a_still_mouth_are_no_talk() -> None:
    t_s = clock(20)
    jitter = np.random.default_rng(0).normal(0, 0.001, t_s.size)
    assert talking(t_s, jitter) == []
    assert talking(t_s, opened(t_s, 5, 5, 0.3) + jitter) == []


def test_a_mouth_held_open_in_laughter_only_trembles() -> None:
    t_s = clock(20, 15.0)
    tremble = np.random.default_rng(1).normal(0, 0.007, t_s.size)  # as far as soft speech, .004 is enough
    laugh = opened(t_s, 5, 8, 0.09, rise=0.06, fall=0.06)  # less than a yawn
    assert talking(t_s, laugh + tremble * (laugh > 0.01)) == []
    giggle = talk(t_s, (5, 9), 4.0, top=0.03) + tremble * within(t_s, (5, 9))
    assert len(talking(t_s, giggle)) == 1


def test_too_few_frames_a_second_tell_no_talk() -> None:
    t_s = clock(61, 5.0)
    found = measure_talking(clip_of(t_s, mouth_opening=talk(t_s, (5, 50))))
    assert np.isnan(np.asarray(found.columns["mouth_talking"])).all()
    assert found.windows["value"].to_list() == [None]


def test_share_of_talking_in_a_minute_with_its_bounds() -> None:
    t_s = clock(60)
    opening = talk(t_s, (10, 25))
    opening[t_s >= 48] = np.nan
    row = measure_talking(clip_of(t_s, mouth_opening=opening)).windows.to_dicts()[0]
    assert row["value"] == pytest.approx(15 / 48, abs=0.02)
    assert row["low"] == pytest.approx(15 / 60, abs=0.02)
    assert row["high"] == pytest.approx(27 / 60, abs=0.02)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_almost_no_frames_are_no_trouble(count: int) -> None:
    t_s = clock(1)[:count]
    assert measure_yawns(clip_of(t_s)).events.is_empty()
    assert measure_talking(clip_of(t_s)).events.is_empty()


def test_every_head_sign_is_described_once() -> None:
    assert len({channel.name for channel in HEAD_SIGNS}) == len(HEAD_SIGNS)
    for channel in HEAD_SIGNS:
        assert channel.caveat.endswith(".")
        assert set(channel.flags) <= set(channel.columns)
