"""Action units, each by what its muscle must do to the pixels: brows, lids, lips and folds that move its way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from desdemona.faces.units import ONE_JAW, UNIT_NAMES, UNITS, Unit
from desdemona.passport.stills import LIP_DEPTH_MM, Picture, holding, look, part_of, px_per_mm
from desdemona.stimuli.phantom import Act, Side

SIZE_PX = 384
IDENTITY, TONE = 0, 3
STEPS = (0.0, 0.5, 1.0)
OWN_SIDE_LEAST = 0.69
"""Least share of all change that must fall on the half of the face that acts (our choice)."""

_BROW_DEPTH_MM, _NOSE_DEPTH_MM = 88.0, 104.0
_RED = 64.0
"""How much redder than green, in codes, lips are at least on this skin."""

Measure = Callable[[Picture], float]


@dataclass(frozen=True, slots=True)
class UnitSeen:
    """One action unit in the pixels.

    `steps` are the measure at rest, half and full, in `unit` and in the direction that is asked (so they must rise).
    `own_side_share` is the share of changed light that falls on her left half when only her left acts; NaN for the jaw.
    """

    name: Unit
    about: str
    steps: tuple[float, float, float]
    unit: str
    own_side_share: float

    @property
    def within(self) -> bool:
        """Return whether the pixels move the right way, step by step, and on the right side."""
        rest, half, full = self.steps
        one_sided = self.name in ONE_JAW or self.own_side_share >= OWN_SIDE_LEAST
        return bool(rest < half <= full and rest < full and one_sided)


def _scale(depth_mm: float) -> float:
    return px_per_mm(SIZE_PX, depth_mm)


def _dark_height(part: Picture, depth_mm: float) -> float:
    """Return the height in mm, over the part's lower edge, of its darkest sixth."""
    grey = part.mean(axis=-1)
    rows = np.nonzero(grey < np.quantile(grey, 1 / 6))[0]
    return (len(grey) - float(rows.mean())) / _scale(depth_mm)


def _brow(x_mm: tuple[float, float]) -> Measure:
    return lambda picture: _dark_height(part_of(picture, x_mm, (11, 34), _BROW_DEPTH_MM), _BROW_DEPTH_MM)


def _nostrils(picture: Picture) -> float:
    return _dark_height(part_of(picture, (2, 14), (-56, -34), _NOSE_DEPTH_MM), _NOSE_DEPTH_MM)


def _white(picture: Picture) -> float:
    """Return the area of what is neither skin nor dark in one eye, square mm."""
    eye = part_of(picture, (14, 48), (-8, 11))
    white = (eye[..., 0] - eye[..., 2] < 32) & (eye.mean(axis=-1) > 90)
    return float(np.count_nonzero(white)) / _scale(82.0) ** 2


def _red(picture: Picture) -> Picture:
    lips = part_of(picture, (-38, 38), (-104, -50), LIP_DEPTH_MM)
    return np.asarray(lips[..., 0] - lips[..., 1])


def _red_area(picture: Picture) -> float:
    return float(np.count_nonzero(_red(picture) > _RED)) / _scale(LIP_DEPTH_MM) ** 2


def _red_reach(picture: Picture) -> float:
    """Return how far the red of the lips reaches from the middle towards her left, mm."""
    red = _red(picture) > _RED
    return float(np.flatnonzero(red[:, red.shape[1] // 2 :].any(axis=0)).max()) / _scale(LIP_DEPTH_MM)


def _red_top(picture: Picture) -> float:
    red = np.asarray((_red(picture) > _RED).any(axis=1))
    return (len(red) - float(np.flatnonzero(red).min())) / _scale(LIP_DEPTH_MM)


def _line_height(picture: Picture, x_mm: tuple[float, float]) -> float:
    rows = part_of(picture, x_mm, (-80, -54), LIP_DEPTH_MM).mean(axis=(1, 2))
    return (len(rows) - float(rows.argmin())) / _scale(LIP_DEPTH_MM)


def _line_middle(picture: Picture) -> float:
    return _line_height(picture, (-4, 4))


def _corner(picture: Picture) -> float:
    return _line_height(picture, (19, 23)) - _line_middle(picture)


def _between_lips(picture: Picture) -> float:
    """Return the area between the lips that is not red, square mm: teeth or the dark behind them."""
    inside = part_of(picture, (-12, 12), (-96, -58), LIP_DEPTH_MM)
    return float(np.count_nonzero(inside[..., 0] - inside[..., 1] < 30)) / _scale(LIP_DEPTH_MM) ** 2


def _dimple(picture: Picture) -> float:
    """Return how many codes darker it is beside the corner than on the cheek."""
    beside, cheek = part_of(picture, (28, 32), (-70, -62)), part_of(picture, (37, 41), (-66, -58))
    return float(cheek.mean() - beside.mean())


_Spec = tuple[str, Measure, int, str]
_AREA = "mm²"
MEASURES: Mapping[Unit, _Spec] = MappingProxyType(
    {
        "au1": ("inner brow goes up", _brow((12, 22)), 1, "mm"),
        "au2": ("outer brow goes up", _brow((36, 46)), 1, "mm"),
        "au4": ("inner brow goes down", _brow((12, 22)), -1, "mm"),
        "au5": ("more white of the eye", _white, 1, _AREA),
        "au6": ("less white of the eye", _white, -1, _AREA),
        "au7": ("less white of the eye", _white, -1, _AREA),
        "au9": ("nostrils go up", _nostrils, 1, "mm"),
        "au10": ("top of the red of the lips goes up", _red_top, 1, "mm"),
        "au12": ("line between the lips rises to its ends", _corner, 1, "mm"),
        "au14": ("darker beside the corner of the mouth", _dimple, 1, "codes"),
        "au15": ("line between the lips falls to its ends", _corner, -1, "mm"),
        "au17": ("line between the lips goes up", _line_middle, 1, "mm"),
        "au20": ("red of the lips reaches further out", _red_reach, 1, "mm"),
        "au23": ("less red of the lips", _red_area, -1, _AREA),
        "au24": ("less red of the lips", _red_area, -1, _AREA),
        "au25": ("more between the lips that is not red", _between_lips, 1, _AREA),
        "au26": ("more between the lips that is not red", _between_lips, 1, _AREA),
        "au27": ("more between the lips that is not red", _between_lips, 1, _AREA),
        "au43": ("less white of the eye", _white, -1, _AREA),
        "au45": ("less white of the eye", _white, -1, _AREA),
    }
)
"""What each unit must do to the pixels: in words, by which measure, in which direction, in which unit."""


def acting(unit: Unit, amount: float, side: Side = "both") -> Picture:
    """Return a picture of the face that is measured, with one unit acting."""
    acts = (Act(unit, 0.0, 4.0, amount, side),) if amount else ()
    return look(holding(*acts, identity=IDENTITY, tone=TONE, size_px=SIZE_PX))


def own_side_share(rest: Picture, picture: Picture) -> float:
    """Return the share of changed light that falls on the right half of the picture, which is her left."""
    change = np.abs(picture - rest).sum(axis=(0, 2))
    middle = len(change) // 2
    return float(change[middle:].sum() / max(change.sum(), 1e-9))


def see_unit(unit: Unit, draw: Callable[[Unit, float, Side], Picture] = acting) -> UnitSeen:
    """Return what one unit does to the pixels; `draw` gives the pictures (another one to see this check fail)."""
    about, measure, sign, of = MEASURES[unit]
    rest, half, full = (sign * measure(draw(unit, amount, "both")) for amount in STEPS)
    own = float("nan") if unit in ONE_JAW else own_side_share(draw(unit, 0.0, "both"), draw(unit, 1.0, "left"))
    return UnitSeen(unit, f"{UNIT_NAMES[unit]}: {about}", (rest, half, full), of, own)


def see_units() -> tuple[UnitSeen, ...]:
    """Return what every unit does to the pixels."""
    return tuple(see_unit(unit) for unit in UNITS)
