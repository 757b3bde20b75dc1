"""Scenes: who sits where in which place, doing what; and the tracks that say how faces look over time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.faces.lamps import LIGHTS, Lamp
from desdemona.faces.pose import REST as REST_POSE
from desdemona.faces.pose import Pose
from desdemona.faces.wear import Wear
from desdemona.scenes.build import ADULT, Build
from desdemona.scenes.postures import PlaceName
from desdemona.scenes.spells import Spell
from desdemona.scenes.stir import StirTrack

Times = NDArray[np.float64]


class PoseTrack(Protocol):
    """How a face looks over time: a pure function of time."""

    def poses_at(self, times_s: Times) -> Iterator[Pose]:
        """Yield one pose for each time (n,), seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A face that always looks alike."""

    pose: Pose = REST_POSE

    def poses_at(self, times_s: Times) -> Iterator[Pose]:
        """Yield one pose for each time (n,)."""
        return (self.pose for _ in times_s)


@dataclass(frozen=True, slots=True)
class Listed:
    """A face with one pose for each of given times; between two of them the earlier one holds."""

    times_s: tuple[float, ...]
    poses: tuple[Pose, ...]

    def poses_at(self, times_s: Times) -> Iterator[Pose]:
        """Yield one pose for each time (n,); before the first time that of the first."""
        places = np.searchsorted(np.asarray(self.times_s), np.asarray(times_s) + 1e-9, side="right") - 1
        return (self.poses[max(int(place), 0)] for place in places)


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in a scene.

    `identity` is a number of `faces.people.person`, `skin_tone` 1 to 10, `spells` the postures over time, `poses` the
    face over time (angles are towards the camera), `build` the size of the body, `slot` which seat of the place it is,
    None for the next free one in the order of the list. `stirs` is how breath and tremor move the body, None where
    nothing does.
    """

    identity: int
    skin_tone: int
    wearing: tuple[Wear, ...] = ()
    spells: tuple[Spell, ...] = ()
    poses: PoseTrack = field(default_factory=Held)
    build: Build = ADULT
    slot: int | None = None
    stirs: StirTrack | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A place with people in it, in a light and before a camera; `zoom` above 1 shows less, larger."""

    place: PlaceName
    seats: tuple[Seat, ...]
    lamp: Lamp = LIGHTS[0]
    camera: Camera = field(default_factory=lambda: Camera(1280, 720))
    zoom: float = 1.0


def slots_of(seats: Sequence[Seat]) -> tuple[int, ...]:
    """Return which seat of the place everyone has.

    Raises `ValueError` where two have the same.
    """
    taken = {seat.slot for seat in seats if seat.slot is not None}
    free = iter(number for number in range(len(seats) + len(taken) + 1) if number not in taken)
    slots = tuple(next(free) if seat.slot is None else seat.slot for seat in seats)
    if len(set(slots)) < len(slots):
        raise ValueError("two people have the same seat")
    return slots
