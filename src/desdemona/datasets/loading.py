"""From a dataset's id and a folder to the four tables."""

from collections.abc import Callable, Mapping
from pathlib import Path

from desdemona.datasets.casme2 import load_casme2
from desdemona.datasets.crema_d import load_crema_d
from desdemona.datasets.daisee import load_daisee
from desdemona.datasets.ferplus import load_ferplus
from desdemona.datasets.known import Modality, known_dataset
from desdemona.datasets.nthu_ddd import load_nthu_ddd
from desdemona.datasets.ravdess import load_ravdess
from desdemona.datasets.ubfc_rppg import load_ubfc_rppg
from desdemona.datasets.uta_rldd import load_uta_rldd
from desdemona.datasets.wesad import load_wesad
from desdemona.errors import UsageError
from desdemona.tables import Tables

LOADERS: Mapping[str, Callable[[Path], Tables]] = {
    "ferplus": load_ferplus,
    "ravdess": load_ravdess,
    "ubfc-rppg": load_ubfc_rppg,
    "daisee": load_daisee,
    "casme2": load_casme2,
    "nthu-ddd": load_nthu_ddd,
    "uta-rldd": load_uta_rldd,
    "wesad": load_wesad,
}


def load_dataset(dataset: str, folder: Path, modality: Modality | None = None) -> Tables:
    """Load the tables of a known dataset from a copy of it; `modality` (`both` if not given) is for CREMA-D alone.

    Raises
    ------
    UnknownName
        When no dataset has that id.
    UsageError
        When a modality is given for a dataset that has none.
    FileProblem
        When a file is missing or cannot be read.
    TableError
        When a table is not as the dataset has it.
    """
    known = known_dataset(dataset)
    if known.id == "crema-d":
        return load_crema_d(folder, modality or "both")
    if modality is not None:
        raise UsageError(f"{known.id}: a modality can be chosen for crema-d alone")
    return LOADERS[known.id](folder)
