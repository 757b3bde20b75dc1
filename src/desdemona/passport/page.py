"""The passport as a page of the documentation: tables of what was measured, and words on what it means."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from desdemona.errors import FileProblem
from desdemona.estimates.interval import Interval
from desdemona.passport import words
from desdemona.passport.acceptance import Acceptance
from desdemona.passport.bodies import PEOPLE as CAST
from desdemona.passport.bodies import PostureSeen
from desdemona.passport.contrast import ToneContrast
from desdemona.passport.landmarks import Following
from desdemona.passport.making import CLASSROOMS, Passport
from desdemona.passport.pictures import contrast_png, refused_png, units_png, wave_png
from desdemona.passport.row import Group, Row, Tolerance
from desdemona.passport.units import UnitSeen

_FAILED = "**no**"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


def _verdict(within: bool) -> str:
    return "yes" if within else _FAILED


def _number(value: float, digits: int) -> str:
    """Return a number with a fixed number of digits; never a negative zero."""
    text = f"{value:.{digits}f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def allowed_text(tolerance: Tolerance, unit: str) -> str:
    """Return a tolerance in words."""
    amount = f"{100 * tolerance.amount:g} %" if tolerance.kind == "share" else f"{tolerance.amount:g}"
    sign = {"apart": "± ", "share": "± ", "at_least": "≥ ", "at_most": "≤ "}[tolerance.kind]
    own = unit.split()[0] if tolerance.kind == "apart" and unit in ("°", "mm", "bpm", "Hz", "dB", "s") else ""
    return f"{sign}{amount}{' ' * bool(own)}{own}{'' if tolerance.ours else ' (set)'}"


def row_cells(row: Row) -> tuple[str, ...]:
    """Return a row's cells: cause, asked, found, allowed, means, verdict."""
    bound = row.tolerance.kind in ("at_least", "at_most") and row.asked != 0
    asked = "" if bound else _number(row.asked, row.digits)
    found = f"{_number(row.found, row.digits)} {row.unit}"
    return (
        row.cause,
        asked,
        found,
        allowed_text(row.tolerance, row.unit),
        row.means,
        _verdict(row.within),
    )


def group_text(group: Group) -> str:
    """Return one group of rows under its heading."""
    head = ("cause", "asked", "found", "allowed", "measured by", "within")
    return f"### {group.title}\n\n{group.about}\n\n{_table(head, map(row_cells, group.rows))}\n"


def _unit_cells(unit: UnitSeen) -> tuple[str, ...]:
    own = "one jaw" if unit.own_side_share != unit.own_side_share else f"{100 * unit.own_side_share:.0f} %"
    rest, half, full = unit.steps
    steps = f"{_number(half - rest, 1)}, {_number(full - rest, 1)} {unit.unit}"
    return f"AU{unit.name[2:]}", unit.about, steps, own, _verdict(unit.within)


def units_text(units: Sequence[UnitSeen]) -> str:
    """Return what every action unit does to the pixels."""
    head = ("unit", "what must happen", "by half, by full", "change on her own side", "right way")
    return f"### Action units\n\n{words.UNITS}\n\n{_table(head, map(_unit_cells, units))}\n"


def _share(interval: Interval) -> str:
    if interval.estimate is None or interval.low is None or interval.high is None:
        return "none to be seen"
    return f"{100 * interval.estimate:.1f} % [{100 * interval.low:.1f}, {100 * interval.high:.1f}]"


def accepted_text(accepted: Sequence[Acceptance]) -> str:
    """Return acceptance by the face detector, with everyone who was refused."""
    head = ("condition", "pictures", "accepted, Wilson 95 %", "people accepted in all theirs", "lowest score")
    rows = (
        (one.condition, str(len(one.seen)), _share(one.share), _share(one.people), f"{one.lowest:.3f}")
        for one in accepted
    )
    people = sorted({seen.sitting.identity for one in accepted for seen in one.seen})
    few = len(people[::5])
    about = words.ACCEPTED.format(people=len(people), first=people[0], last=people[-1], few=few)
    return f"{about}\n\n{_table(head, rows)}\n\n{_refused_text(accepted)}"


def _refused_text(accepted: Sequence[Acceptance]) -> str:
    if not any(one.refused for one in accepted):
        return "Nobody was refused.\n"
    lines = ["Refused, as person/tone (score; 0 where nothing is found):", ""]
    for one in accepted:
        if not one.refused:
            continue
        by_tone = sorted(one.refused, key=lambda seen: (seen.sitting.tone, seen.sitting.identity))
        told = [
            f"tone {tone}: " + ", ".join(f"{seen.sitting.identity} ({seen.score:.3f})" for seen in group)
            for tone, group in groupby(by_tone, key=lambda seen: seen.sitting.tone)
        ]
        lines.append(f"- **{one.condition}** ({len(one.refused)} of {len(one.seen)}): {'; '.join(told)}")
    return "\n".join(lines) + "\n"


def _drawn(units: Sequence[UnitSeen]) -> Mapping[str, str]:
    """Return for each unit what its full does to the drawing's own pixels."""
    return {
        unit.name: f"{unit.about.split(': ')[-1]} ({_number(unit.steps[2] - unit.steps[0], 1)} {unit.unit})"
        for unit in units
    }


def followed_text(followed: Sequence[Following], units: Sequence[UnitSeen]) -> str:
    """Return whether the face mesh follows each action unit, beside what the unit does to the pixels."""
    head = ("unit", "in the pixels, at full", "what the mesh must do", "moved, least to most", "followed")
    drawn = _drawn(units)
    rows = (
        (
            f"AU{one.unit[2:]}",
            drawn.get(one.unit, "not measured"),
            one.about.split(": ")[-1],
            f"{_number(min(one.moved_mm), 1)} to {_number(max(one.moved_mm), 1)} mm",
            _FAILED if one.followed == "no" else one.followed,
        )
        for one in followed
    )
    weak = ", ".join(f"AU{one.unit[2:]}" for one in followed if one.followed == "weakly") or "none"
    lost = ", ".join(f"AU{one.unit[2:]}" for one in followed if one.followed == "no") or "none"
    return f"{words.FOLLOWED.format(weak=weak, lost=lost)}\n\n{_table(head, rows)}\n"


def postures_text(postures: Sequence[PostureSeen], classrooms: Sequence[Interval]) -> str:
    """Return acceptance of the body by the pose detector and of classrooms by the face detector."""
    head = ("posture", "place", "body found", "shoulders and elbows near", "wrists near", "accepted")
    rows = (
        (
            one.posture.replace("_", " "),
            one.place.replace("_", " "),
            _share(one.found),
            _share(one.trunk),
            _share(one.wrists),
            _verdict(one.accepted),
        )
        for one in postures
    )
    refused = ", ".join(f"{one.posture} ({one.place})".replace("_", " ") for one in postures if not one.accepted)
    about = words.POSTURES.format(people=len(CAST), refused=refused or "none")
    rooms = "; ".join(f"from person {first}: {_share(one)}" for first, one in zip(CLASSROOMS, classrooms, strict=False))
    return f"{about}\n\n{_table(head, rows)}\n\n{words.CLASSROOM} {rooms}.\n"


def tones_text(tones: Sequence[ToneContrast]) -> str:
    """Return the table of the ten tones."""
    head = ("tone", "swatch", "melanin", "code R, G, B", "pulse R : G : B", "green over tone 1", "the same in pixels")
    rows = (
        (
            str(one.tone),
            f"`{one.swatch}`",
            f"{100 * one.melanin:.1f} %",
            ", ".join(str(code) for code in one.code),
            " : ".join(f"{part:.2f}" for part in one.relative),
            f"{one.factor:.2f}",
            f"{one.shown:.2f}",
        )
        for one in tones
    )
    return _table(head, rows) + "\n"


def _summary(passport: Passport) -> str:
    counted = [(group.title, [row.within for row in group.rows]) for group in passport.groups]
    counted.append(("Action units", [unit.within for unit in passport.units]))
    rows = [(f"{name}: rows within their tolerance", f"{sum(within)} of {len(within)}") for name, within in counted]
    rows += [
        (f"Face detector, {one.condition}", f"{sum(seen.accepted for seen in one.seen)} of {len(one.seen)}")
        for one in passport.accepted[:2]
    ]
    followed = sum(one.followed == "yes" for one in passport.followed)
    rows.append(("Face mesh, action units followed", f"{followed} of {len(passport.followed)}"))
    bodies = sum(one.accepted for one in passport.postures)
    rows.append(("Pose detector, postures accepted", f"{bodies} of {len(passport.postures)}"))
    failed = [
        f"- {row.cause}: asked {_number(row.asked, row.digits)}, found {_number(row.found, row.digits)} {row.unit}"
        for group in passport.groups
        for row in group.rows
        if not row.within
    ]
    failed += [f"- AU{unit.name[2:]}, {unit.about}" for unit in passport.units if not unit.within]
    told = "\n".join(failed) if failed else "None."
    return f"{_table(('what', 'result'), rows)}\n\nOutside their tolerance:\n\n{told}\n"


def page_of(passport: Passport, pictures: Iterable[str], folder: str = "passport") -> str:
    """Return the page as Markdown; `pictures` are the names of those that lie in a folder beside it."""
    shown = set(pictures)

    def picture(name: str, caption: str) -> str:
        return f"\n![{caption}]({folder}/{name})\n" if name in shown else ""

    parts = [
        words.TITLE,
        _summary(passport),
        words.ASKED_AND_FOUND,
        *(group_text(group) for group in passport.groups),
        picture("wave.png", "The pulse wave as asked and as the mean green of the forehead shows it"),
        units_text(passport.units),
        picture("units.png", "Person 0 at rest and with every action unit at its full"),
        words.ACCEPTANCE,
        accepted_text(passport.accepted),
        picture("refused.png", "Those with the lowest scores, as person/tone: score"),
        followed_text(passport.followed, passport.units),
        postures_text(passport.postures, passport.classrooms),
        words.SKIN,
        tones_text(passport.tones),
        picture("skin.png", "The pulse over the ten skin tones"),
        words.NOT,
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts if part)


def pictures_of(passport: Passport) -> Mapping[str, bytes]:
    """Return the page's pictures by name; one that would show nothing is left out."""
    refused = [seen for one in passport.accepted for seen in one.refused]
    made = {
        "wave.png": wave_png(),
        "units.png": units_png(),
        "refused.png": refused_png(refused),
        "skin.png": contrast_png(passport.tones),
    }
    return {name: data for name, data in made.items() if data}


def write_page(passport: Passport, out: Path) -> tuple[Path, ...]:
    """Write the page and, in a folder beside it of the same name, its pictures; return what was written.

    Raises
    ------
    FileProblem
        Page or pictures cannot be written there.
    """
    pictures = pictures_of(passport)
    folder = out.with_suffix("")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in pictures.items():
            (folder / name).write_bytes(data)
        out.write_text(page_of(passport, pictures, folder.name), encoding="utf-8")
    except OSError as error:
        raise FileProblem(out, f"the passport cannot be written there: {error.strerror}") from error
    return (out, *(folder / name for name in pictures))
