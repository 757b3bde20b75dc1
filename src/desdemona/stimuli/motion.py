"""From a script and a time to how the phantom looks: lids, gaze, head, mouth and brows.

Every number here that is no physiology is a choice of the drawing and says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.pose import Pose
from desdemona.faces.units import AT_REST, UNITS, ActionUnits, Unit, Units
from desdemona.stimuli.phantom import Act, Cause, Script, Side

Times = NDArray[np.float64]

MouthCurve = Callable[[Times], tuple[Times, Times]]
"""A voice's mouth: from times in seconds to the jaw's opening (0..1) and the lips' spread (-1 round to 1 spread)."""

GLANCE_DEG = 25.0
"""How far down a glance of amount 1 looks."""

LID_DROP_PER_DEG = 0.018
"""Share of the eye opening lost for each degree that the eye looks down: the upper lid follows the eye.

Roughly 1:1 between lid and eye in degrees (Becker and Fuchs 1988), on a fissure of 10 mm and an eye of 12 mm radius.
"""

TALK_RATE_HZ = 4.0
"""Syllables a second while talking; speech has its rhythm at 2 to 7 Hz (Chandrasekaran et al. 2009)."""

TALK_OPENING = 0.3
"""Mouth opening of talk of amount 1, as a share of the full opening."""


TALK_SPREAD = 0.35
"""How far the lips spread and round in turn while talking, as a share of the full movement."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """The poses of a phantom over time, one array for each field of `Pose`.

    `left` and `right` (the person's own) hold the action units that act at all.
    """

    eye_opening: Times
    gaze_yaw_deg: Times
    gaze_pitch_deg: Times
    head_yaw_deg: Times
    head_pitch_deg: Times
    head_roll_deg: Times
    mouth_opening: Times
    smile: Times
    brow: Times
    mouth_spread: Times
    left: Units = field(default_factory=dict)
    right: Units = field(default_factory=dict)

    def poses(self) -> Iterator[Pose]:
        """Give the poses one after the other."""
        return (self.pose(index) for index in range(len(self.eye_opening)))

    def pose(self, index: int) -> Pose:
        """Return the pose at one of the times."""
        return Pose(
            float(self.eye_opening[index]),
            float(self.gaze_yaw_deg[index]),
            float(self.gaze_pitch_deg[index]),
            float(self.head_yaw_deg[index]),
            float(self.head_pitch_deg[index]),
            float(self.head_roll_deg[index]),
            float(self.mouth_opening[index]),
            float(self.smile[index]),
            float(self.brow[index]),
            _units_at(self.right, index),
            _units_at(self.left, index),
            float(self.mouth_spread[index]),
        )

    def unit(self, unit: Unit, side: Side) -> Times:
        """Return how strongly a unit acts over time on the left or the right (`both`: their mean), 0..1.

        Smiles and brows are action units too: a smile is unit 12, a raised brow 1 and 2, a lowered one 4.
        """
        if side == "both":
            return np.asarray((self.unit(unit, "left") + self.unit(unit, "right")) / 2)
        told = {"au1": self.brow, "au2": self.brow, "au4": -self.brow, "au12": self.smile}
        own = self.left if side == "left" else self.right
        nothing = np.zeros_like(self.brow)
        return np.asarray(np.maximum(own.get(unit, nothing), np.clip(told.get(unit, nothing), 0, 1)))


def _units_at(units: Units, index: int) -> ActionUnits:
    return ActionUnits(**{unit: float(amounts[index]) for unit, amounts in units.items()}) if units else AT_REST


def _glide(progress: Times) -> Times:
    """Return the minimum-jerk course from 0 to 1 (Flash and Hogan 1985) for a progress of 0 to 1."""
    part = np.clip(progress, 0.0, 1.0)
    return part**3 * (10 - 15 * part + 6 * part**2)


def _rise_and_fall(act: Act, times_s: Times, rise_s: float, fall_s: float) -> Times:
    """Return 0..1: up within `rise_s` from the start, down within `fall_s` before the end.

    Where the act is too short for both they shrink alike, so the act still reaches 1. Nothing is faster than 1 ms.
    """
    rise_s, fall_s = max(rise_s, 1e-3), max(fall_s, 1e-3)
    shrink = min(1.0, (act.t_end_s - act.t_start_s) / (rise_s + fall_s))
    up = _glide((times_s - act.t_start_s) / (rise_s * shrink))
    down = _glide((act.t_end_s - times_s) / (fall_s * shrink))
    return np.minimum(up, down)


_COURSE_S: dict[Cause, tuple[float, float]] = {
    "blink": (0.08, 0.17),  # lids fall in about 80 ms and rise in 150 to 200 ms (VanderWerf et al. 2003)
    "eyes_closed": (0.15, 0.25),
    "glance_down": (0.08, 0.08),  # a saccade of 20 degrees lasts 60 to 80 ms (Bahill et al. 1975)
    "gaze_yaw": (0.06, 0.06),
    "gaze_pitch": (0.06, 0.06),
    "head_yaw": (0.5, 0.5),
    "head_pitch": (0.5, 0.5),
    "head_roll": (0.5, 0.5),
    "smile": (0.5, 0.7),
    "mouth_open": (0.25, 0.25),
    "brow_raise": (0.2, 0.3),
    "brow_lower": (0.2, 0.3),
    "talk": (0.15, 0.15),
    "au1": (0.2, 0.3),
    "au2": (0.2, 0.3),
    "au4": (0.2, 0.3),
    "au5": (0.1, 0.2),
    "au43": (0.15, 0.25),
    "au45": (0.08, 0.17),
}
"""Usual seconds of onset and offset of each cause; of every other action unit `_UNIT_COURSE_S`."""

_UNIT_COURSE_S = (0.3, 0.4)


def course_of(act: Act, times_s: Times) -> Times:
    """Return how far an act has come at each time, 0..1 of its amount: onset, apex, offset."""
    length_s = act.t_end_s - act.t_start_s
    usual_s = _COURSE_S.get(act.cause, _UNIT_COURSE_S)
    if act.cause == "yawn":  # slow to open, shorter to close (Barbizet 1958: 4 to 7 s, longest in opening)
        usual_s = (0.45 * length_s, 0.3 * length_s)
    onset_s = usual_s[0] if act.onset_s is None else act.onset_s
    offset_s = usual_s[1] if act.offset_s is None else act.offset_s
    course = _rise_and_fall(act, times_s, onset_s, offset_s)
    return course * (0.5 - 0.5 * np.cos(2 * np.pi * _beats(act, times_s))) if act.cause == "talk" else course


def _beats(act: Act, times_s: Times) -> Times:
    since_s = times_s - act.t_start_s
    return TALK_RATE_HZ * since_s + 0.25 * np.sin(2 * np.pi * 0.7 * since_s)


def _total(script: Script, cause: Cause, times_s: Times, side: Side = "both") -> Times:
    """Return what all acts of a cause come to; of acts of one side only those of `side`, where it is given."""
    acts = [act for act in script.acts if act.cause == cause and (side == "both" or act.side in ("both", side))]
    return sum((act.amount * course_of(act, times_s) for act in acts), start=np.zeros_like(times_s))


def _units(script: Script, times_s: Times, side: Side) -> Units:
    acting = {act.cause for act in script.acts}
    return {unit: np.clip(_total(script, unit, times_s, side), 0, 1) for unit in UNITS if unit in acting}


def _talk_spread(script: Script, times_s: Times) -> Times:
    """Return how the lips spread and round from syllable to syllable; which ones do is as in no real speech."""
    talk = (act for act in script.acts if act.cause == "talk")
    zero = np.zeros_like(times_s)
    return sum(
        (
            TALK_SPREAD
            * act.amount
            * _rise_and_fall(act, times_s, 0.15, 0.15)
            * np.sin(0.74 * np.pi * _beats(act, times_s))
            for act in talk
        ),
        start=zero,
    )


def motion_of(script: Script, times_s: Times, mouth: MouthCurve | None = None) -> Motion:
    """Return the phantom's poses at the given times (seconds, shape (n,)).

    Acts of the same cause add up; shares are held within 0..1. A look down lowers the upper lids with it, and that is
    no blink. Yawn, talk and a mouth held open share one jaw: the widest counts. `mouth` is the mouth of a voice, if
    there is one; it shares that jaw too.
    """

    def total(cause: Cause) -> Times:
        return _total(script, cause, times_s)

    gaze_pitch_deg = total("gaze_pitch") - GLANCE_DEG * total("glance_down")
    closing = np.clip(np.maximum(total("blink"), total("eyes_closed")), 0, 1)
    lid_share = np.clip(1 - LID_DROP_PER_DEG * np.clip(-gaze_pitch_deg, 0, None), 0.3, 1)
    jaw = np.maximum(np.maximum(total("mouth_open"), total("yawn")), TALK_OPENING * total("talk"))
    spread = _talk_spread(script, times_s)
    if mouth is not None:
        opening, voiced_spread = mouth(times_s)
        jaw, spread = np.maximum(jaw, opening), spread + voiced_spread
    return Motion(
        eye_opening=lid_share * (1 - closing),
        gaze_yaw_deg=total("gaze_yaw"),
        gaze_pitch_deg=gaze_pitch_deg,
        head_yaw_deg=total("head_yaw"),
        head_pitch_deg=total("head_pitch"),
        head_roll_deg=total("head_roll"),
        mouth_opening=np.clip(jaw, 0, 1),
        smile=np.clip(total("smile"), 0, 1),
        brow=np.clip(total("brow_raise") - total("brow_lower"), -1, 1),
        mouth_spread=np.clip(spread, -1, 1),
        left=_units(script, times_s, "left"),
        right=_units(script, times_s, "right"),
    )


def frame_times(duration_s: float, rate_hz: float) -> Times:
    """Return the times of all frames that fit in a duration, the first at 0."""
    return np.arange(max(1, round(duration_s * rate_hz))) / rate_hz
