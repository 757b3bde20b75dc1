"""The datasets that are known by name: what each holds, on what terms, and what it cannot show."""

from dataclasses import dataclass
from typing import Literal

from desdemona.errors import UnknownName

Modality = Literal["voice", "face", "both"]
"""What a rater of CREMA-D was given: the sound, the picture without sound, or both."""

CREMA_D_TREE = (
    "https://raw.githubusercontent.com/CheyneyComputerScience/CREMA-D/1658cd342dff90010aa843eaeebd53610a08b1dc"
)
FER_PLUS_TREE = "https://raw.githubusercontent.com/microsoft/FERPlus/ae2128abf776409c93e50cf7c9d87180673314e6"


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


CREMA_D = KnownDataset(
    id="crema-d",
    name="CREMA-D, Crowd-sourced Emotional Multimodal Actors Dataset",
    about="Votes of people who heard, saw, or heard and saw 7,442 acted clips: humans as the system.",
    source="Cao et al. 2014, IEEE Transactions on Affective Computing 5(4), doi 10.1109/TAFFC.2014.2336244; "
    "https://github.com/CheyneyComputerScience/CREMA-D",
    licence="ODbL 1.0; contents under the Database Contents License 1.0",
    terms="Tables are fetched; its keepers ask every user to fill in the form named in the repository.",
    size="7.55 GB with the recordings, which are not fetched",
    truth=("intended: the emotion that the actor was told to show", "perceived: votes of 4 to 12 raters a clip"),
    caveats=(
        "Acted: the intended emotion is an instruction; nobody knows what an actor felt.",
        "91 actors recorded in the United States, 12 sentences in English: 61 Caucasian, 22 African American, "
        "7 Asian, 1 unknown. Seven people cannot speak for Asia.",
        "2,443 raters hired over the web chose one of six words; a word that was not offered could not be chosen.",
        "The votes are counted without their raters: that one person gave up to 90 of them is not in any interval.",
        "Each vote is a reading and one of the perceived votes: compare readings with the intended emotion; "
        "against the votes they would be compared with themselves.",
        "1076_MTI_NEU_XX, 1076_MTI_SAD_XX, 1064_TIE_SAD_XX and 1064_IEO_DIS_MD were faulty when raters saw them.",
        "Age, sex, race and ethnicity as the dataset gives them; sex has two values there.",
    ),
    layout="tabulatedVotes.csv and VideoDemographics.csv, flat or as in the repository (processedResults/…)",
    files=(
        PinnedFile(
            "tabulatedVotes.csv",
            f"{CREMA_D_TREE}/processedResults/tabulatedVotes.csv",
            "774d9d759cb5caf2542758a39eca8c0f1d2777f9987ff5d5adf8066d192f377b",
            4_057_953,
        ),
        PinnedFile(
            "summaryTable.csv",
            f"{CREMA_D_TREE}/processedResults/summaryTable.csv",
            "fb0e382700d32c0d9adc0c6815292215a36bcf912f2657048862c91e3bd2b317",
            449_048,
        ),
        PinnedFile(
            "VideoDemographics.csv",
            f"{CREMA_D_TREE}/VideoDemographics.csv",
            "e33ddc8b60bedf98541735801127cbb67098b5957271adbdd5dea8a44294eec3",
            4_033,
        ),
        PinnedFile(
            "SentenceFilenames.csv",
            f"{CREMA_D_TREE}/SentenceFilenames.csv",
            "d88cb50e84bbc30b2e159cdfc25e1cf87777ad97c7c41d6ab8f75d3383b8f740",
            170_087,
        ),
        PinnedFile(
            "LICENSE.txt",
            f"{CREMA_D_TREE}/LICENSE.txt",
            "e76747a4efa4b338914bb3f930b5d3d3c3ac15b886bbabf897f6a19731f987f8",
            312,
        ),
    ),
)

FER_PLUS = KnownDataset(
    id="ferplus",
    name="FER+, ten votes on each picture of FER2013",
    about="How far ten people agree on the emotion of a small grey picture of a face: a human ceiling.",
    source="Barsoum et al. 2016, ICMI, doi 10.1145/2993148.2993165; https://github.com/microsoft/FERPlus",
    licence="MIT for the votes; the pictures are not covered by it",
    terms="Votes are fetched; the pictures are neither needed nor fetched.",
    size="1.6 MB of votes on 35,887 pictures",
    truth=("perceived: ten votes over eight emotions, 'unknown' and 'no face'",),
    caveats=(
        "Pictures of unknown people, gathered from the web in 2013 by search words; nobody is known to have agreed.",
        "No intended and no felt emotion: agreement among raters is agreement, not truth.",
        "Who is in which picture is not recorded: every picture counts as a person of its own, so intervals are "
        "too narrow if people come back. 4 picture names stand twice.",
        "No group is declared, so nothing can be said on groups; they must not be guessed from the faces.",
        "176 rows have ten votes for 'no face'; one row has nine votes instead of ten.",
    ),
    layout="fer2013new.csv",
    files=(
        PinnedFile(
            "fer2013new.csv",
            f"{FER_PLUS_TREE}/fer2013new.csv",
            "9206e20d62f56475939f516847d61753e4860caeac9718b560129541b776fc2c",
            1_602_762,
        ),
        PinnedFile(
            "LICENSE.md",
            f"{FER_PLUS_TREE}/LICENSE.md",
            "e9d873074f826f2b356b4141cf9c8423b36e257336787600fe4bbe5f5cc2e9fa",
            1_102,
        ),
    ),
)

RAVDESS = KnownDataset(
    id="ravdess",
    name="RAVDESS, Ryerson Audio-Visual Database of Emotional Speech and Song",
    about="24 actors speak and sing two sentences with eight emotions, as sound, picture and both.",
    source="Livingstone and Russo 2018, PLoS ONE 13(5) e0196391; Zenodo record, doi 10.5281/zenodo.1188976",
    licence="CC BY-NC-SA 4.0",
    terms="You bring your own copy, under its licence.",
    size="24.8 GB, 7,356 recordings",
    truth=("intended: the emotion that the actor was told to show",),
    caveats=(
        "Acted, by professional actors in Toronto with a neutral North American accent.",
        "24 people, so group differences have at most 12 people a side.",
        "Neutral has no strong intensity, and song has neither disgust nor surprise.",
    ),
    layout="any folders of .wav and .mp4 files named by seven two-digit codes, as in Actor_12/03-01-06-01-02-01-12.wav",
)

UBFC_RPPG = KnownDataset(
    id="ubfc-rppg",
    name="UBFC-rPPG",
    about="Videos of seated faces with a finger pulse oximeter: truth for pulse rate.",
    source="Bobbia et al. 2019, Pattern Recognition Letters 124, doi 10.1016/j.patrec.2017.10.017; "
    "its project page at the University of Burgundy",
    licence="given on request for research; its own terms",
    terms="You bring your own copy, under your agreement with its keepers.",
    size="not stated; 42 uncompressed videos of about a minute in DATASET_2, 8 in DATASET_1",
    truth=("sensor: pulse rate of a finger pulse oximeter, bpm",),
    caveats=(
        "The rate is the device's own, smoothed over seconds by a rule that is not documented.",
        "Faces of subjects 21 and 27 must not be shown in any publication, presentation or report.",
        "Skin tone, age and sex are not declared, so nothing can be said on groups.",
        "One camera, indoor light, people who sit still.",
    ),
    layout="DATASET_2: subjectN/ground_truth.txt and vid.avi; DATASET_1: N-gt/gtdump.xmp and vid.avi",
)

DAISEE = KnownDataset(
    id="daisee",
    name="DAiSEE, Dataset for Affective States in E-Environments",
    about="Ten-second webcam clips of people who watch lessons, rated for engagement, boredom, confusion, frustration.",
    source="Gupta et al. 2016, arXiv 1609.01885; its project page at IIT Hyderabad",
    licence="its own terms, for research",
    terms="You bring your own copy, under your agreement with its keepers.",
    size="not stated; 9,068 clips of 112 people",
    truth=("perceived: four levels from very low to very high, pooled from a crowd of raters",),
    caveats=(
        "Perceived: what others made of a face; nobody asked the watchers whether they were engaged.",
        "The single votes are not given, so raters among themselves cannot be assessed.",
        "Levels are very uneven: most clips are engaged and few are not, so a constant answer is often right.",
        "Students in India; no group is read here.",
    ),
    layout="Labels/TrainLabels.csv (Validation…, Test…) and DataSet/Train/110001/1100011002/1100011002.avi",
)

KNOWN = (CREMA_D, FER_PLUS, RAVDESS, UBFC_RPPG, DAISEE)


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
