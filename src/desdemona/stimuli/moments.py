"""Single pictures of a phantom: one at a time of her script, and the times that show what happens in it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.portrait import draw_stills
from desdemona.stimuli.company import draw_company
from desdemona.stimuli.course import movement_of
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import stage_of
from desdemona.stimuli.stills import is_still

MOST_MOMENTS = 6


def picture_at(phantom: Phantom, t_s: float) -> NDArray[np.uint8]:
    """Return what the camera sees at a time of the script, (h, w, 3), without sensor noise, pulse and changes."""
    if phantom.script.scene:
        planes = next(draw_company(phantom, phantom.script.scene, np.array([t_s])))
        return np.clip(np.rint(np.moveaxis(planes, 0, -1)), 0, 255).astype(np.uint8)
    still = next(draw_stills(stage_of(phantom), movement_of(phantom.script, np.array([t_s])).poses()))
    return np.clip(np.rint(np.moveaxis(still.rgb, 0, -1)), 0, 255).astype(np.uint8)


def moments_of(script: Script) -> tuple[float, ...]:
    """Return three to six times that show a script: in the middle of one act of each cause, and well apart.

    A single picture has one, its own.
    """
    if is_still(script):
        return (0.0,)
    firsts: dict[str, float] = {}
    for act in script.acts:
        firsts.setdefault(
            act.cause, act.t_start_s + (0.35 if act.cause == "blink" else 0.5) * (act.t_end_s - act.t_start_s)
        )
    times: list[float] = []
    for t_s in (*sorted(firsts.values()), *(script.duration_s * share for share in (0.02, 0.5, 0.98))):
        crowded = len(times) >= MOST_MOMENTS or (len(times) >= 3 and t_s not in firsts.values())
        if not crowded and all(abs(t_s - other) > script.duration_s / 15 for other in times):
            times.append(t_s)
    return tuple(sorted(times))


def to_png(rgb: NDArray[np.uint8], side_px: int) -> bytes:
    """Return a square picture as a PNG of the given size."""
    small = cv2.resize(rgb, (side_px, side_px), interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".png", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return data.tobytes() if done else b""
