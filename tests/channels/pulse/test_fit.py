"""The fitted rate: exact on a clean wave, at the Cramér-Rao bound in noise, the mean rate and not the peak."""

import numpy as np
import pytest

from desdemona.channels.pulse.fit import fit_rate, noise_beside, taper
from desdemona.channels.pulse.rhythm import find_rhythm

CLOCK_HZ = 30.0
T_S = np.arange(300) / CLOCK_HZ


def test_white_noise_of_variance_one_has_density_one() -> None:
    rng = np.random.default_rng(1)
    density = noise_beside(rng.standard_normal((4000, 300)), np.full(4000, 1.5), CLOCK_HZ)
    assert (taper(300) ** 2).sum() == pytest.approx(1)
    # The highest of four means of 6 to 16 bins lies above 1 by about one of their standard deviations.
    assert 1.0 < density.mean() < 1.6


def test_a_clean_wave_with_a_harmonic_gives_its_rate() -> None:
    hz = np.array([0.75, 1.0, 1.37, 2.2, 2.9])[:, None]
    waves = np.cos(2 * np.pi * hz * T_S + 0.3) + 0.4 * np.cos(4 * np.pi * hz * T_S + 1.0)
    found = find_rhythm(waves, CLOCK_HZ)
    np.testing.assert_allclose(found.rate_hz, hz[:, 0], atol=0.02 / 60)


def test_the_rate_is_the_mean_over_the_window_when_it_changes() -> None:
    rng = np.random.default_rng(2)
    breath = 0.07 * np.sin(2 * np.pi * 0.11 * T_S + rng.uniform(0, 7, (50, 1)))
    rate_hz = 1.2 + breath + 0.014 * (T_S - 5)
    turns = np.cumsum(rate_hz, axis=1) / CLOCK_HZ
    found = find_rhythm(np.cos(2 * np.pi * turns), CLOCK_HZ)
    # Rate swings by ±4 bpm and climbs by 8 within the window; its mean is met to a quarter beat, the peak is not.
    assert np.abs(found.rate_hz - rate_hz.mean(axis=1)).max() * 60 < 0.25
    assert np.abs(found.peak_hz - rate_hz.mean(axis=1)).max() * 60 > 0.5


def test_the_stated_spread_is_that_of_the_errors() -> None:
    rng = np.random.default_rng(3)
    waves = np.cos(2 * np.pi * 1.3 * T_S) + rng.standard_normal((400, 300))
    fit = fit_rate(waves, np.full(400, 1.3), CLOCK_HZ)
    error_hz = fit.rate_hz - 1.3
    bound_hz = np.sqrt(6 / 300**3) / np.pi * CLOCK_HZ
    # Cramér-Rao for amplitude 1 and variance 1 (Rife and Boorstyn 1974); leaving the rate free costs some.
    assert bound_hz < error_hz.std() < 3 * bound_hz
    assert error_hz.std() < fit.sd_hz.mean() < 1.8 * error_hz.std()
    assert (np.abs(error_hz) < 1.96 * fit.sd_hz).mean() > 0.95


def test_a_constant_signal_has_no_rhythm_and_raises_no_warning() -> None:
    found = find_rhythm(np.zeros((3, 300)), CLOCK_HZ)
    assert (found.peak_ratio == 0).all()
