"""A phantom: a person to specification, with everything about her known and no feelings."""

from dataclasses import dataclass, field
from typing import Literal

from desdemona.faces.camera import Camera
from desdemona.faces.lamps import Light
from desdemona.faces.units import Unit
from desdemona.faces.wear import Wear
from desdemona.physiology.inside import Inside
from desdemona.scenes.scene import Scene
from desdemona.stimuli.drive import Drive
from desdemona.voices.score import Score

_Movement = Literal[
    "blink",
    "eyes_closed",
    "glance_down",
    "gaze_yaw",
    "gaze_pitch",
    "head_yaw",
    "head_pitch",
    "head_roll",
    "smile",
    "mouth_open",
    "yawn",
    "talk",
    "brow_raise",
    "brow_lower",
]
Cause = Literal[_Movement, Unit]
"""What a script can hold: a movement by its everyday name, or one action unit."""

Side = Literal["both", "left", "right"]
"""The person's own sides: her left is at the right of the picture."""


@dataclass(frozen=True, slots=True)
class Act:
    """One scripted cause: from when to when, and how much.

    `amount` is in degrees for gaze and head (yaw: positive towards the image's right; pitch: positive up; roll:
    positive clockwise in the image) and in 0..1 of the full movement for everything else. `side` is for action units.
    `onset_s` and `offset_s` are how long the movement takes to come and to go, with the apex between; None takes what
    is usual for the cause. Where an act is too short for both, they shrink alike.
    """

    cause: Cause
    t_start_s: float
    t_end_s: float
    amount: float = 1.0
    side: Side = "both"
    onset_s: float | None = None
    offset_s: float | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """What another person of a scene does: `seat` counts the scene's list of seats from 0, the first being her own."""

    seat: int
    acts: tuple[Act, ...] = ()
    inside: Inside = field(default_factory=Inside)


@dataclass(frozen=True, slots=True)
class Script:
    """What one phantom does, on one time line.

    `inside` is what goes on inside her; without a pulse there she has none. `pulse_amplitude_share` is the
    peak-to-trough change of green skin reflectance over its mean, on the lightest skin; `faces.skin` says how it falls
    with melanin. `voice` is what is heard of her, if anything. `changes` are manipulations of what was recorded, in
    their order, as `manipulations.parse_manipulation` reads them: what camera, light and microphone do. `story` is
    what the script says of her that no picture and no sound shows, as pairs of output and label. `scene` is where she
    is, with her body, on the first of its seats; `others` are what the people on the other seats do. `drive` is what
    the car does that she sits in; no picture shows it.
    """

    name: str
    about: str
    duration_s: float
    acts: tuple[Act, ...] = ()
    inside: Inside = field(default_factory=Inside)
    pulse_amplitude_share: float = 0.006
    voice: Score | None = None
    changes: tuple[str, ...] = ()
    story: tuple[tuple[str, str], ...] = ()
    scene: Scene | None = None
    others: tuple[Other, ...] = ()
    drive: Drive | None = None


@dataclass(frozen=True, slots=True)
class Phantom:
    """One synthetic person before one camera.

    `identity` is a number of `faces.people.person`: 0 to 11 the cast, from 12 on drawn at random; `skin_tone` is 1
    (lightest) to 10 (darkest) of the Monk scale; `seed` fixes sensor noise; `wearing` is what is worn on the head.
    """

    name: str
    identity: int
    skin_tone: int
    light: Light
    script: Script
    camera: Camera = field(default_factory=Camera)
    seed: int = 0
    wearing: tuple[Wear, ...] = ()
