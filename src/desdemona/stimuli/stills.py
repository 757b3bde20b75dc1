"""Single pictures: one instant of a script as a script of its own, which a camera takes one picture of."""

from dataclasses import replace

from desdemona.physiology.inside import Inside
from desdemona.stimuli.phantom import Act, Script

STILL_S = 1.0
"""How long a single picture stands; a camera of one picture a second takes one of it (our choice)."""


def is_still(script: Script) -> bool:
    """Return whether a script is a single picture."""
    return script.duration_s <= STILL_S


def still_at(script: Script, t_s: float, *, name: str, about: str) -> Script:
    """Return the instant `t_s` of a script as a script of one picture, taken at its time 0.

    Only the acts that are going on are in it, begun as long before the picture as they were in the script. A picture
    has no voice, no drive, and no pulse or breath that could be seen in it; the story is that of the script.

    Raises `ValueError` where the script has no such instant, or puts her with her body into a place.
    """
    if not 0.0 <= t_s < script.duration_s:
        raise ValueError(f"{script.name} lasts {script.duration_s:g} s; there is no picture of it at {t_s:g} s")
    if script.scene is not None:
        raise ValueError(f"{script.name} is played in a place; single pictures are of faces alone")
    acts = tuple(_moved(act, -t_s) for act in script.acts if act.t_start_s <= t_s < act.t_end_s)
    told = replace(script, name=name, about=about, duration_s=STILL_S, acts=acts)
    return replace(told, inside=Inside(), voice=None, drive=None)


def _moved(act: Act, by_s: float) -> Act:
    return replace(act, t_start_s=act.t_start_s + by_s, t_end_s=act.t_end_s + by_s)
