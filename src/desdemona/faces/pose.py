"""How a face looks at one instant."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pose:
    """How the phantom looks at one instant.

    `eye_opening`, `mouth_opening` and `smile` are 0..1 of the full movement, `brow` is -1..1 (lowered to raised).
    `eye_opening` is what is drawn: lids that follow a gaze down are in it. Angles are in degrees: yaw positive towards
    the image's right, pitch positive up, roll positive clockwise in the image; gaze is eye in head.
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

    @property
    def of_head(self) -> tuple[float, ...]:
        """Return what moves the head as a whole or its jaw."""
        return self.head_yaw_deg, self.head_pitch_deg, self.head_roll_deg, self.mouth_opening

    @property
    def of_eyes(self) -> tuple[float, ...]:
        """Return what moves eyes and brows."""
        return self.eye_opening, self.gaze_yaw_deg, self.gaze_pitch_deg, self.brow


REST = Pose()
