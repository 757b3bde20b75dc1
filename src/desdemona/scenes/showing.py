"""How much of each face shows: what hands, desks and other people cover of it."""

import cv2
import numpy as np

from desdemona.faces.colour import Picture
from desdemona.faces.view import Window
from desdemona.scenes.figure import Figure
from desdemona.scenes.lens import Lens
from desdemona.scenes.painting import paint_arms, paint_head, paint_trunk
from desdemona.scenes.scene import Scene
from desdemona.scenes.shading import polygon_cover
from desdemona.scenes.sheet import Sheet, blank, common, is_empty
from desdemona.scenes.sprite import draw_head
from desdemona.scenes.truth import face_outline, figures_at, on_picture


def _uncover(seen: Picture, window: Window, over: Sheet) -> None:
    shared = common(window, over.window)
    if not is_empty(shared):
        seen[shared.within(window)] *= 1 - over.alpha[shared.within(over.window)]


def _face(figure: Figure) -> tuple[Window, Picture]:
    """Return the face alone, (h, w) 0..1, over a window that may reach beyond the picture."""
    edge = on_picture(figure, face_outline(figure.sitter.stage.identity), figure.body.pose)
    low, high = np.floor(edge.min(axis=0)).astype(int) - 2, np.ceil(edge.max(axis=0)).astype(int) + 3
    window = Window(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))
    hull = cv2.convexHull(edge.astype(np.float32))[:, 0].astype(np.float64)
    head = draw_head(figure.sitter.stage, figure.body.pose, figure.spot, window)
    face = np.zeros((window.height, window.width), np.float32)
    face[head.window.within(window)] = head.alpha
    return window, face * polygon_cover(hull, window)


def _covers(figure: Figure, lens: Lens) -> tuple[Sheet, Sheet]:
    """Return the whole person, and what the person has before the own face."""
    whole, before = blank(figure.sitter.window), blank(figure.sitter.window)
    for paint in (paint_trunk, paint_head, paint_arms):
        paint(whole, figure, lens)
    paint_arms(before, figure, lens)
    return whole, before


def face_shown(scene: Scene, t_s: float) -> tuple[float, ...]:
    """Return for everyone the share (0..1) of the face that neither a hand nor anyone else covers nor the edge cuts.

    The face is brow to chin and cheek to cheek, as far as the head turns it to the camera. Everyone is drawn once.
    """
    lens, figures = figures_at(scene, t_s)
    picture = Window(0, 0, lens.width_px, lens.height_px)
    drawn = [_covers(figure, lens) for _, figure in figures]
    shares = []
    for number, (_, figure) in enumerate(figures):
        window, face = _face(figure)
        seen = np.zeros_like(face)
        inside = common(window, picture)
        if not is_empty(inside):
            seen[inside.within(window)] = face[inside.within(window)]
        _uncover(seen, window, drawn[number][1])
        for other, (_, before) in enumerate(figures):
            if before.sitter.origin_mm[2] > figure.sitter.origin_mm[2]:
                _uncover(seen, window, drawn[other][0])
        shares.append(float(seen.sum() / max(float(face.sum()), 1e-6)))
    return tuple(shares)
