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
from desdemona.faces.skin import GAMMA, pulse_contrast
from desdemona.recordings.recording import Frame, Notice, Provenance, Recording
from desdemona.stimuli.heart import beat_wave, phase_at
from desdemona.stimuli.motion import frame_times, motion_of
from desdemona.stimuli.phantom import Phantom

PROVENANCE = Provenance(
    kind="phantom",
    source="drawn by desdemona; nobody was filmed",
    licence="Apache-2.0",
    agreement="not needed: no person is shown",
    permitted_use="any",
)
"""The provenance of everything drawn here."""


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


def _draw_frames(phantom: Phantom) -> Iterator[Frame]:
    script, camera = phantom.script, phantom.camera
    times_s = frame_times(script.duration_s, camera.rate_hz)
    noise = SensorNoise.of(camera, phantom.seed, len(times_s))
    stills = draw_stills(stage_of(phantom), motion_of(script, times_s).poses())
    if not script.pulse:
        for index, still in enumerate(stills):
            yield Frame(index, float(times_s[index]), noise.expose(still.rgb, index))
        return
    # a change of light by a share a changes its code by a / gamma
    contrast = pulse_contrast(phantom.skin_tone, script.pulse_amplitude_share) / GAMMA
    blood = beat_wave(phase_at(script.pulse, times_s))
    picture = np.empty((3, camera.height_px, camera.width_px), dtype=np.float32)
    for index, still in enumerate(stills):
        _with_blood(still, contrast * blood[index], picture)
        yield Frame(index, float(times_s[index]), noise.expose(picture, index))


def fingerprint_of(*facts: object) -> str:
    """Return a name for content that is fixed by the given facts."""
    return hashlib.sha256("\n".join(repr(fact) for fact in facts).encode()).hexdigest()


def render_phantom(phantom: Phantom) -> Recording:
    """Return a phantom as a recording in memory; the same phantom gives the same bytes on every pass.

    More blood in the skin is less light from it: green dips most (see `skin.py`).
    """
    script, camera = phantom.script, phantom.camera

    def frames(_notice: Notice) -> Iterator[Frame]:
        return _draw_frames(phantom)

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
