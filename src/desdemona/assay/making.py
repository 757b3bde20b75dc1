"""From phantoms to rows: films are drawn and measured (or found in the cache), sounds and sensors beside them."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

from desdemona.assay import asked_of_bodies, asked_of_faces, asked_of_sensors, asked_of_voices, sensors, sounds
from desdemona.assay.asked import Asked
from desdemona.assay.cross_talk import kind_for, measure_moves
from desdemona.assay.films import MEASURED_ON, Film, Kind, Size, films
from desdemona.assay.listed import PICTURES, every_channel
from desdemona.assay.nulls import count_nulls, nulls_for
from desdemona.assay.row import Listed, Row
from desdemona.assay.shots import Shot, shots_of
from desdemona.audits.measuring import measure_cast, workers
from desdemona.channels.groups import GROUPS, Group, to_groups
from desdemona.systems.measured import Measured

Progress = Callable[[int, int, str], None]
"""Called as work goes on: recordings done, recordings in all, what is being done."""

KINDS: tuple[Kind, ...] = get_args(Kind)
ASKED: Mapping[str, Asked] = {
    **asked_of_faces.FACE,
    **asked_of_faces.EYES,
    **asked_of_faces.HEAD,
    **asked_of_faces.UNITS,
    **asked_of_bodies.MOTION,
    **asked_of_bodies.MICRO_MOVES,
    **asked_of_bodies.BODY,
    **asked_of_voices.VOICE,
    **asked_of_sensors.CONTACT,
    **asked_of_sensors.WORDS,
}
"""What is asked of each channel that scripts say something of."""
WHY_NOT: Mapping[str, str] = {**asked_of_bodies.WHY_NOT, **asked_of_voices.WHY_NOT, **asked_of_sensors.WHY_NOT}
"""Why nothing can be asked of the others."""
UNASKED = "not asked yet"

QUICK = ("head.yaw", "words.count")
QUICK_SIZE = Size(people=2, still_s=4.0, most_hz=5.0)
"""What a quick look takes in: two channels on two people, few pictures."""


@dataclass(frozen=True, slots=True)
class Assay:
    """All rows, on how many people, and how many recordings of pictures."""

    rows: tuple[Row, ...]
    people: int
    films: int


def run_assay(*, quick: bool = False, progress: Progress) -> Assay:
    """Measure every channel of the catalogues on phantoms; `quick` takes two of them and little of everything."""
    size = QUICK_SIZE if quick else Size()
    channels = [channel for channel in every_channel() if not quick or channel.name in QUICK]
    shown = films(kinds_for(channels), size)
    shots = [*shots_of(shown, _measured(shown, channels, progress)), *_unseen(channels, size.people, progress)]
    return Assay(tuple(row_of(channel, shots) for channel in channels), size.people, len(shown))


def kinds_for(channels: Collection[Listed]) -> tuple[Kind, ...]:
    """Return which films are needed for channels: those they are asked on, nulls, and those of cross-talk."""
    needed: set[str] = set()
    for channel in channels:
        if channel.group in PICTURES:
            asked = ASKED.get(channel.name)
            needed |= {kind_for(channel), *nulls_for(channel), *(asked.kinds if asked else ())}
    return tuple(kind for kind in KINDS if kind in needed)


def row_of(channel: Listed, shots: Sequence[Shot]) -> Row:
    """Return one channel's row."""
    asked = ASKED.get(channel.name)
    return Row(
        channel,
        asked.of(shots) if asked else None,
        "" if asked else WHY_NOT.get(channel.name, UNASKED),
        count_nulls(channel, shots),
        measure_moves(channel, shots),
    )


def _measured(shown: Sequence[Film], channels: Collection[Listed], progress: Progress) -> dict[str, Measured]:
    """Measure films, those alike in what is measured of them together."""
    wanted = {channel.group for channel in channels}
    by_groups: dict[tuple[Group, ...], list[Film]] = {}
    for film in shown:
        groups = to_groups([group for group in MEASURED_ON[film.kind] if group in wanted and group in GROUPS])
        by_groups.setdefault(groups or ("face",), []).append(film)
    done: dict[str, Measured] = {}
    for groups, some in by_groups.items():
        before = len(done)

        def told(now: int, _in_all: int, what: str, before: int = before) -> None:
            progress(before + now, len(shown), what)

        done |= measure_cast([film.item for film in some], groups, progress=told)
        progress(len(done), len(shown), "phantoms drawn and measured")
    return done


def _unseen(channels: Collection[Listed], people: int, progress: Progress) -> list[Shot]:
    """Return the shots of sounds, sensors and transcripts, where channels of theirs are asked for."""
    wanted = tuple({channel.group for channel in channels} - set(PICTURES))
    shots: list[Shot] = []
    if not wanted:
        return shots
    with workers(min(os.cpu_count() or 1, people)) as pool:
        for number, own in enumerate(pool.map(partial(unseen_of, wanted), range(people)), start=1):
            shots += own
            progress(number, people, "voices, sensors and words")
    return shots


def unseen_of(groups: Collection[str], number: int) -> list[Shot]:
    """Return one person's shots of the groups that need no picture."""
    shots: list[Shot] = []
    if "voice" in groups:
        shots += [*sounds.voices(number), *sounds.null_sounds(number)]
    if "contact" in groups:
        shots += [sensors.worn(number), *sensors.null_sensors(number)]
    if "words" in groups:
        shots.append(sensors.spoken(number))
    return shots
