"""Where on the face the pulse is seen, how strongly and how early: a map of small patches, locked in at the found rate.

It shows how much the light from each patch changes with the pulse, and when. It is no blood pressure, no flow in any
unit, and no emotion; skin tone, light, make-up and compression change it as much as blood does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.motion.even import Row, withheld
from desdemona.channels.motion.upright import OVAL_MASK, lay_flat, upright_affine
from desdemona.channels.pulse.gates import SHOWN_RATIO, cut, holds_window, judge_pulse
from desdemona.channels.pulse.rate import SHORTEST_S
from desdemona.channels.pulse.rhythm import find_rhythm, share_rhythm
from desdemona.channels.pulse.signal import WHOLE_FACE, EvenTrace, project_pos, to_even_trace
from desdemona.channels.pulse.skin_regions import SkinTrace

Floats = NDArray[np.float64]

SHRINK = 2
"""Millimetres a pixel of the flattened face from which patches are averaged."""
PATCH_MM = 8
ROWS, COLUMNS = 20, 18
"""Patches of 8 × 8 mm."""
LEAST_PATCHES = 6
"""Fewer patches with a pulse of their own make no map."""
TOO_SHORT = f"clip shorter than {SHORTEST_S:.1f} s"
TOO_FEW = f"the pulse is seen in fewer than {LEAST_PATCHES} patches"


@dataclass(frozen=True, slots=True, eq=False)
class PerfusionMap:
    """The pulse of one window, patch by patch; NaN where a patch does not show it.

    `amplitude_share` (20, 18) is half of peak to trough of green at the pulse's own frequency, over its mean;
    `delay_s` (20, 18) how much later than in the whole face (negative: earlier), within half a beat; `ratio` (20, 18)
    the power at the pulse over the noise beside it, of every patch. Rows from the forehead down, columns from the
    image's left. All NaN, and `rate_bpm` too, where `reason` says why there is no map.
    """

    t_start_s: float
    t_end_s: float
    rate_bpm: float
    amplitude_share: Floats
    delay_s: Floats
    ratio: Floats
    reason: str | None


class PatchWatch:
    """Keeps the colours of one window's patches, and makes its map when it is full; give it every frame in order."""

    def __init__(self) -> None:
        self.maps: list[PerfusionMap] = []
        self._held: list[tuple[float, NDArray[np.float32], Floats, Floats]] = []

    def see(self, t_s: float, patches: NDArray[np.float32], skin_rgb: Floats, skin_pixels: Floats) -> None:
        """Take one frame in: its patches (see `patches_of`), and its skin as in `SkinColour`."""
        if self._held and t_s - self._held[0][0] >= SHORTEST_S:
            self._finish()
        if not self._held or t_s > self._held[-1][0]:
            self._held.append((t_s, patches, skin_rgb, skin_pixels))

    def finish(self, span_s: tuple[float, float]) -> list[PerfusionMap]:
        """Return the maps of a recording; one without values where it was too short for any."""
        if self._held and _long_enough([entry[0] for entry in self._held]):
            self._finish()
        self._held = []
        return self.maps or [_no_map(*span_s, TOO_SHORT)]

    def _finish(self) -> None:
        t_s, patches, rgb, pixels = zip(*self._held, strict=True)
        motion = np.full(len(t_s), np.nan)
        trace = SkinTrace(np.array(t_s), np.stack(rgb), np.rint(np.stack(pixels)).astype(np.int64), motion)
        self.maps.append(map_perfusion(trace, np.stack(patches).astype(np.float64)))
        self._held = []


def patches_of(rgb: NDArray[np.uint8], points: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """Return the mean colours (20, 18, 3) of the patches of a face with these mesh points, NaN without one."""
    if points is None:
        return np.full((ROWS, COLUMNS, 3), np.nan, dtype=np.float32)
    affine = upright_affine(points[:, :2].astype(np.float64) - 0.5)
    laid = lay_flat(rgb, affine, SHRINK).astype(np.float32)
    return np.asarray(cv2.resize(laid, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA), dtype=np.float32)


def map_perfusion(trace: SkinTrace, patches: Floats) -> PerfusionMap:
    """Return the map of one window of skin colours and patches (n, 20, 18, 3) of the same frames.

    The rate is that of the whole face by POS with all its gates; where they withhold it there is no map.
    """
    span_s = (float(trace.t_s[0]), float(trace.t_s[-1]))
    if not _long_enough(trace.t_s):
        return _no_map(*span_s, TOO_SHORT)
    even = to_even_trace(trace)
    if not holds_window(even):
        return _no_map(*span_s, TOO_SHORT)
    found = judge_pulse(even, project_pos)
    why = found.reasons[0] if found.reasons else TOO_SHORT
    if why is not None:
        return _no_map(*span_s, why)
    rhythm = find_rhythm(cut(project_pos(even.rgb, even.rate_hz)[:, WHOLE_FACE], even)[:1], even.rate_hz)
    greens = np.stack([_green(trace.t_s, patch, even) for patch in patches.reshape(len(patches), -1, 3).swapaxes(0, 1)])
    whole = share_rhythm(cut(even.rgb[:, WHOLE_FACE, 1] - 1, even)[:1], rhythm, even.rate_hz).amplitude[0]
    shares = [share_rhythm(cut(green, even)[:1], rhythm, even.rate_hz) for green in greens]
    amplitude = np.array([share.amplitude[0] for share in shares])
    ratio = np.array([share.ratio[0] for share in shares])
    shown = (ratio >= SHOWN_RATIO) & _on_face()
    if shown.sum() < LEAST_PATCHES:
        return _no_map(*span_s, TOO_FEW)
    rate_hz = float(rhythm.rate_hz[0])
    delay_s = -np.angle(amplitude * np.conj(whole)) / (2 * np.pi * rate_hz)
    return PerfusionMap(
        *span_s,
        rate_bpm=60 * rate_hz,
        amplitude_share=np.where(shown, np.abs(amplitude), np.nan).reshape(ROWS, COLUMNS),
        delay_s=np.where(shown, delay_s, np.nan).reshape(ROWS, COLUMNS),
        ratio=ratio.reshape(ROWS, COLUMNS),
        reason=None,
    )


def perfusion_rows(maps: Sequence[PerfusionMap]) -> list[Row]:
    """Return the median amplitude of the patches that show the pulse, with their quartiles, in percent."""
    rows = []
    for found in maps:
        if found.reason is not None:
            rows.append(withheld(found.t_start_s, found.t_end_s, found.reason))
            continue
        low, middle, high = (100 * np.nanpercentile(found.amplitude_share, share) for share in (25, 50, 75))
        rows.append(Row(found.t_start_s, found.t_end_s, float(middle), float(low), float(high), None))
    return rows


def _long_enough(t_s: Sequence[float] | Floats) -> bool:
    count = len(t_s)
    return count > 2 and float(t_s[-1] - t_s[0]) * count / (count - 1) >= SHORTEST_S - 1e-6


def _green(t_s: Floats, patch: Floats, even: EvenTrace) -> Floats:
    """Return a patch's green over its mean less one, on the even clock; flat where it was not seen."""
    seen = np.isfinite(patch[:, 1])
    if seen.sum() < 2:
        return np.zeros(even.t_s.size)
    green = patch[seen, 1]
    return np.asarray(np.interp(even.t_s, t_s[seen], green) / max(float(green.mean()), 1.0) - 1)


def _on_face() -> NDArray[np.bool_]:
    share = cv2.resize(OVAL_MASK.astype(np.float32), (COLUMNS, ROWS), interpolation=cv2.INTER_AREA)
    return np.asarray(share).reshape(-1) > 0.5


def _no_map(start_s: float, end_s: float, reason: str) -> PerfusionMap:
    nothing = np.full((ROWS, COLUMNS), np.nan)
    return PerfusionMap(start_s, end_s, np.nan, nothing, nothing, nothing, reason)
