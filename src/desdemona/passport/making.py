"""Measuring everything that stands in the passport, part by part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desdemona.estimates.interval import Interval
from desdemona.passport.acceptance import PEOPLE, Acceptance, all_sittings, by_condition, see_all
from desdemona.passport.bodies import PostureSeen, see_classroom, see_postures
from desdemona.passport.cameras import camera_group
from desdemona.passport.contact import contact_group
from desdemona.passport.contrast import ToneContrast, tone_contrasts
from desdemona.passport.gaze import gaze_group
from desdemona.passport.inside import inside_group
from desdemona.passport.landmarks import Following, follow_all
from desdemona.passport.lids import lid_group
from desdemona.passport.mouths import mouth_group
from desdemona.passport.moves import move_group
from desdemona.passport.repeat import repeat_group
from desdemona.passport.row import Group
from desdemona.passport.shots import shot_group
from desdemona.passport.spread import spread
from desdemona.passport.units import UnitSeen, see_units
from desdemona.passport.voice import voice_group

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
    ("gaze and head", gaze_group, 7.0),
    ("mouth", mouth_group, 4.0),
    ("movements", move_group, 9.0),
    ("inside", inside_group, 28.0),
    ("contact sensors", contact_group, 1.0),
    ("voice", voice_group, 9.0),
    ("camera and light", camera_group, 2.0),
    ("recordings", shot_group, 4.0),
)
_UNITS_S, _SAME_S, _FACES_S, _FOLLOW_S, _BODIES_S, _CLASS_S, _TONES_S = 3.0, 20.0, 170.0, 6.0, 90.0, 25.0, 2.0
_ALL_S = sum(seconds for _, _, seconds in _GROUPS) + sum(
    (_UNITS_S, _SAME_S, _FACES_S, _FOLLOW_S, _BODIES_S, _CLASS_S, _TONES_S)
)
"""About how long each part takes on one core; only the progress bar goes by it."""


def _answer(question: Callable[[], Group]) -> Group:
    return question()


def measure_phantom(
    people: Sequence[int] = PEOPLE,
    *,
    workers: int = 1,
    pythons: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Passport:
    """Measure everything; `workers` processes look at faces and bodies, and no answer depends on how many.

    `people` are those shown to the face detector; `pythons` are further interpreters that must give the same bytes.

    Raises
    ------
    FileProblem
        One of the interpreters cannot render phantoms.
    ModelError
        A detector cannot be had.
    """
    done_s = 0.0

    def tell(what: str, more_s: float = 0.0) -> None:
        if progress is not None:
            progress(what, min((done_s + more_s) / _ALL_S, 1.0))

    questions: list[Callable[[], Group]] = [*(measure for _, measure, _ in _GROUPS), partial(repeat_group, pythons)]
    groups: list[Group] = []
    tell(_GROUPS[0][0])
    for group, seconds in zip(
        spread(_answer, questions, workers), (*(one[2] for one in _GROUPS), _SAME_S), strict=True
    ):
        groups.append(group)
        done_s += seconds
        tell(group.title.lower())
    units = see_units()
    done_s += _UNITS_S
    sittings = all_sittings(people)
    seen = see_all(
        sittings, workers=workers, progress=lambda count: tell("faces accepted", _FACES_S * count / len(sittings))
    )
    accepted = by_condition(seen)
    done_s += _FACES_S
    tell("landmarks")
    followed = follow_all()
    done_s += _FOLLOW_S
    postures = see_postures(workers=workers, progress=lambda count, whole: tell("bodies", _BODIES_S * count / whole))
    done_s += _BODIES_S
    tell("classrooms")
    classrooms = tuple(spread(see_classroom, CLASSROOMS, workers))
    done_s += _CLASS_S
    tell("skin tones")
    passport = Passport(tuple(groups), units, accepted, followed, postures, classrooms, tone_contrasts())
    tell("done", _ALL_S)
    return passport
