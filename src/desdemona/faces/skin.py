"""Skin: what colour melanin and blood give it, and how strongly the pulse shows in each colour.

Two layers over the visible spectrum, as Jacques 1998 sums skin optics up (Skin Optics, Oregon Medical Laser Center
News, January 1998): light goes through an epidermis that only absorbs, comes back from a deep dermis that scatters and
absorbs, and goes out through the epidermis again.

* Melanin: absorption of a melanosome 6.6e11 λ^-3.33 per cm (λ in nm), times the share of the epidermis that is
  melanosomes: 0.013 to 0.43 from very light to very dark (the same source).
* Blood: 150 g/l of haemoglobin, of which `OXYGEN` carries oxygen; molar extinction after Prahl's compilation of data by
  Gratzer and by Kollias, rounded to three digits.
* Reflectance of a half-space from its albedo: Flock, Patterson, Wilson and Wyman 1989 (IEEE Trans Biomed Eng 36:1162),
  with the refractive index 1.4.
* A camera is three bands of Gaussian sensitivity (our choice: 615, 540 and 468 nm, 30 nm wide), balanced to white, with
  a power law in place of the sRGB curve.
* A small share of the light comes back from the epidermis itself and met no blood (`SHALLOW_SHARE`, our choice). On
  light skin it is lost in the rest, on dark skin it is not. That is why the *relative* pulse falls with melanin, as
  Nowara, McDuff and Veeraraghavan 2020 and Dasari et al. 2021 report of cameras. Shine is added by `light.gloss_code`
  and dilutes it further.

The pulse comes out at 0.41 : 1 : 0.68 in red, green and blue on the lightest skin; the blood-volume vector of de Haan
and van Leest 2014 has 0.43 : 1 : 0.69.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.tones import SKIN_TONES

Spectrum = NDArray[np.float64]

GAMMA = 2.2
"""The phantom's camera writes code = reflected light ** (1 / 2.2)."""

WAVELENGTHS_NM = np.arange(430.0, 681.0, 10.0)
"""Where spectra are sampled."""

_OXY = (
    *(246_000, 103_000, 62_800, 44_500, 33_200, 26_600, 23_700, 20_900, 20_000, 24_200, 40_000, 53_200, 43_000),
    *(32_600, 44_500, 50_100, 14_400, 3_200, 1_510, 942, 610, 442, 368, 320, 294, 278),
)
_DEOXY = (
    *(529_000, 413_000, 103_000, 23_400, 16_200, 14_600, 16_700, 20_900, 25_800, 31_600, 39_000, 46_600, 53_400),
    *(53_800, 45_100, 37_000, 28_300, 14_700, 9_440, 6_510, 5_150, 4_350, 3_750, 3_230, 2_800, 2_410),
)
_GRAMS_PER_LITRE, _GRAMS_PER_MOLE = 150.0, 64_500.0

OXYGEN = 0.75
"""Share of the haemoglobin in skin that carries oxygen, between arteries and veins; our choice."""
BLOOD_SHARE = 0.012
"""Share of the dermis that is blood; Jacques gives 0.002 if spread evenly, 0.02 to 0.05 in the plexus; our choice."""
YELLOW_PER_CM = 3.0
"""Absorption of carotene and bilirubin in the dermis at its largest, 460 nm; our choice, a yellow without a pulse."""
EPIDERMIS_CM = 0.006
"""Thickness of the epidermis: 60 µm."""
PATHS = 3.0
"""Thicknesses of the epidermis that light goes through: one on its straight way in, two on its slanted way out."""
SHALLOW_SHARE = 0.01
"""Share of the light that comes back from the epidermis; our choice."""
EXPOSURE = 2.0
"""Exposure: in full light a white card would be 2.0 times what the largest code holds, the lightest skin below it."""
MELANIN_RANGE = (0.020, 0.43)
"""Share of the epidermis that is melanosomes, lightest to darkest drawn here (Jacques 1998: 0.013 to 0.43)."""

_BAND_NM, _BAND_WIDTH_NM = (615.0, 540.0, 468.0), 30.0


def blood_absorption(oxygen: float) -> Spectrum:
    """Return the absorption of whole blood per cm, with `oxygen` (0..1) of its haemoglobin oxygenated."""
    molar = oxygen * np.array(_OXY) + (1 - oxygen) * np.array(_DEOXY)
    return np.asarray(2.303 * molar * _GRAMS_PER_LITRE / _GRAMS_PER_MOLE, dtype=np.float64)


def skin_reflectance(melanin: float, blood: float = BLOOD_SHARE, oxygen: float = OXYGEN) -> Spectrum:
    """Return the share of light that skin reflects diffusely at `WAVELENGTHS_NM`.

    `melanin` is the share of the epidermis that is melanosomes, `blood` the share of the dermis that is blood, `oxygen`
    the share of haemoglobin with oxygen, all 0..1.
    """
    nm = WAVELENGTHS_NM
    own = 0.244 + 85.3 * np.exp(-(nm - 154.0) / 66.2)
    epidermis = melanin * 6.6e11 * nm**-3.33 + (1 - melanin) * own
    yellow = YELLOW_PER_CM * np.exp(-0.5 * ((nm - 460.0) / 25.0) ** 2)
    dermis = blood * blood_absorption(oxygen) + (1 - blood) * own + yellow
    scattering = 2e5 * nm**-1.5 + 2e12 * nm**-4.0
    albedo = scattering / (scattering + dermis)
    inner = 0.529  # internal reflection at a refractive index of 1.4 (Groenhuis et al. 1983)
    k = (1 + inner) / (1 - inner)
    deep = albedo / (1 + 2 * k * (1 - albedo) + (1 + 2 * k / 3) * np.sqrt(3 * (1 - albedo)))
    return np.asarray(SHALLOW_SHARE + np.exp(-PATHS * epidermis * EPIDERMIS_CM) * deep, dtype=np.float64)


def to_camera(reflectance: Spectrum) -> NDArray[np.float64]:
    """Return red, green and blue (3,) of a reflectance in white light: linear light, 1 for a white card."""
    bands = np.exp(-0.5 * ((WAVELENGTHS_NM - np.array(_BAND_NM)[:, None]) / _BAND_WIDTH_NM) ** 2)
    return np.asarray((bands @ reflectance) / bands.sum(axis=1), dtype=np.float64)


@lru_cache(maxsize=16)
def melanin_of(skin_tone: int) -> float:
    """Return the melanin of a Monk tone (1 to 10), as the share of the epidermis that is melanosomes.

    The published colours are swatches: the lightest and the darkest lie beyond what skin reflects. So the melanin is
    the geometric mean of what matches the swatch's green best and of ten even steps through `MELANIN_RANGE`.
    """
    low, high = MELANIN_RANGE
    grid = np.geomspace(low, high, 400)
    green = np.array([to_camera(skin_reflectance(share))[1] for share in grid])
    scale = EXPOSURE * green
    wanted = [(tone.rgb[1] / 255) ** GAMMA for tone in SKIN_TONES]
    found = np.interp(-np.array(wanted), -scale, grid)
    steps = np.geomspace(low, high, len(SKIN_TONES))
    mixed = np.sqrt(found * steps)
    return float(np.maximum.accumulate(mixed)[skin_tone - 1])


@lru_cache(maxsize=16)
def skin_code(skin_tone: int) -> tuple[float, float, float]:
    """Return the camera code over 255 of a Monk tone (1 to 10) in full white light: red, green, blue."""
    red, green, blue = (EXPOSURE * to_camera(skin_reflectance(melanin_of(skin_tone)))) ** (1 / GAMMA)
    return float(red), float(green), float(blue)


@lru_cache(maxsize=16)
def _swing(skin_tone: int) -> NDArray[np.float64]:
    """Return the share of each colour's light that a little more blood takes, for a small part of the blood."""
    more = 1e-3 * BLOOD_SHARE
    melanin = melanin_of(skin_tone)
    light, less = to_camera(skin_reflectance(melanin)), to_camera(skin_reflectance(melanin, BLOOD_SHARE + more))
    return (light - less) / light


def melanin_factor(skin_tone: int) -> float:
    """Return the relative pulse in green on a Monk tone (1 to 10) over that on the lightest: 1, falling."""
    return float(_swing(skin_tone)[1] / _swing(1)[1])


def pulse_contrast(skin_tone: int, amplitude_share: float) -> NDArray[np.float64]:
    """Return the peak-to-trough change of skin reflectance over its mean, for red, green and blue.

    `amplitude_share` is that of green on the lightest skin.
    """
    return np.asarray(amplitude_share * _swing(skin_tone) / _swing(1)[1], dtype=np.float64)


def oxygen_ratio(saturation: float, skin_tone: int = 1) -> float:
    """Return the ratio of ratios red to blue of the pulse for arterial blood of a saturation (0..1).

    The pulse is arterial blood added to skin whose own blood stays as it is. What a camera's pulse oximetry is
    calibrated on; the real line is a matter of each camera.
    """
    more, melanin = 1e-4, melanin_of(skin_tone)
    rest = to_camera(skin_reflectance(melanin))
    oxygen = (BLOOD_SHARE * OXYGEN + more * saturation) / (BLOOD_SHARE + more)
    swing = (rest - to_camera(skin_reflectance(melanin, BLOOD_SHARE + more, oxygen))) / rest
    return float(swing[0] / swing[2])
