"""Files with bits flipped, cut, or other bytes put in: one clear line or a reading, never anything else."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.sensors.test_edf import ecg_and_temperature
from tests.sensors.test_transcripts import EAF, LONG, SRT
from tests.sensors.written import tal

from desdemona.errors import DesdemonaError
from desdemona.sensors.opening import load_sensors
from desdemona.sensors.transcripts import load_transcript

ROWS = "".join(f"{k / 4},{2 + k % 5 * 0.1},{60 + k % 3},x\n" for k in range(50))
WHOLE = {
    "a.edf": ecg_and_temperature(tuple(tal(k, "x") for k in range(10))),
    "d.edf": ecg_and_temperature(tuple(tal(k) for k in [*range(5), *range(8, 13)]), kind="EDF+D"),
    "a.csv": ("t,EDA (uS),heart_rate_bpm,comment\n" + ROWS).encode(),
    "a_physio.tsv": b"1\t2\n" * 50,
    "a_events.tsv": b"onset\tduration\ttrial_type\n1\t2\ta\n3\t4\tb\n",
    "a.srt": SRT.encode(),
    "a.TextGrid": LONG.encode(),
    "a.eaf": EAF.encode(),
    "a.txt": "审讯员：你叫什么名字？\n".encode("gbk"),
}
PUT = (b"9" * 9, b"-1", b"nan", b"inf", b"1e308", b'"', b"\n\n", b"\xff\x00", b",,,", b"\t")


def mutated(whole: bytes, rng: np.random.Generator) -> bytes:
    held = bytearray(whole)
    way = rng.integers(4)
    if way == 0:
        return bytes(held[: rng.integers(len(held))])
    if way == 1:
        first, last = sorted(rng.integers(0, len(held), 2).tolist())
        return bytes(held[:first] + held[last:])
    for _ in range(rng.integers(1, 10)):
        at = int(rng.integers(len(held)))
        held[at : at + 1] = PUT[rng.integers(len(PUT))] if way == 2 else bytes([rng.integers(256)])
    return bytes(held)


@pytest.mark.parametrize("name", WHOLE)
def test_mutated_files_are_read_or_refused_in_one_line(name: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(len(name))
    sidecar = {"SamplingFrequency": 50.0, "StartTime": 0, "Columns": ["cardiac", "respiratory"]}
    (tmp_path / "a_physio.json").write_text(json.dumps(sidecar), "utf-8")
    load: Callable[[Path], object] = load_sensors if name.endswith(("edf", "csv", "tsv")) else load_transcript
    path = tmp_path / name
    refused: list[str] = []
    for _ in range(60):
        path.write_bytes(mutated(WHOLE[name], rng))
        try:
            load(path)
        except DesdemonaError as error:
            refused.append(str(error))
    path.write_bytes(WHOLE[name])
    load(path)
    assert all(said.startswith(str(tmp_path)) for said in refused)
    assert 0 < len(refused) < 60
