"""Contact sensors are found as asked; others fail."""

from dataclasses import replace

import numpy as np
import pytest

from desdemona.passport.contact import ASKED, band_rows, beat_rows, contact_group, peak_times, skin_rows, tracks_of
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BandPoint, SkinResponse, Variability
from desdemona.physiology.sensors import SensorTrack


def test_every_sensor_is_within() -> None:
    group = contact_group()
    assert [row.cause for row in group.rows if not row.within] == []
    assert len(group.rows) == 17


def test_other_beats_fail() -> None:
    faster = tracks_of(replace(ASKED, pulse=(PulsePoint(0.0, 68.0),)))
    assert [row.within for row in beat_rows(ASKED, faster)][:2] == [False, False]
    stiff = tracks_of(replace(ASKED, variability=Variability(40.0, 1.5)))
    assert [row.within for row in beat_rows(ASKED, stiff)][2:] == [False, False]


def test_another_skin_and_another_brain_fail() -> None:
    other = tracks_of(
        replace(ASKED, skin_responses=(SkinResponse(61.0, 0.6),), bands=(BandPoint(0.0, 31.0, 19.0, 40.0, 8.0),))
    )
    assert [row.within for row in skin_rows(other)] == [True, False, False, True, True]
    assert not any(row.within for row in band_rows(other))


def test_peaks_of_a_known_signal() -> None:
    times_s = np.arange(2000) / 100
    track = SensorTrack("ppg", "1", 100.0, np.cos(2 * np.pi * (times_s - 0.337)))
    assert peak_times(track, 0.5) == pytest.approx(np.arange(20) + 0.337, abs=1e-4)
