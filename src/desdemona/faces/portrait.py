"""A face in a pose, without pulse and noise: the head is lit, features are painted, both are laid in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.backdrop import Backdrop, backdrop_of
from desdemona.faces.camera import Camera
from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, sized, to_planes
from desdemona.faces.complexion import PAINT_SIZE, Palette, painted_chart, palette_of
from desdemona.faces.eyes import paint_eye
from desdemona.faces.folds import GRID as FOLDS
from desdemona.faces.folds import relief_map
from desdemona.faces.head import CHART_SIZE, Chart, head_chart
from desdemona.faces.lamps import Lamp
from desdemona.faces.light import gloss_code, shade_code, toward
from desdemona.faces.march import chart_place
from desdemona.faces.mouth import mouth_reach_mm, paint_mouth
from desdemona.faces.patch import Outlook, Patch
from desdemona.faces.pose import Pose
from desdemona.faces.relight import Surface, relit
from desdemona.faces.skin_layer import skin_places
from desdemona.faces.view import View, Window, box_window, eye_window, mm_per_px, see_head
from desdemona.faces.wear import Wear, under_cloth, worn_over


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
    wearing: tuple[Wear, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture without noise: `rgb` (3, h, w) codes 0..255, and `skin` (3, h, w), the part that is lit skin."""

    rgb: Picture
    skin: Picture


@dataclass(frozen=True, slots=True, eq=False)
class Bare:
    """The head in one pose without eyes, brows and mouth: what features are painted over.

    All over the view's window: `x_mm`, `y_mm` the place on the face, `rest_x_mm`, `rest_y_mm` where the same skin lies
    when nothing acts, `paint` (4, h, w) colours and share of skin, `shade` (3, h, w) the light times the cover, `gloss`
    (h, w), and what stands behind: `behind`, `behind_skin`.
    """

    view: View
    x_mm: Picture
    y_mm: Picture
    rest_x_mm: Picture
    rest_y_mm: Picture
    paint: Picture
    shade: Picture
    gloss: Picture
    behind: Picture
    behind_skin: Picture
    outlook: Outlook
    over: Picture | None = None
    """What is worn over everything painted, (4, h, w): colours and cover."""


def set_stage(identity: Identity, skin_tone: int, lamp: Lamp, camera: Camera, wearing: tuple[Wear, ...] = ()) -> Stage:
    """Return the fixed parts of the picture of an identity in a skin tone (1 to 10), a light and before a camera."""
    identity = under_cloth(identity, wearing)
    palette = palette_of(identity, skin_tone)
    return Stage(
        identity,
        palette,
        lamp,
        camera,
        head_chart(identity, wearing),
        painted_chart(identity, skin_tone),
        backdrop_of(identity, palette, lamp, camera, "headscarf" in wearing),
        wearing,
    )


def _sample(chart: Picture, column: Picture, row: Picture) -> Picture:
    return np.asarray(
        cv2.remap(chart, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32
    )


def _light_on(stage: Stage, view: View, column: Picture, row: Picture) -> tuple[Picture, Picture, Surface]:
    """Return factors (3, h, w) and gloss (h, w) of the light, at half the resolution, and the surface it falls on."""
    normal = _sample(stage.chart.normal, column, row)
    hollow = _sample(stage.chart.shade, column, row)
    direct = np.clip(normal @ _to_lamp(stage, view).astype(np.float32), 0, 1) * np.minimum(hollow, 1)
    mirror = normal @ np.array(_outlook(stage, view).halfway, dtype=np.float32)
    shade = shade_code(stage.lamp, direct, hollow)
    gloss = gloss_code(stage.lamp, mirror, shade[1] * stage.palette.lightness) * hollow
    nx, ny, nz = to_planes(normal)
    return shade, gloss, Surface((nx, ny, nz), direct, hollow)


def _to_lamp(stage: Stage, view: View) -> NDArray[np.float64]:
    return np.asarray(view.rotation.T @ toward(stage.lamp))


def _outlook(stage: Stage, view: View) -> Outlook:
    viewer = view.rotation.T @ np.array([0.0, 0.0, 1.0])
    halfway = _to_lamp(stage, view) + viewer
    halfway = halfway / np.linalg.norm(halfway)
    return Outlook(_triple(viewer), _triple(halfway))


def _triple(vector: NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = vector.tolist()
    return x, y, z


def bare_head(stage: Stage, pose: Pose) -> Bare:
    """Return the head in a pose, lit and without features; gaze and lids do not matter."""
    return _bare(stage, see_head(stage.chart, stage.camera, pose), pose)


def _bare(stage: Stage, view: View, pose: Pose) -> Bare:
    """Return a head that has been seen, with its skin where the pose has moved it."""
    (x, y, z), size, area = view.point, (view.window.width, view.window.height), view.window.area
    places = skin_places(view, stage.identity, pose)
    column, row, _ = chart_place(places.form_x, places.form_y, z)
    shade, gloss, surface = _light_on(stage, view, column, row)
    if places.form_x is not places.rest_x:
        column, row, _ = chart_place(places.rest_x, places.rest_y, z)
    finer = (PAINT_SIZE - 1) / (CHART_SIZE - 1)
    paint = to_planes(_sample(stage.paint, sized(column, size) * finer, sized(row, size) * finer))
    rest_x, rest_y = sized(places.rest_x, size), sized(places.rest_y, size)
    relief = FOLDS.sample(relief_map(stage.identity, pose), rest_x, rest_y)
    outlook = _outlook(stage, view)
    folded, glint = relit(surface, relief, stage.lamp, _triple(_to_lamp(stage, view)), outlook.halfway)
    bare_skin = paint[3]
    rest = 1 - view.cover
    return Bare(
        view,
        sized(x, size),
        sized(y, size),
        rest_x,
        rest_y,
        paint,
        sized(shade, size) * (255 * view.cover * (1 + bare_skin * (folded - 1))),
        sized(gloss, size) * (255 * view.cover * glint * (0.35 + 0.65 * bare_skin)),
        stage.backdrop.rgb[:, *area] * rest,
        stage.backdrop.rgb[:, *area] * (rest * stage.backdrop.skin[area]),
        outlook,
        _worn(stage, view),
    )


def _worn(stage: Stage, view: View) -> Picture | None:
    if not stage.wearing:
        return None
    x, y, z = (sized(axis, (view.window.width, view.window.height)) for axis in view.point)
    outlook = np.array(_outlook(stage, view).viewer)
    return worn_over(stage.wearing, stage.identity, (x, y, z), outlook, mm_per_px(stage.camera))


def _lay_in(still: Still, bare: Bare, patch: Patch, window: Window) -> None:
    """Light a painted patch and lay it into the picture."""
    inner, area = window.within(bare.view.window), window.area
    if bare.over is not None:
        patch.lay(bare.over[3, *inner], bare.over[:3, *inner])
    lit = patch.rgb * bare.shade[:, *inner]
    np.add(bare.behind_skin[:, *inner], lit * patch.skin, out=still.skin[:, *area])
    lit += bare.behind[:, *inner]
    np.add(lit, patch.gloss, out=still.rgb[:, *area])


def _cut(bare: Bare, window: Window, soft_mm: float) -> Patch:
    """Return a piece of the bare head to paint on; the head itself stays as it is."""
    inner = window.within(bare.view.window)
    return Patch(
        bare.x_mm[inner],
        bare.y_mm[inner],
        bare.rest_x_mm[inner],
        bare.rest_y_mm[inner],
        bare.paint[:3, *inner].copy(),
        bare.paint[3, *inner].copy(),
        bare.gloss[inner].copy(),
        soft_mm,
        bare.outlook,
    )


def _part(whole: Patch, outer: Window, window: Window) -> Patch:
    """Return a piece of a patch; painting on it paints the whole."""
    inner = window.within(outer)
    return Patch(
        whole.x_mm[inner],
        whole.y_mm[inner],
        whole.rest_x_mm[inner],
        whole.rest_y_mm[inner],
        whole.rgb[:, *inner],
        whole.skin[inner],
        whole.gloss[inner],
        whole.soft_mm,
        whole.outlook,
    )


def _mouth_window(stage: Stage, bare: Bare, pose: Pose) -> Window:
    return box_window(stage.camera, bare.view, mouth_reach_mm(stage.identity, pose))


def draw_still(stage: Stage, bare: Bare, pose: Pose) -> Still:
    """Return the whole picture in a pose."""
    still = Still(stage.backdrop.rgb.copy(), stage.backdrop.rgb * stage.backdrop.skin)
    _draw_features(still, stage, bare, pose)
    return still


def _draw_features(still: Still, stage: Stage, bare: Bare, pose: Pose) -> None:
    """Paint eyes, brows and mouth on a bare head and lay it into the picture."""
    window = bare.view.window
    whole = _cut(bare, window, mm_per_px(stage.camera))
    for side in (-1, 1):
        eye = _part(whole, window, eye_window(stage.camera, bare.view, side))
        paint_eye(eye, side, stage.identity, stage.palette, pose)
    mouth = _part(whole, window, _mouth_window(stage, bare, pose))
    paint_mouth(mouth, stage.identity, stage.palette, pose)
    _lay_in(still, bare, whole, window)


def _redraw_eyes(still: Still, stage: Stage, bare: Bare, pose: Pose) -> None:
    for side in (-1, 1):
        window = eye_window(stage.camera, bare.view, side)
        patch = _cut(bare, window, mm_per_px(stage.camera))
        paint_eye(patch, side, stage.identity, stage.palette, pose)
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
        elif pose.of_skin != before.of_skin:
            bare = _bare(stage, bare.view, pose)
            _draw_features(still, stage, bare, pose)
        elif pose.of_eyes != before.of_eyes:
            _redraw_eyes(still, stage, bare, pose)
        before = pose
        yield still
