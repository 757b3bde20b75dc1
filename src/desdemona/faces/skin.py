"""Skin: how strongly the pulse shows in each colour, and how melanin weakens it.

What is known and what is chosen
--------------------------------
* Green carries the strongest pulse, then blue, then red: Verkruysse, Svaasand and Nelson 2008 (their figure 2), and the
  spectrum of haemoglobin with its bands at 540 to 577 nm. The ratio 0.33 : 0.77 : 0.53 of a white-lit RGB camera is the
  normalised blood-volume vector of de Haan and van Leest 2014; divided here by its green part.
* Melanin lies above the blood vessels and takes light away on the way in and out, so the pulsating share of what comes
  back falls with darker skin: Nowara, McDuff and Veeraraghavan 2020 and Dasari et al. 2021 report the loss, neither
  gives a law for it.
* Our model, a choice: of the light that comes back, a part was reflected at the surface and by the outer skin and never
  met blood. That part is the same for all, the part from the depth falls with the reflectance of the skin. So the
  relative pulse is `depth / (depth + surface)`, with `depth` the skin's reflectance (mean of the three colours, linear)
  over that of the lightest tone, and the whole scaled so that the lightest tone keeps its full amplitude.
"""

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.tones import SKIN_TONES

GAMMA = 2.2
"""The phantom's camera writes code = reflected light ** (1 / 2.2), a power law in place of the sRGB curve."""

PULSE_RGB = np.array([0.33, 0.77, 0.53], dtype=np.float64) / 0.77
"""Pulse in red, green, blue relative to green (de Haan and van Leest 2014)."""

SURFACE_SHARE = 0.15
"""Light that never met blood, over the depth light of the lightest skin; a model choice."""


def melanin_factor(skin_tone: int) -> float:
    """Return the pulse amplitude on a Monk tone (1 to 10) over that on the lightest: 1 falling to about 0.1."""
    reflectance = [float(np.mean([(part / 255) ** GAMMA for part in tone.rgb])) for tone in SKIN_TONES]
    depth = reflectance[skin_tone - 1] / reflectance[0]
    return depth / (depth + SURFACE_SHARE) * (1 + SURFACE_SHARE)


def pulse_contrast(skin_tone: int, amplitude_share: float) -> NDArray[np.float64]:
    """Return the peak-to-trough change of skin reflectance over its mean, for red, green and blue.

    `amplitude_share` is that of green on the lightest skin.
    """
    return amplitude_share * melanin_factor(skin_tone) * PULSE_RGB
