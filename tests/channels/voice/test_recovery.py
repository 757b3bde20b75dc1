"""What was synthesised is what is measured: over kinds of voice and noise."""

import numpy as np
import pytest
from tests.channels.voice.made import (
    column,
    f0_errors,
    measured,
    reasons,
    sentence,
    spoken,
    sustained,
    windows,
)

from desdemona.voices.register import CHILD, INFANT, MAN, REGISTERS, WOMAN, Register
from desdemona.voices.score import Background, F0Point, Noise, Score, Utterance, Word
from desdemona.voices.voice import synthesise

PITCHES = [(MAN, 97.3), (MAN, 131.0), (WOMAN, 211.7), (CHILD, 287.9), (INFANT, 450.1)]


@pytest.mark.parametrize(("kind", "snr_db", "least_share"), [("none", 60, 0.94), ("car", 10, 0.94), ("car", 0, 0.84)])
@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_f0_follows_speech_within_half_a_percent(
    register: Register, kind: Noise, snr_db: float, least_share: float
) -> None:
    speech = spoken(register=register, background=Background(kind, snr_db), duration_s=7.0)
    errors, share = f0_errors(measured(speech.samples), speech)
    assert share > least_share
    # Jitter of half a percent moves each step by 0.2 to 0.4 % about the contour, which is the truth here.
    assert abs(np.median(errors)) < 0.001
    assert np.median(np.abs(errors)) < 0.005
    assert np.mean(np.abs(errors) > 0.05) < 0.04


@pytest.mark.parametrize(("register", "f0_hz"), PITCHES)
@pytest.mark.parametrize("vowel", ["ah", "iy"])
def test_held_vowels_give_all_that_was_asked(register: Register, f0_hz: float, vowel: str) -> None:
    speech = sustained(vowel, f0_hz, register=register, jitter_share=0.012, shimmer_share=0.06, hnr_db=40, length_s=2.5)
    tracks = measured(speech.samples)
    (f0,), (jitter,), (shimmer,) = (windows(tracks, f"voice.{name}") for name in ("f0.median", "jitter", "shimmer"))
    assert f0 == pytest.approx(f0_hz, rel=0.002)
    assert jitter == pytest.approx(0.012, rel=0.08)
    assert shimmer == pytest.approx(0.06, rel=0.12)
    low, high = (tracks.windows.row(index, named=True) for index in (0, 1))
    assert low["low"] is None
    assert high["reason"] is None


@pytest.mark.parametrize(("register", "f0_hz"), PITCHES)
def test_small_jitter_and_shimmer_too(register: Register, f0_hz: float) -> None:
    speech = sustained("ah", f0_hz, register=register, jitter_share=0.004, shimmer_share=0.02, hnr_db=40, length_s=2.5)
    tracks = measured(speech.samples)
    assert windows(tracks, "voice.jitter")[0] == pytest.approx(0.004, rel=0.1)
    assert windows(tracks, "voice.shimmer")[0] == pytest.approx(0.02, rel=0.15)


def test_the_interval_of_jitter_holds_the_truth() -> None:
    hits = 0
    for seed in range(8):
        speech = sustained("ah", 130.0, jitter_share=0.01, shimmer_share=0.05, hnr_db=40, length_s=1.5, seed=seed)
        row = measured(speech.samples).windows.row(4, named=True)
        assert row["channel"] == "voice.jitter"
        hits += row["low"] <= 0.01 <= row["high"]
    assert hits >= 6  # of intervals that hold it 95 times in 100, fewer than 6 of 8 is one case in 170


@pytest.mark.parametrize("hnr_db", [12.0, 20.0, 28.0])
@pytest.mark.parametrize(("register", "f0_hz"), [(MAN, 120.0), (WOMAN, 211.7), (CHILD, 270.0), (INFANT, 450.0)])
def test_harmonics_to_noise(register: Register, f0_hz: float, hnr_db: float) -> None:
    # Half a percent of jitter is laid over: a measure that takes it for noise would say 17 for 20.
    speech = sustained(
        "ah", f0_hz, register=register, hnr_db=hnr_db, jitter_share=0.005, shimmer_share=0.03, length_s=1.2
    )
    # The fit of each cycle to the next swallows noise, of high voices most: it reads up to 4 dB too much.
    assert windows(measured(speech.samples), "voice.hnr")[0] == pytest.approx(hnr_db, abs=4.5)


@pytest.mark.parametrize("register", [MAN, WOMAN, CHILD], ids=lambda register: register.name)
def test_jitter_in_running_speech(register: Register) -> None:
    speech = spoken(sentence(jitter_share=0.02, shimmer_share=0.08), register, duration_s=7.0)
    shown = windows(measured(speech.samples), "voice.jitter")[0]
    # The definition counts glides; so does this truth.
    assert shown == pytest.approx(speech.drawn[0].jitter_with_contour_share, rel=0.15)


@pytest.mark.parametrize("loudness_db", [-45.0, -30.0, -18.0])
def test_loudness(loudness_db: float) -> None:
    speech = spoken(sentence(loudness_db=loudness_db), duration_s=7.0)
    tracks = measured(speech.samples)
    assert windows(tracks, "voice.loudness.mean")[0] == pytest.approx(loudness_db, abs=0.5)
    shown, truth = column(tracks, "voice_loudness_db"), speech.loudness_db
    told = np.isfinite(shown)
    np.testing.assert_allclose(shown[told], truth[told], atol=0.05)


@pytest.mark.parametrize("kind", ["car", "babble"])
def test_loudness_in_noise_is_right_or_not_told(kind: Noise) -> None:
    speech = spoken(background=Background(kind, 20.0))
    shown = column(measured(speech.samples), "voice_loudness_db")
    told = np.isfinite(shown) & np.isfinite(speech.loudness_db)
    assert told.sum() > 300
    errors = shown[told] - speech.loudness_db[told]
    # Steady noise adds half a decibel at most; babble is not steady, so its moments can add more.
    assert np.median(np.abs(errors)) < (0.1 if kind == "car" else 0.3)
    assert np.quantile(np.abs(errors), 0.9) < (0.7 if kind == "car" else 3.0)


@pytest.mark.parametrize("vowel", ["iy", "ae", "aa", "er"])
@pytest.mark.parametrize(("register", "f0_hz"), [(MAN, 110.0), (WOMAN, 200.0), (CHILD, 264.0)])
def test_formants(register: Register, f0_hz: float, vowel: str) -> None:
    speech = sustained(vowel, f0_hz, register=register, hnr_db=30, length_s=0.6, jitter_share=0.005)
    tracks = measured(speech.samples)
    shown = np.array([np.nanmedian(column(tracks, f"voice_formant_{number}_hz")) for number in (1, 2, 3)])
    # Linear prediction is drawn to the nearest harmonic: 5 %, or a third of the spacing for low formants.
    np.testing.assert_allclose(shown, speech.formants_hz[45], rtol=0.05, atol=0.33 * f0_hz)


def test_formants_of_very_high_voices_are_withheld() -> None:
    tracks = measured(sustained("ah", 450.0, register=INFANT, jitter_share=0.005, length_s=1.0).samples)
    assert not np.isfinite(column(tracks, "voice_formant_1_hz")).any()
    voiced = column(tracks, "voice_voiced") == 1
    told = tracks.frames.get_column("voice_formant_reason").to_list()
    assert {reason for reason, own in zip(told, voiced, strict=True) if own} == {"voice too high for formants"}


@pytest.mark.parametrize("rate", [3.0, 4.0, 5.5])
@pytest.mark.parametrize("register", [MAN, WOMAN, CHILD], ids=lambda register: register.name)
def test_syllables_a_second(register: Register, rate: float) -> None:
    speech = spoken(sentence(syllables_per_s=rate), register, duration_s=9.0)
    tracks = measured(speech.samples)
    first, *_ = windows(tracks, "voice.syllable_rate")
    assert first == pytest.approx(rate, rel=0.15)  # vowels that follow each other, as in Desdemona and, are one peak


def test_a_glide_is_followed() -> None:
    contour = (F0Point(0.1, 110.0), F0Point(2.1, 220.0), F0Point(4.1, 140.0))
    said = Utterance(0.1, (Word("ee", ("iy",)),), contour, syllables_per_s=0.25, hnr_db=30)
    speech = synthesise(Score((said,), MAN), duration_s=4.3, seed=1)
    errors, share = f0_errors(measured(speech.samples), speech)
    assert share > 0.97
    assert np.quantile(np.abs(errors), 0.9) < 0.01


def test_too_little_voice_gives_no_number() -> None:
    tracks = measured(sustained("ah", 200.0, register=WOMAN, jitter_share=0.005, length_s=0.15).samples)
    assert reasons(tracks, "voice.f0.median") == ["too little voice"]
    assert reasons(tracks, "voice.jitter") == ["too little voice"]
    assert reasons(tracks, "voice.syllable_rate") == ["too little voice"]
