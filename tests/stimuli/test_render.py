import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.stimuli.filming import film, held, phantom_of

from desdemona.faces.camera import Camera
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Act
from desdemona.stimuli.render import render_phantom

SMALL = Camera(160, 160)
BUSY = (Act("blink", 0.1, 0.35), Act("head_yaw", 0.0, 1.0, 12.0), Act("talk", 0.0, 1.0), Act("smile", 0.2, 1.0))


def test_two_passes_and_two_recordings_give_the_same_bytes() -> None:
    phantom = phantom_of(*BUSY, rate_bpm=72.0, camera=SMALL)
    recording = render_phantom(phantom)
    first, second = film(recording), film(recording)
    assert first.tobytes() == second.tobytes() == film(render_phantom(phantom)).tobytes()
    assert recording.fingerprint == render_phantom(phantom).fingerprint


def test_an_abandoned_pass_leaves_the_next_one_whole() -> None:
    recording = render_phantom(phantom_of(*BUSY, rate_bpm=72.0, camera=SMALL))
    list(itertools.islice(recording.frames(ignore_notice), 9))
    assert film(recording).tobytes() == film(recording).tobytes()


def test_frames_that_are_kept_do_not_change_when_later_ones_are_drawn() -> None:
    recording = render_phantom(phantom_of(*BUSY, camera=SMALL))
    kept = list(recording.frames(ignore_notice))
    fresh = recording.frames(ignore_notice)
    assert all(np.array_equal(old.rgb, next(fresh).rgb) for old in kept)


def test_another_seed_changes_the_noise_and_the_name_of_the_content() -> None:
    one = phantom_of(camera=SMALL)
    two = replace(one, seed=2)
    assert film(render_phantom(one)).tobytes() != film(render_phantom(two)).tobytes()
    assert render_phantom(one).fingerprint != render_phantom(two).fingerprint


def test_what_was_drawn_before_does_not_matter() -> None:
    """Only what moved is drawn again; a pose must look the same however it was reached."""
    acts = (Act("blink", 0.2, 0.5), Act("smile", 0.1, 0.6), Act("talk", 0.1, 0.6), Act("head_roll", 0.1, 0.6, 5))
    camera = Camera(160, 160, noise_dn=0.0)
    pictures = film(render_phantom(phantom_of(*acts, camera=camera)))
    assert np.array_equal(pictures[0], pictures[-1])


def test_frames_come_one_by_one_on_an_even_clock() -> None:
    recording = render_phantom(phantom_of(duration_s=3600.0, camera=Camera(96, 96, rate_hz=25.0)))
    frames = list(itertools.islice(recording.frames(ignore_notice), 3))
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert [frame.t_s for frame in frames] == pytest.approx([0.0, 0.04, 0.08])
    assert recording.frame_count == 90_000


@pytest.mark.parametrize(("width", "height"), [(480, 480), (333, 251), (240, 360), (97, 64)])
def test_any_size_of_picture_can_be_had(width: int, height: int) -> None:
    recording = render_phantom(phantom_of(*BUSY, duration_s=0.2, camera=Camera(width, height)))
    pictures = film(recording)
    assert pictures.shape == (6, height, width, 3)
    assert pictures.dtype == np.uint8
    assert (recording.width_px, recording.height_px) == (width, height)


def test_she_carries_her_own_provenance() -> None:
    provenance = render_phantom(phantom_of(camera=SMALL)).provenance
    assert provenance.kind == "phantom"
    assert "nobody was filmed" in provenance.source


def test_head_and_picture_grow_together() -> None:
    small = held(tone=10)
    camera = Camera(960, 960, rate_hz=1.0, noise_dn=0.0)
    large = film(render_phantom(phantom_of(tone=10, camera=camera)))[0].astype(float)
    halved = large.reshape(480, 2, 480, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - small).mean() < 2.0  # of 255; borders are drawn sharper in the large picture


def test_a_mirrored_script_gives_the_mirrored_picture() -> None:
    right, left = held(("head_yaw", 15.0)), held(("head_yaw", -15.0))
    rest = held()
    unlike = np.abs(rest - rest[:, ::-1]).mean()  # mottled skin and a lamp a little to the right
    assert np.abs(right - left[:, ::-1]).mean() < 2 * unlike + 0.5
    assert np.abs(right - left).mean() > 10
