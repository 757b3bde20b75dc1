"""The gallery of ready phantoms: their moments drawn, their scripts told."""

from collections.abc import Iterator, Sequence

from desdemona.audits.measuring import Progress
from desdemona.faces.camera import Camera
from desdemona.reports.gallery_page import Bar, Exhibit
from desdemona.stimuli.drive import departures_of
from desdemona.stimuli.moments import moments_of, picture_at, to_png
from desdemona.stimuli.phantom import Phantom, Script

SIDE_PX = 200
CLOSE = slice(30, 370)
"""Rows and columns of the drawn picture (400 pixels square) that are shown."""
TONES = (3, 7, 5, 1, 9, 2, 6, 4, 8, 10)
"""Skin tones in turn, so that the page shows all of them."""


def exhibits_of(scripts: Sequence[Script], progress: Progress) -> Iterator[Exhibit]:
    """Give each script as an exhibit, each by another person; those who do the same are the same."""
    numbers = {acts: number for number, acts in enumerate(dict.fromkeys(script.acts for script in scripts))}
    for done, script in enumerate(scripts):
        progress(done, len(scripts), script.name)
        number = numbers[script.acts]
        phantom = Phantom(script.name, number, TONES[number % 10], "even", script, Camera(2 * SIDE_PX, 2 * SIDE_PX))
        yield Exhibit(
            script.name,
            script.about,
            script.duration_s,
            tuple((t_s, to_png(picture_at(phantom, t_s)[CLOSE, CLOSE], SIDE_PX)) for t_s in moments_of(script)),
            (
                *(Bar(act.cause, act.t_start_s, act.t_end_s, f"{act.amount:g}") for act in script.acts),
                *departures_in(script),
            ),
            tuple(facts_of(script)),
        )
    progress(len(scripts), len(scripts), "done")


def departures_in(script: Script) -> Iterator[Bar]:
    """Give each stretch in which her car is out of its lane as a bar."""
    for start_s, end_s, furthest_m in departures_of(script.drive, script.duration_s) if script.drive else ():
        side = "left" if furthest_m < 0 else "right"
        yield Bar("out of lane", start_s, end_s, f"up to {abs(furthest_m):g} m to the {side} of its middle")


def facts_of(script: Script) -> Iterator[str]:
    """Tell what is known beside the acts: pulse, breath, voice, and what no picture shows."""
    inside = script.inside
    yield f"{script.duration_s:g} s"
    rates = [point.rate_bpm for point in inside.pulse]
    yield f"pulse {' to '.join(f'{rate:g}' for rate in sorted({min(rates), max(rates)}))} bpm" if rates else "no pulse"
    if inside.breath:
        yield f"breathes {inside.breath[0].rate_per_min:g} times a minute"
    for tremor in inside.tremors:
        yield f"{tremor.part} trembles at {tremor.frequency_hz:g} Hz"
    if script.drive:
        speeds = [point.speed_kmh for point in script.drive.speed]
        yield f"drives at {' to '.join(f'{speed:g}' for speed in sorted({min(speeds), max(speeds)}))} km/h"
    if script.voice:
        words = " / ".join(" ".join(word.text for word in said.words) for said in script.voice.utterances)
        yield f"says: {words}" if words.strip(" /") else "is heard"
    for name, label in script.story:
        yield f"{name}: {label} (told by the script, shown by no picture)"
    yield from script.changes
