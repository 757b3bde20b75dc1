"""RAVDESS, UBFC-rPPG and DAiSEE: tiny made-up trees in the layout of each."""

from pathlib import Path

import pytest

from desdemona.datasets.daisee import load_daisee
from desdemona.datasets.loading import load_dataset
from desdemona.datasets.ravdess import load_ravdess
from desdemona.datasets.ubfc_rppg import load_ubfc_rppg
from desdemona.errors import FileProblem, TableError, UnknownName, UsageError


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_ravdess_names_say_what_was_told(tmp_path: Path) -> None:
    sound = write(tmp_path / "Actor_12" / "03-01-06-01-02-01-12.wav")
    clip = write(tmp_path / "Video_Speech_Actor_01" / "Actor_01" / "01-01-03-02-01-02-01.mp4")
    write(tmp_path / "README.md")
    tables = load_ravdess(tmp_path)
    columns = ("item", "subject", "path", "modality", "vocal_channel", "intensity", "statement", "repetition")
    assert tuple(tables.items.columns) == columns
    assert sorted(tables.items.rows()) == [
        (clip.stem, "actor-01", str(clip), "both", "speech", "strong", "Kids are talking by the door", "second"),
        (sound.stem, "actor-12", str(sound), "voice", "speech", "normal", "Dogs are sitting by the door", "first"),
    ]
    assert sorted(tables.truth.select("item", "output", "label", "source").rows()) == [
        (clip.stem, "emotion", "happiness", "intended"),
        (sound.stem, "emotion", "fear", "intended"),
    ]
    assert tables.subjects.rows() == [("actor-01", "male"), ("actor-12", "female")]
    assert tables.readings.is_empty()


def test_ravdess_tells_every_wrong_name(tmp_path: Path) -> None:
    write(tmp_path / "03-01-09-01-02-01-12.wav")
    write(tmp_path / "holiday.mp4")
    with pytest.raises(TableError) as error:
        load_ravdess(tmp_path)
    assert error.value.faults[0].startswith("'03-01-09-01-02-01-12.wav': unknown code of emotion '09'")
    assert error.value.faults[1] == "'holiday.mp4' is not named by seven codes, as in 03-01-06-01-02-01-12.wav"


def test_ravdess_recordings_that_are_missing_or_stand_twice(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"holds no \.wav or \.mp4 files"):
        load_ravdess(tmp_path)
    for actor in ("a", "b"):
        write(tmp_path / actor / "03-01-06-01-02-01-12.wav")
    with pytest.raises(TableError, match="'03-01-06-01-02-01-12' stands twice"):
        load_ravdess(tmp_path)


def test_ubfc_rates_are_those_of_the_sensor(tmp_path: Path) -> None:
    second = tmp_path / "DATASET_2" / "subject10"
    write(second / "ground_truth.txt", "0.1 -0.2 0.3\n 7.2e+01 0 7.4e+01\n0.0e+00 3.3e-02 6.6e-02\n")
    video = write(second / "vid.avi")
    write(tmp_path / "DATASET_1" / "5-gt" / "gtdump.xmp", "0,88,97,41\n16,89,97,43\n")
    tables = load_ubfc_rppg(tmp_path)
    assert tables.items.rows() == [
        ("5-gt", "5-gt", None, "DATASET_1"),
        ("subject10", "subject10", str(video), "DATASET_2"),
    ]
    assert tables.truth.select("item", "t_start_s", "t_end_s", "output", "value", "source").rows() == [
        ("5-gt", 0.0, 0.0, "pulse.rate", 88.0, "sensor"),
        ("5-gt", 0.016, 0.016, "pulse.rate", 89.0, "sensor"),
        ("subject10", 0.0, 0.0, "pulse.rate", 72.0, "sensor"),
        ("subject10", 0.066, 0.066, "pulse.rate", 74.0, "sensor"),
    ]


@pytest.mark.parametrize(("text", "told"), [
    ("1 2 3\n4 5\n6 7 8\n", "three lines of the same length are needed, found lines of 3, 2, 3"),
    ("", "three lines of the same length are needed, found lines of nothing"),
    ("1 2\n3 x\n4 5\n", "line 2: 'x' is no number"),
])  # fmt: skip
def test_ubfc_truth_that_is_broken(tmp_path: Path, text: str, told: str) -> None:
    path = write(tmp_path / "subject1" / "ground_truth.txt", text)
    with pytest.raises(TableError) as error:
        load_ubfc_rppg(tmp_path)
    assert str(error.value) == f"{path}: {told}"


def test_ubfc_other_faults(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"holds neither ground_truth\.txt nor gtdump\.xmp"):
        load_ubfc_rppg(tmp_path)
    path = write(tmp_path / "5-gt" / "gtdump.xmp", "0,88,97\n")
    with pytest.raises(TableError, match="row 1: 3 numbers, 4 are needed"):
        load_ubfc_rppg(tmp_path)
    path.write_text("")
    with pytest.raises(TableError, match="has no rows"):
        load_ubfc_rppg(tmp_path)


DAISEE_LABELS = "ClipID,Boredom,Engagement,Confusion,Frustration \n1100011002.avi,0,2,1,0\n1100012003.avi,3,0,0,1\n"


def test_daisee_levels_are_perceived(tmp_path: Path) -> None:
    write(tmp_path / "Labels" / "TrainLabels.csv", DAISEE_LABELS)
    write(tmp_path / "Labels" / "TestLabels.csv", DAISEE_LABELS.replace("11000", "50000").replace("12003", "22003"))
    clip = write(tmp_path / "DataSet" / "Train" / "110001" / "1100011002" / "1100011002.avi")
    tables = load_daisee(tmp_path)
    assert tables.items.rows() == [
        ("1100011002", "110001", str(clip), "Train"),
        ("1100012003", "110001", None, "Train"),
        ("5000011002", "500001", None, "Test"),
        ("5000022003", "500002", None, "Test"),
    ]
    assert tables.subjects["subject"].to_list() == ["110001", "500001", "500002"]
    own = tables.truth.filter(item="1100012003").select("output", "label", "value", "source").rows()
    assert own == [
        ("boredom", "very high", 3.0, "perceived"),
        ("engagement", "very low", 0.0, "perceived"),
        ("confusion", "very low", 0.0, "perceived"),
        ("frustration", "low", 1.0, "perceived"),
    ]


@pytest.mark.parametrize(("wrong", "right", "told"), [
    ("Boredom", "Bored", "column 'Boredom' is missing; is 'Bored' meant?"),
    ("0,2,1,0", "0,4,1,0", "row 2, column 'Engagement': 4 is none of the levels 0 to 3"),
    ("1100012003.avi", "me.avi", "row 3, column 'ClipID': 'me.avi' is no clip"),
])  # fmt: skip
def test_daisee_labels_that_are_broken(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    path = write(tmp_path / "Labels" / "TrainLabels.csv", DAISEE_LABELS.replace(wrong, right))
    with pytest.raises(TableError) as error:
        load_daisee(tmp_path)
    assert str(error.value) == f"{path}: {told}"


def test_daisee_labels_that_are_missing_or_stand_twice(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"TrainLabels\.csv: no such file"):
        load_daisee(tmp_path)
    for part in ("Train", "Test"):
        write(tmp_path / "Labels" / f"{part}Labels.csv", DAISEE_LABELS)
    with pytest.raises(TableError, match="clip '1100011002' stands twice"):
        load_daisee(tmp_path)


BROUGHT = ["casme2", "nthu-ddd", "uta-rldd", "wesad"]


def test_loading_by_name(tmp_path: Path) -> None:
    write(tmp_path / "03-01-06-01-02-01-12.wav")
    assert load_dataset("ravdess", tmp_path).items.height == 1
    with pytest.raises(UsageError, match="ravdess: a modality can be chosen for crema-d alone"):
        load_dataset("ravdess", tmp_path, "voice")
    with pytest.raises(UnknownName, match="did you mean 'ravdess'"):
        load_dataset("ravdes", tmp_path)


@pytest.mark.parametrize("dataset", ["crema-d", "ferplus", "ravdess", "ubfc-rppg", "daisee", *BROUGHT])
def test_a_folder_that_does_not_exist(tmp_path: Path, dataset: str) -> None:
    with pytest.raises(FileProblem) as error:
        load_dataset(dataset, tmp_path / "nowhere")
    assert str(error.value) == f"{tmp_path / 'nowhere'}: no such folder"
