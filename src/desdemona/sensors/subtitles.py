"""Subtitles (SRT, WebVTT) and plain text as utterances."""

import html
import re
from collections.abc import Iterator

from desdemona.sensors.transcript import Utterance

CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?"
TIMES = re.compile(rf"^\s*{CLOCK}\s*-+>\s*{CLOCK}(?:\s+.*)?$")
VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
MARKUP = re.compile(r"</?[a-zA-Z0-9][^>\n]{0,200}>|\{\\[^}\n]{0,100}\}")
SPEAKER = re.compile(r"^\s*([^\W\d_][\w .'’-]{0,30}?)\s*[:：]\s*(?=\S)")


def read_subtitles(text: str) -> tuple[list[Utterance], list[str]]:
    """Return the cues of an SRT or WebVTT text, and sentences about blocks that are no cues.

    A voice (`<v Name>`) or a name and colon before the text is the speaker; other markup is left out. Hours may be
    missing and a comma or point may stand before the milliseconds, whichever of the two formats it is.
    """
    cues: list[Utterance] = []
    bad: list[int] = []
    for line, block in _blocks(text):
        at = next((k for k, row in enumerate(block[:3]) if "->" in row), None)
        if at is None:
            if not _is_aside(block):
                bad.append(line)
            continue
        found = TIMES.match(block[at])
        if found is None:
            bad.append(line + at)
            continue
        cues += _cue(_seconds(found.groups()[:4]), _seconds(found.groups()[4:]), "\n".join(block[at + 1 :]))
    if bad:
        return cues, [f"{len(bad)} blocks are no cues and were left out, the first at line {bad[0]}"]
    return cues, []


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the runs of lines between blank ones with the number of their first line; a second line of times parts."""
    block: list[str] = []
    first = 1
    for line, row in enumerate(text.split("\n"), start=1):
        if TIMES.match(row) and any(TIMES.match(before) for before in block):
            yield first, block[:-1] if block[-1].strip().isdigit() else block
            block, first = [row], line
        elif row.strip():
            first = first if block else line
            block.append(row)
        elif block:
            yield first, block
            block = []
    if block:
        yield first, block


def _is_aside(block: list[str]) -> bool:
    """Return whether a block is a header, note or style of WebVTT."""
    return block[0].startswith(("WEBVTT", "NOTE", "STYLE", "REGION", "X-TIMESTAMP-MAP"))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(rest.ljust(3, "0")) / 1000


def _cue(start_s: float, end_s: float, text: str) -> Iterator[Utterance]:
    """Give one utterance for each voice of a cue."""
    voices = list(VOICE.finditer(text))
    if not voices:
        tier, words = split_speaker(_plain(text))
        if words:
            yield Utterance(start_s, end_s, tier, words)
        return
    for voice, after in zip(voices, [*voices[1:], None], strict=True):
        words = _plain(text[voice.end() : after.start() if after else None])
        if words:
            yield Utterance(start_s, end_s, voice[1].strip(), words)


def _plain(text: str) -> str:
    return " ".join(html.unescape(MARKUP.sub("", text)).split())


def split_speaker(text: str) -> tuple[str, str]:
    """Return the name before a first colon, where one stands, and the rest."""
    found = SPEAKER.match(text)
    return (found[1], text[found.end() :].strip()) if found else ("", text.strip())


def read_plain(text: str) -> list[Utterance]:
    """Return each line that is not blank as an utterance without times."""
    lines = (split_speaker(line) for line in text.split("\n") if line.strip())
    return [Utterance(None, None, tier, words) for tier, words in lines if words]
