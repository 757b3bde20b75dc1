"""The three steps in which a person is painted: trunk and furniture, head, arms."""

from collections.abc import Sequence

import numpy as np

from desdemona.faces.colour import Picture
from desdemona.faces.relief import smooth_step
from desdemona.scenes.body import Arm
from desdemona.scenes.build import DESK_MM
from desdemona.scenes.figure import Figure
from desdemona.scenes.furniture import (
    BUCKLE,
    DESK_FAR_MM,
    WHEEL_MIDDLE,
    WHEEL_RADIUS_MM,
    draw_belt,
    draw_car_seat,
    draw_chair,
    draw_child_seat,
    draw_wheel,
)
from desdemona.scenes.hand import draw_hand
from desdemona.scenes.hanging import hair_behind, hair_beside, scarf_ends
from desdemona.scenes.lens import Lens, Points
from desdemona.scenes.limb import draw_bare_arm, draw_sleeve
from desdemona.scenes.postures import Held
from desdemona.scenes.sheet import Sheet, common, drop_shadow, is_empty, lay
from desdemona.scenes.spells import eased
from desdemona.scenes.sprite import draw_head
from desdemona.scenes.things import draw_book, draw_held, draw_paper
from desdemona.scenes.trunk import Legs, draw_trunk

_CHILD_SEAT_SIZE, _BROAD_CHAIR = 0.68, 1.24


def _put(sheet: Sheet, piece: Sheet | None) -> None:
    if piece is not None:
        lay(sheet, piece)


def _px(figure: Figure, lens: Lens) -> float:
    """Return pixels for a mm of a grown-up body at the seat."""
    return float(lens.scale(np.array(figure.sitter.origin_mm))) * figure.sitter.seat.build.body


def _rest_height(figure: Figure) -> float:
    """Return the height in the room that hanging things come to lie on."""
    above = 60.0 if figure.sitter.desk is None else DESK_MM
    return figure.sitter.origin_mm[1] + (above + 14) * figure.sitter.seat.build.body


def _origin(figure: Figure) -> Points:
    return np.array(figure.sitter.origin_mm, dtype=np.float64)


def paint_trunk(sheet: Sheet, figure: Figure, lens: Lens) -> None:
    """Paint the seat, hair that hangs behind, neck and trunk, and the desk with what lies on it."""
    sitter, outer = figure.sitter, sheet.window
    _paint_seat(sheet, figure, lens)
    _put(sheet, hair_behind(figure.body, sitter.stage, lens, outer, _rest_height(figure)))
    legs: Legs = "standing" if figure.stance.shift_mm[1] > 20 else "under the desk"
    if sitter.place == "child_seat":
        legs = "ahead"
    elif sitter.place == "queue":
        legs = "to the floor"
    trunk = draw_trunk(
        figure.body, sitter.clothes, sitter.stage.palette.skin, sitter.stage.lamp, lens, outer, legs
    )  # fmt: skip
    drop_shadow(sheet, trunk, (0, 6 * _px(figure, lens)), 12 * _px(figure, lens), 0.35)
    lay(sheet, trunk)
    _paint_straps(sheet, figure, lens)
    _paint_desk(sheet, figure, lens)


def _paint_seat(sheet: Sheet, figure: Figure, lens: Lens) -> None:
    sitter, outer = figure.sitter, sheet.window
    lamp, size, origin = sitter.stage.lamp, sitter.seat.build.body, _origin(figure)
    if sitter.place == "driver_seat":
        _put(sheet, draw_car_seat(origin, size, lamp, lens, outer))
        _put(sheet, draw_belt(figure.body, ((104, 596, -20), (330, 735, -330)), 46, lamp, lens, outer))
    elif sitter.place == "child_seat":
        _put(sheet, draw_child_seat(origin, _CHILD_SEAT_SIZE, lamp, lens, outer))
    elif sitter.place != "queue":
        pushed = np.array([0.0, 0.0, figure.stance.shift_mm[2] * size])
        wide = _BROAD_CHAIR if sitter.place == "interrogation" else 1.0
        _put(sheet, draw_chair(origin + pushed, wide * size, lamp, lens, outer))


def _paint_straps(sheet: Sheet, figure: Figure, lens: Lens) -> None:
    body, lamp, outer = figure.body, figure.sitter.stage.lamp, sheet.window
    if figure.sitter.place == "driver_seat":
        path = ((102.0, 600.0, -10.0), (84.0, 556.0, 58.0), (0.0, 400.0, 112.0), (-170.0, 70.0, 110.0))
        _put(sheet, draw_belt(body, path, 46, lamp, lens, outer))
    elif figure.sitter.place == "child_seat":
        for sign in (-1, 1):
            path = (
                (sign * 80.0, 572.0, 26.0),
                (sign * 74.0, 545.0, 62.0),
                (sign * 52.0, 400.0, 116.0),
                (0.0, 210.0, 122.0),
            )
            _put(sheet, draw_belt(body, path, 44, lamp, lens, outer))
        _put(sheet, draw_belt(body, ((-52, 395, 122), (52, 395, 122)), 62, lamp, lens, outer))
        _put(sheet, draw_belt(body, ((0, 214, 128), (0, 190, 128)), 84, lamp, lens, outer, BUCKLE))


def _paint_desk(sheet: Sheet, figure: Figure, lens: Lens) -> None:
    desk = figure.sitter.desk
    if desk is None:
        return
    drop_shadow(sheet, desk, (0, -4 * _px(figure, lens)), 9 * _px(figure, lens), 0.25)
    lay(sheet, desk)
    size, lamp = figure.sitter.seat.build.body, figure.sitter.stage.lamp
    edge = _origin(figure) + np.array([0.0, DESK_MM * size, 0.0])
    if "book" in figure.sitter.table:
        for piece in draw_book(edge, size, lamp, lens, sheet.window):
            lay(sheet, piece)
    elif "paper" in figure.sitter.table:
        for piece in draw_paper(edge, size, lamp, lens, sheet.window):
            lay(sheet, piece)


def paint_head(sheet: Sheet, figure: Figure, lens: Lens) -> None:
    """Paint what hangs beside the head, and the head."""
    stage, outer = figure.sitter.stage, sheet.window
    head = draw_head(stage, figure.body.pose, figure.spot, outer, figure.sitter.keeper)
    step = figure.spot.px_per_mm
    drop_shadow(sheet, head, (0, 26 * step), 14 * step, 0.22)
    _put(sheet, scarf_ends(figure.body, stage, lens, outer))
    locks = hair_beside(figure.body, stage, lens, outer, _rest_height(figure))
    if locks is not None:
        drop_shadow(sheet, locks, (0, 3 * step), 5 * step, 0.25)
        lay(sheet, locks)
    lay(sheet, head)


def paint_arms(sheet: Sheet, figure: Figure, lens: Lens) -> None:
    """Paint both arms, then once more each forearm with its hand and what it holds, the farther one first.

    So a hand lies over the other arm's sleeve. A steering wheel comes between arms and the hands round its rim.
    """
    arms = sorted(figure.body.arms.items(), key=lambda item: -float(lens.depth(item[1].wrist)))
    limbs = [(side, arm, _limbs(figure, arm, lens, sheet)) for side, arm in arms]
    step = _px(figure, lens)
    for _, _, pieces in limbs:
        for piece, _ in pieces:
            drop_shadow(sheet, piece, (0, 5 * step), 7 * step, 0.22)
        for piece, _ in pieces:
            lay(sheet, piece)
    for side, arm, pieces in limbs:
        held = [thing for own, thing, amount in figure.stance.held if own == side and amount > 0.5]
        _paint_hand(sheet, figure, arm, held, lens, [fore for _, fore in pieces])
    if figure.sitter.place == "driver_seat":
        _paint_wheel(sheet, figure, [arm for _, arm, _ in limbs], lens)


def _paint_wheel(sheet: Sheet, figure: Figure, arms: Sequence[Arm], lens: Lens) -> None:
    """Paint the steering wheel, and over it the hands that reach round its rim."""
    origin, size, stage = _origin(figure), figure.sitter.seat.build.body, figure.sitter.stage
    _put(sheet, draw_wheel(origin, size, stage.lamp, lens, sheet.window))
    middle, radius = origin + size * np.array(WHEEL_MIDDLE), size * WHEEL_RADIUS_MM
    for arm in arms:
        off = arm.wrist + 0.5 * (arm.tip - arm.wrist) - middle
        if abs(float(np.linalg.norm(off)) - radius) < 75 * size:
            hand = draw_hand(arm, size, stage.palette.skin, stage.lamp, lens, sheet.window)
            _put(sheet, None if hand is None else hand.sheet)


def _behind(piece: Sheet, desk: Sheet | None, below_mm: Picture | float) -> Sheet:
    """Return a piece without what the desk hides of it; `below_mm` is how far under the top it is."""
    if desk is None:
        return piece
    shared = common(piece.window, desk.window)
    if is_empty(shared):
        return piece
    deep = np.broadcast_to(np.asarray(below_mm, dtype=np.float32), piece.alpha.shape)
    shown = np.ones_like(piece.alpha)
    inner = shared.within(piece.window)
    shown[inner] -= desk.alpha[shared.within(desk.window)] * smooth_step(deep[inner], 2.0, 14.0)
    return _masked(piece, shown)


def _masked(piece: Sheet, share: Picture) -> Sheet:
    return Sheet(piece.window, piece.rgb * share, piece.alpha * share, piece.skin * share)


def _limbs(figure: Figure, arm: Arm, lens: Lens, sheet: Sheet) -> list[tuple[Sheet, Sheet]]:
    """Return the bare arm and the sleeve, each whole and its forearm alone, without what the desk hides."""
    sitter, outer = figure.sitter, sheet.window
    size, lamp = sitter.seat.build.body, sitter.stage.lamp
    top = sitter.origin_mm[1] + DESK_MM * size
    low = top - float(arm.wrist[1]) - 10 * size
    under = 80 * size * eased(low / (50 * size))
    inward = figure.body.trunk @ np.array([-arm.sign * 100.0, 0.0, 0.0])
    bare = None
    if not sitter.clothes.long_sleeves:
        bare = draw_bare_arm(arm, size, sitter.stage.palette.skin, lamp, lens, outer)
    sleeve = draw_sleeve(arm, size, sitter.clothes, lamp, lens, outer, inward)
    found = []
    for limb in (bare, sleeve):
        if limb is not None:
            piece = _behind(limb.sheet, sitter.desk, top - limb.height + under)
            found.append((piece, _masked(piece, limb.fore)))
    return found


def _paint_hand(
    sheet: Sheet, figure: Figure, arm: Arm, held: Sequence[Held], lens: Lens, fores: Sequence[Sheet]
) -> None:
    """Paint a forearm, its hand and what it holds, the farthest of them first."""
    sitter, outer = figure.sitter, sheet.window
    size, skin, lamp = sitter.seat.build.body, sitter.stage.palette.skin, sitter.stage.lamp
    low = sitter.origin_mm[1] + DESK_MM * size - float(arm.wrist[1]) - 10 * size
    middle = arm.wrist + 0.5 * (arm.tip - arm.wrist)
    pieces = []
    hand = draw_hand(arm, size, skin, lamp, lens, outer, sitter.clothes.long_sleeves)
    if hand is not None:
        # a hand that rests on the desk is never under it; one that hangs behind the desk is, by its own height
        hangs = arm.wrist[2] < sitter.origin_mm[2] + DESK_FAR_MM * size and arm.tip[1] < arm.wrist[1]
        below = low + 10 * size + float(arm.wrist[1]) - hand.height if hangs else low
        pieces.append((float(lens.depth(middle)), _behind(hand.sheet, sitter.desk, below)))
    away = float(lens.depth(middle + 22 * size * arm.palm))
    for thing in held:
        pieces += [(away, _behind(own, sitter.desk, low)) for own in draw_held(thing, arm, size, lamp, lens, outer)]
    step = _px(figure, lens)
    for _, piece in pieces:
        drop_shadow(sheet, piece, (0, 5 * step), 7 * step, 0.22)
    pieces += [(float(lens.depth(arm.wrist)) + 4.0 - 0.5 * rank, fore) for rank, fore in enumerate(fores)]
    for _, piece in sorted(pieces, key=lambda item: -item[0]):
        lay(sheet, piece)
