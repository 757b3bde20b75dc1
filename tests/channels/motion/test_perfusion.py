from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desdemona.channels.motion.perfusion import COLUMNS, ROWS, PatchWatch, PerfusionMap, map_perfusion, perfusion_rows
from desdemona.channels.motion.perfusion_picture import draw_perfusion, save_perfusion
from desdemona.channels.pulse.skin_regions import SkinTrace
from desdemona.errors import FileProblem

BLOOD = np.array([0.43, 1.0, 0.69])
LEFT, RIGHT = slice(0, COLUMNS // 2), slice(COLUMNS // 2, COLUMNS)


def taken(share: float, *, delay_s: float = 0.05) -> tuple[SkinTrace, NDArray[np.float64]]:
    """A pulse of 75 bpm: of the share on the image's left, half of it and later on its right."""
    rng = np.random.default_rng(9)
    t_s = np.arange(round(11.6 * 30) + 1) / 30
    early, late = (share * np.sin(2 * np.pi * 1.25 * (t_s - wait)) for wait in (0.0, delay_s))
    patches = 120 + rng.normal(0, 0.1, (t_s.size, ROWS, COLUMNS, 3))
    patches[:, :, LEFT] *= 1 - early[:, None, None, None] * BLOOD
    patches[:, :, RIGHT] *= 1 - late[:, None, None, None] * BLOOD / 2
    rgb = 120 + rng.normal(0, 0.05, (t_s.size, 4, 3))
    rgb[:, :3] *= 1 - early[:, None, None] * BLOOD
    trace = SkinTrace(t_s, rgb, np.full((t_s.size, 4), 1000), np.zeros(t_s.size))
    return trace, patches


def found(share: float) -> PerfusionMap:
    return map_perfusion(*taken(share))


def test_amplitude_and_delay_are_those_of_each_side() -> None:
    told = found(0.004)
    assert told.reason is None
    assert told.rate_bpm == pytest.approx(75, abs=0.3)
    # noise of 0.1 of 120 in 300 frames: 0.00007 in an amplitude
    assert np.nanmedian(told.amplitude_share[:, LEFT]) == pytest.approx(0.004, rel=0.05)
    assert np.nanmedian(told.amplitude_share[:, RIGHT]) == pytest.approx(0.002, rel=0.05)
    assert np.nanmedian(told.delay_s[:, LEFT]) == pytest.approx(0.0, abs=0.005)
    assert np.nanmedian(told.delay_s[:, RIGHT]) == pytest.approx(0.05, abs=0.005)
    assert np.isnan(told.amplitude_share[0, 0])  # a corner beyond the face


def test_without_a_pulse_there_is_no_map() -> None:
    told = found(0.0)
    assert told.reason == "no rhythm stands out from the noise"
    assert np.isnan(told.amplitude_share).all()
    (row,) = perfusion_rows([told])
    assert row.reason == told.reason
    assert np.isnan(row.value)


def test_a_row_tells_median_and_quartiles_in_percent() -> None:
    (row,) = perfusion_rows([found(0.004)])
    assert row.low == pytest.approx(0.2, rel=0.05)
    assert row.high == pytest.approx(0.4, rel=0.05)


def test_maps_come_window_by_window_and_a_short_clip_has_none() -> None:
    trace, patches = taken(0.004)
    watch = PatchWatch()
    for index, t_s in enumerate([*trace.t_s, *(trace.t_s + 11.7)]):
        at = index % trace.t_s.size
        watch.see(float(t_s), patches[at].astype(np.float32), trace.rgb[at], np.full(4, 1000.0))
    assert [told.reason for told in watch.finish((0.0, 23.3))] == [None, None]
    assert [told.reason for told in PatchWatch().finish((0.0, 1.0))] == ["clip shorter than 11.6 s"]


def test_the_picture_shows_what_the_map_says(tmp_path: Path) -> None:
    sheet = draw_perfusion(found(0.004))
    left, right = sheet[100:200, 40:120].reshape(-1, 3), sheet[100:200, 150:230].reshape(-1, 3)
    assert left[:, 1].mean() > right[:, 1].mean() + 40  # yellow is brighter in green than blue-green at half
    save_perfusion(found(0.0), tmp_path / "none.png")
    assert (tmp_path / "none.png").read_bytes()[:4] == b"\x89PNG"
    with pytest.raises(FileProblem, match="cannot be written"):
        save_perfusion(found(0.0), tmp_path / "absent" / "none.png")
