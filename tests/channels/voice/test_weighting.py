"""Loudness by ITU-R BS.1770."""

import numpy as np
import pytest
from tests.channels.voice.made import column, measured, sound_of, windows

from desdemona.channels.voice.measure import measure_sound
from desdemona.channels.voice.weighting import integrated_lufs, k_weighting


def test_the_coefficients_are_those_printed_for_48_khz() -> None:
    shelf, high_pass = k_weighting(48_000)
    printed = [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585]
    np.testing.assert_allclose(shelf, printed, atol=1e-9)
    np.testing.assert_allclose(high_pass, [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621], atol=1e-9)


@pytest.mark.parametrize("rate_hz", [48_000, 44_100, 32_000, 16_000])
def test_a_full_scale_tone_of_997_hz_is_minus_3_lufs(rate_hz: int) -> None:
    tone = np.sin(2 * np.pi * 997 * np.arange(3 * rate_hz) / rate_hz)
    tracks = measured(tone, rate_hz)
    # BS.1770 gives -3.01 for one channel; other rates bend the shelf a little near half their rate.
    assert windows(tracks, "sound.loudness.integrated")[0] == pytest.approx(-3.01, abs=0.1)
    middle = column(tracks, "sound_loudness_lufs")[100:200]
    np.testing.assert_allclose(middle, -3.01, atol=0.1)
    np.testing.assert_allclose(column(tracks, "sound_level_db")[5:-5], -3.01, atol=0.1)
    both = measure_sound(sound_of(np.stack([tone, tone], axis=1), rate_hz), item="made")
    assert windows(both, "sound.loudness.integrated")[0] == pytest.approx(0.0, abs=0.1)


def test_quiet_parts_are_gated_out() -> None:
    loud, soft = np.full(1000, 0.01), np.full(4000, 0.01 * 10**-3.0)
    # Blocks that straddle the edge stay in: 0.4 s of a second or so.
    assert integrated_lufs(np.concatenate([loud, soft])) == pytest.approx(integrated_lufs(loud), abs=0.2)
    assert np.isnan(integrated_lufs(np.full(1000, 1e-9)))
    assert np.isnan(integrated_lufs(np.full(30, 0.1)))
