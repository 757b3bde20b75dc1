"""Scripts that are ready to use, written by hand."""

from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.stimuli.phantom import Act, Cause, Script

BLINK_S = 0.25
"""Length of a scripted blink: about 80 ms down and 170 ms up."""


def _blinks(*starts_s: float) -> tuple[Act, ...]:
    return tuple(Act("blink", start, start + BLINK_S) for start in starts_s)


def _series(cause: Cause, length_s: float, *beginnings: tuple[float, float]) -> tuple[Act, ...]:
    """Return acts of one cause and length, each from its start and amount."""
    return tuple(Act(cause, start, start + length_s, amount) for start, amount in beginnings)


_STEADY = Inside(pulse=(PulsePoint(0.0, 72.0),))

CALM = Script(
    "calm",
    "Sits still, looks ahead, blinks now and then; pulse 72 bpm.",
    30.0,
    _blinks(2.1, 6.4, 11.3, 15.0, 20.2, 24.8, 28.4),
    _STEADY,
)
BLINKS_AND_GLANCES = Script(
    "blinks_and_glances",
    "Ten blinks and, among them, three glances down that are no blinks.",
    30.0,
    _blinks(1.0, 3.6, 6.2, 8.6, 11.8, 14.4, 18.0, 21.2, 24.6, 27.8)
    + _series("glance_down", 0.9, (4.8, 1.0), (12.8, 1.0), (22.6, 1.0)),
    _STEADY,
)
SMILER = Script(
    "smiler",
    "Smiles three times, a little, half and fully; feels nothing.",
    20.0,
    _series("smile", 3.0, (2.0, 0.35), (8.0, 0.65), (14.0, 1.0)) + _blinks(6.2, 12.4, 18.2),
    _STEADY,
)
YAWNER = Script(
    "yawner",
    "Yawns twice and blinks between; feels nothing.",
    20.0,
    _series("yawn", 4.5, (3.0, 1.0), (12.0, 0.85)) + _blinks(1.4, 9.0, 10.6, 18.0),
    _STEADY,
)
TALKER = Script(
    "talker",
    "Talks in three stretches, without a sound.",
    20.0,
    _series("talk", 4.0, (1.5, 1.0), (7.5, 0.8), (13.5, 1.0)) + _blinks(2.8, 6.4, 10.2, 16.0, 18.6),
    _STEADY,
)
HEAD_TURNER = Script(
    "head_turner",
    "Turns the head right and left, nods up and down, tilts it both ways.",
    24.0,
    _series("head_yaw", 3.0, (1.0, 25.0), (5.0, -25.0))
    + _series("head_pitch", 3.0, (9.0, 12.0), (13.0, -12.0))
    + _series("head_roll", 2.5, (17.0, 12.0), (20.5, -12.0))
    + _blinks(4.4, 12.4, 16.4),
    _STEADY,
)
GAZE_SWEEP = Script(
    "gaze_sweep",
    "Looks right, left, up and down with a still head.",
    20.0,
    _series("gaze_yaw", 2.0, (1.0, 15.0), (4.0, -15.0), (7.0, 8.0), (10.0, -8.0))
    + _series("gaze_pitch", 2.0, (13.0, 10.0), (16.0, -10.0))
    + _blinks(3.4, 9.4, 15.4),
    _STEADY,
)
STILL_ATTENTIVE = Script(
    "still_attentive",
    "Looks straight ahead without a movement except two blinks.",
    20.0,
    _blinks(6.0, 14.0),
    _STEADY,
)
EYES_CLOSED_LONG = Script(
    "eyes_closed_long",
    "Closes the eyes for three and for five seconds, with blinks between.",
    20.0,
    (Act("eyes_closed", 3.0, 6.0), Act("eyes_closed", 11.0, 16.0), *_blinks(1.2, 8.4, 9.6, 18.0)),
    _STEADY,
)
PULSE_STEP = Script(
    "pulse_step",
    "Sits still while the pulse goes from 72 to 97 bpm within two seconds.",
    40.0,
    _blinks(4.0, 13.0, 24.0, 33.0),
    Inside(pulse=(PulsePoint(0.0, 72.0), PulsePoint(19.0, 72.0), PulsePoint(21.0, 97.0))),
)
NO_PULSE = Script(
    "no_pulse",
    "Sits still and blinks, and has no pulse at all.",
    30.0,
    _blinks(2.1, 6.4, 11.3, 15.0, 20.2, 24.8, 28.4),
)

READY: tuple[Script, ...] = (
    CALM,
    BLINKS_AND_GLANCES,
    SMILER,
    YAWNER,
    TALKER,
    HEAD_TURNER,
    GAZE_SWEEP,
    STILL_ATTENTIVE,
    EYES_CLOSED_LONG,
    PULSE_STEP,
    NO_PULSE,
)
