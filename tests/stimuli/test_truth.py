import polars as pl
import pytest

from desdemona.faces.camera import Camera
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.truth import truth_of
from desdemona.tables import TRUTH

SCRIPT = Script(
    "busy",
    "for a test",
    4.0,
    (Act("blink", 1.0, 1.25), Act("smile", 2.0, 3.5, 0.5), Act("head_yaw", 0.0, 4.0, 20.0)),
    Inside(pulse=(PulsePoint(0.0, 60.0), PulsePoint(4.0, 80.0))),
)
PHANTOM = Phantom("busy-0", 0, 3, "even", SCRIPT, Camera(rate_hz=10.0))
QUIET = Phantom("quiet-0", 0, 3, "even", Script("quiet", "for a test", 1.0), Camera(rate_hz=10.0))


def curve(truth: pl.DataFrame, output: str) -> pl.DataFrame:
    return truth.filter(pl.col("output") == output).sort("t_start_s")


def test_truth_has_the_schema_and_names_its_item_and_source() -> None:
    truth = truth_of(PHANTOM)
    assert dict(truth.schema) == TRUTH
    assert truth["item"].unique().to_list() == ["busy-0"]
    assert truth["source"].unique().to_list() == ["script"]


def test_every_frame_has_every_quantity_at_its_own_time() -> None:
    truth = truth_of(PHANTOM)
    per_frame = truth.filter((pl.col("t_start_s") == pl.col("t_end_s")) & (pl.col("output") != "pulse.beat"))
    assert per_frame.group_by("output").len()["len"].to_list() == [40] * 10
    assert curve(truth, "head.yaw")["t_start_s"][:3].to_list() == pytest.approx([0.0, 0.1, 0.2])


def test_values_are_those_of_the_script() -> None:
    truth = truth_of(PHANTOM)
    assert curve(truth, "pulse.rate")["value"][20] == pytest.approx(70.0)
    assert curve(truth, "head.yaw")["value"][20] == pytest.approx(20.0)
    assert curve(truth, "lip_corner.raise")["value"].max() == pytest.approx(0.5)
    assert curve(truth, "eye.openness")["value"][0] == 1.0


def test_acts_are_rows_with_a_beginning_and_an_end() -> None:
    blink = truth_of(PHANTOM).filter(pl.col("output") == "blink").row(0, named=True)
    assert (blink["t_start_s"], blink["t_end_s"], blink["value"]) == (1.0, 1.25, 1.0)


def test_she_feels_nothing_and_says_whether_she_has_a_pulse() -> None:
    for phantom, pulse in ((PHANTOM, "present"), (QUIET, "absent")):
        truth = truth_of(phantom)
        assert curve(truth, "feeling")["label"].to_list() == ["none"]
        assert curve(truth, "pulse")["label"].to_list() == [pulse]
    assert curve(truth_of(QUIET), "pulse.rate").is_empty()


def test_an_act_ends_with_its_script_and_one_that_is_never_seen_has_no_row() -> None:
    acts = (Act("blink", -0.1, 0.2), Act("smile", 0.5, 3.0), Act("yawn", 1.0, 2.0), Act("talk", -2.0, 0.0))
    truth = truth_of(Phantom("cut-0", 0, 3, "even", Script("cut", "for a test", 1.0, acts), Camera(rate_hz=10.0)))
    told = truth.filter(pl.col("output").is_in(["blink", "smile", "yawn", "talk"]))
    assert sorted(told.select("output", "t_start_s", "t_end_s").rows()) == [("blink", 0.0, 0.2), ("smile", 0.5, 1.0)]
