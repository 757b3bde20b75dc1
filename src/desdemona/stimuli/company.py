"""A phantom with her body in a place, and the people around her."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.faces.colour import Picture
from desdemona.faces.lamps import lamp_of
from desdemona.faces.pose import Pose
from desdemona.physiology.breath import chest_at
from desdemona.physiology.inside import Direction, Inside, Part
from desdemona.physiology.tremor import tremor_at
from desdemona.scenes.draw import draw_scenes, with_blood
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.stir import Stir
from desdemona.scenes.truth import figure_truth
from desdemona.stimuli.course import blood_taken, movement_of
from desdemona.stimuli.motion import Times
from desdemona.stimuli.phantom import Other, Phantom, Script
from desdemona.tables import Truth, to_truth

SEEN_HZ = 2.0
"""How often a second boxes and joints are told."""


@dataclass(frozen=True, slots=True)
class Scripted:
    """A face that does what a script says."""

    script: Script

    def poses_at(self, times_s: Times) -> Iterator[Pose]:
        """Yield one pose for each time (n,)."""
        return movement_of(self.script, times_s).poses()


@dataclass(frozen=True, slots=True)
class Breathing:
    """A body that breathes and trembles as a script says."""

    inside: Inside

    def stirs_at(self, times_s: Times) -> Iterator[Stir]:
        """Yield one stir for each time (n,)."""
        parts: tuple[Part, ...] = ("torso", "head", "left_hand", "right_hand")
        shifts = {part: self._shifts(part, times_s) for part in parts}
        for index, chest_mm in enumerate(chest_at(self.inside, times_s)):
            torso, head, left, right = (_vector(shifts[part][index]) for part in parts)
            yield Stir(float(chest_mm), torso, head, left, right)

    def _shifts(self, part: Part, times_s: Times) -> NDArray[np.float64]:
        ways: tuple[Direction, ...] = ("x", "y", "z")
        return np.stack([tremor_at(self.inside, part, way, times_s) for way in ways], axis=1)


def _vector(shift: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(shift[0]), float(shift[1]), float(shift[2])


def stirring(inside: Inside) -> Breathing | None:
    """Return how what goes on inside moves the body, None where it does not: one that is still is drawn faster."""
    return Breathing(inside) if inside.breath or inside.tremors else None


def script_of(script: Script, other: Other) -> Script:
    """Return what another person does as a script of the same length."""
    return Script(f"seat {other.seat}", script.about, script.duration_s, other.acts, other.inside)


def scripts_by_seat(phantom: Phantom) -> dict[int, Script]:
    """Return the scripts of everyone who has one, by seat; the phantom's own is on seat 0."""
    script = phantom.script
    return {0: script} | {other.seat: script_of(script, other) for other in script.others}


def scene_of(phantom: Phantom, scene: Scene) -> Scene:
    """Return the scene with the phantom on its first seat, everyone's face scripted, in her light and camera."""
    scripts = scripts_by_seat(phantom)
    own = replace(scene.seats[0], identity=phantom.identity, skin_tone=phantom.skin_tone, wearing=phantom.wearing)
    seats: list[Seat] = [own, *scene.seats[1:]]
    faced = tuple(
        replace(seat, poses=Scripted(scripts[number]), stirs=stirring(scripts[number].inside))
        if number in scripts
        else seat
        for number, seat in enumerate(seats)
    )
    return replace(scene, seats=faced, lamp=lamp_of(phantom.light), camera=phantom.camera)


def draw_company(phantom: Phantom, scene: Scene, times_s: Times) -> Iterator[Picture]:
    """Yield the pictures (3, h, w) of a phantom in a scene, with the blood of everyone who has a pulse."""
    whole, scripts = scene_of(phantom, scene), scripts_by_seat(phantom)
    taken: list[NDArray[np.float64]] = []
    for number, seat in enumerate(whole.seats):
        own = replace(phantom, skin_tone=seat.skin_tone, seed=phantom.seed + number)
        of_seat = blood_taken(own, scripts[number], times_s) if number in scripts else None
        taken.append(np.zeros((len(times_s), 3)) if of_seat is None else of_seat)
    shares = np.stack(taken, axis=1)
    for index, drawn in enumerate(draw_scenes(whole, times_s)):
        yield with_blood(drawn, shares[index]) if shares[index].any() else drawn.rgb


def company_rows(phantom: Phantom, scene: Scene) -> pl.DataFrame:
    """Return what is true of the bodies: postures as they last, and acts of the others, under `seat.N.`."""
    item, script = phantom.name, phantom.script
    rows = [
        Truth(item, spell.t_start_s, spell.t_end_s, f"seat.{number}.posture", label=spell.posture)
        for number, seat in enumerate(scene.seats)
        for spell in seat.spells
    ]
    rows += [
        Truth(item, act.t_start_s, act.t_end_s, f"seat.{other.seat}.{act.cause}", value=act.amount)
        for other in script.others
        for act in other.acts
    ]
    return to_truth(rows)


def places_of(phantom: Phantom, scene: Scene) -> pl.DataFrame:
    """Return where everyone is in the picture, twice a second: boxes of face and person, and every joint, in pixels.

    One row a seat, time and part: `t_s`, `seat`, `part` (`face`, `person` or a joint), `left`, `top`, `right`, `bottom`
    (equal pairs for a joint), `posture`, `head_yaw_deg`, `head_pitch_deg`, `head_roll_deg`.
    """
    whole = scene_of(phantom, scene)
    rows: list[dict[str, object]] = []
    for t_s in np.arange(0.0, phantom.script.duration_s, 1 / SEEN_HZ):
        for figure in figure_truth(whole, float(t_s)):
            boxes = {"face": figure.face_box_px, "person": figure.person_box_px}
            boxes |= {name: (x, y, x, y) for name, (x, y) in figure.joints_px.items()}
            rows += [
                {
                    "t_s": float(t_s),
                    "seat": figure.seat,
                    "part": part,
                    **dict(zip(("left", "top", "right", "bottom"), box, strict=True)),
                    "posture": figure.posture,
                    "head_yaw_deg": figure.head_yaw_deg,
                    "head_pitch_deg": figure.head_pitch_deg,
                    "head_roll_deg": figure.head_roll_deg,
                }
                for part, box in boxes.items()
            ]
    return pl.DataFrame(rows)
