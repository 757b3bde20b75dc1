"""A face in a pose, without pulse and noise: features are painted on the bare head, both are laid in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from desdemona.faces.bare import Bare, Stage, bare_head, dressed_view, set_stage
from desdemona.faces.colour import Picture
from desdemona.faces.eyes import paint_eye
from desdemona.faces.mouth import mouth_reach_mm, paint_mouth
from desdemona.faces.patch import Patch
from desdemona.faces.pose import Pose
from desdemona.faces.view import Window, box_window, eye_window, mm_per_px

__all__ = ["Bare", "Stage", "Still", "bare_head", "draw_still", "draw_stills", "set_stage"]


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture without noise: `rgb` (3, h, w) codes 0..255, and `skin` (3, h, w), the part that is lit skin."""

    rgb: Picture
    skin: Picture


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
            bare = dressed_view(stage, bare.view, pose)
            _draw_features(still, stage, bare, pose)
        elif pose.of_eyes != before.of_eyes:
            _redraw_eyes(still, stage, bare, pose)
        before = pose
        yield still
