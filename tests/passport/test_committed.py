"""The page that lies in the docs: every scripted cause is in it, and what was asked of the phantom holds."""

import re
from pathlib import Path
from typing import get_args

import pytest

from desdemona.faces.units import UNITS
from desdemona.physiology.sensors import UNITS as SENSORS
from desdemona.scenes.postures import POSTURE_LIST
from desdemona.stimuli.phantom import Cause

PAGE = Path(__file__).parents[2] / "docs" / "passport.md"
ROWS: dict[str, str] = {
    "gaze_yaw": r"gaze [^|]*: yaw",
    "gaze_pitch": r"gaze [^|]*: pitch",
    "head_yaw": r"head [^|]*: yaw",
    "head_pitch": r"head [^|]*: pitch",
    "head_roll": r"head [^|]*: roll",
    **{unit: f"AU{unit[2:]} " for unit in UNITS},
}
"""Names under which causes stand in the tables, where it is not their own."""
TOLD_AS = {"ppg": "PPG", "ecg": "ECG", "eeg": "EEG", "respiration": "belt"}


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_scripted_cause_sensor_and_posture_has_its_row(page: str) -> None:
    causes = [name for literal in get_args(Cause) for name in (get_args(literal) or (literal,))]
    assert len(causes) == 34
    missing = [cause for cause in causes if not re.search(rf"^\| (?:{ROWS.get(cause, cause)})", page, re.MULTILINE)]
    assert missing == []
    assert [one for one in SENSORS if f"| {TOLD_AS.get(one, one.replace('_', ' '))}" not in page] == []
    assert [one.name for one in POSTURE_LIST if f"| {one.name.replace('_', ' ')} |" not in page] == []


@pytest.mark.parametrize(("condition", "least"), [("frontal, even light", 95.0), ("head 30° to a side", 80.0)])
def test_the_face_detector_accepts_as_many_as_were_asked_for(page: str, condition: str, least: float) -> None:
    found = re.search(rf"^\| {condition} \| (\d+) \| ([\d.]+) %", page, re.MULTILINE)
    assert found
    assert int(found[1]) >= 1600
    assert float(found[2]) >= least


def test_no_tolerance_that_was_set_is_missed(page: str) -> None:
    rows = [line for line in page.splitlines() if "(set)" in line and line.startswith("|")]
    assert len(rows) > 40
    assert [line for line in rows if not line.endswith("| yes |")] == []


def test_every_picture_of_the_page_is_there_and_none_is_left_over(page: str) -> None:
    told = set(re.findall(r"\]\(passport/([^)]+)\)", page))
    assert told == {path.name for path in (PAGE.parent / "passport").iterdir()}
    assert {"wave.png", "units.png", "skin.png"} <= told


def test_the_page_names_no_place_of_the_machine_that_made_it(page: str) -> None:
    assert not re.search(r"/(home|work|tmp|root|Users)/", page)
