"""The pulse's contrast over the ten skin tones: what the model of skin says, and what is in the pixels."""

from dataclasses import dataclass

import numpy as np

from desdemona.faces.skin import GAMMA, melanin_factor, melanin_of, pulse_contrast, skin_code
from desdemona.faces.tones import SKIN_TONES
from desdemona.passport.films import FOREHEAD, colours
from desdemona.passport.inside import beating


@dataclass(frozen=True, slots=True)
class ToneContrast:
    """One skin tone: its melanin (share of the epidermis), its colour, and the pulse in it.

    `code` is red, green and blue in 0..255 in full white light; `relative` the pulse in each over that in green;
    `factor` the pulse in green over that on tone 1; `shown` the same found in the pixels of a forehead in even light,
    where shine lies over the skin.
    """

    tone: int
    swatch: str
    melanin: float
    code: tuple[int, int, int]
    relative: tuple[float, float, float]
    factor: float
    shown: float


def shown_swing(tone: int) -> float:
    """Return the pulse of 72 bpm in green of the forehead: peak to trough over the mean, in linear light."""
    light = (colours(beating(72.0, tone=tone, duration_s=5.0), FOREHEAD)[:, 1] / 255) ** GAMMA
    return float(np.ptp(light) / light.mean())


def tone_contrasts() -> tuple[ToneContrast, ...]:
    """Return all ten tones, lightest first."""
    swings = [shown_swing(tone.number) for tone in SKIN_TONES]
    rows = []
    for tone, swing in zip(SKIN_TONES, swings, strict=True):
        red, green, blue = (round(255 * share) for share in skin_code(tone.number))
        own = pulse_contrast(tone.number, 1.0)
        r, g, b = (own / own[1]).tolist()
        rows.append(
            ToneContrast(
                tone.number,
                tone.hex,
                melanin_of(tone.number),
                (red, green, blue),
                (r, g, b),
                melanin_factor(tone.number),
                swing / swings[0],
            )
        )
    return tuple(rows)
