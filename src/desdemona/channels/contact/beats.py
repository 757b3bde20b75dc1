"""Heart beats from an ECG or a pulse wave: when each came, and how alike it is to its neighbours."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy
from numpy.typing import NDArray

from desdemona.sensors.signal import Floats, Signal, to_even

Places = NDArray[np.intp]
Finder = Callable[[Floats, float], tuple[Places, Floats]]
"""From a finite stretch and its rate: about where beats are, and the wave on which each is timed (at its top)."""

CHUNK_S, MARGIN_S = 120.0, 5.0
"""Long signals are looked at in such stretches, each with so much more at both ends; our choice, for flat memory."""
SHORTEST_S = 3.0
QRS_HZ = (5.0, 15.0)
"""Where the energy of the QRS lies (Pan and Tompkins 1985)."""
REFRACTORY_S, INTEGRATED_S = 0.2, 0.15
"""No two beats come closer, and over how long energy is summed (Pan and Tompkins 1985)."""
ECG_HZ, PPG_HZ = (0.5, 25.0), (0.5, 8.0)
"""Bands in which beats are compared, our choice: below the mains in an ECG, the pulse and its harmonics in a PPG."""
RISE_S, SOONEST_S = 0.128, 0.25
"""Over how long the rise of a pulse is summed (Zong, Heldt, Moody and Mark 2003), and the closest that two come."""
LEAST_RATE_HZ = {"ecg": 100.0, "ppg": 25.0}
"""Least samples a second: twice the band looked at, with some to spare; our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """Beats in rising order, (n,): their instants in seconds, and their likeness, -1 to 1.

    Likeness is the correlation of each beat's wave with the median wave of the beats around it (after Orphanidou et
    al. 2015). `covered` are the stretches with values, as (start, end) in seconds.
    """

    times_s: Floats
    likeness: Floats
    covered: tuple[tuple[float, float], ...]


def find_beats(signal: Signal) -> Beats:
    """Find the beats of an ECG (at the R wave) or a pulse wave (where it rises fastest).

    Stretches of NaN part the signal; each stretch of at least 3 s is looked at by itself. Beats are found whatever the
    signal is: whether they are believed is for `rate` and `variability` to say.
    """
    even = to_even(signal)
    rate_hz = even.rate_hz or 0.0
    finder, band_hz = (find_r_waves, ECG_HZ) if signal.kind == "ecg" else (find_pulses, PPG_HZ)
    times, likeness, covered = [np.empty(0)], [np.empty(0)], []
    for first, last in _stretches(np.isfinite(even.values)):
        if (last - first) / rate_hz < SHORTEST_S:
            continue
        covered.append((even.t_start_s + first / rate_hz, even.t_start_s + last / rate_hz))
        for start, stop, keep_from, keep_to in _chunks(first, last, rate_hz):
            at, alike = _in_chunk(even.values[start:stop], rate_hz, finder, band_hz)
            kept = (at + start >= keep_from) & (at + start < keep_to)
            times.append(even.t_start_s + (at[kept] + start) / rate_hz)
            likeness.append(alike[kept])
    found, alike = np.concatenate(times), np.concatenate(likeness)
    once = np.diff(found, prepend=-np.inf) > REFRACTORY_S / 2  # a beat at the border of two chunks may be seen in both
    return Beats(found[once], alike[once], tuple(covered))


def _stretches(given: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], given, [False]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _chunks(first: int, last: int, rate_hz: float) -> Iterator[tuple[int, int, int, int]]:
    """Give stretches to look at, each with the part of it that is kept."""
    step, margin = round(CHUNK_S * rate_hz), round(MARGIN_S * rate_hz)
    count = max(1, round((last - first) / step))
    edges = np.linspace(first, last, count + 1).astype(int).tolist()
    for start, stop in pairwise(edges):
        yield max(first, start - margin), min(last, stop + margin), start, stop


def _in_chunk(values: Floats, rate_hz: float, finder: Finder, band_hz: tuple[float, float]) -> tuple[Floats, Floats]:
    """Return where beats are within a stretch, in samples with fractions, and the likeness of each."""
    if not np.ptp(values):
        return np.empty(0), np.empty(0)
    places, wave = finder(values, rate_hz)
    return _with_fractions(wave, places), likeness_of(band(values, rate_hz, *band_hz, order=4), places, rate_hz)


def band(values: Floats, rate_hz: float, low_hz: float, high_hz: float, order: int = 2) -> Floats:
    """Return values within a band, without delay (Butterworth, forwards and backwards)."""
    high_hz = min(high_hz, 0.45 * rate_hz)
    sections = scipy.signal.butter(order, (low_hz, high_hz), btype="bandpass", fs=rate_hz, output="sos")
    return np.asarray(
        scipy.signal.sosfiltfilt(sections, values - values.mean(), padlen=min(values.size - 1, round(3 * rate_hz)))
    )


def find_r_waves(values: Floats, rate_hz: float) -> tuple[Places, Floats]:
    """Return R waves by the energy of the QRS: band, slope, square and moving sum of Pan and Tompkins 1985.

    Their two running thresholds are replaced by one, a quarter of the running median of the peaks, our simplification;
    a missed beat is looked for again at half of it. The R wave is the sharpest point of the QRS, upright or inverted.
    """
    qrs = band(values, rate_hz, *QRS_HZ)
    energy = scipy.ndimage.uniform_filter1d(np.gradient(qrs) ** 2, max(1, round(INTEGRATED_S * rate_hz)))
    tops, _ = scipy.signal.find_peaks(energy, distance=max(1, round(REFRACTORY_S * rate_hz)))
    if not tops.size:
        return tops, values
    usual = _usual_height(energy, tops, rate_hz)
    tops = _with_missed(tops, energy, usual)
    wave = band(values, rate_hz, 3.0, 40.0)
    reach = round(0.1 * rate_hz)
    upright = np.median([_extreme(wave, top, reach) for top in tops]) >= 0
    wave = wave if upright else -wave
    placed = np.array([_top_near(wave, top, reach) for top in tops])
    return np.unique(placed), wave


def _usual_height(energy: Floats, tops: Places, rate_hz: float) -> Floats:
    """Return the height of a usual QRS at each peak: the median over 12 s of the highest energy in each 2 s."""
    block = max(1, round(2 * rate_hz))
    highest = np.array([energy[start : start + block].max() for start in range(0, energy.size, block)])
    around = np.array([np.median(highest[max(0, k - 3) : k + 4]) for k in range(highest.size)])
    return np.asarray(around[tops // block])


def _with_missed(tops: Places, energy: Floats, usual: Floats) -> Places:
    """Return the peaks that are beats: those above a quarter of the usual, an eighth after too long a wait."""
    height = energy[tops]
    sure = np.flatnonzero(height > 0.25 * usual)
    found = list(tops[sure])
    if sure.size < 3:
        return tops[sure]
    wait = 1.66 * float(np.median(np.diff(tops[sure])))
    for before, after in zip(sure[:-1].tolist(), sure[1:].tolist(), strict=True):
        between = np.arange(before + 1, after)
        if between.size and tops[after] - tops[before] > wait:
            best = between[height[between].argmax()]
            if height[best] > 0.125 * usual[best]:
                found.append(tops[best])
    return np.sort(np.array(found, dtype=np.intp))


def _extreme(wave: Floats, top: int, reach: int) -> float:
    part = wave[max(0, top - reach) : top + reach + 1]
    return float(part.max() + part.min())


def _top_near(wave: Floats, top: int, reach: int) -> int:
    start = max(0, top - reach)
    return start + int(wave[start : top + reach + 1].argmax())


def find_pulses(values: Floats, rate_hz: float) -> tuple[Places, Floats]:
    """Return where the pulse wave rises fastest, one place a beat.

    What rises is summed over 128 ms (the slope sum function of Zong, Heldt, Moody and Mark 2003); a beat is a peak of
    that sum above half of the usual one, our choice, which leaves out the small rise after the dicrotic notch.
    """
    slope = np.gradient(band(values, rate_hz, *PPG_HZ))
    rises = scipy.ndimage.uniform_filter1d(np.clip(slope, 0, None), max(1, round(RISE_S * rate_hz)))
    tops, _ = scipy.signal.find_peaks(rises, distance=max(1, round(SOONEST_S * rate_hz)))
    if not tops.size:
        return tops, slope
    tops = tops[rises[tops] > 0.5 * _usual_height(rises, tops, rate_hz)]
    reach = max(1, round(RISE_S * rate_hz))
    return np.unique(np.array([_top_near(slope, top, reach) for top in tops], dtype=np.intp)), slope


def _with_fractions(wave: Floats, places: Places) -> Floats:
    """Return places moved to the top of the parabola through each and its neighbours."""
    inner = np.clip(places, 1, wave.size - 2)
    before, here, after = wave[inner - 1], wave[inner], wave[inner + 1]
    bend = before - 2 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.minimum(bend, -1e-300), 0.0)
    return np.asarray(inner + np.clip(shift, -0.5, 0.5))


def likeness_of(wave: Floats, places: Places, rate_hz: float) -> Floats:
    """Return how alike each beat's wave is to the median wave of the beats, as a correlation, (n,).

    A wave is as long as the median interval. Beats at the border have none of their own (NaN).
    """
    alike = np.full(places.size, np.nan)
    if places.size < 3:
        return alike
    half = max(2, int(np.median(np.diff(places)) / 2))
    inside = (places >= half) & (places < wave.size - half)
    if inside.sum() < 3:
        return alike
    waves = wave[places[inside][:, None] + np.arange(-half, half)]
    waves = waves - waves.mean(axis=1, keepdims=True)
    usual = np.median(waves, axis=0)
    usual -= usual.mean()
    size = np.sqrt((waves**2).sum(axis=1) * (usual**2).sum())
    alike[inside] = np.where(size > 0, waves @ usual / np.maximum(size, 1e-300), 0.0)
    return alike
