"""The datasets that are known by name: what each holds, on what terms, and what it cannot show."""

from desdemona.datasets.brought import CASME2, DAISEE, NTHU_DDD, RAVDESS, UBFC_RPPG, UTA_RLDD, WESAD
from desdemona.datasets.dataset import KnownDataset, Modality, PinnedFile
from desdemona.datasets.fetched import CREMA_D, FER_PLUS
from desdemona.errors import UnknownName

__all__ = ["CREMA_D", "FER_PLUS", "KNOWN", "RAVDESS", "KnownDataset", "Modality", "PinnedFile", "known_dataset"]

KNOWN = (CREMA_D, FER_PLUS, RAVDESS, UBFC_RPPG, DAISEE, CASME2, NTHU_DDD, UTA_RLDD, WESAD)


def known_dataset(dataset: str) -> KnownDataset:
    """Return the dataset of that id.

    Raises
    ------
    UnknownName
        When there is none; names the nearest.
    """
    for known in KNOWN:
        if known.id == dataset:
            return known
    raise UnknownName("dataset", dataset, [known.id for known in KNOWN])
