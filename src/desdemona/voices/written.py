"""Scores in a declared file: the `voice` section of a script, read with every fault and written back.

::

    voice:
      register: woman
      background: {kind: babble, snr_db: 10}
      utterances:
      - t_start_s: 0.5
        words: I am fine
        f0: [{t_s: 0.5, hz: 230}, {t_s: 1.5, hz: 190}]
        pauses: [{after_word: 2, length_s: 0.3}]
      - {t_start_s: 4.0, kind: laughter, length_s: 1.5}

A voice of her own, higher and with a shorter tract than the register's average, is written
``register: {name: woman, f0_hz: 240, formant_scale: 1.03}``.
"""

import math
from dataclasses import replace
from typing import get_args

import yaml

from desdemona.declared import Place
from desdemona.voices.phones import PHONES, syllable_count
from desdemona.voices.register import REGISTERS, Register
from desdemona.voices.score import (
    LIMITS,
    MEASURES,
    WORDLESS,
    Background,
    F0Point,
    Kind,
    Noise,
    Pause,
    Score,
    Utterance,
    Word,
)
from desdemona.voices.spelling import spell_out

KINDS: tuple[Kind, ...] = get_args(Kind)
NOISES: tuple[Noise, ...] = get_args(Noise)


def read_score(place: Place, duration_s: float) -> Score:
    """Return the score that stands at a place of a declared file, for a clip of `duration_s`.

    Every fault goes to the list of the place; the score is of no use when there is one.
    """
    found = place.keys("the voice", ("utterances",), ("register", "background"))
    register = _read_register(found.get("register"))
    background = _read_background(found["background"]) if "background" in found else Background()
    places = found["utterances"].items("utterances") if "utterances" in found else ()
    if background.kind != "none" and "utterances" in found and not places:
        found["utterances"].fault("a background stands under an utterance, and there is none")
    utterances: list[Utterance] = []
    for own in places:
        told = len(place.faults)
        utterance = _read_utterance(own, register, duration_s)
        if len(place.faults) == told:
            _check_room(own, utterance, utterances[-1] if utterances else None, duration_s)
            utterances.append(utterance)
    return Score(tuple(utterances), register, background)


def _read_register(place: Place | None) -> Register:
    default = Score().register
    if place is None:
        return default
    if not isinstance(place.node, yaml.MappingNode):
        return _named_register(place)
    found = place.keys("the register", ("name",), ("f0_hz", "formant_scale"))
    usual = _named_register(found["name"]) if "name" in found else default
    f0_limits = (usual.lowest_hz, usual.highest_hz)
    return replace(
        usual,
        f0_hz=_number(found.get("f0_hz"), f"f0_hz of a {usual.name}", f0_limits, usual.f0_hz),
        formant_scale=_number(found.get("formant_scale"), "formant_scale", LIMITS["formant_scale"], 1.0),
    )


def _named_register(place: Place) -> Register:
    name = place.choice("register", [register.name for register in REGISTERS])
    return next(register for register in REGISTERS if register.name == name)


def _read_background(place: Place) -> Background:
    found = place.keys("the background", ("kind",), ("snr_db",))
    kind: Noise = found["kind"].choice("background", NOISES) if "kind" in found else "none"
    return Background(kind, _number(found.get("snr_db"), "snr_db", LIMITS["snr_db"], Background().snr_db))


def _read_utterance(place: Place, register: Register, duration_s: float) -> Utterance:
    found = place.keys("an utterance", ("t_start_s",), ("words", "f0", "kind", "length_s", "pauses", *MEASURES))
    kind: Kind = found["kind"].choice("kind", KINDS) if "kind" in found else "speech"
    wordless = kind in WORDLESS
    reason = "it has a length_s" if wordless else "its length follows from its words and syllables_per_s"
    for name in ("words", "pauses") if wordless else ("length_s",):
        if name in found:
            found[name].fault(f"{kind} takes no {name}; {reason}")
    needed = "length_s" if wordless else "words"
    if needed not in found:
        place.fault(f"{kind} lacks '{needed}'")
    if kind == "whisper" and "f0" in found:
        found["f0"].fault("a whisper has no f0")
    words = _read_words(found["words"]) if "words" in found else ()
    start_s = _number(found.get("t_start_s"), "t_start_s", (0.0, duration_s), math.nan)
    length_s = _number(found.get("length_s"), "length_s", LIMITS.get(kind, (0.0, math.inf)), math.nan)
    points = _read_f0(found["f0"], register, duration_s) if "f0" in found else ()
    pauses = _read_pauses(found["pauses"], len(words)) if "pauses" in found else ()
    usual = Utterance(0.0)
    rate, jitter, shimmer, hnr_db, loudness_db = (
        _number(found.get(name), name, LIMITS[name], getattr(usual, name)) for name in MEASURES
    )
    own_length_s = length_s if wordless else None
    return Utterance(start_s, words, points, kind, own_length_s, rate, pauses, jitter, shimmer, hnr_db, loudness_db)


def _check_room(place: Place, utterance: Utterance, before: Utterance | None, duration_s: float) -> None:
    if before and utterance.t_start_s < before.t_end_s:
        place.fault(
            f"the utterance starts at {utterance.t_start_s:g} s while the one before sounds; "
            f"the earliest allowed start is {math.ceil(before.t_end_s * 1000) / 1000:g} s"
        )
    if utterance.t_end_s > duration_s + 1e-9:
        place.fault(f"the utterance ends at {utterance.t_end_s:.3f} s, but the clip at {duration_s:g} s")


def _number(place: Place | None, what: str, limits: tuple[float, float], absent: float) -> float:
    """Return a number within its limits, `absent` where the key is not there; the nearest one after a fault."""
    if place is None:
        return absent
    value, (low, high) = place.number(what), limits
    if value < low or value > high:
        nearest = low if value < low else high
        place.fault(f"{what} is {value:g}; allowed are {low:g} to {high:g}, the nearest is {nearest:g}")
        return nearest
    return value


def _read_words(place: Place) -> tuple[Word, ...]:
    """Return words from one text or a list; a word in a list may be a table of `text` and `phones`."""
    if isinstance(place.node, yaml.ScalarNode):
        words = [(place, Word(text)) for text in place.text("words").split()]
    else:
        words = [(own, _read_word(own)) for own in place.items("words")]
        if not words and isinstance(place.node, yaml.SequenceNode):
            place.fault("words is empty")
    for own, word in words:
        if word.text and not word.phones and not spell_out(word.text):
            own.fault(f"'{word.text}' cannot be sounded out; give it as {{text: …, phones: […]}}")
    return tuple(word for _, word in words)


def _read_word(place: Place) -> Word:
    if not isinstance(place.node, yaml.MappingNode):
        word = Word(place.text("a word"))
    else:
        found = place.keys("a word", ("text", "phones"))
        text = found["text"].text("text") if "text" in found else ""
        word = Word(text, _read_phones(found["phones"], text) if "phones" in found else ())
    if len(word.text.split()) > 1:
        place.fault(f"'{word.text}' is more than one word; list them one by one")
    return word


def _read_phones(place: Place, text: str) -> tuple[str, ...]:
    known = []
    for own in place.items("phones"):
        name = own.text("a phone")
        if name in PHONES:
            known.append(name)
        elif name:
            own.unknown("phone", name, PHONES)
    if not syllable_count(tuple(known)):
        place.fault(f"the phones of '{text}' hold no vowel")
    return tuple(known)


def _read_f0(place: Place, register: Register, duration_s: float) -> tuple[F0Point, ...]:
    points: list[F0Point] = []
    for own in place.items("f0"):
        found = own.keys("a point of f0", ("t_s", "hz"))
        t_s = _number(found.get("t_s"), "t_s", (0.0, duration_s), math.nan)
        if points and t_s <= points[-1].t_s:
            own.fault(f"t_s is {t_s:g}, not later than the point before ({points[-1].t_s:g})")
        limits = (register.lowest_hz, register.highest_hz)
        points.append(F0Point(t_s, _number(found.get("hz"), f"hz of a {register.name}", limits, math.nan)))
    return tuple(points)


def _read_pauses(place: Place, words: int) -> tuple[Pause, ...]:
    pauses: list[Pause] = []
    for own in place.items("pauses"):
        found = own.keys("a pause", ("after_word", "length_s"))
        after = _number(found.get("after_word"), "after_word", (1, max(1, words - 1)), math.nan)
        if after % 1 or after in [pause.after_word for pause in pauses]:
            own.fault(f"after_word is {after:g}; it must be a whole number, and each stands once")
        length_s = _number(found.get("length_s"), "length_s of a pause", LIMITS["pause"], math.nan)
        pauses.append(Pause(0 if math.isnan(after) else int(after), length_s))
    return tuple(pauses)


def to_mapping(score: Score) -> dict[str, object]:
    """Return a score as plain lists and tables for writing as YAML; reading them gives an equal score."""
    section: dict[str, object] = {"register": _register_mapping(score.register)}
    if score.background != Background():
        section["background"] = {"kind": str(score.background.kind), "snr_db": float(score.background.snr_db)}
    section["utterances"] = [_utterance_mapping(utterance) for utterance in score.utterances]
    return section


def _register_mapping(register: Register) -> str | dict[str, object]:
    """Return a register by its name, with what sets one person's own apart from it."""
    if register in REGISTERS:
        return str(register.name)
    return {
        "name": str(register.name),
        "f0_hz": float(register.f0_hz),
        "formant_scale": float(register.formant_scale),
    }


def _utterance_mapping(utterance: Utterance) -> dict[str, object]:
    section: dict[str, object] = {"t_start_s": float(utterance.t_start_s), "kind": str(utterance.kind)}
    if utterance.words:
        section["words"] = [
            {"text": word.text, "phones": list(word.phones)} if word.phones else word.text for word in utterance.words
        ]
    if utterance.length_s is not None:
        section["length_s"] = float(utterance.length_s)
    if utterance.f0:
        section["f0"] = [{"t_s": float(point.t_s), "hz": float(point.hz)} for point in utterance.f0]
    if utterance.pauses:
        section["pauses"] = [
            {"after_word": int(pause.after_word), "length_s": float(pause.length_s)} for pause in utterance.pauses
        ]
    return section | {name: float(getattr(utterance, name)) for name in MEASURES}
