import numpy as np
import pytest
from tests.channels.contact.worn import SEED, farthest, noises, values, worn

from desdemona.channels.contact.beats import find_beats
from desdemona.channels.contact.contact_channel import Settings
from desdemona.channels.contact.heart_channels import measure_heart
from desdemona.channels.contact.intervals import normal_of
from desdemona.channels.contact.variability import band_powers_ms2
from desdemona.physiology.beats import beats_of, draw_heart, heart_rng, rmssd_of, sdnn_of, tachogram_of
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside, Variability
from desdemona.sensors.signal import Kind, Signal

BOTH: tuple[Kind, ...] = ("ecg", "ppg")


def beating(rate_bpm: float, sdnn_ms: float = 20.0, ectopic_s: tuple[float, ...] = ()) -> Inside:
    return Inside(
        pulse=(PulsePoint(0, rate_bpm),),
        variability=Variability(sdnn_ms),
        ectopic_s=ectopic_s,
        breath=(BreathPoint(0, 15),),
    )


@pytest.mark.parametrize("rate_bpm", [40, 72, 120, 200])
@pytest.mark.parametrize("noise", [0.0, 0.2])
def test_every_r_wave_is_found_once_within_5_ms(rate_bpm: float, noise: float) -> None:
    inside = beating(rate_bpm)
    beats = find_beats(worn(inside, 60, noise)["ecg"])
    truth_s = beats_of(inside, 60, SEED)
    assert beats.times_s.size == truth_s.size
    assert farthest(beats.times_s, truth_s) < 0.005  # 0.2 mV of noise beside 1.1 mV: two samples and a half at 500 Hz


def test_an_inverted_ecg_has_the_same_beats() -> None:
    ecg = worn(beating(72), 60)["ecg"]
    upright, inverted = (find_beats(Signal("e", "ecg", "mV", sign * ecg.values, 0.0, 500.0)) for sign in (1, -1))
    np.testing.assert_allclose(inverted.times_s, upright.times_s, atol=1e-6)


@pytest.mark.parametrize("rate_bpm", [40, 72, 120, 180])
def test_every_pulse_is_found_once_with_the_intervals_of_the_heart(rate_bpm: float) -> None:
    inside = beating(rate_bpm)
    found_ms = 1000 * np.diff(find_beats(worn(inside, 60, 0.01)["ppg"]).times_s)
    truth_s = beats_of(inside, 60, SEED)
    delay = int(np.ceil(0.4 * rate_bpm / 60))  # the waves of the last beats come after the end, some before the start
    assert abs(found_ms.size - truth_s.size + 1) <= 1
    best = min(
        np.abs(found_ms[k : k + truth_s.size - 6] - 1000 * np.diff(truth_s)[j : j + truth_s.size - 6]).max()
        for k in range(delay + 1)
        for j in range(delay + 1)
        if min(found_ms[k:].size, truth_s.size - 1 - j) >= truth_s.size - 6
    )
    assert best < 0.05 * 60_000 / rate_bpm  # a rise lasts a fifth of a beat; noise and shape move its steepest point


@pytest.mark.parametrize("kind", BOTH)
def test_the_rate_is_that_of_the_beats_in_the_window(kind: Kind) -> None:
    inside = Inside(pulse=(PulsePoint(0, 60), PulsePoint(60, 100)), breath=(BreathPoint(0, 15),))
    windows = measure_heart(worn(inside, 60)[kind], Settings())[f"heart.rate.{kind}"].windows
    middles_s = np.array([(window.t_start_s + window.t_end_s) / 2 for window in windows])
    truth_bpm = 60 + 40 * middles_s / 60
    assert np.isfinite(values(windows)).all()
    np.testing.assert_allclose(values(windows), truth_bpm, atol=1.0)  # beats lie a little before or after the middle


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("noise", ["white", "pink", "brown", "mains", "steps", "drift", "flat"])
def test_nobody_has_no_heart_rate(kind: Kind, noise: str) -> None:
    rate_hz = 250.0 if kind == "ecg" else 64.0
    signal = Signal("x", kind, "mV", noises(round(60 * rate_hz), rate_hz)[noise], 0.0, rate_hz)
    found = measure_heart(signal, Settings())
    assert not np.isfinite(values(found[f"heart.rate.{kind}"].windows)).any()
    assert all(window.reason for window in found[f"heart.rate.{kind}"].windows)


def test_a_phantom_without_a_pulse_has_no_rate() -> None:
    sensors = worn(Inside(breath=(BreathPoint(0, 15),)), 30, 0.01)
    for kind in BOTH:
        windows = measure_heart(sensors[kind], Settings())[f"heart.rate.{kind}"].windows
        assert not np.isfinite(values(windows)).any()


def test_ectopic_beats_are_marked_and_little_else() -> None:
    at_s = (20.3, 50.2, 80.5, 110.1)
    inside = beating(66, 30, at_s)
    heart = draw_heart(inside, 150, rng=heart_rng(SEED))
    found = measure_heart(worn(inside, 150)["ecg"], Settings())["heart.interval.ecg"].events
    truth = tachogram_of(heart)
    assert len(found) == truth.intervals_ms.size
    np.testing.assert_allclose([event.value for event in found if event.value], truth.intervals_ms, atol=10)
    marked = np.array([event.label == "artefact" for event in found])
    strong = ~truth.normal & (np.abs(truth.intervals_ms / np.median(truth.intervals_ms) - 1) > 0.15)
    assert strong.sum() >= 6
    assert marked[strong].all()
    assert (marked & truth.normal).sum() <= 0.02 * truth.normal.sum()  # 98 of 100 normal ones stay


def test_a_regular_heart_has_no_artefacts_and_a_missed_beat_is_one() -> None:
    lengths_ms = np.full(60, 800.0)
    assert normal_of(lengths_ms).all()
    lengths_ms[30] = 1600.0
    assert np.flatnonzero(~normal_of(lengths_ms)).tolist() == [30]


@pytest.mark.parametrize("kind", BOTH)
def test_variability_of_five_minutes_is_that_of_the_drawn_beats(kind: Kind) -> None:
    inside = beating(66, 45)
    truth = tachogram_of(draw_heart(inside, 310, rng=heart_rng(SEED)))
    found = measure_heart(worn(inside, 310)[kind], Settings())
    first = {
        name: found[f"heart.{name}.{kind}"].windows[0].value for name in ("sdnn", "rmssd", "lf", "hf", "lf_over_hf")
    }
    low, high = band_powers_ms2(truth.times_s[truth.times_s < 300], truth.intervals_ms[truth.times_s < 300])
    # A pulse wave's shape is stretched with its beat, which moves its fastest rise: 3 %, 10 %, 15 % for the powers.
    near = {"ecg": (0.01, 0.02, 0.03), "ppg": (0.03, 0.1, 0.15)}[kind]
    assert first["sdnn"] == pytest.approx(sdnn_of(truth), rel=near[0] + 0.02)  # and 300 of its 310 s
    assert first["rmssd"] == pytest.approx(rmssd_of(truth), rel=near[1] + 0.02)
    assert first["lf"] == pytest.approx(low, rel=near[2])
    assert first["hf"] == pytest.approx(high, rel=near[2])
    assert first["lf_over_hf"] == pytest.approx(low / high, rel=2 * near[2])


def test_band_powers_are_those_of_known_sines() -> None:
    ends_s = np.cumsum(np.full(400, 0.8))
    lengths_ms = 800 + 30 * np.sin(2 * np.pi * 0.1 * ends_s) + 20 * np.sin(2 * np.pi * 0.3 * ends_s)
    low, high = band_powers_ms2(ends_s, lengths_ms)
    assert low == pytest.approx(30**2 / 2, rel=0.02)
    assert high == pytest.approx(20**2 / 2, rel=0.05)  # the spline flattens 0.3 Hz, seen 4 times a wave, a little


def test_ultra_short_variability_is_refused_with_its_reason() -> None:
    found = measure_heart(worn(beating(66), 60)["ecg"], Settings())
    (window,) = found["heart.sdnn.ecg"].windows
    assert window.value is None
    assert window.reason == "recording of 60 s; the least is 300 s (Task Force 1996)"


def test_a_gap_withholds_its_windows_and_makes_no_interval() -> None:
    ecg = worn(beating(72), 60)["ecg"]
    held = ecg.values.copy()
    held[10_000:15_000] = np.nan
    found = measure_heart(Signal("e", "ecg", "mV", held, 100.0, 500.0), Settings())
    windows = found["heart.rate.ecg"].windows
    known = np.isfinite(values(windows))
    starts_s = np.array([window.t_start_s for window in windows])
    assert known[starts_s <= 110].all()
    assert not known[(starts_s >= 112) & (starts_s <= 128)].any()
    assert known[starts_s >= 130].all()
    assert max(event.value for event in found["heart.interval.ecg"].events if event.value) < 1000


def test_too_slow_a_sensor_is_told() -> None:
    slow = Signal("e", "ecg", "mV", np.sin(np.arange(500)), 0.0, 50.0)
    (window,) = measure_heart(slow, Settings())["heart.rate.ecg"].windows
    assert window.reason == "50 samples a second; ecg beats need 100"


def test_beats_of_a_long_recording_are_those_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    ecg = worn(beating(72), 90, 0.05)["ecg"]
    whole = find_beats(ecg)
    monkeypatch.setattr("desdemona.channels.contact.beats.CHUNK_S", 20.0)
    np.testing.assert_allclose(find_beats(ecg).times_s, whole.times_s, atol=1e-3)


def test_neurokit_finds_the_same_beats() -> None:
    neurokit = pytest.importorskip("neurokit2", reason="neurokit2 is not installed; it is only compared with here")
    ecg = worn(beating(72), 60, 0.05)["ecg"]
    theirs = neurokit.ecg_findpeaks(neurokit.ecg_clean(ecg.values, sampling_rate=500), sampling_rate=500)["ECG_R_Peaks"]
    assert (
        farthest(find_beats(ecg).times_s, np.asarray(theirs) / 500) < 0.02
    )  # theirs are whole samples of a filtered ECG
