"""What is true moves with the pictures."""

import polars as pl
import pytest

from desdemona.manipulations.catalogue import MANIPULATIONS, move_all, parse_manipulation
from desdemona.manipulations.truth import moved_truth
from desdemona.tables import TRUTH, Truth, to_truth

ROWS = (
    ("head.yaw", None, 12.0),
    ("head.pitch", None, 5.0),
    ("head.roll", None, -3.0),
    ("eye.openness.left", None, 0.2),
    ("eye_right_openness", None, 0.9),
    ("gaze", "left", None),
    ("posture", "leftover", None),
    ("pulse.rate", None, 72.0),
    ("pulse.interval_ms", None, 833.0),
    ("voice.f0_hz", None, 180.0),
    ("voice.formant1_hz", None, 700.0),
    ("voice.level_db", None, -20.0),
    ("vibration.amplitude_px", None, 4.0),
    ("blink", None, None),
)
TABLE = to_truth(Truth("her", 1.0, 2.5, output, label, value) for output, label, value in ROWS)


def values_of(table: pl.DataFrame) -> dict[str, float | None]:
    return dict(zip(table["output"], table["value"], strict=True))


def moved_values(text: str) -> dict[str, float | None]:
    """Only what has changed."""
    before, after = values_of(TABLE), values_of(moved_truth(parse_manipulation(text), TABLE))
    return {output: value for output, value in after.items() if before.get(output, "none") != value}


def test_mirror_swaps_sides_and_turns_the_other_way() -> None:
    after = moved_truth(parse_manipulation("mirror"), TABLE)
    assert values_of(after) == {
        **{name: value for name, value in values_of(TABLE).items() if "left" not in name and "right" not in name},
        "head.yaw": -12.0,
        "head.roll": 3.0,
        "eye.openness.right": 0.2,
        "eye_left_openness": 0.9,
    }
    assert after["label"].drop_nulls().to_list() == ["right", "leftover"]
    assert moved_truth(parse_manipulation("mirror"), after).equals(TABLE)


def test_rotation_adds_to_roll() -> None:
    assert moved_values("rotation=5") == {"head.roll": 2.0}


def test_tempo_scales_times_rates_and_spans_but_no_pitch() -> None:
    after = moved_truth(parse_manipulation("tempo=2"), TABLE)
    assert after["t_start_s"].unique().to_list() == [0.5]
    assert after["t_end_s"].unique().to_list() == [1.25]
    assert moved_values("tempo=2") == {"pulse.rate": 144.0, "pulse.interval_ms": 416.5}


def test_gain_moves_the_level() -> None:
    assert moved_values("gain=-6") == {"voice.level_db": -26.0}


def test_resolution_scales_what_counts_pixels() -> None:
    assert moved_values("resolution=0.5") == {"vibration.amplitude_px": 2.0}
    assert moved_values("resolution=0.5,restored=1") == {}


@pytest.mark.parametrize("name", MANIPULATIONS)
def test_truth_stays_where_a_kind_says_so(name: str) -> None:
    manipulation = parse_manipulation(name)
    after = moved_truth(manipulation, TABLE)
    assert after.schema == pl.Schema(TRUTH)
    assert after.equals(TABLE) == (manipulation.truth == "unchanged")


def test_several_move_one_after_the_other() -> None:
    both = [parse_manipulation("rotation=5"), parse_manipulation("mirror")]
    assert values_of(move_all(both, TABLE))["head.roll"] == -2.0
    assert values_of(move_all(both[::-1], TABLE))["head.roll"] == 8.0


def test_empty_truth_stays_empty() -> None:
    assert move_all([parse_manipulation(name) for name in MANIPULATIONS], to_truth([])).equals(to_truth([]))
