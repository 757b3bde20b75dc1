import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from tests.sensors.written import write

from desdemona.errors import FileProblem
from desdemona.sensors.opening import load_sensors

SIDECAR = {
    "SamplingFrequency": 50.0,
    "StartTime": -1.5,
    "Columns": ["cardiac", "respiratory", "trigger", "eda"],
    "eda": {"Units": "uS"},
}


def recorded(tmp_path: Path, sidecar: object) -> Path:
    (tmp_path / "sub-01_task-rest_recording-belt_physio.json").write_text(json.dumps(sidecar), "utf-8")
    path = tmp_path / "sub-01_task-rest_recording-belt_physio.tsv.gz"
    path.write_bytes(gzip.compress(b"1\t2\t0\t3.5\n1.5\tn/a\t1\t3.6\n"))
    return path


def test_values_start_rate_and_events_come_as_the_sidecar_says(tmp_path: Path) -> None:
    path = recorded(tmp_path, SIDECAR)
    write(tmp_path / "sub-01_task-rest_events.tsv", "onset\tduration\ttrial_type\n2\t1\tname\n")
    read = load_sensors(path)
    pulse, belt, skin = read.signals
    assert (pulse.kind, belt.kind, skin.kind, skin.unit) == ("ppg", "respiration", "skin_conductance", "µS")
    assert (pulse.rate_hz, pulse.t_start_s) == (50.0, -1.5)
    np.testing.assert_array_equal(belt.values, [2, np.nan])
    assert read.events[0].label == "name"
    assert "columns left out: trigger" in read.notices


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SamplingFrequency": 0}, "SamplingFrequency is 0; it is above 0"),
        ({"SamplingFrequency": "fast"}, "SamplingFrequency is 'fast', not a number"),
        ({"StartTime": True}, "StartTime is True, not a number"),
        ({"Columns": "cardiac"}, "Columns must be a list of names"),
        ({"Columns": ["a", "a"]}, "Columns names 'a' twice"),
    ],
)
def test_faults_of_the_sidecar_are_told(tmp_path: Path, change: dict[str, object], said: str) -> None:
    with pytest.raises(FileProblem) as caught:
        load_sensors(recorded(tmp_path, SIDECAR | change))
    assert said in str(caught.value)


def test_a_missing_or_broken_sidecar_is_told(tmp_path: Path) -> None:
    path = recorded(tmp_path, {"Columns": ["cardiac"]})
    with pytest.raises(FileProblem, match="lacks SamplingFrequency, StartTime"):
        load_sensors(path)
    sidecar = write(tmp_path / "sub-01_task-rest_recording-belt_physio.json", "{\n,")
    with pytest.raises(FileProblem, match="line 2: no JSON"):
        load_sensors(path)
    sidecar.write_text("[" * 100_000)
    with pytest.raises(FileProblem, match="no JSON"):
        load_sensors(path)
    sidecar.unlink()
    with pytest.raises(FileProblem, match="BIDS wants it beside the values"):
        load_sensors(path)
