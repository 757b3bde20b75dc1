"""How well signs of eyes, head and mouth are found on drawn people, beside what their scripts say.

Run ``python benchmarks/face_signs.py [--people 8]``, about a minute a person on one core. Acts come in an order, with
amounts and durations drawn at random for each person; glances down, nods and glasses are among blinks, drooping lids
and glances among closures, talk, laughter, smiles and cries among yawns. Truth is what was drawn. Nothing here says how
well real faces are read.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.eye_signs.zones import Zone, Zones
from desdemona.channels.groups import Details, Group
from desdemona.channels.measure import measure_recording
from desdemona.channels.tracks import Tracks
from desdemona.faces.camera import Camera
from desdemona.faces.lamps import Light
from desdemona.faces.wear import Wear
from desdemona.stimuli.phantom import Act, Cause, Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.truth import truth_of

Floats = NDArray[np.float64]
Span = tuple[float, float]
Who = tuple[int, int, Light, tuple[Wear, ...]]

PEOPLE: tuple[Who, ...] = (
    (520, 1, "even", ()),
    (521, 4, "even", ("glasses",)),
    (522, 6, "left", ()),
    (523, 10, "even", ()),
    (524, 8, "even", ("glasses",)),
    (525, 3, "dim", ()),
    (526, 5, "warm", ()),
    (527, 9, "even", ("glasses",)),
    (528, 2, "top", ()),
    (529, 7, "even", ()),
)
"""Identity, skin tone, light and what is worn; no threshold was chosen by them."""
GROUPS: tuple[Group, ...] = ("face", "eyes", "zones", "head")
ZONES = Zones(
    "wheel",
    "Boxes as in a car with the wheel on the left.",
    "usual",
    (
        Zone("road", (-12, 12), (-9, 12)),
        Zone("left_mirror", (20, 60), (-18, 15)),
        Zone("right_mirror", (-60, -20), (-18, 15)),
        Zone("lap", (-15, 15), (-60, -18)),
    ),
)


@dataclass(slots=True)
class Counts:
    """Events found rightly, missed, and found where none is."""

    hits: int = 0
    missed: int = 0
    extra: int = 0

    def add(self, found: Sequence[Span], true: Sequence[Span]) -> None:
        """Count; an event is found if one not yet taken lies over it in part."""
        left = list(found)
        for start, end in true:
            over = [span for span in left if min(end, span[1]) > max(start, span[0])]
            if over:
                left.remove(over[0])
            self.hits += bool(over)
            self.missed += not over
        self.extra += len(left)

    def __str__(self) -> str:
        """Return F1 with its counts."""
        f1 = 2 * self.hits / max(2 * self.hits + self.missed + self.extra, 1)
        return f"F1 {f1:.3f} ({self.hits} found, {self.missed} missed, {self.extra} too many)"


def _shuffled(rng: np.random.Generator, **counts: int) -> list[str]:
    return [str(kind) for kind in rng.permutation([kind for kind, count in counts.items() for _ in range(count)])]


def blinks(rng: np.random.Generator) -> Iterator[Act]:
    """Give blinks of .15 to .4 s among glances down, looks and nods."""
    now = 1.0
    for kind in _shuffled(rng, blink=16, glance_down=7, gaze_pitch=2, gaze_yaw=3, head_pitch=3):
        lasts, amount = {
            "blink": (rng.uniform(0.15, 0.4), 1.0),
            "glance_down": (rng.uniform(0.35, 1.3), rng.uniform(0.4, 1.0)),
            "gaze_pitch": (rng.uniform(0.4, 1.0), rng.uniform(-20.0, -8.0)),
            "gaze_yaw": (rng.uniform(0.4, 1.0), rng.uniform(-18.0, 18.0)),
            "head_pitch": (rng.uniform(1.1, 1.5), rng.uniform(-15.0, -6.0)),
        }[kind]
        yield Act(_cause(kind), now, now + float(lasts), float(amount))
        now += float(lasts + rng.uniform(0.5, 1.0))


def _cause(kind: str) -> Cause:
    return kind  # type: ignore[return-value]


def closures(rng: np.random.Generator) -> Iterator[Act]:
    """Give closures of 1 to 2 s, over 3 and over 6 s among blinks, glances and drooping lids."""
    now = 1.5
    for kind in _shuffled(rng, blink=8, short=3, long=1, longest=1, droop=1, glance=3):
        ranges = {"blink": (0.2, 0.4), "short": (1.4, 2.0), "long": (3.5, 4.5), "longest": (6.5, 7.5)}
        lasts = float(rng.uniform(*ranges.get(kind, (2.0, 2.0))))
        end = now + (7.0 if kind == "droop" else lasts)
        if kind == "droop":
            yield Act("au43", now, end, 0.45, onset_s=2.0, offset_s=1.0)
        elif kind == "glance":
            yield Act("glance_down", now, end, float(rng.uniform(0.5, 1.0)))
        else:
            yield Act("blink" if kind == "blink" else "eyes_closed", now, end)
        now = end + float(rng.uniform(1.0, 1.5))


def mouths(rng: np.random.Generator) -> Iterator[Act]:
    """Give yawns among talk, quick and slow laughter, cries and smiles."""
    now = 1.0
    for kind in _shuffled(rng, yawn=5, talk=4, laugh=2, slow_laugh=2, giggle=2, cry=3, smile=2):
        lasts = {"yawn": (3.5, 6.5), "cry": (0.5, 0.9), "slow_laugh": (3.0, 4.5)}.get(kind, (1.8, 3.5))
        end = now + float(rng.uniform(*lasts))
        amount = float(rng.uniform(0.65, 1.0))
        if kind in ("yawn", "talk", "smile"):
            yield Act(_cause(kind), now, end, amount)
        elif kind == "cry":
            yield Act("mouth_open", now, end, amount)
        else:
            yield Act("smile", now, end, amount)
            yield Act("au6", now, end, 0.8)
            slow = 1.0 if kind == "slow_laugh" else 0.4
            yield Act("talk" if kind == "giggle" else "mouth_open", now + 0.2, end - 0.2, 0.9 * amount,
                      onset_s=slow, offset_s=slow)  # fmt: skip
        now = end + float(rng.uniform(0.8, 1.5))


LOOKS = tuple((float(yaw), float(pitch)) for yaw, pitch in
              [(5, 0), (-5, 0), (10, 0), (-10, 0), (15, 0), (-15, 0), (20, 0), (-20, 0), (0, 5), (0, -5), (0, 10),
               (0, -10), (0, 15), (0, -15), (10, 8), (-10, 8), (10, -8), (-10, -8)])  # fmt: skip
TURNS = tuple((float(yaw), float(pitch), float(roll)) for yaw, pitch, roll in
              [(10, 0, 0), (-10, 0, 0), (20, 0, 0), (-20, 0, 0), (30, 0, 0), (-30, 0, 0), (0, 10, 0), (0, -10, 0),
               (0, 20, 0), (0, -15, 0), (0, 0, 15), (0, 0, -15), (15, -10, 0), (-15, 8, 0)])  # fmt: skip
AT_ZONES = {"left_mirror": (18.0, -2.0, 14.0, 0.0), "right_mirror": (-20.0, 0.0, -14.0, 0.0),
            "lap": (0.0, -17.0, 0.0, -16.0)}  # fmt: skip
"""Head yaw and pitch, gaze yaw and pitch of looks at zones."""
_HEAD: tuple[Cause, ...] = ("head_yaw", "head_pitch", "head_roll")
_GAZE: tuple[Cause, ...] = ("gaze_yaw", "gaze_pitch")


def angles() -> Iterator[Act]:
    """Give `LOOKS`, `TURNS` and looks at zones, one a second from the first second on, two seconds for each zone."""
    for place, (causes, values) in enumerate([*((_GAZE, one) for one in LOOKS), *((_HEAD, one) for one in TURNS)]):
        for cause, deg in zip(causes, values, strict=True):
            if deg:
                yield Act(cause, 1.0 + place, 1.7 + place, deg, onset_s=0.1, offset_s=0.1)
    first_s = 2.0 + len(LOOKS) + len(TURNS)
    for place, values in enumerate(AT_ZONES.values()):
        for cause, deg in zip((*_HEAD[:2], *_GAZE), values, strict=True):
            yield Act(cause, first_s + 2 * place, first_s + 2 * place + 1.4, deg, onset_s=0.2, offset_s=0.2)


def heads(rng: np.random.Generator) -> Iterator[Act]:
    """Give nods, shakes, a bowed head and looks aside, then, after 10 s of nothing, looks."""
    now = 1.0
    for kind in _shuffled(rng, nod=4, shake=4, down=2, look=5, talk=1):
        if kind in ("nod", "shake"):
            for swing in range(3):
                lasts, size = rng.uniform(0.35, 0.55), rng.uniform(6, 10)
                deg = float(-size if kind == "nod" else size * (-1) ** swing)
                end = now + float(lasts)
                yield Act("head_pitch" if kind == "nod" else "head_yaw", now, end, deg, "both", lasts / 2, lasts / 2)
                now = end
        elif kind == "down":
            yield Act("head_pitch", now, now + 2.5, -18.0)
        elif kind == "look":
            yield Act("head_yaw", now, now + 1.5, float(rng.uniform(-20, 20)))
        else:
            yield Act("talk", now, now + 2.0)
        now += {"down": 2.5, "look": 1.5, "talk": 2.0}.get(kind, 0.0) + float(rng.uniform(1.3, 1.8))
    for place in range(5):
        start = now + 10 + 1.3 * place
        yield Act("gaze_yaw", start, start + 0.8, float(rng.choice([-15.0, 15.0])))


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A phantom and what was measured of her."""

    phantom: Phantom
    tracks: Tracks

    def of(self, *causes: str) -> list[Span]:
        """Return start and end of acts."""
        return [(act.t_start_s, act.t_end_s) for act in self.phantom.script.acts if act.cause in causes]

    def spans(self, channel: str) -> list[Span]:
        """Return start and end of the events of a channel."""
        rows = self.tracks.events.filter(pl.col("channel") == channel)
        return list(zip(rows["t_start_s"].to_list(), rows["t_end_s"].to_list(), strict=True))

    def column(self, name: str) -> Floats:
        """Return a frame column, NaN where not measured."""
        return self.tracks.frames[name].cast(pl.Float64).fill_null(np.nan).to_numpy()

    def held(self, name: str, start_s: float, end_s: float) -> float:
        """Return the median of a column within a stretch."""
        t_s = self.column("t_s")
        return float(np.nanmedian(self.column(name)[(t_s > start_s) & (t_s < end_s)]))


def film(who: Who, acts: Iterator[Act], rate_hz: float, least_s: float = 0.0) -> Film:
    """Draw a phantom and measure her."""
    number, tone, light, wearing = who
    doing = tuple(acts)
    script = Script("signs", "Signs.", max([least_s, *(act.t_end_s + 1.0 for act in doing)]), doing)
    phantom = Phantom("p", number, tone, light, script, Camera(400, 400, rate_hz), number, wearing)
    details = Details(zones=(ZONES,))
    return Film(phantom, measure_recording(render_phantom(phantom), item="p", groups=GROUPS, details=details))


def _lids(who: Who, rng: np.random.Generator, told: dict[str, Counts], off: dict[str, list[float]]) -> None:
    found = film(who, blinks(rng), 30.0)
    told["blinks"].add(found.spans("blink"), found.of("blink"))
    found = film(who, closures(rng), 15.0, 61.0)
    aperture = truth_of(found.phantom).filter(pl.col("output") == "eye.openness").sort("t_start_s")["value"].to_numpy()
    shown = (aperture <= 0.2)[found.column("t_s") < 60].mean()
    windows = found.tracks.windows.filter(pl.col("channel") == "eye.perclos")
    off["PERCLOS, share"].append(float(windows["value"][0]) - float(shown))
    lasting = np.array(found.of("eyes_closed"))
    length = lasting[:, 1] - lasting[:, 0]
    for name, which in (("short", length < 3), ("long", length >= 3), ("longest", length >= 6)):
        true = [(start, end) for start, end in lasting[which].tolist()]
        told[f"closures, {name}"].add(found.spans(f"eye.closure.{name}"), true)


def _angles(who: Who, off: dict[str, list[float]], named: list[bool]) -> None:
    found = film(who, angles(), 10.0)
    for place, values in enumerate(LOOKS):
        held = 1.15 + place, 1.6 + place
        for axis, want in zip(("yaw", "pitch"), values, strict=True):
            off[f"own gaze {axis}, degrees"].append(found.held(f"own_gaze_{axis}_deg", *held) - want)
            off[f"gaze {axis}, degrees"].append(found.held(f"gaze_{axis}_deg", *held) - want)
    for place, turned in enumerate(TURNS):
        held = 1.15 + place + len(LOOKS), 1.6 + place + len(LOOKS)
        for axis, want in zip(("yaw", "pitch", "roll"), turned, strict=True):
            off[f"head {axis}, degrees"].append(found.held(f"head_{axis}_deg", *held) - want)
        off["own head pitch, degrees"].append(-found.held("head_drop_deg", *held) - turned[1])
    zones, t_s = np.array(found.tracks.frames["gaze_wheel_zone"].to_list(), dtype=object), found.column("t_s")
    first_s = 2.0 + len(LOOKS) + len(TURNS)
    for place, name in enumerate(AT_ZONES):
        start = first_s + 2 * place
        named += (zones[(t_s > start + 0.3) & (t_s < start + 1.1)] == name).tolist()
    named += (zones[t_s < 0.9] == "road").tolist()


def _heads(who: Who, rng: np.random.Generator, told: dict[str, Counts]) -> None:
    found = film(who, mouths(rng), 15.0)
    told["yawns"].add(found.spans("mouth.yawn"), found.of("yawn"))
    told["talking"].add(found.spans("mouth.talking"), found.of("talk"))
    found = film(who, heads(rng), 15.0)
    for name, cause in (("nod", "head_pitch"), ("shake", "head_yaw")):
        swings = [span for span in found.of(cause) if span[1] - span[0] < 0.6]
        told[f"{name}s"].add(
            found.spans(f"head.{name}"), [(a[0], c[1]) for a, c in zip(swings[::3], swings[2::3], strict=True)]
        )
    told["head down"].add(found.spans("head.down"), [span for span in found.of("head_pitch") if span[1] - span[0] > 2])
    last_s = max(end for _, end in found.of("head_pitch", "head_yaw", "talk"))
    told["still stares"].add(found.spans("head.still_stare"), [(last_s, last_s + 10)])


KINDS = ("blinks", "closures, short", "closures, long", "closures, longest", "yawns", "talking", "nods", "shakes",
         "head down", "still stares")  # fmt: skip
MEASURED = ("PERCLOS, share", *(f"own gaze {axis}, degrees" for axis in ("yaw", "pitch")),
            *(f"gaze {axis}, degrees" for axis in ("yaw", "pitch")),
            *(f"head {axis}, degrees" for axis in ("yaw", "pitch", "roll")), "own head pitch, degrees")  # fmt: skip


def main() -> None:
    """Draw, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=8)
    people = PEOPLE[: parser.parse_args().people]
    told = {kind: Counts() for kind in KINDS}
    off: dict[str, list[float]] = {name: [] for name in MEASURED}
    named: list[bool] = []
    for who in people:
        rng = np.random.default_rng(who[0])
        _lids(who, rng, told, off)
        _angles(who, off, named)
        _heads(who, rng, told)
        print(f"person {who[0]}, tone {who[1]}, light {who[2]} {' '.join(who[3])}", flush=True)
    for kind, counts in told.items():
        print(f"{kind:24s} {counts}")
    for name, values in off.items():
        size = np.abs(values)
        print(
            f"{name:24s} mean error {size.mean():.3g}, 95 % within {np.quantile(size, 0.95):.3g}, most {size.max():.3g}"
        )
    print(f"{'zones':24s} right in {np.mean(named):.1%} of {len(named)} frames")


if __name__ == "__main__":
    main()
