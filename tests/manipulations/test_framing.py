"""Pictures are moved, cut and turned by as much as was said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.manipulations.made import changed, first_of, flat, frames_of, peak_hz, recording_of, still, texture

from desdemona.manipulations.catalogue import parse_manipulation
from desdemona.manipulations.framing import moved, shake_path


def dot(side: int = 65) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[0:side, 0:side] - side // 2
    blob = 250 * np.exp(-(rows**2 + columns**2) / (2 * 4.0**2))
    return np.repeat(np.rint(blob).astype(np.uint8)[..., None], 3, axis=2)


def centre_of(rgb: NDArray[np.uint8]) -> tuple[float, float]:
    """Where the dot is: right, down."""
    light = rgb[..., 1].astype(float)
    rows, columns = np.mgrid[0 : rgb.shape[0], 0 : rgb.shape[1]]
    return float((light * columns).sum() / light.sum()), float((light * rows).sum() / light.sum())


def track_of(text: str, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    source = recording_of(lambda _index: dot(), times_s)
    return np.array([centre_of(frame.rgb) for frame in changed(text, source)]) - 32


@given(right=st.floats(-9, 9), down=st.floats(-9, 9))
@settings(max_examples=25, deadline=None)
def test_moving_by_any_fraction_moves_the_centre_by_it(right: float, down: float) -> None:
    # codes are whole: over some 400 pixels of the dot the centre keeps within 0.02 px
    np.testing.assert_allclose(np.array(centre_of(moved(dot(), right, down))) - 32, [right, down], atol=0.02)


def test_moving_by_whole_pixels_is_exact_and_borders_go_on() -> None:
    rgb = texture(20, 30)
    after = moved(rgb, 3.0, -2.0)
    np.testing.assert_array_equal(after[:-2, 3:], rgb[2:, :-3])
    np.testing.assert_array_equal(after[0, :3], np.repeat(rgb[2:3, 0], 3, axis=0))


def test_shake_has_the_stated_amplitude_and_frequency() -> None:
    track = track_of("shake=2.5,frequency_hz=3.2,seed=4", np.arange(150) / 30)
    # 16 whole periods, so the root mean square of a sine is its amplitude over √2
    np.testing.assert_allclose(track.std(axis=0) * np.sqrt(2), 2.5, rtol=0.01)
    for axis in track.T:
        assert peak_hz(axis, 30.0) == pytest.approx(3.2, abs=0.01)


def test_broad_shake_fills_its_band_and_is_what_it_says() -> None:
    manipulation = parse_manipulation("shake=3,frequency_hz=4,width_hz=2,seed=1")
    times_s = np.arange(4800) / 30
    path = shake_path(manipulation, times_s)
    # 16 lines of 1/8 Hz over 160 s, 20 periods of their difference: root mean square within 1 %
    np.testing.assert_allclose(path.std(axis=0) * np.sqrt(2), 3.0, rtol=0.01)
    power = np.square(np.abs(np.fft.rfft(path[:, 0] * np.hanning(4800))))
    hz = np.fft.rfftfreq(4800, 1 / 30)
    assert power[(hz > 2.9) & (hz < 5.1)].sum() / power.sum() > 0.999
    halves = [power[(hz > low) & (hz <= low + 1)].sum() / power.sum() for low in (3.0, 4.0)]
    np.testing.assert_allclose(halves, 0.5, atol=0.1)
    np.testing.assert_allclose(track_of(manipulation.text, times_s[:40]), path[:40], atol=0.02)


def test_seeds_shake_differently() -> None:
    paths = [shake_path(parse_manipulation(f"shake=3,seed={seed}"), np.arange(30) / 30) for seed in (1, 2)]
    assert np.abs(paths[0] - paths[1]).max() > 0.5


def test_drift_is_a_straight_line() -> None:
    times_s = np.array([0.0, 0.4, 1.0, 2.5])
    track = track_of("drift=4,direction_deg=30", times_s)
    speed = 4 * np.array([np.cos(np.pi / 6), -np.sin(np.pi / 6)])  # up is negative down
    np.testing.assert_allclose(track, times_s[:, None] * speed, atol=0.02)


@pytest.mark.parametrize("degrees", [-20.0, 7.5, 30.0])
def test_rotation_turns_clockwise_about_the_middle(degrees: float) -> None:
    rgb = moved(dot(), 14.0, 0.0)
    right, down = np.array(centre_of(first_of(f"rotation={degrees}", rgb))) - 32
    assert np.hypot(right, down) == pytest.approx(14.0, abs=0.05)
    assert np.degrees(np.arctan2(down, right)) == pytest.approx(degrees, abs=0.2)


def test_mirror_swaps_and_twice_is_the_same() -> None:
    rgb = texture(9, 14)
    once = first_of("mirror", rgb)
    np.testing.assert_array_equal(once, rgb[:, ::-1])
    np.testing.assert_array_equal(first_of("mirror", once), rgb)


def test_crop_cuts_its_share_where_it_says() -> None:
    rgb = texture(40, 60)
    cropped = parse_manipulation("crop=0.25,x=0,y=1").apply(still(rgb))
    assert (cropped.width_px, cropped.height_px) == (45, 30)
    np.testing.assert_array_equal(frames_of(cropped)[0].rgb, rgb[10:, :45])
    assert first_of("crop=0.99", flat(7, 3, 2)).shape == (1, 1, 3)


@pytest.mark.parametrize("shape", [(1, 1), (2, 9), (20, 30)])
@pytest.mark.parametrize("far", [25.0, 33.3, 1000.0])
def test_moving_out_of_sight_leaves_the_border(shape: tuple[int, int], far: float) -> None:
    rgb = texture(*shape)
    np.testing.assert_array_equal(moved(rgb, 0.0, far), np.repeat(rgb[:1], shape[0], axis=0))
    if far > 30:
        np.testing.assert_array_equal(moved(rgb, -far, 0.0), np.repeat(rgb[:, -1:], shape[1], axis=1))
