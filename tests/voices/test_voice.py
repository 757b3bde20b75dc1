"""What was asked, what the truth says and what the samples show are the same three times."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.voices.measuring import (
    comb_hnr_db,
    cycle_marks,
    level_db,
    local_share,
    lpc_formants_hz,
    measured_f0_hz,
    middle,
    periodicity,
    sustained,
)

from desdemona.errors import UsageError
from desdemona.voices.register import CHILD, INFANT, MAN, REGISTERS, WOMAN, Register, formants_of
from desdemona.voices.score import Background, F0Point, Noise, Pause, Score, Utterance, Word
from desdemona.voices.speech import Speech
from desdemona.voices.voice import synthesise


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word) for word in text.split())


SENTENCE = Utterance(0.2, words("hello my name is Desdemona"), pauses=(Pause(1, 0.25),))
ONE = Score((SENTENCE,))
PITCHES = [(MAN, 97.3), (MAN, 131.0), (WOMAN, 211.7), (CHILD, 287.9), (INFANT, 450.1)]


def active(speech: Speech) -> np.ndarray:
    """Return which samples lie in a segment that is no pause."""
    times_s = np.arange(len(speech.samples)) / speech.rate_hz
    chosen = np.zeros(len(times_s), dtype=bool)
    for segment in speech.segments:
        if segment.kind != "pause":
            chosen |= (times_s >= segment.t_start_s) & (times_s < segment.t_end_s)
    return chosen


@pytest.mark.parametrize(("register", "f0_hz"), PITCHES)
def test_fundamental_frequency_is_exact(register: Register, f0_hz: float) -> None:
    speech = sustained("ah", f0_hz, register=register, jitter_share=0.005, shimmer_share=0.03, hnr_db=20)
    shown = measured_f0_hz(middle(speech, 0.3, 3.9), 0.7 * f0_hz, 1.4 * f0_hz)
    assert shown == pytest.approx(f0_hz, rel=0.001)
    steady = middle(sustained("ah", f0_hz, register=register), 0.3, 3.9)
    # Without jitter what is left is the error of the measure, a parabola through three samples.
    assert measured_f0_hz(steady, 0.7 * f0_hz, 1.4 * f0_hz) == pytest.approx(f0_hz, rel=5e-5)


def test_a_glide_is_followed() -> None:
    contour = (F0Point(0.1, 110.0), F0Point(2.1, 220.0), F0Point(4.1, 140.0))
    utterance = Utterance(0.1, (Word("ee", ("iy",)),), contour, syllables_per_s=0.25, jitter_share=0.0, hnr_db=40)
    speech = synthesise(Score((replace(utterance, shimmer_share=0.0),), MAN), duration_s=4.3, seed=1)
    for start_s in np.arange(0.3, 3.6, 0.4):
        truth = speech.f0_hz[round(start_s * 100) : round(start_s * 100) + 31]
        marks_s, _ = cycle_marks(middle(speech, start_s, start_s + 0.4), float(truth.mean()))
        marks_s = marks_s[marks_s < 0.3] + start_s
        shown = (len(marks_s) - 1) / (marks_s[-1] - marks_s[0])
        true_s = np.linspace(marks_s[0], marks_s[-1], 1001)
        asked = np.interp(true_s, [0.1, 2.1, 4.1], [110.0, 220.0, 140.0]).mean()
        # In this vowel one trough a cycle is plainly the deepest, so that the marks keep step with the closures.
        assert shown == pytest.approx(asked, rel=0.001)
        frames_s = speech.times_s[round(start_s * 100) :][:31]
        np.testing.assert_allclose(truth, np.interp(frames_s, [0.1, 2.1, 4.1], [110.0, 220.0, 140.0]), rtol=1e-12)


@pytest.mark.parametrize(("register", "f0_hz"), PITCHES)
@pytest.mark.parametrize("vowel", ["ah", "iy"])
def test_jitter_and_shimmer_are_what_was_asked(register: Register, f0_hz: float, vowel: str) -> None:
    asked_jitter, asked_shimmer = 0.012, 0.06
    speech = sustained(vowel, f0_hz, register=register, jitter_share=asked_jitter, shimmer_share=asked_shimmer)
    marks_s, heights = cycle_marks(middle(speech, 0.15, 4.05), f0_hz)
    assert local_share(np.diff(marks_s)) == pytest.approx(asked_jitter, rel=0.1)
    assert local_share(heights) == pytest.approx(asked_shimmer, rel=0.1)
    assert local_share(np.diff(speech.pulses_s)) == pytest.approx(asked_jitter, rel=1e-6)
    assert local_share(speech.pulse_amplitudes) == pytest.approx(asked_shimmer, rel=1e-6)
    (drawn,) = speech.drawn
    assert (drawn.jitter_share, drawn.shimmer_share) == (asked_jitter, asked_shimmer)


def test_each_true_period_is_in_the_samples() -> None:
    speech = sustained("ah", 120.0, jitter_share=0.01)
    marks_s, _ = cycle_marks(middle(speech, 0.3, 3.9), 120.0)
    own = speech.pulses_s[np.searchsorted(speech.pulses_s, marks_s + 0.3) - 1]
    # The trough follows its closure by a fixed delay; 5 µs is a thirteenth of a sample.
    assert np.std(marks_s + 0.3 - own) < 5e-6


@pytest.mark.parametrize("hnr_db", [5.0, 12.0, 20.0, 35.0])
@pytest.mark.parametrize(("register", "f0_hz"), [(MAN, 120.0), (WOMAN, 211.7), (CHILD, 270.0)])
def test_harmonics_stand_over_noise_as_asked(register: Register, f0_hz: float, hnr_db: float) -> None:
    speech = sustained("ah", f0_hz, register=register, hnr_db=hnr_db)
    assert comb_hnr_db(middle(speech, 0.2, 4.0), f0_hz) == pytest.approx(hnr_db, abs=1.0)
    assert speech.drawn[0].hnr_db == hnr_db


@pytest.mark.parametrize("loudness_db", [-40.0, -23.0, -18.0])
def test_loudness_is_what_was_asked(loudness_db: float) -> None:
    speech = synthesise(Score((replace(SENTENCE, loudness_db=loudness_db),)), duration_s=3.0, seed=1)
    assert level_db(speech.samples[active(speech)].astype(float)) == pytest.approx(loudness_db, abs=0.01)
    frames = speech.samples.astype(float).reshape(-1, 160)
    sounding = ~np.isnan(speech.loudness_db)
    shown = 10 * np.log10(np.mean(frames[sounding] ** 2, axis=1) + 1e-30)
    loud = shown > -90  # below, the steps of 24 bits are a part of the level
    np.testing.assert_allclose(speech.loudness_db[sounding][loud], shown[loud], atol=0.1)
    assert sounding.sum() > 150


def test_what_would_clip_is_turned_down_and_told() -> None:
    score = Score((replace(SENTENCE, loudness_db=-10.0),), background=Background("car", 0.0))
    speech = synthesise(score, duration_s=3.0, seed=1)
    assert np.abs(speech.samples).max() <= 1.0
    assert speech.gain_db < 0
    assert speech.notes == (f"everything was turned down by {-speech.gain_db:.1f} dB so that nothing clips",)
    assert speech.drawn[0].loudness_db == pytest.approx(-10.0 + speech.gain_db)
    assert level_db(speech.voice[active(speech)].astype(float)) == pytest.approx(-10.0 + speech.gain_db, abs=0.01)


@pytest.mark.parametrize("snr_db", [-5.0, 0.0, 15.0])
@pytest.mark.parametrize("kind", ["babble", "car"])
def test_background_stands_at_its_snr(kind: Noise, snr_db: float) -> None:
    score = replace(ONE, background=Background(kind, snr_db))
    speech = synthesise(score, duration_s=3.0, seed=3)
    while_active = active(speech)
    voice = speech.voice.astype(float)
    noise = speech.samples.astype(float) - voice
    assert level_db(voice[while_active]) - level_db(noise[while_active]) == pytest.approx(snr_db, abs=0.1)
    assert speech.snr_db == snr_db
    alone = synthesise(ONE, duration_s=3.0, seed=3)
    np.testing.assert_allclose(voice, alone.voice * 10 ** (speech.gain_db / 20), atol=2e-7)  # two 24-bit steps


def test_babble_is_many_pitches_and_car_is_low() -> None:
    def noise(kind: Noise) -> np.ndarray:
        speech = synthesise(replace(ONE, background=Background(kind, 0.0)), duration_s=4.0, seed=2)
        return speech.samples.astype(float) - speech.voice

    car, babble = np.abs(np.fft.rfft(noise("car"))) ** 2, np.abs(np.fft.rfft(noise("babble"))) ** 2
    hz = np.fft.rfftfreq(64_000, 1 / 16_000)
    assert car[hz < 300].sum() > 0.9 * car.sum()
    assert babble[(hz > 300) & (hz < 4000)].sum() > 0.3 * babble.sum()
    # Someone always talks: in no 100 ms does the babble fall 20 dB below its mean.
    levels = [level_db(piece) for piece in noise("babble").reshape(-1, 1600)]
    assert min(levels) > level_db(noise("babble")) - 20


@pytest.mark.parametrize("vowel", ["iy", "eh", "ae", "aa", "ah", "er"])
@pytest.mark.parametrize(("register", "f0_hz"), [(MAN, 100.0), (WOMAN, 160.0)])
def test_formants_are_in_the_samples(register: Register, f0_hz: float, vowel: str) -> None:
    speech = sustained(vowel, f0_hz, register=register, hnr_db=40, length_s=1.0)
    shown = lpc_formants_hz(middle(speech, 0.4, 0.5), 5000 * register.tract_scale)
    truth = speech.formants_hz[45]
    np.testing.assert_allclose(truth, formants_of(register, vowel), rtol=1e-9)
    # Linear prediction is drawn to the nearest harmonic: 10 %, or a quarter of the spacing for low formants.
    np.testing.assert_allclose(shown[:3], truth, rtol=0.1, atol=0.25 * f0_hz)


def test_a_whisper_has_no_period_and_keeps_its_formants() -> None:
    spoken, whispered = sustained("eh", 120.0, hnr_db=20), sustained("eh", kind="whisper", hnr_db=20)
    assert periodicity(middle(spoken, 1.0, 2.0), 70, 400) > 0.6
    assert periodicity(middle(whispered, 1.0, 2.0), 70, 400) < 0.1  # 8,000 samples: chance stays below 4.5/√8000
    assert np.isnan(whispered.f0_hz).all()
    assert np.isnan(whispered.drawn[0].jitter_share)
    assert not len(whispered.pulses_s)
    shown = lpc_formants_hz(middle(whispered, 0.5, 3.5), 5000, emphasis=0.0)  # breath is flat, not falling
    np.testing.assert_allclose(shown[:3], formants_of(MAN, "eh"), rtol=0.1)


def test_a_cry_rises_falls_and_breathes() -> None:
    speech = synthesise(Score((Utterance(0.2, kind="cry", length_s=4.0),), INFANT), duration_s=4.4, seed=1)
    cries = [segment for segment in speech.segments if segment.kind == "cry"]
    assert len(cries) == 3
    for before, after in pairwise(cries):
        assert after.t_start_s - before.t_end_s == pytest.approx(0.3)
        gap = middle(speech, before.t_end_s + 0.06, after.t_start_s - 0.02)  # ringing, and 10 ms of rounding
        assert np.abs(gap).max() < 1e-3
    for cry in cries:
        tops = []
        for start_s in np.arange(cry.t_start_s + 0.02, cry.t_end_s - 0.07, 0.05):
            shown = measured_f0_hz(middle(speech, start_s, start_s + 0.05), 300, 700)
            truth = np.interp(start_s + 0.025, speech.times_s, speech.f0_hz)
            # Half a percent of jitter over some 20 cycles, and a glide of 23 Hz within the 50 ms.
            assert shown == pytest.approx(truth, rel=0.01)
            tops.append(shown)
        assert 350 <= min(tops) <= max(tops) <= 600
        assert 0 < int(np.argmax(tops)) < len(tops) - 1


def test_laughter_is_syllables_at_its_rate() -> None:
    speech = synthesise(
        Score((Utterance(0.1, kind="laughter", length_s=2.0, syllables_per_s=5.0),)), duration_s=2.2, seed=1
    )
    assert sum(segment.kind == "voiced" for segment in speech.segments) == 10
    assert speech.drawn[0].syllables_per_s == pytest.approx(5.0)


def test_words_sound_when_the_truth_says() -> None:
    text = "anna ella ellie oh"
    said = Utterance(0.3, words(text), pauses=(Pause(1, 0.3), Pause(2, 0.2), Pause(3, 0.25)), hnr_db=40)
    speech = synthesise(Score((said,)), duration_s=4.0, seed=1)
    assert [word.word for word in speech.words] == text.split()
    levels = np.array([level_db(piece + 1e-9) for piece in speech.samples.astype(float).reshape(-1, 80)])
    edges = np.flatnonzero(np.diff((levels > levels.max() - 30).astype(int))) * 0.005 + 0.005
    true_s = np.array([edge for word in speech.words for edge in (word.t_start_s, word.t_end_s)])
    assert len(edges) == len(true_s)
    # One glottal cycle before the first closure, and ringing after the last of 80 Hz bandwidth: 15 ms for 30 dB.
    np.testing.assert_allclose(edges, true_s, atol=0.02)


def test_rate_is_exact_and_pauses_come_on_top() -> None:
    speech = synthesise(replace(ONE, utterances=(replace(SENTENCE, syllables_per_s=3.0),)), duration_s=4.0, seed=1)
    spoken_s = sum(segment.t_end_s - segment.t_start_s for segment in speech.segments if segment.kind != "pause")
    assert SENTENCE.syllables == 9
    assert spoken_s == pytest.approx(9 / 3.0)
    assert speech.drawn[0].syllables_per_s == pytest.approx(3.0)
    pause = speech.segments[[segment.kind for segment in speech.segments].index("pause", 1)]
    assert pause.t_end_s - pause.t_start_s == pytest.approx(0.25)
    assert pause.t_start_s == pytest.approx(speech.words[0].t_end_s)
    whole = [segment.t_start_s for segment in speech.segments] + [4.0]
    assert whole == [0.0] + [segment.t_end_s for segment in speech.segments]


def test_fricatives_hiss_where_they_should() -> None:
    speech = synthesise(
        Score((Utterance(0.1, (Word("sa", ("s", "aa")), Word("sha", ("sh", "aa"))), syllables_per_s=2.0),)),
        duration_s=1.3,
        seed=1,
    )

    def centre_hz(start_s: float) -> float:
        power = np.abs(np.fft.rfft(middle(speech, start_s, start_s + 0.1))) ** 2
        return float(np.sum(power * np.fft.rfftfreq(1600, 1 / 16_000)) / power.sum())

    s, sh = (centre_hz(word.t_start_s + 0.04) for word in speech.words)
    assert 5000 < s < 7000
    assert 2500 < sh < 4500
    assert np.isnan(speech.f0_hz[15])


def test_same_seed_same_bytes_whatever_the_threads() -> None:
    again = (
        "import sys\nfrom desdemona.voices.score import *\nfrom desdemona.voices.voice import synthesise\n"
        "score = Score((Utterance(0.2, tuple(Word(w) for w in 'hello my name is Desdemona'.split()),"
        " pauses=(Pause(1, 0.25),)),), background=Background('babble', 5.0))\n"
        "sys.stdout.buffer.write(synthesise(score, duration_s=3.0, seed=7).samples.tobytes())\n"
    )
    speech = synthesise(replace(ONE, background=Background("babble", 5.0)), duration_s=3.0, seed=7)
    for threads in ("1", "3"):
        environment = os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        done = subprocess.run([sys.executable, "-c", again], env=environment, capture_output=True, check=True)
        assert done.stdout == speech.samples.tobytes()


@pytest.mark.parametrize(
    ("kind", "digest"), [("none", "f34ba0c46fa67474"), ("babble", "7aca18ab6d2bb5e6"), ("car", "4b947e8ba8213b3f")]
)
def test_the_bytes_are_known(kind: Noise, digest: str) -> None:
    # The same on every machine: samples lie on a grid of 24 bits, far above the last bit of the arithmetic.
    speech = synthesise(replace(ONE, background=Background(kind, 5.0)), duration_s=3.0, seed=1)
    grid = np.round(speech.samples.astype(np.float64) * 2**23).astype("<i4")
    np.testing.assert_array_equal(grid / 2**23, speech.samples)
    assert hashlib.sha256(grid.tobytes()).hexdigest()[:16] == digest


def test_a_seed_changes_noise_and_nothing_that_was_scripted() -> None:
    one, other = (synthesise(ONE, duration_s=3.0, seed=seed) for seed in (1, 2))
    for name in ("f0_hz", "formants_hz", "mouth_opening", "times_s"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert (one.words, one.segments) == (other.words, other.segments)
    assert len(one.pulses_s) == len(other.pulses_s)
    assert not np.array_equal(one.samples, other.samples)
    still = replace(SENTENCE, jitter_share=0.0, shimmer_share=0.0, hnr_db=50.0, words=words("anna"), pauses=())
    quiet = [synthesise(Score((still,)), duration_s=1.0, seed=seed).samples.astype(float) for seed in (1, 2)]
    # Only the breath differs, 50 dB below the voice in each: 47 dB below in the difference.
    assert level_db(quiet[0] - quiet[1]) == pytest.approx(level_db(quiet[0]) - 47.0, abs=1.0)


@settings(max_examples=8, deadline=None)
@given(st.floats(-40.0, -20.0), st.sampled_from(REGISTERS), st.integers(0, 1000))
def test_a_louder_copy_moves_the_level_and_nothing_else(loudness_db: float, register: Register, seed: int) -> None:
    said = Utterance(0.1, words("one two"), loudness_db=-30.0)
    one = synthesise(Score((said,), register), duration_s=1.0, seed=seed)
    other = synthesise(Score((replace(said, loudness_db=loudness_db),), register), duration_s=1.0, seed=seed)
    factor = 10 ** ((loudness_db + 30.0) / 20)
    np.testing.assert_allclose(other.samples, one.samples * factor, atol=2**-23 * (1 + factor))
    np.testing.assert_array_equal(other.pulses_s, one.pulses_s)


def test_other_sample_rates_sound_alike() -> None:
    low, high = (synthesise(ONE, rate_hz=rate, duration_s=3.0, seed=1) for rate in (16_000, 44_100))
    assert len(high.samples) == 132_300
    np.testing.assert_array_equal(low.f0_hz, high.f0_hz)
    voiced = ~np.isnan(low.f0_hz) & (low.loudness_db > -40)
    # Frames with consonant noise differ more, for it is drawn anew and reaches above 8 kHz.
    assert np.median(np.abs(low.loudness_db - high.loudness_db)[voiced]) < 0.5


def test_silence_is_silent() -> None:
    speech = synthesise(Score(), duration_s=0.5, seed=1)
    assert not speech.samples.any()
    assert np.isnan(speech.loudness_db).all()
    assert [segment.kind for segment in speech.segments] == ["pause"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda score: replace(score, utterances=(SENTENCE, SENTENCE)), "starts at 0.2 s; the earliest allowed is 2.7"),
        (lambda score: replace(score, utterances=(replace(SENTENCE, t_start_s=2.0),)), "ends at 4.5 s, but the clip"),
        (lambda score: replace(score, utterances=(replace(SENTENCE, words=words("42")),)), "cannot be sounded out"),
        (lambda score: replace(score, utterances=(replace(SENTENCE, jitter_share=0.3),)), "allowed are 0 to 0.05"),
        (lambda score: replace(score, utterances=(replace(SENTENCE, kind="cry"),)), "it needs length_s alone"),
        (lambda score: replace(score, utterances=(replace(SENTENCE, words=(Word("x", ("q",)),)),)), "unknown phone"),
        (lambda score: replace(score, utterances=(replace(SENTENCE, f0=(F0Point(0, 30.0),)),)), "allowed are 100 to"),
        (lambda score: replace(score, utterances=(), background=Background("car", 3.0)), "needs an utterance"),
    ],
)
def test_what_cannot_be_performed_is_refused(change: Callable[[Score], Score], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        synthesise(change(ONE), duration_s=3.0, seed=1)


def test_too_low_a_rate_is_refused() -> None:
    with pytest.raises(UsageError, match="at 8000 Hz; allowed are 16000 to 48000"):
        synthesise(ONE, rate_hz=8000, duration_s=3.0, seed=1)


def test_a_shorter_tract_raises_every_formant_and_nothing_else() -> None:
    own = replace(MAN, formant_scale=1.1)
    for target in ("aa", (500.0, 1500.0, 2500.0)):
        np.testing.assert_allclose(formants_of(own, target), 1.1 * np.array(formants_of(MAN, target)), rtol=1e-12)
    one, other = (sustained("ah", 100.0, register=register, hnr_db=40, length_s=1.0) for register in (MAN, own))
    np.testing.assert_array_equal(one.f0_hz, other.f0_hz)
    first, second = (
        lpc_formants_hz(middle(speech, 0.4, 0.5), 5000 * scale) for speech, scale in ((one, 1.0), (other, 1.1))
    )
    # linear prediction errs by some percent of a formant, towards the nearest harmonic
    assert second[:2] / first[:2] == pytest.approx(1.1, abs=0.05)


def test_a_register_that_is_no_voice_is_refused() -> None:
    for register in (replace(MAN, formant_scale=2.0), replace(MAN, f0_hz=500.0)):
        with pytest.raises(UsageError, match="allowed are"):
            synthesise(Score((), register), duration_s=1.0, seed=0)
