"""The body signs that are built in, in the order of their columns. Adding one is a module and a line here."""

from desdemona.channels.body.deskwork import READING, WRITING
from desdemona.channels.body.gestures import HAND_AT_EAR, HAND_ON_FACE, HAND_RAISED, OBJECT_AT_MOUTH
from desdemona.channels.body.sign import BodySign
from desdemona.channels.body.stance import HEAD_DOWN, HEAD_ON_DESK, LEANING, STANDING, SWAY

BODY_SIGNS: tuple[BodySign, ...] = (
    HAND_RAISED,
    STANDING,
    HEAD_DOWN,
    HEAD_ON_DESK,
    WRITING,
    READING,
    HAND_AT_EAR,
    OBJECT_AT_MOUTH,
    HAND_ON_FACE,
    LEANING,
    SWAY,
)
