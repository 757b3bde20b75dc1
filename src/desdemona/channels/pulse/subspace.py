"""From skin colours to one pulse signal by plain green, or by green less what all colours have in common."""

import numpy as np

from desdemona.channels.pulse.gates import over_running_mean
from desdemona.channels.pulse.signal import PROJECTION_WINDOW_S, Floats, running_sum

GREEN = 1


def project_green(rgb: Floats, rate_hz: float) -> Floats:
    """Green alone over its own mean (Verkruysse, Svaasand and Nelson 2008); the mean is that of 1.6 s around."""
    return over_running_mean(rgb[..., GREEN], rate_hz)


def project_lgi(rgb: Floats, rate_hz: float) -> Floats:
    """Local group invariance (Pilz et al. 2018): the green row of (I − ssᵀ)C, s the first left singular vector of C.

    Windows of 1.6 s one frame apart, each normalised by its mean, overlap-added as `project_pos` does; the paper's own
    arrangement of windows is another.
    """
    mean, length = _means(rgb, rate_hz)
    shared = np.stack([running_sum(rgb[..., i] * rgb[..., j], length) for i, j in _PAIRS], axis=-1)
    square = shared[..., _SQUARE] / (mean[..., :, None] * mean[..., None, :])
    _, vectors = np.linalg.eigh(square)
    return _without(vectors[..., -1], mean, rgb)


_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
_SQUARE = np.array([[0, 1, 2], [1, 3, 4], [2, 4, 5]])


def project_omit(rgb: Floats, rate_hz: float) -> Floats:
    """Orthogonal matrix image transformation (Casado and Bordallo López 2023): as LGI, with s from C = QR.

    There s is the first column of Q: the direction of a window's first colour. Windows as in `project_lgi`.
    """
    mean, _ = _means(rgb, rate_hz)
    first = rgb[: len(mean)] / mean
    return _without(first / np.linalg.norm(first, axis=-1, keepdims=True), mean, rgb)


def _means(rgb: Floats, rate_hz: float) -> tuple[Floats, int]:
    """Return the mean colours (windows, regions, 3) of all windows, and their length in samples."""
    length = min(round(PROJECTION_WINDOW_S * rate_hz), rgb.shape[0])
    return running_sum(rgb, length) / length, length


def _without(shared: Floats, means: Floats, rgb: Floats) -> Floats:
    """Return green less its part along `shared` (windows, regions, 3), all windows over a moment averaged.

    The signal is linear in the colours of a window, so the average is the colour times the mean of the coefficients.
    """
    parts = -shared[..., GREEN : GREEN + 1] * shared
    parts[..., GREEN] += 1
    parts /= means
    length = rgb.shape[0] - parts.shape[0] + 1
    total = np.zeros((parts.shape[0] + 1, *parts.shape[1:]))
    np.cumsum(parts, axis=0, out=total[1:])
    moment = np.arange(rgb.shape[0])
    last, first = np.minimum(moment + 1, parts.shape[0]), np.maximum(moment - length + 1, 0)
    return np.asarray((rgb * (total[last] - total[first])).sum(axis=-1) / (last - first)[:, None])
