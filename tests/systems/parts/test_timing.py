"""Timing: one photo a second, a notice at minute 20 that is gone at 23, reactions within their time."""

import numpy as np
import pytest
from tests.systems.parts.made import NAN, applied, as_labels, as_series, events, series, windows

from desdemona.systems.flows import Labels, Series, Windows

LABELS = ("notice", "no notice")
MINUTE_20, FOR_3_MINUTES = {"at_s": 1200.0, "lasting_s": 180.0}, 180


def test_one_photo_a_second_keeps_its_first_frame() -> None:
    t_s = np.arange(90) / 30
    found = as_series(applied("sampled every", {"signal": Series(t_s, np.arange(90.0))}, every_s=1.0))
    assert found.t_s.tolist() == pytest.approx([0.0, 1.0, 2.0])
    assert found.value.tolist() == [0.0, 30.0, 60.0]


def test_a_photo_of_nothing_stays_nothing_and_a_gap_gives_one_photo() -> None:
    t_s = np.array([0.4, 0.9, 1.2, 1.8, 5.5, 5.9, 6.1])
    value = np.array([1.0, 2.0, NAN, 4.0, 5.0, 6.0, 7.0])
    found = as_series(applied("sampled every", {"signal": Series(t_s, value)}, every_s=1.0))
    assert found.t_s.tolist() == [0.4, 1.2, 5.5, 6.1]
    assert found.value == pytest.approx([1.0, NAN, 5.0, 7.0], nan_ok=True), "frame 1.8 does not stand in for 1.2"
    empty = Series(np.empty(0), np.empty(0))
    assert as_series(applied("sampled every", {"signal": empty}, every_s=30.0)).value.size == 0


def lesson(level: float, minutes: int = 25) -> Windows:
    ends = np.arange(1.0, 60 * minutes + 1)
    return Windows(np.zeros_like(ends), ends, np.full(ends.shape, level))


def notice(level: Windows) -> Labels:
    return as_labels(applied("timed notice", {"level": level}, LABELS, at_least=0.5, **MINUTE_20))


def test_the_notice_comes_at_minute_20_and_is_gone_at_23() -> None:
    said = notice(lesson(0.5))
    stands = said.label == "notice"
    assert stands.sum() == FOR_3_MINUTES
    assert said.t_start_s[stands][0] == 1200.0
    assert said.t_end_s[stands][-1] == 1380.0
    assert (said.t_end_s - said.t_start_s).tolist() == [1.0] * 1500
    assert (notice(lesson(0.49)).label == "no notice").all()


def test_only_the_level_at_minute_20_counts() -> None:
    late = lesson(0.9)
    late.value[:1200] = 0.1
    assert (notice(late).label == "no notice").all(), "it rose one second too late"
    early = lesson(0.1)
    early.value[:1200] = 0.9
    assert (notice(early).label == "notice").sum() == FOR_3_MINUTES, "it stands although the level has fallen"


def test_a_level_that_was_not_measured_at_minute_20_decides_nothing() -> None:
    blind = lesson(0.9)
    blind.value[1195:1205] = NAN
    said = notice(blind)
    none = np.array([label is None for label in said.label])
    assert none[1200:1380].all()
    assert none[1195:1200].all()
    assert not none[:1195].any()
    assert not none[1380:].any()


def test_a_short_lesson_has_no_notice_and_an_unmeasured_one_no_word() -> None:
    assert set(notice(lesson(0.9, minutes=10)).label) == {"no notice"}
    assert set(notice(lesson(NAN)).label) == {None}
    assert notice(windows()).label.size == 0


def marks(reactions: list[tuple[float, float]], watched: Series | None = None) -> Labels:
    flows = {"stimuli": events((1.0, 1.0), (5.0, 5.5)), "reactions": events(*reactions, watched=watched)}
    return as_labels(applied("reaction after stimulus", dict(flows), ("clue", "none"), from_s=0.5, within_s=3.0))


@pytest.mark.parametrize(("begins_s", "label"), [(1.4, "none"), (1.5, "clue"), (4.0, "clue"), (4.1, "none")])
def test_a_reaction_within_its_time_marks_a_clue(begins_s: float, label: str) -> None:
    said = marks([(begins_s, begins_s + 9.0)])
    assert said.label.tolist() == [label, "none"]
    assert said.t_start_s.tolist() == [1.0, 5.0]
    assert said.t_end_s.tolist() == [4.0, 8.0]


def test_no_reaction_is_said_only_where_one_could_have_been_seen() -> None:
    t_s = series(0.0).t_s
    said = marks([], watched=series((t_s < 6.5) * 1.0))
    assert said.label.tolist() == ["none", None], "of 5.5 to 8 s only one second was watched"
    said = marks([(6.0, 6.1)], watched=series((t_s < 6.5) * 1.0))
    assert said.label.tolist() == ["none", "clue"], "what was seen was seen"


def test_without_stimuli_nothing_is_said() -> None:
    flows = {"stimuli": events(), "reactions": events((1.0, 2.0))}
    said = as_labels(applied("reaction after stimulus", dict(flows), ("clue", "none"), from_s=0.0, within_s=3.0))
    assert said.label.size == 0
