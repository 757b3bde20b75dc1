"""The scenes of the standard cast: what the phantoms of an audit do.

A scene is a script with a purpose. None of them holds a feeling: what a system says about one is the system's own.
"""

from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BandPoint, Inside
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.stimuli.phantom import Act, Script

WAVES = (BandPoint(0.0, delta_uv2=40.0, theta_uv2=15.0, alpha_uv2=20.0, beta_uv2=10.0),)
"""Waves of the brain that stay the same all the time, of an everyday size; our choice."""

ATTENTIVE = Script(
    name="attentive",
    about="Turns her head once, looks aside, raises her brows, smiles; then sits still, blinks and looks down once.",
    duration_s=18.0,
    acts=(
        Act("blink", 0.6, 0.85),
        Act("head_yaw", 1.0, 2.2, 12.0),
        Act("gaze_yaw", 2.4, 3.2, 12.0),
        Act("brow_raise", 3.4, 4.4),
        Act("smile", 4.6, 6.2),
        Act("blink", 7.4, 7.65),
        Act("glance_down", 9.6, 10.4),
        Act("blink", 12.2, 12.45),
        Act("blink", 15.8, 16.05),
    ),
    inside=Inside(pulse=(PulsePoint(0.0, 72.0),), bands=WAVES),
)
DROWSY = Script(
    name="drowsy",
    about="Yawns twice and closes her eyes for two seconds.",
    duration_s=14.0,
    acts=(
        Act("yawn", 0.8, 4.8),
        Act("blink", 5.4, 5.8),
        Act("eyes_closed", 6.6, 8.6),
        Act("yawn", 9.2, 13.2),
    ),
    inside=Inside(pulse=(PulsePoint(0.0, 60.0),), bands=WAVES),
)
TALKER = Script(
    name="talker",
    about="Talks, blinks now and then, wide awake.",
    duration_s=14.0,
    acts=(
        Act("talk", 0.6, 6.0),
        Act("blink", 2.0, 2.25),
        Act("talk", 7.0, 13.0),
        Act("blink", 6.5, 6.75),
        Act("blink", 10.0, 10.25),
    ),
    inside=Inside(pulse=(PulsePoint(0.0, 80.0),), bands=WAVES),
)
STAIRS = Script(
    name="stairs",
    about="Sits still; her heart speeds up from 72 to 97 beats a minute, as after a flight of stairs.",
    duration_s=28.0,
    acts=(Act("blink", 5.0, 5.25), Act("blink", 15.0, 15.25)),
    inside=Inside(pulse=(PulsePoint(0.0, 72.0), PulsePoint(12.0, 72.0), PulsePoint(16.0, 97.0)), bands=WAVES),
)
AT_A_DESK = Script(
    name="at_a_desk",
    about="Photographed every four seconds: listens, raises a hand, writes, stands up, lays the head on the desk.",
    duration_s=84.0,
    inside=Inside(pulse=(PulsePoint(0.0, 74.0),), bands=WAVES),
    scene=Scene(
        "desk",
        (
            Seat(
                identity=0,
                skin_tone=3,
                spells=(
                    Spell("listening", 0.0, 20.0),
                    Spell("hand_raised", 20.0, 36.0, side="left"),
                    Spell("writing", 36.0, 44.0),
                    Spell("standing", 44.0, 52.0),
                    Spell("listening", 52.0, 64.0),
                    Spell("head_on_desk", 64.0, 84.0),
                ),
            ),
        ),
        zoom=1.7,
    ),
)
NO_PULSE = Script(
    name="no_pulse",
    about="Blinks and sits still; no blood moves under her skin.",
    duration_s=12.0,
    acts=(Act("blink", 3.0, 3.25), Act("blink", 9.0, 9.25)),
)
STILL = Script(
    name="still",
    about="Does nothing at all.",
    duration_s=12.0,
)
