"""WESAD: people who rest, speak before others, are amused and meditate, with sensors on chest and wrist.

Layout: S2/S2_quest.csv … S17/S17_quest.csv, lines of cells set apart by semicolons, among them::

    # ORDER;Base;TSST;Medi 1;Fun;Medi 2;sRead;fRead
    # START;7.08;39.55;70.19;81.25;93.38;54.42;89.51
    # END;26.32;50.3;77.1;87.47;100.15;56.07;91.15
    # DIM;5;2

Starts and ends are minutes.seconds (50.3 is 50 min 30 s: the zero at the end was lost). The lines `# DIM` are valence
and arousal from 1 to 9, one line a condition, in the order of the conditions without those in which people read.

Checked against public loaders: names, lines, what the times mean and that they are those of the chest sensor's own
recording, not of the .pkl files cut from it. Not checked: the copy itself.
"""

import re
from pathlib import Path

import polars as pl

from desdemona.datasets.columns import refuse
from desdemona.datasets.votes import fit_schema, no_readings
from desdemona.errors import FileProblem, TableError, unknown_name_text
from desdemona.tables import TRUTH, Tables

CONDITIONS = {"Base": "baseline", "TSST": "stress", "Fun": "amusement", "Medi 1": "meditation", "Medi 2": "meditation"}
READING = re.compile(r"^[a-z]Read$")
"""Stretches in which people read; nothing was induced there."""
TIME = re.compile(r"^(\d+)(?:\.(\d{1,2}))?$")


def read_lines(path: Path) -> dict[str, list[list[str]]]:
    """Read the lines of one person by their first word, each as its cells.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(path, f"cannot be read ({type(error).__name__})") from None
    lines: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        first, *cells = (cell.strip() for cell in line.split(";"))
        if first.startswith("#"):
            while cells and not cells[-1]:
                cells.pop()
            lines.setdefault(first.lstrip("# "), []).append(cells)
    return lines


def seconds(path: Path, name: str, cell: str) -> float:
    """Return a time that is written as minutes.seconds.

    Raises
    ------
    TableError
        When it is not written so.
    """
    found = TIME.match(cell)
    late_s = int((found[2] or "0").ljust(2, "0")) if found else 60
    if found is None or late_s >= 60:
        raise TableError(path, [f"line '# {name}': '{cell}' is no time as minutes.seconds, such as 39.55"])
    return 60.0 * int(found[1]) + late_s


def read_person(path: Path) -> pl.DataFrame:
    """Read the truth about one person: rows of `t_start_s`, `t_end_s`, `output`, `label`, `value`, `source`.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When a line is missing or is not as the dataset has it.
    """
    lines = read_lines(path)
    missing = [f"line '# {name}' is missing" for name in ("ORDER", "START", "END", "DIM") if name not in lines]
    refuse(path, missing)
    order, starts, ends = (lines[name][0] for name in ("ORDER", "START", "END"))
    if not len(order) == len(starts) == len(ends):
        raise TableError(path, [f"{len(order)} conditions have {len(starts)} starts and {len(ends)} ends"])
    strange = [name for name in order if name not in CONDITIONS and not READING.match(name)]
    refuse(path, [f"line '# ORDER': {unknown_name_text('condition', name, CONDITIONS)}" for name in strange])
    times = [
        (CONDITIONS[name], seconds(path, "START", start), seconds(path, "END", end))
        for name, start, end in zip(order, starts, ends, strict=True)
        if name in CONDITIONS
    ]
    felt = lines["DIM"]
    if len(felt) != len(times) or any(len(cells) != 2 or not "".join(cells).isdigit() for cells in felt):
        raise TableError(path, [f"{len(times)} conditions need {len(times)} lines '# DIM' of two whole numbers"])
    rows: list[tuple[float, float, str, str | None, float | None, str]] = []
    for (condition, start_s, end_s), (valence, arousal) in zip(times, felt, strict=True):
        rows.append((start_s, end_s, "condition", condition, None, "induced"))
        rows.append((start_s, end_s, "valence", None, float(valence), "self_report"))
        rows.append((start_s, end_s, "arousal", None, float(arousal), "self_report"))
    columns = {name: TRUTH[name] for name in ("t_start_s", "t_end_s", "output", "label", "value", "source")}
    return pl.DataFrame(rows, schema=columns, orient="row")


def load_wesad(folder: Path) -> Tables:
    """Load the conditions and self-reports of a copy of WESAD; the recordings are not opened.

    Truth: output `condition` (baseline, stress, amusement, meditation), source induced, and outputs `valence` and
    `arousal` (1 … 9), source self_report, each on the stretch of the condition, in seconds of the chest sensor's own
    recording. Items: one a person; `path` is that recording (S2_respiban.txt), null where it is not there. The readings
    are empty.

    Raises
    ------
    FileProblem
        When there is no such folder, no person in it, or a file cannot be read.
    TableError
        When a file is not as the dataset has it.
    """
    if not folder.is_dir():
        raise FileProblem(folder, "no such folder")
    paths = sorted(folder.glob("S*/S*_quest.csv"), key=lambda path: (len(path.parent.name), path.parent.name))
    if not paths:
        raise FileProblem(folder, "holds no S2/S2_quest.csv or its like", "is it the folder of WESAD?")
    people = [path.parent.name for path in paths]
    recordings = [path.with_name(f"{path.parent.name}_respiban.txt") for path in paths]
    places = [str(recording) if recording.is_file() else None for recording in recordings]
    items = pl.DataFrame({"item": people, "subject": people, "path": pl.Series(places, dtype=pl.String)})
    truth = pl.concat(read_person(path).with_columns(item=pl.lit(who)) for path, who in zip(paths, people, strict=True))
    return Tables(no_readings(), fit_schema(truth, TRUTH), items, items.select("subject"))
