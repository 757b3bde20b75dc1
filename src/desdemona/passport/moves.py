"""Movements over time: when lids, brows and mouth begin, how long they last, how often they come."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from desdemona.faces.camera import Camera
from desdemona.faces.units import Unit
from desdemona.passport.films import HEAD, Floats, greys, turns_per_s
from desdemona.passport.lids import ASIDE_DEG, white_mm
from desdemona.passport.mouths import gap_mm
from desdemona.passport.row import Group, Row, Tolerance
from desdemona.passport.stills import held, look_at
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Act, Cause, Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.voices.register import WOMAN
from desdemona.voices.score import F0Point, Score, Utterance, Word

LIDS_PX, FACE_PX = 720, 480
LIDS_OF, MOUTH_OF = (3, 9), (0, 3)
"""Identity and skin tone: dark skin lets the white of the eye stand out, light skin the dark of the mouth."""
LIDS_HZ, BRIEF_HZ, MOUTH_HZ = 100.0, 200.0, 25.0
TALK_HZ = 4.0
"""Syllables a second of `talk`, by the phantom's specification."""
LEAST_GAP_MM = 4.0
"""Lips further apart than this are open; the dark line between shut ones is taken for 2 mm. Our choice."""

_EDGE = Tolerance("apart", 0.005)
_LIDS, _CHANGE, _GAP = "white between the lids, one column", "changed light of the face", "gap between the lips"


def acting(*acts: Act, who: tuple[int, int], size_px: int, rate_hz: float, duration_s: float) -> Phantom:
    """Return a phantom who does something before a camera without noise; `who` is identity and skin tone."""
    script = Script("moves", "for the passport", duration_s, acts)
    return Phantom("moves", who[0], who[1], "even", script, Camera(size_px, size_px, rate_hz, 0.0))


def half_times(course: Floats, level: float, rate_hz: float) -> tuple[float, float]:
    """Return when a course first rises through a level and when it last falls through it, seconds; NaN if never."""
    over = np.flatnonzero(course > level)
    if not len(over) or over[0] == 0 or over[-1] == len(course) - 1:
        return float("nan"), float("nan")
    first, last = int(over[0]), int(over[-1])
    up = first - (course[first] - level) / (course[first] - course[first - 1])
    down = last + (course[last] - level) / (course[last] - course[last + 1])
    return float(up) / rate_hz, float(down) / rate_hz


def blinking(blink: Act) -> Phantom:
    """Return the phantom who looks aside and blinks."""
    aside = held(("gaze_yaw", ASIDE_DEG))[0]
    aside = replace(aside, t_start_s=-1.0, t_end_s=blink.t_end_s + 1.0)
    return acting(aside, blink, who=LIDS_OF, size_px=LIDS_PX, rate_hz=LIDS_HZ, duration_s=blink.t_end_s + 0.15)


def shown_closure(phantom: Phantom) -> Floats:
    """Return how far the lids of the eye at the left of the picture are shut, picture by picture, 0..1."""
    frames = render_phantom(phantom).frames(ignore_notice)
    white = np.array([white_mm(frame.rgb.astype(np.float64), phantom.identity, -1) for frame in frames])
    return np.asarray(1 - white / white[0])


def blink_rows(asked: Act, shown: Phantom) -> Iterator[Row]:
    """Give when the lids are half shut, when they are half open again, and how far they go."""
    closure, told = shown_closure(shown), f"blink {asked.t_start_s:g} to {asked.t_end_s:g} s"
    down_s, up_s = half_times(closure, asked.amount / 2, LIDS_HZ)
    onset_s = 0.08 if asked.onset_s is None else asked.onset_s
    offset_s = 0.17 if asked.offset_s is None else asked.offset_s
    yield Row(f"{told}: half shut", asked.t_start_s + onset_s / 2, down_s, "s", _EDGE, _LIDS, 3)
    yield Row(f"{told}: half open again", asked.t_end_s - offset_s / 2, up_s, "s", _EDGE, _LIDS, 3)
    furthest = Tolerance("apart", 0.03)
    yield Row(f"{told}: furthest", asked.amount, float(closure.max()), "of eye height", furthest, _LIDS, 3)


def brief(unit: Unit, length_s: float, edge_s: float) -> tuple[Act, Phantom]:
    """Return a brief expression, coming and going within `edge_s`, and the phantom who has it."""
    act = Act(unit, 0.1, 0.1 + length_s, 1.0, onset_s=edge_s, offset_s=edge_s)
    return act, acting(act, who=MOUTH_OF, size_px=FACE_PX, rate_hz=BRIEF_HZ, duration_s=length_s + 0.2)


def _change(phantom: Phantom) -> Floats:
    pictures = greys(phantom, HEAD)
    return np.asarray(np.abs(pictures - pictures[0]).mean(axis=(1, 2)))


def _held_change(unit: Unit, amount: float) -> float:
    act = Act(unit, 0.05, 2.0, amount, onset_s=0.01)
    phantom = acting(act, who=MOUTH_OF, size_px=FACE_PX, rate_hz=10.0, duration_s=0.3)
    return float(_change(phantom)[-1])


def brief_rows(asked: Act, shown: Phantom) -> Iterator[Row]:
    """Give how long a brief expression stands at half or more, and whether it reaches what it is when held."""
    unit: Unit = asked.cause  # type: ignore[assignment]
    course, length_s = _change(shown), asked.t_end_s - asked.t_start_s
    up_s, down_s = half_times(course, _held_change(unit, 0.5), BRIEF_HZ)
    told = f"AU{unit[2:]} for {1000 * length_s:g} ms"
    edge_s = asked.onset_s or 0.0
    yield Row(f"{told}: half there", asked.t_start_s + edge_s / 2, up_s, "s", _EDGE, _CHANGE, 3)
    yield Row(f"{told}: length at half", length_s - edge_s, down_s - up_s, "s", _EDGE, _CHANGE, 3)
    reached = float(course.max()) / _held_change(unit, 1.0)
    yield Row(f"{told}: apex", 1.0, reached, "of the unit held", Tolerance("share", 0.02), _CHANGE, 3)


def shown_gap_mm(phantom: Phantom) -> Floats:
    """Return the gap between the lips, picture by picture, mm."""
    frames = render_phantom(phantom).frames(ignore_notice)
    return np.array([gap_mm(frame.rgb.astype(np.float64)) for frame in frames])


def mouthing(*acts: Act, duration_s: float, voice: Score | None = None) -> Phantom:
    """Return the phantom whose mouth moves, by acts or with a voice."""
    phantom = acting(*acts, who=MOUTH_OF, size_px=FACE_PX, rate_hz=MOUTH_HZ, duration_s=duration_s)
    return replace(phantom, script=replace(phantom.script, voice=voice))


def talk_row(shown: Phantom) -> Row:
    """Return how often a second the mouth of a talking phantom opens."""
    found = turns_per_s(shown_gap_mm(shown), MOUTH_HZ)
    return Row("talk: openings", TALK_HZ, found, "a second", Tolerance("apart", 0.2), _GAP)


def yawn_rows(asked: Act, shown: Phantom) -> Iterator[Row]:
    """Give from when to when the mouth of a yawning phantom is more than half as open as it gets."""
    gap = shown_gap_mm(shown)
    found = half_times(gap, float(np.nanmax(gap)) / 2, MOUTH_HZ)
    length_s = asked.t_end_s - asked.t_start_s
    wanted = asked.t_start_s + 0.225 * length_s, asked.t_end_s - 0.15 * length_s
    for name, want, seen in zip(("half open", "half shut again"), wanted, found, strict=True):
        yield Row(f"yawn of {length_s:g} s: {name}", want, seen, "s", Tolerance("apart", 0.05), _GAP, 3)


def spoken_row(words: tuple[str, ...], syllables: int) -> Row:
    """Return how often the mouth opens while words are said that have a closed mouth before each vowel."""
    one = Utterance(0.3, tuple(Word(word) for word in words), (F0Point(0.0, 200.0),), syllables_per_s=4.0)
    phantom = mouthing(duration_s=0.6 + one.duration_s, voice=Score((one,), WOMAN))
    gap = shown_gap_mm(phantom)
    found = float(np.count_nonzero((gap[1:] > LEAST_GAP_MM) & (gap[:-1] <= LEAST_GAP_MM)))
    told = f"'{' '.join(words)}' said: openings"
    return Row(told, syllables, found, "of the mouth", Tolerance("apart", 0.0), _GAP, 0)


_ALIKE: tuple[tuple[Cause, tuple[Unit, ...]], ...] = (
    ("smile", ("au12",)),
    ("brow_raise", ("au1", "au2")),
    ("brow_lower", ("au4",)),
    ("eyes_closed", ("au43",)),
)


def alike_row(cause: Cause, units: tuple[Unit, ...]) -> Row:
    """Return how far apart the pixels of a movement by its everyday name and of its action units are."""
    one, other = (look_at([(name, 0.7) for name in names], *MOUTH_OF, 384) for names in ((cause,), units))
    told = f"{cause} and {', '.join(f'AU{unit[2:]}' for unit in units)}, 0.7 each"
    apart = float(np.abs(one - other).max())
    return Row(told, 0.0, apart, "codes apart", Tolerance("at_most", 0.0), "every pixel", 0)


def _rows() -> Iterator[Row]:
    for blink in (Act("blink", 0.1, 0.5), Act("blink", 0.1, 0.4, 0.6, onset_s=0.1, offset_s=0.1)):
        yield from blink_rows(blink, blinking(blink))
    for unit, length_s, edge_s in (("au4", 0.04, 0.015), ("au1", 0.1, 0.03), ("au12", 0.5, 0.15)):
        yield from brief_rows(*brief(unit, length_s, edge_s))  # type: ignore[arg-type]
    yawn = Act("yawn", 0.2, 4.4, 0.9)
    yield from yawn_rows(yawn, mouthing(yawn, duration_s=4.6))
    yield talk_row(mouthing(Act("talk", 0.0, 6.0), duration_s=6.0))
    yield spoken_row(("mamma", "pappa", "bob"), 5)
    for cause, units in _ALIKE:
        yield alike_row(cause, units)


def move_group() -> Group:
    """Return movements over time as asked and as shown."""
    return Group(
        "Movements over time",
        f"Lids: person {LIDS_OF[0]} (tone {LIDS_OF[1]}), {LIDS_PX} px, {LIDS_HZ:g} pictures a second. Brief "
        f"expressions: person {MOUTH_OF[0]} (tone {MOUTH_OF[1]}), {FACE_PX} px, {BRIEF_HZ:g} pictures a second; half "
        "is the change of the face when the same unit is held at half. Mouth: the same person, "
        f"{MOUTH_HZ:g} pictures a second. A movement by its everyday name is the same drawing as its action units.",
        tuple(_rows()),
    )
