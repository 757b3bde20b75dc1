import numpy as np
import polars as pl
import pytest

from desdemona.physiology.beats import beats_of
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import (
    BandPoint,
    BreathPoint,
    ConductancePoint,
    Effort,
    Inside,
    OxygenPoint,
    Pause,
    SkinResponse,
    TemperaturePoint,
    Tremor,
    Variability,
)
from desdemona.physiology.truth import truth_of_inside
from desdemona.tables import TRUTH

FULL = Inside(
    (PulsePoint(0.0, 72.0),),
    Variability(40.0),
    (12.4,),
    (BreathPoint(0.0, 12.0),),
    (Pause(20.0, 25.0),),
    (Effort(30.0, 35.0, 20.0),),
    (OxygenPoint(0.0, 97.0), OxygenPoint(40.0, 89.0)),
    (Tremor("head", "yaw", 5.0, 0.5, 3.0, 9.0),),
    (ConductancePoint(0.0, 5.0),),
    (SkinResponse(8.0, 0.4),),
    (TemperaturePoint(0.0, 33.0),),
    (BandPoint(0.0, 80.0, 40.0, 60.0, 20.0),),
)
TABLE = truth_of_inside("inside-0", FULL, 40.0, 10.0, 5)


def rows(output: str, table: pl.DataFrame = TABLE) -> pl.DataFrame:
    return table.filter(pl.col("output") == output)


def test_truth_has_the_schema_and_names_its_item_and_source() -> None:
    assert dict(TABLE.schema) == TRUTH
    assert TABLE["item"].unique().to_list() == ["inside-0"]
    assert TABLE["source"].unique().to_list() == ["script"]
    assert not TABLE["value"].is_nan().any()


@pytest.mark.parametrize(
    ("output", "values"),
    [
        ("oxygen.saturation", (97.0, 93.0)),
        ("breath.rate", (12.0, 0.0)),
        ("skin_conductance.level", (5.0, 5.0)),
        ("skin.temperature", (33.0, 33.0)),
        ("eeg.delta", (80.0, 80.0)),
        ("eeg.theta", (40.0, 40.0)),
        ("eeg.alpha", (60.0, 60.0)),
        ("eeg.beta", (20.0, 20.0)),
    ],
)
def test_a_curve_has_a_row_a_time(output: str, values: tuple[float, float]) -> None:
    curve = rows(output)
    assert curve["t_start_s"].to_list() == curve["t_end_s"].to_list() == (np.arange(400) / 10).tolist()
    assert (curve["value"][0], curve["value"][200]) == pytest.approx(values)


def test_the_beats_are_those_drawn_and_say_which_are_ectopic() -> None:
    beats = rows("pulse.beat")
    assert beats["t_start_s"].to_list() == beats_of(FULL, 40.0, 5).tolist()
    assert beats.filter(pl.col("label") == "ectopic")["t_start_s"].to_list() == [12.4]
    assert rows("pulse.rate")["value"].mean() == pytest.approx(60 * len(beats) / 40, abs=1.5)  # a beat in 40 s


def test_variability_is_that_of_the_normal_intervals_drawn() -> None:
    beats_s = beats_of(FULL, 40.0, 5)
    ectopic = int(np.flatnonzero(beats_s == 12.4)[0])
    intervals_ms = 1000 * np.diff(beats_s)
    normal = np.delete(np.arange(len(intervals_ms)), [ectopic - 1, ectopic])
    assert rows("pulse.sdnn")["value"][0] == pytest.approx(np.std(intervals_ms[normal], ddof=1))
    steps_ms = np.diff(intervals_ms)
    kept = np.delete(np.arange(len(steps_ms)), [ectopic - 2, ectopic - 1, ectopic])
    assert rows("pulse.rmssd")["value"][0] == pytest.approx(np.sqrt(np.mean(steps_ms[kept] ** 2)))


@pytest.mark.parametrize(
    ("output", "row"),
    [
        ("breath.pause", (20.0, 25.0, None, None)),
        ("effort", (30.0, 35.0, None, 20.0)),
        ("tremor.frequency", (3.0, 9.0, "head yaw", 5.0)),
        ("tremor.amplitude", (3.0, 9.0, "head yaw", 0.5)),
        ("pulse", (0.0, 40.0, "present", None)),
    ],
)
def test_events_are_rows_with_a_beginning_and_an_end(output: str, row: tuple[object, ...]) -> None:
    assert rows(output).select("t_start_s", "t_end_s", "label", "value").rows() == [row]


def test_a_response_lasts_to_its_peak_and_breaths_to_the_next() -> None:
    start_s, end_s, value = rows("skin_conductance.response").select("t_start_s", "t_end_s", "value").row(0)
    assert (start_s, end_s, value) == pytest.approx((8.0, 9.177, 0.4), abs=1e-3)
    breaths = rows("breath.cycle")
    assert breaths["t_start_s"].to_list() == pytest.approx([0, 5, 10, 15, 20, 30, 35], abs=1e-6)
    assert breaths["t_end_s"][-1] == 40.0


def test_of_nobody_inside_nothing_is_true_but_that_there_is_no_pulse() -> None:
    table = truth_of_inside("nobody", Inside(), 10.0, 10.0, 0)
    assert table.select("output", "label").rows() == [("pulse", "absent")]
    assert dict(table.schema) == TRUTH


def test_same_seed_same_table() -> None:
    assert TABLE.equals(truth_of_inside("inside-0", FULL, 40.0, 10.0, 5))
    assert not TABLE.equals(truth_of_inside("inside-0", FULL, 40.0, 10.0, 6))
