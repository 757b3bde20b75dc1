"""Whether the face mesh, made for real faces, follows each drawn action unit in the right direction."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.tracking import track_face
from desdemona.faces.units import UNIT_NAMES, UNITS, Unit
from desdemona.models.network import Network, load_network
from desdemona.passport.stills import LIP_DEPTH_MM, holding, px_per_mm
from desdemona.recordings.recording import Frame, ignore_notice
from desdemona.stimuli.moments import picture_at
from desdemona.stimuli.phantom import Act, Side

SIZE_PX = 448
PEOPLE = ((0, 3), (10, 6), (40, 8))
"""Identity and skin tone of those who are looked at."""
LEAST_MM, LEAST_MEAN_MM = 0.2, 0.5
"""A unit is followed where every point moves by the first and all of them by the second in the mean; our choice, half a
pixel of what the network is shown."""

Verdict = Literal["yes", "weakly", "no"]

Points = NDArray[np.float64]
_Sides = tuple[tuple[int, ...], tuple[int, ...]]
_PLACES: Mapping[str, _Sides] = MappingProxyType(
    {
        "inner brow": ((107, 55, 66, 65), (336, 285, 296, 295)),
        "outer brow": ((70, 46, 63, 53), (300, 276, 293, 283)),
        "upper lid": ((159, 158, 160), (386, 385, 387)),
        "lower lid": ((145, 153, 144), (374, 380, 373)),
        "nostril's wing": ((129, 98, 64), (358, 327, 294)),
        "corner": ((61,), (291,)),
        "upper lip": ((37, 39), (267, 269)),
        "lower lip": ((84, 17), (314, 17)),
        "inner upper lip": ((13,), (13,)),
        "inner lower lip": ((14,), (14,)),
        "nose": ((1, 4, 5), (1, 4, 5)),
        "outer upper lip": ((0,), (0,)),
        "outer lower lip": ((17,), (17,)),
    }
)
"""Points of the mesh, her right side first."""

_Spec = tuple[str, str, str, int]
FOLLOWED: Mapping[Unit, _Spec] = MappingProxyType(
    {
        "au1": ("inner brow up", "inner brow", "", 1),
        "au2": ("outer brow up", "outer brow", "", 1),
        "au4": ("inner brow down", "inner brow", "", -1),
        "au5": ("lids further apart", "upper lid", "lower lid", 1),
        "au6": ("lids closer", "upper lid", "lower lid", -1),
        "au7": ("lids closer", "upper lid", "lower lid", -1),
        "au9": ("nostril's wing up", "nostril's wing", "", 1),
        "au10": ("upper lip up", "upper lip", "", 1),
        "au12": ("corner up", "corner", "", 1),
        "au14": ("corner out", "corner", "out", 1),
        "au15": ("corner down", "corner", "", -1),
        "au17": ("inner lower lip up", "inner lower lip", "", 1),
        "au20": ("corner out", "corner", "out", 1),
        "au23": ("reds of the lips thinner", "outer upper lip", "outer lower lip", -1),
        "au24": ("reds of the lips thinner", "outer upper lip", "outer lower lip", -1),
        "au25": ("lips apart", "inner upper lip", "inner lower lip", 1),
        "au26": ("lips apart", "inner upper lip", "inner lower lip", 1),
        "au27": ("lips apart", "inner upper lip", "inner lower lip", 1),
        "au43": ("lids closer", "upper lid", "lower lid", -1),
        "au45": ("lids closer", "upper lid", "lower lid", -1),
    }
)
"""What should move, by which points (height, difference of two heights, or reach from the nose), which way."""


@dataclass(frozen=True, slots=True)
class Following:
    """How far the mesh's points move in the right direction when a unit goes from rest to full.

    `moved_mm` has one entry a person and side, her right first; negative is the wrong way.
    """

    unit: Unit
    about: str
    moved_mm: tuple[float, ...]

    @property
    def followed(self) -> Verdict:
        """Return whether every point moves the right way, `weakly` where it does so by less than `LEAST_MM`."""
        if not min(self.moved_mm) > 0:
            return "no"
        return "yes" if min(self.moved_mm) >= LEAST_MM and np.mean(self.moved_mm) >= LEAST_MEAN_MM else "weakly"


@cache
def _networks() -> tuple[Network, Network]:
    return load_network("face_detector"), load_network("face_mesh")


def points_mm(who: tuple[int, int], unit: Unit | None, side: Side = "both") -> Points:
    """Return the mesh's points (468, 2; mm, right and up) of an identity and tone with one unit at its full."""
    acts = (Act(unit, 0.0, 4.0, 1.0, side),) if unit else ()
    rgb = picture_at(holding(*acts, identity=who[0], tone=who[1], size_px=SIZE_PX), 2.0)
    frames = [Frame(index, index / 30, rgb) for index in range(3)]
    mesh = list(track_face(frames, *_networks(), ignore_notice))[-1].mesh
    if mesh is None:
        return np.full((468, 2), np.nan)
    return mesh.points_px[:, :2].astype(np.float64) * (1, -1) / px_per_mm(SIZE_PX, LIP_DEPTH_MM)


def _measure(spec: _Spec, points: Points, side: int) -> float:
    _, place, other, _ = spec
    at = points[list(_PLACES[place][side])].mean(axis=0)
    if other == "out":
        reach = at[0] - points[list(_PLACES["nose"][side]), 0].mean()
        return float(reach if side else -reach)
    return float(at[1] - (points[list(_PLACES[other][side])].mean(axis=0)[1] if other else 0.0))


def follow(unit: Unit, people: tuple[tuple[int, int], ...] = PEOPLE) -> Following:
    """Return whether and how far the mesh follows one unit on both sides of some people."""
    spec = FOLLOWED[unit]
    moved: list[float] = []
    for who in people:
        rest, full = points_mm(who, None), points_mm(who, unit)
        moved += [spec[3] * (_measure(spec, full, side) - _measure(spec, rest, side)) for side in (0, 1)]
    return Following(unit, f"{UNIT_NAMES[unit]}: {spec[0]}", tuple(moved))


def follow_all() -> tuple[Following, ...]:
    """Return whether the mesh follows each unit."""
    return tuple(follow(unit) for unit in UNITS)
