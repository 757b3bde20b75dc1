"""Which scores can be performed: checked again where a score did not come from a file."""

from desdemona.errors import UnknownName, UsageError
from desdemona.voices.phones import PHONES
from desdemona.voices.register import Register
from desdemona.voices.score import LIMITS, MEASURES, WORDLESS, Score, Utterance, Word


def check_score(score: Score, duration_s: float) -> None:
    """Raise `UsageError` for the first thing of a score that cannot be performed in a clip of `duration_s`."""
    if score.background.kind != "none" and not score.utterances:
        raise UsageError(f"a background at an SNR of {score.background.snr_db:g} dB needs an utterance to stand under")
    _check_limits("snr_db", score.background.snr_db, LIMITS["snr_db"])
    _check_limits("formant_scale", score.register.formant_scale, LIMITS["formant_scale"])
    _check_limits("f0_hz", score.register.f0_hz, (score.register.lowest_hz, score.register.highest_hz))
    end_s = 0.0
    for number, utterance in enumerate(score.utterances, 1):
        _check_utterance(f"utterance {number}", utterance, score.register)
        if utterance.t_start_s < end_s:
            raise UsageError(
                f"utterance {number} starts at {utterance.t_start_s:g} s; the earliest allowed is {end_s:g} s"
            )
        end_s = utterance.t_end_s
    if end_s > duration_s + 1e-9:
        raise UsageError(f"the last utterance ends at {end_s:g} s, but the clip at {duration_s:g} s")


def _check_utterance(name: str, utterance: Utterance, register: Register) -> None:
    for word in utterance.words:
        _check_word(name, word)
    wordless = utterance.kind in WORDLESS
    if wordless == bool(utterance.words) or wordless != bool(utterance.length_s):
        raise UsageError(f"{name} is {utterance.kind}; it needs " + ("length_s alone" if wordless else "words alone"))
    for measure in MEASURES:
        _check_limits(f"{measure} of {name}", getattr(utterance, measure), LIMITS[measure])
    for point in utterance.f0:
        _check_limits(f"f0 of {name}", point.hz, (register.lowest_hz, register.highest_hz))
    times_s = [point.t_s for point in utterance.f0]
    if times_s != sorted(set(times_s)):
        raise UsageError(f"the points of f0 of {name} are not in the order of their times")


def _check_word(name: str, word: Word) -> None:
    for phone in word.spoken:
        if phone not in PHONES:
            raise UnknownName("phone", phone, PHONES)
    if not word.syllables:
        raise UsageError(f"'{word.text}' of {name} cannot be sounded out; give it phones with a vowel among them")


def _check_limits(what: str, value: float, limits: tuple[float, float]) -> None:
    low, high = limits
    if not low <= value <= high:
        raise UsageError(f"{what} is {value:g}; allowed are {low:g} to {high:g}")
