"""Measuring everything that stands in the passport, part by part."""

from collections.abc import Callable
from dataclasses import dataclass

from desdemona.estimates.interval import Interval
from desdemona.passport.acceptance import Acceptance, all_sittings, by_condition, see_all
from desdemona.passport.bodies import PostureSeen, see_classroom, see_postures
from desdemona.passport.cameras import camera_group
from desdemona.passport.contrast import ToneContrast, tone_contrasts
from desdemona.passport.gaze import gaze_group
from desdemona.passport.inside import inside_group
from desdemona.passport.landmarks import Following, follow_all
from desdemona.passport.lids import lid_group
from desdemona.passport.mouths import mouth_group
from desdemona.passport.row import Group
from desdemona.passport.voice import voice_group
from desdemona.passport.units import UnitSeen, see_units

Progress = Callable[[str, float], None]
"""Told what is being measured and how much of all work is done, 0..1."""

CLASSROOMS = (12, 42)
"""First of the thirty random pupils in each classroom."""


@dataclass(frozen=True, slots=True)
class Passport:
    """Everything that was measured."""

    groups: tuple[Group, ...]
    units: tuple[UnitSeen, ...]
    accepted: tuple[Acceptance, ...]
    followed: tuple[Following, ...]
    postures: tuple[PostureSeen, ...]
    classrooms: tuple[Interval, ...]
    tones: tuple[ToneContrast, ...]


_GROUPS: tuple[tuple[str, Callable[[], Group], float], ...] = (
    ("lids", lid_group, 12.0),
    ("gaze and head", gaze_group, 6.0),
    ("mouth", mouth_group, 4.0),
    ("inside", inside_group, 8.0),
    ("voice", voice_group, 4.0),
    ("camera and light", camera_group, 2.0),
)
_UNITS_S, _FACES_S, _FOLLOW_S, _BODIES_S, _CLASS_S, _TONES_S = 3.0, 150.0, 6.0, 60.0, 17.0, 2.0
_ALL_S = sum(seconds for _, _, seconds in _GROUPS) + _UNITS_S + _FACES_S + _FOLLOW_S + _BODIES_S + _CLASS_S + _TONES_S
"""About how long each part takes; only the progress bar goes by it."""


def measure_phantom(*, workers: int = 1, progress: Progress | None = None) -> Passport:
    """Measure everything; `workers` processes look at faces, and no answer depends on how many.

    Raises
    ------
    ModelError
        A detector cannot be had.
    """
    done_s = 0.0

    def tell(what: str, more_s: float = 0.0) -> None:
        if progress is not None:
            progress(what, min((done_s + more_s) / _ALL_S, 1.0))

    groups = []
    for name, measure, seconds in _GROUPS:
        tell(name)
        groups.append(measure())
        done_s += seconds
    tell("action units")
    units = see_units()
    done_s += _UNITS_S
    sittings = all_sittings()
    seen = see_all(
        sittings, workers=workers, progress=lambda count: tell("faces accepted", _FACES_S * count / len(sittings))
    )
    accepted = by_condition(list(seen))
    done_s += _FACES_S
    tell("landmarks")
    followed = follow_all()
    done_s += _FOLLOW_S
    tell("bodies")
    postures = see_postures()
    done_s += _BODIES_S
    tell("classrooms")
    classrooms = tuple(see_classroom(first) for first in CLASSROOMS)
    done_s += _CLASS_S
    tell("skin tones")
    passport = Passport(tuple(groups), units, accepted, followed, postures, classrooms, tone_contrasts())
    tell("done", _ALL_S)
    return passport
