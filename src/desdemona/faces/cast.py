"""The cast: twelve people who do not exist.

An identity is geometry and hair, nothing else; skin tone is a choice of its own, so that any face can be drawn in any
tone. The numbers stay within ordinary adult measures (Farkas 1994 for faces), and name no population.
"""

from dataclasses import dataclass

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Hair:
    """How hair lies: `line` is the hairline's height over the eyes in mm at angles from straight ahead, in degrees.

    `volume_mm` is how far it stands off the skull, `fall_mm` how far it hangs behind the shoulders below the eyes (0
    for short hair), `curl` 0..1 how curly, `rgb` its colour in 0..255.
    """

    rgb: Rgb
    line: tuple[tuple[float, float], ...]
    volume_mm: float
    fall_mm: float
    curl: float


@dataclass(frozen=True, slots=True)
class Identity:
    """The build of one face, in mm unless the name says otherwise.

    `jaw` and `chin` are relative breadths (1 is the middle), `brow_arch` how much the brow rises towards its outer
    third, `iris_rgb` and `shirt_rgb` colours in 0..255. `grain` seeds the small spots of skin and the strands of hair.
    `lines` (0..1) is how deep age has drawn folds, `beard` (0..1) how thick hair stands on chin, cheeks and lip.
    """

    name: str
    head_width_mm: float
    head_height_mm: float
    head_depth_mm: float
    jaw: float
    chin: float
    cheek_mm: float
    nose_width_mm: float
    nose_length_mm: float
    nose_height_mm: float
    bridge_mm: float
    eye_distance_mm: float
    eye_width_mm: float
    eye_height_mm: float
    eye_tilt_mm: float
    brow_height_mm: float
    brow_thickness_mm: float
    brow_arch_mm: float
    mouth_width_mm: float
    upper_lip_mm: float
    lower_lip_mm: float
    lash_mm: float
    iris_rgb: Rgb
    shirt_rgb: Rgb
    hair: Hair
    grain: int
    lines: float = 0.15
    beard: float = 0.0


HAIRLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "short": (
        (0.0, 66.0),
        (22.0, 66.0),
        (40.0, 58.0),
        (52.0, 42.0),
        (60.0, 18.0),
        (68.0, -8.0),
        (76.0, -14.0),
        (84.0, 12.0),
        (98.0, 10.0),
        (106.0, -50.0),
    ),
    "high": (
        (0.0, 76.0),
        (20.0, 80.0),
        (34.0, 82.0),
        (46.0, 60.0),
        (56.0, 34.0),
        (64.0, 8.0),
        (74.0, -4.0),
        (84.0, 12.0),
        (98.0, 10.0),
        (106.0, -50.0),
    ),
    "bob": (
        (0.0, 70.0),
        (8.0, 74.0),
        (24.0, 66.0),
        (38.0, 52.0),
        (50.0, 20.0),
        (57.0, -25.0),
        (62.0, -75.0),
        (68.0, -160.0),
        (120.0, -160.0),
    ),
    "fringe": (
        (0.0, 40.0),
        (20.0, 38.0),
        (36.0, 32.0),
        (48.0, 16.0),
        (56.0, -30.0),
        (62.0, -80.0),
        (67.0, -160.0),
        (120.0, -160.0),
    ),
    "back": (
        (0.0, 70.0),
        (20.0, 70.0),
        (36.0, 62.0),
        (50.0, 42.0),
        (60.0, 20.0),
        (70.0, 10.0),
        (80.0, 12.0),
        (98.0, 14.0),
        (106.0, -40.0),
    ),
}
"""Ways to wear hair, as `Hair.line`."""

IDENTITIES: tuple[Identity, ...] = (
    Identity(
        name="Ada", head_width_mm=146, head_height_mm=222, head_depth_mm=188, jaw=0.94, chin=0.92, cheek_mm=3.5,
        nose_width_mm=31, nose_length_mm=46, nose_height_mm=21, bridge_mm=7, eye_distance_mm=62, eye_width_mm=30,
        eye_height_mm=11.2, eye_tilt_mm=1.0, brow_height_mm=18, brow_thickness_mm=5.0, brow_arch_mm=3.5,
        mouth_width_mm=49, upper_lip_mm=7.5, lower_lip_mm=10, lash_mm=2.2,
        iris_rgb=(86, 58, 36), shirt_rgb=(74, 92, 110),
        hair=Hair((62, 40, 27), HAIRLINES["bob"], 13, 95, 0.15), grain=0,
    ),
    Identity(
        name="Ben", head_width_mm=153, head_height_mm=230, head_depth_mm=196, jaw=1.08, chin=1.1, cheek_mm=1.5,
        nose_width_mm=36, nose_length_mm=50, nose_height_mm=23, bridge_mm=8, eye_distance_mm=64, eye_width_mm=30,
        eye_height_mm=10.2, eye_tilt_mm=0.2, brow_height_mm=16, brow_thickness_mm=7.0, brow_arch_mm=1.6,
        mouth_width_mm=52, upper_lip_mm=5.5, lower_lip_mm=8, lash_mm=1.5,
        iris_rgb=(92, 110, 124), shirt_rgb=(96, 84, 70),
        hair=Hair((48, 34, 25), HAIRLINES["short"], 11, 0, 0.2), grain=1,
    ),
    Identity(
        name="Chi", head_width_mm=152, head_height_mm=218, head_depth_mm=184, jaw=1.0, chin=0.95, cheek_mm=4.5,
        nose_width_mm=34, nose_length_mm=44, nose_height_mm=17, bridge_mm=4, eye_distance_mm=64, eye_width_mm=29.5,
        eye_height_mm=9.6, eye_tilt_mm=2.2, brow_height_mm=19, brow_thickness_mm=4.6, brow_arch_mm=2.2,
        mouth_width_mm=48, upper_lip_mm=7.0, lower_lip_mm=9, lash_mm=1.7,
        iris_rgb=(58, 38, 26), shirt_rgb=(120, 120, 116),
        hair=Hair((30, 25, 24), HAIRLINES["fringe"], 12, 60, 0.05), grain=2,
    ),
    Identity(
        name="Dayo", head_width_mm=150, head_height_mm=226, head_depth_mm=194, jaw=1.02, chin=1.0, cheek_mm=3.0,
        nose_width_mm=41, nose_length_mm=47, nose_height_mm=19, bridge_mm=5, eye_distance_mm=65, eye_width_mm=30.5,
        eye_height_mm=10.8, eye_tilt_mm=1.0, brow_height_mm=18, brow_thickness_mm=5.6, brow_arch_mm=2.5,
        mouth_width_mm=54, upper_lip_mm=10, lower_lip_mm=12.5, lash_mm=1.8,
        iris_rgb=(52, 34, 24), shirt_rgb=(98, 110, 120),
        hair=Hair((28, 24, 22), HAIRLINES["high"], 7, 0, 0.9), grain=3,
    ),
    Identity(
        name="Eva", head_width_mm=144, head_height_mm=224, head_depth_mm=190, jaw=0.9, chin=0.88, cheek_mm=3.0,
        nose_width_mm=30, nose_length_mm=48, nose_height_mm=22, bridge_mm=8, eye_distance_mm=61, eye_width_mm=30.5,
        eye_height_mm=11.5, eye_tilt_mm=0.6, brow_height_mm=19, brow_thickness_mm=4.4, brow_arch_mm=4.2,
        mouth_width_mm=50, upper_lip_mm=6.5, lower_lip_mm=9.5, lash_mm=2.4,
        iris_rgb=(82, 104, 78), shirt_rgb=(92, 72, 98),
        hair=Hair((128, 84, 48), HAIRLINES["back"], 8, 0, 0.1), grain=4,
    ),
    Identity(
        name="Fadi", head_width_mm=156, head_height_mm=224, head_depth_mm=192, jaw=1.12, chin=1.05, cheek_mm=2.5,
        nose_width_mm=38, nose_length_mm=51, nose_height_mm=25, bridge_mm=10, eye_distance_mm=63, eye_width_mm=30,
        eye_height_mm=10.6, eye_tilt_mm=-0.3, brow_height_mm=15.5, brow_thickness_mm=7.6, brow_arch_mm=2.2,
        mouth_width_mm=53, upper_lip_mm=6.5, lower_lip_mm=9, lash_mm=2.0,
        iris_rgb=(74, 52, 34), shirt_rgb=(62, 84, 74),
        hair=Hair((40, 34, 32), HAIRLINES["high"], 9, 0, 0.45), grain=5,
    ),
    Identity(
        name="Gwen", head_width_mm=148, head_height_mm=220, head_depth_mm=186, jaw=0.98, chin=0.9, cheek_mm=4.2,
        nose_width_mm=33, nose_length_mm=45, nose_height_mm=19, bridge_mm=6, eye_distance_mm=60, eye_width_mm=29,
        eye_height_mm=10.4, eye_tilt_mm=0.4, brow_height_mm=17, brow_thickness_mm=5.2, brow_arch_mm=2.8,
        mouth_width_mm=47, upper_lip_mm=6.0, lower_lip_mm=9, lash_mm=2.0,
        iris_rgb=(104, 96, 70), shirt_rgb=(110, 96, 60),
        hair=Hair((150, 122, 88), HAIRLINES["bob"], 12, 70, 0.3), grain=6,
    ),
    Identity(
        name="Hugo", head_width_mm=149, head_height_mm=228, head_depth_mm=198, jaw=1.0, chin=1.12, cheek_mm=1.0,
        nose_width_mm=35, nose_length_mm=53, nose_height_mm=26, bridge_mm=9, eye_distance_mm=62, eye_width_mm=29.5,
        eye_height_mm=9.8, eye_tilt_mm=-0.2, brow_height_mm=15, brow_thickness_mm=6.6, brow_arch_mm=1.2,
        mouth_width_mm=50, upper_lip_mm=4.8, lower_lip_mm=7.5, lash_mm=1.4,
        iris_rgb=(96, 118, 132), shirt_rgb=(58, 70, 96),
        hair=Hair((104, 76, 50), HAIRLINES["short"], 9, 0, 0.1), grain=7,
    ),
    Identity(
        name="Ines", head_width_mm=150, head_height_mm=219, head_depth_mm=187, jaw=1.03, chin=0.98, cheek_mm=3.8,
        nose_width_mm=36, nose_length_mm=46, nose_height_mm=20, bridge_mm=6, eye_distance_mm=66, eye_width_mm=31,
        eye_height_mm=11.0, eye_tilt_mm=1.4, brow_height_mm=18.5, brow_thickness_mm=5.8, brow_arch_mm=3.0,
        mouth_width_mm=52, upper_lip_mm=8.5, lower_lip_mm=11, lash_mm=2.3,
        iris_rgb=(66, 44, 30), shirt_rgb=(126, 74, 80),
        hair=Hair((34, 26, 23), HAIRLINES["back"], 10, 0, 0.4), grain=8,
    ),
    Identity(
        name="Joon", head_width_mm=155, head_height_mm=223, head_depth_mm=185, jaw=1.06, chin=1.0, cheek_mm=4.0,
        nose_width_mm=35, nose_length_mm=47, nose_height_mm=18, bridge_mm=5, eye_distance_mm=65, eye_width_mm=29,
        eye_height_mm=9.4, eye_tilt_mm=1.8, brow_height_mm=18, brow_thickness_mm=6.0, brow_arch_mm=1.4,
        mouth_width_mm=50, upper_lip_mm=6.5, lower_lip_mm=9, lash_mm=1.4,
        iris_rgb=(54, 36, 26), shirt_rgb=(84, 100, 92),
        hair=Hair((26, 22, 21), HAIRLINES["short"], 13, 0, 0.05), grain=9,
    ),
    Identity(
        name="Kemi", head_width_mm=147, head_height_mm=221, head_depth_mm=190, jaw=0.96, chin=0.94, cheek_mm=4.4,
        nose_width_mm=39, nose_length_mm=45, nose_height_mm=18, bridge_mm=4.5, eye_distance_mm=64, eye_width_mm=31,
        eye_height_mm=11.6, eye_tilt_mm=1.6, brow_height_mm=19, brow_thickness_mm=4.8, brow_arch_mm=3.4,
        mouth_width_mm=52, upper_lip_mm=10.5, lower_lip_mm=13, lash_mm=2.4,
        iris_rgb=(48, 32, 24), shirt_rgb=(150, 120, 70),
        hair=Hair((27, 23, 21), HAIRLINES["high"], 12, 0, 0.95), grain=10,
    ),
    Identity(
        name="Lars", head_width_mm=157, head_height_mm=232, head_depth_mm=199, jaw=1.1, chin=1.08, cheek_mm=2.0,
        nose_width_mm=37, nose_length_mm=50, nose_height_mm=22, bridge_mm=8, eye_distance_mm=67, eye_width_mm=30.5,
        eye_height_mm=10.0, eye_tilt_mm=0.0, brow_height_mm=16.5, brow_thickness_mm=5.4, brow_arch_mm=1.8,
        mouth_width_mm=55, upper_lip_mm=5.2, lower_lip_mm=8.5, lash_mm=1.5,
        iris_rgb=(110, 128, 140), shirt_rgb=(76, 76, 80),
        hair=Hair((176, 146, 100), HAIRLINES["high"], 8, 0, 0.15), grain=11,
    ),
)  # fmt: skip
"""Indexed by `Phantom.identity`."""
