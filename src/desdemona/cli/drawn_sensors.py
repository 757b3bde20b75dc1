"""The sensors on a phantom's body, as `desdemona phantom` writes them beside her clip: a row a sample of a sensor."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from desdemona.errors import FileProblem, TableError, UnknownName
from desdemona.physiology.sensors import FRAME
from desdemona.recordings.container import open_container
from desdemona.recordings.provenance import comment_of, phantom_provenance
from desdemona.sensors.layout import Column, Layout, kind_of_name
from desdemona.sensors.signal import SensorRecording, Signal, put_on_clock
from desdemona.sensors.table import make_signal
from desdemona.sensors.times import timing_of

ENDING = ".sensors.csv"
HEADER = ",".join(FRAME)


def is_long(path: Path) -> bool:
    """Say whether a file is a table with a row a sample: sensor, t_s, value, unit."""
    try:
        with path.open("rb") as file:
            return file.readline(len(HEADER) + 2).strip() == HEADER.encode()
    except OSError:
        return False


def drawn_clip(path: Path) -> Path | None:
    """Return the phantom's clip that a file of sensors was written with, None where there is none.

    The file has the form and the name that `desdemona phantom` gives it, and stands beside the clip of that name,
    which says of itself that it is a phantom's. As with the clip, that is no proof: who writes such a thing answers
    for it.
    """
    if not path.name.endswith(ENDING) or not is_long(path):
        return None
    clip = path.with_name(path.name.removesuffix(ENDING) + ".mp4")
    try:
        with open_container(clip) as container:
            return clip if phantom_provenance(comment_of(container.metadata)) else None
    except FileProblem:
        return None


def load_long(path: Path, layout: Layout | None = None) -> SensorRecording:
    """Load a table with a row a sample; the sensors' names or the layout's columns say what each is.

    Raises
    ------
    TableError
        When a cell is no number, a time goes back, or the rows of a sensor do not stand together or change their unit.
    UnknownName
        When the layout names a sensor that is not there.
    FileProblem
        When the file cannot be read, or holds values that no such sensor gives.
    """
    layout = layout or Layout()
    try:
        table = pl.read_csv(path, schema_overrides=FRAME).with_row_index("line", offset=2)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise TableError(path, [f"cannot be read as sensors ({str(error).splitlines()[0]})"]) from None
    sensors = table["sensor"].unique(maintain_order=True).drop_nulls().to_list()
    for name in layout.columns:
        if name not in sensors:
            raise UnknownName(f"sensor in {path}", name, sensors)
    signals: list[Signal] = []
    notices: list[str] = []
    left = []
    for name in sensors:
        rows = table.filter(pl.col("sensor") == name)
        column = _column(path, name, rows, layout)
        if column is None:
            left.append(name)
            continue
        signal, said = _signal(path, column, name, rows)
        signals.append(signal)
        notices += said
    if left:
        notices.append(f"sensors left out: {', '.join(left)}")
    return put_on_clock(SensorRecording(tuple(signals), (), tuple(notices)), layout.clock)


def _column(path: Path, name: str, rows: pl.DataFrame, layout: Layout) -> Column | None:
    if layout.columns:
        return layout.columns.get(name)
    kind = kind_of_name(name)
    if kind is None:
        return None
    units = rows["unit"].unique(maintain_order=True).to_list()
    if len(units) > 1:
        raise TableError(path, [f"sensor '{name}' has more than one unit: {', '.join(map(str, units))}"])
    return Column(kind, units[0] or "", name)


def _signal(path: Path, column: Column, name: str, rows: pl.DataFrame) -> tuple[Signal, Iterator[str]]:
    first, last = int(rows["line"][0]), int(rows["line"][-1])
    if last - first + 1 != rows.height:
        raise TableError(path, [f"the rows of sensor '{name}' do not stand together; sort the table by sensor"])
    timing = timing_of(path, _floats(rows["t_s"]), first, "t_s")
    signal, said = make_signal(path, name, column, _floats(rows["value"]), timing)
    return signal, (
        f"'{name}': {notice}" if notice in timing.notices else notice for notice in (*timing.notices, *said)
    )


def _floats(column: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(column.fill_null(float("nan")).to_numpy(), dtype=np.float64)
