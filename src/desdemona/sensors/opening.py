"""Loading any sensor file by what its name ends in."""

from pathlib import Path

from desdemona.errors import FileProblem, nearest
from desdemona.sensors.bids import load_bids_physio
from desdemona.sensors.edf import load_edf
from desdemona.sensors.event_table import load_events
from desdemona.sensors.layout import Layout
from desdemona.sensors.signal import SensorRecording, put_on_clock
from desdemona.sensors.table import load_table

ENDINGS = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".edf", ".bdf")


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
