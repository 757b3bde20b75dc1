"""Recordings and sounds made in memory, and what is measured on them."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.manipulations.catalogue import parse_manipulation
from desdemona.recordings.recording import Frame, Notice, Provenance, Recording, ignore_notice
from desdemona.recordings.sound import Block, Sound

ORIGIN = Provenance("phantom", "made for this test", "CC0", "nobody", "any")
Rgb = NDArray[np.uint8]


def recording_of(
    picture: Callable[[int], Rgb], times_s: Sequence[float] | NDArray[np.float64], rate_hz: float | None = None
) -> Recording:
    """A recording whose pictures are made as they are asked for."""

    def frames(_notice: Notice) -> Iterator[Frame]:
        for index, t_s in enumerate(times_s):
            yield Frame(index, float(t_s), picture(index))

    height_px, width_px = picture(0).shape[:2]
    return Recording("made", ORIGIN, width_px, height_px, rate_hz, len(times_s), "made", frames)


def still(rgb: Rgb, count: int = 1, rate_hz: float = 30.0) -> Recording:
    return recording_of(lambda _index: rgb.copy(), np.arange(count) / rate_hz, rate_hz)


def flat(level: int | Sequence[int], height: int = 16, width: int = 16) -> Rgb:
    return np.broadcast_to(np.asarray(level, np.uint8), (height, width, 3)).copy()


def texture(height: int, width: int, seed: int = 0) -> Rgb:
    """Waves of several lengths: something to blur, code and move."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width]
    rgb = np.full((height, width, 3), 128.0)
    for _ in range(6):
        fx, fy, phase = rng.uniform(-0.25, 0.25), rng.uniform(-0.25, 0.25), rng.uniform(0, 6.28)
        rgb += 16 * np.sin(2 * np.pi * (fx * columns + fy * rows) + phase)[..., None] * rng.uniform(0.5, 1, 3)
    return np.asarray(np.clip(np.rint(rgb), 0, 255), dtype=np.uint8)


def frames_of(recording: Recording) -> list[Frame]:
    return list(recording.frames(ignore_notice))


def changed(text: str, recording: Recording) -> list[Frame]:
    return frames_of(parse_manipulation(text).apply(recording))


def first_of(text: str, rgb: Rgb) -> Rgb:
    """One picture, changed."""
    return changed(text, still(rgb))[0].rgb


def light_of(rgb: Rgb) -> NDArray[np.float64]:
    """Linear light 0..1 by the definition of sRGB."""
    shares = rgb.astype(np.float64) / 255
    return np.where(shares > 0.04045, ((shares + 0.055) / 1.055) ** 2.4, shares / 12.92)


def sound_of(samples: NDArray[np.float64], rate_hz: int, block: int = 1000) -> Sound:
    """Sound (samples, channels) or (samples,) in blocks of an odd size."""
    columns = (samples[:, None] if samples.ndim == 1 else samples).astype(np.float32)

    def blocks(_notice: Notice) -> Iterator[Block]:
        for start in range(0, len(columns), block):
            yield Block(start / rate_hz, columns[start : start + block])

    return Sound("made", ORIGIN, rate_hz, columns.shape[1], "made", blocks)


def samples_of(sound: Sound) -> NDArray[np.float64]:
    blocks = [block.samples for block in sound.blocks(ignore_notice)]
    return np.concatenate(blocks).astype(np.float64) if blocks else np.zeros((0, sound.channel_count))


def heard(text: str, sound: Sound) -> NDArray[np.float64]:
    return samples_of(parse_manipulation(text).apply_to_sound(sound))


def vowel(f0_hz: float, duration_s: float, rate_hz: int) -> NDArray[np.float64]:
    """A steady voice-like sound: ten harmonics that fall off."""
    t_s = np.arange(int(duration_s * rate_hz)) / rate_hz
    harmonics = [np.sin(2 * np.pi * f0_hz * k * t_s + k) / k for k in range(1, 11)]
    return np.asarray(0.2 * np.sum(harmonics, axis=0), dtype=np.float64)


def peak_hz(samples: NDArray[np.float64], rate_hz: float) -> float:
    """The frequency of the highest peak of a spectrum, by a parabola through its logarithm."""
    size = 8 * len(samples)
    spectrum = np.abs(np.fft.rfft((samples - samples.mean()) * np.hanning(len(samples)), size))
    top = int(np.argmax(spectrum[1:-1])) + 1
    a, b, c = np.log(spectrum[top - 1 : top + 2])
    return float((top + 0.5 * (a - c) / (a - 2 * b + c)) * rate_hz / size)
