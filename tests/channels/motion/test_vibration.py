import numpy as np
import pytest
from numpy.typing import NDArray
from tests.channels.motion.staged import Staging, swing, watch

from desdemona.channels.motion.scaled import Scaled
from desdemona.channels.motion.vibration import LIGHT, LOST, NO_CHANGE, TOO_FEW, Vibration, VibrationWatch, symmetry_of

RATE_HZ = 25.0
NOWHERE = (float("nan"), float("nan"))


def frame(grey: NDArray[np.float64], index: int, rng: np.random.Generator) -> Scaled:
    """A face of 80 pixels amid a picture of 120, without any network."""
    points = np.stack(np.meshgrid(np.linspace(20, 100, 18), np.linspace(20, 100, 26)), axis=-1).reshape(-1, 2)
    noisy = np.clip(np.rint(grey + rng.normal(0, 1.0, grey.shape)), 0, 255).astype(np.uint8)
    return Scaled(index / RATE_HZ, noisy, 1, points, (20.0, 20.0, 100.0, 100.0), 1.0)


def seen(changes: NDArray[np.float64], frames: int = 101) -> list[Vibration]:
    """Watch a grey picture to which `changes` is added in every other frame."""
    rng = np.random.default_rng(3)
    watch = VibrationWatch()
    for index in range(frames):
        watch.see(frame(120.0 + changes * (index % 2), index, rng), NOWHERE)
    return watch.finish((0.0, frames / RATE_HZ))


def test_amplitude_and_frequency_are_those_of_what_changes() -> None:
    changes = np.zeros((120, 120))
    changes[40:60, 30:50], changes[40:60, 70:90] = 40.0, -40.0
    (found,) = seen(changes)
    assert found.reason is None
    # the box reaches 16 beyond the face, 8 below: 104 rows and 112 columns; 800 of its pixels change in every frame
    share = 800 / (104 * 112)
    assert found.frequency_hz == pytest.approx(RATE_HZ * share, rel=0.02)
    # 40 steps less four standard deviations of a difference of noise of one step each, √2
    assert found.amplitude_dn == pytest.approx((40 - 4 * np.sqrt(2)) * share, rel=0.03)
    assert not found.steadied


def test_noise_alone_is_told_as_such() -> None:
    assert [found.reason for found in seen(np.zeros((120, 120)))] == [NO_CHANGE]


def test_a_flickering_lamp_is_told_as_such() -> None:
    assert [found.reason for found in seen(np.full((120, 120), 4.0))] == [LIGHT]


def test_a_short_clip_and_a_lost_head_give_a_reason() -> None:
    assert [found.reason for found in seen(np.zeros((120, 120)), frames=60)] == [TOO_FEW]
    watch, rng = VibrationWatch(), np.random.default_rng(1)
    for index in range(40):
        watch.see(frame(np.full((120, 120), 120.0), index, rng) if index != 20 else None, NOWHERE)
    assert [found.reason for found in watch.finish((0.0, 2.0))] == [LOST]


def test_symmetry_is_one_for_mirror_images_and_nothing_for_one_side() -> None:
    rng = np.random.default_rng(2)
    half = rng.uniform(0, 5, (20, 12)).astype(np.float32)
    both = np.concatenate([half[:, ::-1], half], axis=1)
    assert symmetry_of(both, both, 12) == pytest.approx(1.0)
    assert symmetry_of(np.concatenate([0 * half, half], axis=1), both, 12) == pytest.approx(0.5)
    left = np.concatenate([half, 0 * half], axis=1)
    assert symmetry_of(left, left, 12) == pytest.approx(0.0)
    assert symmetry_of(left, left, 12) == symmetry_of(left[:, ::-1], left[:, ::-1], 12)


def test_camera_shake_is_taken_out_where_the_background_shows_it() -> None:
    shaken = watch(Staging(duration_s=3.5, camera=swing(4.0, 0.8)), "vibration").vibrations
    moving = watch(Staging(duration_s=3.5, camera=swing(4.0, 0.8), head=swing(6.0, 0.4)), "vibration").vibrations
    assert [found.reason for found in shaken] == ["camera shake is nearly all that changes"]
    assert [(found.reason, found.steadied) for found in moving] == [(None, True)]
