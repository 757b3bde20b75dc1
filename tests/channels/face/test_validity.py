from dataclasses import replace

import numpy as np
import pytest
from tests.channels.faked import IN_ORDER, face, faces

from desdemona.channels.face.validity import judge_regions


def test_a_face_in_order_is_valid_everywhere() -> None:
    assert judge_regions(faces(face(), face())) == {"eyes": [None, None], "mouth": [None, None], "brows": [None, None]}


@pytest.mark.parametrize(
    ("patch", "kind", "value", "region", "reason"),
    [
        (0, 0, 0.9, "eyes", "eyes covered or without detail"),
        (1, 0, 0.9, "eyes", "eyes covered or without detail"),
        (1, 2, 6.0, "eyes", "eyes blurred"),
        (2, 0, 0.9, "mouth", "mouth covered or without detail"),
        (2, 2, 8.0, "mouth", "mouth blurred"),
        (3, 1, 0.1, "brows", "brows too faint against the skin"),
        (4, 2, 8.0, "brows", "brows blurred"),
    ],
)
def test_what_the_pixels_tell_makes_that_region_invalid_and_no_other(
    patch: int, kind: int, value: float, region: str, reason: str
) -> None:
    patches = IN_ORDER.copy()
    patches[patch, kind] = value
    judged = judge_regions(faces(face(patches=patches), face()))
    assert judged.pop(region) == [reason, None]
    assert all(reasons == [None, None] for reasons in judged.values())


def test_size_light_and_place() -> None:
    small = judge_regions(faces(face(scale=0.25)))
    assert (small["eyes"], small["mouth"]) == (["eyes too small"], ["mouth too small"])
    dark = judge_regions(faces(replace(face(), level_dn=8.0)))
    assert dark["eyes"] == dark["mouth"] == dark["brows"] == ["picture too dark"]
    aside = face()
    moved = replace(aside, points_px=aside.points_px + np.array([280, 0, 0], dtype=np.float32))
    assert judge_regions(faces(moved))["eyes"] == ["outside the picture"]


def test_a_head_turned_away_hides_eyes_mouth_and_brows() -> None:
    yaw = np.radians(50)
    turn = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    judged = judge_regions(faces(face(rotation=turn)))
    assert judged == {region: ["head turned away"] for region in ("eyes", "mouth", "brows")}
