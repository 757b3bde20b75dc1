"""Coding takes away more as it is asked to, keeps frames and times, and holds any size."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.manipulations.made import changed, first_of, flat, frames_of, recording_of, still, texture

from desdemona.manipulations.catalogue import parse_manipulation
from desdemona.manipulations.coding import encoded, new_encoder


def sliding(index: int) -> NDArray[np.uint8]:
    """A picture that moves by two pixels a frame, with a little noise."""
    noise = np.random.default_rng(index).integers(-4, 5, (64, 96, 3))
    return np.clip(np.roll(texture(64, 96), 2 * index, axis=1).astype(int) + noise, 0, 255).astype(np.uint8)


def error_of(text: str, count: int = 24) -> float:
    source = recording_of(sliding, np.arange(count) / 30, 30.0)
    pairs = zip(changed(text, source), frames_of(source), strict=True)
    return float(np.mean([np.abs(one.rgb.astype(int) - other.rgb).mean() for one, other in pairs]))


def test_jpeg_is_what_a_file_of_that_quality_gives() -> None:
    rgb = texture(48, 48)
    _, coded = cv2.imencode(".jpg", np.ascontiguousarray(rgb[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 30])
    expected = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR))[..., ::-1]
    np.testing.assert_array_equal(first_of("jpeg=30", rgb), expected)


def test_lower_quality_loses_more() -> None:
    jpeg = [error_of(f"jpeg={quality}", 1) for quality in (95, 60, 15)]
    crf = [error_of(f"h264={factor}") for factor in (10, 28, 42)]
    rate = [error_of(f"bit_rate={kbit}") for kbit in (4000, 400, 40)]
    for errors in (jpeg, crf, rate):
        # colour at half resolution and the noise cost 2.5 codes at any setting; each step adds to that
        assert errors[1] > 1.1 * errors[0]
        assert errors[2] > 1.1 * errors[1]


@pytest.mark.parametrize("kbit", [200, 800])
def test_bit_rate_is_kept(kbit: int) -> None:
    count = 150
    pictures = [np.random.default_rng(k).integers(96, 160, (72, 128, 3), np.uint8) for k in range(count)]
    packets = encoded(pictures, new_encoder(pictures[0], 30.0, bit_rate=1000 * kbit))
    # the encoder steers towards a mean; over 5 s of noise it comes within 15 %
    assert sum(packet.size for packet in packets) * 8 / (count / 30) == pytest.approx(1000 * kbit, rel=0.15)


def test_times_and_numbers_go_through_the_encoder() -> None:
    times_s = np.cumsum([0, 0.03, 0.1, 0.001, 0.5, *[0.04] * 60])
    source = recording_of(lambda index: flat(index * 3, 32, 48), times_s, 25.0)
    frames = changed("h264=20", source)
    assert [frame.index for frame in frames] == list(range(65))
    np.testing.assert_array_equal([frame.t_s for frame in frames], times_s)
    # each flat picture comes back at its own place in the order
    np.testing.assert_allclose([frame.rgb.mean() for frame in frames], np.arange(65) * 3, atol=3)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (33, 47)])
@pytest.mark.parametrize("text", ["h264=18", "bit_rate=500", "jpeg=80"])
def test_odd_sizes_are_coded(shape: tuple[int, int], text: str) -> None:
    frames = changed(text, still(flat([180, 90, 60], *shape), 3))
    assert [frame.rgb.shape for frame in frames] == [(*shape, 3)] * 3
    # 8-bit YUV and rounding: within 4 codes
    np.testing.assert_allclose(frames[1].rgb.reshape(-1, 3).mean(0), [180, 90, 60], atol=4)


def test_nothing_to_code_gives_nothing() -> None:
    empty = parse_manipulation("h264").apply(recording_of(lambda _index: flat(9), np.zeros(1)))
    assert len(frames_of(empty)) == 1
