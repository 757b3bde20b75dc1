"""Phantoms as recordings: frames in memory, drawn as they are asked for, the same bytes on every pass."""

import hashlib
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.colour import Picture
from desdemona.faces.lamps import lamp_of
from desdemona.faces.noise import SensorNoise
from desdemona.faces.people import person
from desdemona.faces.portrait import Stage, Still, draw_stills, set_stage
from desdemona.faces.sway import swayed
from desdemona.manipulations.catalogue import apply_all, apply_all_to_sound, parse_manipulation
from desdemona.manipulations.manipulation import Manipulation
from desdemona.recordings.recording import Frame, Notice, Provenance, Recording
from desdemona.recordings.sound import Block, Sound
from desdemona.scenes.scene import Scene
from desdemona.stimuli.company import draw_company
from desdemona.stimuli.course import course_of_phantom
from desdemona.stimuli.motion import frame_times
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.voices.voice import synthesise

PROVENANCE = Provenance(
    kind="phantom",
    source="drawn by desdemona; nobody was filmed",
    licence="Apache-2.0",
    agreement="not needed: no person is shown",
    permitted_use="any",
)
"""The provenance of everything drawn here."""

VOICE_RATE_HZ = 16_000
"""Samples a second of a phantom's voice."""


def stage_of(phantom: Phantom) -> Stage:
    """Return the fixed parts of a phantom's picture."""
    return set_stage(
        person(phantom.identity), phantom.skin_tone, lamp_of(phantom.light), phantom.camera, phantom.wearing
    )


def _with_blood(still: Still, taken: NDArray[np.float64], out: Picture) -> Picture:
    """Return a picture with `taken` (3,) of each colour's skin light taken away by the blood in it."""
    for plane in range(3):
        cv2.scaleAdd(still.skin[plane], -float(taken[plane]), still.rgb[plane], dst=out[plane])
    return out


def _draw_scene_frames(phantom: Phantom, scene: Scene) -> Iterator[Frame]:
    times_s = frame_times(phantom.script.duration_s, phantom.camera.rate_hz)
    noise = SensorNoise.of(phantom.camera, phantom.seed, len(times_s))
    for index, picture in enumerate(draw_company(phantom, scene, times_s)):
        yield Frame(index, float(times_s[index]), noise.expose(picture, index))


def _draw_frames(phantom: Phantom) -> Iterator[Frame]:
    camera = phantom.camera
    course = course_of_phantom(phantom)
    noise = SensorNoise.of(camera, phantom.seed, len(course.times_s))
    bloody, moved = (np.empty((3, camera.height_px, camera.width_px), dtype=np.float32) for _ in range(2))
    for index, still in enumerate(draw_stills(stage_of(phantom), course.motion.poses())):
        picture = still.rgb if course.taken is None else _with_blood(still, course.taken[index], bloody)
        if course.sways is not None and not course.sways[index].is_still:
            picture = swayed(picture, camera, course.sways[index], moved)
        yield Frame(index, float(course.times_s[index]), noise.expose(picture, index))


def fingerprint_of(*facts: object) -> str:
    """Return a name for content that is fixed by the given facts."""
    return hashlib.sha256("\n".join(repr(fact) for fact in facts).encode()).hexdigest()


def render_phantom(phantom: Phantom) -> Recording:
    """Return a phantom as a recording in memory; the same phantom gives the same bytes on every pass.

    More blood in the skin is less light from it: green dips most (see `faces.skin`). The script's `changes` are made to
    what was drawn.
    """
    return apply_all(changes_of(phantom.script), _as_drawn(phantom))


def changes_of(script: Script) -> tuple[Manipulation, ...]:
    """Return what camera, light and microphone do in a script."""
    return tuple(parse_manipulation(text) for text in script.changes)


def _as_drawn(phantom: Phantom) -> Recording:
    script, camera = phantom.script, phantom.camera

    def frames(_notice: Notice) -> Iterator[Frame]:
        return _draw_scene_frames(phantom, script.scene) if script.scene else _draw_frames(phantom)

    return Recording(
        name=phantom.name,
        provenance=PROVENANCE,
        width_px=camera.width_px,
        height_px=camera.height_px,
        rate_hz=camera.rate_hz,
        frame_count=len(frame_times(script.duration_s, camera.rate_hz)),
        fingerprint=fingerprint_of("phantom", phantom),
        frames=frames,
    )


def render_voice(phantom: Phantom) -> Sound | None:
    """Return what is heard of a phantom, None where her script has no voice; the same phantom, the same bytes."""
    script = phantom.script
    if script.voice is None:
        return None
    speech = synthesise(script.voice, rate_hz=VOICE_RATE_HZ, duration_s=script.duration_s, seed=phantom.seed)

    def blocks(_notice: Notice) -> Iterator[Block]:
        for start in range(0, len(speech.samples), VOICE_RATE_HZ):
            yield Block(start / VOICE_RATE_HZ, speech.samples[start : start + VOICE_RATE_HZ, None])

    fingerprint = fingerprint_of("voice", script, phantom.seed)
    sound = Sound(phantom.name, PROVENANCE, VOICE_RATE_HZ, 1, fingerprint, blocks)
    return apply_all_to_sound(changes_of(script), sound)
