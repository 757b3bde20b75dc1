"""What a phantom's car does: read from a script, told by its bus, known in the truth."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from desdemona.channels.contact.contact_channel import Settings
from desdemona.channels.contact.measure import measure_sensors
from desdemona.errors import DeclarationError
from desdemona.faces.camera import Camera
from desdemona.stimuli.drive import (
    BUS_HZ,
    LANE_NOISE_M,
    SPEED_NOISE_KMH,
    Drive,
    LanePoint,
    SpeedPoint,
    departures_of,
    lane_at,
    speed_at,
    to_long,
    vehicle_signals,
)
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.scripts import parse_script, ready_script, ready_scripts, to_script_text
from desdemona.stimuli.stills import still_at
from desdemona.stimuli.truth import truth_of

DRIVE = Drive(
    (SpeedPoint(0.0, 60.0), SpeedPoint(60.0, 90.0)),
    (LanePoint(10.0, 0.0), LanePoint(12.0, -1.7), LanePoint(14.0, 0.0)),
)
SCRIPT = Script("driver", "for a test", 60.0, drive=DRIVE)
PHANTOM = Phantom("driver-0", 0, 3, "even", SCRIPT, Camera(rate_hz=1.0))
TEXT = """name: driver
about: for a test
duration_s: 20
drive:
  speed:
  - {t_s: 0, speed_kmh: 50}
  lane:
  - {t_s: 0, offset_m: 0}
  - {t_s: 2, offset_m: -1.2}
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(DeclarationError) as caught:
        parse_script(text, "clip.yaml")
    return str(caught.value).splitlines()


def test_speed_runs_in_straight_lines_and_the_place_in_the_lane_without_corners() -> None:
    assert speed_at(DRIVE, np.array([-1.0, 0.0, 30.0, 60.0, 99.0])) == pytest.approx([60, 60, 75, 90, 90])
    # half a turn of a cosine: half the way at half the time, (1 - cos 45°) / 2 of it at a quarter
    times_s = np.array([0.0, 10.0, 10.5, 11.0, 12.0, 13.0, 14.0, 50.0])
    assert lane_at(DRIVE, times_s) == pytest.approx([0, 0, -1.7 * 0.1464466, -0.85, -1.7, -0.85, 0, 0], abs=1e-6)
    assert lane_at(replace(DRIVE, lane=(LanePoint(3.0, 0.4),)), times_s) == pytest.approx([0.4] * 8)


def test_the_bus_tells_both_ten_times_a_second_with_the_noise_of_its_sensors() -> None:
    speed, lane = vehicle_signals(DRIVE, 60.0, seed=5)
    assert (speed.kind, speed.unit, lane.kind, lane.unit) == ("vehicle_speed", "km/h", "lane_position", "m")
    assert speed.rate_hz == lane.rate_hz == BUS_HZ
    assert speed.values.size == lane.values.size == 600
    # of 600 values the standard deviation is right within a tenth (three times its own, 1 / sqrt(1200))
    assert np.std(speed.values - speed_at(DRIVE, speed.times_s)) == pytest.approx(SPEED_NOISE_KMH, rel=0.1)
    assert np.std(lane.values - lane_at(DRIVE, lane.times_s)) == pytest.approx(LANE_NOISE_M, rel=0.1)
    standing = replace(DRIVE, speed=(SpeedPoint(0.0, 0.0),))
    assert vehicle_signals(standing, 60.0, seed=5)[0].values.min() == 0.0


def test_the_same_seed_gives_the_same_values_and_another_gives_others() -> None:
    first, again, other = (vehicle_signals(DRIVE, 60.0, seed=seed) for seed in (5, 5, 6))
    for one, two, three in zip(first, again, other, strict=True):
        assert np.array_equal(one.values, two.values)
        assert not np.array_equal(one.values, three.values)


def test_a_departure_is_known_with_its_times_its_side_and_how_far() -> None:
    # the margin of 0.85 m is passed at half the way out and back, at 11 and at 13 s; told to 0.01 s
    ((start_s, end_s, furthest_m),) = departures_of(DRIVE, 60.0)
    assert (start_s, end_s, furthest_m) == pytest.approx((11.0, 13.0, -1.7), abs=0.011)
    assert list(departures_of(replace(DRIVE, lane_margin_m=1.8), 60.0)) == []
    assert [row[1] for row in departures_of(replace(DRIVE, lane=(LanePoint(0.0, 1.0),)), 4.0)] == [3.99]


def test_the_truth_has_the_speed_the_place_and_the_departures_without_noise() -> None:
    truth = truth_of(PHANTOM)
    speed = truth.filter(pl.col("output") == "vehicle.speed")
    assert speed.height == 600
    assert speed["value"][300] == pytest.approx(75.0)
    assert truth.filter(pl.col("output") == "vehicle.lane_position")["value"].min() == pytest.approx(-1.7)
    left = truth.filter(pl.col("output") == "vehicle.lane_departure").row(0, named=True)
    assert (left["label"], left["source"]) == ("left", "script")
    assert left["value"] == pytest.approx(0.85)
    walker = truth_of(replace(PHANTOM, script=replace(SCRIPT, drive=None)))
    assert walker.filter(pl.col("output").str.starts_with("vehicle")).is_empty()


def test_a_mirrored_picture_leaves_the_car_on_its_side_of_the_road() -> None:
    mirrored = truth_of(replace(PHANTOM, script=replace(SCRIPT, changes=("mirror",))))
    assert mirrored.filter(pl.col("output") == "vehicle.lane_departure")["label"].to_list() == ["left"]


@pytest.mark.parametrize("name", ["drowsy_driver", "avoids_hole", "careless_swerve", "at_the_wheel"])
def test_the_channels_find_what_the_script_says(name: str) -> None:
    script = ready_script(name)
    assert script.drive is not None
    signals = vehicle_signals(script.drive, script.duration_s, seed=0)
    tracks = measure_sensors(signals, item=name, settings=Settings(script.drive.lane_margin_m))
    known = list(departures_of(script.drive, script.duration_s))
    found = tracks.events.filter(pl.col("channel") == "vehicle.lane_departure")
    assert found.height == len(known) == {"drowsy_driver": 2, "at_the_wheel": 0}.get(name, 1)
    for (start_s, end_s, furthest_m), row in zip(known, found.iter_rows(named=True), strict=True):
        # a value each 0.1 s, and noise of 0.02 m while the car crosses the line at 0.5 m/s or more
        assert (row["t_start_s"], row["t_end_s"]) == pytest.approx((start_s, end_s), abs=0.25)
        assert row["label"] == ("left" if furthest_m < 0 else "right")
    speeds = tracks.windows.filter((pl.col("channel") == "vehicle.speed") & pl.col("value").is_not_null())
    assert speeds.is_empty() == (script.duration_s < 60)  # a window has a minute
    for row in speeds.iter_rows(named=True):
        within = np.arange(row["t_start_s"], row["t_end_s"], 0.01)
        # noise of 0.2 km/h in the mean of 600 values
        assert row["value"] == pytest.approx(speed_at(script.drive, within).mean(), abs=0.05)


def test_a_drive_is_read_and_written_back() -> None:
    script = parse_script(TEXT)
    assert script.drive == Drive((SpeedPoint(0.0, 50.0),), (LanePoint(0.0, 0.0), LanePoint(2.0, -1.2)), 0.85)
    assert parse_script(to_script_text(script)) == script
    assert parse_script(to_script_text(SCRIPT)) == SCRIPT
    assert sum(script.drive is not None for script in ready_scripts()) == 4


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("speed_kmh: 50", "speed_kmh: 400", "6: speed_kmh is 400; the nearest allowed value is 250"),
        ("speed_kmh: 50", "speed_kmh: fast", "6: speed_kmh must be a plain number, not 'fast'"),
        ("speed_kmh: 50", "kmh: 50", "6: unknown key of a point of the drive 'kmh'; did you mean 'speed_kmh'?"),
        ("offset_m: -1.2", "offset_m: -9", "9: offset_m is -9; the nearest allowed value is -4"),
        ("t_s: 2,", "t_s: 25,", "9: t_s is 25; the nearest allowed value is 20"),
        ("t_s: 2,", "t_s: 0,", "9: t_s is 0, not later than the point before (0)"),
        ("t_s: 2,", "t_s: 0.1,", "9: offset_m changes by 1.2 m in 0.1 s; the nearest allowed change is 0.4 m"),
        ("  lane:\n", "  lanes:\n", "7: unknown key of the drive 'lanes'; did you mean 'lane'?"),
        ("  speed:\n", "  lane_margin_m: 3\n  speed:\n", "5: lane_margin_m is 3; the nearest allowed value is 2"),
        ("\n  - {t_s: 0, speed_kmh: 50}", " []", "5: speed of the drive holds no point; it needs one at least"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_line(right: str, wrong: str, sentence: str) -> None:
    assert TEXT.count(right) == 1
    assert f"clip.yaml:{sentence}" in faults_of(TEXT.replace(right, wrong))


def test_a_drive_stands_in_a_car() -> None:
    scene = "scene:\n  place: {}\n  seats:\n  - {{identity: 0, skin_tone: 3}}\n"
    assert parse_script(TEXT + scene.format("driver_seat")).drive is not None
    assert faults_of(TEXT + scene.format("classroom")) == [
        "clip.yaml:4: a drive stands beside a scene in no car; the places in a car are driver_seat, child_seat"
    ]


def test_a_single_picture_has_no_drive() -> None:
    assert still_at(SCRIPT, 3.0, name="picture", about="a test").drive is None


def test_signals_are_written_a_row_a_sample() -> None:
    table = to_long(vehicle_signals(DRIVE, 1.0, seed=0))
    assert table.columns == ["sensor", "t_s", "value", "unit"]
    assert table.group_by("sensor", "unit", maintain_order=True).len().rows() == [
        ("vehicle_speed", "km/h", 10),
        ("lane_position", "m", 10),
    ]
    assert to_long(()).is_empty()
