"""A cast small enough for a test: short scenes of three identities, in two lights, and three nulls."""

from dataclasses import replace
from functools import cache

from desdemona.audits.audit import Observed
from desdemona.audits.cast import CAMERA, Item, played
from desdemona.audits.measuring import measure_item
from desdemona.audits.scenes import ATTENTIVE, DROWSY, STILL, TALKER
from desdemona.audits.truths import truth_table
from desdemona.channels.groups import Group
from desdemona.stimuli.phantom import Script

FACE: tuple[Group, ...] = ("face",)
"""What the small cast is measured for."""
SHORT = {script.name: replace(script, duration_s=5.0) for script in (ATTENTIVE, DROWSY, TALKER, STILL)}


def short(script: Script, who: int, light: str = "even") -> Item:
    phantom = played(SHORT[script.name], who, 3, "left" if light == "left" else "even", 0)
    return Item(replace(phantom, camera=replace(CAMERA, width_px=240, height_px=240)))


def small_cast(*, seed: int) -> tuple[Item, ...]:
    """Return the cast; `seed` is taken so that it can stand for the standard cast."""
    people = [
        item
        for who in range(3)
        for item in (short(ATTENTIVE, who), short(ATTENTIVE, who, "left"), short(DROWSY, who), short(TALKER, who))
    ]
    still = short(STILL, 0).phantom
    return (
        *people,
        Item(replace(still, name="photograph-i0"), "photograph"),
        Item(replace(still, name="noise-0", seed=seed), "noise"),
        Item(replace(still, name="empty_room-0"), "empty_room"),
    )


@cache
def observed() -> Observed:
    cast = small_cast(seed=0)
    return Observed(cast, {item.name: measure_item(item, FACE) for item in cast}, truth_table(cast), 0)
