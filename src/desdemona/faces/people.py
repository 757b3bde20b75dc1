"""People who do not exist, as many as wanted: the cast of twelve, and faces drawn from a stated distribution.

Each measure is drawn on its own from a normal distribution cut at two standard deviations. Means and deviations are our
choice within what `cast.py` spans (ordinary adult measures); they describe no population, and skin tone is no part of
them. Hair, brows, age lines and beard are drawn likewise.
"""

from functools import lru_cache

import numpy as np

from desdemona.faces.cast import HAIRLINES, IDENTITIES, Hair, Identity, Rgb

MEASURES: dict[str, tuple[float, float]] = {
    "head_width_mm": (150.0, 4.5),
    "head_height_mm": (224.0, 5.0),
    "head_depth_mm": (190.0, 5.0),
    "jaw": (1.0, 0.06),
    "chin": (1.0, 0.07),
    "cheek_mm": (3.0, 1.1),
    "nose_width_mm": (35.5, 3.2),
    "nose_length_mm": (48.0, 3.0),
    "nose_height_mm": (20.5, 2.6),
    "bridge_mm": (6.6, 1.8),
    "eye_distance_mm": (63.5, 2.1),
    "eye_width_mm": (30.0, 0.8),
    "eye_height_mm": (10.5, 0.75),
    "eye_tilt_mm": (0.8, 0.8),
    "brow_height_mm": (17.3, 1.4),
    "brow_thickness_mm": (5.7, 1.0),
    "brow_arch_mm": (2.4, 0.9),
    "mouth_width_mm": (51.0, 2.5),
    "upper_lip_mm": (7.0, 1.7),
    "lower_lip_mm": (9.7, 1.6),
    "lash_mm": (1.9, 0.35),
}
"""Mean and standard deviation of each measure."""

HAIR_RGB: tuple[Rgb, ...] = (
    (28.0, 24.0, 22.0),
    (44.0, 33.0, 27.0),
    (64.0, 44.0, 30.0),
    (104.0, 76.0, 50.0),
    (128.0, 84.0, 48.0),
    (170.0, 140.0, 98.0),
    (150.0, 148.0, 146.0),
)
"""Colours of hair in 0..255, from black to fair and grey."""

IRIS_RGB: tuple[Rgb, ...] = (
    (50.0, 34.0, 24.0),
    (72.0, 50.0, 33.0),
    (90.0, 66.0, 42.0),
    (100.0, 98.0, 70.0),
    (84.0, 106.0, 82.0),
    (98.0, 116.0, 130.0),
)
"""Colours of the iris in 0..255, from dark brown to blue."""

_SHIRTS = (74, 92, 110), (96, 84, 70), (120, 120, 116), (92, 72, 98), (62, 84, 74), (58, 70, 96), (126, 74, 80)


@lru_cache(maxsize=256)
def person(number: int) -> Identity:
    """Return who has a number: the cast for 0 to 11, from 12 on a face drawn with that number as its seed.

    Raises `ValueError` for a negative number.
    """
    if number < 0:
        raise ValueError(f"a person's number is 0 or more, not {number}")
    return IDENTITIES[number] if number < len(IDENTITIES) else draw_person(number)


def draw_person(seed: int) -> Identity:
    """Return a face drawn from `MEASURES` and the rest of the stated distribution; the same seed, the same face."""
    rng = np.random.default_rng([1604, seed])
    measures = {
        name: round(mean + spread * float(np.clip(rng.standard_normal(), -2, 2)), 2)
        for name, (mean, spread) in MEASURES.items()
    }
    hair = _hair(rng)
    return Identity(
        name=f"person {seed}",
        **measures,
        iris_rgb=IRIS_RGB[rng.integers(len(IRIS_RGB))],
        shirt_rgb=_SHIRTS[rng.integers(len(_SHIRTS))],
        hair=hair,
        grain=seed,
        lines=round(float(rng.beta(1.2, 2.2)), 2),
        beard=round(float(rng.uniform(0.25, 1.0)), 2) if rng.random() < 0.2 and hair.fall_mm == 0 else 0.0,
    )


def _hair(rng: np.random.Generator) -> Hair:
    style = str(rng.choice(list(HAIRLINES)))
    rise_mm = float(rng.normal(0, 3))
    line = tuple((angle, height + rise_mm if angle < 50 else height) for angle, height in HAIRLINES[style])
    fall_mm = float(rng.uniform(45, 110)) if style in ("bob", "fringe") else 0.0
    return Hair(
        HAIR_RGB[rng.integers(len(HAIR_RGB))],
        line,
        round(float(rng.uniform(6, 14)), 1),
        round(fall_mm, 1),
        round(float(rng.beta(1, 2)), 2),
    )
