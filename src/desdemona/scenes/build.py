"""How large a body is: the measures of a grown-up seated body, and how they shrink towards a baby."""

from dataclasses import dataclass, replace

from desdemona.faces.cast import Identity


@dataclass(frozen=True, slots=True)
class Build:
    """The size of a body and of its head against a grown-up's.

    A child's head is nearly as large as a grown-up's while its shoulders are not; `young` (0..1) rounds the face.
    """

    name: str
    body: float
    head: float
    young: float = 0.0


ADULT = Build("adult", 1.0, 1.0)
PUPIL = Build("pupil", 0.86, 0.97, 0.35)
TODDLER = Build("toddler", 0.56, 0.86, 1.0)
BABY = Build("baby", 0.42, 0.74, 1.0)

BUILDS: tuple[Build, ...] = (ADULT, PUPIL, TODDLER, BABY)
"""Ready builds; the shares are our choice within ordinary growth."""

# Measures of a grown-up seated body in mm, our choice near ordinary means. Seat coordinates: origin on the seat under
# the trunk, x towards the image's right, y up, z towards the camera.
HIP_MM = (0.0, 90.0, 0.0)
"""What the trunk leans about."""
SHOULDER_MM = (168.0, 548.0, 0.0)
"""The shoulder joint, on the image's right."""
NECK_BASE_MM = (0.0, 592.0, -6.0)
HEAD_JOINT_MM = (0.0, 705.0, 10.0)
"""What the head turns about: `faces.view.NECK_MM` of the head, placed on the trunk."""
UPPER_ARM_MM, FOREARM_MM, HAND_MM = 286.0, 252.0, 180.0
DESK_MM = 285.0
"""Height of a desk over the seat."""


_YOUNG_HAIR = (104.0, 76.0, 50.0)


def young_face(identity: Identity, young: float) -> Identity:
    """Return an identity with a child's face: small nose, wide eyes, round cheeks, no beard, lines or grey hair."""
    if young <= 0:
        return identity
    hair = identity.hair
    grey = min(hair.rgb) > 100 and max(hair.rgb) - min(hair.rgb) < 20
    return replace(
        identity,
        hair=replace(hair, rgb=_YOUNG_HAIR) if grey else hair,
        head_width_mm=identity.head_width_mm * (1 + 0.03 * young),
        head_height_mm=identity.head_height_mm * (1 - 0.06 * young),
        mouth_width_mm=identity.mouth_width_mm * (1 - 0.14 * young),
        nose_width_mm=identity.nose_width_mm * (1 - 0.16 * young),
        nose_length_mm=identity.nose_length_mm * (1 - 0.20 * young),
        nose_height_mm=identity.nose_height_mm * (1 - 0.32 * young),
        bridge_mm=identity.bridge_mm * (1 - 0.5 * young),
        cheek_mm=identity.cheek_mm + 2.5 * young,
        chin=identity.chin - 0.12 * young,
        jaw=identity.jaw - 0.03 * young,
        eye_height_mm=identity.eye_height_mm * (1 + 0.10 * young),
        brow_thickness_mm=identity.brow_thickness_mm * (1 - 0.35 * young),
        lines=0.0,
        beard=0.0,
    )
