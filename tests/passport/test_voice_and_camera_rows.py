"""Voice and camera are found within their tolerances; other ones than asked fail."""

from dataclasses import replace

import numpy as np

from desdemona.passport.cameras import changed, exposure_row, flicker_rows, lamp_row, light_rows, noise_row, noisy
from desdemona.passport.shots import blur_row, dropped_row, jitter_row, repeated_row, shake_rows, size_row
from desdemona.passport.sounds import RATE_HZ, loud_stretches
from desdemona.passport.speech import heard, loudness_row, sentence, speed_row, word_rows, word_times
from desdemona.passport.vowels import Held, cry_rows, glide_rows, hold, pitch_row, stray_rows, whisper_rows
from desdemona.passport.vowels import noise_row as hnr_row
from desdemona.voices.register import WOMAN

ASKED = Held(WOMAN, 211.7)


def test_pitch_is_found_and_half_a_per_cent_off_fails() -> None:
    assert pitch_row(ASKED, hold(ASKED)).within
    assert not pitch_row(ASKED, hold(replace(ASKED, f0_hz=212.8))).within


def test_jitter_and_shimmer_are_found_and_a_quarter_more_fails() -> None:
    asked = replace(ASKED, jitter_share=0.012, shimmer_share=0.06)
    assert all(row.within for row in stray_rows(asked, hold(asked)))
    more = replace(asked, jitter_share=0.015, shimmer_share=0.075)
    assert not any(row.within for row in stray_rows(asked, hold(more)))


def test_harmonics_over_noise_are_found_and_two_decibels_less_fail() -> None:
    asked = replace(ASKED, hnr_db=14.0)
    assert hnr_row(asked, hold(asked)).within
    assert not hnr_row(asked, hold(replace(asked, hnr_db=12.0))).within


def test_loudness_words_and_rate_are_found_and_others_fail() -> None:
    sound, quieter = heard(sentence(), 4.5), heard(sentence(-24.0), 4.5)
    assert loudness_row(-23.0, sound).within
    assert not loudness_row(-23.0, quieter).within
    words = word_times(sentence(), 4.5)
    assert all(row.within for row in word_rows(words, sound))
    late = [(word, start_s + 0.05, end_s + 0.05) for word, start_s, end_s in words]
    assert not any(row.within for row in word_rows(late, sound))
    assert not any(row.within for row in word_rows(words, np.zeros_like(sound)))
    assert speed_row(4.0, sound).within
    assert not speed_row(4.0, heard(sentence(rate=4.2), 4.5)).within


def test_stretches_of_a_tone() -> None:
    times_s = np.arange(2 * RATE_HZ) / RATE_HZ
    tone = np.sin(2 * np.pi * 300 * times_s) * ((times_s > 0.5) & (times_s < 1.2))
    assert loud_stretches(tone, -40.0) == [(0.5, 1.2)]
    assert loud_stretches(0 * tone, -40.0) == []


def test_sensor_noise_is_found_and_a_tenth_more_fails() -> None:
    assert noise_row(1.5, noisy(1.5)).within
    assert not noise_row(1.5, noisy(1.65)).within


def test_exposure_and_flicker_are_found_and_others_fail() -> None:
    assert exposure_row(-1.0, changed("brightness=-1")).within
    assert not exposure_row(-1.0, changed("brightness=-1.1")).within
    shown = changed("flicker=0.1,lamp_hz=100", duration_s=3.0)
    assert all(row.within for row in flicker_rows(0.1, 100.0, 10.0, shown))
    other = changed("flicker=0.12,lamp_hz=101", duration_s=3.0)
    assert not any(row.within for row in flicker_rows(0.1, 100.0, 10.0, other))


def test_the_lamp_is_where_it_is() -> None:
    assert lamp_row("left").within
    assert not lamp_row("even").within


def test_glides_cries_and_whispers_are_found() -> None:
    assert all(row.within for row in (*glide_rows(180.0, 240.0), *cry_rows(430.0, 1.5), *whisper_rows()))


def test_what_is_done_to_a_recording_is_found_and_other_things_fail() -> None:
    blurred = "bar=0.1,centre=0.15,upright=1,level=0"
    assert blur_row(3.0, changed(blurred, "blur=3")).within
    assert not blur_row(3.0, changed(blurred, "blur=3.3")).within
    assert jitter_row(10.0, changed("time_jitter=10", duration_s=10.0)).within
    assert not jitter_row(10.0, changed("time_jitter=12", duration_s=10.0)).within
    assert dropped_row(0.2, changed("dropped_frames=0.2", duration_s=10.0)).within
    assert not dropped_row(0.2, changed("dropped_frames=0.4", duration_s=10.0)).within
    assert repeated_row(0.2, changed("sensor_noise=2", "repeated_frames=0.2", duration_s=3.0)).within
    assert not repeated_row(0.2, changed("sensor_noise=2", duration_s=3.0)).within
    assert size_row(0.5, changed("resolution=0.5")).within
    assert all(row.within for row in shake_rows(0.3, 3.0, changed("shake=0.3,frequency_hz=3", duration_s=4.0)))
    other = changed("shake=0.4,frequency_hz=3.2", duration_s=4.0)
    assert not any(row.within for row in shake_rows(0.3, 3.0, other))


def test_lamps_differ_as_they_should() -> None:
    assert all(row.within for row in light_rows())
