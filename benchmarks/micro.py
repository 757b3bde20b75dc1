"""How many brief movements of phantoms are spotted, with chance beside it, and how many are where there are none.

Run ``python benchmarks/micro.py [--people 6] [--part spotted rates null]``. Truth is the script: eight movements of
0.12 to 0.5 s a clip, of ten units, of .4 to .9 of their full size, some of one side, with blinks between. F1 is that of
the Micro-Expression Grand Challenge (intersection over union of at least half), chance a spotter that finds as many
intervals of the same lengths anywhere. The floors of the spotters were set on people of other numbers than these;
nothing here says how well spontaneous movements of real faces are found.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from desdemona.channels.micro.catalogue import MICRO
from desdemona.channels.micro.scoring import overlaps, score_spotting
from desdemona.channels.motion.measure import measure_motion
from desdemona.faces.camera import Camera
from desdemona.faces.lamps import Light
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside
from desdemona.recordings.recording import Recording
from desdemona.stimuli.nulls import render_empty_room, render_noise, render_photograph
from desdemona.stimuli.phantom import Act, Cause, Phantom, Script, Side
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.scripts import ready_script

CAMERAS = {"30/s, 480 px": Camera(480, 480, 30.0), "15/s, 360 px": Camera(360, 360, 15.0)}
OTHER_CAMERAS = {
    "60/s, 480 px": Camera(480, 480, 60.0),
    "25/s, 480 px": Camera(480, 480, 25.0),
    "20/s, 360 px": Camera(360, 360, 20.0),
    "30/s, 240 px": Camera(240, 240, 30.0),
}
LIGHTS: tuple[Light, ...] = ("even", "left", "right", "top", "warm", "dim")
MOVED: tuple[tuple[Cause, ...], ...] = (
    ("au1", "au2"), ("au4",), ("au9",), ("au10",), ("au12",),
    ("au14",), ("au15",), ("au17",), ("au20",), ("au24",),
)  # fmt: skip
ONE_PIECE = ("au17", "au24")
SIDES: tuple[Side, ...] = ("both", "both", "left", "right")
ACTS, APART_S, SECONDS = 8, 2.8, 26.0
INSIDE = Inside(pulse=(PulsePoint(0.0, 72.0),), breath=(BreathPoint(0.0, 14.0, 0.4),))
READY = ("calm", "blinks_and_glances", "gaze_sweep", "head_turner", "restless", "smiler", "yawner")

Spans = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A clip with brief movements: who, before which camera, when each was and of which units."""

    phantom: Phantom
    spans: Spans
    units: Sequence[str]

    @property
    def tones(self) -> str:
        """Return the group of the skin tone."""
        return next(name for last, name in ((3, "1 to 3"), (6, "4 to 6"), (10, "7 to 10")) if self._tone <= last)

    @property
    def _tone(self) -> int:
        return self.phantom.skin_tone


def shown(number: int, camera: Camera) -> Shown:
    """Return a clip of an identity of the cast, the same movements before every camera."""
    rng = np.random.default_rng(number)
    acts, spans, units = [], [], []
    for place, kind in enumerate(rng.permutation(len(MOVED))[:ACTS]):
        start, length = 2.0 + APART_S * place + rng.uniform(0, 0.6), rng.uniform(0.12, 0.5)
        amount, side = rng.uniform(0.4, 0.9), SIDES[int(rng.integers(4))]
        side = "both" if MOVED[kind][0] in ONE_PIECE else side
        spans.append((float(start), float(start + length)))
        units.append("+".join(MOVED[kind]))
        for cause in MOVED[kind]:
            acts.append(Act(cause, *spans[-1], float(amount), side, onset_s=0.4 * length, offset_s=0.5 * length))
        if place % 2:
            acts.append(Act("blink", float(start) + 1.3, float(start) + 1.55))
    script = Script("brief", "Brief movements.", SECONDS, tuple(acts), INSIDE)
    tone = (3 * number) % 10 + 1
    return Shown(Phantom(f"i{number}", number, tone, LIGHTS[number % 6], script, camera, number), spans, units)


def spotted(clip: Recording) -> dict[str, Spans]:
    """Return the intervals that each channel finds."""
    rows = measure_motion(clip, item="clip", channels=MICRO).events.select("channel", "t_start_s", "t_end_s").rows()
    return {channel.name: [(row[1], row[2]) for row in rows if row[0] == channel.name] for channel in MICRO}


def print_score(label: str, clips: Sequence[Shown], found: Sequence[dict[str, Spans]]) -> None:
    """Print the score of each channel over some clips."""
    for channel in MICRO:
        score = score_spotting(
            {clip.phantom.name: one[channel.name] for clip, one in zip(clips, found, strict=True)},
            {clip.phantom.name: clip.spans for clip in clips},
            {clip.phantom.name: SECONDS for clip in clips},
            rng=np.random.default_rng(1),
        )
        tally = score.tally
        print(
            f"{label:24s} {channel.name:18s} {tally.known:6d} {tally.found:6d} {tally.right:6d} {tally.f1:6.2f} "
            f"{score.chance_f1:7.3f} {score.chance_high_f1:6.2f}",
            flush=True,
        )


HEAD = f"{'':24s} {'spotter':18s} {'known':>6s} {'found':>6s} {'right':>6s} {'F1':>6s} {'chance':>7s} {'95 %':>6s}"


def print_spotted(people: int) -> None:
    """Print scores by camera, by skin tone, and what is found by length and by unit."""
    print(HEAD)
    for name, camera in CAMERAS.items():
        clips = [shown(number, camera) for number in range(people)]
        found = [spotted(render_phantom(clip.phantom)) for clip in clips]
        print_score(name, clips, found)
        for tones in sorted({clip.tones for clip in clips}):
            own = [place for place, clip in enumerate(clips) if clip.tones == tones]
            print_score(f"  skin tones {tones}", [clips[place] for place in own], [found[place] for place in own])
        for label, of in (("length", lengths_of), ("units", units_of)):
            print_recall(label, clips, found, of)


def lengths_of(clip: Shown) -> list[str]:
    """Return the length of each movement as a group."""
    return ["under 0.2 s" if end - start < 0.2 else "0.2 to 0.5 s" for start, end in clip.spans]


def units_of(clip: Shown) -> list[str]:
    """Return the units of each movement."""
    return list(clip.units)


def print_recall(
    label: str, clips: Sequence[Shown], found: Sequence[dict[str, Spans]], of: Callable[[Shown], list[str]]
) -> None:
    """Print the share of movements of each group that are found."""
    for channel in MICRO:
        hits: dict[str, list[bool]] = {}
        for clip, one in zip(clips, found, strict=True):
            intervals = np.array(one[channel.name]).reshape(-1, 2)
            right = np.asarray((overlaps(intervals, np.array(clip.spans)) >= 0.5).any(axis=0)).reshape(-1)
            for group, hit in zip(of(clip), right.tolist(), strict=True):
                hits.setdefault(group, []).append(bool(hit))
        told = ", ".join(f"{group} {sum(hit)}/{len(hit)}" for group, hit in sorted(hits.items()))
        print(f"  found by {label}, {channel.name}: {told}")


def print_rates(people: int) -> None:
    """Print scores before other cameras, for half of the people."""
    print("\n" + HEAD)
    for name, camera in OTHER_CAMERAS.items():
        clips = [shown(number, camera) for number in range(0, people, 2)]
        print_score(name, clips, [spotted(render_phantom(clip.phantom)) for clip in clips])


def nulls(camera: Camera, number: int) -> Iterator[tuple[str, float, Callable[[], Recording]]]:
    """Give recordings without a brief movement: their name, length and how to draw them."""
    tone, light = (2, 6, 9, 10, 4)[number % 5], LIGHTS[number % 6]

    def played(script: Script) -> Phantom:
        return Phantom("null", number, tone, light, script, camera, number)

    still = played(Script("still", "Nothing.", 20.0))
    yield "photograph", 20.0, lambda: render_photograph(still)
    yield "noise", 20.0, lambda: render_noise(camera, number, 20.0)
    yield "empty room", 20.0, lambda: render_empty_room(camera, number, 20.0)
    rng = np.random.default_rng(number)
    starts = 0.5 + 1.5 * np.arange(13) + rng.uniform(0, 0.8, 13)
    blinks = tuple(Act("blink", float(at), float(at + rng.uniform(0.15, 0.4))) for at in starts)
    yield "blinks", 20.0, lambda: render_phantom(played(Script("blinks", "Blinks.", 20.5, blinks, INSIDE)))
    talk = (Act("talk", 1.0, 9.0), Act("talk", 10.5, 19.0), Act("blink", 4.0, 4.25), Act("blink", 9.6, 9.85))
    yield "talks", 20.0, lambda: render_phantom(played(Script("talks", "Talks.", 20.0, talk, INSIDE)))
    for name in READY:
        script = ready_script(name)
        yield name, script.duration_s, lambda script=script: render_phantom(played(script))  # type: ignore[misc]


def print_nulls(people: int) -> None:
    """Print false alarms a minute where nothing is brief, with what at most they may be in the long run."""
    print(f"\n{'nothing brief':24s} {'spotter':18s} {'min':>6s} {'events':>6s} {'a minute':>9s} {'at most':>8s}")
    for name, camera in CAMERAS.items():
        minutes: dict[str, float] = {}
        events: dict[tuple[str, str], int] = {}
        for number in range(people):
            for kind, seconds, render in nulls(camera, number):
                minutes[kind] = minutes.get(kind, 0) + seconds / 60
                for channel, spans in spotted(render()).items():
                    events[kind, channel] = events.get((kind, channel), 0) + len(spans)
        for channel in (one.name for one in MICRO):
            for kind, length in {**minutes, f"all, {name}": sum(minutes.values())}.items():
                count = events.get((kind, channel), sum(n for (_, own), n in events.items() if own == channel))
                most = chi2.ppf(0.95, 2 * count + 2) / 2 / length
                print(
                    f"{kind:24s} {channel:18s} {length:6.1f} {count:6d} {count / length:9.2f} {most:8.2f}", flush=True
                )


def main() -> None:
    """Print the parts that are asked for, or all."""
    parts = ("spotted", "rates", "null")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", nargs="+", choices=parts, default=parts)
    parser.add_argument("--people", type=int, default=6, help="identities of the cast, at most 12")
    chosen = parser.parse_args()
    work = {"spotted": print_spotted, "rates": print_rates, "null": print_nulls}
    for part in chosen.part:
        work[part](chosen.people)


if __name__ == "__main__":
    main()
