"""The signs of head and mouth that are built in."""

from desdemona.channels.channel import Channel
from desdemona.channels.head_signs.held import HEAD_DOWN, STILL_STARE
from desdemona.channels.head_signs.mouth_moves import TALKING, TALKING_SHARE, YAWN
from desdemona.channels.head_signs.swings import NOD, SHAKE

HEAD_SIGNS: tuple[Channel, ...] = (NOD, SHAKE, HEAD_DOWN, STILL_STARE, YAWN, TALKING, TALKING_SHARE)
