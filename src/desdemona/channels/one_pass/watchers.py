"""Watchers: what looks at every frame of a pass besides the face, and keeps a little of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.measure_body import BodyLook, BodyNetworks, BodyState, gather, look_at_body
from desdemona.channels.body.posture import BodyClip
from desdemona.channels.face.tracking import Sight
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.motion.watching import Watch, Wish
from desdemona.channels.pulse.skin_regions import SkinColour


class Watcher(Protocol):
    """Looks at frames in order; what it keeps is handed over now and then, so that it can be kept on disc."""

    def see(self, sight: Sight, skin: SkinColour) -> None:
        """Take one frame in."""
        ...

    def take(self) -> Any:  # noqa: ANN401 - each has a record of its own
        """Hand over what is kept of the frames since the last call."""
        ...

    def state(self) -> Any:  # noqa: ANN401 - each has a state of its own
        """Return what must be known to go on, and has not been handed over."""
        ...

    def resume(self, state: Any) -> None:  # noqa: ANN401 - each has a state of its own
        """Go on from a state that `state` gave."""
        ...


class MovementWatcher:
    """Watches what channels of movement wish for; skin is left to the pass, which sees it anyway."""

    def __init__(self, channels: Sequence[MotionChannel]) -> None:
        wishes: set[Wish] = {channel.wish for channel in channels}
        self.watch = Watch(wishes - {"skin"})

    def see(self, sight: Sight, skin: SkinColour) -> None:
        """Take one frame in."""
        self.watch.see(sight, skin)

    def take(self) -> Any:  # noqa: ANN401 - the protocol's word for any record
        """Hand over what is kept of the frames since the last call, a `Taken`."""
        return self.watch.take()

    def state(self) -> Any:  # noqa: ANN401 - the protocol's word for any state
        """Return what must be known to go on."""
        return self.watch.state()

    def resume(self, state: Any) -> None:  # noqa: ANN401 - the protocol's word for any state
        """Go on from a state."""
        self.watch.resume(state)


@dataclass(frozen=True, slots=True, eq=False)
class BodyLooks:
    """Looks at one body, as one value, and the most bodies that were seen at once."""

    clip: BodyClip
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class BodyGoing:
    """What must be known to go on looking at a body: when the next look is due, and the body followed."""

    due_s: float
    most: int
    body: BodyState


class BodyWatcher:
    """Looks at the largest body in the first frame, and in each that is `every_s` or more after the last look."""

    def __init__(self, networks: BodyNetworks, every_s: float, picture_px: tuple[int, int]) -> None:
        self._networks, self._every_s, self._picture_px = networks, every_s, picture_px
        self._going = BodyGoing(-np.inf, 0, BodyState())
        self._looks: list[BodyLook] = []

    def see(self, sight: Sight, _skin: SkinColour) -> None:
        """Take one frame in, if a look is due."""
        frame, going = sight.frame, self._going
        if frame.t_s < going.due_s - 1e-6:
            return
        look, body = look_at_body(self._networks, frame, going.body)
        seen = (body.body.seen or 0) if body.body is not None else 0
        self._going = BodyGoing(frame.t_s + self._every_s, max(going.most, seen), body)
        self._looks.append(look)

    def take(self) -> Any:  # noqa: ANN401 - the protocol's word for any record
        """Hand over the looks since the last call, a `BodyLooks`."""
        looks, self._looks = self._looks, []
        return BodyLooks(gather(looks, self._picture_px), self._going.most)

    def state(self) -> Any:  # noqa: ANN401 - the protocol's word for any state
        """Return what must be known to go on, a `BodyGoing`."""
        return self._going

    def resume(self, state: Any) -> None:  # noqa: ANN401 - the protocol's word for any state
        """Go on from a state."""
        self._going = state


def join_looks(parts: Sequence[BodyLooks], picture_px: tuple[int, int]) -> BodyClip:
    """Return all looks at a body as one value; there may be none."""
    clips = [part.clip for part in parts] or [gather((), picture_px)]

    def joined(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(clip, name) for clip in clips])

    return BodyClip(
        t_s=joined("t_s"),
        joints_px=joined("joints_px"),
        visibility=joined("visibility"),
        level_dn=joined("level_dn"),
        reasons=[reason for clip in clips for reason in clip.reasons],
        picture_px=picture_px,
        hand_seen=joined("hand_seen"),
    )
