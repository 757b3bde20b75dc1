"""Loading any sensor file by what its name ends in."""

from pathlib import Path

from desdemona.errors import FileProblem, nearest
from desdemona.sensors.bids import load_bids_physio
from desdemona.sensors.edf import load_edf
from desdemona.sensors.event_table import load_events
from desdemona.sensors.layout import Layout
from desdemona.sensors.signal import SensorRecording, put_on_clock, usual_step_s
from desdemona.sensors.table import MOST_VALUES, load_table

ENDINGS = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".edf", ".bdf")
LONGEST_S = 5e7
"""A year and a half: tables hold a row a second; our choice."""


def load_sensors(path: Path, layout: Layout | None = None) -> SensorRecording:
    """Load a sensor file: CSV or TSV, EDF, EDF+ or BDF, BIDS `_physio.tsv.gz`, or a table of events (`_events.tsv`).

    Raises
    ------
    FileProblem
        When the file is of no known kind, cannot be read, or holds what no such sensor gives.
    TableError
        When a table has faults.
    UnknownName
        When the layout names what is not there.
    """
    held = _loaded(path, layout)
    refuse_endless(path, held)
    return held


def refuse_endless(path: Path, held: SensorRecording) -> None:
    """Refuse signals that one wrong time makes so long that they cannot be held with their gaps filled by nothing.

    Raises
    ------
    FileProblem
        A signal lasts too long, or has too many steps with its gaps.
    """
    for signal in held.signals:
        lasts_s = signal.t_end_s - signal.t_start_s
        uneven = signal.uneven_s is not None and signal.values.size > 1
        steps = lasts_s / usual_step_s(signal.times_s) if uneven else 0.0
        if lasts_s > LONGEST_S or steps > MOST_VALUES:
            said = f"'{signal.name}' lasts {lasts_s:.4g} s with its gaps"
            raise FileProblem(path, said, "is a time or its unit wrong?")


def _loaded(path: Path, layout: Layout | None) -> SensorRecording:
    if not path.exists():
        raise FileProblem(path, "no such file")
    name = path.name.lower()
    if name.endswith((".edf", ".bdf")):
        return load_edf(path, layout)
    if name.endswith(("_physio.tsv.gz", "_physio.tsv", "_stim.tsv.gz", "_stim.tsv")):
        return load_bids_physio(path, layout)
    if name.endswith(("_events.tsv", "_events.csv")):
        events = SensorRecording((), load_events(path))
        return put_on_clock(events, layout.clock) if layout else events
    if name.endswith((".csv", ".tsv", ".csv.gz", ".tsv.gz", ".txt")):
        return load_table(path, layout)
    close = nearest("".join(path.suffixes[-2:]).lower(), ENDINGS)
    raise FileProblem(
        path,
        f"'{path.suffix}' is no sensor file",
        f"known are {', '.join(ENDINGS)}" if not close else f"is {close} meant?",
    )
