"""Contact sensors, as asked and as their samples show: beats, waves, breath, skin, brain."""

from collections.abc import Iterator

import numpy as np

from desdemona.passport.films import Floats
from desdemona.passport.row import Group, Row, Tolerance
from desdemona.passport.sounds import parabola_top
from desdemona.physiology.beats import draw_heart, heart_rng
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import (
    BandPoint,
    BreathPoint,
    ConductancePoint,
    Inside,
    OxygenPoint,
    SkinResponse,
    TemperaturePoint,
    Variability,
)
from desdemona.physiology.sensors import SensorTrack, contact_sensors

LENGTH_S, SEED = 300.0, 4
RATE_BPM, SDNN_MS, LOW_OVER_HIGH = 66.0, 45.0, 0.5
BREATHS_PER_MIN, DEPTH = 15.0, 0.5
BANDS_UV2 = {"delta": 30.0, "theta": 18.0, "alpha": 42.0, "beta": 9.0}
BANDS_HZ = {"delta": (1.0, 4.0), "theta": (4.0, 8.0), "alpha": (8.0, 13.0), "beta": (13.0, 30.0)}
"""Powers that are asked, and where each band lies by specification."""
LOW_HZ, HIGH_HZ = (0.05, 0.15), (0.2, 0.3)
"""The bands of variability around 0.1 Hz and around the breath of 15 a minute."""

ASKED = Inside(
    pulse=(PulsePoint(0.0, RATE_BPM),),
    variability=Variability(SDNN_MS, LOW_OVER_HIGH),
    breath=(BreathPoint(0.0, BREATHS_PER_MIN, DEPTH),),
    oxygen=(OxygenPoint(0.0, 96.0),),
    skin_conductance=(ConductancePoint(0.0, 4.0),),
    skin_responses=(SkinResponse(60.0, 0.8),),
    skin_temperature=(TemperaturePoint(0.0, 33.5),),
    bands=(BandPoint(0.0, **{f"{band}_uv2": power for band, power in BANDS_UV2.items()}),),
)
"""What goes on inside for five minutes."""

_R_PEAKS = "peaks of the ECG over 0.6 mV"


def tracks_of(inside: Inside) -> dict[str, SensorTrack]:
    """Return every contact sensor over five minutes."""
    return contact_sensors(inside, LENGTH_S, {}, SEED)


def peak_times(track: SensorTrack, over: float) -> Floats:
    """Return the times of all local peaks over a level, between samples by a parabola."""
    values = track.values
    at = np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:]) & (values[1:-1] > over)) + 1
    shifts = np.array([parabola_top(*values[place - 1 : place + 2]) for place in at])
    return np.asarray((at + shifts) / track.rate_hz)


def beat_rows(asked: Inside, shown: dict[str, SensorTrack]) -> Iterator[Row]:
    """Give number, places and spread of the beats in the ECG."""
    beats_s, seen_s = draw_heart(asked, LENGTH_S, rng=heart_rng(SEED)).beats_s, peak_times(shown["ecg"], 0.6)
    count = RATE_BPM / 60 * LENGTH_S
    yield Row("ECG: beats in five minutes", count, len(seen_s), "beats", Tolerance("apart", 0.5), _R_PEAKS, 0)
    off_ms = 1000 * np.abs(seen_s - beats_s).max() if len(seen_s) == len(beats_s) else float("nan")
    told = "ECG: furthest R peak from its beat in the truth"
    yield Row(told, 0.0, float(off_ms), "ms", Tolerance("at_most", 2.0), _R_PEAKS)
    steps_ms = 1000 * np.diff(seen_s)
    yield Row("ECG: SDNN", SDNN_MS, float(steps_ms.std(ddof=1)), "ms", Tolerance("share", 0.02), _R_PEAKS)
    yield Row(
        "ECG: low over high band", LOW_OVER_HIGH, _low_over_high(seen_s), "of power", Tolerance("share", 0.1),
        "lock-ins of the intervals",
    )  # fmt: skip


def _low_over_high(peaks_s: Floats) -> float:
    """Return the power of the intervals around 0.1 Hz over that around the breath, by lock-ins at the beats' times.

    Intervals brought to even times first would lose a third of the upper band.
    """
    steps_s, middle_s = np.diff(peaks_s), (peaks_s[1:] + peaks_s[:-1]) / 2

    def power(band_hz: tuple[float, float]) -> float:
        grid_hz = np.arange(*band_hz, 1 / LENGTH_S)
        return float(
            (np.abs(np.exp(-2j * np.pi * grid_hz[:, None] * middle_s) @ (steps_s - steps_s.mean())) ** 2).sum()
        )

    return power(LOW_HZ) / power(HIGH_HZ)


def _power(values: Floats) -> Floats:
    """Return the power of a signal at each frequency of its Fourier transform; the sum is its variance."""
    spectrum = np.fft.rfft(values - values.mean())
    return np.asarray(2 * np.abs(spectrum) ** 2 / len(values) ** 2)


def wave_rows(shown: dict[str, SensorTrack]) -> Iterator[Row]:
    """Give size and lag of the finger's wave, and rate and depth of the breath in the belt."""
    ppg, belt = shown["ppg"].values, shown["respiration"]
    crests_s, beats_s = peak_times(shown["ppg"], 0.3), peak_times(shown["ecg"], 0.6)
    per_beat = len(crests_s) / len(beats_s)
    means = "peaks of the finger's wave"
    yield Row("PPG: crests for each beat", 1.0, per_beat, "crests", Tolerance("apart", 0.01), means)
    swing = float(np.ptp(ppg))
    yield Row("PPG: peak to trough", 1.0, swing, "of its unit", Tolerance("share", 0.15), "largest less smallest")
    level = belt.values - belt.values.mean()
    rises = np.count_nonzero((level[:-1] < 0) & (level[1:] >= 0)) * 60 / LENGTH_S
    told = "belt: breaths a minute"
    yield Row(told, BREATHS_PER_MIN, float(rises), "a minute", Tolerance("apart", 0.2), "rises through the mean")
    depth_mm = float(np.ptp(belt.values))
    yield Row("belt: depth", 10 * DEPTH, depth_mm, "mm", Tolerance("share", 0.01), "largest less smallest")


def skin_rows(shown: dict[str, SensorTrack]) -> Iterator[Row]:
    """Give level and response of the skin's conductance, its temperature, and the oxygen."""
    conductance = shown["skin_conductance"]
    before, after = conductance.values[conductance.times_s < 60], conductance.values[conductance.times_s >= 60]
    exact = Tolerance("share", 0.001)
    yield Row("skin conductance: level", 4.0, float(before.mean()), "µS", exact, "mean before the response", 3)
    height, peak_s = float(after.max() - before.mean()), 60 + float(after.argmax()) / conductance.rate_hz
    yield Row("skin conductance: response", 0.8, height, "µS", Tolerance("share", 0.01), "largest after it", 3)
    yield Row("skin conductance: peak", 61.18, peak_s, "s", Tolerance("apart", 0.1), "place of the largest")
    warmth = float(shown["skin_temperature"].values.mean())
    yield Row("skin temperature", 33.5, warmth, "°C", exact, "mean")
    yield Row("oxygen", 96.0, float(shown["oxygen"].values.mean()), "%", exact, "mean")


def band_rows(shown: dict[str, SensorTrack]) -> Iterator[Row]:
    """Give the power of each band of the brain's waves."""
    eeg = shown["eeg"]
    hz, power = np.fft.rfftfreq(len(eeg.values), 1 / eeg.rate_hz), _power(eeg.values)
    for band, (low_hz, high_hz) in BANDS_HZ.items():
        found = float(power[(hz >= low_hz) & (hz < high_hz)].sum())
        yield Row(f"EEG: {band}", BANDS_UV2[band], found, "µV²", Tolerance("share", 0.01), "periodogram")


def contact_group() -> Group:
    """Return contact sensors as asked and as shown."""
    shown = tracks_of(ASKED)
    rows = (*beat_rows(ASKED, shown), *wave_rows(shown), *skin_rows(shown), *band_rows(shown))
    return Group(
        "Contact sensors",
        f"Five minutes of a pulse of {RATE_BPM:g} bpm, {SDNN_MS:g} ms SDNN, {BREATHS_PER_MIN:g} breaths a minute of "
        f"depth {DEPTH:g}, one skin response at 60 s. The sensors have no noise of their own. The finger's wave grows "
        "and shrinks with the breath, hence its tolerance.",
        rows,
    )
