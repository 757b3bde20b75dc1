"""GREEN, LGI and OMIT: the published definitions, and a rate or a reason like POS and CHROM."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.pulse_traces import FACE, Rhythm, Scene, simulate

from desdemona.channels.pulse.rate import FURTHER, measure_pulse
from desdemona.channels.pulse.signal import PROJECTION_WINDOW_S
from desdemona.channels.pulse.subspace import project_green, project_lgi, project_omit

RATE_HZ = 30.0
LENGTH = round(PROJECTION_WINDOW_S * RATE_HZ)
BLOODLIKE = (0.0017, 0.004, 0.0028)
NO_PULSE = Scene(amplitude_share=0.0, duration_s=30.0)


def one_window(rng: np.random.Generator) -> np.ndarray:
    return 1 + 0.01 * rng.standard_normal((LENGTH, 5, 3))


def test_one_window_is_what_the_papers_write() -> None:
    rgb = one_window(np.random.default_rng(1))
    for region in range(5):
        colours = (rgb[:, region] / rgb[:, region].mean(axis=0)).T
        shared = np.linalg.svd(colours)[0][:, 0]
        first = np.linalg.qr(colours)[0][:, 0]
        for project, direction in ((project_lgi, shared), (project_omit, first)):
            wanted = ((np.eye(3) - np.outer(direction, direction)) @ colours)[1]
            # The largest number is about 0.03; what is left is rounding.
            np.testing.assert_allclose(project(rgb, RATE_HZ)[:, region], wanted, atol=1e-12)


def test_green_is_green_alone_over_its_running_mean() -> None:
    rgb = one_window(np.random.default_rng(2))
    others = rgb.copy()
    others[..., [0, 2]] *= 3
    np.testing.assert_array_equal(project_green(rgb, RATE_HZ), project_green(others, RATE_HZ))
    np.testing.assert_allclose(project_green(5 * rgb, RATE_HZ), project_green(rgb, RATE_HZ), atol=1e-12)


def test_light_that_all_colours_share_leaves_lgi_and_omit_and_not_green() -> None:
    t_s = np.arange(10 * LENGTH) / RATE_HZ
    flicker = 1 + 0.02 * np.sin(2 * np.pi * 1.2 * t_s)
    rgb = np.repeat(flicker, 15).reshape(-1, 5, 3)
    assert np.abs(project_lgi(rgb, RATE_HZ)).max() < 1e-10
    assert np.abs(project_omit(rgb, RATE_HZ)).max() < 1e-10
    assert np.abs(project_green(rgb, RATE_HZ)).max() > 0.01


@pytest.mark.parametrize("rate_bpm", [50.0, 72.0, 140.0])
def test_a_steady_pulse_is_measured_by_each(rate_bpm: float) -> None:
    clip = simulate(Scene(rate_bpm=rate_bpm), rng=np.random.default_rng(4))
    windows = measure_pulse(clip.trace, FURTHER).windows
    assert windows["channel"].unique(maintain_order=True).to_list() == [f"pulse.rate.{name}" for name, _ in FURTHER]
    assert windows["reason"].null_count() == windows.height == 3 * 19
    truth = clip.mean_rate_bpm(*(windows[name].to_numpy() for name in ("t_start_s", "t_end_s")))
    # As for POS and CHROM; the benchmark's largest error is 0.25.
    assert np.abs(windows["value"].to_numpy() - truth).max() < 0.5


@pytest.mark.parametrize(
    "scene",
    [
        NO_PULSE,
        replace(NO_PULSE, light=0.05),
        replace(NO_PULSE, tinted_steps=10),
        replace(NO_PULSE, skin_drift=0.001),
        replace(NO_PULSE, sway_px=2, sway_hz=1.1),
        replace(NO_PULSE, rhythms=(Rhythm(1.2, (0.02, 0.02, 0.02)),)),
        replace(NO_PULSE, rhythms=(Rhythm(1.2, (0.02, 0.02, 0.02), FACE),)),
        replace(NO_PULSE, rhythms=(Rhythm(1.2, BLOODLIKE),)),
        replace(NO_PULSE, rhythms=(Rhythm(1.2, BLOODLIKE, (1,)),)),
    ],
    ids=str,
)
def test_without_a_pulse_none_gives_a_number(scene: Scene) -> None:
    windows = measure_pulse(simulate(scene, rng=np.random.default_rng(3)).trace, FURTHER).windows
    assert windows["value"].null_count() == windows.height == 3 * 19
    assert windows["reason"].null_count() == 0
