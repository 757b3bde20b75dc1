"""A stance: the mixture of postures at one instant, as plain numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.scenes.postures import POSTURES, REST, Held, PlaceName, Posture, Reach, Side, mirrored
from desdemona.scenes.spells import Share, draw_share, stroke

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stance:
    """How a body is at one instant; `right` and `left` are the person's own hands.

    `held` tells, for each hand and thing, how far the hand has it (0..1).
    """

    lean_deg: float
    bend_deg: float
    shift_mm: tuple[float, float, float]
    head_yaw_deg: float
    head_pitch_deg: float
    head_roll_deg: float
    gaze_pitch_deg: float
    lids: float
    right: Reach
    left: Reach
    held: tuple[tuple[Side, Held, float], ...] = ()


def _of_reach(reach: Reach) -> list[float]:
    return [*reach.wrist_mm, *reach.fingers, *reach.palm, *reach.elbow, reach.curl, reach.spread, reach.with_head]


def _to_reach(numbers: Numbers) -> Reach:
    vectors = [(float(x), float(y), float(z)) for x, y, z in numbers[:12].reshape(4, 3)]
    curl, spread, with_head = (float(number) for number in numbers[12:15])
    return Reach(vectors[0], vectors[1], vectors[2], vectors[3], curl, spread, with_head)


def _moved(posture: Posture, rate_hz: float, t_s: float) -> Reach:
    """Return the acting (right) hand of a posture where its motion has it at an instant."""
    if posture.motion == "writing":
        across, along, up = stroke(rate_hz * t_s)
        x, y, z = posture.right.wrist_mm
        return _to_reach(np.array([x + across, y + up, z + along, *_of_reach(posture.right)[3:]]))
    if posture.motion == "smoking" and posture.away is not None:
        part = draw_share(rate_hz * t_s)
        mixed = part * np.array(_of_reach(posture.right)) + (1 - part) * np.array(_of_reach(posture.away))
        return _to_reach(mixed)
    return posture.right


def _numbers_of(share: Share, t_s: float, place: PlaceName) -> Numbers:
    posture = POSTURES[share.posture]
    right = _moved(posture, share.rate_hz, t_s)
    left = posture.left or POSTURES[REST[place]].left or mirrored(right)
    flip = posture.sided and share.side == "left"
    if flip:
        right, left = mirrored(left), mirrored(right)
    sign = -1.0 if flip else 1.0
    x, y, z = posture.shift_mm
    return np.array(
        [
            *(posture.lean_deg, sign * posture.bend_deg, sign * x, y, z),
            *(sign * posture.head_yaw_deg, posture.head_pitch_deg, sign * posture.head_roll_deg),
            *(posture.gaze_pitch_deg, posture.lids),
            *_of_reach(right),
            *_of_reach(left),
        ]
    )


def stance_of(shares: tuple[Share, ...], t_s: float, place: PlaceName) -> Stance:
    """Return the mixture of postures at an instant; a hand with nothing to do rests where it does in the place."""
    mixed = sum((share.amount * _numbers_of(share, t_s, place) for share in shares), np.zeros(40))
    lean, bend, x, y, z, yaw, pitch, roll, gaze, lids = (float(number) for number in mixed[:10])
    held: dict[tuple[Side, Held], float] = {}
    for share in shares:
        thing = POSTURES[share.posture].held
        if thing:
            side: Side = share.side if POSTURES[share.posture].sided else "right"
            held[side, thing] = held.get((side, thing), 0.0) + share.amount
    return Stance(
        lean, bend, (x, y, z), yaw, pitch, roll, gaze, lids, _to_reach(mixed[10:25]), _to_reach(mixed[25:40]),
        tuple((side, thing, amount) for (side, thing), amount in held.items()),
    )  # fmt: skip
