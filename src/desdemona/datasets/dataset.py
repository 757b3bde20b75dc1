"""What is told of a dataset: where it is from, on what terms, what it holds, what it cannot show."""

from dataclasses import dataclass
from typing import Literal

Modality = Literal["voice", "face", "both"]
"""What a rater of CREMA-D was given: the sound, the picture without sound, or both."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """One file of a dataset, as it stood in one commit of its repository; `name` has no folder."""

    name: str
    url: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class KnownDataset:
    """A dataset that can be turned into the four tables.

    `files` are those that may be fetched by anyone; where there are none, `terms` says how people come by the data.
    `size` is that of the whole dataset with its recordings, in words; none of these is ever fetched.
    """

    id: str
    name: str
    about: str
    source: str
    licence: str
    terms: str
    size: str
    truth: tuple[str, ...]
    caveats: tuple[str, ...]
    layout: str
    files: tuple[PinnedFile, ...] = ()

    @property
    def fetched_bytes(self) -> int:
        """Size of all pinned files together, bytes."""
        return sum(file.size_bytes for file in self.files)
