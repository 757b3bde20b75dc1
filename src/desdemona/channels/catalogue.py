"""The channels that are built in, in the order of their columns. Adding one is a module and a line here."""

from desdemona.channels.channel import Channel
from desdemona.channels.face.blink import BLINK
from desdemona.channels.face.brows import BROW_RAISE
from desdemona.channels.face.eyes import OPENNESS
from desdemona.channels.face.gaze import GAZE_PITCH, GAZE_YAW
from desdemona.channels.face.head import HEAD_PITCH, HEAD_ROLL, HEAD_YAW
from desdemona.channels.face.mouth import LIP_CORNER_RAISE, MOUTH_OPENING
from desdemona.channels.face.presence import FACE_FOUND
from desdemona.channels.pulse.catalogue import PULSE_CHROM, PULSE_POS

BUILT_IN: tuple[Channel, ...] = (
    FACE_FOUND,
    HEAD_YAW,
    HEAD_PITCH,
    HEAD_ROLL,
    OPENNESS,
    BLINK,
    GAZE_YAW,
    GAZE_PITCH,
    MOUTH_OPENING,
    LIP_CORNER_RAISE,
    BROW_RAISE,
    PULSE_POS,
    PULSE_CHROM,
)
