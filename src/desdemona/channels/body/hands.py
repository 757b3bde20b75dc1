"""Where hands and their fingers are: MediaPipe Hands (Zhang et al. 2020), 21 points, found once and then followed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.following import resting_square, tilt_rad
from desdemona.channels.face.square import Square, cut_square, to_picture
from desdemona.channels.spotting import Layout, Spot, find_spots
from desdemona.models.network import Network

Floats = NDArray[np.float64]

POINTS = 21
PALMS = Layout(grids=((24, 2), (12, 6)), least_score=0.5)
"""Strides 8 and three times 16 over 192 pixels, two anchors a cell and layer; points: wrist, knuckles, thumb."""
PALM_ENLARGEMENT, PALM_SHIFT = 2.6, -0.5
HAND_ENLARGEMENT, HAND_SHIFT = 2.0, -0.1
"""Side over palm or hand, and shift towards the fingers in sides of it; the model was trained so."""
LEAST_PRESENCE = 0.5
MOST_HANDS = 2
LOOK_AGAIN_FRAMES = 5
"""With fewer than two hands followed, palms are looked for in every so-many-th frame: it costs as much as a hand."""
LEAST_HAND_PX = 12.0
"""Smallest hand, wrist to middle knuckle and as much again (our choice)."""
SAME_HAND_SHARE = 0.5
"""Two followed hands whose middles are nearer than this share of the larger one's side are one hand."""
_RIM = np.array([0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18])
"""The points that hardly move when fingers bend; the square is laid round them."""


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """One hand as the network sees it.

    `points_px` (21, 3) are pixels of the picture: wrist, then thumb, index, middle, ring and little finger from root
    to tip; depth has the same scale, from the wrist, away from the camera positive. `presence` 0..1 says that a hand
    is there. `right_score` 0..1 says that it is the person's own right hand, in a picture that is not mirrored.
    """

    points_px: Floats
    presence: float
    right_score: float
    square: Square

    @property
    def middle_px(self) -> Floats:
        """Return the middle of the palm: wrist and the four knuckles."""
        return np.asarray(self.points_px[[0, 5, 9, 13, 17], :2].mean(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class HandsSight:
    """The hands seen in one frame, and how many frames ago palms were last looked for."""

    hands: tuple[Hand, ...]
    since_look: int = 0


def find_hand(network: Network, rgb: NDArray[np.uint8], square: Square) -> Hand:
    """Return the hand in a square of the picture, whether or not there is one: look at `presence`."""
    side = network.input_shape[1]
    answer, presence, right, *_ = network.run(cut_square(rgb, square, side)[None] * np.float32(1 / 255))
    points = to_picture(answer.reshape(POINTS, 3), square, side).astype(np.float64)
    return Hand(points, float(presence.reshape(-1)[0]), float(right.reshape(-1)[0]), square)


def palm_square(spot: Spot) -> Square:
    """Return the square to look at for a detected palm, turned so that the fingers point up."""
    wrist, knuckle = spot.points_px[0], spot.points_px[2]
    left, top, right, bottom = spot.box_px
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    return _shifted(middle, spot.side_px, tilt_rad(wrist, knuckle), PALM_SHIFT, PALM_ENLARGEMENT)


def next_square(hand: Hand) -> Square:
    """Return the square to look for the same hand in the next frame: round its palm, turned with it."""
    points = hand.points_px[:, :2]
    knuckles = (points[5] + points[13]) / 4 + points[9] / 2
    angle = tilt_rad(points[0], knuckles)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    upright = points[_RIM] @ turn
    low, high = upright.min(axis=0), upright.max(axis=0)
    middle, side_px = turn @ ((low + high) / 2), float((high - low).max())
    return resting_square(hand.square, _shifted(middle, side_px, angle, HAND_SHIFT, HAND_ENLARGEMENT))


def see_hands(palms: Network, network: Network, rgb: NDArray[np.uint8], last: HandsSight | None) -> HandsSight:
    """Follow the hands of the last frame, and look for palms now and then while fewer than two are followed."""
    kept: list[Hand] = []
    for before in last.hands if last is not None else ():
        _keep(find_hand(network, rgb, next_square(before)), kept)
    since = last.since_look + 1 if last is not None else LOOK_AGAIN_FRAMES
    lost = last is not None and len(kept) < len(last.hands)
    if len(kept) == MOST_HANDS or (since < LOOK_AGAIN_FRAMES and not lost):
        return HandsSight(tuple(kept), since)
    for spot in find_spots(palms, PALMS, rgb)[: 2 * MOST_HANDS]:
        if len(kept) < MOST_HANDS:
            first = find_hand(network, rgb, palm_square(spot))
            if first.presence >= LEAST_PRESENCE:
                _keep(find_hand(network, rgb, next_square(first)), kept)
    return HandsSight(tuple(kept))


def nearest_hand(hands: Sequence[Hand], wrist_px: Floats, within_px: float) -> Hand | None:
    """Return the hand whose wrist is nearest to a body's wrist, None where none is within reach."""
    if not hands:
        return None
    far = [float(np.linalg.norm(hand.points_px[0, :2] - wrist_px)) for hand in hands]
    best = int(np.argmin(far))
    return hands[best] if far[best] <= within_px else None


def _keep(hand: Hand, kept: list[Hand]) -> None:
    """Keep a hand that is there, large enough, and not already kept."""
    long = 2 * float(np.linalg.norm(hand.points_px[9, :2] - hand.points_px[0, :2]))
    if hand.presence < LEAST_PRESENCE or long < LEAST_HAND_PX:
        return
    for other in kept:
        reach = SAME_HAND_SHARE * max(hand.square.side_px, other.square.side_px) / HAND_ENLARGEMENT
        if float(np.linalg.norm(hand.middle_px - other.middle_px)) < reach:
            return
    kept.append(hand)


def _shifted(middle: Floats, side_px: float, angle_rad: float, shift: float, enlargement: float) -> Square:
    down = np.array([-np.sin(angle_rad), np.cos(angle_rad)])
    x, y = (middle + shift * side_px * down).tolist()
    return Square(x, y, enlargement * side_px, angle_rad)
