"""What is true of everyone in a scene at one instant: boxes, joints, posture, head, hands.

All of it comes from the geometry that is drawn, never from looking at the picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.head import MOUTH_Y_MM
from desdemona.faces.pose import Pose
from desdemona.faces.view import DISTANCE_MM, NECK_MM, rotation_of
from desdemona.scenes.figure import Figure, figure_of, sitter_of
from desdemona.scenes.lens import Lens, Points
from desdemona.scenes.postures import Held, PostureName, Side
from desdemona.scenes.rooms import lens_of
from desdemona.scenes.scene import Scene, slots_of
from desdemona.scenes.solid import ends_of
from desdemona.scenes.spells import posture_at
from desdemona.scenes.things import thing_box
from desdemona.scenes.trunk import trunk_bones

NEAR_FACE_MM = 110.0
"""A hand is near the face when its palm or fingertips come this close to mouth, nose, an eye or an ear; our choice."""

Box = tuple[float, float, float, float]
Pixel = tuple[float, float]
Millimetres = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class FigureTruth:
    """One person at one instant.

    Boxes are left, top, right, bottom in pixels of the picture, of what would be seen if nothing stood before it and
    the picture had no edge: `face_box_px` from brow to chin and cheek to cheek, `person_box_px` head, trunk and arms
    above the hip. `joints_px` and `joints_mm` (room coordinates) go by the person's own left and right. Head angles are
    those drawn, towards the camera; `face_turn_deg` is how far off the camera the face looks in all. `posture_share` is
    how much of the named posture there is while it begins or ends. `hidden` names joints under a desk's top, `held`
    what hands hold and where.
    """

    seat: int
    slot: int
    posture: PostureName
    side: Side
    posture_share: float
    head_yaw_deg: float
    head_pitch_deg: float
    head_roll_deg: float
    face_turn_deg: float
    face_box_px: Box
    person_box_px: Box
    joints_px: Mapping[str, Pixel]
    joints_mm: Mapping[str, Millimetres]
    hidden: tuple[str, ...]
    hands_near_face: tuple[Side, ...]
    held: tuple[tuple[Side, Held, Box], ...]


def face_points(identity: Identity) -> dict[str, Millimetres]:
    """Return the places of features of a face in head coordinates, mm, by the person's own left and right."""
    eye, mouth = identity.eye_distance_mm / 2, identity.mouth_width_mm / 2
    ear = identity.head_width_mm / 2
    return {
        "nose": (0.0, 6.0 - identity.nose_length_mm, 92.0 + identity.nose_height_mm),
        "right_eye": (-eye, 0.0, 80.0),
        "left_eye": (eye, 0.0, 80.0),
        "mouth_right": (-mouth, MOUTH_Y_MM, 78.0),
        "mouth_left": (mouth, MOUTH_Y_MM, 78.0),
        "right_ear": (-ear - 6, -9.0, -6.0),
        "left_ear": (ear + 6, -9.0, -6.0),
    }


def face_outline(identity: Identity) -> Points:
    """Return points (n, 3) round a face from brow to chin and from cheek to cheek, head coordinates."""
    wide, low = identity.head_width_mm / 2, -0.505 * identity.head_height_mm
    brow = identity.brow_height_mm + 12
    half = [(0, brow, 92), (wide * 0.72, brow, 62), (wide * 0.97, 0, 22), (wide * 0.94, -40, 26)]
    half += [(wide * 0.78, -76, 40), (wide * 0.45, low + 6, 62), (0, low, 76)]
    return np.array([(sign * x, y, z) for sign in (-1, 1) for x, y, z in half], dtype=np.float64)


def on_picture(figure: Figure, points_mm: Points, pose: Pose) -> Points:
    """Return the columns and rows (n, 2) at which points of the head (n, 3) are drawn.

    The head is drawn as `faces` sees it, from 650 mm, and sized to where the body has it.
    """
    turned = (np.asarray(points_mm) - NECK_MM) @ rotation_of(pose).T + NECK_MM
    per_mm = figure.spot.px_per_mm * DISTANCE_MM / (DISTANCE_MM - turned[:, 2])
    low = NECK_MM[1] * figure.spot.px_per_mm * DISTANCE_MM / (DISTANCE_MM - NECK_MM[2])
    column, row = figure.spot.joint_px
    return np.stack([column + turned[:, 0] * per_mm, row - turned[:, 1] * per_mm + low], axis=1)


def _box(points: Points) -> Box:
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _head_box(figure: Figure) -> Points:
    identity = figure.sitter.stage.identity
    wide = identity.head_width_mm / 2 + 0.8 * identity.hair.volume_mm
    tall, deep = identity.head_height_mm / 2 * 0.95 + 0.8 * identity.hair.volume_mm, identity.head_depth_mm / 2
    turns = np.radians(np.arange(0, 360, 30))
    rings = [(wide * np.cos(a), tall * np.sin(a), 0.0) for a in turns]
    rings += [(0.0, tall * np.cos(a), deep * np.sin(a)) for a in turns]
    return on_picture(figure, np.array(rings), figure.body.pose)


def _body_points(figure: Figure, lens: Lens) -> Points:
    starts, ends, first, last = ends_of(trunk_bones(figure.body))
    size = figure.body.build.body
    places, radii = [starts, ends], [first, last]
    for arm in figure.body.arms.values():
        places.append(np.array([arm.shoulder, arm.elbow, arm.wrist, arm.tip]))
        radii.append(size * np.array([55.0, 43.0, 30.0, 9.0]))
    points, margins = np.concatenate(places), np.concatenate(radii)
    seen, reach = lens.project(points), (margins * lens.scale(points))[:, None]
    return np.concatenate([seen - reach, seen + reach, _head_box(figure)])


def _joints(figure: Figure, lens: Lens) -> tuple[dict[str, Pixel], dict[str, Millimetres]]:
    body = figure.body
    places: dict[str, Points] = {"neck": body.neck_base, "head_joint": body.head_joint, "hip": body.hip}
    for side, arm in body.arms.items():
        for name, point in (("shoulder", arm.shoulder), ("elbow", arm.elbow), ("wrist", arm.wrist), ("hand", arm.tip)):
            places[f"{side}_{name}"] = point
    seen = {name: lens.project(point) for name, point in places.items()}
    own = face_points(figure.sitter.stage.identity)
    drawn = on_picture(figure, np.array(list(own.values())), body.pose)
    for (name, spot), pixel in zip(own.items(), drawn, strict=True):
        places[name], seen[name] = body.on_head(spot), pixel
    pixels = {name: (float(at[0]), float(at[1])) for name, at in seen.items()}
    return pixels, {name: (float(at[0]), float(at[1]), float(at[2])) for name, at in places.items()}


def _near_face(figure: Figure, joints_mm: Mapping[str, Millimetres]) -> tuple[Side, ...]:
    face = np.array([joints_mm[name] for name in face_points(figure.sitter.stage.identity)])
    near: list[Side] = []
    for side, arm in figure.body.arms.items():
        hand = np.array([arm.tip, arm.wrist + 0.5 * (arm.tip - arm.wrist)])
        gap = np.linalg.norm(face[:, None] - hand[None], axis=-1).min()
        if gap < NEAR_FACE_MM * figure.body.build.head:
            near.append(side)
    return tuple(near)


def figures_at(scene: Scene, t_s: float) -> tuple[Lens, list[tuple[int, Figure]]]:
    """Return the camera and everyone's slot and figure at a time."""
    lens = lens_of(scene.place, scene.camera, scene.zoom)
    found = []
    for seat, slot in zip(scene.seats, slots_of(scene.seats), strict=True):
        pose = next(seat.poses.poses_at(np.array([t_s])))
        found.append((slot, figure_of(sitter_of(scene, seat, slot, lens), pose, t_s, lens)))
    return lens, found


def _of_figure(number: int, slot: int, figure: Figure, lens: Lens, t_s: float) -> FigureTruth:
    seat, body, place = figure.sitter.seat, figure.body, figure.sitter.place
    posture, side = posture_at(seat.spells, place, t_s)
    share = sum(part.amount for part in figure.shares if (part.posture, part.side) == (posture, side))
    pixels, places = _joints(figure, lens)
    top = figure.sitter.desk_top_mm
    hidden = tuple(name for name, at in places.items() if top is not None and at[1] < top)
    held = tuple(
        (own, thing, _box(lens.project(thing_box(thing, body.arms[own], seat.build.body))))
        for own, thing, amount in figure.stance.held
        if amount > 0.5
    )
    return FigureTruth(
        number, slot, posture, side, float(share),
        body.pose.head_yaw_deg, body.pose.head_pitch_deg, body.pose.head_roll_deg,
        float(np.degrees(np.arccos(np.clip(rotation_of(body.pose)[2, 2], -1, 1)))),
        _box(on_picture(figure, face_outline(figure.sitter.stage.identity), body.pose)),
        _box(_body_points(figure, lens)),
        pixels, places, hidden, _near_face(figure, places), held,
    )  # fmt: skip


def figure_truth(scene: Scene, t_s: float) -> tuple[FigureTruth, ...]:
    """Return what is true of everyone at a time, in the order of the scene's seats."""
    lens, figures = figures_at(scene, t_s)
    return tuple(_of_figure(number, slot, figure, lens, t_s) for number, (slot, figure) in enumerate(figures))
