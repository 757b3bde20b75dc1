"""NTHU-DDD: drivers who act awake and drowsy, with a digit for every frame.

Layout: one text file a video and kind of label, a digit a frame, named as one of

- Training Dataset/001/glasses/001_sleepyCombination_drowsiness.txt beside sleepyCombination.avi; the behaviours are
  nonsleepyCombination, sleepyCombination, slowBlinkWithNodding and yawning, and besides _drowsiness there are _eye,
  _head and _mouth;
- Evaluation Dataset/004/004_glasses_mixing_drowsiness.txt beside 004_glasses_mix.mp4;
- Testing_Dataset/test_label_txt/wh/003_glasses_mixing_drowsiness.txt, with Testing_Dataset/003_glasses_mix.mp4.

The scenarios are glasses, noglasses, sunglasses, nightglasses and night_noglasses (nightnoglasses in names of videos).

Checked against public loaders and a copy of the dataset's own notes: these names, the digits of head and mouth, 0 and 1
for drowsiness and eye, 15 frames a second by night and 30 otherwise. Not checked: the copy that the keepers give out,
and whether the rates hold for the .mp4 files of evaluation and testing too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from desdemona.datasets.columns import refuse, repeated_faults
from desdemona.datasets.votes import fit_schema, no_readings
from desdemona.errors import FileProblem
from desdemona.tables import TRUTH, Tables

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "drowsiness": ("not drowsy", "drowsy"),
    "eye": ("as usual", "sleepy"),
    "head": ("still", "nodding", "looking aside"),
    "mouth": ("still", "yawning", "talking or laughing"),
}
"""What the digits 0, 1, 2 of each kind of file mean."""

SCENARIOS: Mapping[str, tuple[str, str]] = {
    "glasses": ("glasses", "day"),
    "noglasses": ("none", "day"),
    "sunglasses": ("sunglasses", "day"),
    "nightglasses": ("glasses", "night"),
    "nightnoglasses": ("none", "night"),
}
"""What people wear and the light in each scenario, its name without underscores."""

FRAMES_HZ: Mapping[str, float] = {"day": 30.0, "night": 15.0}
BEHAVIOURS = "nonsleepyCombination|sleepyCombination|slowBlinkWithNodding|yawning"
TRAINING = re.compile(rf"^(\d{{3}})_({BEHAVIOURS})_(drowsiness|eye|head|mouth)\.txt$", re.IGNORECASE)
MIXED = re.compile(
    r"^(\d{3})_(glasses|noglasses|sunglasses|night_?glasses|night_?noglasses)_mixing_(drowsiness|eye|head|mouth)\.txt$"
)
LABELLED = re.compile(r"_(drowsiness|eye|head|mouth)\.txt$")


@dataclass(frozen=True, slots=True)
class LabelFile:
    """One file of digits: whom it shows, in which scenario, doing what, and of what the digits speak."""

    path: Path
    subject: str
    scenario: str
    behaviour: str
    kind: str

    @property
    def item(self) -> str:
        """Name of the video that the digits are about."""
        return f"{self.subject}_{self.scenario}_{self.behaviour}"


def label_file(path: Path) -> LabelFile | None:
    """Return what a file's name and folder say; None when it is not named as the dataset names files of digits."""
    mixed = MIXED.match(path.name)
    if mixed:
        return LabelFile(path, mixed[1], mixed[2].replace("_", ""), "mix", mixed[3])
    training, scenario = TRAINING.match(path.name), path.parent.name.replace("_", "").lower()
    if training and scenario in SCENARIOS:
        return LabelFile(path, training[1], scenario, training[2], training[3].lower())
    return None


def read_stretches(file: LabelFile) -> pl.DataFrame:
    """Read a file of digits as stretches of the same label: `t_start_s`, `t_end_s`, `label`.

    Raises
    ------
    FileProblem
        When the file cannot be read or is empty.
    TableError
        When a character is none of the digits of its kind; names frame and character.
    """
    try:
        text = "".join(file.path.read_text("ascii").split())
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(file.path, f"cannot be read ({type(error).__name__})") from None
    if not text:
        raise FileProblem(file.path, "is empty")
    words = MEANINGS[file.kind]
    digits = np.frombuffer(text.encode(), dtype=np.uint8).astype(np.int64) - ord("0")
    wrong = np.flatnonzero((digits < 0) | (digits >= len(words))).tolist()
    refuse(file.path, [f"frame {at + 1}: '{text[at]}' is none of 0 to {len(words) - 1}" for at in wrong])
    starts = np.flatnonzero(np.diff(digits, prepend=-1))
    ends = np.append(starts[1:], digits.size)
    rate_hz = FRAMES_HZ[SCENARIOS[file.scenario][1]]
    labels = [words[digit] for digit in digits[starts].tolist()]
    return pl.DataFrame({"t_start_s": starts / rate_hz, "t_end_s": ends / rate_hz, "label": labels})


def find_video(file: LabelFile, folder: Path) -> str | None:
    """Return the video that a file of digits is about, if it lies where the dataset keeps it."""
    if file.behaviour != "mix":
        names = [f"{file.behaviour}{ending}" for ending in (".avi", ".mp4")]
        places = [file.path.parent]
    else:
        spelt = {file.scenario, re.sub("^night(?=no)", "night_", file.scenario)}
        names = [f"{file.subject}_{scenario}_mix{ending}" for scenario in sorted(spelt) for ending in (".mp4", ".avi")]
        places = [place for place in (file.path.parent, *file.path.parents[1:3]) if place.is_relative_to(folder)]
    return next((str(place / name) for place in places for name in names if (place / name).is_file()), None)


def part_of(file: LabelFile, folder: Path) -> str:
    """Return the part of the dataset that a file is in: Training, Evaluation or Testing, or unknown."""
    within = file.path.relative_to(folder).as_posix().replace("_", " ")
    return next((part for part in ("Training", "Evaluation", "Testing") if f"{part} Dataset" in within), "unknown")


def load_nthu_ddd(folder: Path) -> Tables:
    """Load the labels of a copy of NTHU-DDD; the videos are not opened.

    Truth: outputs `drowsiness`, `eye`, `head` and `mouth`, source perceived, a row for every stretch of frames with the
    same label. Items: one a video, with `scenario`, `wears`, `light`, `behaviour` and `part` as conditions; `path` is
    null where the video is not there. Subjects: the people, without groups. The readings are empty.

    Raises
    ------
    FileProblem
        When there is no such folder, no label in it, or a file cannot be read.
    TableError
        When a file is not named as the dataset names it, stands twice, or holds anything but its digits.
    """
    if not folder.is_dir():
        raise FileProblem(folder, "no such folder")
    paths = sorted(path for path in folder.rglob("*.txt") if LABELLED.search(path.name))
    if not paths:
        raise FileProblem(folder, "holds no labels", "NTHU-DDD has 001_yawning_drowsiness.txt and its like")
    found = [(path, label_file(path)) for path in paths]
    files = [file for _, file in found if file]
    refuse(
        folder,
        [f"'{path.relative_to(folder)}' is not named as the dataset names labels" for path, file in found if not file],
    )
    named = pl.DataFrame({"file": [f"{file.item}_{file.kind}" for file in files]})
    refuse(folder, repeated_faults(named, "file"))
    truth = pl.concat(
        read_stretches(file).with_columns(item=pl.lit(file.item), output=pl.lit(file.kind), source=pl.lit("perceived"))
        for file in files
    )
    items = to_items(files, folder)
    return Tables(
        no_readings(), fit_schema(truth, TRUTH), items, items.select(pl.col("subject").unique(maintain_order=True))
    )


def to_items(files: list[LabelFile], folder: Path) -> pl.DataFrame:
    """Return the table of videos."""
    first = {file.item: file for file in reversed(files)}
    rows = [
        (item, file.subject, find_video(file, folder), file.scenario, *SCENARIOS[file.scenario], file.behaviour)
        for item, file in sorted(first.items())
    ]
    parts = pl.Series("part", [part_of(file, folder) for _, file in sorted(first.items())], dtype=pl.String)
    columns = ["item", "subject", "path", "scenario", "wears", "light", "behaviour"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row").with_columns(parts)
