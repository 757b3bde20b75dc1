"""Following head, shoulders and background through a recording, each by its own detail."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.motion.scaled import Mask, Scaled, background_mask, head_mask, torso_mask
from desdemona.channels.motion.shift import Picture, Shift, Template, detail_of, find_shift, take_template

Floats = NDArray[np.float64]

REGIONS = ("head", "torso", "background")
HEAD, TORSO, BACKGROUND = range(3)
LEAST_LIKENESS = (0.8, 0.8, 0.7)
"""A region less like its template than this is not where it is looked for; noise without detail has about 0."""
MOST_SD_PX = 0.05
"""A shift known no better than this is not told."""
AGE_S = 20.0
"""A template is taken anew after this time: skin and cloth change."""
RETRY_S = 1.0
"""A region that cannot be followed is looked for again after this time."""
FAR_SHARE = 0.03
"""A head that is this share of its size away from where the mesh network sees it has been lost, and is taken anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Shifts:
    """Where head, torso and background were: pixels of the picture, right and down, since they were first seen.

    `place_px` (n, 3, 2) in the order of `REGIONS`, NaN where not told; `sd_px` (n, 3) the larger standard deviation;
    `anew` (n, 3) where a template was taken anew, so that a step may lie before this frame; `mm_per_px` and `side_px`
    (n,) the scale and size of the face, NaN without one.
    """

    t_s: Floats
    place_px: Floats
    sd_px: Floats
    anew: NDArray[np.bool_]
    mm_per_px: Floats
    side_px: Floats


@dataclass(slots=True, eq=False)
class _Followed:
    """One region while it is followed: its template, where it was then, and where it is now since then."""

    template: Template | None = None
    origin_px: tuple[float, float] = (0.0, 0.0)
    at_px: tuple[float, float] = (0.0, 0.0)
    since_s: float = 0.0
    again_s: float = -np.inf
    mesh_px: NDArray[np.float64] | None = None


_MASKS = (head_mask, torso_mask, background_mask)
_WIDTH = 3 * 4 + 3
"""Numbers a frame: place, standard deviation and step of the three regions, then time and the face's scale and size."""


class ShiftWatch:
    """Follows the three regions; give it every frame in order."""

    def __init__(self) -> None:
        self._rows = array("d")
        self._followed = (_Followed(), _Followed(), _Followed())

    def see(self, t_s: float, scaled: Scaled | None) -> tuple[float, float]:
        """Take one frame in; return the background's place in pixels of `scaled.grey`, NaN where it is not told."""
        if scaled is None:
            for region in self._followed:
                region.template = None
            self._rows.extend([*[np.nan] * 12, t_s, np.nan, np.nan])
            return np.nan, np.nan
        detail = detail_of(scaled.grey)
        found = [self._follow(k, scaled, detail) for k in range(3)]
        scale = scaled.factor
        for x, y, sd, anew in found:
            self._rows.extend([x * scale, y * scale, sd * scale, anew])
        self._rows.extend([t_s, scaled.mm_per_px / scale, scaled.side_px * scale])
        return found[BACKGROUND][0], found[BACKGROUND][1]

    def take(self) -> Floats:
        """Hand over what is kept of the frames since the last call, one row each; it is then no longer held."""
        table = np.array(self._rows, dtype=np.float64).reshape(-1, _WIDTH)
        self._rows = array("d")
        return table

    def put_back(self, taken: Sequence[Floats]) -> None:
        """Take back what was handed over, in order, before what came since."""
        self._rows = array("d", np.concatenate([*taken, self.take()]).tobytes())

    def shifts(self) -> Shifts:
        """Return what was seen so far."""
        table = np.frombuffer(self._rows, dtype=np.float64).reshape(-1, _WIDTH).copy() if self._rows else _NONE
        regions = table[:, :12].reshape(-1, 3, 4)
        return Shifts(
            t_s=table[:, 12],
            place_px=regions[:, :, :2],
            sd_px=regions[:, :, 2],
            anew=regions[:, :, 3] > 0,
            mm_per_px=table[:, 13],
            side_px=table[:, 14],
        )

    def _follow(self, number: int, scaled: Scaled, detail: Picture) -> tuple[float, float, float, float]:
        """Return place, standard deviation and whether the template was taken anew after the region had been lost."""
        region = self._followed[number]
        if region.template is None:
            if scaled.t_s < region.again_s:
                return _UNTOLD
            _take(region, scaled, detail, _MASKS[number](scaled))
            if region.template is None:
                return _UNTOLD
            return _told(region, find_shift(detail, region.template, (0.0, 0.0)), 1.0)
        found = find_shift(detail, region.template, region.at_px)
        told = max(found.x_sd_px, found.y_sd_px) <= MOST_SD_PX and found.likeness >= LEAST_LIKENESS[number]
        if number == HEAD and not (told and _near_mesh(region, scaled, found)):
            region.at_px = _by_mesh(region, scaled)
            region.template = None
            return self._follow(number, scaled, detail)
        if not told:
            region.template, region.again_s = None, scaled.t_s + RETRY_S
            return _UNTOLD
        region.at_px = (found.x_px, found.y_px)
        answer = _told(region, found, 0.0)
        if scaled.t_s - region.since_s > AGE_S:
            _take(region, scaled, detail, _MASKS[number](scaled))
        return answer


_UNTOLD = (np.nan, np.nan, np.nan, 0.0)


def _told(region: _Followed, found: Shift, anew: float) -> tuple[float, float, float, float]:
    x, y = region.origin_px
    sd = max(found.x_sd_px, found.y_sd_px)
    return (x + found.x_px, y + found.y_px, sd, anew) if sd <= MOST_SD_PX else _UNTOLD


_NONE = np.zeros((0, _WIDTH))


def _take(region: _Followed, scaled: Scaled, detail: Picture, mask: Mask) -> None:
    """Take a region's template anew where it stands; its place goes on from where it was last seen."""
    region.origin_px = (region.origin_px[0] + region.at_px[0], region.origin_px[1] + region.at_px[1])
    region.at_px, region.since_s, region.mesh_px = (0.0, 0.0), scaled.t_s, scaled.centre_px
    region.template = take_template(detail, mask)


def _by_mesh(region: _Followed, scaled: Scaled) -> tuple[float, float]:
    moved = scaled.centre_px - region.mesh_px if region.mesh_px is not None else np.zeros(2)
    return float(moved[0]), float(moved[1])


def _near_mesh(region: _Followed, scaled: Scaled, found: Shift) -> bool:
    x, y = _by_mesh(region, scaled)
    return bool(np.hypot(found.x_px - x, found.y_px - y) <= FAR_SHARE * scaled.side_px)
