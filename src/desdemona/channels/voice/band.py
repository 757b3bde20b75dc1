"""Whether a sound came through a telephone: nothing above 3.4 kHz, cut off sharply."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.voice.hearing import RATE_HZ

BELOW_HZ, ABOVE_HZ = (2700.0, 3300.0), (3900.0, 7600.0)
LEAST_FALL_DB = 35.0
TELEPHONE_RATE_HZ = 9000


def is_narrow(spectrum: NDArray[np.float64], rate_hz: int) -> bool:
    """Tell whether the voice's mean spectrum (257,) falls by 35 dB between 3.3 and 3.9 kHz and stays there.

    A sample rate below 9 kHz is narrow whatever it holds. A cut-off rate in between is not told.
    """
    if rate_hz < TELEPHONE_RATE_HZ:
        return True
    hz = np.linspace(0.0, RATE_HZ / 2, len(spectrum))
    below = spectrum[(hz >= BELOW_HZ[0]) & (hz <= BELOW_HZ[1])].mean()
    above = spectrum[(hz >= ABOVE_HZ[0]) & (hz <= ABOVE_HZ[1])].max()
    return bool(below > 0 and above < below * 10.0 ** (-LEAST_FALL_DB / 10.0))
