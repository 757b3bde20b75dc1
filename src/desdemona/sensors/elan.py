"""ELAN's .eaf: annotations of every tier as utterances; XML that declares entities or a document type is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from desdemona.errors import FileProblem
from desdemona.sensors.transcript import Utterance

MOST_DEPTH = 64
MOST_STEPS = 32
"""Annotations may refer to others through so many; a way that goes in a circle ends there."""


@dataclass(frozen=True, slots=True)
class _Annotation:
    """One annotation as it stands: its own name, tier and text, and its time slots or the one it refers to."""

    name: str
    tier: str
    text: str
    begins: str | None
    ends: str | None
    refers: str | None


class _Reader:
    """What the parser has seen so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parser = expat.ParserCreate(encoding="utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = lambda *_: self._refuse()
        self.parser.EntityDeclHandler = lambda *_: self._refuse()
        self.parser.ExternalEntityRefHandler = lambda *_: self._refuse()
        self.slots_ms: dict[str, int] = {}
        self.annotations: list[_Annotation] = []
        self.top, self.tier, self.depth = "", "", 0
        self.current: Mapping[str, str] = {}
        self.text: list[str] | None = None

    def _fault(self, text: str, remedy: str = "") -> FileProblem:
        return FileProblem(self.path, f"line {self.parser.CurrentLineNumber}: {text}", remedy)

    def _refuse(self) -> int:
        """Refuse what could make a small file large or reach outside it; no ELAN file has any of it."""
        raise self._fault("declares a document type or entities", "ELAN files have none")

    def _start(self, name: str, said: dict[str, str]) -> None:
        self.depth += 1
        self.top = self.top or name
        if self.depth > MOST_DEPTH:
            raise self._fault("elements stand in each other too deeply")
        if name == "TIME_SLOT":
            value = said.get("TIME_VALUE", "")
            if value.isascii() and value.isdigit() and len(value) < 12:
                self.slots_ms[said.get("TIME_SLOT_ID", "")] = int(value)
        elif name == "TIER":
            self.tier = ": ".join(said[key] for key in ("PARTICIPANT", "TIER_ID") if said.get(key))
        elif name in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            self.current = said
        elif name == "ANNOTATION_VALUE":
            self.text = []

    def _end(self, name: str) -> None:
        self.depth -= 1
        if name != "ANNOTATION_VALUE" or self.text is None:
            return
        keys = ("TIME_SLOT_REF1", "TIME_SLOT_REF2", "ANNOTATION_REF")
        text = " ".join("".join(self.text).split())
        begins, ends, refers = (self.current.get(key) for key in keys)
        name = self.current.get("ANNOTATION_ID", "")
        self.annotations.append(_Annotation(name, self.tier, text, begins, ends, refers))
        self.text = None

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)


def read_elan(path: Path, text: str) -> list[Utterance]:
    """Return the annotations of an .eaf; those that refer to another one have its times.

    A tier is told by its participant and its own name, `Anna: words`, where the file names the participant.

    Raises
    ------
    FileProblem
        When the text is no XML or no ELAN file, declares a document type or entities, or is nested too deeply.
    """
    reader = _Reader(path)
    try:
        reader.parser.Parse(text.encode("utf-8", errors="replace"), True)
    except expat.ExpatError as error:
        raise FileProblem(path, f"line {error.lineno}: no XML ({expat.ErrorString(error.code)})") from None
    if reader.top != "ANNOTATION_DOCUMENT":
        raise FileProblem(path, f"line 1: is '{reader.top}', not the 'ANNOTATION_DOCUMENT' of ELAN")
    by_name = {annotation.name: annotation for annotation in reader.annotations}
    return [_utterance(one, by_name, reader.slots_ms) for one in reader.annotations if one.text]


def _utterance(one: _Annotation, by_name: Mapping[str, _Annotation], slots_ms: Mapping[str, int]) -> Utterance:
    timed = one
    for _ in range(MOST_STEPS):
        if timed.refers is None or timed.refers not in by_name:
            break
        timed = by_name[timed.refers]
    return Utterance(_seconds(slots_ms, timed.begins), _seconds(slots_ms, timed.ends), one.tier, one.text)


def _seconds(slots_ms: Mapping[str, int], slot: str | None) -> float | None:
    return slots_ms[slot] / 1000 if slot is not None and slot in slots_ms else None
