"""Fewer pixels and frames, and the true times of those that stay."""

import numpy as np
import pytest
from tests.manipulations.made import changed, first_of, flat, frames_of, light_of, recording_of, still, texture

from desdemona.manipulations.catalogue import parse_manipulation


def numbered(count: int, rate_hz: float) -> "list[float]":
    return list(np.arange(count) / rate_hz)


def test_half_the_resolution_is_the_mean_light_of_four_pixels() -> None:
    rgb = texture(40, 64)
    after = first_of("resolution=0.5", rgb)
    assert after.shape == (20, 32, 3)
    means = light_of(rgb).reshape(20, 2, 32, 2, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(light_of(after), means, atol=0.006)  # half a code of light at 200


def test_resolution_states_its_size_and_can_restore_it() -> None:
    changed_ = parse_manipulation("resolution=0.3").apply(still(texture(41, 63)))
    assert (changed_.width_px, changed_.height_px) == (19, 12)
    assert frames_of(changed_)[0].rgb.shape == (12, 19, 3)
    assert first_of("resolution=0.3,restored=1", texture(41, 63)).shape == (41, 63, 3)
    assert first_of("resolution=2", texture(5, 7)).shape == (10, 14, 3)
    assert first_of("resolution=0.01", flat(7, 1, 1)).tolist() == [[[7, 7, 7]]]


@pytest.mark.parametrize(
    ("rate_hz", "source_hz", "kept"),
    [(15, 30, [0, 2, 4, 6, 8]), (10, 30, [0, 3, 6, 9]), (12, 30, [0, 3, 5, 8]), (60, 30, list(range(10)))],
)
def test_frame_rate_keeps_frames_at_their_true_times(rate_hz: int, source_hz: int, kept: list[int]) -> None:
    source = recording_of(lambda index: flat(index), numbered(10, source_hz), source_hz)
    lowered = parse_manipulation(f"frame_rate={rate_hz}").apply(source)
    frames = frames_of(lowered)
    assert [int(frame.rgb[0, 0, 0]) for frame in frames] == kept
    assert [frame.index for frame in frames] == list(range(len(kept)))
    np.testing.assert_allclose([frame.t_s for frame in frames], np.array(kept) / source_hz)
    assert lowered.rate_hz == min(rate_hz, source_hz)


def test_frame_rate_holds_across_a_gap() -> None:
    source = recording_of(lambda index: flat(index), [0.0, 0.1, 5.0, 5.1, 5.2, 5.3], 10.0)
    assert [int(frame.rgb[0, 0, 0]) for frame in changed("frame_rate=5", source)] == [0, 2, 4]


def test_jitter_moves_times_evenly_up_to_its_amount() -> None:
    source = recording_of(lambda _index: flat(0, 1, 1), numbered(2000, 25.0))
    moved_ms = 1000 * (np.array([frame.t_s for frame in changed("time_jitter=12", source)]) - numbered(2000, 25.0))
    assert moved_ms[0] == 0.0
    assert np.abs(moved_ms).max() <= 12.0
    # even between -12 and 12: spread 12/√3; of 2000 draws within 5 %
    assert moved_ms.std() == pytest.approx(12 / np.sqrt(3), rel=0.05)


def test_jitter_keeps_the_order() -> None:
    source = recording_of(lambda _index: flat(0, 1, 1), numbered(200, 25.0))
    times_s = [frame.t_s for frame in changed("time_jitter=200", source)]
    assert np.diff(times_s).min() > 0


def test_dropped_frames_are_as_many_as_said() -> None:
    source = recording_of(lambda _index: flat(0, 1, 1), numbered(4000, 30.0))
    frames = changed("dropped_frames=0.2", source)
    # binomial: standard error 25 frames, four of them
    assert len(frames) == pytest.approx(3200, abs=101)
    assert frames[0].t_s == 0.0
    assert {round(frame.t_s * 30) for frame in frames} <= set(range(4000))
    assert [frame.index for frame in frames] == list(range(len(frames)))


def test_repeated_frames_show_the_picture_before() -> None:
    source = recording_of(lambda index: flat(index % 250, 1, 1), numbered(2000, 30.0))
    shown = [int(frame.rgb[0, 0, 0]) for frame in changed("repeated_frames=0.3", source)]
    stale = np.array([code != index % 250 for index, code in enumerate(shown)])
    assert stale.mean() == pytest.approx(0.3, abs=0.041)  # four standard errors
    assert all(shown[index] == shown[index - 1] for index in np.flatnonzero(stale))


def test_frozen_holds_one_picture_for_its_time() -> None:
    source = recording_of(lambda index: flat(index), numbered(60, 10.0))
    shown = [int(frame.rgb[0, 0, 0]) for frame in changed("frozen=2,start_s=1.5", source)]
    assert shown == [*range(16), *[15] * 19, *range(35, 60)]
