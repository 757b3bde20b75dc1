"""Syllables, counted by their nuclei: peaks of loudness within speech (de Jong and Wempe 2009, our own peaks)."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks

from desdemona.channels.voice.activity import Activity
from desdemona.channels.voice.listening import Heard
from desdemona.channels.voice.quiet import QUIETEST_POWER, decibels
from desdemona.channels.voice.voicing import Voicing

SMOOTHED_STEPS = 1.6
DIP_DB = 1.5
"""How far loudness falls between two nuclei at least; de Jong and Wempe 2009 take 2 dB of a curve less smoothed."""
APART_STEPS = 7
BELOW_LOUDEST_DB = 22.0
"""Nuclei this far below the loud tenth of the speech are no vowels."""


def find_nuclei(heard: Heard, voicing: Voicing, activity: Activity) -> NDArray[np.int64]:
    """Return the steps at which a syllable is loudest, in order: voiced ones in speech, all in whispers."""
    found: list[NDArray[np.int64]] = []
    if not activity.active.any():
        return np.zeros(0, dtype=np.int64)
    level_db = decibels(gaussian_filter1d(np.maximum(heard.band_power[:, :3].sum(axis=1), 0.0), SMOOTHED_STEPS))
    for stretch in activity.stretches:
        if stretch.kind == "other":
            continue
        own = slice(max(stretch.first - 1, 0), stretch.end + 1)
        least_db = np.quantile(level_db[own], 0.9) - BELOW_LOUDEST_DB
        ends = np.full(1, 10.0 * np.log10(QUIETEST_POWER))
        curve = np.concatenate([ends, level_db[own], ends])
        peaks, _ = find_peaks(curve, prominence=DIP_DB, distance=APART_STEPS, height=least_db)
        peaks = np.clip(peaks - 1 + own.start, stretch.first, stretch.end - 1)
        found.append(peaks if stretch.kind == "whisper" else peaks[voicing.voiced[peaks]])
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
