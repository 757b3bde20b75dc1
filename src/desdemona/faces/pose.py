"""How a face looks at one instant."""

from dataclasses import dataclass

from desdemona.faces.units import AT_REST, ActionUnits

FULL_JAW_MM = 28.0
"""How far chin and lower lip sink when the mouth is fully open."""

JAW_DROP_SHARE = 0.5
"""How far action unit 26 (the jaw falls open) goes towards the full opening of action unit 27 (it is pulled open)."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How the phantom looks at one instant.

    `eye_opening`, `mouth_opening` (of the jaw) and `smile` are 0..1 of the full movement, `brow` is -1..1 (lowered to
    raised); they act on both halves of the face beside the action units: a smile is unit 12, a raised brow units 1 and
    2, a lowered one unit 4. `eye_opening` is what is drawn of the lids before any action unit: lids that follow a gaze
    down are in it. `mouth_spread` is -1 (rounded, as in "oo") to 1 (spread, as in "ee"). Angles are in degrees: yaw
    positive towards the image's right, pitch positive up, roll positive clockwise in the image; gaze is eye in head,
    `vergence_deg` what each eye turns inwards. `pupil_mm` is the pupil's diameter.

    `right` and `left` are the person's own: her right half is at the left of the picture.
    """

    eye_opening: float = 1.0
    gaze_yaw_deg: float = 0.0
    gaze_pitch_deg: float = 0.0
    head_yaw_deg: float = 0.0
    head_pitch_deg: float = 0.0
    head_roll_deg: float = 0.0
    mouth_opening: float = 0.0
    smile: float = 0.0
    brow: float = 0.0
    right: ActionUnits = AT_REST
    left: ActionUnits = AT_REST
    mouth_spread: float = 0.0
    pupil_mm: float = 3.8
    vergence_deg: float = 0.0

    @property
    def jaw_opening(self) -> float:
        """Return how far the jaw is down, 0..1 of `FULL_JAW_MM`; the widest of all causes counts."""
        fallen = JAW_DROP_SHARE * max(self.right.au26, self.left.au26)
        return max(self.mouth_opening, fallen, self.right.au27, self.left.au27)

    @property
    def drop_mm(self) -> float:
        """Return how far chin and lower lip have sunk."""
        return FULL_JAW_MM * self.jaw_opening

    @property
    def of_head(self) -> tuple[float, ...]:
        """Return what moves the head as a whole or its jaw."""
        return self.head_yaw_deg, self.head_pitch_deg, self.head_roll_deg, self.jaw_opening

    @property
    def of_skin(self) -> tuple[object, ...]:
        """Return what moves skin, brows and lips."""
        return self.smile, self.brow, self.mouth_spread, self.right.of_skin, self.left.of_skin

    @property
    def of_eyes(self) -> tuple[object, ...]:
        """Return what moves lids and eyes and nothing else."""
        eyes = self.eye_opening, self.gaze_yaw_deg, self.gaze_pitch_deg, self.pupil_mm, self.vergence_deg
        return eyes, self.right, self.left


REST = Pose()


def units_at(pose: Pose, side: int) -> ActionUnits:
    """Return all that acts on one half of the face: `side` -1 at the left of the picture (her right), 1 at the right.

    Smile and brow are told in action units here.
    """
    own = pose.right if side < 0 else pose.left
    if pose.smile == 0 and pose.brow == 0:
        return own
    raised, lowered = max(pose.brow, 0.0), max(-pose.brow, 0.0)
    return own.with_at_least(raised, raised, lowered, pose.smile)
