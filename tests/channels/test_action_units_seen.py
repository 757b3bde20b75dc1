"""An independent detector watches the drawn action units: the face mesh's points must follow, each in its direction.

The mesh was made for real faces and knows nothing of the drawing. What it hardly follows at all (raised upper lids,
tightened and pressed lips, the raised chin) is left out here and measured by geometry and pixels in `tests/faces`.
"""

from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from desdemona.channels.face.tracking import track_face
from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lamps import lamp_of
from desdemona.faces.portrait import draw_stills, set_stage
from desdemona.faces.pose import Pose
from desdemona.faces.units import ActionUnits
from desdemona.models.network import Network, load_network
from desdemona.recordings.recording import Frame, ignore_notice

SIZE_PX = 448
PX_PER_MM = 1.22 / 480 * SIZE_PX * 650 / 568
Points = NDArray[np.float64]

INNER_BROW = ((107, 55, 66, 65), (336, 285, 296, 295))
OUTER_BROW = ((70, 46, 63, 53), (300, 276, 293, 283))
UPPER_LID, LOWER_LID = ((159, 158, 160), (386, 385, 387)), ((145, 153, 144), (374, 380, 373))
WING, CORNER, UPPER_LIP = ((129, 98, 64), (358, 327, 294)), ((61,), (291,)), ((37, 39), (267, 269))
NOSE, INNER_LIPS, CHIN = (1, 4, 5), (13, 14), (152,)


@lru_cache(maxsize=1)
def networks() -> tuple[Network, Network]:
    return load_network("face_detector"), load_network("face_mesh")


@lru_cache(maxsize=64)
def points_mm(who: tuple[int, int], pose: Pose) -> Points:
    """The mesh's points of an identity and tone in a pose: mm, right and up."""
    identity, tone = who
    stage = set_stage(IDENTITIES[identity], tone, lamp_of("even"), Camera(SIZE_PX, SIZE_PX))
    still = next(draw_stills(stage, [pose]))
    rgb = np.clip(np.rint(np.moveaxis(still.rgb, 0, -1)), 0, 255).astype(np.uint8)
    sights = list(track_face([Frame(index, index / 30, rgb) for index in range(3)], *networks(), ignore_notice))
    mesh = sights[-1].mesh
    assert mesh is not None, sights[-1].reason
    return mesh.points_px[:, :2].astype(np.float64) * (1, -1) / PX_PER_MM


def mean_mm(points: Points, sides: tuple[tuple[int, ...], ...], side: int) -> Points:
    return np.asarray(points[list(sides[side])].mean(axis=0))


def measured(name: str, points: Points, side: int) -> float:
    """One measure on one side: 0 her right, 1 her left."""
    if name == "eye":
        return float(mean_mm(points, UPPER_LID, side)[1] - mean_mm(points, LOWER_LID, side)[1])
    if name == "gap":
        return float(points[INNER_LIPS[0], 1] - points[INNER_LIPS[1], 1])
    if name == "chin":
        return float(points[CHIN[0], 1])
    if name == "corner out":
        out = mean_mm(points, CORNER, side)[0] - points[list(NOSE), 0].mean()
        return float(out if side else -out)
    place = {"inner brow": INNER_BROW, "outer brow": OUTER_BROW, "wing": WING, "corner": CORNER, "upper lip": UPPER_LIP}
    return float(mean_mm(points, place[name], side)[1])


@pytest.mark.parametrize("who", [(0, 3), (10, 6)], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("unit", "name", "least_mm"),
    [
        ("au1", "inner brow", 1.0),
        ("au2", "outer brow", 1.5),
        ("au4", "inner brow", -1.0),
        ("au6", "eye", -0.2),
        ("au7", "eye", -0.4),
        ("au9", "wing", 0.5),
        ("au10", "upper lip", 0.5),
        ("au12", "corner", 3.0),
        ("au14", "corner out", 0.5),
        ("au15", "corner", -2.0),
        ("au20", "corner out", 0.8),
        ("au25", "gap", 0.8),
        ("au26", "gap", 5.0),
        ("au27", "gap", 10.0),
        ("au27", "chin", -5.0),
        ("au43", "eye", -2.0),
        ("au45", "eye", -2.0),
    ],
)
def test_the_mesh_follows_the_unit(unit: str, name: str, least_mm: float, who: tuple[int, int]) -> None:
    acting = ActionUnits(**{unit: 1.0})
    rest, both = points_mm(who, Pose()), points_mm(who, Pose(right=acting, left=acting))
    for side in (0, 1):
        moved = measured(name, both, side) - measured(name, rest, side)
        assert moved * np.sign(least_mm) > abs(least_mm)


@pytest.mark.parametrize(
    ("unit", "name", "sign"), [("au2", "outer brow", 1), ("au12", "corner", 1), ("au15", "corner", -1)]
)
def test_the_mesh_sees_which_side_acts(unit: str, name: str, sign: int) -> None:
    rest, left = points_mm((0, 3), Pose()), points_mm((0, 3), Pose(left=ActionUnits(**{unit: 1.0})))
    moved = [sign * (measured(name, left, side) - measured(name, rest, side)) for side in (0, 1)]
    assert moved[1] > 1.5 * moved[0]
