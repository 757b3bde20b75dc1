"""What each sector's systems are shown beside the standard cast, and what is asked about it.

The scenes are ready phantoms. Some come as twins: the same picture and sound by construction, with another story.
Others are controls: people who look as a flag says and do not deserve it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from desdemona.audits.scenes import AT_A_DESK
from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.stimuli.phantom import Script
from desdemona.stimuli.scripts import ready_script
from desdemona.stimuli.stills import still_at
from desdemona.systems.stated import Sector
from desdemona.trials.controls import Control
from desdemona.trials.telling_apart import Stories

BODY = frozenset(channel.name for channel in BODY_SIGNS)
"""Channels that need more than a face to be seen."""
VEHICLE = "vehicle."
"""Begins the names of channels of what the car itself tells."""


def rests_on_vehicle(channels: Collection[str]) -> bool:
    """Say whether an output that rests on these channels rests on what the car tells."""
    return any(name.startswith(VEHICLE) for name in channels)


def rests_on_vehicle_alone(channels: Collection[str]) -> bool:
    """Say whether an output that rests on these channels rests on nothing but what the car tells."""
    return bool(channels) and all(name.startswith(VEHICLE) for name in channels)


@dataclass(frozen=True, slots=True)
class Twins:
    """Two ready phantoms that look and sound alike by construction; `first` should get the higher level.

    Those whose stories differ in what the `vehicle` does are asked of outputs that rest on it, and nothing else is
    asked of outputs that rest on it alone. Of two pairs with the same question, one with the face alone and one with
    the whole `body`, the second is put to outputs that rest on the body and the first to all others.
    """

    first: str
    second: str
    told: str
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    vehicle: bool = False
    body: bool | None = None

    def concerns(self, channels: Collection[str]) -> bool:
        """Say whether an output that rests on these channels is asked about the two."""
        if self.body is not None and self.body != bool(BODY.intersection(channels)):
            return False
        return rests_on_vehicle(channels) if self.vehicle else not rests_on_vehicle_alone(channels)

    def asked_of(self, output: str, labels: tuple[str, ...]) -> Stories:
        """Return the question to one output."""
        return Stories(
            output,
            "scene",
            self.first,
            self.second,
            self.told,
            alike=True,
            labels=labels,
            claims=self.claims,
            harms=self.harms,
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A single picture, as programming interfaces are sent: one instant of a ready phantom under a name of its own."""

    name: str
    scene: str
    t_s: float
    about: str

    @property
    def script(self) -> Script:
        """The instant as a script."""
        return still_at(ready_script(self.scene), self.t_s, name=self.name, about=self.about)


@dataclass(frozen=True, slots=True)
class Showing:
    """What one sector's systems are shown, and what is asked about it.

    `controls` are put to a system's verdict, `vehicle_controls` to every flag that rests on what the car tells.
    `varied` are played again with one thing changed, as the attentive scene is.
    """

    scenes: tuple[str, ...]
    twins: tuple[Twins, ...] = ()
    controls: tuple[Control, ...] = ()
    vehicle_controls: tuple[Control, ...] = ()
    pictures: tuple[Picture, ...] = ()
    varied: tuple[Script, ...] = ()

    @property
    def scripts(self) -> tuple[Script, ...]:
        """What some of the phantoms do: the scenes, then the single pictures."""
        return (*(ready_script(scene) for scene in self.scenes), *(picture.script for picture in self.pictures))

    @property
    def names(self) -> frozenset[str]:
        """The names of all scenes and single pictures."""
        return frozenset((*self.scenes, *(p.name for p in self.pictures), *(script.name for script in self.varied)))

    @property
    def bodies(self) -> frozenset[str]:
        """The names of the scenes in which more than a face is seen."""
        return frozenset(script.name for script in (*self.scripts, *self.varied) if script.scene is not None)


LISTENER = Twins(
    "still_attentive",
    "elsewhere",
    "somebody who follows from somebody whose mind is elsewhere and who looks the same way",
    claims=("C20", "C34"),
    harms=("H12", "H15", "H23"),
    body=False,
)
SEATED = replace(LISTENER, first="listener_at_a_desk", second="daydreamer_at_a_desk", body=True)
BORED = Twins(
    "bored_in_lesson",
    "ill_in_lesson",
    "a pupil who lays the head on the desk from boredom from one who does so from illness",
    claims=("C20",),
    harms=("H13",),
)
WATCHER = Twins(
    "still_attentive",
    "elsewhere",
    "a driver who watches the road from one whose mind is elsewhere and whose eyes are on it",
    claims=("C25",),
    harms=("H53",),
)
SWERVER = Twins(
    "careless_swerve",
    "avoids_hole",
    "a driver who leaves her lane for want of care from one who swerves round a hole in the road",
    harms=("H31",),
    vehicle=True,
)
HIDER = Twins(
    "something_to_hide",
    "climbed_stairs",
    "somebody whose heart beats faster from guilt from somebody who climbed the stairs",
    claims=("C14", "C16"),
    harms=("H02", "H27"),
)
LIAR = Twins(
    "frightened_liar",
    "frightened_truthful",
    "somebody frightened who lies from somebody frightened who tells the truth",
    claims=("C02", "C04"),
    harms=("H02", "H27"),
)
SMILER = Twins(
    "smile_unasked",
    "posed_smile",
    "somebody who smiles of her own accord from somebody who was asked to",
    claims=("C02",),
    harms=("H15",),
)
POSED_S: dict[str, float] = {
    "neutral": 5.5,
    "happiness": 3.0,
    "sadness": 7.0,
    "surprise": 11.0,
    "fear": 15.0,
    "anger": 19.0,
    "disgust": 23.0,
    "contempt": 27.0,
}
"""When each face of `seven_faces` is held, and when none is, seconds; the names are those of poses, not of states."""
PICTURES = tuple(
    Picture(f"picture_{pose}", "seven_faces", t_s, f"A single picture of a face: {pose}, posed.")
    for pose, t_s in POSED_S.items()
)
SHOWN: dict[Sector, Showing] = {
    "education": Showing(
        (
            "still_attentive",
            "elsewhere",
            "ill_pupil",
            "ill_in_lesson",
            "bored_in_lesson",
            "teacher_lively",
            "teacher_flat",
            "listener_at_a_desk",
            "daydreamer_at_a_desk",
            "seven_faces",
        ),
        (LISTENER, SEATED, BORED),
        (
            Control("ill_pupil", "pupils who are ill and hold the head down", harms=("H13",)),
            Control("ill_in_lesson", "pupils who are ill and lay the head on the desk", harms=("H13",)),
            Control("still_attentive", "pupils who listen without moving", harms=("H12", "H14")),
            Control("talker", "pupils who talk", harms=("H12",)),
            Control("teacher_flat", "teachers who speak evenly and softly", claims=("C35",), harms=("H22",)),
        ),
        varied=(AT_A_DESK,),
    ),
    "driving": Showing(
        (
            "still_attentive",
            "elsewhere",
            "talker_or_yawner",
            "at_the_wheel",
            "crying_child",
            "avoids_hole",
            "careless_swerve",
            "seven_faces",
            "micro_expression",
        ),
        (WATCHER, SWERVER),
        (
            Control("talker", "drivers who talk", harms=("H31", "H53")),
            Control("still_attentive", "drivers who look ahead", harms=("H31",)),
        ),
        (Control("avoids_hole", "drivers who swerve round a hole in the road", harms=("H31",)),),
    ),
    "public-security": Showing(
        (
            "climbed_stairs",
            "something_to_hide",
            "frightened_truthful",
            "frightened_liar",
            "micro_expression",
            "tired_traveller",
            "border_queue",
            "questioned",
            "seven_faces",
        ),
        (HIDER, LIAR),
        (
            Control("climbed_stairs", "people who climbed the stairs", claims=("C14",), harms=("H02", "H27")),
            Control("frightened_truthful", "frightened people who tell the truth", harms=("H02", "H27")),
            Control("tired_traveller", "people who travelled all night", harms=("H27",)),
            Control("border_queue", "people in a queue who travelled all night", harms=("H27",)),
            Control("questioned", "people who answer questions calmly", harms=("H02", "H27")),
        ),
    ),
    "api": Showing(("seven_faces", "smile_unasked", "posed_smile"), (SMILER,), pictures=PICTURES),
    "other": Showing(
        ("seven_faces", "smile_unasked", "posed_smile", "teacher_lively", "teacher_flat"),
        (SMILER,),
        pictures=PICTURES,
    ),
}
"""By sector. Nobody in any scene deserves the flag of a control, whoever reads it."""


def sectors_of(scene: str) -> tuple[Sector, ...]:
    """Return the sectors that are shown a scene beyond the standard cast; none for a scene of the standard cast."""
    return tuple(sector for sector, showing in SHOWN.items() if scene in showing.names)
