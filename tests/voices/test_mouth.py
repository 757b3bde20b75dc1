"""The mouth that a face shows follows the vowels that are heard."""

import numpy as np

from desdemona.voices.mouth import mouth_opening
from desdemona.voices.score import Score, Utterance, Word
from desdemona.voices.voice import synthesise

SAID = Utterance(0.5, (Word("mama", ("m", "aa", "m", "aa")), Word("me", ("m", "iy"))), syllables_per_s=2.0)


def test_open_vowels_open_it_and_lips_close_it() -> None:
    score = Score((SAID,))
    times_s = np.linspace(0.0, 2.5, 251)
    opening = mouth_opening(score, times_s)
    assert ((opening >= 0) & (opening <= 1)).all()
    assert not opening[times_s < 0.4].any()
    assert not opening[times_s > 2.11].any()
    speech = synthesise(score, duration_s=2.5, seed=1)
    np.testing.assert_allclose(speech.mouth_opening, np.interp(speech.times_s, times_s, opening), atol=0.02)
    first_formant = speech.formants_hz[:, 0]
    wide, narrow = first_formant > 800, first_formant < 320
    assert speech.mouth_opening[wide].min() > 0.6
    assert speech.mouth_opening[narrow].max() < 0.4
    assert opening.min() == 0.0
    assert opening.max() > 0.85  # aa is 0.9 wide
    mama = speech.words[0]
    inside = opening[(times_s > mama.t_start_s) & (times_s < mama.t_end_s)]
    assert np.sum(np.diff((inside > 0.5).astype(int)) == 1) == 2  # it opens twice in mama


def test_times_need_no_order() -> None:
    score = Score((SAID,))
    times_s = np.array([1.9, 0.7, 1.2])
    np.testing.assert_array_equal(mouth_opening(score, times_s), mouth_opening(score, np.sort(times_s))[[2, 0, 1]])
