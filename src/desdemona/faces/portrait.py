"""A face in a pose, without pulse and noise: the head is lit, features are painted, both are laid in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from desdemona.faces.backdrop import Backdrop, backdrop_of
from desdemona.faces.camera import Camera
from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, sized, to_planes
from desdemona.faces.complexion import PAINT_SIZE, Palette, painted_chart, palette_of
from desdemona.faces.eyes import paint_eye
from desdemona.faces.head import CHART_SIZE, Chart, head_chart
from desdemona.faces.lamps import Lamp
from desdemona.faces.light import gloss_code, shade_code, toward
from desdemona.faces.march import chart_place
from desdemona.faces.mouth import paint_mouth
from desdemona.faces.patch import Patch
from desdemona.faces.pose import Pose
from desdemona.faces.view import View, Window, box_window, eye_window, mm_per_px, see_head


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Everything about a picture that no movement changes."""

    identity: Identity
    palette: Palette
    lamp: Lamp
    camera: Camera
    chart: Chart
    paint: Picture
    backdrop: Backdrop


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture without noise: `rgb` (3, h, w) codes 0..255, and `skin` (3, h, w), the part that is lit skin."""

    rgb: Picture
    skin: Picture


@dataclass(frozen=True, slots=True, eq=False)
class Bare:
    """The head in one pose without eyes, brows and mouth: what features are painted over.

    All over the view's window: `x_mm`, `y_mm` the place on the face, `paint` (4, h, w) colours and share of skin,
    `shade` (3, h, w) the light times the cover, `gloss` (h, w), and what stands behind: `behind`, `behind_skin`.
    """

    view: View
    x_mm: Picture
    y_mm: Picture
    paint: Picture
    shade: Picture
    gloss: Picture
    behind: Picture
    behind_skin: Picture


def set_stage(identity: Identity, skin_tone: int, lamp: Lamp, camera: Camera) -> Stage:
    """Return the fixed parts of the picture of an identity in a skin tone (1 to 10), a light and before a camera."""
    palette = palette_of(identity, skin_tone)
    return Stage(
        identity,
        palette,
        lamp,
        camera,
        head_chart(identity),
        painted_chart(identity, skin_tone),
        backdrop_of(identity, palette, lamp, camera),
    )


def _sample(chart: Picture, column: Picture, row: Picture) -> Picture:
    return np.asarray(
        cv2.remap(chart, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32
    )


def _light_on(stage: Stage, view: View, column: Picture, row: Picture) -> tuple[Picture, Picture]:
    """Return factors (3, h, w) and gloss (h, w) of the light, at half the resolution."""
    normal = _sample(stage.chart.normal, column, row)
    hollow = _sample(stage.chart.shade, column, row)
    lamp = view.rotation.T @ toward(stage.lamp)
    direct = np.clip(normal @ lamp.astype(np.float32), 0, 1) * np.minimum(hollow, 1)
    halfway = lamp + view.rotation.T @ np.array([0.0, 0.0, 1.0])
    mirror = normal @ (halfway / np.linalg.norm(halfway)).astype(np.float32)
    shade = shade_code(stage.lamp, direct, hollow)
    return shade, gloss_code(stage.lamp, mirror, shade[1] * stage.palette.lightness) * hollow


def bare_head(stage: Stage, pose: Pose) -> Bare:
    """Return the head in a pose, lit and without features; only the head's angles and the jaw matter."""
    view = see_head(stage.chart, stage.camera, pose)
    x, y, z = view.point
    column, row, _ = chart_place(x, view.shut_y_mm, z)
    shade, gloss = _light_on(stage, view, column, row)
    size, area = (view.window.width, view.window.height), view.window.area
    finer = (PAINT_SIZE - 1) / (CHART_SIZE - 1)
    paint = _sample(stage.paint, sized(column, size) * finer, sized(row, size) * finer)
    rest = 1 - view.cover
    return Bare(
        view,
        sized(x, size),
        sized(y, size),
        to_planes(paint),
        sized(shade, size) * (255 * view.cover),
        sized(gloss, size) * (255 * view.cover),
        stage.backdrop.rgb[:, *area] * rest,
        stage.backdrop.rgb[:, *area] * (rest * stage.backdrop.skin[area]),
    )


def _lay_in(still: Still, bare: Bare, patch: Patch, window: Window) -> None:
    """Light a painted patch and lay it into the picture."""
    inner, area = window.within(bare.view.window), window.area
    lit = patch.rgb * bare.shade[:, *inner]
    np.add(bare.behind_skin[:, *inner], lit * patch.skin, out=still.skin[:, *area])
    lit += bare.behind[:, *inner]
    np.add(lit, patch.gloss * (0.35 + 0.65 * patch.skin), out=still.rgb[:, *area])


def _cut(bare: Bare, window: Window, soft_mm: float) -> Patch:
    """Return a piece of the bare head to paint on; the head itself stays as it is."""
    inner = window.within(bare.view.window)
    return Patch(
        bare.x_mm[inner],
        bare.y_mm[inner],
        bare.paint[:3, *inner].copy(),
        bare.paint[3, *inner].copy(),
        bare.gloss[inner].copy(),
        soft_mm,
    )


def _part(whole: Patch, outer: Window, window: Window) -> Patch:
    """Return a piece of a patch; painting on it paints the whole."""
    inner = window.within(outer)
    return Patch(
        whole.x_mm[inner],
        whole.y_mm[inner],
        whole.rgb[:, *inner],
        whole.skin[inner],
        whole.gloss[inner],
        whole.soft_mm,
    )


def _mouth_window(stage: Stage, bare: Bare, pose: Pose) -> Window:
    return box_window(stage.camera, bare.view, (-52.0, 52.0, -86.0 - 28 * pose.mouth_opening, -28.0))


def draw_still(stage: Stage, bare: Bare, pose: Pose) -> Still:
    """Return the whole picture in a pose."""
    still = Still(stage.backdrop.rgb.copy(), stage.backdrop.rgb * stage.backdrop.skin)
    window = bare.view.window
    whole = _cut(bare, window, mm_per_px(stage.camera))
    for side in (-1, 1):
        eye = _part(whole, window, eye_window(stage.camera, bare.view, side))
        paint_eye(eye, side, stage.identity, stage.palette, pose)
    mouth = _part(whole, window, _mouth_window(stage, bare, pose))
    paint_mouth(mouth, stage.identity, stage.palette, pose)
    _lay_in(still, bare, whole, window)
    return still


def _redraw_eyes(still: Still, stage: Stage, bare: Bare, pose: Pose) -> None:
    for side in (-1, 1):
        window = eye_window(stage.camera, bare.view, side)
        patch = _cut(bare, window, mm_per_px(stage.camera))
        paint_eye(patch, side, stage.identity, stage.palette, pose)
        _lay_in(still, bare, patch, window)


def _redraw_mouth(still: Still, stage: Stage, bare: Bare, pose: Pose) -> None:
    window = _mouth_window(stage, bare, pose)
    patch = _cut(bare, window, mm_per_px(stage.camera))
    paint_mouth(patch, stage.identity, stage.palette, pose)
    _lay_in(still, bare, patch, window)


def draw_stills(stage: Stage, poses: Iterable[Pose]) -> Iterator[Still]:
    """Yield one picture for each pose, without pulse and noise.

    What did not move since the picture before is not drawn again; the arrays of a picture are reused for the next.
    """
    to_come = iter(poses)
    before = next(to_come, None)
    if before is None:
        return
    bare = bare_head(stage, before)
    still = draw_still(stage, bare, before)
    yield still
    for pose in to_come:
        if pose.of_head != before.of_head:
            bare = bare_head(stage, pose)
            still = draw_still(stage, bare, pose)
        else:
            if pose.of_eyes != before.of_eyes:
                _redraw_eyes(still, stage, bare, pose)
            if pose.smile != before.smile:
                _redraw_mouth(still, stage, bare, pose)
        before = pose
        yield still
