"""Where the readout of action units comes from, and how well it reads people it was not made from.

Run ``python benchmarks/action_units.py`` for the tables of recovery, mixtures and nulls on people whom neither weights
nor thresholds were found on (some 7 minutes). With ``--calibrate`` it first finds the weights anew on other people
drawn at random (some 10 minutes more), and writes them to ``channels/units/readout.csv``. Truth is what was drawn.
Nothing here says how well real faces are read.
"""

import argparse
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import spearmanr

from desdemona.channels.face.iris import find_eyes
from desdemona.channels.face.observed import Face, stack_faces
from desdemona.channels.face.tracking import track_face
from desdemona.channels.groups import Group
from desdemona.channels.measure import measure_recording
from desdemona.channels.units.catalogue import ACTION_UNITS
from desdemona.channels.units.readout import (
    HALVES,
    MEASURES,
    TABLE,
    TURN_TERMS,
    UNITS,
    Readout,
    part_of,
    turn_terms,
    write_readouts,
)
from desdemona.channels.units.shape import measure_shape
from desdemona.channels.units.watching import see_cells
from desdemona.faces import units as drawn
from desdemona.faces.camera import Camera
from desdemona.faces.lamps import Light, lamp_of
from desdemona.faces.people import person
from desdemona.faces.portrait import draw_stills, set_stage
from desdemona.faces.pose import Pose
from desdemona.faces.units import ActionUnits, Unit
from desdemona.faces.wear import Wear
from desdemona.models.network import load_network
from desdemona.recordings.recording import Frame, ignore_notice
from desdemona.stimuli.phantom import Act, Cause, Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.truth import truth_of

Floats = NDArray[np.float64]

PEOPLE = range(100, 132)
LIGHTS: tuple[Light, ...] = ("even", "left", "right", "top", "warm", "dim")
SIZES_PX = (480, 400, 320)
NOISE_DN = 1.5
GAIN, LIGHT, SIDE, MIX, SHRINK = 4.0, 0.35, 0.3, 0.6, 0.03
"""How heavy differences between people, a change of light, the other side's units and what mixtures leave unexplained
weigh in the covariance, and how far it is shrunk to its diagonal; our choice, by recovery on fourteen people whom the
tables here leave out. Which choice makes little difference."""
LARGE = {"jaw": 10.0, "au43": 100.0}
"""By how much less differences between people weigh in movements so large that they would drown all others."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One drawn pose and what it is for: one of `UNITS`, or `mix`, `turn`, `talk`, `aside`, `half` or `rest`."""

    kind: str
    pose: Pose


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """What one side of one person measured over all poses, less her own rest: `x`, and under other lights `lit`."""

    side: int
    shown: Sequence[Shown]
    x: Floats
    turn_deg: Floats
    lit: Floats
    jitter: Floats

    def of(self, *kinds: str) -> list[int]:
        """Return which poses are of a kind."""
        return [index for index, one in enumerate(self.shown) if one.kind in kinds]

    @property
    def truth(self) -> Floats:
        """Return how much of `UNITS` was drawn (poses, units)."""
        return np.array([_amounts(one.pose, self.side) for one in self.shown])


def _amounts(pose: Pose, side: int) -> list[float]:
    own = pose.left if side else pose.right
    other = {
        "jaw": pose.jaw_opening,
        "look up": max(pose.gaze_pitch_deg, 0) / 20,
        "look down": max(-pose.gaze_pitch_deg, 0) / 20,
    }
    return [other[unit] if unit in other else float(getattr(own, unit)) for unit in UNITS]


def poses(rng: np.random.Generator) -> Iterator[Shown]:
    """Give rest, every unit alone in four amounts and on one side, turns, talk, yawns, looks, and mixtures."""
    yield Shown("rest", Pose())
    alone: list[Unit] = [unit for unit in drawn.UNITS if unit != "au45"]
    for unit in alone:
        for amount in (0.25, 0.5, 0.75, 1.0):
            acting = ActionUnits(**{unit: amount})
            yield Shown("jaw" if unit in drawn.ONE_JAW else unit, Pose(right=acting, left=acting))
        if unit not in drawn.ONE_JAW:
            yield Shown("half", Pose(left=ActionUnits(**{unit: 1.0})))
    yield from (Shown("turn", Pose(head_yaw_deg=deg)) for deg in (-20.0, -15.0, -8.0, 8.0, 15.0, 20.0))
    yield from (Shown("turn", Pose(head_pitch_deg=deg)) for deg in (-15.0, -8.0, 8.0, 15.0))
    for opening in (0.1, 0.2, 0.3):
        yield from (Shown("talk", Pose(mouth_opening=opening, mouth_spread=spread)) for spread in (-0.35, 0.0, 0.35))
    yield from (Shown("jaw", Pose(mouth_opening=opening)) for opening in (0.6, 1.0))
    for deg in (-20.0, -10.0, 10.0):
        yield Shown(
            "look up" if deg > 0 else "look down", Pose(gaze_pitch_deg=deg, eye_opening=1 + 0.018 * min(deg, 0.0))
        )
    yield from (Shown("aside", Pose(gaze_yaw_deg=deg)) for deg in (-15.0, 15.0))
    mixed = [unit for unit in alone if unit != "au43"]
    for _ in range(40):
        several = rng.choice(len(mixed), rng.integers(1, 4), replace=False)
        acting = ActionUnits(**{mixed[index]: float(rng.uniform(0.3, 1)) for index in several})
        yield Shown("mix", Pose(right=acting, left=acting))


Look = Callable[[Light, Sequence[Pose]], tuple[Floats, Floats]]


def looks(number: int, tone: int, wearing: tuple[Wear, ...], size_px: int, rng: np.random.Generator) -> Look:
    """Return how to draw and measure a person: all measures (n, 2, measures) and the head's pose of each picture."""
    networks = load_network("face_detector"), load_network("face_mesh")
    iris = load_network("iris", batch=2)

    def look(light: Light, several: Sequence[Pose]) -> tuple[Floats, Floats]:
        stage = set_stage(person(number), tone, lamp_of(light), Camera(size_px, size_px), wearing)

        def frames() -> Iterator[Frame]:
            for index, still in enumerate(draw_stills(stage, several)):
                clean = np.moveaxis(still.rgb, 0, -1).copy()
                for again in range(2):
                    noisy = clean + rng.normal(0, NOISE_DN, clean.shape)
                    yield Frame(2 * index + again, 0.0, np.clip(np.rint(noisy), 0, 255).astype(np.uint8))

        faces, cells = [], []
        for index, sight in enumerate(track_face(frames(), *networks, ignore_notice)):
            if index % 2 and sight.mesh is not None:
                eyes = find_eyes(iris, sight.frame.rgb, sight.mesh)
                flat = np.zeros((5, 3))
                faces.append(Face(sight.mesh.points_px, eyes.contour_px, eyes.iris_px, flat, 1.0))
                cells.append(see_cells(sight.frame.rgb, sight.mesh, eyes))
        stacked = stack_faces(faces, (size_px, size_px))
        return np.concatenate([measure_shape(stacked), np.stack(cells)], axis=2), stacked.head_deg

    return look


def draw_halves(rng: np.random.Generator) -> list[Half]:
    """Draw and measure all people of the calibration: tones, light, glasses and sizes of picture in turn."""
    halves = []
    for count, number in enumerate(PEOPLE):
        tone = 9 if count % 10 == 0 else int(rng.integers(1, 11))
        light = LIGHTS[int(rng.integers(len(LIGHTS)))] if count % 2 else "even"
        wearing: tuple[Wear, ...] = ("glasses",) if count % 4 == 3 else ()
        look = looks(number, tone, wearing, SIZES_PX[count % len(SIZES_PX)], rng)
        shown = list(poses(rng))
        x, head = look(light, [one.pose for one in shown])
        if len(x) != len(shown):
            print(f"person {number}: the face was not found in all pictures, left out")
            continue
        lit = [look(other, [Pose(), Pose(gaze_yaw_deg=3.0), Pose()])[0] for other in LIGHTS]
        still = np.concatenate([one[1:] - one[0] for one in lit])
        changed = np.concatenate([one - lit[0][:1] for one in lit])
        for side in (0, 1):
            halves.append(Half(side, shown, x[:, side] - x[0, side], head - head[0], changed[:, side], still[:, side]))
        print(f"person {number}: tone {tone}, light {light} {' '.join(wearing)}", flush=True)
    return halves


def calibrate(halves: Sequence[Half]) -> tuple[Readout, ...]:
    """Return the readouts that the drawn people give."""
    turned = [(turn_terms(half.turn_deg[half.of("turn")], half.side), half.x[half.of("turn")]) for half in halves]
    terms, change = (np.concatenate(parts) for parts in zip(*turned, strict=True))
    slopes = np.linalg.solve(terms.T @ terms + 0.01 * np.eye(TURN_TERMS), terms.T @ change)
    straight = [half.x - turn_terms(half.turn_deg, half.side) @ slopes for half in halves]
    each = np.array([[_slope(half, x, unit) for half, x in zip(halves, straight, strict=True)] for unit in UNITS])
    signature = each.mean(axis=1)
    covariance = sum(
        np.cov(per_person.T) * GAIN / LARGE.get(unit, 1.0) for unit, per_person in zip(UNITS, each, strict=True)
    ) / len(UNITS)
    rest = np.concatenate([_left_over(half, x, signature) for half, x in zip(halves, straight, strict=True)])
    jitter = np.concatenate([half.jitter for half in halves])
    covariance = covariance + rest.T @ rest / len(rest) + jitter.T @ jitter / len(jitter)
    covariance += np.diag(SHRINK * np.diag(covariance) + 1e-9)
    readouts = []
    for name in HALVES:
        part = part_of(name)
        weights = np.zeros((len(UNITS), len(MEASURES)))
        weights[:, part] = np.linalg.solve(covariance[np.ix_(part, part)], signature[:, part].T).T
        readouts.append(Readout(weights, weights @ signature.T, slopes @ weights.T))
    return tuple(readouts)


def _slope(half: Half, x: Floats, unit: str) -> Floats:
    """Return what a full unit does on one side of one person: the slope through rest."""
    which = half.of(unit)
    amount = half.truth[which, UNITS.index(unit)]
    return np.asarray(amount @ x[which] / (amount @ amount))


def _left_over(half: Half, x: Floats, signature: Floats) -> Floats:
    """Return what is no unit of this side: turns, looks, speech, the other side, light, what mixtures leave."""
    talk, mix = half.of("talk"), half.of("mix")
    jaw = UNITS.index("jaw")
    rows = [
        x[half.of("turn", "aside")],
        x[talk] - half.truth[talk][:, [jaw]] * signature[jaw],
        MIX * (x[mix] - half.truth[mix] @ signature),
        LIGHT * half.lit,
    ]
    return np.concatenate([*rows, *([SIDE * x[half.of("half")]] if half.side == 0 else [])])


ALONE: tuple[Cause, ...] = tuple(unit for unit in drawn.UNITS if unit != "au45")
TOLD = tuple(channel.unit_name for channel in ACTION_UNITS if channel.unit_name != "au45")
WHO: tuple[tuple[int, int, Light, tuple[Wear, ...]], ...] = (
    *((400 + tone, tone, "even", ()) for tone in range(1, 11)),
    (411, 3, "even", ("glasses",)),
    (412, 7, "even", ("glasses",)),
    (413, 5, "left", ()),
    (414, 8, "warm", ()),
    (415, 4, "dim", ()),
)
"""Identity, skin tone, light and what is worn; none of them was calibrated or chosen by."""
STEP_S, LASTS_S, GLIDE_S, MARGIN_S = 2.0, 1.6, 0.7, 0.3


def _with_blinks(name: str, acts: Sequence[Act]) -> Script:
    end_s = max(act.t_end_s for act in acts) + 1.5
    blinks = [Act("blink", float(start), float(start) + 0.25) for start in np.arange(3.3, end_s, 6.0)]
    return Script(name, "Action units.", end_s, (*acts, *blinks))


def _at(place: int, cause: Cause, amount: float) -> Act:
    start_s = 1.5 + STEP_S * place
    return Act(cause, start_s, start_s + LASTS_S, amount, onset_s=GLIDE_S, offset_s=GLIDE_S)


def script_of_all(rng: np.random.Generator) -> Script:
    """Return a script in which each unit comes and goes twice, once fully, one after the other in any order."""
    order = rng.permutation(2 * len(ALONE))
    acts = [
        _at(place, ALONE[which // 2], 1.0 if which % 2 else float(rng.uniform(0.35, 0.7)))
        for place, which in enumerate(order)
    ]
    return _with_blinks("units", acts)


def script_of_mixtures(rng: np.random.Generator) -> Script:
    """Return a script in which two to four units at a time come and go, in any amounts."""
    mixed = [unit for unit in ALONE if unit != "au43"]
    acts = [
        _at(place, mixed[which], float(rng.uniform(0.3, 1)))
        for place in range(30)
        for which in rng.choice(len(mixed), rng.integers(2, 5), replace=False)
    ]
    return _with_blinks("mixtures", acts)


NULLS: dict[str, tuple[tuple[Cause, float], ...]] = {
    "still": (),
    "head turned": (("head_yaw", 15.0), ("head_yaw", -15.0), ("head_pitch", 10.0), ("head_pitch", -12.0)),
    "looks": (("gaze_yaw", 15.0), ("gaze_yaw", -15.0), ("gaze_pitch", 12.0), ("gaze_pitch", -20.0)),
    "talking": (("talk", 1.0), ("talk", 0.7), ("talk", 1.0), ("talk", 0.7)),
}
"""What is done while no unit but those of jaw and lips acts."""


def script_of_nulls() -> Script:
    """Return a script of all `NULLS` one after the other, four times 2 s each."""
    acts: list[Act] = []
    for place, doing in enumerate(NULLS.values()):
        acts += [
            Act(cause, 2.0 + 8 * place + 2 * part, 3.6 + 8 * place + 2 * part, amount)
            for part, (cause, amount) in enumerate(doing)
        ]
    return _with_blinks("nulls", acts)


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One film: times, the amount told of each unit, the amount drawn of each (of its larger side), and the acts."""

    t_s: Floats
    told: dict[str, Floats]
    drawn: dict[str, Floats]
    acts: tuple[Act, ...]


def film(who: tuple[int, int, Light, tuple[Wear, ...]], script: Script) -> Measured:
    """Draw a phantom and measure her."""
    number, tone, light, wearing = who
    phantom = Phantom("p", number, tone, light, script, Camera(400, 400, 15.0), number, wearing)
    groups: tuple[Group, ...] = ("units",)
    frames = measure_recording(render_phantom(phantom), item="p", groups=groups, threads=False).frames
    truth, t_s = truth_of(phantom), frames["t_s"].to_numpy()
    told = {unit: frames[f"{unit}_share"].cast(pl.Float64).fill_null(np.nan).to_numpy() for unit in TOLD}
    amounts: dict[str, Floats] = {}
    for unit in drawn.UNITS:
        rows = truth.filter(pl.col("output") == f"{unit}.left").sort("t_start_s")["value"].to_numpy()
        amounts[unit] = rows if rows.size else np.zeros(t_s.size)
    amounts["au23_24"] = np.maximum(amounts["au23"], amounts["au24"])
    return Measured(t_s, told, amounts, script.acts)


def _own(found: Measured, unit: str) -> NDArray[np.bool_]:
    """Return the frames in which a unit acts, a little before and after, and is told."""
    near = np.zeros(found.t_s.size, dtype=bool)
    for act in found.acts:
        if act.cause in (("au23", "au24") if unit == "au23_24" else (unit,)):
            near |= (found.t_s > act.t_start_s - MARGIN_S) & (found.t_s < act.t_end_s + MARGIN_S)
    return near & np.isfinite(found.told[unit])


def recovery(found: Measured, unit: str) -> tuple[float, float, float]:
    """Return rank correlation where the unit acts, amount told where it acts fully, and where others act alone."""
    own, truth, told = _own(found, unit), found.drawn[unit], found.told[unit]
    if own.sum() < 20:
        return float("nan"), float("nan"), float("nan")
    one_jaw = ("au10", "au25", "au26", "au27") if unit in ("au25", "au26", "au27") else ()
    others = np.isfinite(told) & (truth == 0) & ~np.any([found.drawn[other] > 0 for other in (unit, *one_jaw)], axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rank = float(spearmanr(told[own], truth[own]).statistic)
        return rank, float(told[own & (truth > 0.95)].mean()), float(told[others].mean())


def print_recovery(title: str, films: Sequence[Measured]) -> None:
    """Print rank correlations of each unit within its own rise and fall over people, and amounts told."""
    table = np.array([[recovery(found, unit) for unit in TOLD] for found in films])
    ranks = table[..., 0]
    print(f"\n{title}: {len(films)} people; rank correlation with the script while the unit comes and goes")
    print(f"{'':22s}" + " ".join(f"{unit[2:]:>5s}" for unit in TOLD))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        rows = {
            "median": np.nanmedian(ranks, axis=0),
            "lowest": np.nanmin(ranks, axis=0),
            "share at .9 or more": np.nanmean(np.where(np.isnan(ranks), np.nan, ranks >= 0.9), axis=0),
            "told of a full one": np.nanmedian(table[..., 1], axis=0),
            "told of none": np.nanmean(table[..., 2], axis=0),
        }
    for name, values in rows.items():
        print(f"{name:22s}" + " ".join(f"{value:5.2f}" for value in values))
    for who, row in zip(WHO, ranks, strict=False):
        number, tone, light, wearing = who
        print(f"{number:4d} tone {tone:2d} {light:5s} {' '.join(wearing):8s}"[:22].ljust(22), end="")
        print(" ".join(f"{value:5.2f}" for value in row))


def print_nulls(films: Sequence[Measured]) -> None:
    """Print the 95th percentile of what is told of each unit while none acts."""
    print(f"\nNulls: {len(films)} people; 95th percentile of the amounts told while no unit acts")
    print(f"{'':22s}" + " ".join(f"{unit[2:]:>5s}" for unit in TOLD))
    for place, name in enumerate(NULLS):
        values = []
        for unit in TOLD:
            parts = [found.told[unit][(found.t_s >= 2 + 8 * place) & (found.t_s < 10 + 8 * place)] for found in films]
            values.append(np.nanquantile(np.concatenate(parts), 0.95))
        print(f"{name:22s}" + " ".join(f"{value:5.2f}" for value in values))


def main() -> None:
    """Calibrate where asked, then print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calibrate", action="store_true", help="find the weights anew and write them")
    if parser.parse_args().calibrate:
        write_readouts(TABLE, calibrate(draw_halves(np.random.default_rng(2002))))
    scripts = {"One unit at a time": script_of_all, "Two to four units at a time": script_of_mixtures}
    for title, write in scripts.items():
        films = [film(who, write(np.random.default_rng(who[0]))) for who in WHO]
        print_recovery(title, films)
    print_nulls([film(who, script_of_nulls()) for who in WHO])


if __name__ == "__main__":
    main()
