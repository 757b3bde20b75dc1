"""Long pauses, slow cameras and darkness cost neither time nor memory, and move nothing beside them."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from benchmarks.pulse_traces import Scene, simulate

from desdemona.channels.face.blink import BASELINE_STEP_S, open_baseline
from desdemona.channels.motion.even import spans_of
from desdemona.channels.motion.perfusion import COLUMNS, ROWS, map_perfusion
from desdemona.channels.pulse.rate import measure_pulse
from desdemona.channels.pulse.skin_regions import SkinTrace

MONTH_S = 30 * 86_400.0


def joined(first: SkinTrace, second: SkinTrace, pause_s: float) -> SkinTrace:
    return SkinTrace(
        np.concatenate([first.t_s, second.t_s + first.t_s[-1] + pause_s]),
        np.concatenate([first.rgb, second.rgb]),
        np.concatenate([first.pixel_count, second.pixel_count]),
        np.concatenate([first.motion_px, second.motion_px]),
    )


def test_the_pulse_on_both_sides_of_a_pause_is_that_of_two_clips() -> None:
    first, second = (simulate(Scene(rate_bpm=rate), rng=np.random.default_rng(4)).trace for rate in (60.0, 90.0))
    whole = measure_pulse(joined(first, second, MONTH_S))
    alone = [measure_pulse(replace(trace)) for trace in (first, second)]
    for channel in ("pulse.rate.pos", "pulse.rate.chrom"):
        found = whole.windows.filter(pl.col("channel") == channel)
        expected = pl.concat([one.windows.filter(pl.col("channel") == channel) for one in alone])
        # Times a month away are known to some 1e-9 s, so the even clock is not the same to the last bit.
        np.testing.assert_allclose(found["value"].to_numpy(), expected["value"].to_numpy(), atol=1e-3)
        assert found["reason"].to_list() == expected["reason"].to_list()
    assert whole.windows["channel"].unique(maintain_order=True).to_list() == ["pulse.rate.pos", "pulse.rate.chrom"]
    rate_bpm = whole.columns["pulse_rate_pos_bpm"]
    assert isinstance(rate_bpm, np.ndarray)
    assert rate_bpm[: first.t_s.size] == pytest.approx(60.0, abs=0.5)
    assert rate_bpm[first.t_s.size :] == pytest.approx(90.0, abs=0.5)
    assert len(whole.columns["pulse_pos_reason"]) == rate_bpm.size


def test_windows_within_a_pause_are_left_out_and_no_others() -> None:
    steady_s = np.arange(0, 60, 0.1)
    assert spans_of(steady_s, 10.0, 5.0, 5.0) == [(5.0 * k, 5.0 * k + 10.0) for k in range(11)]
    spans = spans_of(np.concatenate([steady_s, MONTH_S + steady_s]), 10.0, 5.0, 5.0)
    assert len(spans) == pytest.approx(2 * 13, abs=2)  # at each edge one or two reach into the pause
    starts_s = np.array(spans)[:, 0]
    assert starts_s[:12].tolist() == [5.0 * k for k in range(12)]
    assert ((starts_s < 60.0) | (starts_s >= MONTH_S - 15.0)).all()


def test_the_open_eye_after_a_pause_is_the_one_seen_there() -> None:
    t_s = np.arange(0, 40, 0.04)
    openness = np.full(t_s.size, 0.3)
    both_s = np.concatenate([t_s, MONTH_S + t_s])
    found = open_baseline(both_s, np.concatenate([openness, openness / 2]))
    np.testing.assert_allclose(found[: t_s.size], 0.3)
    later = found[t_s.size :]
    # The anchor before the first frame may lie in the pause; from the second on only the eye as it is then counts.
    assert later[t_s > 2 * BASELINE_STEP_S] == pytest.approx(later[-1])
    assert later[-1] < 0.3


@pytest.mark.parametrize("frame_hz", [0.25, 0.5, 1.0, 1.3])
def test_a_slow_camera_gives_no_perfusion_and_no_error(frame_hz: float) -> None:
    count = int(np.ceil(11.6 * frame_hz))  # just enough, if the last frame stands as long as the others
    t_s = np.arange(count) / frame_hz
    rgb = np.full((count, 4, 3), 120.0)
    trace = SkinTrace(t_s, rgb, np.full((count, 4), 900), np.full(count, np.nan))
    found = map_perfusion(trace, np.full((count, ROWS, COLUMNS, 3), 120.0))
    assert found.reason is not None
    assert np.isnan(found.rate_bpm)


def test_a_colour_that_the_light_lacks_gives_no_pulse_and_black_pictures_no_error() -> None:
    trace = simulate(Scene(), rng=np.random.default_rng(4)).trace
    rgb = trace.rgb.copy()
    rgb[..., 2] = 0.0  # as under a sodium lamp
    windows = measure_pulse(replace(trace, rgb=rgb)).windows
    assert windows["value"].null_count() == windows.height
    assert windows["reason"].unique().to_list() == ["the colours do not change as blood changes them"]
    rgb[300:400] = 0.0
    measure_pulse(replace(trace, rgb=rgb))  # a division by 0 would be a warning, and fail this test
