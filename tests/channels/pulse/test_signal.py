"""The even clock and the two projections against their published definitions, written out slowly."""

import numpy as np
import pytest
from benchmarks.pulse_traces import Scene, simulate
from numpy.typing import NDArray

from desdemona.channels.pulse.rate import measure_pulse
from desdemona.channels.pulse.signal import WHOLE_FACE, project_chrom, project_pos, to_even_trace
from desdemona.channels.pulse.skin_regions import SkinTrace

Floats = NDArray[np.float64]


def slow_pos(colour: Floats, length: int) -> Floats:
    """POS as Algorithm 1 of Wang et al. 2017, one window at a time, over the number of windows at each moment."""
    signal, over = np.zeros(len(colour)), np.zeros(len(colour))
    for start in range(len(colour) - length + 1):
        unit = colour[start : start + length] / colour[start : start + length].mean(axis=0)
        first = unit[:, 1] - unit[:, 2]
        second = unit[:, 1] + unit[:, 2] - 2 * unit[:, 0]
        both = first + first.std() / second.std() * second
        signal[start : start + length] += both - both.mean()
        over[start : start + length] += 1
    return np.asarray(signal / over)


@pytest.mark.parametrize("light", [0.0, 0.05])
def test_pos_is_the_published_overlap_add(light: float) -> None:
    even = to_even_trace(simulate(Scene(light=light), rng=np.random.default_rng(1)).trace)
    found = project_pos(even.rgb, even.rate_hz)[:, WHOLE_FACE]
    # The same sums in another order: equal to rounding, against a pulse of about 1e-3.
    np.testing.assert_allclose(found, slow_pos(even.rgb[:, WHOLE_FACE], 48), atol=1e-12)


def test_pos_and_chrom_leave_out_light_that_moves_all_colours_alike() -> None:
    t_s = np.arange(900) / 30
    level = (1 + 0.05 * np.sin(2 * np.pi * 1.1 * t_s))[:, None, None] * np.ones((1, 1, 3))
    assert np.abs(project_pos(level, 30.0)).max() < 1e-9
    blood = level * (1 + 0.003 * np.sin(2 * np.pi * 2.0 * t_s)[:, None, None] * np.array([0.43, 1.0, 0.69]))
    spectrum = np.abs(np.fft.rfft(project_chrom(blood, 30.0)[:, 0] * np.hanning(900)))
    hz = np.fft.rfftfreq(900, 1 / 30)
    # X and Y hold the lamp alike only up to the product of lamp and pulse, so a tenth may remain.
    assert spectrum[np.abs(hz - 1.1) < 0.1].max() < 0.35 * spectrum[np.abs(hz - 2.0) < 0.1].max()


def test_chrom_keeps_the_amplitude_of_a_lone_pulse() -> None:
    t_s = np.arange(900) / 30
    for hz, lost in ((0.9, 0.25), (1.2, 0.1), (2.5, 0.1)):
        pulse = 0.002 * np.sin(2 * np.pi * hz * t_s)
        colour = 1 + pulse[:, None, None] * np.array([0.43, 1.0, 0.69])
        signal = project_chrom(colour, 30.0)[60:-60, 0]
        # S = X − (σX/σY)·Y; X and Y are opposite for blood, so S is twice X, |3·0.43 − 2·1| = 0.71 of green. The
        # filter's slope is 0.67 Hz wide and half down at 0.67 Hz, so it takes something from the slowest.
        assert np.sqrt(2) * signal.std() == pytest.approx(2 * 0.71 * 0.002, rel=lost)


def test_a_steady_camera_keeps_its_frames() -> None:
    trace = simulate(Scene(duration_s=20), rng=np.random.default_rng(2)).trace
    even = to_even_trace(trace)
    assert even.rate_hz == pytest.approx(30)
    np.testing.assert_allclose(even.t_s, trace.t_s, atol=1e-9)
    np.testing.assert_allclose(even.rgb[:, 0], trace.rgb[:, 0] / np.median(trace.rgb[:, 0], axis=0), atol=1e-12)
    assert even.covered.all()


def test_a_fast_camera_is_averaged_to_a_whole_fraction() -> None:
    trace = simulate(Scene(frame_hz=60, duration_s=20), rng=np.random.default_rng(3)).trace
    assert to_even_trace(trace).rate_hz == pytest.approx(30)


def test_frames_that_repeat_are_not_new() -> None:
    trace = simulate(Scene(duration_s=20), rng=np.random.default_rng(4)).trace
    trace.rgb[1::2] = trace.rgb[::2]
    even = to_even_trace(trace)
    # Every second of 600 frames shows the one before; the first counts as new.
    assert even.frame_sum[-1] == pytest.approx(300, abs=1)


def test_times_that_do_not_advance_are_left_out() -> None:
    trace = simulate(Scene(duration_s=20), rng=np.random.default_rng(5)).trace
    trace.t_s[100] = trace.t_s[99]
    trace.t_s[200] = 0.0
    even = to_even_trace(trace)
    assert np.isfinite(even.rgb).all()
    assert np.diff(even.t_s).min() > 0


@pytest.mark.parametrize("rate_hz", [1.0, 2.5, 5.0, 6.0])
def test_a_slow_camera_is_withheld_for_want_of_frames(rate_hz: float) -> None:
    t_s = np.arange(0.0, 24.0, 1 / rate_hz)
    rng = np.random.default_rng(3)
    beat = 1 + 0.01 * np.sin(2 * np.pi * 1.2 * t_s)[:, None, None] * np.array([0.4, 1.0, 0.7])
    trace = SkinTrace(
        t_s=t_s,
        rgb=100.0 * beat + rng.normal(0, 0.01, (t_s.size, 4, 3)),
        pixel_count=np.full((t_s.size, 4), 1000),
        motion_px=np.zeros(t_s.size),
    )
    windows = measure_pulse(trace).windows
    assert windows.height > 0
    assert windows.get_column("value").null_count() == windows.height
    # Below 4 frames a second ticks stand too far from any frame to have skin in them; above, frames are too few.
    told = "skin of fewer than two" if rate_hz < 4 else "fewer than 12 new frames a second"
    assert all(str(reason).startswith(told) for reason in windows.get_column("reason").to_list())
