"""From skin colours to one pulse signal: an even clock, then POS or CHROM."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from desdemona.channels.pulse.skin_regions import SkinTrace

Floats = NDArray[np.float64]
Projection = Callable[[Floats, float], Floats]
"""From colours (k, regions, 3) on an even clock of so many hertz to signals (k, regions)."""

FACE_REGIONS = 3
"""Forehead and both cheeks come first in a `SkinTrace`; the background is the fourth."""
BACKGROUND, WHOLE_FACE = 3, 4
"""Where an `EvenTrace` keeps the background and the three face regions taken together."""

PROJECTION_WINDOW_S = 1.6
"""Length of the normalising window; Wang et al. 2017, and de Haan and Jeanne 2013 (32 frames at 20 Hz)."""
CHROM_BAND_HZ = (0.67, 4.0)
"""Pass band of de Haan and Jeanne 2013 (40 to 240 bpm)."""
CHROM_FILTER_HALF_S = 1.5
"""Half length of the linear-phase band-pass filter: one period of the lowest rate to either side."""
LOWEST_CLOCK_HZ = 10.0
"""Ticks of the clock at least; twice the highest rate searched for and some more."""
HIGHEST_CLOCK_HZ = 40.0
"""Above this the frames are averaged in twos, threes … : no pulse needs more, and the work grows with it."""
DARKEST_SHARE = 1e-3
"""Of a region's usual colour: what is darker (a colour that the light lacks, a black picture) is taken to be so dark,
for projections divide by the mean of a window."""
BRIDGED_S = 0.15
"""A moment further than this from any measured frame counts as not covered (gaps up to 0.3 s are bridged)."""


@dataclass(frozen=True, slots=True, eq=False)
class EvenTrace:
    """Skin colours on an even clock.

    `rgb` (k, 5, 3) is each region over its own mean (so about 1): forehead, cheeks, background, whole face; `covered`
    (k, 5) says where a measured frame is near. `motion_px` (k,) is movement a frame, `frame_sum` (k + 1,) the running
    count of new frames: such as show a face whose colour is not the frame's before to the last bit.
    """

    rate_hz: float
    t_s: Floats
    rgb: Floats
    covered: NDArray[np.bool_]
    motion_px: Floats
    frame_sum: Floats


def to_even_trace(trace: SkinTrace) -> EvenTrace:
    """Bring a trace of at least two frames to an even clock by averaging over each tick.

    Every frame stands for the time half-way to its neighbours; a tick takes the mean over its own span, which is the
    identity for a steady camera and the right weighting for a variable one. Missing colours are bridged by straight
    lines and marked in `covered`. Frames whose time does not advance are left out.
    """
    later = np.concatenate([[True], trace.t_s[1:] > np.maximum.accumulate(trace.t_s)[:-1]])
    t_s, rgb = trace.t_s[later], trace.rgb[later]
    valid = np.isfinite(rgb).all(axis=2) & (trace.pixel_count[later] > 0)
    rgb, weight = _over_own_mean(t_s, rgb, valid), trace.pixel_count[later] * valid
    face_weight = weight[:, :FACE_REGIONS]
    seen = face_weight.sum(axis=1)
    face = (rgb[:, :FACE_REGIONS] * face_weight[..., None]).sum(axis=1) / np.maximum(seen, 1)[:, None]
    face = _bridged(t_s, face, seen > 0)
    rgb, valid = np.concatenate([rgb, face[:, None]], axis=1), np.column_stack([valid, seen > 0])
    moved = np.isfinite(trace.motion_px[later])
    motion = _bridged(t_s, trace.motion_px[later][:, None], moved)
    ticks_s, rate_hz = _even_clock(t_s)
    flat = _tick_means(t_s, np.concatenate([rgb.reshape(t_s.size, -1), motion], axis=1), ticks_s, rate_hz)
    new = valid[:, WHOLE_FACE] & np.concatenate([[True], (np.diff(face, axis=0) != 0).any(axis=1)])
    arrived = np.searchsorted(t_s[new], np.append(ticks_s, np.inf) - 0.5 / rate_hz)
    return EvenTrace(
        rate_hz=rate_hz,
        t_s=ticks_s,
        rgb=flat[:, :-1].reshape(ticks_s.size, 5, 3),
        covered=np.column_stack([_near(t_s[valid[:, region]], ticks_s) for region in range(5)]),
        motion_px=flat[:, -1],
        frame_sum=arrived.astype(np.float64),
    )


def _over_own_mean(t_s: Floats, rgb: Floats, valid: NDArray[np.bool_]) -> Floats:
    """Divide each region by its own median colour, so that one that comes and goes leaves no step in the whole."""
    regions = []
    for region in range(rgb.shape[1]):
        seen = valid[:, region]
        middle = np.median(rgb[seen, region], axis=0) if seen.any() else np.ones(3)
        share = np.maximum(rgb[:, region] / np.maximum(middle, 1.0), DARKEST_SHARE)
        regions.append(_bridged(t_s, share, seen))
    return np.stack(regions, axis=1)


def _bridged(t_s: Floats, values: Floats, valid: NDArray[np.bool_]) -> Floats:
    """Fill what is not valid by straight lines between what is; one everywhere where nothing is."""
    if valid.all():
        return values
    if not valid.any():
        return np.ones_like(values)
    return np.column_stack([np.interp(t_s, t_s[valid], column[valid]) for column in values.T])


def _even_clock(t_s: Floats) -> tuple[Floats, float]:
    """Return the ticks and their rate: the camera's own usual rate, or a whole fraction of it when that is high.

    A slow camera gets the lowest clock on which the search band exists; its pulse is withheld for want of frames.
    """
    steps_s = np.diff(t_s)
    usual_s = float(np.median(steps_s))
    step_s = float(steps_s[np.abs(steps_s - usual_s) <= 0.5 * usual_s].mean())
    step_s *= np.ceil(1 / (step_s * HIGHEST_CLOCK_HZ) - 1e-6)
    step_s = max(step_s, 1 / HIGHEST_CLOCK_HZ) if step_s < 1 / HIGHEST_CLOCK_HZ else step_s
    step_s = min(step_s, 1 / LOWEST_CLOCK_HZ)
    ticks = int(np.floor((t_s[-1] - t_s[0]) / step_s + 1e-3)) + 1
    return t_s[0] + step_s * np.arange(ticks), 1 / step_s


def _tick_means(t_s: Floats, values: Floats, ticks_s: Floats, rate_hz: float) -> Floats:
    """Average over each tick's span, each frame standing for the time half-way to its neighbours."""
    middles = (t_s[1:] + t_s[:-1]) / 2
    edges = np.concatenate([[2 * t_s[0] - middles[0]], middles, [2 * t_s[-1] - middles[-1]]])
    centre = values.mean(axis=0)
    integral = np.zeros((t_s.size + 1, values.shape[1]))
    np.cumsum((values - centre) * np.diff(edges)[:, None], axis=0, out=integral[1:])
    borders = np.append(ticks_s, ticks_s[-1] + 1 / rate_hz) - 0.5 / rate_hz
    borders = np.clip(borders, edges[0], edges[-1])
    widths = np.maximum(np.diff(borders), 1e-9)[:, None]
    at_borders = np.column_stack([np.interp(borders, edges, column) for column in integral.T])
    return np.asarray(np.diff(at_borders, axis=0) / widths + centre)


def _near(measured_s: Floats, ticks_s: Floats) -> NDArray[np.bool_]:
    """Say for each tick whether a measured frame is near it in time."""
    if measured_s.size == 0:
        return np.zeros(ticks_s.size, dtype=bool)
    after = np.searchsorted(measured_s, ticks_s).clip(0, measured_s.size - 1)
    before = (after - 1).clip(0)
    gap = np.minimum(np.abs(measured_s[after] - ticks_s), np.abs(ticks_s - measured_s[before]))
    return np.asarray(gap <= BRIDGED_S)


def running_sum(values: Floats, length: int) -> Floats:
    """Return sums over every full stretch of `length` along the first axis."""
    total = np.zeros((values.shape[0] + 1, *values.shape[1:]))
    np.cumsum(values, axis=0, out=total[1:])
    return np.asarray(total[length:] - total[:-length])


def project_pos(rgb: Floats, rate_hz: float) -> Floats:
    """Plane-orthogonal-to-skin: h = S1 + (σ1/σ2)·S2 with S1 = G − B and S2 = −2R + G + B, overlap-added.

    Wang et al. 2017, Algorithm 1, windows of 1.6 s one frame apart, each normalised by its mean. Since h is linear in
    the colours once σ1/σ2 is known, the overlap-add of all windows is the colour times the running sum of their
    coefficients; it is divided by the number of windows over each moment, which changes only the first and last 1.6 s.
    """
    length = min(round(PROJECTION_WINDOW_S * rate_hz), rgb.shape[0])
    level = rgb.mean(axis=0)
    off = rgb - level
    mean_off = running_sum(off, length) / length
    mean = mean_off + level
    pairs = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
    products = np.stack([off[..., i] * off[..., j] for i, j in pairs], axis=-1)
    spread = running_sum(products, length) / length
    rr, gg, bb, rg, rb, gb = (spread[..., k] - mean_off[..., i] * mean_off[..., j] for k, (i, j) in enumerate(pairs))
    r, g, b = (1 / mean[..., i] for i in range(3))
    first = gg * g * g + bb * b * b - 2 * gb * g * b
    second = 4 * rr * r * r + gg * g * g + bb * b * b - 4 * rg * r * g - 4 * rb * r * b + 2 * gb * g * b
    ratio = _ratio_of_roots(first, second)
    parts = np.stack([-2 * ratio * r, (1 + ratio) * g, (ratio - 1) * b], axis=-1)
    total = np.zeros((parts.shape[0] + 1, *parts.shape[1:]))
    np.cumsum(parts, axis=0, out=total[1:])
    moment = np.arange(rgb.shape[0])
    last, first_over = np.minimum(moment + 1, parts.shape[0]), np.maximum(moment - length + 1, 0)
    sums = total[last] - total[first_over]
    return np.asarray((rgb * sums).sum(axis=-1) / (last - first_over)[:, None])


def project_chrom(rgb: Floats, rate_hz: float) -> Floats:
    """Chrominance signal: S = Xf − (σ(Xf)/σ(Yf))·Yf with X = 3R − 2G and Y = 1.5R + G − 1.5B.

    De Haan and Jeanne 2013, equations 9 to 15: windows of 1.6 s half overlapping, colours over their mean, pass band
    0.67 to 4 Hz, Hann overlap-add. The filter is linear, so it runs once over the colours before the windows are cut,
    instead of over fragments shorter than its own memory.
    """
    length = min(2 * round(PROJECTION_WINDOW_S * rate_hz / 2), rgb.shape[0] // 2 * 2)
    half = length // 2
    pad = ((half, length), (0, 0), (0, 0))
    mean = sliding_window_view(np.pad(rgb, pad, mode="edge"), length, axis=0)[::half].mean(axis=-1)
    cut = sliding_window_view(np.pad(_band_pass(rgb, rate_hz), pad), length, axis=0)[::half]
    unit = cut / mean[..., None]
    x = 3 * unit[:, :, 0] - 2 * unit[:, :, 1]
    y = 1.5 * unit[:, :, 0] + unit[:, :, 1] - 1.5 * unit[:, :, 2]
    ratio = _ratio_of_roots(x.var(axis=-1), y.var(axis=-1))
    hann = np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 2
    pieces = (x - ratio[..., None] * y) * hann
    signal = np.zeros((half * (pieces.shape[0] + 1), rgb.shape[1]))
    for number, piece in enumerate(pieces):
        signal[number * half : number * half + length] += piece.T
    return signal[half : half + rgb.shape[0]]


def _ratio_of_roots(above: Floats, below: Floats) -> Floats:
    """Return the square root of a quotient of variances, 0 where the lower one is nothing but rounding."""
    usable = below > 1e-20
    return np.sqrt(np.maximum(above, 0) / np.where(usable, below, 1)) * usable


def _band_pass(rgb: Floats, rate_hz: float) -> Floats:
    """Keep 0.67 to 4 Hz by a Hann-windowed linear-phase filter, the ends mirrored."""
    reach = min(round(CHROM_FILTER_HALF_S * rate_hz), rgb.shape[0] - 1)
    lag_s = np.arange(-reach, reach + 1) / rate_hz
    low, high = CHROM_BAND_HZ[0], min(CHROM_BAND_HZ[1], 0.45 * rate_hz)
    hann = np.cos(np.pi * np.arange(-reach, reach + 1) / (2 * reach + 2)) ** 2
    kernel = (2 * high * np.sinc(2 * high * lag_s) - 2 * low * np.sinc(2 * low * lag_s)) * hann
    kernel -= hann * kernel.sum() / hann.sum()
    kernel /= (kernel * np.cos(2 * np.pi * np.sqrt(low * high) * lag_s)).sum()
    columns = np.pad(rgb.reshape(rgb.shape[0], -1), ((reach, reach), (0, 0)), mode="reflect").T
    return np.stack([np.convolve(c, kernel, mode="valid") for c in columns], axis=1).reshape(rgb.shape)
