"""The page of channels: one table of measurements and one of descriptions for each group, made from the rows alone."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import floor, isfinite, log10
from pathlib import Path

from desdemona.assay import words
from desdemona.assay.films import CHANGES as PICTURE_CHANGES
from desdemona.assay.films import NULLS as PICTURE_NULLS
from desdemona.assay.films import PEOPLE, TONES
from desdemona.assay.listed import PICTURES, refused
from desdemona.assay.making import Assay
from desdemona.assay.row import NO_TRUTH, Listed, Null, Recovered, Row
from desdemona.assay.sensors import NULLS as SENSOR_NULLS
from desdemona.assay.sounds import CHANGES as VOICE_CHANGES
from desdemona.assay.sounds import NULLS as VOICE_NULLS
from desdemona.channels.body.deskwork import LEAST_RATE_HZ
from desdemona.channels.groups import Details
from desdemona.errors import FileProblem

NOTHING, HARD = "·", "\N{NO-BREAK SPACE}"
ALL_NULLS = (*PICTURE_NULLS, *VOICE_NULLS, *SENSOR_NULLS)
LEAST_SHOWN = 1e-4
"""Smaller numbers are shown as smaller than this."""
SIGNS = {"at_most": "≤", "at_least": "≥", "within": "±"}


def number(value: float | None) -> str:
    """Return a number with two digits that count, or more where it is large; a dot for none."""
    if value is None or not isfinite(value):
        return NOTHING
    if abs(value) < LEAST_SHOWN:
        return "0" if value == 0 else f"<{LEAST_SHOWN:g}"
    digits = max(0, 1 - floor(log10(abs(value))))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def recovery_cell(row: Row) -> str:
    """Return how well a channel gives back what scripts say, or why nothing can be said."""
    found = row.recovered
    if found is None:
        return f"{NO_TRUTH}: {row.why}"
    interval = found.interval
    if interval.estimate is None:
        return "nothing given: withheld throughout"
    unit = f"{HARD}{found.unit}" if found.unit else ""
    text = f"{found.measure} {fine(found, interval.estimate)}{unit}"
    if interval.low is None or interval.high is None:
        return f"{text} (no interval, people: {interval.clusters})"
    return f"{text} [{fine(found, interval.low)},{HARD}{fine(found, interval.high)}]"


def fine(found: Recovered, value: float) -> str:
    """Return a value of a recovery: three digits for shares and correlations, else two that count."""
    return number(value) if "error" in found.measure else f"{value:.3f}"


def asked_cell(found: Recovered | None) -> str:
    """Return what was asked and whether it holds."""
    if found is None or found.bound is None:
        return NOTHING
    standing = found.standing
    told = f"**{standing}**" if standing == "fails" else standing
    return f"{SIGNS[found.bound.kind]}{HARD}{found.bound.amount:g}, {told}"


def given_cell(found: Recovered | None) -> str:
    """Return how much was given, in percent."""
    return NOTHING if found is None or found.given is None else f"{100 * found.given:.0f}{HARD}%"


def nulls_cell(nulls: Sequence[Null], names: Sequence[str]) -> str:
    """Return the counts of the nulls of a group, in their order."""
    if not nulls:
        return NOTHING
    by_name = {null.name: f"{null.given}/{null.recordings}" for null in nulls}
    return f"{HARD}· ".join(by_name.get(name, "–") for name in names)


def moved_cell(row: Row, change: str) -> str:
    """Return how far a change moved a channel."""
    own = next((moved for moved in row.moved if moved.change == change), None)
    if own is None or own.recordings == 0:
        return NOTHING
    told = "" if own.interval is None else number(own.interval.estimate)
    lost = f"lost{HARD}{own.lost}/{own.recordings}" if own.lost else ""
    return ", ".join(part for part in (told, lost) if part) or NOTHING


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(_clean(cell) for cell in row)} |" for row in rows)])


def _clean(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


def group_text(group: str, rows: Sequence[Row]) -> str:
    """Return one group of channels: what was measured, what moved them, what each is."""
    changes = changes_of(group)
    parts = [f"## {group.capitalize()}\n\n{about(group)}".rstrip(), measured_table(rows)]
    if any(row.moved for row in rows):
        parts.append(moved_table(rows, changes))
    parts.append(described_table([row.channel for row in rows]))
    return "\n\n".join(parts) + "\n"


def about(group: str) -> str:
    """Return a sentence or two on how the channels of a group were measured."""
    text = words.GROUPS.get(group, "")
    return text.format(looks_hz=1 / Details().body_every_s, needed_hz=LEAST_RATE_HZ) if group == "body" else text


def measured_table(rows: Sequence[Row]) -> str:
    """Return recovery and null control of channels."""
    names = [name for name in ALL_NULLS if any(null.name == name for row in rows for null in row.nulls)]
    with_nulls = [f"nothing there: {' · '.join(names)}"] if names else []
    cells = (
        (
            f"`{row.channel.name}`",
            recovery_cell(row),
            given_cell(row.recovered),
            asked_cell(row.recovered),
            *([nulls_cell(row.nulls, names)] if names else []),
        )
        for row in rows
    )
    return table(("channel", "recovery", "given", "asked", *with_nulls), cells)


def moved_table(rows: Sequence[Row], changes: Sequence[str]) -> str:
    """Return how far each change moved each channel."""
    head = ("moved by", "unit", *(change.replace("again", "again (nothing)") for change in changes))
    cells = (
        (
            f"`{row.channel.name}`",
            row.moved[0].unit if row.moved else NOTHING,
            *(moved_cell(row, change) for change in changes),
        )
        for row in rows
    )
    return table(head, cells)


def described_table(channels: Sequence[Listed]) -> str:
    """Return what channels say of themselves; those that say the same share a row."""
    head = ("channel", "unit", "rung", "needs", "not to be taken for")
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in channels:
        said = (one.unit, one.rung, ", ".join(one.needs), f"{one.caveat} *Source: {one.source}.*")
        alike.setdefault(said, []).append(f"`{one.name}`")
    return table(head, ((" ".join(names), *said) for said, names in alike.items()))


def changes_of(group: str) -> tuple[str, ...]:
    """Return what is changed for the channels of a group."""
    if group in PICTURES:
        return PICTURE_CHANGES
    return VOICE_CHANGES if group == "voice" else ()


def page_of(assay: Assay) -> str:
    """Return the page as Markdown."""
    groups = [group_text(group, list(rows)) for group, rows in groupby(assay.rows, key=lambda row: row.channel.group)]
    how = words.HOW.format(people=_people(assay))
    return "\n".join([words.TITLE, f"{_summary(assay.rows)}\n", how, *groups, words.REFUSED, _refused(), ""])


def _people(assay: Assay) -> str:
    shown = PEOPLE[: assay.people]
    tones = ", ".join(str(tone) for tone in TONES)
    lines = (
        f"{assay.people} people drawn at random ({shown[0]} to {shown[-1]}) in {assay.films} films; skin tones {tones}",
        f"of the Monk scale in turn. Films of cross-talk start from tone {TONES[0]} in even light; the lamp goes to",
        f"the left, the skin to tone {TONES[1]} or {TONES[2]}.",
    )
    return "\n".join(lines)


def _summary(rows: Sequence[Row]) -> str:
    asked = [row for row in rows if row.recovered is not None and row.recovered.bound is not None]
    unknown = sum(row.recovered is None for row in rows)
    counts = {
        standing: [row.channel.name for row in asked if row.recovered and row.recovered.standing == standing]
        for standing in ("holds", "undecided", "fails")
    }
    broken = [row.channel.name for row in rows if any(null.given for null in row.nulls)]
    head = f"{len(rows)} channels; {len(asked)} with a bound set beforehand"
    told = ", ".join(f"{len(names)} {standing}" for standing, names in counts.items())
    lines = [f"{head}: {told}. Of {unknown} the scripts hold no truth.", ""]
    lines += list(_named("Fails", counts["fails"])) + list(_named("Undecided", counts["undecided"]))
    lines += list(_named("Found something where there is nothing", broken))
    return "\n".join(lines)


def _named(what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"- {what}: {', '.join(f'`{name}`' for name in names)}."


def _refused() -> str:
    return table(("what", "why", "source"), ((f"`{one.name}`", one.reason, one.source or NOTHING) for one in refused()))


def write_page(assay: Assay, out: Path) -> None:
    """Write the page; raises `FileProblem` where it cannot be written."""
    try:
        out.write_text(page_of(assay), encoding="utf-8")
    except OSError as error:
        raise FileProblem(out, "cannot be written", "name a file in a folder that is there") from error
