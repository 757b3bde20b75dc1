"""Loading a transcript by what its name ends in: txt, SRT, WebVTT, TextGrid, ELAN."""

from pathlib import Path

from desdemona.errors import FileProblem, nearest
from desdemona.sensors.decoding import read_text
from desdemona.sensors.elan import read_elan
from desdemona.sensors.subtitles import read_plain, read_subtitles
from desdemona.sensors.textgrid import read_textgrid
from desdemona.sensors.transcript import Language, Transcript, Utterance, in_order

ENDINGS = (".txt", ".srt", ".vtt", ".TextGrid", ".eaf")


def load_transcript(path: Path, *, language: Language | None = None) -> Transcript:
    """Load a transcript; texts may be UTF-8, UTF-16, GBK or Windows-1252.

    The language is what a person states; it is not guessed. Broken times are told in the notices.

    Raises
    ------
    FileProblem
        When the file is of no known kind, cannot be read, is too large, or is not what its name says.
    """
    ending = path.suffix.lower()
    if ending not in [known.lower() for known in ENDINGS]:
        close = nearest(ending, ENDINGS)
        remedy = f"is {close} meant?" if close else f"known are {', '.join(ENDINGS)}"
        raise FileProblem(path, f"'{path.suffix}' is no transcript", remedy)
    held = read_text(path)
    utterances, said = _read(path, ending, held.text)
    if not utterances:
        said = [*said, "there is no text in it"]
    ordered, notices = in_order(utterances)
    return Transcript(ordered, language, (*held.notices, *said, *notices))


def _read(path: Path, ending: str, text: str) -> tuple[list[Utterance], list[str]]:
    if ending == ".eaf":
        return read_elan(path, text), []
    if ending == ".textgrid":
        return read_textgrid(path, text), []
    if ending == ".txt":
        return read_plain(text), []
    cues, notices = read_subtitles(text)
    if not cues and notices:
        raise FileProblem(path, f"holds no cue ({notices[0]})", "a cue is 00:00:01,000 --> 00:00:02,000 and a text")
    return cues, notices
