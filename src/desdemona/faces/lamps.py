"""Six lights."""

from dataclasses import dataclass
from typing import Literal

Rgb = tuple[float, float, float]
Light = Literal["even", "left", "right", "top", "warm", "dim"]


@dataclass(frozen=True, slots=True)
class Lamp:
    """One light: where it comes from (x right, y up, z towards the camera), its colour, and how much fills in.

    `ambient` is the share of light that comes from everywhere, `level` the exposure (1 is a well exposed picture),
    both in linear light.
    """

    name: Light
    about: str
    direction: Rgb
    rgb: Rgb
    ambient: float
    level: float


LIGHTS: tuple[Lamp, ...] = (
    Lamp("even", "a wide soft lamp in front", (-0.12, 0.42, 0.9), (1.0, 1.0, 1.0), 0.5, 0.88),
    Lamp("left", "a lamp on the left of the picture", (-1.0, 0.3, 0.75), (1.0, 1.0, 1.0), 0.35, 0.9),
    Lamp("right", "a lamp on the right of the picture", (1.0, 0.3, 0.75), (1.0, 1.0, 1.0), 0.35, 0.9),
    Lamp("top", "a ceiling lamp", (0.05, 1.0, 0.55), (1.0, 0.98, 0.95), 0.4, 0.9),
    Lamp("warm", "an evening lamp, reddish", (0.3, 0.35, 0.95), (1.0, 0.80, 0.56), 0.55, 0.85),
    Lamp("dim", "too little light", (0.1, 0.4, 0.9), (1.0, 0.97, 0.93), 0.6, 0.2),
)
"""Every light of the contract, `even` first."""


def lamp_of(light: Light) -> Lamp:
    """Return the lamp of that name."""
    return next(lamp for lamp in LIGHTS if lamp.name == light)
