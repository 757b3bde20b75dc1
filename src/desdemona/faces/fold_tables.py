"""Where folds run and skin bunches: tables for an average face, in mm, outwards from the middle and up.

Which unit makes which fold is told by Ekman, Friesen and Hager 2002; courses and depths are drawn by eye, our choice.
"""

from dataclasses import dataclass

from desdemona.faces.pulls import Pull
from desdemona.faces.sheet import Zone

Course = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Crease:
    """A fold of skin along `points`, `width_mm` wide (standard deviation) and `depth_mm` deep.

    It hangs on the feature `zone` at its beginning and on `to` at its end. `fine` folds are deep where age has drawn
    lines and shallow on young skin.
    """

    pull: Pull | None
    points: Course
    width_mm: float
    depth_mm: float
    zone: Zone = "face"
    to: Zone = "face"
    fine: bool = True


@dataclass(frozen=True, slots=True)
class Swell:
    """Skin that bunches up (or is drawn in): a hill of `height_mm` at `at` with standard deviations `size`."""

    pull: Pull
    zone: Zone
    at: tuple[float, float]
    size: tuple[float, float]
    height_mm: float


_NASOLABIAL: Course = ((18.5, -38), (22, -46), (27, -54), (32, -63), (34, -71))
_FOREHEAD: tuple[Course, ...] = (
    ((-4, 36.5), (8, 37.5), (16, 38), (26, 37)),
    ((-4, 44), (10, 44.5), (24, 44)),
    ((-4, 51), (9, 51.5), (19, 50.5)),
)
_TEMPLE: tuple[Course, ...] = (
    ((18, 38), (30, 39.5), (40, 37), (49, 31)),
    ((18, 44.5), (32, 45.5), (45, 41)),
    ((22, 51), (38, 50)),
)
_CROWS_FEET: tuple[Course, ...] = (
    ((49, 2), (54, 5.5), (61, 9)),
    ((50, -1), (56, -1), (63, -0.5)),
    ((49, -4), (55, -7.5), (61, -11)),
)
_FROWN: tuple[Course, ...] = (((5.5, 6), (6.8, 14), (6, 22), (7, 29)), ((10.5, 9), (12, 18)))
_UNDER_EYE: Course = ((16, -9), (22, -13.5), (32, -15.5), (42, -13.5), (48, -10))

REST: tuple[Crease, ...] = (
    Crease(None, _NASOLABIAL[:4], 2.0, 0.32, "nose", "corner", fine=False),
    Crease(None, _UNDER_EYE[:4], 1.8, 0.20, "eye", "eye", fine=False),
    Crease(None, ((-6, -81), (6, -81.5), (13, -84)), 2.0, 0.25, fine=False),
)
"""Folds of every face at rest."""

AGE_CREASES: tuple[Crease, ...] = (
    *(Crease(None, course, 1.1, 0.50, "brow", "brow") for course in (*_FOREHEAD[:2], *_TEMPLE[:2])),
    *(Crease(None, course, 0.9, 0.45, "eye", "eye") for course in _CROWS_FEET),
    Crease(None, _FROWN[0], 1.1, 0.55),
    Crease(None, _UNDER_EYE, 1.4, 0.60, "eye", "eye"),
    Crease(None, _NASOLABIAL, 1.7, 0.80, "nose", "corner"),
    Crease(None, ((28, -70), (31, -77), (32, -85)), 1.6, 0.70, "corner", "corner"),
)
"""Folds that age leaves in a face at rest."""

CREASES: tuple[Crease, ...] = (
    *(Crease("1", course, 1.15, 0.62, "brow", "brow") for course in _FOREHEAD),
    *(Crease("2", course, 1.15, 0.62, "brow", "brow") for course in _TEMPLE),
    Crease("4 in", _FROWN[0], 1.2, 0.85),
    Crease("4 in", _FROWN[1], 1.2, 0.45),
    Crease("4 down", ((-5, 3), (0, 3.5), (6, 4.5)), 1.1, 0.35),
    *(Crease("6", course, 0.95, 0.60, "eye", "eye") for course in _CROWS_FEET),
    Crease("6", _UNDER_EYE, 1.4, 0.50, "eye", "eye"),
    Crease("7", ((20, -8.5), (31, -10.5), (42, -8)), 1.1, 0.42, "eye", "eye"),
    Crease("9", ((4.5, -2), (7.5, -7), (11, -12)), 0.95, 0.62),
    Crease("9", ((3, -8), (6.5, -13), (10, -18)), 0.95, 0.62),
    Crease("9", ((-4, 4), (0, 3), (8, 5)), 1.0, 0.40),
    Crease("9", ((16.5, -34), (20, -42), (24, -50), (27, -56)), 2.0, 0.55, "nose", "face", fine=False),
    Crease("10", ((18, -37), (22, -44), (27, -52), (31, -60)), 2.1, 0.65, "nose", "corner", fine=False),
    Crease("12", _NASOLABIAL, 1.9, 1.05, "nose", "corner", fine=False),
    Crease("12", ((31, -59), (33.5, -66), (32, -73)), 1.1, 0.35, "corner", "corner"),
    Crease("14", ((30, -60), (32, -66), (30.5, -72)), 1.3, 0.75, "corner", "corner", fine=False),
    Crease("15", ((27, -69), (30.5, -75), (32, -83)), 1.6, 0.85, "corner", "corner", fine=False),
    Crease("17", ((-8, -82), (0, -81.5), (9, -82.5), (16, -86), (19, -91)), 1.7, 0.80, fine=False),
    Crease("20", ((33, -60), (36.5, -68), (36, -78)), 1.7, 0.60, "corner", "corner", fine=False),
    *(Crease("23", ((at, -52.5), (at + 0.4, -58)), 0.75, 0.30) for at in (3.5, 8.0, 12.5, 17.0)),
    *(Crease("23", ((at, -76), (at + 0.4, -81)), 0.75, 0.26) for at in (4.0, 9.0, 14.0)),
    Crease("24", ((26, -60), (28.5, -66), (27, -73)), 1.2, 0.55, "corner", "corner", fine=False),
    *(Crease("round", ((at, -52), (at * 0.8, -57.5)), 0.8, 0.26) for at in (4.0, 9.0, 14.0)),
    Crease("spread", ((33, -60), (36, -68), (35, -76)), 1.7, 0.40, "corner", "corner", fine=False),
)

_ROLLED_IN: tuple[tuple[Pull, float], ...] = (("23", 0.7), ("24", 1.0))

SWELLS: tuple[Swell, ...] = (
    Swell("4 in", "face", (1, 15), (3.5, 9), 0.5),
    Swell("4 in", "brow", (14, 15), (6, 5), 1.0),
    Swell("4 down", "brow", (22, 12), (14, 4), 1.0),
    Swell("6", "eye", (38, -26), (14, 8), 1.7),
    Swell("7", "eye", (31, -7.4), (11, 1.9), 0.8),
    Swell("9", "nose", (17, -38), (5, 5), 1.0),
    Swell("10", "face", (27, -36), (9, 7), 1.3),
    Swell("12", "face", (39, -42), (12, 10), 2.6),
    Swell("14", "corner", (30.5, -66), (2.4, 3.2), -1.3),
    Swell("14", "corner", (36, -66), (4, 8), 0.9),
    Swell("15", "corner", (36, -77), (5, 8), 0.9),
    Swell("17", "face", (8, -92), (10, 7), 1.2),
    *(
        Swell("17", "face", at, (1.35, 1.2), -0.30)
        for at in ((3, -87), (8.5, -89), (13.5, -88.5), (5.5, -93), (11, -94), (2.5, -98), (8, -99), (14, -98))
    ),
    Swell("20", "face", (20, -88), (12, 8), -0.8),
    Swell("23", "face", (9, -55), (11, 2.6), 0.6),
    Swell("23", "face", (8, -79), (10, 2.6), 0.6),
    Swell("24", "face", (9, -56), (11, 2.4), 0.9),
    Swell("24", "face", (8, -78), (10, 2.4), 0.9),
    *(Swell(pull, "face", (7, -62.5), (12, 3.2), -deep) for pull, deep in _ROLLED_IN),
    *(Swell(pull, "face", (7, -71.5), (12, 3.8), -1.3 * deep) for pull, deep in _ROLLED_IN),
    Swell("27", "face", (38, -56), (10, 16), -1.3),
    Swell("round", "face", (9, -58), (10, 5), 1.0),
    Swell("round", "face", (8, -77), (10, 5), 0.8),
)
