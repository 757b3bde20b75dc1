"""From drawn pixels to beats a minute, through face tracking and all."""

import polars as pl
import pytest

from desdemona.channels.measure import measure_recording
from desdemona.faces.camera import Camera
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.recordings.recording import Recording
from desdemona.stimuli.nulls import render_noise, render_photograph
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom

CAMERA = Camera(width_px=320, height_px=320, rate_hz=30.0)
CHANNELS = ("pulse.rate.pos", "pulse.rate.chrom")


def calm(rate_bpm: float | None, duration_s: float = 30.0) -> Phantom:
    acts = tuple(Act("blink", at, at + 0.25) for at in (3.0, 8.0, 14.0, 21.0, 27.0) if at < duration_s)
    pulse = Inside() if rate_bpm is None else Inside(pulse=(PulsePoint(0.0, rate_bpm),))
    return Phantom("calm", 3, 2, "even", Script("calm", "Sits still.", duration_s, acts, pulse), CAMERA, 7)


def windows_of(recording: Recording) -> pl.DataFrame:
    return measure_recording(recording, item="x", threads=False).windows


def test_the_pulse_is_measured_within_a_beat_and_its_interval_covers() -> None:
    every = [windows_of(render_phantom(calm(rate))).with_columns(known=rate) for rate in (55.0, 72.0, 95.0, 130.0)]
    for channel in CHANNELS:
        own = pl.concat(every).filter(pl.col("channel") == channel)
        given = own.drop_nulls("value").to_dicts()
        assert len(given) >= 0.75 * own.height  # at 55 bpm half of them are withheld
        assert max(abs(row["value"] - row["known"]) for row in given) <= 0.8  # a tenth of a beat in 10 s
        # nominal 95 %; windows overlap by nine tenths, so four clips are worth a dozen independent ones
        assert sum(row["low"] <= row["known"] <= row["high"] for row in given) >= 0.9 * len(given)


@pytest.mark.parametrize("kind", ["photograph", "noise", "no pulse"])
def test_without_a_pulse_no_window_has_a_number(kind: str) -> None:
    nulls = {
        "photograph": lambda: render_photograph(calm(72.0, 15.0)),
        "noise": lambda: render_noise(CAMERA, 7, 15.0),
        "no pulse": lambda: render_phantom(calm(None, 15.0)),
    }
    windows = windows_of(nulls[kind]())
    assert windows.height >= 2
    assert windows["value"].null_count() == windows.height
    assert windows["reason"].null_count() == 0
