"""One piece of sound, measured: everything that needs its samples, a few numbers a step of 10 ms."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.fft import rfft

from desdemona.channels.voice.cycles import Cycles, joined, measure_cycles
from desdemona.channels.voice.filtering import filtered
from desdemona.channels.voice.formants import measure_formants
from desdemona.channels.voice.hearing import MARGIN_STEPS, RATE_HZ, STEP_S, STEP_SAMPLES, Piece, Samples
from desdemona.channels.voice.pitch import track_pitch

Floats = NDArray[np.float64]

SPEECH_HZ = 250.0
"""What is above it tells speech from quiet: rooms and cars are loudest below."""
BANDS_HZ = ((300.0, 1000.0), (1000.0, 2000.0), (2000.0, 4000.0), (4000.0, 7500.0))
SPECTRUM_SAMPLES = 512
MOST_JUMP_SHARE = 0.2
"""A frequency that jumps by more than this from step to step is not the same stretch of voice."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What was heard in a sound, one row a step of 10 ms, and every pair of neighbouring cycles.

    `power` and `weighted_power` are those of `Piece`; `speech_power` is the mean square above 250 Hz; `f0_hz`,
    `strength`, `overtones` and `voice_power` are those of `Pitch`; `formants_hz` has shape (steps, 3), `band_power`
    (steps, 4), all others (steps,). `spectrum` is the sum of the power spectra of periodic steps, (257,).
    """

    power: Floats
    weighted_power: Floats
    clipped: NDArray[np.bool_]
    speech_power: Floats
    f0_hz: Floats
    strength: Floats
    overtones: Floats
    voice_power: Floats
    formants_hz: Floats
    band_power: Floats
    spectrum: Floats
    cycles: Cycles

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self.power)


def listen(piece: Piece) -> Heard:
    """Return what is heard in the steps of a piece; its margins only help those beside them."""
    steps = len(piece.power)
    own = slice(MARGIN_STEPS, MARGIN_STEPS + steps)
    sound = filtered(piece.mono)
    pitch = track_pitch(sound, own)
    speech = sound.between(SPEECH_HZ).astype(np.float64)
    f0_hz = unbroken(pitch.f0_hz)
    f0_hz[: own.start], f0_hz[own.stop :] = np.nan, np.nan
    spectra = _spectra(piece.mono, own)
    periodic = np.isfinite(f0_hz[own]) & (pitch.strength[own] > 0.6)
    cycles = measure_cycles(sound, f0_hz)
    return Heard(
        power=piece.power,
        weighted_power=piece.weighted_power,
        clipped=piece.clipped,
        speech_power=np.mean((speech**2).reshape(-1, STEP_SAMPLES), axis=1)[own],
        f0_hz=pitch.f0_hz[own],
        strength=pitch.strength[own],
        overtones=pitch.overtones[own],
        voice_power=pitch.power[own],
        formants_hz=measure_formants(sound, f0_hz)[own],
        band_power=_in_bands(spectra),
        spectrum=spectra[periodic].sum(axis=0, dtype=np.float64),
        cycles=replace(cycles, t_s=cycles.t_s + (piece.first_step - MARGIN_STEPS) * STEP_S),
    )


def nothing() -> Heard:
    """Return what is heard where there is no sample at all."""
    none = np.zeros(0)
    return Heard(
        power=none,
        weighted_power=none,
        clipped=none.astype(bool),
        speech_power=none,
        f0_hz=none,
        strength=none,
        overtones=none,
        voice_power=none,
        formants_hz=np.zeros((0, 3)),
        band_power=np.zeros((0, len(BANDS_HZ))),
        spectrum=np.zeros(SPECTRUM_SAMPLES // 2 + 1),
        cycles=joined([]),
    )


def unbroken(f0_hz: Floats) -> Floats:
    """Return the frequency with a gap of a step at every jump, so that no stretch of voice holds one."""
    found = f0_hz.copy()
    with np.errstate(invalid="ignore"):
        jumps = np.abs(np.diff(np.log(f0_hz))) > np.log1p(MOST_JUMP_SHARE)
    found[1:][jumps] = np.nan
    return found


def together(parts: list[Heard]) -> Heard:
    """Return what was heard in successive pieces as one; stretches of voice end where a piece does."""
    columns = {}
    for field in fields(Heard):
        values = [getattr(part, field.name) for part in parts]
        if field.name == "spectrum":
            columns[field.name] = np.sum(values, axis=0)
        elif field.name != "cycles":
            columns[field.name] = np.concatenate(values)
    numbered, count = [], 0
    for part in parts:
        numbered.append(replace(part.cycles, run=part.cycles.run + count))
        count += int(part.cycles.run.max(initial=-1)) + 1
    return Heard(**columns, cycles=joined(numbered))


def _spectra(mono: Samples, own: slice) -> Samples:
    """Return the power spectra (steps, bins) of 32 ms around each step, 31 Hz apart."""
    lead = (SPECTRUM_SAMPLES - STEP_SAMPLES) // 2
    frames = sliding_window_view(np.pad(mono, lead), SPECTRUM_SAMPLES)[::STEP_SAMPLES][own]
    window = np.hanning(SPECTRUM_SAMPLES + 2)[1:-1].astype(np.float32)
    return np.asarray(np.abs(rfft(frames * window, axis=1)) ** 2)


def _in_bands(spectra: Samples) -> Floats:
    hz = np.linspace(0.0, RATE_HZ / 2, spectra.shape[1])
    bands = [spectra[:, (hz >= low_hz) & (hz < high_hz)].mean(axis=1) for low_hz, high_hz in BANDS_HZ]
    return np.stack(bands, axis=1).astype(np.float64)
