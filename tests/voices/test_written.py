"""Scores in files: written equals read, and every fault is told with its line."""

from dataclasses import replace

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from desdemona.declared import compose
from desdemona.voices.phones import PHONES
from desdemona.voices.register import MAN, REGISTERS
from desdemona.voices.score import LIMITS, Background, F0Point, Pause, Score, Utterance, Word
from desdemona.voices.voice import synthesise
from desdemona.voices.written import KINDS, read_score, to_mapping


def read(text: str, duration_s: float = 10.0) -> Score:
    place = compose(text, "voice.yaml")
    score = read_score(place, duration_s)
    assert not place.faults
    return score


def faults_of(text: str, duration_s: float = 10.0) -> list[str]:
    place = compose(text, "voice.yaml")
    read_score(place, duration_s)
    return [f"{fault.line}: {fault.text}" for fault in sorted(place.faults, key=lambda fault: fault.line)]


def test_a_score_is_read() -> None:
    score = read(
        """
register: child
background: {kind: babble, snr_db: 10}
utterances:
- t_start_s: 0.5
  words: I am fine
  f0: [{t_s: 0.5, hz: 300}, {t_s: 1.5, hz: 250}]
  pauses: [{after_word: 2, length_s: 0.3}]
  hnr_db: 12
- {t_start_s: 3.0, kind: whisper, words: [yes please, {text: Desdemona, phones: [d, eh, z]}]}
- {t_start_s: 6.0, kind: laughter, length_s: 1.5}
""".replace("yes please", "'yes', please")
    )
    assert score.register.name == "child"
    assert score.background == Background("babble", 10.0)
    first, second, third = score.utterances
    assert first == Utterance(
        0.5,
        (Word("I"), Word("am"), Word("fine")),
        (F0Point(0.5, 300.0), F0Point(1.5, 250.0)),
        pauses=(Pause(2, 0.3),),
        hnr_db=12.0,
    )
    assert second.words == (Word("yes"), Word("please"), Word("Desdemona", ("d", "eh", "z")))
    assert (second.kind, third.kind, third.length_s) == ("whisper", "laughter", 1.5)


def test_all_faults_are_told_with_their_lines() -> None:
    assert faults_of(
        """register: womann
background: {kind: bable, snr_db: 100}
utterances:
- t_start_s: -1
  words: [hello, 42]
  jitter_share: 0.3
  f0: [{t_s: 1, hz: 20}, {t_s: 1, hz: 220}]
- {t_start_s: 2, words: fine, length_s: 3, loudnes_db: -20}
- {t_start_s: 3, kind: whisper, words: [{text: a b, phones: [zz]}], f0: []}
- {t_start_s: 4, kind: cry, words: no words}
- {t_start_s: 5, words: '1st', pauses: [{after_word: 3, length_s: 0}]}
"""
    ) == [
        "1: unknown register 'womann'; did you mean 'woman'?",
        "2: unknown background 'bable'; did you mean 'babble'?",
        "2: snr_db is 100; allowed are -20 to 60, the nearest is 60",
        "4: t_start_s is -1; allowed are 0 to 10, the nearest is 0",
        "5: a word must be a text, not '42'; put quotes round it",
        "6: jitter_share is 0.3; allowed are 0 to 0.05, the nearest is 0.05",
        "7: hz of a woman is 20; allowed are 100 to 600, the nearest is 100",
        "7: t_s is 1, not later than the point before (1)",
        "8: unknown key of an utterance 'loudnes_db'; did you mean 'loudness_db'?",
        "8: speech takes no length_s; its length follows from its words and syllables_per_s",
        "9: a whisper has no f0",
        "9: unknown phone 'zz'; did you mean 'z'?",
        "9: the phones of 'a b' hold no vowel",
        "9: 'a b' is more than one word; list them one by one",
        "10: cry takes no words; it has a length_s",
        "10: cry lacks 'length_s'",
        "11: '1st' cannot be sounded out; give it as {text: …, phones: […]}",
        "11: after_word is 3; allowed are 1 to 1, the nearest is 1",
        "11: length_s of a pause is 0; allowed are 0.02 to 60, the nearest is 0.02",
    ]


def test_utterances_may_not_overlap_or_outlast_the_clip() -> None:
    two = """utterances:
- {t_start_s: 1.0, words: hello there}
- {t_start_s: 1.5, words: fine}
- {t_start_s: 2.9, words: a b c d}
"""
    assert faults_of(two, 3.0) == [
        "3: the utterance starts at 1.5 s while the one before sounds; the earliest allowed start is 1.75 s",
        "4: the utterance ends at 3.900 s, but the clip at 3 s",
    ]
    assert faults_of("background: {kind: car}\nutterances: []\n") == [
        "2: a background stands under an utterance, and there is none"
    ]
    assert faults_of("utterances:\n- words: hi\n") == ["2: an utterance lacks 't_start_s'"]


def numbers(name: str) -> st.SearchStrategy[float]:
    return st.floats(*LIMITS[name])


@st.composite
def scores(draw: st.DrawFn) -> Score:
    register = draw(st.sampled_from(REGISTERS))
    utterances = []
    t_s = 0.0
    for _ in range(draw(st.integers(1, 3))):
        measures = [draw(numbers(name)) for name in ("jitter_share", "shimmer_share", "hnr_db", "loudness_db")]
        kind = draw(st.sampled_from(KINDS))
        if kind in ("cry", "laughter"):
            utterance = Utterance(t_s, (), (), kind, draw(st.floats(0.5, 5.0)), 4.0, (), *measures)
        else:
            text = draw(st.lists(st.sampled_from(["yes", "no", "on", "née", "null", "don't"]), min_size=1, max_size=4))
            phones = tuple(draw(st.lists(st.sampled_from(sorted(PHONES)), max_size=3)))
            words = (*(Word(word) for word in text), Word("made-up", (*phones, "ah")))
            hz = draw(st.floats(register.lowest_hz, register.highest_hz))
            f0 = () if kind == "whisper" else (F0Point(t_s, hz),)
            pauses = (Pause(1, draw(numbers("pause"))),)
            utterance = Utterance(t_s, words, f0, kind, None, draw(st.floats(1, 9)), pauses, *measures)
        utterances.append(utterance)
        t_s = utterance.t_end_s + 0.1
    return Score(
        tuple(utterances), register, Background(draw(st.sampled_from(["babble", "car"])), draw(numbers("snr_db")))
    )


@settings(max_examples=40, deadline=None)
@given(scores())
def test_written_equals_read(score: Score) -> None:
    text = yaml.safe_dump(to_mapping(score), sort_keys=False, allow_unicode=True)
    assert read(text, 1000.0) == score


def test_what_is_read_can_be_performed() -> None:
    extreme = """register: infant
utterances:
- {t_start_s: 0, words: a, syllables_per_s: 9, jitter_share: 0.05, shimmer_share: 0.2, hnr_db: 0, loudness_db: -60}
- {t_start_s: 0.2, words: strengths, syllables_per_s: 9}
- {t_start_s: 0.4, kind: cry, length_s: 0.5}
- {t_start_s: 1.0, kind: laughter, length_s: 0.2, syllables_per_s: 0.2}
- {t_start_s: 1.3, kind: whisper, words: shh}
"""
    speech = synthesise(read(extreme, 2.0), duration_s=2.0, seed=1)
    assert abs(speech.samples).max() > 0.05


def test_a_voice_of_ones_own_is_read_and_written() -> None:
    text = "register: {name: man, f0_hz: 120, formant_scale: 1.05}\nutterances:\n- {t_start_s: 0.5, words: fine}\n"
    score = read(text)
    assert score.register == replace(MAN, f0_hz=120.0, formant_scale=1.05)
    assert to_mapping(score)["register"] == {"name": "man", "f0_hz": 120.0, "formant_scale": 1.05}
    assert read(yaml.safe_dump(to_mapping(score))) == score


def test_a_voice_out_of_bounds_is_told() -> None:
    assert faults_of(
        "register: {name: man, f0_hz: 20, formant_scale: 2, pitch: 3}\nutterances:\n- {t_start_s: 0.5, words: fine}\n"
    ) == [
        "1: unknown key of the register 'pitch'; known are f0_hz, formant_scale, name",
        "1: f0_hz of a man is 20; allowed are 60 to 400, the nearest is 60",
        "1: formant_scale is 2; allowed are 0.8 to 1.25, the nearest is 1.25",
    ]
