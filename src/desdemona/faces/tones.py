"""The ten skin tones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SkinTone:
    """One tone of the Monk scale: `number` 1 (lightest) to 10 (darkest) and its published colour."""

    number: int
    name: str
    hex: str

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Return the colour as red, green and blue in 0..255."""
        return int(self.hex[0:2], 16), int(self.hex[2:4], 16), int(self.hex[4:6], 16)


_MONK_HEX = ("f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a", "292420")

SKIN_TONES: tuple[SkinTone, ...] = tuple(
    SkinTone(number, f"Monk {number:02d}", colour) for number, colour in enumerate(_MONK_HEX, start=1)
)
"""The Monk Skin Tone scale (Monk 2019, published by Google Research under CC BY 4.0), lightest first."""
