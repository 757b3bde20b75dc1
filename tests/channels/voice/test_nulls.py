"""What is no voice gives no number of a voice."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.channels.voice.made import column, measured, spoken, tones, windows

from desdemona.voices.score import Background, Noise, Utterance, Word

SHORT = Utterance(0.2, (Word("hello"),))
COUNT = 4 * 16_000
T_S = np.arange(COUNT) / 16_000
VOICE = ("voice.f0.median", "voice.jitter", "voice.shimmer", "voice.hnr", "voice.loudness.mean", "voice.syllable_rate")


def noise(kind: Noise, seed: int) -> NDArray[np.float64]:
    speech = spoken(background=Background(kind, 0.0), seed=seed, said=SHORT, duration_s=5.0)
    return speech.samples.astype(np.float64) - speech.voice


def white() -> NDArray[np.float64]:
    return np.random.default_rng(1).standard_normal(COUNT) * 0.1


NULLS: dict[str, Callable[[], NDArray[np.float64]]] = {
    "silence": lambda: np.zeros(COUNT),
    "steady level": lambda: np.full(COUNT, 0.3),
    "white noise": white,
    "faint noise": lambda: white() * 1e-4,
    "bursts of noise": lambda: white() * (np.sin(2 * np.pi * 4 * T_S) > 0),
    "car": lambda: noise("car", 4),
    "another car": lambda: noise("car", 5),
    "babble": lambda: noise("babble", 4),
    "another babble": lambda: noise("babble", 5),
    "sine": lambda: 0.1 * np.sin(2 * np.pi * 440 * T_S),
    "tune of sines": lambda: tones(1),
    "tune of sines in noise": lambda: tones(1, noise=0.005),
    "tune": lambda: tones(6),
    "tune with vibrato": lambda: tones(12, vibrato=0.01),
    "tune in a little noise": lambda: tones(6, noise=0.002),
    "hum": lambda: 0.1 * np.sum([np.sin(2 * np.pi * 50 * part * T_S) / part for part in range(1, 30)], axis=0),
    "rising tone": lambda: 0.1 * np.sin(2 * np.pi * (200 * T_S + 30 * T_S**2)),
}


@pytest.mark.parametrize("name", NULLS)
def test_no_number_of_a_voice(name: str) -> None:
    tracks = measured(NULLS[name]())
    for one in ("voice_f0_hz", "voice_loudness_db", "voice_formant_1_hz"):
        assert not np.isfinite(column(tracks, one)).any()
    for channel in VOICE:
        assert np.isnan(windows(tracks, channel)).all()
    assert column(tracks, "speech_active").sum() == 0
    assert tracks.events.is_empty()
    told = tracks.windows.filter(tracks.windows["value"].is_null())["reason"]
    assert told.null_count() == 0


def test_the_reason_names_what_it_is() -> None:
    told = {name: measured(NULLS[name]()).frames["speech_reason"].mode()[0] for name in ("silence", "tune")}
    assert told == {"silence": "silence", "tune": "steadier than any voice: a tone"}
    assert "too noisy, or several voices at once" in measured(NULLS["babble"]()).frames["speech_reason"].to_list()


def test_a_voice_without_any_jitter_is_taken_for_a_tone() -> None:
    """No person's periods are alike to a tenth of a percent; a machine's are."""
    from tests.channels.voice.made import sustained

    tracks = measured(sustained("ah", 200.0, hnr_db=50).samples)
    assert np.isnan(windows(tracks, "voice.f0.median")).all()
    assert "steadier than any voice: a tone" in tracks.windows["reason"].to_list()
