"""Heart rate variability: how beats stray from the instants that the scripted rate gives them.

A beat that is due at scripted time s comes at s + d(s). The shift d is a sum of sines with random phases, so the time
from beat to beat strays by d(s') - d(s), with the two-band spectrum of McSharry, Clifford, Tarassenko and Smith 2003
(IEEE TBME 50:289, equation 3). d is brought to 0 at both ends of the recording: variability never changes how many
beats there are.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from desdemona.physiology.heart import Floats
from desdemona.physiology.inside import Inside, Variability
from desdemona.physiology.scripted import breath_turns_at, depth_at

LOW_HZ = 0.1
RESTING_BREATH_HZ = 0.25
"""Centres of the two bands (McSharry et al. 2003); the upper one follows the breathing where there is any."""

BAND_SD_HZ = 0.01
"""Width of both bands as a standard deviation (McSharry et al. 2003)."""

INSPIRATION_TURNS = 0.4
"""Share of a breath spent breathing in; our choice, near the 1 : 1.5 of quiet breathing."""

LARGEST_SLOPE = 0.5
"""How far time may be stretched or squeezed; a target that needs more is not reached, and the truth says so."""

_SINES = 32
_NOTHING_S = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Straying:
    """The drawn sines: `low_hz`, `offsets_hz` around the breathing, their phases, and the size of each part (s)."""

    inside: Inside
    duration_s: float
    low_hz: Floats
    low_sizes: Floats
    offsets_hz: Floats
    phases: Floats
    parts_s: tuple[float, float, float]


def _parts_at(straying: Straying, times_s: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the three parts of the shift before scaling: low band, free high band, locked to the breath."""
    times = np.atleast_1d(times_s)
    inside = straying.inside
    breaths = breath_turns_at(inside, times) if inside.breath else RESTING_BREATH_HZ * times
    low, free = np.zeros_like(times), np.zeros_like(times)
    for low_hz, size, offset_hz, phase in zip(
        straying.low_hz, straying.low_sizes, straying.offsets_hz, straying.phases, strict=True
    ):
        low += size * np.sin(2 * np.pi * (low_hz * times + phase[0]))
        free += np.sin(2 * np.pi * (breaths + offset_hz * times + phase[1]))
    locked = -depth_at(inside, times) * np.sin(2 * np.pi * (breaths - INSPIRATION_TURNS))
    return low, free, locked


def shift_at(straying: Straying, times_s: Floats) -> Floats:
    """Return d at scripted times, in seconds; 0 at the beginning and the end of the recording."""
    ends_s = np.array([0.0, straying.duration_s])

    def total(times: Floats) -> Floats:
        parts = zip(straying.parts_s, _parts_at(straying, times), strict=True)
        return sum((size * part for size, part in parts), start=np.zeros(len(times)))

    begin, end = total(ends_s)
    return np.asarray(total(times_s) - begin - (end - begin) * times_s / straying.duration_s)


def _spread(shifts_s: Floats) -> float:
    return float(np.std(np.diff(shifts_s), ddof=1))


def _shares(inside: Inside, variability: Variability) -> tuple[float, float, float]:
    """Return the share of the variance in each part."""
    ratio = variability.low_over_high
    locked = variability.breath_locked_share if np.any([point.depth_share for point in inside.breath]) else 0.0
    return ratio / (1 + ratio), (1 - locked) / (1 + ratio), locked / (1 + ratio)


def _scaled(straying: Straying, factors: tuple[float, float, float]) -> Straying:
    low, free, locked = (part * factor for part, factor in zip(straying.parts_s, factors, strict=True))
    return replace(straying, parts_s=(low, free, locked))


def _largest_factor(straying: Straying) -> float:
    """Return the factor at which the shift reaches `LARGEST_SLOPE` somewhere."""
    step_s = 0.05
    shifts_s = shift_at(straying, np.arange(0, straying.duration_s + step_s, step_s))
    return LARGEST_SLOPE * step_s / max(float(np.abs(np.diff(shifts_s)).max()), 1e-12)


def draw_straying(inside: Inside, duration_s: float, due_s: Floats, *, rng: np.random.Generator) -> Straying | None:
    """Return the straying of beats that are due at the given times, or None where there is none to draw.

    The bands have exactly the stated powers, and the standard deviation of the straying is exactly `sdnn_ms` over
    these beats, whatever the phases. The frequencies are drawn at equal shares of the Gaussian, so that the spectrum
    has no lines a fixed step apart and the series does not repeat.
    """
    variability = inside.variability
    if variability is None or variability.sdnn_ms <= 0 or len(due_s) < 4:
        return None
    normal = ndtri((np.arange(_SINES) + rng.uniform(0.05, 0.95, (2, _SINES))) / _SINES)
    low_hz = LOW_HZ + BAND_SD_HZ * normal[0]
    interval_s = float(np.diff(due_s).mean())
    low_sizes = 1 / (2 * np.sin(np.pi * np.minimum(low_hz * interval_s, 0.5)))
    phases = rng.uniform(0, 1, (_SINES, 2))
    bare = Straying(inside, duration_s, low_hz, low_sizes, BAND_SD_HZ * normal[1], phases, (1.0, 1.0, 1.0))
    low, free, locked = (
        np.sqrt(share) / spread if spread > _NOTHING_S else 0.0
        for share, spread in zip(_shares(inside, variability), map(_spread, _parts_at(bare, due_s)), strict=True)
    )
    even = _scaled(bare, (low, free, locked))
    spread = _spread(shift_at(even, due_s))
    if spread <= _NOTHING_S:
        return None
    factor = min(variability.sdnn_ms / 1000 / spread, _largest_factor(even))
    return _scaled(even, (factor, factor, factor))
