"""Cross-talk: how far a channel moves when one thing is changed that it is not about.

Two recordings of one person differ in that thing only; frames are compared while it acts. The recording that differs in
nothing but the sensor's noise (`again`) says how much of a move is no more than that.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.assay import films, sounds
from desdemona.assay.listed import PICTURES
from desdemona.assay.nulls import OF_A_MINUTE, names_of
from desdemona.assay.recovering import EVENT_TOLERANCE_S
from desdemona.assay.row import Form, Listed, Moved
from desdemona.assay.shots import Shot
from desdemona.estimates.clustered import clustered_mean
from desdemona.estimates.events import match_events

Bools = NDArray[np.bool_]

ABOUT: Mapping[str, tuple[str, ...]] = {
    "head turned": (
        "head.yaw", "head.pitch", "head.down", "head.still_stare", "gaze.driver.", "gaze.classroom.", "gaze.fixation",
    ),
    "talking": ("mouth.opening", "mouth.talking", "au25", "au26", "au27"),
    "20 dB softer": ("sound.", "voice.loudness"),
    "car at 10 dB": ("sound.", "voice.snr"),
    "talk behind at 10 dB": ("sound.", "voice.snr"),
}  # fmt: skip
"""Begins of names of channels that a change is about, so that nothing follows from their moving with it."""
UNITS: Mapping[Form, str] = {"flag": "of time", "name": "of time", "event": "a minute"}
"""Of what a move is told, where it is not in the channel's own unit."""


def changes_for(channel: Listed) -> tuple[str, ...]:
    """Return what is changed for a channel; nothing for those of sensors and words."""
    if channel.group in PICTURES and channel.name not in OF_A_MINUTE:
        return films.CHANGES
    return sounds.CHANGES if channel.group == "voice" and channel.name != "voice.words_per_minute" else ()


def kind_for(channel: Listed) -> str:
    """Return on which recordings a channel's cross-talk is measured."""
    return {"body": "posed", "voice": "speech"}.get(channel.group, "still")


def measure_moves(channel: Listed, shots: Sequence[Shot]) -> tuple[Moved, ...]:
    """Return how far a channel moved with each change; changes that it is about are left out."""
    own = {(shot.who, shot.change): shot for shot in shots if shot.kind == kind_for(channel)}
    asked = [change for change in changes_for(channel) if not channel.name.startswith(ABOUT.get(change, ("\0",)))]
    return tuple(_moved(channel, change, own) for change in asked)


def _moved(channel: Listed, change: str, shots: Mapping[tuple[str, str], Shot]) -> Moved:
    people = [who for who, what in shots if what == change]
    pairs = [(shots[who, ""], shots[who, change], who) for who in people if (who, "") in shots]
    moves = [(MOVES[channel.form](channel, before, after), who) for before, after, who in pairs]
    given = [bool(np.isfinite(MOVES[channel.form](channel, before, before))) for before, _, _ in pairs]
    told = [(move, who) for move, who in moves if np.isfinite(move)]
    lost = sum(was and not np.isfinite(move) for was, (move, _) in zip(given, moves, strict=True))
    mean = clustered_mean([move for move, _ in told], [who for _, who in told], positive=True) if told else None
    return Moved(change, UNITS.get(channel.form, channel.unit), mean, lost, sum(given))


def acting(shot: Shot) -> Bools:
    """Return the frames (n,) in which what was changed acts; all of them, where it does not come and go."""
    told = {"head turned": "turned", "talking": "talk"}.get(shot.change)
    return shot.inside(told) == 1 if told else np.ones(shot.frames.height, np.bool_)


def _move_of_numbers(channel: Listed, before: Shot, after: Shot) -> float:
    """Return the mean absolute difference frame by frame, over all columns of the channel."""
    while_acting = acting(after)
    apart = np.stack([np.abs(after.column(name) - before.column(name))[while_acting] for name in channel.columns])
    return float(np.nanmean(apart)) if np.isfinite(apart).any() else float("nan")


def _move_of_names(channel: Listed, before: Shot, after: Shot) -> float:
    """Return the share of the frames named both times that have another name."""
    while_acting = acting(after)
    named = zip(names_of(channel, before), names_of(channel, after), while_acting, strict=True)
    differs = [first != second for first, second, acts in named if acts and first is not None and second is not None]
    return float(np.mean(differs)) if differs else float("nan")


def _move_of_events(channel: Listed, before: Shot, after: Shot) -> float:
    """Return how many events a minute came or went."""
    first, second = before.spans(channel.name), after.spans(channel.name)
    both = len(match_events(first, second, tolerance=EVENT_TOLERANCE_S))
    return 60.0 * (len(first) + len(second) - 2 * both) / before.duration_s


def _move_of_windows(channel: Listed, before: Shot, after: Shot) -> float:
    """Return the difference of the means of what windows tell."""
    first, second = (shot.rows(channel.name)[:, 2] for shot in (before, after))
    if not (np.isfinite(first).any() and np.isfinite(second).any()):
        return float("nan")
    return abs(float(np.nanmean(second)) - float(np.nanmean(first)))


MOVES: Mapping[Form, Callable[[Listed, Shot, Shot], float]] = {
    "number": _move_of_numbers,
    "flag": _move_of_numbers,
    "name": _move_of_names,
    "event": _move_of_events,
    "window": _move_of_windows,
}
