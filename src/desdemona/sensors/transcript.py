"""What was said, when and by whom, as brought by a person or another program."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desdemona.sensors.signal import Clock

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance or word: when it began and ended (None where that is not said), its tier or speaker, its text."""

    t_start_s: float | None
    t_end_s: float | None
    tier: str
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """The utterances of one recording in the order of their times, and sentences about what was mended or left out.

    `language` is stated by a person, never guessed.
    """

    utterances: tuple[Utterance, ...]
    language: Language | None = None
    notices: tuple[str, ...] = ()

    @property
    def tiers(self) -> tuple[str, ...]:
        """Return the tiers or speakers, in the order in which they come."""
        return tuple(dict.fromkeys(utterance.tier for utterance in self.utterances))


def only_tier(transcript: Transcript, tier: str) -> Transcript:
    """Return what one tier or speaker said."""
    return replace(transcript, utterances=tuple(said for said in transcript.utterances if said.tier == tier))


def in_order(utterances: Sequence[Utterance]) -> tuple[tuple[Utterance, ...], tuple[str, ...]]:
    """Return utterances sorted by time, an end before its start left out, with sentences about what was wrong.

    Utterances without times keep their place. Overlaps within a tier are told, not mended.
    """
    backwards = [said for said in utterances if _ends_early(said)]
    mended = [replace(said, t_end_s=None) if _ends_early(said) else said for said in utterances]
    ordered = mended
    if all(said.t_start_s is not None for said in mended):
        ordered = sorted(mended, key=lambda said: said.t_start_s or 0.0)
    notices = []
    if backwards:
        first = backwards[0]
        notices.append(
            f"{len(backwards)} end before they begin (the first at {first.t_start_s:.3f} s); their ends are left out"
        )
    if ordered != mended:
        notices.append("utterances do not stand in the order of their times; they were sorted")
    crossing = _overlaps(ordered)
    if crossing:
        notices.append(f"{crossing} begin before the one before in their tier has ended")
    return tuple(ordered), tuple(notices)


def _ends_early(said: Utterance) -> bool:
    return said.t_start_s is not None and said.t_end_s is not None and said.t_end_s < said.t_start_s


def _overlaps(ordered: Sequence[Utterance]) -> int:
    ends: dict[str, float] = {}
    count = 0
    for said in ordered:
        if said.t_start_s is not None and said.t_start_s < ends.get(said.tier, 0.0) - 1e-3:
            count += 1
        if said.t_end_s is not None:
            ends[said.tier] = max(ends.get(said.tier, 0.0), said.t_end_s)
    return count


def put_transcript_on_clock(transcript: Transcript, clock: Clock) -> Transcript:
    """Return the transcript with its times on the video's clock."""

    def moved(t_s: float | None) -> float | None:
        return None if t_s is None else clock.to_video_s(t_s)

    return replace(
        transcript,
        utterances=tuple(
            replace(said, t_start_s=moved(said.t_start_s), t_end_s=moved(said.t_end_s))
            for said in transcript.utterances
        ),
    )
