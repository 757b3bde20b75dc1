"""Praat, where it is installed, reads from the samples what was asked. It is no part of the package (GPL)."""

from typing import Any

import pytest
from tests.voices.measuring import middle, sustained

from desdemona.voices.register import CHILD, MAN, WOMAN, Register

parselmouth: Any = pytest.importorskip("parselmouth", reason="praat-parselmouth is not installed")


@pytest.mark.parametrize("vowel", ["ah", "iy", "aa"])
@pytest.mark.parametrize(("register", "f0_hz"), [(MAN, 117.3), (WOMAN, 211.7), (CHILD, 270.0)])
def test_praat_reads_what_was_asked(register: Register, f0_hz: float, vowel: str) -> None:
    call = parselmouth.praat.call
    clear = sustained(vowel, f0_hz, register=register, jitter_share=0.012, shimmer_share=0.05, hnr_db=40)
    sound = parselmouth.Sound(middle(clear, 0.3, 3.9), 16_000)
    marks = call(sound, "To PointProcess (periodic, cc)", 60, 700)
    jitter = call(marks, "Get jitter (local)", 0, 0, 1e-4, 0.05, 1.3)
    shimmer = call([sound, marks], "Get shimmer (local)", 0, 0, 1e-4, 0.05, 1.3, 1.6)
    assert jitter == pytest.approx(0.012, rel=0.1)
    assert shimmer == pytest.approx(0.05, rel=0.1)
    assert call(sound.to_pitch(), "Get mean", 0, 0, "Hertz") == pytest.approx(f0_hz, rel=0.001)
    breathy = sustained(vowel, f0_hz, register=register, hnr_db=20)
    harmonicity = parselmouth.Sound(middle(breathy, 0.3, 3.9), 16_000).to_harmonicity_cc(periods_per_window=4.5)
    # Praat takes the highest correlation near the period, so it reads a little high: 1.1 dB at 270 Hz.
    assert call(harmonicity, "Get mean", 0, 0) == pytest.approx(20.0, abs=1.5)
