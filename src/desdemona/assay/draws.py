"""When a phantom who smokes has the cigarette at her mouth, from the geometry that is drawn."""

from collections.abc import Iterator

import numpy as np

from desdemona.assay.scripts import Told
from desdemona.scenes.truth import FigureTruth, figure_truth
from desdemona.stimuli.company import scene_of
from desdemona.stimuli.phantom import Phantom

SEEN_HZ = 10.0


def draws_of(phantom: Phantom) -> Iterator[Told]:
    """Give the stretches in which the hand with the cigarette is near the face, as `scenes.truth` has it."""
    script = phantom.script
    if script.scene is None:
        return
    scene = scene_of(phantom, script.scene)
    smokes = [spell for spell in script.scene.seats[0].spells if spell.posture == "smoking"]
    for spell in smokes:
        times_s = np.arange(spell.t_start_s, spell.t_end_s, 1 / SEEN_HZ)
        near = [_at_mouth(figure_truth(scene, float(t_s))[0]) for t_s in times_s]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], np.array(near, dtype=np.int8), [0]])))
        for first, last in edges.reshape(-1, 2):
            yield "draw", float(times_s[first]), float(times_s[last - 1] + 1 / SEEN_HZ)


def _at_mouth(figure: FigureTruth) -> bool:
    return any(thing == "cigarette" and side in figure.hands_near_face for side, thing, _ in figure.held)
