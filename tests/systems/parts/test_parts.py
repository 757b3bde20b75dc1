"""Each part on flows made by hand: what it gives, and that not measured never becomes a number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.parts.made import (
    NAN,
    T_S,
    applied,
    as_events,
    as_labels,
    as_series,
    as_windows,
    events,
    series,
    windows,
)

from desdemona.systems.flows import Flow, Labels
from desdemona.systems.parts.catalogue import BY_NAME, PARTS


def test_every_part_is_described() -> None:
    assert len(BY_NAME) == len(PARTS)
    for part in PARTS:
        assert part.about.endswith("."), part.name
        assert part.source, part.name
        assert all(parameter.unit and parameter.about for parameter in part.parameters)


def test_above_level_reaches_it_and_keeps_what_is_not_measured() -> None:
    values = np.where(T_S < 5, 0.2, np.where(T_S < 7, NAN, 0.1))
    given_series = as_series(applied("above level", {"signal": series(values)}, level=0.2))
    assert given_series.value[T_S < 5].tolist() == [1.0] * 50
    assert np.isnan(given_series.value[50:70]).all()
    assert given_series.value[70:].tolist() == [0.0] * 30


def test_held_events_need_their_length_and_break_where_nothing_is_measured() -> None:
    held = np.where((T_S >= 1) & (T_S < 3), 1.0, 0.0)
    held[(T_S >= 5) & (T_S < 6)] = 1.0
    held[70:90] = 1.0
    held[80] = NAN
    found = as_events(applied("held events", {"condition": series(held)}, lasting_s=2.0))
    assert found.t_start_s.tolist() == pytest.approx([1.0])
    assert found.t_end_s.tolist() == pytest.approx([3.0])
    assert found.value.tolist() == pytest.approx([2.0])
    assert found.watched.value.sum() == 99


def test_an_event_still_going_on_at_the_end_counts() -> None:
    found = as_events(applied("held events", {"condition": series(T_S >= 8)}, lasting_s=2.0))
    assert found.t_end_s.tolist() == pytest.approx([10.0])


def test_event_rate_is_over_watched_time_only() -> None:
    watched = series(np.where(T_S < 5, 1.0, 0.0))
    rate = as_windows(
        applied("event rate", {"events": events((1, 2), watched=watched)}, window_s=60.0, least_watched_s=2.0)
    )
    assert np.isnan(rate.value[0]), "one second is less than two"
    assert rate.value[1] == pytest.approx(30.0), "one in two watched seconds"
    assert rate.value[-1] == pytest.approx(12.0), "one in five watched seconds of ten"
    later = as_windows(
        applied("event rate", {"events": events((1, 2), watched=watched)}, window_s=3.0, least_watched_s=2.0)
    )
    assert np.isnan(later.value[-1]), "nothing was watched in the last three seconds"


def test_an_event_counts_once_in_the_window_in_which_it_ends() -> None:
    rate = as_windows(applied("event rate", {"events": events((1.5, 4.0))}, window_s=1.0, least_watched_s=0.5))
    assert rate.value.tolist() == pytest.approx([0, 0, 0, 60, 0, 0, 0, 0, 0, 0])


def test_the_weighted_level_is_full_at_most_and_not_measured_without_both() -> None:
    level = as_windows(
        applied(
            "weighted level",
            {"first": windows(0, 2, 4, 9, NAN), "second": windows(0, 0, 10, 99, 5)},
            first_weight=0.6,
            first_full=4.0,
            second_full=20.0,
        )
    )
    assert level.value[:4].tolist() == pytest.approx([0.0, 0.3, 0.8, 1.0])
    assert np.isnan(level.value[4])


def test_the_rise_is_taken_from_the_first_measured_windows_and_never_below_zero() -> None:
    index = as_windows(
        applied("rise over own baseline", {"rate": windows(NAN, 60, 64, 93, 40)}, baseline_s=1.0, full_rise=1.0)
    )
    assert np.isnan(index.value[0])
    assert index.value[1:].tolist() == pytest.approx([0.0, 64 / 62 - 1, 0.5, 0.0]), "the baseline is 62"


@pytest.mark.parametrize(("level", "label"), [(0.2, "low"), (0.3, "middle"), (0.6, "high"), (NAN, None)])
def test_three_levels(level: float, label: str | None) -> None:
    said = as_labels(
        applied("three levels", {"level": windows(level)}, ("low", "middle", "high"), second_from=0.3, third_from=0.6)
    )
    assert said.label.tolist() == [label]


def test_threshold_says_the_first_label_from_the_level_on() -> None:
    said = as_labels(applied("threshold to label", {"level": windows(0.49, 0.5, NAN)}, ("warn", "none"), at_least=0.5))
    assert said.label.tolist() == ["none", "warn", None]
    assert said.score[:2].tolist() == [0.49, 0.5]


def test_priority_says_nothing_where_what_goes_before_was_not_measured() -> None:
    first = series(np.where(T_S < 2, 1.0, np.where(T_S < 6, NAN, 0.0)))
    second = series(np.where(T_S < 8, 1.0, np.where(T_S < 9, 0.0, NAN)))
    said = as_labels(applied("label by priority", {"a": first, "b": second}, ("none",), window_s=1.0, least_share=0.5))
    assert said.label.tolist() == ["a"] * 2 + [None] * 4 + ["b"] * 2 + ["none", None]
    assert said.score[:2].tolist() == [1.0, 1.0]


def test_the_action_log_joins_what_stands_without_a_break() -> None:
    label = np.array(["none", "warn", "warn", "none", None, "warn"], dtype=object)
    ends = np.arange(1.0, 7.0)
    logged = as_events(applied("action log", {"said": Labels(ends - 1, ends, label, np.full(6, NAN))}, ("warn",)))
    assert logged.t_start_s.tolist() == [2.0, 6.0]
    assert logged.t_end_s.tolist() == [4.0, 6.0]
    assert logged.watched.value.tolist() == [1, 1, 1, 1, 0, 1]


def test_during_events_is_not_measured_where_none_could_be_seen() -> None:
    watched = series(np.where(T_S < 5, 1.0, 0.0))
    inside = as_series(applied("during events", {"events": events((1, 2), watched=watched)}))
    assert inside.value[:50].tolist() == [0.0] * 10 + [1.0] * 10 + [0.0] * 30
    assert np.isnan(inside.value[50:]).all()


def test_closed_lids_are_inattention_and_hidden_gaze_is_nothing() -> None:
    flows: dict[str, Flow] = {name: series(0.0) for name in ("head_yaw", "head_pitch", "gaze_pitch")}
    flows["gaze_yaw"] = series(np.where(T_S < 4, 0.0, NAN))
    flows["openness"] = series(np.where((T_S >= 4) & (T_S < 6), 0.05, 0.4))
    attentive = as_series(applied("attention within a cone", flows, cone_deg=20.0, open_share=0.35))
    assert attentive.value[:60].tolist() == [1.0] * 40 + [0.0] * 20
    assert np.isnan(attentive.value[60:]).all()


@given(offset=st.floats(-1, 1), scale=st.floats(0.5, 2))
def test_own_levels_do_not_move_with_the_person(offset: float, scale: float) -> None:
    """A face whose neutral lies elsewhere, or eyes that are wider, are judged by their own level."""
    lips = np.where((T_S > 3) & (T_S < 5), 0.2, 0.1)
    smiles = [
        as_series(applied("raised action", {"action": series(lips + by)}, neutral_quantile=0.2, change=0.05)).value
        for by in (0.0, offset)
    ]
    assert np.array_equal(smiles[0], smiles[1])
    lids = np.where((T_S > 3) & (T_S < 5), 0.1, 0.4)
    closed = [
        as_series(applied("lids closed", {"openness": series(lids * by)}, open_share=0.5)).value for by in (1.0, scale)
    ]
    assert np.array_equal(closed[0], closed[1])


def test_a_part_given_the_wrong_kind_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="events"):
        applied("event rate", {"events": series(1.0)}, window_s=1.0, least_watched_s=1.0)
