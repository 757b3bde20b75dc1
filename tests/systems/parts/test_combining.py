"""Taking levels together: what is missing is left out or told, clocks may differ, constants stay constants."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.parts.made import NAN, T_S, applied, as_labels, as_series, as_windows, series, windows

from desdemona.systems.flows import Flow, Labels, Windows


def test_the_average_is_of_what_is_measured() -> None:
    flows: dict[str, Flow] = {
        "face": windows(0.2, NAN, NAN),
        "voice": windows(0.4, 0.4, NAN),
        "pulse": windows(0.9, 0.6, 1),
    }
    assert as_windows(applied("average of levels", flows, least_measured=1.0)).value.tolist() == pytest.approx(
        [0.5, 0.5, 1.0]
    )
    found = as_windows(applied("average of levels", flows, least_measured=2.0)).value
    assert found == pytest.approx([0.5, 0.5, NAN], nan_ok=True)


def test_others_count_by_the_window_that_ended_last() -> None:
    slow = Windows(np.array([0.0, 2.0]), np.array([2.5, 4.0]), np.array([1.0, 3.0]))
    found = as_windows(applied("difference of levels", {"own": windows(5, 5, 5, 5, 5), "other": slow}))
    assert found.value == pytest.approx([NAN, NAN, 4.0, 2.0, 2.0], nan_ok=True)
    assert found.t_end_s.tolist() == [1, 2, 3, 4, 5]
    assert found.t_start_s.tolist() == [0, 1, 0, 2, 2], "from the earliest that counts"


def test_an_absent_level_does_not_silence_the_others() -> None:
    flows: dict[str, Flow] = {"voice": windows(), "face": windows(0.2, 0.4)}
    assert as_windows(applied("average of levels", flows, least_measured=1.0)).value.tolist() == [0.2, 0.4]
    assert as_windows(applied("highest of levels", flows)).value.tolist() == [0.2, 0.4]
    assert np.isnan(as_windows(applied("average of levels", flows, least_measured=2.0)).value).all()
    none: dict[str, Flow] = {"voice": windows(), "face": windows()}
    assert as_windows(applied("average of levels", none, least_measured=1.0)).value.size == 0


def test_the_highest_is_of_what_is_measured() -> None:
    flows: dict[str, Flow] = {"a": windows(0.2, NAN, -1), "b": windows(0.7, NAN, NAN)}
    assert as_windows(applied("highest of levels", flows)).value == pytest.approx([0.7, NAN, -1.0], nan_ok=True)


def test_the_stacked_level_is_logistic() -> None:
    flows: dict[str, Flow] = {"first": windows(0, 1, NAN, 1), "second": windows(0, 0, 1, 2)}
    found = as_windows(applied("stacked level", flows, bias=-1.0, first_weight=2.0, second_weight=0.5)).value
    expected = [1 / (1 + np.exp(1)), 1 / (1 + np.exp(-1)), NAN, 1 / (1 + np.exp(-2))]
    assert found == pytest.approx(expected, nan_ok=True)
    far = as_windows(applied("stacked level", flows, bias=-1e6, first_weight=2e6, second_weight=0.0)).value
    assert far == pytest.approx([0.0, 1.0, NAN, 1.0], nan_ok=True)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_fusion_of_constants_is_a_constant(face: float, voice: float, pulse: float) -> None:
    """What carries nothing about a state carries nothing when it is fused."""
    flows: dict[str, Flow] = {
        name: windows(*([level] * 20)) for name, level in (("face", face), ("voice", voice), ("pulse", pulse))
    }
    average = as_windows(applied("average of levels", flows, least_measured=1.0)).value
    assert len(set(average)) == 1
    assert average[0] == pytest.approx((face + voice + pulse) / 3)
    pair: dict[str, Flow] = {"first": flows["face"], "second": flows["voice"]}
    stacked = as_windows(applied("stacked level", pair, bias=0.1, first_weight=3.0, second_weight=-2.0)).value
    assert len(set(stacked)) == 1
    votes: dict[str, Flow] = {name: series(level >= 0.5) for name, level in (("face", face), ("voice", voice))}
    assert len(set(as_series(applied("at least some of", votes, least_count=1.0)).value)) == 1


def test_a_level_stands_in_every_frame_until_the_next() -> None:
    level = Windows(np.array([0.0, 2.0, 4.0]), np.array([2.0, 4.0, 6.0]), np.array([0.3, NAN, 0.5]))
    found = as_series(applied("level as series", {"level": level, "clock": series(1.0)}))
    assert found.t_s.tolist() == T_S.tolist()
    assert np.isnan(found.value[:20]).all(), "the first window has not ended"
    assert found.value[20:40].tolist() == [0.3] * 20
    assert np.isnan(found.value[40:60]).all(), "in the second nothing was measured"
    assert found.value[60:].tolist() == [0.5] * 40


def test_the_strongest_level_is_named_if_it_is_high_enough() -> None:
    flows: dict[str, Flow] = {"calm": windows(0.7, 0.2, NAN), "tense": windows(0.6, 0.3, 0.9)}
    said = as_labels(applied("strongest level", flows, ("none",), least_level=0.5))
    assert said.label.tolist() == ["calm", "none", None], "calm was not measured in the third, and might be stronger"
    assert said.score[:2].tolist() == [0.7, 0.3]
    assert np.isnan(said.score[2])


@pytest.mark.parametrize("order", [("calm", "tense", "glad"), ("tense", "glad", "calm")])
def test_of_equal_levels_the_one_that_stands_first_is_named(order: tuple[str, ...]) -> None:
    levels = {"calm": windows(0.7, 0.3), "tense": windows(0.1 + 0.6, 0.1 + 0.2), "glad": windows(0.7, 0.2)}
    assert 0.1 + 0.2 != 0.3, "sums in another order differ in their last digit and are equal all the same"
    said = as_labels(applied("strongest level", {name: levels[name] for name in order}, ("none",), least_level=0.25))
    assert said.label[0] == order[0]
    assert said.label[1] == ("calm" if order[0] == "calm" else "tense")


@pytest.mark.parametrize("order", [("fear", "surprise"), ("surprise", "fear")])
def test_of_equal_faces_the_one_that_stands_first_is_named(order: tuple[str, ...]) -> None:
    """Both are fully shown now and then, by frames that add up otherwise; neither was stronger."""
    shown = {"fear": series(np.where(T_S % 2 < 1, 0.9, 0.3)), "surprise": series(np.where(T_S % 2 < 1, 0.3, 0.9))}
    flows: dict[str, Flow] = {name: shown[name] for name in order}
    said = as_labels(applied("strongest label", flows, ("neutral",), window_s=2.0, least_score=0.5))
    assert said.label.tolist() == [order[0]] * 5
    assert said.score.tolist() == pytest.approx([0.6] * 5)


def test_a_label_holds_from_its_being_said_to_the_next() -> None:
    label = np.array(["angry", "calm", None, "angry"], dtype=object)
    ends = np.array([2.0, 4.0, 6.0, 8.0])
    flows: dict[str, Flow] = {"said": Labels(ends - 2, ends, label, np.full(4, NAN)), "clock": series(1.0)}
    found = as_series(applied("label as condition", flows, ("angry",)))
    assert found.t_s.tolist() == T_S.tolist()
    assert np.isnan(found.value[:20]).all(), "nothing was said yet"
    assert found.value[20:40].tolist() == [1.0] * 20
    assert found.value[40:60].tolist() == [0.0] * 20
    assert np.isnan(found.value[60:80]).all(), "in the third window nothing was said"
    assert found.value[80:].tolist() == [1.0] * 20


@pytest.mark.parametrize(
    ("attention", "grade", "type_"),
    [
        (0.2, 40, "problem"),
        (0.2, 90, "bright"),
        (0.9, 40, "diligent"),
        (0.9, 90, "top"),
        (NAN, 90, None),
        (0.9, NAN, None),
    ],
)
def test_student_types(attention: float, grade: float, type_: str | None) -> None:
    said = as_labels(
        applied(
            "two by two",
            {"first": windows(0.0, attention), "second": windows(grade)},
            ("problem", "bright", "diligent", "top"),
            first_from=0.5,
            second_from=60.0,
        )
    )
    assert said.label[1] == type_


def test_a_weighted_level_reads_a_rate_of_another_clock() -> None:
    pulse = Windows(np.array([0.0, 1.0]), np.array([1.5, 2.5]), np.array([5.0, 10.0]))
    flows: dict[str, Flow] = {"first": windows(1, 1, 1), "second": pulse}
    found = as_windows(applied("weighted level", flows, first_weight=0.5, first_full=1.0, second_full=10.0)).value
    assert found == pytest.approx([NAN, 0.75, 1.0], nan_ok=True)
