"""Skin traces to specification: a pulse that is known exactly under noise, light, movement and a codec."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.pulse.skin_regions import SkinTrace

Floats = NDArray[np.float64]

BLOOD_RGB = np.array([0.33, 0.77, 0.53]) / 0.77
"""Pulse in red, green, blue over green (de Haan and van Leest 2014)."""
SKIN_RGB = np.array([200.0, 150.0, 125.0])
REGION_LEVELS = (1.0, 0.95, 0.9)
WALL_RGB = np.array([120.0, 120.0, 120.0])
FOREHEAD, CHEEK_LEFT, CHEEK_RIGHT, WALL = range(4)
FACE = (FOREHEAD, CHEEK_LEFT, CHEEK_RIGHT)
EVERYWHERE = (*FACE, WALL)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Something periodic that is no pulse: relative colour change `rgb` at `hz` in `regions`.

    `sharp` makes it a jump at each period that dies away, as keyframes do, in place of a sine.
    """

    hz: float
    rgb: tuple[float, float, float]
    regions: tuple[int, ...] = EVERYWHERE
    sharp: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """One simulated clip.

    Rates in bpm; `amplitude_share` is peak to trough of green over its mean; `wobble_bpm` the amplitude of each of two
    sines of rate variation (0.07-0.12 and 0.2-0.35 Hz). `pixels` a region, `noise_dn` a pixel in 8-bit steps. `light`,
    `tint` and `skin_drift` are standard deviations, as shares, of light in all colours, of light in each colour (both
    1/f^1.5), and of each region's colours by themselves (1/f). `steps` and `tinted_steps` count sudden changes
    of exposure and of colour; `jitter` shifts frame times by up to this share of a frame. `sway_px` moves the face at
    `sway_hz`, and its shading with it. `step_dn` rounds region means.
    """

    duration_s: float = 30.0
    frame_hz: float = 30.0
    rate_bpm: float = 72.0
    end_bpm: float | None = None
    wobble_bpm: float = 0.0
    amplitude_share: float = 0.006
    pixels: int = 1500
    noise_dn: float = 1.5
    light: float = 0.0
    tint: float = 0.0
    skin_drift: float = 0.0
    steps: int = 0
    tinted_steps: int = 0
    jitter: float = 0.0
    sway_px: float = 0.0
    sway_hz: float = 0.3
    step_dn: float = 0.0
    rhythms: tuple[Rhythm, ...] = field(default=())


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A trace and its truth: `phase` in turns at the times `fine_s`."""

    trace: SkinTrace
    fine_s: Floats
    phase: Floats

    def mean_rate_bpm(self, starts_s: Floats, ends_s: Floats) -> Floats:
        """Return the mean of the instantaneous rate between two times."""
        turns = np.interp(ends_s, self.fine_s, self.phase) - np.interp(starts_s, self.fine_s, self.phase)
        return np.asarray(60 * turns / (ends_s - starts_s))


def simulate(scene: Scene, *, rng: np.random.Generator) -> Clip:
    """Make one clip of a scene."""
    count = round(scene.duration_s * scene.frame_hz)
    t_s = np.arange(count) / scene.frame_hz
    t_s = np.maximum.accumulate(t_s + scene.jitter * rng.uniform(-0.5, 0.5, count) / scene.frame_hz)
    t_s -= t_s[0]
    fine_s, phase = _heart(scene, rng)
    angle = 2 * np.pi * (np.interp(t_s, fine_s, phase) + rng.uniform())
    beat = (np.cos(angle) + 0.25 * np.cos(2 * angle - 0.8)) / 2.05
    common = (1 + scene.light * _coloured(count, 1.5, 1, rng)) * (1 + scene.tint * _coloured(count, 1.5, 3, rng))
    common *= _jumps(count, scene.steps, 1, 0.03, rng) * _jumps(count, scene.tinted_steps, 3, 0.01, rng)
    sway_px = scene.sway_px * np.sin(2 * np.pi * scene.sway_hz * t_s)
    rgb = np.empty((count, 4, 3))
    for region in EVERYWHERE:
        level = WALL_RGB if region == WALL else SKIN_RGB * REGION_LEVELS[region]
        colour = level * common * (1 + scene.skin_drift * _coloured(count, 1.0, 3, rng))
        if region != WALL:
            colour = colour * (1 + scene.amplitude_share * beat[:, None] * BLOOD_RGB)
            colour = colour * (1 + 0.01 * (1 + 0.3 * region) * sway_px[:, None] * np.array([1.0, 0.97, 0.94]))
        for rhythm in scene.rhythms:
            if region in rhythm.regions:
                colour = colour * (1 + _wave(rhythm, t_s)[:, None] * np.array(rhythm.rgb))
        sd = np.sqrt((scene.noise_dn**2 + 1 / 12) / scene.pixels)
        rgb[:, region] = colour + sd * rng.standard_normal((count, 3))
    if scene.step_dn:
        rgb = np.round(rgb / scene.step_dn) * scene.step_dn
    motion_px = np.abs(np.diff(sway_px, prepend=sway_px[0])) + 0.1 * np.abs(rng.standard_normal(count))
    trace = SkinTrace(t_s=t_s, rgb=rgb, pixel_count=np.full((count, 4), scene.pixels), motion_px=motion_px)
    return Clip(trace, fine_s, phase)


def _heart(scene: Scene, rng: np.random.Generator) -> tuple[Floats, Floats]:
    fine_s = np.arange(0, scene.duration_s + 1, 0.01)
    end_bpm = scene.rate_bpm if scene.end_bpm is None else scene.end_bpm
    rate_bpm = scene.rate_bpm + (end_bpm - scene.rate_bpm) * fine_s / scene.duration_s
    for low_hz, high_hz in ((0.07, 0.12), (0.2, 0.35)):
        turns = rng.uniform(low_hz, high_hz) * fine_s + rng.uniform()
        rate_bpm = rate_bpm + scene.wobble_bpm * np.sin(2 * np.pi * turns)
    steps = (rate_bpm[1:] + rate_bpm[:-1]) / 2 * 0.01 / 60
    return fine_s, np.concatenate([[0.0], np.cumsum(steps)])


def _coloured(count: int, slope: float, columns: int, rng: np.random.Generator) -> Floats:
    """Return 1/f^slope noise of standard deviation 1."""
    hz = np.maximum(np.fft.rfftfreq(count), 1 / count)
    spectrum = np.fft.rfft(rng.standard_normal((count, columns)), axis=0) / hz[:, None] ** (slope / 2)
    noise = np.fft.irfft(spectrum, count, axis=0)
    return np.asarray(noise / noise.std(axis=0))


def _jumps(count: int, jumps: int, columns: int, size: float, rng: np.random.Generator) -> Floats:
    level = np.zeros((count, columns))
    for place in rng.integers(0, count, jumps):
        level[place:] += size * rng.standard_normal(columns)
    return np.exp(level)


def _wave(rhythm: Rhythm, t_s: Floats) -> Floats:
    if rhythm.sharp:
        return np.asarray(np.exp(-4 * ((t_s * rhythm.hz + 1e-6) % 1.0)))
    return np.asarray(np.cos(2 * np.pi * rhythm.hz * t_s))
