"""Sheets: pieces of a picture that lie over one another, as in a theatre of cut-out paper."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.colour import Picture, blurred
from desdemona.faces.view import Window


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A piece of a picture over a window.

    `rgb` (3, h, w) codes 0..255 times the cover, `alpha` (h, w) the cover 0..1, `skin` (3, h, w) the part of `rgb` that
    is lit skin. Drawing on a sheet changes its arrays.
    """

    window: Window
    rgb: Picture
    alpha: Picture
    skin: Picture

    def copy(self) -> "Sheet":
        """Return a sheet of its own with the same picture on it."""
        return Sheet(self.window, self.rgb.copy(), self.alpha.copy(), self.skin.copy())


def blank(window: Window) -> Sheet:
    """Return a sheet with nothing on it."""
    shape = (window.height, window.width)
    return Sheet(window, *(np.zeros(size, np.float32) for size in ((3, *shape), shape, (3, *shape))))


def is_empty(window: Window) -> bool:
    """Return whether a window holds no pixel."""
    return window.width < 1 or window.height < 1


def common(one: Window, other: Window) -> Window:
    """Return the window that two windows share; it may hold no pixel."""
    left, top = max(one.left, other.left), max(one.top, other.top)
    right = min(one.left + one.width, other.left + other.width)
    bottom = min(one.top + one.height, other.top + other.height)
    return Window(left, top, max(0, right - left), max(0, bottom - top))


def window_round(points_px: NDArray[np.float64], margin_px: float, outer: Window) -> Window:
    """Return the window that holds points (n, 2) and a margin round them, within an outer window."""
    low = np.floor(points_px.min(axis=0) - margin_px).astype(int)
    high = np.ceil(points_px.max(axis=0) + margin_px).astype(int) + 1
    return common(Window(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])), outer)


def lay(on: Sheet, what: Sheet) -> None:
    """Lay a sheet over another; what reaches beyond it is cut off."""
    shared = common(on.window, what.window)
    if is_empty(shared):
        return
    below, above = shared.within(on.window), shared.within(what.window)
    alpha = what.alpha[above]
    rest = 1 - alpha
    for lower, upper in ((on.rgb, what.rgb), (on.skin, what.skin)):
        piece = lower[:, *below]
        piece *= rest
        piece += upper[:, *above]
    on.alpha[below] *= rest
    on.alpha[below] += alpha


def darken(on: Sheet, window: Window, share: Picture) -> None:
    """Take a share (h, w) of the light from what is on a sheet."""
    shared = common(on.window, window)
    if is_empty(shared):
        return
    keep = 1 - share[shared.within(window)]
    for lower in (on.rgb, on.skin):
        lower[:, *shared.within(on.window)] *= keep


def drop_shadow(on: Sheet, what: Sheet, offset_px: tuple[float, float], blur_px: float, share: float) -> None:
    """Darken a sheet where another, laid close over it, keeps the light off."""
    margin = int(2 * blur_px + 2)
    outer = Window(
        what.window.left + round(offset_px[0]) - margin,
        what.window.top + round(offset_px[1]) - margin,
        what.window.width + 2 * margin,
        what.window.height + 2 * margin,
    )
    if is_empty(what.window) or is_empty(common(outer, on.window)):
        return
    cast = cv2.copyMakeBorder(what.alpha, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0.0)
    darken(on, outer, np.float32(share) * blurred(np.asarray(cast, dtype=np.float32), max(blur_px, 0.5)))
