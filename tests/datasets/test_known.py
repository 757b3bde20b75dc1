import hashlib
from pathlib import Path

import pytest

from desdemona.datasets.known import CREMA_D, FER_PLUS, KNOWN, KnownDataset, known_dataset
from desdemona.datasets.loading import LOADERS
from desdemona.errors import UnknownName

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def test_every_known_dataset_has_a_loader() -> None:
    assert {dataset.id for dataset in KNOWN} == {*LOADERS, "crema-d"}


@pytest.mark.parametrize("dataset", KNOWN, ids=[dataset.id for dataset in KNOWN])
def test_every_dataset_tells_its_terms_truth_and_caveats(dataset: KnownDataset) -> None:
    assert dataset.licence
    assert dataset.terms
    assert dataset.truth
    assert len(dataset.caveats) >= 3
    for file in dataset.files:
        assert file.url.startswith("https://")
        assert file.url.endswith(f"/{file.name}")


def test_an_unknown_dataset_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown dataset 'cremad'; did you mean 'crema-d'\\?"):
        known_dataset("cremad")


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the published tables are not in {DATA.name}")
@pytest.mark.parametrize("dataset", [CREMA_D, FER_PLUS], ids=["crema-d", "ferplus"])
def test_the_pins_are_those_of_the_published_files(dataset: KnownDataset) -> None:
    for file in dataset.files:
        content = (DATA / dataset.id / file.name).read_bytes()
        assert len(content) == file.size_bytes
        assert hashlib.sha256(content).hexdigest() == file.sha256
