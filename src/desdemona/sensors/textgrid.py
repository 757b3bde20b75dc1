"""Praat's TextGrid, long and short: interval tiers as utterances, point tiers as instants."""

import math
import re
from collections.abc import Iterator
from pathlib import Path

from desdemona.errors import FileProblem
from desdemona.sensors.transcript import Utterance

TOKEN = re.compile(
    r'"((?:[^"]|"")*)"|(?<![\w.\-\[])([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w\]:])|<(exists|absent)>|!.*'
)
"""In both forms only quoted texts, free-standing numbers and flags mean anything; `!` begins a comment."""
MOST_TIERS = 1000


class _Tokens:
    """The texts and numbers of a TextGrid one after another, each with the line it stands on."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.found = TOKEN.finditer(text)
        self.at = 0

    def _next(self, what: str) -> re.Match[str]:
        for match in self.found:
            if not match[0].startswith("!"):
                self.at = match.start()
                return match
        line = self.text.count("\n") + 1
        raise FileProblem(self.path, f"line {line}: the file ends where {what} should stand", "is it cut off?")

    def fault(self, text: str) -> FileProblem:
        line = self.text.count("\n", 0, self.at) + 1
        return FileProblem(self.path, f"line {line}: {text}")

    def word(self, what: str) -> str:
        match = self._next(what)
        if match[1] is None:
            raise self.fault(f"'{match[0]}' stands where {what} should, in quotation marks")
        return match[1].replace('""', '"')

    def number(self, what: str) -> float:
        match = self._next(what)
        if match[2] is None:
            raise self.fault(f"'{match[0][:40]}' stands where {what} should, a number")
        value = float(match[2])
        if not math.isfinite(value):
            raise self.fault(f"'{match[2]}' is no number that can be")
        return value

    def has_tiers(self) -> bool:
        return self._next("whether there are tiers")[3] == "exists"


def read_textgrid(path: Path, text: str) -> list[Utterance]:
    """Return the labelled intervals and points of all tiers; empty ones are silence and left out.

    Raises
    ------
    FileProblem
        When the text is no TextGrid, or breaks off.
    """
    tokens = _Tokens(path, text)
    if not tokens.word("'ooTextFile'").startswith("ooTextFile") or tokens.word("'TextGrid'") != "TextGrid":
        raise tokens.fault("the file does not begin as a TextGrid")
    tokens.number("the start")
    tokens.number("the end")
    if not tokens.has_tiers():
        return []
    count = tokens.number("the number of tiers")
    if not 0 <= count <= MOST_TIERS:
        raise tokens.fault(f"{count:g} tiers; the most is {MOST_TIERS}")
    return [said for _ in range(int(count)) for said in _tier(tokens)]


def _tier(tokens: _Tokens) -> Iterator[Utterance]:
    kind = tokens.word("a kind of tier")
    if kind not in ("IntervalTier", "TextTier"):
        raise tokens.fault(f"unknown kind of tier '{kind}'; known are IntervalTier, TextTier")
    name = tokens.word("the name of a tier")
    tokens.number("the start of a tier")
    tokens.number("the end of a tier")
    for _ in range(int(tokens.number("the number of intervals"))):
        start_s = tokens.number("the start of an interval")
        end_s = tokens.number("the end of an interval") if kind == "IntervalTier" else start_s
        words = tokens.word("the text of an interval").strip()
        if words:
            yield Utterance(start_s, end_s, name, " ".join(words.split()))
