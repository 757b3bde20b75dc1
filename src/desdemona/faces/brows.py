"""The brows: hairs on skin, drawn at rest and carried along by it."""

from functools import lru_cache

import cv2
import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, as_colour, blurred
from desdemona.faces.complexion import Palette
from desdemona.faces.patch import Patch
from desdemona.faces.relief import smooth_step

LENGTH_MM, INNER_MM = 41.0, 11.5
"""Length of a brow, and how far its inner end lies from the middle of the face."""


def brow_middle_mm(share: Picture, identity: Identity) -> Picture:
    """Return the height of a brow's middle line at rest, from its inner end (share 0) to its outer (1)."""
    beyond = np.clip(share - 0.62, 0, None) / 0.38
    rise = identity.brow_arch_mm * (1 - ((share - 0.62) / 0.62) ** 2) - 5.5 * beyond**2
    return np.asarray(identity.brow_height_mm - 1 + rise)


def brow_line(identity: Identity, side: int, count: int = 9) -> Picture:
    """Return points (n, 2) along a brow's middle line at rest, from its inner end outwards, in mm."""
    share = np.linspace(0, 1, count)
    return np.stack([side * (INNER_MM + LENGTH_MM * share), brow_middle_mm(share, identity)], axis=-1)


def paint_brow(patch: Patch, side: int, identity: Identity, palette: Palette) -> None:
    """Paint one eyebrow (`side` -1 left in the picture); where the skin has moved to, it has moved too."""
    share = (side * patch.rest_x_mm - INNER_MM) / LENGTH_MM
    over = patch.rest_y_mm - brow_middle_mm(share, identity)
    thick = identity.brow_thickness_mm / 2 * np.clip(1.05 - 0.72 * np.clip(share, 0, 1.2) ** 2, 0.2, 1)
    hair = _strands(identity.grain, share, over, patch.soft_mm)
    ragged = thick * (1 + 0.06 * hair) + 0.22 * hair
    cover = smooth_step(ragged - np.abs(over), -1.2, 1.4)
    cover *= smooth_step(share, -0.05, 0.22) * smooth_step(1.05 - share, 0.0, 0.32)
    cover *= 0.76 + 0.11 * hair
    patch.lay(np.clip(cover, 0, 0.95), 0.75 * as_colour(palette.hair))


@lru_cache(maxsize=16)
def _grain(seed: int) -> Picture:
    """Return streaks (64, 512) of mean 0 and deviation 1, fine across and long down."""
    rng = np.random.default_rng([11, seed])
    streaks = blurred(rng.standard_normal((64, 512), dtype=np.float32), 1.0, 5.0)
    return np.asarray(streaks / streaks.std(), dtype=np.float32)


def _strands(seed: int, share: Picture, over: Picture, soft_mm: float) -> Picture:
    """Return the light and dark of hairs, about -2 to 2, and nothing of them where pixels are too large to show any.

    Hairs stand up at the inner end of a brow and lie along it further out.
    """
    stand = np.clip(1.05 - 1.7 * share, -0.7, 1.0)
    along = LENGTH_MM * share - 1.1 * stand * over
    row = np.clip(32 + 3.5 * over - 2.0 * along * np.clip(share - 0.3, 0, 1), 0, 63)
    streaks = _grain(seed)
    hair = np.zeros_like(over, dtype=np.float32)
    for per_mm, wide_mm in ((9.0, 0.5), (4.2, 1.1)):
        seen = float(np.clip(1.6 * wide_mm / soft_mm - 0.6, 0, 1))
        if seen > 0:
            column = (20 + per_mm * along).astype(np.float32)
            found = cv2.remap(streaks, column, row.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
            hair += 0.7 * seen * found
    return hair
