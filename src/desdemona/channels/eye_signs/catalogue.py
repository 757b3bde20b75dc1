"""The signs of the eyes that are built in; zones are declared, and have channels of their own (`zone_channels`)."""

from desdemona.channels.channel import Channel
from desdemona.channels.eye_signs.blinking import BLINK_DURATION, BLINK_RATE
from desdemona.channels.eye_signs.closure import (
    CLOSURE,
    LONG_CLOSURE,
    LONGEST_CLOSURE,
    PERCLOS,
    PERCLOS_VALID,
    SHORT_CLOSURE,
)
from desdemona.channels.eye_signs.fixations import FIXATION
from desdemona.channels.eye_signs.own_gaze import OWN_GAZE

EYE_SIGNS: tuple[Channel, ...] = (
    CLOSURE,
    PERCLOS,
    PERCLOS_VALID,
    SHORT_CLOSURE,
    LONG_CLOSURE,
    LONGEST_CLOSURE,
    BLINK_RATE,
    BLINK_DURATION,
    OWN_GAZE,
    FIXATION,
)
