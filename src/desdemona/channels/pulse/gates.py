"""When there is no pulse to report: each gate with the plain reason it gives."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from desdemona.channels.pulse.fit import Floats
from desdemona.channels.pulse.rhythm import Rhythm, Share, find_rhythm, share_rhythm
from desdemona.channels.pulse.signal import BACKGROUND, FACE_REGIONS, WHOLE_FACE, EvenTrace, Projection

Flags = NDArray[np.bool_]

WINDOW_S = 10.0
"""Window length: 0.1 Hz wide bins, and five beats at the lowest rate; the usual length in the field (10 to 30 s)."""
STEP_S = 1.0
EDGE_S = 0.8
"""Left out at both ends of a recording, where fewer than half of the 1.6 s projection windows reach."""
REPORTED_BPM = (42.0, 180.0)
COVERED_SHARE = 0.9
"""Least share of a window in which skin was measured within 0.15 s."""
FRAMES_PER_S = 12.0
"""Least rate of new frames: twice the second harmonic of the highest rate. Repeated frames do not count."""
PEAK_RATIO = 40.0
"""Least power of the peak over the noise density beside it. Of 174,400 simulated windows without pulse (white and 1/f
noise, light and tint drift, steps, quantisation; 100 clips of 120 s each) 3 reached it and none passed every gate; in
white noise none passed 27."""
RIVAL_SHARE = 0.4
"""Another rhythm with more than this share of the peak's power makes the choice between them a guess."""
SHOWN_RATIO = 10.0
"""Power over noise at which a known rhythm is taken to be in another signal too: one face region, the background, the
movement (chance of noise about 1 in 20,000)."""
AGREEMENT_RAD = np.pi / 3
"""Largest phase between a region and the whole face: 0.14 s at 72 bpm, ten times the delay across a face."""
BACKGROUND_SHARE = 0.25
"""A background with more than this share of the face's amplitude tells of a lamp or a codec."""
LIGHT_SHARE = 0.15
"""When green and red differ by less than this share of red's amplitude, all colours move together, as with light."""
BLUE_OVER_RED = (0.1, 1.3)
"""Range of (green − blue) over (green − red). Blood: (0.77 − 0.53) / (0.77 − 0.33) = 0.5 (de Haan and van Leest 2014);
a lamp that changes between warm and cold lies below 0."""
MOVEMENT_PX = 0.1
"""Smallest rhythmic movement, pixels a frame, that is held against a pulse."""
WIDEST_HALF_BPM = 5.0
STUDENT_95 = 2.1
"""Two-sided 95 % point of Student's t for the 18 degrees of freedom that the noise estimate has."""


@dataclass(frozen=True, slots=True, eq=False)
class WindowedPulse:
    """Rates of every window in bpm, (windows,), and why each is withheld (None where it is not)."""

    rate_bpm: Floats
    half_bpm: Floats
    reasons: tuple[str | None, ...]


def cut(signal: Floats, trace: EvenTrace) -> Floats:
    """Cut a signal (k,) of the trace into windows (windows, samples)."""
    edge, length, step = (round(s * trace.rate_hz) for s in (EDGE_S, WINDOW_S, STEP_S))
    return sliding_window_view(signal, length)[edge : signal.size - edge - length + 1 : step]


def holds_window(trace: EvenTrace) -> bool:
    """Say whether a trace is long enough for one window; a slow camera's may end before its last frame's own time."""
    edge, length = round(EDGE_S * trace.rate_hz), round(WINDOW_S * trace.rate_hz)
    return trace.t_s.size >= 2 * edge + length


def window_starts_s(trace: EvenTrace) -> Floats:
    """Return when each window starts."""
    return cut(trace.t_s, trace)[:, 0]


def judge_pulse(trace: EvenTrace, projection: Projection) -> WindowedPulse:
    """Measure every window of a trace that is long enough for one, and withhold what cannot be told."""
    signals = projection(trace.rgb, trace.rate_hz)
    rhythm = find_rhythm(cut(signals[:, WHOLE_FACE], trace), trace.rate_hz)
    rate_bpm, half_bpm = 60 * rhythm.rate_hz, 60 * STUDENT_95 * rhythm.sd_hz
    low, high = REPORTED_BPM
    few, slow = _skin_gates(trace)
    gates = (
        (few, f"skin of fewer than two face regions in {COVERED_SHARE:.0%} of the window"),
        (slow, f"fewer than {FRAMES_PER_S:.0f} new frames a second"),
        (~(rhythm.peak_ratio >= PEAK_RATIO), "no rhythm stands out from the noise"),
        ((rate_bpm < low) | (rate_bpm > high), f"rhythm at or beyond the edge of {low:.0f} to {high:.0f} bpm"),
        (rhythm.rival_share > RIVAL_SHARE, "two rhythms of like strength"),
        (_regions_disagree(trace, signals, rhythm), "forehead and cheeks do not show the same rhythm"),
        (_background_shares(trace, signals, rhythm), "the background has the same rhythm (lamp or codec)"),
        (_unlike_blood(trace, rhythm), "the colours do not change as blood changes them"),
        (_follows_movement(trace, rhythm), "the rhythm is that of the face's movement"),
        (np.abs(rate_bpm - 60 * rhythm.peak_hz) > WIDEST_HALF_BPM, "the rate varies too much within the window"),
        (~(half_bpm <= WIDEST_HALF_BPM), f"rate known no better than ± {WIDEST_HALF_BPM:.0f} bpm"),
    )
    reasons = [next((text for flags, text in gates if flags[k]), None) for k in range(rate_bpm.size)]
    return WindowedPulse(rate_bpm, half_bpm, tuple(reasons))


def _skin_gates(trace: EvenTrace) -> tuple[Flags, Flags]:
    """Say in which windows too little skin was seen, and in which the frames came too slowly."""
    seen = np.stack([_region_seen(trace, region) for region in range(FACE_REGIONS)])
    few = (seen.sum(axis=0) < 2) | ~_region_seen(trace, WHOLE_FACE)
    length = round(WINDOW_S * trace.rate_hz)
    arrived = (trace.frame_sum[length:] - trace.frame_sum[:-length]) / WINDOW_S
    edge, step = round(EDGE_S * trace.rate_hz), round(STEP_S * trace.rate_hz)
    return few, arrived[edge::step][: few.size] < FRAMES_PER_S


def _region_seen(trace: EvenTrace, region: int) -> Flags:
    """Say in which windows a region was measured for long enough."""
    return np.asarray(cut(trace.covered[:, region].astype(np.float64), trace).mean(axis=1) >= COVERED_SHARE)


def _share(trace: EvenTrace, signal: Floats, rhythm: Rhythm, harmonic: int = 1) -> Share:
    return share_rhythm(cut(signal, trace), rhythm, trace.rate_hz, harmonic)


def _regions_disagree(trace: EvenTrace, signals: Floats, rhythm: Rhythm) -> Flags:
    """Say where fewer than two regions show the rhythm by themselves, or one shows it out of step."""
    whole = _share(trace, signals[:, WHOLE_FACE], rhythm).amplitude
    showing, astray = np.zeros(whole.size, dtype=int), np.zeros(whole.size, dtype=bool)
    for region in range(FACE_REGIONS):
        own = _share(trace, signals[:, region], rhythm)
        visible = (own.ratio >= SHOWN_RATIO) & _region_seen(trace, region)
        showing += visible
        astray |= visible & (np.abs(np.angle(own.amplitude * whole.conj())) > AGREEMENT_RAD)
    return (showing < 2) | astray


def _background_shares(trace: EvenTrace, signals: Floats, rhythm: Rhythm) -> Flags:
    """Say where the background has the rhythm too, in the projected signal or in its green."""
    shared = np.zeros(rhythm.rate_hz.size, dtype=bool)
    green = over_running_mean(trace.rgb[..., 1], trace.rate_hz)
    for pair in (signals, green):
        face, behind = (_share(trace, pair[:, region], rhythm) for region in (WHOLE_FACE, BACKGROUND))
        strong = np.abs(behind.amplitude) > BACKGROUND_SHARE * np.abs(face.amplitude)
        shared |= strong & (behind.ratio >= SHOWN_RATIO)
    return shared & _region_seen(trace, BACKGROUND)


def _unlike_blood(trace: EvenTrace, rhythm: Rhythm) -> Flags:
    """Say where all colours move together, or where blue goes the wrong way against green and red.

    Differences of relative colours leave out whatever moves all three alike, so a flicker that is only present
    beside the pulse does no harm.
    """
    relative = over_running_mean(trace.rgb[:, WHOLE_FACE], trace.rate_hz)
    red = _share(trace, relative[:, 0], rhythm)
    green_red = _share(trace, relative[:, 1] - relative[:, 0], rhythm)
    green_blue = _share(trace, relative[:, 1] - relative[:, 2], rhythm)
    together = np.abs(green_red.amplitude) < LIGHT_SHARE * np.abs(red.amplitude)
    step = np.maximum(np.abs(green_red.amplitude), 1e-15)
    blue = (green_blue.amplitude * green_red.amplitude.conj()).real / step**2
    doubt = 2 * np.abs(green_blue.amplitude) / np.sqrt(np.maximum(green_blue.ratio, 1e-12)) / step
    low, high = BLUE_OVER_RED
    lit = together & (red.ratio >= SHOWN_RATIO)
    return np.asarray(lit | (blue + doubt < low) | (blue - doubt > high))


def _follows_movement(trace: EvenTrace, rhythm: Rhythm) -> Flags:
    """Say where the face moves with the rhythm; swaying to and fro shows as speed at twice the rate."""
    moves = np.zeros(rhythm.rate_hz.size, dtype=bool)
    for harmonic in (1, 2):
        movement = _share(trace, trace.motion_px - trace.motion_px.mean(), rhythm, harmonic)
        moves |= (movement.ratio >= SHOWN_RATIO) & (np.abs(movement.amplitude) > MOVEMENT_PX)
    return moves


def over_running_mean(values: Floats, rate_hz: float) -> Floats:
    """Return each column over its own mean of the 1.6 s around, less one: what changes faster than light drifts."""
    half = round(EDGE_S * rate_hz)
    padded = np.pad(values, ((half, half), (0, 0)), mode="edge")
    total = np.zeros((padded.shape[0] + 1, padded.shape[1]))
    np.cumsum(padded - 1, axis=0, out=total[1:])
    mean = 1 + (total[2 * half + 1 :] - total[: -2 * half - 1]) / (2 * half + 1)
    return np.asarray(values / mean - 1)
