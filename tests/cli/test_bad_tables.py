"""What cannot be audited is told in one line a fault, with exit code 2, and nothing is written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desdemona.cli.main import run

READINGS = "item,output,rung,label,score\na,emotion,state,happy,0.9\nb,emotion,state,sad,0.8\n"
TRUTH = "item,output,label,source\na,emotion,happy,intended\nb,emotion,sad,intended\n"


def audit(folder: Path, **contents: str | bytes) -> int:
    options = []
    for name, content in ({"readings": READINGS, "truth": TRUTH} | contents).items():
        path = folder / f"{name}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        options += [f"--{name}", str(path)]
    return run(["audit", *options, "--out", str(folder / "out")])


def refused(folder: Path, capsys: pytest.CaptureFixture[str], **contents: str | bytes) -> list[str]:
    """Return what was told, without the folder, after seeing that it was an orderly refusal."""
    assert audit(folder, **contents) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert not (folder / "out").exists()
    return [line.replace(f"{folder}/", "") for line in told.err.splitlines()]


def test_the_tables_that_are_spoilt_below_are_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(tmp_path) == 0
    assert (tmp_path / "out" / "report.json").exists()
    assert "every item counts as a person of its own" in capsys.readouterr().err


BAD: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "missing column": (
        {"readings": READINGS.replace("rung", "rungs")},
        ["readings.csv: column 'rung' is missing; is 'rungs' meant? name it with --map"],
    ),
    "neither label nor value": (
        {"readings": "item,output,rung,score\na,emotion,state,0.5\n"},
        ["readings.csv: one of the columns 'label', 'value' is needed; name it with --map"],
    ),
    "wrong separator": (
        {"readings": READINGS.replace(",", ";")},
        [
            "readings.csv: row 1: the columns 'item;output;rung;label;score' are separated by ';'; "
            "save the table with ',' between its cells"
        ],
    ),
    "word that is none": (
        {"readings": READINGS.replace("state,sad", "stat,sad")},
        ["readings.csv: row 3, column 'rung': unknown rung 'stat'; did you mean 'state'?"],
    ),
    "label that truth never uses": (
        {"readings": READINGS.replace("sad", "sat")},
        [
            "readings.csv: row 3, column 'label': unknown label of output 'emotion' 'sat'; did you mean 'sad'?",
            "readings.csv: truth never uses them; those that are meant so are named in --map under 'labels'",
        ],
    ),
    "probability above 1": (
        {"readings": READINGS.replace("0.9", "1.2").replace("0.8", "80")},
        [
            "readings.csv: row 2, column 'score': 1.2 is not within 0 to 1; the nearest is 1",
            "readings.csv: row 3, column 'score': 80 is not within 0 to 1; is 0.8 meant?",
        ],
    ),
    "no number": (
        {"readings": READINGS.replace("0.9", "90%").replace("0.8", "high")},
        [
            "readings.csv: row 2, column 'score': '90%' is no number; is 0.9 meant?",
            "readings.csv: row 3, column 'score': 'high' is no number",
        ],
    ),
    "negative time": (
        {"truth": TRUTH.replace("source\n", "source,t_start_s,t_end_s\n").replace("intended", "intended,-1.5,3")},
        [
            f"truth.csv: row {row}, column 't_start_s': -1.5 is before the start; times are in seconds from 0"
            for row in (2, 3)
        ],
    ),
    "duplicate reading": (
        {"readings": READINGS + "a,emotion,state,sad,0.1\n"},
        [
            "readings.csv: row 4, column 'item': 'a' has a second reading of output 'emotion' on the same stretch "
            "(first in row 2)",
            "readings.csv: keep one reading of a stretch, or tell them apart in a column 'rater', 'vote' or 'run'",
        ],
    ),
    "duplicate truth": (
        {"truth": TRUTH + "a,emotion,sad,intended\n"},
        [
            "truth.csv: row 4, column 'item': 'a' has a second intended truth of output 'emotion' on the same stretch "
            "(first in row 2)"
        ],
    ),
    "duplicate person": (
        {"items": "item,subject\na,p\nb,q\n", "subjects": "subject,team\np,x\nq,y\np,y\n"},
        ["subjects.csv: row 4, column 'subject': 'p' stands twice (first in row 2)"],
    ),
    "truth without readings": (
        {"truth": TRUTH.replace("a,", "A.mp4,").replace("b,", "B.mp4,")},
        ["readings.csv: row 2, column 'item': no item of it is in truth.csv: 'a' is not; did you mean 'A.mp4'?"],
    ),
    "readings without truth": (
        {"readings": READINGS.replace("emotion", "emotions")},
        [
            "readings.csv: row 2, column 'output': no output of it is in truth.csv: 'emotions' is not; "
            "did you mean 'emotion'?"
        ],
    ),
    "item that is not listed": (
        {"items": "item,subject\na,p\nB,q\n"},
        ["readings.csv: row 3, column 'item': 'b' has no row in items.csv"],
    ),
    "mixed encodings": (
        {
            "readings": READINGS.encode()
            + b"caf\xe9,emotion,state,sad,0.5\n"
            + "愤怒,emotion,state,sad,1\n".encode("gbk")
        },
        [
            r"readings.csv: row 4, column 'item': 'caf\xe9' is not UTF-8; in Windows-1252 it is 'café'; "
            "save the whole file as UTF-8",
            r"readings.csv: row 5, column 'item': '\xb7\xdf\xc5\xad' is not UTF-8; in GBK it is '愤怒'; "
            "save the whole file as UTF-8",
        ],
    ),
    "UTF-16": (
        {"truth": TRUTH.encode("utf-16")},
        ["truth.csv: is UTF-16 text, not UTF-8; save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')"],
    ),
    "no rows": ({"truth": "item,output,label,source\n"}, ["truth.csv: there are no rows"]),
    "no bytes": ({"truth": ""}, ["truth.csv: is empty"]),
    "one person": (
        {"items": "item,subject\na,p\nb,p\n"},
        ["items.csv: column 'subject': 'p' is the only one; an audit needs at least two people, better fifty"],
    ),
    "one item": (
        {"readings": "item,output,rung,label\na,emotion,state,happy\n"},
        [
            "truth.csv: item 'b' has no reading; it counts as not answered",
            "readings.csv: column 'item': 'a' is the only one; an audit needs at least two people, better fifty",
        ],
    ),
    "broken row": (
        {"readings": READINGS + "c,emotion,sta"},
        ["readings.csv: row 4: has 3 cells, the header has 5: 'c,emotion,sta'"],
    ),
    "all at once": (
        {
            "readings": "item,output,rung,label,score\na,emotion,stat,happy,2\n,emotion,state,sad,x\n",
            "truth": "item,output,label,source\na,emotion,happy,guessed\n",
        },
        [
            "readings.csv: row 2, column 'rung': unknown rung 'stat'; did you mean 'state'?",
            "readings.csv: row 2, column 'score': 2 is not within 0 to 1; is 0.02 meant?",
            "readings.csv: row 3, column 'score': 'x' is no number",
            "readings.csv: row 3, column 'item': is empty",
            "truth.csv: row 2, column 'source': unknown source 'guessed'; known are induced, intended, outcome, "
            "perceived, script, self_report, sensor",
        ],
    ),
}


@pytest.mark.parametrize("name", list(BAD))
def test_bad_tables(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contents, told = BAD[name]
    assert refused(tmp_path, capsys, **contents) == told


def test_a_table_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert audit(tmp_path, readings=b"\xef\xbb\xbf" + READINGS.encode()) == 0


MEASURED = """
import sys, time
from pathlib import Path
from desdemona.cli.main import run
start = time.perf_counter()
code = run(sys.argv[1:])
# ru_maxrss would still hold what the process that started this one had
status = Path("/proc/self/status").read_text().split("VmHWM:")
peak_mb = int(status[1].split()[0]) / 1024 if len(status) > 1 else 0
print(code, round(time.perf_counter() - start, 2), round(peak_mb))
"""


def write_large(path: Path, size_bytes: int) -> int:
    """Write a table of about that size whose last row is broken; return the number of that row."""
    block = b"".join(b"clip-%06d,emotion,state,happiness,0.%04d\n" % (n, n % 10_000) for n in range(200_000))
    times = max(size_bytes // len(block), 1)
    with path.open("wb") as file:
        file.write(b"item,output,rung,label,score\n")
        for _ in range(times):
            file.write(block)
        file.write(b"clip-last,emotion,sta")
    return 2 + 200_000 * times


@pytest.mark.parametrize("size_mb", [50, 2000])
def test_a_large_table_with_a_broken_row_at_its_end(size_mb: int, tmp_path: Path) -> None:
    if size_mb > 100:
        if not os.environ.get("DESDEMONA_SLOW"):
            pytest.skip("writes 2 GB; set DESDEMONA_SLOW=1 to run it")
        if shutil.disk_usage(tmp_path).free < 5e9:
            pytest.skip("writes 2 GB, and less than 5 GB are free")
    readings, truth, out = tmp_path / "readings.csv", tmp_path / "truth.csv", tmp_path / "out"
    row = write_large(readings, size_mb * 1_000_000)
    truth.write_text(TRUTH)
    options = ["audit", "--readings", str(readings), "--truth", str(truth), "--out", str(out)]
    done = subprocess.run([sys.executable, "-c", MEASURED, *options], capture_output=True, text=True, check=True)
    readings.unlink()
    code, seconds, peak_mb = done.stdout.split()
    assert done.stderr == f"{readings}: row {row}: has 3 cells, the header has 5: 'clip-last,emotion,sta'\n"
    assert code == "2"
    assert not out.exists()
    # a large file is checked in pieces before any of it is kept, so twenty times the size may take no more memory
    assert float(peak_mb) < 700
    assert float(seconds) < 60 + size_mb / 10  # far above what it takes; a wrong order of growth would show
