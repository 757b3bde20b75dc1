"""Registers: how high a voice is and how long its vocal tract, with where the numbers come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

RegisterName = Literal["woman", "man", "child", "infant"]
Formants = tuple[float, float, float]

_MEN: Mapping[str, Formants] = {
    "iy": (270.0, 2290.0, 3010.0),
    "ih": (390.0, 1990.0, 2550.0),
    "eh": (530.0, 1840.0, 2480.0),
    "ae": (660.0, 1720.0, 2410.0),
    "aa": (730.0, 1090.0, 2440.0),
    "ao": (570.0, 840.0, 2410.0),
    "uh": (440.0, 1020.0, 2240.0),
    "uw": (300.0, 870.0, 2240.0),
    "ah": (640.0, 1190.0, 2390.0),
    "er": (490.0, 1350.0, 1690.0),
}
_WOMEN: Mapping[str, Formants] = {
    "iy": (310.0, 2790.0, 3310.0),
    "ih": (430.0, 2480.0, 3070.0),
    "eh": (610.0, 2330.0, 2990.0),
    "ae": (860.0, 2050.0, 2850.0),
    "aa": (850.0, 1220.0, 2810.0),
    "ao": (590.0, 920.0, 2710.0),
    "uh": (470.0, 1160.0, 2680.0),
    "uw": (370.0, 950.0, 2670.0),
    "ah": (760.0, 1400.0, 2780.0),
    "er": (500.0, 1640.0, 1960.0),
}
_CHILDREN: Mapping[str, Formants] = {
    "iy": (370.0, 3200.0, 3730.0),
    "ih": (530.0, 2730.0, 3600.0),
    "eh": (690.0, 2610.0, 3570.0),
    "ae": (1010.0, 2320.0, 3320.0),
    "aa": (1030.0, 1370.0, 3170.0),
    "ao": (680.0, 1060.0, 3180.0),
    "uh": (560.0, 1410.0, 3310.0),
    "uw": (430.0, 1170.0, 3260.0),
    "ah": (850.0, 1590.0, 3360.0),
    "er": (560.0, 1820.0, 2160.0),
}

VOWELS: Mapping[RegisterName, Mapping[str, Formants]] = {
    "woman": _WOMEN,
    "man": _MEN,
    "child": _CHILDREN,
    "infant": {name: (2.0 * low, 2.0 * mid, 2.0 * high) for name, (low, mid, high) in _MEN.items()},
}
"""First three formants of each vowel in hertz: averages of Peterson and Barney 1952, Table II, for men, women and
children. An infant's are a man's times two, as for a tube of half the length: our choice, no measurement."""


@dataclass(frozen=True, slots=True)
class Register:
    """A kind of voice.

    `f0_hz` is its usual fundamental frequency: the averages over vowels of Peterson and Barney 1952 (Table II) for
    men, women and children; an infant's is that of a cry, our choice. A contour may go from `lowest_hz` to
    `highest_hz`, our choice. `tract_scale` multiplies a man's formants where no table names them: the ratio of the
    mean third formants of that table. `formant_scale` makes a register one person's own: it multiplies all formants, as
    a shorter tract does; 1 is the average of the register.
    """

    name: RegisterName
    f0_hz: float
    lowest_hz: float
    highest_hz: float
    tract_scale: float
    formant_scale: float = 1.0

    @property
    def scale(self) -> float:
        """What multiplies a man's formants in this voice."""
        return self.tract_scale * self.formant_scale


WOMAN = Register("woman", 223.0, 100.0, 600.0, 1.17)
MAN = Register("man", 132.0, 60.0, 400.0, 1.0)
CHILD = Register("child", 264.0, 150.0, 800.0, 1.37)
INFANT = Register("infant", 450.0, 250.0, 900.0, 2.0)
REGISTERS: tuple[Register, ...] = (WOMAN, MAN, CHILD, INFANT)
"""The registers that a score can name."""


def formants_of(register: Register, target: str | Formants) -> Formants:
    """Return three formants in hertz, of a vowel by its name or of a man's formants scaled to the register."""
    if isinstance(target, str):
        scale, (low, mid, high) = register.formant_scale, VOWELS[register.name][target]
    else:
        scale, (low, mid, high) = register.scale, target
    return (low * scale, mid * scale, high * scale)
