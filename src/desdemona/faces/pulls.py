"""From action units to what pulls at the skin: units that act together do not simply add up."""

from typing import Literal, get_args

from desdemona.faces.pose import Pose, units_at

Pull = Literal[
    "1", "2", "4 in", "4 down", "6", "7", "9", "10", "12", "14",
    "15", "17", "20", "23", "24", "25", "27", "round", "spread",
]  # fmt: skip
"""What pulls at the skin: an action unit, a part of one, or the rounding and spreading of the lips in speech."""

PULLS: tuple[Pull, ...] = get_args(Pull)

Pulls = dict[Pull, float]


def pulls_of(pose: Pose, side: int) -> Pulls:
    """Return how strongly everything pulls at one half of the face (`side` -1 left in the picture, 1 right), 0..1.

    Where units contend, the stronger muscle wins (Ekman, Friesen and Hager 2002 in words; the shares are our choice):
    the raiser of the inner brow takes most of the lowering from unit 4 and leaves it the drawing together; pressed or
    tightened lips do not part.
    """
    unit = units_at(pose, side)
    pulls: Pulls = {
        "1": unit.au1,
        "2": unit.au2,
        "4 in": unit.au4,
        "4 down": unit.au4 * (1 - 0.65 * unit.au1),
        "6": unit.au6,
        "7": unit.au7,
        "9": unit.au9,
        "10": unit.au10,
        "12": unit.au12,
        "14": unit.au14,
        "15": unit.au15,
        "17": unit.au17,
        "20": unit.au20,
        "23": unit.au23,
        "24": unit.au24,
        "25": unit.au25 * (1 - 0.9 * unit.au24) * (1 - 0.4 * unit.au23),
        "27": max(pose.right.au27, pose.left.au27),
        "round": max(-pose.mouth_spread, 0.0),
        "spread": max(pose.mouth_spread, 0.0),
    }
    return {pull: amount for pull, amount in pulls.items() if amount > 0}
