"""What changes one thing moves that channel and no other, or the number is withheld."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import resample_poly
from tests.channels.voice.made import column, f0_errors, measured, reasons, sentence, sound_of, spoken, windows

from desdemona.channels.voice.measure import measure_sound
from desdemona.manipulations.catalogue import parse_manipulation
from desdemona.voices.register import MAN, WOMAN, Register
from desdemona.voices.score import Background, Noise

PLAIN = spoken(sentence(jitter_share=0.02, shimmer_share=0.1, hnr_db=30), duration_s=7.0)
OTHERS = ("voice.f0.median", "voice.jitter", "voice.shimmer", "voice.hnr", "voice.syllable_rate", "speech.share")


@settings(max_examples=3, deadline=None)
@given(st.floats(-30.0, 0.0))
def test_a_softer_copy_moves_the_level_and_nothing_else(gain_db: float) -> None:
    one, other = measured(PLAIN.samples), measured(PLAIN.samples * 10 ** (gain_db / 20))
    for channel in OTHERS:
        np.testing.assert_allclose(windows(other, channel), windows(one, channel), rtol=1e-3)
    for channel in ("voice.loudness.mean", "sound.loudness.integrated"):
        np.testing.assert_allclose(windows(other, channel), windows(one, channel) + gain_db, atol=0.01)


@pytest.mark.parametrize("register", [MAN, WOMAN], ids=lambda register: register.name)
@pytest.mark.parametrize(("kind", "snr_db"), [("car", 15.0), ("car", 5.0), ("babble", 10.0)])
def test_noise_does_not_move_jitter_or_it_is_withheld(register: Register, kind: Noise, snr_db: float) -> None:
    said = sentence(jitter_share=0.01, shimmer_share=0.05, hnr_db=30)
    quiet = windows(measured(spoken(said, register, duration_s=7.0).samples), "voice.jitter")[0]
    noisy = measured(spoken(said, register, Background(kind, snr_db), duration_s=7.0).samples)
    shown = windows(noisy, "voice.jitter")[0]
    assert np.isnan(shown) or shown == pytest.approx(quiet, rel=0.2)
    assert reasons(noisy, "voice.hnr")[0] in ("noise too near in level", "too noisy, or several voices at once")


def test_breath_does_not_move_jitter_or_it_is_withheld() -> None:
    told = 0
    for hnr_db in (30.0, 20.0, 15.0, 8.0):
        speech = spoken(sentence(jitter_share=0.01, hnr_db=hnr_db), duration_s=7.0)
        shown = windows(measured(speech.samples), "voice.jitter")[0]
        told += np.isfinite(shown)
        assert np.isnan(shown) or shown == pytest.approx(0.01, rel=0.25)
    assert told >= 2


def test_babble_that_covers_a_voice_takes_its_pitch_away() -> None:
    speech = spoken(background=Background("babble", 0.0))
    tracks = measured(speech.samples)
    assert np.isfinite(column(tracks, "voice_f0_hz")).mean() < 0.02
    assert np.isnan(windows(tracks, "voice.f0.median")).all()


def test_clipping_withholds_what_it_bends_and_leaves_the_pitch() -> None:
    tracks = measured(np.clip(PLAIN.samples * 15, -1, 1))
    for channel in ("voice.loudness.mean", "voice.jitter", "voice.shimmer", "voice.hnr"):
        assert reasons(tracks, channel) == ["clipped"]
    errors, share = f0_errors(tracks, PLAIN)
    assert share > 0.95
    assert abs(np.median(errors)) < 0.001


def test_flat_tops_turned_down_later_are_still_clipped() -> None:
    tracks = measured(np.clip(PLAIN.samples * 15, -1, 1) * 0.3)
    assert reasons(tracks, "voice.shimmer") == ["clipped"]


@pytest.mark.parametrize("wide_again", [False, True])
def test_a_telephone_withholds_what_it_bends_and_leaves_the_pitch(wide_again: bool) -> None:
    sound = parse_manipulation("telephone").apply_to_sound(sound_of(PLAIN.samples))
    if wide_again:
        narrow = np.concatenate([block.samples for block in sound.blocks(lambda _text: None)])[:, 0]
        sound = sound_of(resample_poly(narrow, 2, 1))
    tracks = measure_sound(sound, item="made")
    for channel in ("voice.jitter", "voice.shimmer", "voice.hnr"):
        assert reasons(tracks, channel) == ["telephone band"]
    assert not np.isfinite(column(tracks, "voice_formant_1_hz")).any()
    errors, share = f0_errors(tracks, PLAIN)
    assert share > 0.7  # a tenth of jitter and shimmer each leave less that is plainly periodic in that band
    assert abs(np.median(errors)) < 0.002
