"""Small scenes that tests share."""

from desdemona.faces.camera import Camera
from desdemona.faces.pose import REST, Pose
from desdemona.scenes.body import Body, body_of
from desdemona.scenes.build import ADULT, TODDLER, Build
from desdemona.scenes.postures import POSTURES, PlaceName, PostureName, Side
from desdemona.scenes.scene import Held, Scene, Seat
from desdemona.scenes.spells import Spell, shares_at
from desdemona.scenes.stance import stance_of

PERSON = 3
TONE = 4
LATE_S = 20.0


def alone(posture: PostureName, side: Side = "right", pose: Pose = REST, size: tuple[int, int] = (256, 256)) -> Scene:
    """Return one person who has a posture all along, in the first place that allows it."""
    place = POSTURES[posture].places[0]
    spell = Spell(posture, 0.0, 100.0, side)
    build = TODDLER if place == "child_seat" else ADULT
    return Scene(place, (Seat(PERSON, TONE, (), (spell,), Held(pose), build),), camera=Camera(*size))


def body_in(
    spells: tuple[Spell, ...], t_s: float, place: PlaceName = "desk", build: Build = ADULT, pose: Pose = REST
) -> Body:
    """Return the body of someone with spells at an instant, on a seat at the origin."""
    return body_of(build, stance_of(shares_at(spells, place, t_s), t_s, place), pose, (0.0, 0.0, 0.0))
