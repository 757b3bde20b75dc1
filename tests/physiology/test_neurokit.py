"""An independent reader of contact sensors finds what was scripted (skipped where NeuroKit2 is not installed)."""

import importlib

import numpy as np
import pytest

from desdemona.physiology.beats import beats_of
from desdemona.physiology.blood import FINGER_DELAY_S
from desdemona.physiology.heart import PEAK_TURNS, PulsePoint
from desdemona.physiology.inside import BreathPoint, ConductancePoint, Inside, SkinResponse, Variability
from desdemona.physiology.sensors import SensorTrack, contact_sensors

pytest.importorskip("neurokit2", reason="NeuroKit2 is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")
nk = importlib.import_module("neurokit2")

ONSETS_S = (10.0, 22.0, 35.0, 47.0, 70.0, 95.0)
INSIDE = Inside(
    (PulsePoint(0.0, 65.0), PulsePoint(120.0, 85.0)),
    Variability(35.0),
    breath=(BreathPoint(0.0, 14.0),),
    skin_conductance=(ConductancePoint(0.0, 5.0), ConductancePoint(120.0, 5.5)),
    skin_responses=tuple(SkinResponse(t_s, 0.3 + 0.1 * index) for index, t_s in enumerate(ONSETS_S)),
)
RATE_HZ = 1000
TRACKS = contact_sensors(
    INSIDE, 120.0, {"ecg": RATE_HZ, "ppg": 500.0, "respiration": 50.0, "skin_conductance": 50.0}, 4
)
BEATS_S = beats_of(INSIDE, 120.0, 4)


def furthest_s(found_s: np.ndarray, true_s: np.ndarray) -> float:
    """Return how far the worst of the true instants is from the nearest found one, the first and last left out."""
    return float(max(np.abs(found_s - instant_s).min() for instant_s in true_s[1:-1]))


def cleaned(track: SensorTrack, clean: str) -> np.ndarray:
    return np.asarray(getattr(nk, clean)(track.values, sampling_rate=int(track.rate_hz)))


def test_r_peaks_of_the_ecg() -> None:
    _, found = nk.ecg_peaks(cleaned(TRACKS["ecg"], "ecg_clean"), sampling_rate=RATE_HZ)
    peaks_s = found["ECG_R_Peaks"] / RATE_HZ
    assert abs(len(peaks_s) - len(BEATS_S)) <= 1
    assert furthest_s(peaks_s, BEATS_S) < 0.010


def test_systolic_peaks_of_the_finger() -> None:
    _, found = nk.ppg_peaks(cleaned(TRACKS["ppg"], "ppg_clean"), sampling_rate=500)
    expected_s = BEATS_S[:-1] + PEAK_TURNS * np.diff(BEATS_S) + FINGER_DELAY_S
    assert furthest_s(found["PPG_Peaks"] / 500, expected_s) < 0.015  # its band filter moves the peak a little


def test_variability() -> None:
    found = nk.hrv_time({"RRI": 1000 * np.diff(BEATS_S), "RRI_Time": BEATS_S[1:]})
    assert float(found["HRV_SDNN"][0]) == pytest.approx(np.std(1000 * np.diff(BEATS_S), ddof=1), rel=1e-3)


def test_breaths() -> None:
    belt = TRACKS["respiration"]
    _, found = nk.rsp_peaks(cleaned(belt, "rsp_clean"), sampling_rate=50)
    peaks_s = np.asarray(found["RSP_Peaks"]) / 50
    expected_s = (np.arange(28) + 0.4) * 60 / 14
    assert furthest_s(peaks_s, expected_s) < 0.05


def test_skin_conductance_responses() -> None:
    conductance = TRACKS["skin_conductance"]
    phasic = nk.eda_phasic(conductance.values, sampling_rate=50)["EDA_Phasic"].to_numpy()
    _, found = nk.eda_peaks(phasic, sampling_rate=50)
    onsets_s = np.asarray(found["SCR_Onsets"], dtype=np.float64) / 50
    nearest_s = np.array([np.abs(onsets_s - onset_s).min() for onset_s in ONSETS_S])
    assert nearest_s.max() < 0.05
    assert len(onsets_s) <= len(ONSETS_S) + 1  # its high-pass rebounds after a large response
