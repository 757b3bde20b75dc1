"""Vibraimage under neutral names: how much, how often and how evenly the pixels of a head change.

As its makers describe it (US patent 7,346,227: the mean absolute difference of successive frames of each element, less
a threshold; the makers' pages on amplitude and frequency vibraimage: the share of differences above the threshold times
the frame rate; on stress: left against right half, line by line, by the sum of amplitudes and the largest frequency).
Their names for such numbers (aggression, stress, tension) are not used: there is no reliable evidence for any of them
(Wright 2021).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.motion.scaled import Scaled
from desdemona.channels.motion.shift import middle_of
from desdemona.channels.motion.shifts import HEAD, TORSO, Shifts

Picture = NDArray[np.float32]

PAIRS = 100
"""Differences that are accumulated; the makers show 10, 50 and 100."""
NOISE_SDS = 4.0
"""Threshold over the noise of a difference: "typically equal to the image noise level"; Gaussian noise passes it once
in 16,000."""
LEAST_NOISE_DN = 0.75
"""Least noise of a difference that is reckoned with: whole steps of grey hide any smaller one."""
HEAD_SHARE = 0.2
"""How far the box goes beyond the face on every side, of the face's size: room for hair and for the movement."""
LEAST_SHARE = 0.004
"""A window with fewer changes, of all pixels and pairs, shows no more than the camera's noise. Our choice: sixty times
what Gaussian noise gives."""
LEAST_AMPLITUDE_DN = 0.0005
"""And one with a smaller mean amplitude, such as the end of a turn leaves, shows none either; our choice."""
LIGHT_SHARE = 0.004
"""Root mean square change of the head's mean level from frame to frame, over that level, that tells of the light."""
WANDER_SHARE = 0.05
"""A head that goes further than this share of its size within a window moves as a whole."""
SHAKE_SHARE = 0.1
"""Where taking the camera's shake out leaves less than this share of the amplitude, nothing is left to be measured."""
ALIKE_SHARE = 0.5
"""Where head and shoulders move alike to within this share and the background cannot tell, it may be the camera."""
LEAST_RATE_HZ = 10.0
LONGEST_GAP_S = 0.5
"""A pair of frames further apart than this is no pair."""

NO_CHANGE = "no change beyond the camera's noise"
LIGHT = "the light on the head changes"
WANDERED = "the head moves as a whole"
SHAKEN = "camera shake is nearly all that changes"
MAY_BE_SHAKE = "shoulders move alike and the background has no detail: camera shake cannot be told apart"
LOST = "head not followed throughout the window"
TOO_FEW = f"fewer than {PAIRS} frames"
TOO_SLOW = f"fewer than {LEAST_RATE_HZ:.0f} frames a second"


@dataclass(frozen=True, slots=True)
class Vibration:
    """The vibration of one window; NaN where `reason` says why not.

    `amplitude_dn` is the mean amplitude over the head's pixels, in 8-bit steps; `frequency_hz` their mean frequency of
    change; `symmetry` 0..1, 1 for halves alike. `steadied` says that camera shake was known and taken out.
    """

    t_start_s: float
    t_end_s: float
    amplitude_dn: float
    frequency_hz: float
    symmetry: float
    steadied: bool
    reason: str | None


class VibrationWatch:
    """Accumulates differences of successive frames; give it every frame in order."""

    def __init__(self) -> None:
        self.windows: list[Vibration] = []
        self._last: tuple[float, NDArray[np.uint8], tuple[float, float]] | None = None
        self._sums: _Sums | None = None

    def see(self, scaled: Scaled | None, background_px: tuple[float, float]) -> None:
        """Take one frame in, with the background's place in it, NaN where that is not told."""
        if scaled is None:
            self._close(LOST)
            self._last = None
            return
        last, self._last = self._last, (scaled.t_s, scaled.grey, background_px)
        if last is None or scaled.t_s - last[0] > LONGEST_GAP_S or scaled.t_s <= last[0]:
            self._close(LOST)
            return
        if self._sums is None:
            self._sums = _Sums.around(scaled, last[0])
        if not self._sums.add(last, scaled, background_px):
            self._close(WANDERED)
        elif self._sums.pairs == PAIRS:
            self._close(None)

    def finish(self, span_s: tuple[float, float]) -> list[Vibration]:
        """Return the windows of a recording; one without a value where it was too short for any."""
        self._sums = None
        return self.windows or [_withheld(*span_s, TOO_FEW)]

    def _close(self, reason: str | None) -> None:
        if self._sums is not None:
            self.windows.append(self._sums.judged(reason))
        self._sums = None


class _Sums:
    """Sums over one window, in a box that stays where it is."""

    def __init__(self, box: tuple[slice, slice], scaled: Scaled, start_s: float) -> None:
        self.box, self.start_s, self.end_s, self.pairs, self.steadied = box, start_s, start_s, 0, True
        self.middle_px, self.most_px = scaled.centre_px, WANDER_SHARE * scaled.side_px
        shape = scaled.grey[box].shape
        self.change, self.passed = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self.raw = np.zeros(shape, np.float32)
        self.axis = int(np.clip(scaled.centre_px[0] - box[1].start, 1, max(shape[1] - 1, 1)))
        self.noise_dn, self.light, self.level = 0.0, 0.0, 0.0

    @classmethod
    def around(cls, scaled: Scaled, start_s: float) -> "_Sums":
        left, top, right, bottom = scaled.face
        margin, (height, width) = HEAD_SHARE * scaled.side_px, scaled.grey.shape
        rows = slice(int(np.clip(top - margin, 0, height - 2)), int(np.clip(bottom + margin / 2, 2, height)))
        columns = slice(int(np.clip(left - margin, 0, width - 2)), int(np.clip(right + margin, 2, width)))
        return cls((rows, columns), scaled, start_s)

    def add(
        self, last: tuple[float, NDArray[np.uint8], tuple[float, float]], scaled: Scaled, place_px: tuple[float, float]
    ) -> bool:
        """Add one pair of frames; False where the head has gone too far for it."""
        if not np.linalg.norm(scaled.centre_px - self.middle_px) <= self.most_px:
            return False
        before = last[1][self.box].astype(np.float32)
        now, steadied = _steadied(scaled.grey, self.box, (place_px[0] - last[2][0], place_px[1] - last[2][1]))
        change = now - before
        noise_dn = _noise_dn(change)
        size = np.abs(change)
        self.change += size
        self.raw += np.abs(scaled.grey[self.box] - before) if steadied else size
        self.passed += size > NOISE_SDS * max(noise_dn, LEAST_NOISE_DN)
        level = float(before.mean())
        self.light += (float(change.mean()) / max(level, 1.0)) ** 2
        self.noise_dn += noise_dn
        self.pairs, self.end_s, self.steadied = self.pairs + 1, scaled.t_s, self.steadied and steadied
        return True

    def judged(self, reason: str | None) -> Vibration:
        """Return the window's vibration, or why there is none."""
        pairs = max(self.pairs, 1)
        threshold = NOISE_SDS * max(self.noise_dn / pairs, LEAST_NOISE_DN)
        rate_hz = self.pairs / max(self.end_s - self.start_s, 1e-9)
        share = self.passed / pairs
        amplitude, raw = (
            np.asarray(np.maximum(sums / pairs - threshold, 0), dtype=np.float32) for sums in (self.change, self.raw)
        )
        gates = (
            (reason is not None, reason),
            (rate_hz < LEAST_RATE_HZ, TOO_SLOW),
            (float(np.sqrt(self.light / pairs)) > LIGHT_SHARE, LIGHT),
            (float(share.mean()) < LEAST_SHARE or float(amplitude.mean()) < LEAST_AMPLITUDE_DN, NO_CHANGE),
            (self.steadied and float(amplitude.mean()) < SHAKE_SHARE * float(raw.mean()), SHAKEN),
        )
        why = next((text for applies, text in gates if applies), None)
        if why is not None:
            return _withheld(self.start_s, self.end_s, why)
        frequency = np.asarray(share * rate_hz, dtype=np.float32)
        return Vibration(
            self.start_s,
            self.end_s,
            float(amplitude.mean()),
            float(frequency.mean()),
            symmetry_of(amplitude, frequency, self.axis),
            self.steadied,
            None,
        )


def symmetry_of(amplitude: Picture, frequency: Picture, axis: int) -> float:
    """Return how alike the halves left and right of a column are: 1 alike, 0 where all is on one side.

    One less the mean over the lines of |A_L - A_R| / max(A_L, A_R) and |F_L - F_R| / max(F_L, F_R), A being the sum of
    amplitudes of a half line and F its largest frequency, both halves equally wide. The makers name these parts; that
    the two terms are averaged, and that a line without any change is left out, is our reading.
    """
    half = min(axis, amplitude.shape[1] - axis)
    left, right = slice(axis - half, axis), slice(axis, axis + half)
    terms = []
    for one, other in (
        (amplitude[:, left].sum(axis=1), amplitude[:, right].sum(axis=1)),
        (frequency[:, left].max(axis=1), frequency[:, right].max(axis=1)),
    ):
        largest = np.maximum(one, other)
        if (largest > 0).any():
            terms.append(float((np.abs(one - other)[largest > 0] / largest[largest > 0]).mean()))
    return 1 - float(np.mean(terms)) if terms else float("nan")


def may_be_shake(found: Vibration, shifts: Shifts) -> bool:
    """Say whether head and shoulders moved alike in a window in which camera shake could not be taken out."""
    if found.steadied or found.reason is not None:
        return False
    inside = (shifts.t_s >= found.t_start_s) & (shifts.t_s <= found.t_end_s)
    head, torso = shifts.place_px[inside, HEAD], shifts.place_px[inside, TORSO]
    told = np.isfinite(head + torso).all(axis=1)
    if told.sum() < PAIRS / 2:
        return False
    head, torso = head[told] - head[told].mean(axis=0), torso[told] - torso[told].mean(axis=0)
    return bool(((head - torso) ** 2).sum() < ALIKE_SHARE**2 * (head**2).sum())


def _steadied(grey: NDArray[np.uint8], box: tuple[slice, slice], moved_px: tuple[float, float]) -> tuple[Picture, bool]:
    """Return the box of a frame with the camera's own movement since the frame before taken out, and whether it was."""
    x, y = moved_px
    if not np.isfinite(x + y):
        return grey[box].astype(np.float32), False
    height, width = (part.stop - part.start for part in box)
    place = np.array([[1, 0, box[1].start + x], [0, 1, box[0].start + y]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cut = cv2.warpAffine(grey.astype(np.float32), place, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, dtype=np.float32), True


def _noise_dn(change: Picture) -> float:
    """Return the standard deviation of the noise in a difference, blind to movement: Immerkær 1996, by the median.

    Every other line and column is looked at, which is enough.
    """
    if min(change.shape) < 3:
        return 0.0
    rough = change[:-2:2] - 2 * change[1:-1:2] + change[2::2]
    rough = rough[:, :-2:2] - 2 * rough[:, 1:-1:2] + rough[:, 2::2]
    return 1.4826 * middle_of(np.abs(rough).reshape(-1)) / 6


def _withheld(start_s: float, end_s: float, reason: str) -> Vibration:
    nothing = float("nan")
    return Vibration(start_s, end_s, nothing, nothing, nothing, False, reason)
