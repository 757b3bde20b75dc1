"""The bare head: seen, lit and coloured, without eyes, brows and mouth."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.backdrop import Backdrop, backdrop_of
from desdemona.faces.camera import Camera
from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, sized, to_planes
from desdemona.faces.complexion import PAINT_SIZE, Palette, painted_chart, palette_of
from desdemona.faces.folds import GRID as FOLDS
from desdemona.faces.folds import relief_map
from desdemona.faces.head import CHART_SIZE, Chart, head_chart
from desdemona.faces.lamps import Lamp
from desdemona.faces.light import gloss_code, shade_code, toward
from desdemona.faces.march import chart_place
from desdemona.faces.patch import Outlook
from desdemona.faces.pose import Pose
from desdemona.faces.relight import Surface, relit
from desdemona.faces.skin_layer import skin_places
from desdemona.faces.view import View, mm_per_px, see_head
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
    return dressed_view(stage, see_head(stage.chart, stage.camera, pose), pose)


def dressed_view(stage: Stage, view: View, pose: Pose) -> Bare:
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
    worn = _worn(stage, view)
    shown = paint[3] if worn is None else paint[3] * (1 - worn[3])
    rest = 1 - view.cover
    return Bare(
        view,
        sized(x, size),
        sized(y, size),
        rest_x,
        rest_y,
        paint,
        sized(shade, size) * (255 * view.cover * (1 + shown * (folded - 1))),
        sized(gloss, size) * (255 * view.cover * glint * (0.35 + 0.65 * paint[3])),
        stage.backdrop.rgb[:, *area] * rest,
        stage.backdrop.rgb[:, *area] * (rest * stage.backdrop.skin[area]),
        outlook,
        worn,
    )


def _worn(stage: Stage, view: View) -> Picture | None:
    if not stage.wearing:
        return None
    x, y, z = (sized(axis, (view.window.width, view.window.height)) for axis in view.point)
    outlook = np.array(_outlook(stage, view).viewer)
    return worn_over(stage.wearing, stage.identity, (x, y, z), outlook, mm_per_px(stage.camera))
