"""Drawing a scene: the place, then everyone in it from far to near, each on a sheet of their own.

What did not change since the picture before is not drawn again. Every picture is a pure function of the scene and its
time all the same: nothing that is kept depends on what came before.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.colour import Picture
from desdemona.scenes.figure import Figure, Sitter, figure_of, sitter_of
from desdemona.scenes.lens import Lens
from desdemona.scenes.painting import paint_arms, paint_head, paint_trunk
from desdemona.scenes.rooms import draw_before, draw_room, lens_of
from desdemona.scenes.scene import Scene, Times, slots_of
from desdemona.scenes.sheet import Sheet, blank

NOBODY = 255


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One picture of a scene, without pulse and noise.

    `rgb` (3, h, w) codes 0..255, `skin` (3, h, w) the part of it that is lit skin, `owner` (h, w) whose skin that is:
    the number of the seat in the scene, 255 where nobody's.
    """

    rgb: Picture
    skin: Picture
    owner: NDArray[np.uint8]


def with_blood(drawn: Drawn, taken: NDArray[np.floating]) -> Picture:
    """Return the picture (3, h, w) with a share of each person's skin light taken away by the blood in it.

    `taken` (n, 3) is that share for each seat, for red, green and blue; see `faces.skin.pulse_contrast` over `GAMMA`.
    """
    shares = np.zeros((NOBODY + 1, 3), np.float32)
    shares[: len(taken)] = taken
    return np.stack([drawn.rgb[plane] - drawn.skin[plane] * shares[drawn.owner, plane] for plane in range(3)])


class _Easel:
    """The sheets of one person as drawn for the picture before: after the trunk, after the head, after the arms."""

    __slots__ = ("keys", "sheets", "window")

    def __init__(self, sitter: Sitter) -> None:
        self.window = sitter.window
        self.keys: list[Hashable] = [None, None, None]
        self.sheets: list[Sheet] = []

    def draw(self, figure: Figure, lens: Lens) -> Sheet:
        """Return the sheet of a figure, drawing again only from the first change on."""
        steps = (paint_trunk, paint_head, paint_arms)
        fresh = [figure.trunk_key, figure.head_key, figure.arms_key]
        first = next((step for step in range(3) if self.keys[step] != fresh[step]), 3)
        del self.sheets[first:]
        for step in range(first, 3):
            sheet = self.sheets[step - 1].copy() if step else blank(self.window)
            steps[step](sheet, figure, lens)
            self.sheets.append(sheet)
        self.keys = fresh
        return self.sheets[-1]


def draw_scenes(scene: Scene, times_s: Times | Sequence[float]) -> Iterator[Drawn]:
    """Yield one picture of a scene for each time (n,), seconds; the arrays of a picture are reused for the next.

    Raises `ValueError` where two people have the same seat, or one that the place does not have.
    """
    times = np.asarray(times_s, dtype=np.float64)
    lens = lens_of(scene.place, scene.camera, scene.zoom)
    room = draw_room(scene.place, scene.camera, lens, scene.lamp)
    before = draw_before(scene.place, lens, scene.lamp)
    sitters = [
        sitter_of(scene, seat, slot, lens) for seat, slot in zip(scene.seats, slots_of(scene.seats), strict=True)
    ]
    order = sorted(range(len(sitters)), key=lambda number: sitters[number].origin_mm[2])
    easels = [_Easel(sitter) for sitter in sitters]
    tracks = [seat.poses.poses_at(times) for seat in scene.seats]
    drawn = Drawn(np.empty_like(room), np.empty_like(room), np.empty(room.shape[1:], np.uint8))
    for t_s in times:
        drawn.rgb[...], drawn.skin[...], drawn.owner[...] = room, 0, NOBODY
        poses = [next(track) for track in tracks]
        for number in order:
            figure = figure_of(sitters[number], poses[number], float(t_s), lens)
            _lay_on(drawn, easels[number].draw(figure, lens), number)
        if before is not None:
            _lay_on(drawn, before, NOBODY)
        yield drawn


def draw_scene(scene: Scene, t_s: float) -> Drawn:
    """Return the picture of a scene at one time, seconds."""
    return next(draw_scenes(scene, [t_s]))


def _lay_on(drawn: Drawn, sheet: Sheet, number: int) -> None:
    area = sheet.window.area
    rest = 1 - sheet.alpha
    for below, above in ((drawn.rgb, sheet.rgb), (drawn.skin, sheet.skin)):
        piece = below[:, *area]
        piece *= rest
        piece += above
    own = drawn.owner[area]
    np.copyto(own, np.uint8(number), where=sheet.skin[0] > 0.5 * drawn.skin[0][area])
    np.copyto(own, np.uint8(NOBODY), where=(sheet.alpha > 0.99) & (sheet.skin[0] <= 0))
