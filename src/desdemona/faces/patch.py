"""A piece of the picture while it is being painted."""

from dataclasses import dataclass

import numpy as np

from desdemona.faces.colour import Picture, as_colour


@dataclass(frozen=True, slots=True)
class Outlook:
    """Directions in head coordinates (unit vectors): `viewer` to the camera, `halfway` between it and the lamp."""

    viewer: tuple[float, float, float]
    halfway: tuple[float, float, float]

    def behind(self, depth_mm: float) -> tuple[float, float]:
        """Return how far right and up of a place on the skin one sees what lies `depth_mm` behind it."""
        x, y, z = self.viewer
        return -depth_mm * x / max(z, 0.2), -depth_mm * y / max(z, 0.2)


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A piece of the picture being painted: where its pixels lie on the face, and their colours so far.

    `x_mm`, `y_mm` (h, w) are head coordinates, `rest_x_mm`, `rest_y_mm` where the same skin lies at rest, `rgb`
    (3, h, w) codes over 255 before light, `skin` (h, w) the share of bare skin, `gloss` (h, w) light added after
    shading (codes), `soft_mm` the size of one pixel on the face. The arrays are painted in place.
    """

    x_mm: Picture
    y_mm: Picture
    rest_x_mm: Picture
    rest_y_mm: Picture
    rgb: Picture
    skin: Picture
    gloss: Picture
    soft_mm: float
    outlook: Outlook

    def lay(self, cover: Picture, colour: Picture, skin: float = 0.0) -> None:
        """Paint a colour, (3, 1, 1) or (3, h, w), where `cover` (0..1) says; `skin` is how much of it is skin.

        What is no skin shines less.
        """
        self.rgb[...] += cover * (colour - self.rgb)
        self.skin[...] += cover * (np.float32(skin) - self.skin)
        if skin < 1:
            self.gloss[...] *= 1 - (0.65 * (1 - skin)) * cover

    def shade(self, cover: Picture, factors: tuple[float, float, float]) -> None:
        """Multiply the colour by `factors` where `cover` says; skin stays skin."""
        self.rgb[...] *= 1 + cover * (as_colour(factors) - 1)

    def shine(self, light: Picture) -> None:
        """Add light that the colour underneath does not matter to, in codes over 255."""
        self.gloss[...] += 255 * light

    def edge(self, inside_mm: Picture) -> Picture:
        """Return 0..1 across a border, one pixel wide, from the distance to it in mm (positive inside)."""
        return np.asarray(np.clip(inside_mm * (1 / self.soft_mm) + 0.5, 0, 1))
