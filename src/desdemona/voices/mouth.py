"""How far the mouth is open while a score is performed, so that a face can move with the voice."""

import numpy as np
from numpy.typing import NDArray

from desdemona.voices.score import Score
from desdemona.voices.timing import lay_out
from desdemona.voices.tract import settings_of

_STEP_S = 0.005
_MARGIN_S = 0.1


def mouth_opening(score: Score, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the opening of the mouth at each time: 0 closed (as in m, p, b and in silence) to 1 wide open.

    It follows the vowels spoken and needs no sound to be made. Shape as `times_s`, which need not be ordered.
    """
    opening = np.zeros(np.shape(times_s))
    for utterance in score.utterances:
        stretches = lay_out(utterance)
        settings = settings_of(
            stretches, score.register, utterance.t_start_s - _MARGIN_S, utterance.t_end_s + _MARGIN_S, _STEP_S
        )
        own = np.interp(times_s, settings.times_s, settings.opening, left=0.0, right=0.0)
        opening = np.maximum(opening, own)
    return np.asarray(opening, dtype=np.float64)
