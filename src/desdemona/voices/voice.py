"""Performing a score: the voice, the noise under it, and the truth of both (source-filter synthesis, Klatt 1980)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.errors import UsageError
from desdemona.voices.allowed import check_score
from desdemona.voices.background import background_noise
from desdemona.voices.mouth import mouth_opening
from desdemona.voices.score import Score
from desdemona.voices.speaking import Spoken, speak
from desdemona.voices.speech import Speech
from desdemona.voices.timing import runs_of, within, words_of
from desdemona.voices.truth import drawn_of, f0_curve, formant_curves, loudness_curve, segments_of, truth_times

RATES_HZ = (16_000, 48_000)
"""The lowest and highest sample rate."""

_LOUDEST = 0.999
_VOICE, _BACKGROUND = 1, 2


def synthesise(score: Score, *, rate_hz: int = 16_000, duration_s: float, seed: int) -> Speech:
    """Return a score as sound, with its truth; the same arguments give the same bytes.

    Timing, contour and formants come from the score alone; `seed` sets breath, jitter, shimmer, consonant noise and
    background. Each utterance has a stream of its own, so that adding a background changes no
    voice. Samples are rounded to 24 bits.

    Raises
    ------
    UsageError
        A rate outside 16 to 48 kHz, utterances that overlap, do not end before the clip or say nothing, or a
        background at an SNR against no voice.
    """
    check_score(score, duration_s)
    if not RATES_HZ[0] <= rate_hz <= RATES_HZ[1]:
        raise UsageError(f"a voice cannot be made at {rate_hz} Hz; allowed are {RATES_HZ[0]} to {RATES_HZ[1]}")
    count = round(duration_s * rate_hz)
    spoken = [
        speak(utterance, score.register, rate_hz, rng=np.random.default_rng([seed, _VOICE, number]))
        for number, utterance in enumerate(score.utterances)
    ]
    voice = np.zeros(count)
    for one in spoken:
        piece = one.samples[: count - one.first_sample]
        voice[one.first_sample : one.first_sample + len(piece)] += piece
    noise, snr_db = _noise_under(voice, score, spoken, rate_hz, seed)
    mix = voice + noise
    loudest = max(float(np.max(np.abs(sound), initial=0.0)) for sound in (mix, voice))
    gain = _LOUDEST / loudest if loudest > _LOUDEST else 1.0
    gain_db = 20.0 * float(np.log10(gain))
    voice *= gain
    times_s = truth_times(count, rate_hz)
    return Speech(
        samples=_rounded(mix * gain),
        voice=_rounded(voice),
        rate_hz=rate_hz,
        seed=seed,
        pulses_s=np.concatenate([*(one.pulses.instants_s for one in spoken), np.zeros(0)]),
        pulse_amplitudes=np.concatenate([*(one.pulses.amplitudes for one in spoken), np.zeros(0)]),
        times_s=times_s,
        f0_hz=f0_curve(score, times_s),
        formants_hz=formant_curves(spoken, times_s),
        loudness_db=loudness_curve(voice, times_s, rate_hz),
        mouth_opening=mouth_opening(score, times_s),
        words=tuple(word for utterance in score.utterances for word in words_of(utterance)),
        segments=segments_of(score, duration_s),
        drawn=tuple(drawn_of(utterance, one, gain_db) for utterance, one in zip(score.utterances, spoken, strict=True)),
        snr_db=snr_db,
        gain_db=gain_db,
        notes=(f"everything was turned down by {-gain_db:.1f} dB so that nothing clips",) if gain < 1.0 else (),
    )


def _rounded(sound: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return sound on a grid of 24 bits, so that the last bit of a transform cannot change a byte."""
    return (np.round(sound * 2.0**23) / 2.0**23).astype(np.float32)


def _noise_under(
    voice: NDArray[np.float64], score: Score, spoken: Sequence[Spoken], rate_hz: int, seed: int
) -> tuple[NDArray[np.float64], float]:
    """Return the background at its SNR over the samples at which the voice is active, and the SNR reached."""
    if score.background.kind == "none":
        return np.zeros(len(voice)), float("nan")
    rng = np.random.default_rng([seed, _BACKGROUND])
    noise = background_noise(score.background.kind, len(voice), rate_hz, rng=rng)
    runs = tuple(run for one in spoken for run in runs_of(one.stretches, voiced=False))
    active = within(runs, np.arange(len(voice)) / rate_hz)
    voice_energy, noise_energy = (float(np.mean(sound[active] ** 2)) for sound in (voice, noise))
    noise *= np.sqrt(voice_energy / noise_energy) * 10.0 ** (-score.background.snr_db / 20.0)
    return noise, score.background.snr_db
