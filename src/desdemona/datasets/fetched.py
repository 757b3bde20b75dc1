"""The datasets whose tables anyone may fetch."""

from desdemona.datasets.dataset import KnownDataset, PinnedFile

CREMA_D_TREE = (
    "https://raw.githubusercontent.com/CheyneyComputerScience/CREMA-D/1658cd342dff90010aa843eaeebd53610a08b1dc"
)
FER_PLUS_TREE = "https://raw.githubusercontent.com/microsoft/FERPlus/ae2128abf776409c93e50cf7c9d87180673314e6"

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
