"""Postures: how a body sits or stands, where its hands are, what they hold, and which head pose goes with it.

Every posture is a described value of numbers, so that two can be mixed in any proportion. Those with a side are written
down for the person's right, which is on the image's left, and mirrored for the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from desdemona.scenes.lens import Vector

PostureName = Literal[
    "sitting",
    "listening",
    "reading",
    "writing",
    "hand_raised",
    "standing",
    "head_on_desk",
    "phone_at_ear",
    "phone_below",
    "smoking",
    "driving",
    "sleeping_reclined",
    "waiting",
    "waiting_aside",
    "arms_folded",
    "phone_before",
]
PlaceName = Literal["desk", "driver_seat", "child_seat", "classroom", "queue", "interrogation"]
Side = Literal["left", "right"]
"""The person's own."""
Held = Literal["phone", "pen", "cigarette"]
Motion = Literal["none", "writing", "smoking"]

PLACES: tuple[PlaceName, ...] = get_args(PlaceName)
SIDES: tuple[Side, ...] = get_args(Side)


@dataclass(frozen=True, slots=True)
class Reach:
    """Where one hand is: mm and directions in seat coordinates (x right in the image, y up, z towards the camera).

    `elbow` is the direction in which the elbow gives way, `fingers` and `palm` where they point, `curl` 0 (straight) to
    1 (fist), `spread` 0..1 of the fingers, `with_head` 1 where the hand goes along with the head.
    """

    wrist_mm: Vector
    fingers: Vector
    palm: Vector
    elbow: Vector = (-1.0, -0.6, -0.4)
    curl: float = 0.25
    spread: float = 0.1
    with_head: float = 0.0


@dataclass(frozen=True, slots=True)
class Posture:
    """One posture.

    `right` and `left` are the person's own hands (image left and right). Head angles add to the pose that a track asks
    for; `lids` is the share by which the eyes are closed. `lean_deg` is forward, `bend_deg` towards the image's right.
    `left` is None where that hand has nothing to do: it rests as in the place's own posture. `held` is in the right
    hand; `table` lies on the desk. `rate_hz` is the usual rate of its motion.
    """

    name: PostureName
    about: str
    places: tuple[PlaceName, ...]
    right: Reach
    left: Reach | None = None
    sided: bool = False
    lean_deg: float = 0.0
    bend_deg: float = 0.0
    shift_mm: Vector = (0.0, 0.0, 0.0)
    head_yaw_deg: float = 0.0
    head_pitch_deg: float = 0.0
    head_roll_deg: float = 0.0
    gaze_pitch_deg: float = 0.0
    lids: float = 0.0
    held: Held | None = None
    table: Literal["book", "paper"] | None = None
    motion: Motion = "none"
    rate_hz: float = 0.0
    away: Reach | None = None
    """Where the right hand rests between two draws at the cigarette."""


def mirrored(reach: Reach) -> Reach:
    """Return a reach of the other hand."""
    flip = {name: (-getattr(reach, name)[0], *getattr(reach, name)[1:]) for name in ("wrist_mm", "fingers", "palm")}
    return Reach(
        flip["wrist_mm"],
        flip["fingers"],
        flip["palm"],
        (-reach.elbow[0], reach.elbow[1], reach.elbow[2]),
        reach.curl,
        reach.spread,
        reach.with_head,
    )


_AT_TABLE: tuple[PlaceName, ...] = ("desk", "classroom")
_ON_DESK = Reach((-118.0, 318.0, 285.0), (0.72, 0.02, 0.62), (0.05, -1.0, 0.0), (-1.0, -0.5, -0.6), 0.2, 0.12)
_IN_LAP = Reach((-85.0, 175.0, 235.0), (0.62, -0.35, 0.7), (0.5, -0.8, 0.0), (-1.0, -0.6, -0.5), 0.45)
_AT_BOOK = Reach((-182.0, 320.0, 205.0), (0.60, -0.02, 0.62), (0.35, -0.9, 0.2), (-1.0, -0.25, -0.5), 0.30, 0.2)
_WITH_PEN = Reach((-92.0, 322.0, 318.0), (0.50, -0.10, 0.85), (0.75, -0.6, 0.1), (-1.0, -0.3, -0.3), 0.55)
_ON_PAPER = Reach((-176.0, 318.0, 280.0), (0.50, 0.0, 0.8), (0.05, -1.0, 0.0), (-1.0, -0.5, -0.6), 0.2, 0.15)
_RAISED = Reach((-262.0, 905.0, 55.0), (0.06, 1.0, 0.02), (0.1, 0.0, 1.0), (-1.0, -0.45, 0.1), 0.06, 0.55)
_HANGING = Reach((-232.0, 40.0, 40.0), (0.05, -1.0, 0.1), (1.0, 0.0, 0.0), (-0.6, 0.0, -1.0), 0.35)
_FOLDED_LOW = Reach((84.0, 326.0, 322.0), (0.96, 0.0, 0.1), (0.0, -1.0, 0.1), (-1.0, 0.05, 0.35), 0.2)
_FOLDED_HIGH = Reach((-104.0, 360.0, 372.0), (0.96, -0.1, 0.0), (0.0, -1.0, 0.1), (-1.0, 0.08, 0.35), 0.15)
_AT_EAR = Reach((-114.0, 640.0, 96.0), (0.04, 0.90, -0.42), (1.0, 0.0, 0.06), (-0.85, -0.9, 0.35), 0.18, 0.0, 1.0)
_PHONE_LOW = Reach((-62.0, 205.0, 240.0), (0.35, 0.35, 0.85), (0.5, 0.8, 0.1), (-1.0, -0.6, -0.4), 0.5)
_AT_MOUTH = Reach((-58.0, 547.0, 140.0), (0.15, 0.97, 0.15), (0.8, 0.1, -0.6), (-0.9, -0.85, 0.3), 0.12, 0.2, 1.0)
_SMOKE_DOWN = Reach((-225.0, 390.0, 265.0), (0.05, 0.75, 0.6), (1.0, 0.0, 0.1), (-0.8, -0.9, -0.1), 0.35, 0.2)
_ON_WHEEL = Reach((-206.0, 330.0, 352.0), (0.10, 0.22, 0.95), (1.0, 0.0, -0.1), (-0.7, -1.0, -0.3), 0.72)
_DOWN = Reach((-206.0, 36.0, 24.0), (0.04, -1.0, 0.12), (1.0, 0.0, 0.1), (-0.7, 0.0, -1.0), 0.35)
_ARM_OVER = Reach((60.0, 352.0, 152.0), (0.96, 0.12, 0.10), (-0.1, 0.1, -1.0), (-1.0, -0.8, 0.05), 0.2)
_ARM_UNDER = Reach((-66.0, 316.0, 128.0), (-0.96, 0.10, 0.05), (0.1, 0.1, -1.0), (1.0, -0.8, 0.05), 0.3)
_PHONE_UP = Reach((-92.0, 338.0, 206.0), (0.30, 0.92, 0.22), (0.30, 0.25, -0.92), (-1.0, -0.8, -0.2), 0.55)
_ASLEEP = Reach((-92.0, 195.0, 185.0), (0.75, -0.35, 0.5), (0.2, -0.95, 0.0), (-1.0, -0.5, -0.3), 0.4)

POSTURE_LIST: tuple[Posture, ...] = (
    Posture(
        "sitting", "Sits with the hands in the lap.",
        ("desk", "driver_seat", "child_seat", "classroom", "interrogation"),
        _IN_LAP, mirrored(_IN_LAP),
    ),
    Posture(
        "listening", "Sits upright, forearms on the desk, and looks ahead.", (*_AT_TABLE, "interrogation"),
        _ON_DESK, mirrored(_ON_DESK),
    ),
    Posture(
        "reading", "Bends over a book on the desk, head and gaze down.", _AT_TABLE,
        _AT_BOOK, mirrored(_AT_BOOK), lean_deg=11.0, head_pitch_deg=-24.0, gaze_pitch_deg=-14.0, table="book",
    ),
    Posture(
        "writing", "Writes on a sheet of paper; the pen moves at a stated rate.", _AT_TABLE,
        _WITH_PEN, mirrored(_ON_PAPER), sided=True, lean_deg=11.0, bend_deg=2.0, head_pitch_deg=-24.0,
        head_roll_deg=-5.0, head_yaw_deg=-4.0, gaze_pitch_deg=-14.0, held="pen", table="paper", motion="writing",
        rate_hz=2.0,
    ),
    Posture(
        "hand_raised", "Holds one hand up beside the head, palm ahead.", _AT_TABLE,
        _RAISED, sided=True, bend_deg=3.0,
    ),
    Posture(
        "standing", "Stands behind the desk, arms hanging.", _AT_TABLE,
        _HANGING, mirrored(_HANGING), shift_mm=(0.0, 360.0, -60.0),
    ),
    Posture(
        "head_on_desk", "Lies with the head on folded arms on the desk; the face is hidden.",
        (*_AT_TABLE, "interrogation"),
        _FOLDED_LOW, mirrored(_FOLDED_HIGH), lean_deg=57.0, shift_mm=(0.0, 0.0, -258.0), head_pitch_deg=-60.0,
        head_roll_deg=9.0, lids=1.0,
    ),
    Posture(
        "phone_at_ear", "Holds a phone to one ear.", ("desk", "classroom", "driver_seat", "queue"),
        _AT_EAR, sided=True, head_roll_deg=-7.0, held="phone",
    ),
    Posture(
        "phone_below", "Looks down at a phone held in the lap.", ("desk", "classroom", "driver_seat"),
        _PHONE_LOW, mirrored(_PHONE_LOW), sided=True, lean_deg=7.0, head_pitch_deg=-30.0, gaze_pitch_deg=-18.0,
        held="phone",
    ),
    Posture(
        "smoking", "Draws at a cigarette at a stated rate; between two draws the hand is down.",
        ("desk", "driver_seat"), _AT_MOUTH, sided=True, held="cigarette", motion="smoking",
        rate_hz=0.15, away=_SMOKE_DOWN,
    ),
    Posture(
        "driving", "Both hands on the steering wheel.", ("driver_seat",),
        _ON_WHEEL, mirrored(_ON_WHEEL),
    ),
    Posture(
        "sleeping_reclined", "Asleep, leant back, the head sunk to one side.", ("driver_seat", "child_seat"),
        _ASLEEP, mirrored(_ASLEEP), sided=True, lean_deg=-9.0, head_pitch_deg=-15.0, head_roll_deg=-20.0,
        head_yaw_deg=-8.0, lids=1.0,
    ),
    Posture(
        "waiting", "Stands in a queue, arms hanging, and looks ahead.", ("queue",),
        _DOWN, mirrored(_DOWN),
    ),
    Posture(
        "waiting_aside", "Stands in a queue with the weight on one leg and looks to that side.", ("queue",),
        _DOWN, mirrored(_DOWN), sided=True, bend_deg=1.5, shift_mm=(-34.0, -6.0, 0.0), head_yaw_deg=-17.0,
        head_pitch_deg=-3.0, head_roll_deg=-2.5,
    ),
    Posture(
        "arms_folded", "Stands in a queue with folded arms.", ("queue",),
        _ARM_OVER, _ARM_UNDER, sided=True, head_yaw_deg=9.0, head_pitch_deg=-4.0,
    ),
    Posture(
        "phone_before", "Stands in a queue and looks down at a phone held before the chest.", ("queue",),
        _PHONE_UP, sided=True, head_pitch_deg=-20.0, gaze_pitch_deg=-12.0, held="phone",
    ),
)  # fmt: skip

POSTURES: Mapping[PostureName, Posture] = MappingProxyType({posture.name: posture for posture in POSTURE_LIST})
"""Every posture by its name."""

REST: Mapping[PlaceName, PostureName] = MappingProxyType(
    {
        "desk": "listening",
        "classroom": "listening",
        "driver_seat": "driving",
        "child_seat": "sitting",
        "queue": "waiting",
        "interrogation": "listening",
    }
)
"""The posture of a place where a script names none."""
