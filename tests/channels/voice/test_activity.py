"""When someone speaks, pauses, whispers or cries."""

from itertools import pairwise

import numpy as np
import pytest
from tests.channels.voice.made import column, events, measured, sentence, spoken, tones

from desdemona.voices.register import CHILD, INFANT, MAN, REGISTERS, WOMAN, Register
from desdemona.voices.score import Background, F0Point, Pause, Score, Utterance, Word
from desdemona.voices.speech import Speech
from desdemona.voices.voice import synthesise


def truly_active(speech: Speech) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for segment in speech.segments:
        if segment.kind != "pause":
            if found and segment.t_start_s - found[-1][1] < 1e-9:
                found[-1] = (found[-1][0], segment.t_end_s)
            else:
                found.append((segment.t_start_s, segment.t_end_s))
    return found


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_speech_and_its_pauses_begin_and_end_within_30_ms(register: Register) -> None:
    speech = spoken(sentence(pauses=(Pause(4, 0.3), Pause(9, 0.6), Pause(14, 0.25))), register, duration_s=9.0)
    tracks = measured(speech.samples)
    truth = truly_active(speech)
    shown = events(tracks, "speech.stretch")
    assert len(shown) == len(truth) == 4
    np.testing.assert_allclose(shown, truth, atol=0.03)
    pauses = events(tracks, "voice.pause")
    np.testing.assert_allclose(pauses, [(a[1], b[0]) for a, b in pairwise(truth)], atol=0.03)
    lengths_s = tracks.events.filter(tracks.events["channel"] == "voice.pause")["value"].to_numpy()
    np.testing.assert_allclose(lengths_s, [0.3, 0.6, 0.25], atol=0.03)


@pytest.mark.parametrize(("snr_db", "most_missed"), [(20.0, 0.01), (10.0, 0.03), (0.0, 0.1)])
def test_speech_in_a_car(snr_db: float, most_missed: float) -> None:
    speech = spoken(register=MAN, background=Background("car", snr_db))
    active = column(measured(speech.samples), "speech_active") == 1
    (start_s, end_s), *_ = truly_active(speech)
    middle_s = np.arange(len(active)) * 0.01 + 0.005
    truth = (middle_s > start_s) & (middle_s < end_s)
    assert np.mean(~active[truth]) < most_missed  # soft consonants go first
    assert np.mean(active[~truth]) < 0.02


def test_long_silences_are_no_pauses() -> None:
    said = [Utterance(start_s, (Word("hello"),)) for start_s in (0.2, 5.0)]
    tracks = measured(synthesise(Score(tuple(said)), duration_s=6.0, seed=1).samples)
    assert len(events(tracks, "speech.stretch")) == 2
    assert events(tracks, "voice.pause") == []


@pytest.mark.parametrize("register", [MAN, WOMAN, CHILD], ids=lambda register: register.name)
def test_a_whisper_is_speech_without_a_voice(register: Register) -> None:
    speech = spoken(sentence(kind="whisper"), register)
    tracks = measured(speech.samples)
    ((start_s, end_s),) = events(tracks, "voice.whisper")
    assert (start_s, end_s) == pytest.approx(truly_active(speech)[0], abs=0.03)
    assert not np.isfinite(column(tracks, "voice_f0_hz")).any()
    assert column(tracks, "speech_active").sum() == pytest.approx(100 * (end_s - start_s), abs=1)
    assert column(tracks, "voice_whisper").sum() == column(tracks, "speech_active").sum()


def test_spoken_words_and_hiss_are_no_whisper() -> None:
    rng = np.random.default_rng(1)
    hiss = rng.standard_normal(96_000) * 0.1 * (np.sin(2 * np.pi * 4 * np.arange(96_000) / 16_000) > 0)
    for samples in (spoken().samples, hiss, rng.standard_normal(96_000) * 0.1, tones(1)):
        assert events(measured(samples), "voice.whisper") == []


@pytest.mark.parametrize("register", [INFANT, CHILD], ids=lambda register: register.name)
@pytest.mark.parametrize("background", [Background(), Background("car", 5.0)], ids=["alone", "in a car"])
def test_crying_is_heard(register: Register, background: Background) -> None:
    points = (F0Point(0.5, 420.0), F0Point(2.0, 500.0), F0Point(5.0, 400.0))
    said = Utterance(0.5, kind="cry", length_s=5.0, f0=points if register is CHILD else ())
    speech = synthesise(Score((said,), register, background), duration_s=7.0, seed=1)
    tracks = measured(speech.samples)
    ((start_s, end_s),) = events(tracks, "voice.crying")
    assert (start_s, end_s) == pytest.approx((0.5, 5.5), abs=0.1)
    bursts = sum(segment.kind == "cry" for segment in speech.segments)
    value = tracks.events.filter(tracks.events["channel"] == "voice.crying")["value"][0]
    assert value == pytest.approx(60 * bursts / 5.0, rel=0.05)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_speech_and_laughter_are_not_crying(register: Register) -> None:
    high = (F0Point(0.25, min(420.0, register.highest_hz)),)
    laughter = Utterance(0.25, kind="laughter", length_s=4.0)
    for said in (sentence(), sentence(f0=high), laughter):
        assert events(measured(spoken(said, register).samples), "voice.crying") == []
