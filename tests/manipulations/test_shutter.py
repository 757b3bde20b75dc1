"""Flicker appears at the frequency, depth and rows that its formula gives; rows are read one by one."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.manipulations.made import changed, first_of, flat, light_of, peak_hz, recording_of, still


def light_over(text: str, rate_hz: float, count: int = 300) -> NDArray[np.float64]:
    """Mean light of each frame of a grey wall over the light of the wall."""
    frames = changed(text, still(flat(140, 8, 8), count, rate_hz))
    wall = light_of(flat(140)).mean()
    return np.array([light_of(frame.rgb).mean() / wall for frame in frames])


@pytest.mark.parametrize(
    ("lamp_hz", "rate_hz", "seen_hz"), [(100, 30, 10.0), (120, 29, 4.0), (120, 50, 20.0), (100, 29.97, 10.09)]
)
def test_flicker_is_seen_at_its_alias(lamp_hz: float, rate_hz: float, seen_hz: float) -> None:
    light = light_over(f"flicker=0.3,lamp_hz={lamp_hz}", rate_hz)
    assert peak_hz(light, rate_hz) == pytest.approx(seen_hz, abs=0.02)


@pytest.mark.parametrize("exposure_ms", [0.0, 2.0, 6.0])
def test_flicker_is_as_deep_as_the_exposure_leaves_it(exposure_ms: float) -> None:
    light = light_over(f"flicker=0.3,lamp_hz=100,exposure_ms={exposure_ms}", 29.0)
    # The mean of the lamp over the exposure, by adding up a thousand instants. 100 Hz at 29 Hz is 13 Hz: 29 phases.
    instants_s = (np.arange(1000) + 0.5) / 1000 * exposure_ms / 1000
    left = 0.3 * np.abs(np.exp(2j * np.pi * 100 * instants_s).mean())
    assert light.std() * np.sqrt(2) == pytest.approx(left, abs=0.003)  # half a code of light here is 0.8 %
    assert light.mean() == pytest.approx(1.0, abs=0.003)


@pytest.mark.parametrize("text", ["flicker=0.5,lamp_hz=100,exposure_ms=10", "flicker=0.5,lamp_hz=100,exposure_ms=20"])
def test_whole_periods_of_exposure_and_matched_rates_hide_flicker(text: str) -> None:
    assert light_over(text, 30.0, 60).std() == pytest.approx(0.0, abs=1e-9)
    assert light_over("flicker=0.5,lamp_hz=100", 25.0, 60).std() == pytest.approx(0.0, abs=0.002)


def test_rows_read_in_turn_show_bands() -> None:
    rgb = first_of("flicker=0.3,lamp_hz=120,exposure_ms=0,readout_ms=25,phase_deg=40", flat(140, 240, 4))
    rows = light_of(rgb).mean(axis=(1, 2)) / light_of(flat(140)).mean()
    expected = 1 + 0.3 * np.cos(2 * np.pi * 120 * 0.025 * np.arange(240) / 240 + np.radians(40))  # three bands
    np.testing.assert_allclose(rows, expected, atol=0.012)  # half a code


def test_lower_rows_are_later_under_a_rolling_shutter() -> None:
    source = recording_of(lambda index: flat(10 * index, 50, 3), np.arange(6) / 25)
    frames = changed("rolling_shutter=20", source)
    rows = np.arange(50)
    for index, frame in enumerate(frames[:-1]):
        # the wall brightens by 10 codes a frame, 250 a second; half a code of rounding
        expected = 250 * (index / 25 + 0.020 * rows / 50)
        np.testing.assert_allclose(frame.rgb[:, 1, 0], expected, atol=0.51)
    assert set(frames[-1].rgb.ravel().tolist()) == {50}
    assert [frame.index for frame in frames] == list(range(6))


def test_a_shutter_slower_than_the_frames_stops_at_the_next() -> None:
    source = recording_of(lambda index: flat(10 * index, 50, 3), [0.0, 0.01, 0.02])
    assert changed("rolling_shutter=100", source)[0].rgb.max() == 10
