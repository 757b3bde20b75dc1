"""The vocal tract: settings that move smoothly from sound to sound, and the resonances they make (Klatt 1980)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft
from scipy.ndimage import convolve1d

from desdemona.voices.phones import Part
from desdemona.voices.register import Formants, Register, formants_of
from desdemona.voices.timing import Stretch

CONTROL_S = 0.002
"""How often the settings of the tract change; Klatt 1980 uses 5 ms."""

_GLIDE_S, _ONSET_S, _JAW_S = 0.06, 0.02, 0.1
_BANDWIDTHS_HZ = (80.0, 100.0, 140.0)
_HIGHER_HZ = (3500.0, 4500.0, 5500.0, 6500.0, 7500.0)
_HIGHER_BANDWIDTH_SHARE = 0.07
_NOSE_HZ, _NOSE_ZERO_HZ, _NOSE_BANDWIDTH_HZ = 270.0, 450.0, 100.0
_HIGHEST_SHARE = 0.46
_HOP_S, _RING_S, _PIECES_AT_ONCE = 0.004, 0.05, 128
_NEUTRAL: Formants = (500.0, 1500.0, 2500.0)


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """The settings of the tract every 2 ms.

    `times_s`, `voicing`, `breath`, `nasal` and `opening` have shape (steps,), the last four 0..1; `formants_hz` has
    shape (steps, 3).
    """

    times_s: NDArray[np.float64]
    formants_hz: NDArray[np.float64]
    voicing: NDArray[np.float64]
    breath: NDArray[np.float64]
    nasal: NDArray[np.float64]
    opening: NDArray[np.float64]


def settings_of(
    stretches: Sequence[Stretch], register: Register, t_start_s: float, t_end_s: float, step_s: float = CONTROL_S
) -> Settings:
    """Return the settings from `t_start_s` to `t_end_s`, at the middle of every step.

    Steps between sounds are rounded with a raised cosine: 60 ms for resonances, 20 ms for voicing and breath, 100 ms
    for the jaw (our choices). In a pause the tract goes to the next sound's place, silently.
    """
    count = max(1, round((t_end_s - t_start_s) / step_s))
    times_s = np.asarray(t_start_s + (np.arange(count) + 0.5) * step_s, dtype=np.float64)
    parts = [stretch.part for stretch in stretches]
    starts_s, ends_s = (np.array([getattr(s, name) for s in stretches]) for name in ("t_start_s", "t_end_s"))
    following = np.minimum(np.searchsorted(ends_s, times_s, side="right"), len(parts) - 1)
    sounding = (times_s >= starts_s[following]) & (times_s < ends_s[following])
    targets = np.array([formants_of(register, target) for target in _targets(parts)])
    openings = np.array(_openings(parts))
    voicing, breath, nasal = (
        np.array([getattr(part, name) for part in parts]) for name in ("voicing", "breath", "nasal")
    )
    return Settings(
        times_s,
        _smooth(targets[following], _GLIDE_S, step_s),
        _smooth(np.where(sounding, voicing[following], 0.0), _ONSET_S, step_s, "constant"),
        _smooth(np.where(sounding, breath[following], 0.0), _ONSET_S, step_s, "constant"),
        _smooth(nasal[following], _ONSET_S, step_s),
        _smooth(np.where(sounding, openings[following], 0.0), _JAW_S, step_s, "constant"),
    )


def _targets(parts: Sequence[Part]) -> list[str | Formants]:
    """Return the target of each part; one without takes that of the next part, or else of the last."""
    found: list[str | Formants] = []
    target: str | Formants = next((part.target for part in reversed(parts) if part.target), _NEUTRAL)
    for part in reversed(parts):
        target = part.target or target
        found.append(target)
    return found[::-1]


def _openings(parts: Sequence[Part]) -> list[float]:
    found: list[float] = []
    opening = 0.3
    for part in reversed(parts):
        opening = opening if part.opening is None else part.opening
        found.append(opening)
    return found[::-1]


def _smooth(
    values: NDArray[np.float64], width_s: float, step_s: float, beyond: Literal["nearest", "constant"] = "nearest"
) -> NDArray[np.float64]:
    kernel = np.hanning(2 * max(1, round(width_s / step_s / 2)) + 3)[1:-1]
    return np.asarray(convolve1d(values, kernel / kernel.sum(), axis=0, mode=beyond), dtype=np.float64)


def _resonator(
    hz: NDArray[np.float64], bandwidth_hz: float | NDArray[np.float64], rate_hz: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return A, B, C of y = A x + B y₋₁ + C y₋₂ (Klatt 1980, eqs. 1 and 2); the gain at 0 Hz is 1."""
    c = -np.exp(-2.0 * np.pi * bandwidth_hz / rate_hz) * np.ones_like(hz)
    b = 2.0 * np.exp(-np.pi * bandwidth_hz / rate_hz) * np.cos(2.0 * np.pi * hz / rate_hz)
    return 1.0 - b - c, b, c


def _moving(
    settings: Settings, after_s: NDArray[np.float64], register: Register, rate_hz: int, size: int
) -> NDArray[np.complex128]:
    """Return the response of the nose and the first three resonances so long after the settings begin.

    Shape (times, frequencies of a transform of `size` samples). Section by section: a product of polynomials would
    lose half the digits near 0 Hz.
    """
    at_s, scale = settings.times_s[0] - 0.5 * CONTROL_S + after_s, register.scale
    pole_hz, width_hz = _NOSE_HZ * scale, _NOSE_BANDWIDTH_HZ * scale
    zero_hz = pole_hz + (_NOSE_ZERO_HZ * scale - pole_hz) * np.interp(at_s, settings.times_s, settings.nasal)
    nose = np.full(len(after_s), pole_hz)
    response = _section(nose, width_hz, rate_hz, size) / _section(zero_hz, width_hz, rate_hz, size)
    for formant_hz, bandwidth_hz in zip(settings.formants_hz.T, _BANDWIDTHS_HZ, strict=True):
        hz = np.minimum(np.interp(at_s, settings.times_s, formant_hz), _HIGHEST_SHARE * rate_hz)
        response *= _section(hz, bandwidth_hz * scale, rate_hz, size)
    return response


def _section(
    hz: NDArray[np.float64], bandwidth_hz: float | NDArray[np.float64], rate_hz: int, size: int
) -> NDArray[np.complex128]:
    """Return the response of one resonance a row."""
    gain, b, c = _resonator(hz, bandwidth_hz, rate_hz)
    late = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    return np.asarray(gain[:, None] / (1.0 - late * (b[:, None] + c[:, None] * late)), dtype=np.complex128)


def resonate(sources: NDArray[np.float64], settings: Settings, register: Register, rate_hz: int) -> NDArray[np.float64]:
    """Return sources of shape (kinds, samples) after the vocal tract, the same shape.

    The sources start where the settings do. They are cut into Hann-weighted pieces every 4 ms that add up to them,
    and each piece rings in the tract of its own middle: so every sample is answered by a mixture of the two nearest
    tracts, and no change of a setting clicks. The upper resonances stand still, at a uniform tube's odd quarter
    waves; those too near half the sample rate are left out.
    """
    kinds, count = sources.shape
    hop = round(_HOP_S * rate_hz)
    size = 2 ** int(np.ceil(np.log2(2 * hop + _RING_S * rate_hz)))
    window = 0.5 - 0.5 * np.cos(np.pi * np.arange(2 * hop) / hop)
    pieces = count // hop + 2
    padded = np.zeros((kinds, (pieces + 1) * hop))
    padded[:, hop : hop + count] = sources
    out = np.zeros((kinds, pieces * hop + size))
    upper = _upper(register, rate_hz, size)
    for first in range(0, pieces, _PIECES_AT_ONCE):
        numbers = np.arange(first, min(first + _PIECES_AT_ONCE, pieces))
        response = upper * _moving(settings, numbers * hop / rate_hz, register, rate_hz, size)
        cut = padded[:, numbers[:, None] * hop + np.arange(2 * hop)] * window
        rung = irfft(rfft(cut, size) * response, size)
        for place, number in enumerate(numbers):
            out[:, number * hop : number * hop + size] += rung[:, place]
    return out[:, hop : hop + count]


def _upper(register: Register, rate_hz: int, size: int) -> NDArray[np.complex128]:
    """Return the response of the resonances that stand still, at the frequencies of a transform of `size` samples."""
    hz = np.array(_HIGHER_HZ) * register.scale
    hz = hz[hz < _HIGHEST_SHARE * rate_hz]
    return np.asarray(np.prod(_section(hz, hz * _HIGHER_BANDWIDTH_SHARE, rate_hz, size), axis=0), dtype=np.complex128)
