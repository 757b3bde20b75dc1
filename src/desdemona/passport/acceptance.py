"""Acceptance by a face detector that was made for real faces and knows nothing of the drawing.

The detector is the short-range one of Bazarevsky et al. 2019 (`channels.face.detector`), one look at one picture
without noise. A picture is accepted where a detection of at least `LEAST_SCORE` has its middle on the face.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.detector import detect_faces
from desdemona.estimates.interval import Interval
from desdemona.estimates.share import wilson
from desdemona.faces.camera import Camera
from desdemona.faces.lamps import LIGHTS, Light, lamp_of
from desdemona.faces.people import person
from desdemona.faces.portrait import Stage, draw_stills, set_stage
from desdemona.faces.pose import REST, Pose
from desdemona.faces.wear import Wear
from desdemona.models.network import Network, load_network
from desdemona.passport.spread import spread
from desdemona.passport.stills import CENTRE_SHARE

LEAST_SCORE = 0.8
SIZE_PX = 384
PEOPLE = tuple(range(12, 212))
"""Numbers of the 200 identities drawn at random."""
TONES = tuple(range(1, 11))
FEW_TONES = (1, 4, 7, 10)
"""Tones for all but the frontal pictures."""
YAW_DEG = 30.0
POSES: Mapping[str, Pose] = MappingProxyType(
    {
        "head 15° down": Pose(head_pitch_deg=-15.0),
        "head 15° up": Pose(head_pitch_deg=15.0),
        "head tilted by 25°": Pose(head_roll_deg=25.0),
        "eyes shut": Pose(eye_opening=0.0),
        "broad smile": Pose(smile=1.0),
        "mouth wide open": Pose(mouth_opening=1.0),
    }
)
"""Further poses and faces that are shown."""
WEARING: tuple[Wear, ...] = ("glasses", "sunglasses", "headscarf", "mask", "hat")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One picture to be shown to the detector: who, how, in which light."""

    condition: str
    identity: int
    tone: int
    pose: Pose = REST
    light: Light = "even"
    wearing: tuple[Wear, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """The highest score of a detection on the face of a sitting, 0 where there is none of at least a half."""

    sitting: Sitting
    score: float

    @property
    def accepted(self) -> bool:
        """Return whether the score is high enough."""
        return self.score >= LEAST_SCORE


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of one condition: the pictures, how many were accepted, and of how many people all were."""

    condition: str
    seen: tuple[Seen, ...]

    @property
    def share(self) -> Interval:
        """Return the share of accepted pictures with Wilson's interval, as if pictures were independent."""
        return wilson(sum(seen.accepted for seen in self.seen), len(self.seen))

    @property
    def people(self) -> Interval:
        """Return the share of people accepted in every picture, with Wilson's interval: people are independent."""
        every = {one.sitting.identity: True for one in self.seen}
        for one in self.seen:
            every[one.sitting.identity] &= one.accepted
        return wilson(sum(every.values()), len(every))

    @property
    def refused(self) -> tuple[Seen, ...]:
        """Return what was not accepted."""
        return tuple(one for one in self.seen if not one.accepted)

    @property
    def lowest(self) -> float:
        """Return the lowest score."""
        return min(one.score for one in self.seen)


def all_sittings(people: Sequence[int] = PEOPLE) -> tuple[Sitting, ...]:
    """Return every picture that the detector is shown, condition by condition.

    All people are shown frontal and turned, every fifth of them in other poses and lights, and wearing something.
    """
    few = people[::5]
    return (
        *(Sitting("frontal, even light", who, tone) for who in people for tone in TONES),
        *(
            Sitting(f"head {YAW_DEG:g}° to a side", who, tone, Pose(head_yaw_deg=yaw_deg))
            for who in people
            for tone in FEW_TONES
            for yaw_deg in (-YAW_DEG, YAW_DEG)
        ),
        *(Sitting(name, who, tone, pose) for name, pose in POSES.items() for who in few for tone in FEW_TONES),
        *(
            Sitting(f"light: {lamp.name}", who, tone, light=lamp.name)
            for lamp in LIGHTS[1:]
            for who in few
            for tone in FEW_TONES
        ),
        *(
            Sitting(f"wearing: {worn}", who, tone, wearing=(worn,))
            for worn in WEARING
            for who in few
            for tone in FEW_TONES
        ),
    )


@lru_cache(maxsize=8)
def _stage(identity: int, tone: int, light: Light, wearing: tuple[Wear, ...], size_px: int) -> Stage:
    return set_stage(person(identity), tone, lamp_of(light), Camera(size_px, size_px), wearing)


def picture_of(sitting: Sitting, size_px: int = SIZE_PX) -> NDArray[np.uint8]:
    """Return the picture of a sitting, without noise."""
    stage = _stage(sitting.identity, sitting.tone, sitting.light, sitting.wearing, size_px)
    rgb = next(draw_stills(stage, [sitting.pose])).rgb
    return np.clip(np.rint(np.moveaxis(rgb, 0, -1)), 0, 255).astype(np.uint8)


def score_of(network: Network, rgb: NDArray[np.uint8]) -> float:
    """Return the highest score of a detection whose box holds the middle of the picture's face, and is not far off it.

    The face is where the camera's specification has it; turned to a side its middle moves by up to a fifth of its
    height.
    """
    height, width = rgb.shape[:2]
    scores = [0.0]
    for found in detect_faces(network, rgb):
        left, top, right, bottom = found.box_px
        aside, above = abs((left + right) / 2 - width / 2), abs((top + bottom) / 2 - CENTRE_SHARE * height)
        if aside < 0.2 * height and above < 0.2 * height:
            scores.append(found.score)
    return max(scores)


@cache
def detector() -> Network:
    """Return the face detector of this process."""
    return load_network("face_detector")


def see(sitting: Sitting) -> Seen:
    """Return what the detector makes of one sitting."""
    return Seen(sitting, score_of(detector(), picture_of(sitting)))


def _see_all(sittings: Sequence[Sitting]) -> list[Seen]:
    return [see(sitting) for sitting in sittings]


def see_all(
    sittings: Sequence[Sitting], *, workers: int = 1, progress: Callable[[int], None] | None = None
) -> tuple[Seen, ...]:
    """Return what the detector makes of all sittings, in their order; `progress` is told how many are done.

    The answers do not depend on `workers`, the number of processes. One person's pictures of one tone, light and
    dress come one after the other, for most of a face is the same in them.
    """
    order = sorted(range(len(sittings)), key=lambda index: _kept(sittings[index]))
    pieces = [
        [sittings[index] for index in group] for _, group in groupby(order, key=lambda index: sittings[index].identity)
    ]
    seen: list[Seen] = []
    for piece in spread(_see_all, pieces, workers):
        seen += piece
        if progress is not None:
            progress(len(seen))
    places = {index: place for place, index in enumerate(order)}
    return tuple(seen[places[index]] for index in range(len(sittings)))


def _kept(sitting: Sitting) -> tuple[int, Light, tuple[Wear, ...], int]:
    return sitting.identity, sitting.light, sitting.wearing, sitting.tone


def by_condition(seen: Sequence[Seen]) -> tuple[Acceptance, ...]:
    """Return acceptance condition by condition, in the order in which they come."""
    return tuple(
        Acceptance(condition, tuple(group)) for condition, group in groupby(seen, key=lambda one: one.sitting.condition)
    )
