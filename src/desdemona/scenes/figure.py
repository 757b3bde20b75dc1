"""A figure: one person of a scene at one instant, ready to be drawn."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from desdemona.faces.people import person
from desdemona.faces.portrait import Stage
from desdemona.faces.pose import Pose
from desdemona.faces.view import NECK_MM, Window
from desdemona.scenes.body import Body, body_of, facing_rotation
from desdemona.scenes.build import DESK_MM, young_face
from desdemona.scenes.clothes import Clothes, clothes_of
from desdemona.scenes.furniture import draw_desk, draw_table
from desdemona.scenes.hall import COUNTER_MM
from desdemona.scenes.lens import Lens, Vector
from desdemona.scenes.postures import POSTURES, PlaceName, PostureName
from desdemona.scenes.rooms import seat_origin
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.sheet import Sheet, common, window_round
from desdemona.scenes.spells import Share, shares_at
from desdemona.scenes.sprite import HeadKeeper, Spot, head_stage
from desdemona.scenes.stance import Stance, stance_of
from desdemona.scenes.stir import AT_REST

DESK_HALF_MM: dict[PlaceName, float] = {"desk": 820.0, "classroom": 300.0, "interrogation": 900.0}
"""Half the width of the desks of a place that has them, for a grown-up."""

_TOP_MM: dict[PostureName, float] = {"standing": 1340.0, "hand_raised": 1160.0}
"""How high over the seat a grown-up reaches, where it is more than sitting."""


@dataclass(frozen=True, slots=True, eq=False)
class Sitter:
    """Everything about a person in a scene that no movement changes.

    `table` is what lies on the desk all along, `window` the part of the picture that the person and the furniture can
    cover, `desk` the desk alone.
    """

    seat: Seat
    place: PlaceName
    origin_mm: Vector
    stage: Stage
    clothes: Clothes
    table: frozenset[str]
    window: Window
    desk: Sheet | None
    keeper: HeadKeeper

    @property
    def desk_top_mm(self) -> float | None:
        """Return the height over the floor of the desk or counter before the person, None where there is none."""
        if self.place == "queue" and self.origin_mm[2] >= 0:
            return COUNTER_MM
        if self.place not in DESK_HALF_MM:
            return None
        return self.origin_mm[1] + DESK_MM * self.seat.build.body


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A person at one instant: `stance` mixed of `shares`, `body` its joints, `spot` where the head is drawn."""

    sitter: Sitter
    shares: tuple[Share, ...]
    stance: Stance
    body: Body
    spot: Spot

    @property
    def trunk_key(self) -> Hashable:
        """Return what trunk and furniture depend on."""
        stance = self.stance
        shoulders = tuple(tuple(arm.shoulder.tolist()) for arm in self.body.arms.values())
        hangs = self.sitter.stage.identity.hair.fall_mm > 0
        hanging = hangs and self.body.pose.of_head
        return stance.lean_deg, stance.bend_deg, stance.shift_mm, shoulders, self.body.stir, hanging

    @property
    def head_key(self) -> Hashable:
        """Return what the head depends on beyond the trunk."""
        return self.body.pose, self.spot

    @property
    def arms_key(self) -> Hashable:
        """Return what the arms depend on beyond trunk and head."""
        return self.stance


def sitter_of(scene: Scene, seat: Seat, slot: int, lens: Lens) -> Sitter:
    """Return the fixed parts of a person in a scene."""
    origin = seat_origin(scene.place, slot)
    identity = young_face(person(seat.identity), seat.build.young)
    head = np.array([origin[0], origin[1] + 705 * seat.build.body, origin[2]])
    scale = float(lens.scale(head)) * seat.build.head
    stage = head_stage(identity, seat.skin_tone, scene.lamp, seat.wearing, scale)
    table = frozenset(thing for spell in seat.spells if (thing := POSTURES[spell.posture].table) is not None)
    window = _window_of(scene.place, seat, origin, lens)
    desk = None
    if scene.place == "interrogation":
        desk = draw_table(np.array(origin), seat.build.body, scene.lamp, lens, window, DESK_HALF_MM[scene.place])
    elif scene.place in DESK_HALF_MM:
        half_mm = DESK_HALF_MM[scene.place]
        desk = draw_desk(np.array(origin), seat.build.body, scene.lamp, lens, window, half_mm)
    return Sitter(seat, scene.place, origin, stage, clothes_of(identity), table, window, desk, HeadKeeper())


def figure_of(sitter: Sitter, pose: Pose, t_s: float, lens: Lens) -> Figure:
    """Return a person at an instant, whose face looks as a pose says."""
    seat = sitter.seat
    shares = shares_at(seat.spells, sitter.place, t_s)
    stance = stance_of(shares, t_s, sitter.place)
    stir = next(seat.stirs.stirs_at(np.array([t_s]))) if seat.stirs is not None else AT_REST
    body = body_of(seat.build, stance, pose, sitter.origin_mm, lens.tilt_deg, stir)
    column, row = lens.project(body.head_joint).tolist()
    upright = body.head_joint - facing_rotation(lens.tilt_deg) @ (seat.build.head * NECK_MM)
    spot = Spot((column, row), float(lens.scale(upright)) * seat.build.head)
    return Figure(sitter, shares, stance, body, spot)


def _window_of(place: PlaceName, seat: Seat, origin_mm: Vector, lens: Lens) -> Window:
    whole = Window(0, 0, lens.width_px, lens.height_px)
    if place == "queue" and origin_mm[2] < 0:
        return _window_standing(seat, origin_mm, lens, whole)
    if place != "classroom":
        return whole
    tallest = max((_TOP_MM.get(spell.posture, 960.0) for spell in seat.spells), default=960.0)
    corners = [(x, y, z) for x in (-410.0, 410.0) for y in (-430.0, 300.0) for z in (-300.0, 640.0)]
    corners += [(x, tallest, z) for x in (-410.0, 410.0) for z in (-300.0, 100.0)]
    seen = lens.project(np.array(origin_mm) + seat.build.body * np.array(corners, dtype=np.float64))
    return common(window_round(seen, 2.0, whole), whole)


def _window_standing(seat: Seat, origin_mm: Vector, lens: Lens, whole: Window) -> Window:
    feet, top = -origin_mm[1], 1010.0 * seat.build.body
    corners = [(x, y, z) for x in (-430.0, 430.0) for y in (feet, top) for z in (-320.0, 520.0)]
    return common(window_round(lens.project(np.array(origin_mm) + np.array(corners)), 2.0, whole), whole)
