"""Sensors and transcripts of the assay: what phantoms wear and say, and what the channels give of it."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from desdemona.assay.films import PEOPLE
from desdemona.assay.shots import Shot
from desdemona.assay.sounds import TALK_S, long_speech
from desdemona.audits.observing import feel, read
from desdemona.channels.contact.measure import measure_sensors
from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.faces.camera import Camera
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
from desdemona.sensors.signal import Kind, Signal
from desdemona.stimuli.drive import Drive, LanePoint, SpeedPoint
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.truth import truth_of
from desdemona.tables import to_truth

LENGTH_S = 330.0
NULLS = ("nothing alive", "sensor noise")
RESPONSES_S = (20.0, 55.0, 90.0, 140.0, 200.0, 260.0, 300.0)
SPEEDS_S = (0.0, 60.0, 140.0, 220.0, LENGTH_S)
DRIFTS_S = (25.0, 70.0, 110.0, 160.0, 205.0, 250.0, 295.0)
NOISY: dict[Kind, tuple[str, float, float]] = {
    "ecg": ("mV", 500.0, 0.3),
    "ppg": ("1", 100.0, 0.3),
    "respiration": ("mm", 25.0, 1.0),
    "skin_conductance": ("µS", 10.0, 0.05),
}
"""Sensors that hold nothing but white noise: unit, samples a second, standard deviation."""


def worn(number: int) -> Shot:
    """Return what sensors on one person's body tell in five and a half minutes."""
    script = Script("worn", "Drives, wired.", LENGTH_S, (), _inside(number), drive=_drive(number))
    return _worn("worn", _phantom(script, number))


def _drive(number: int) -> Drive:
    """Return a drive at changing speed that leaves its lane a few times, by as much as is drawn for each person."""
    rng = np.random.default_rng([PEOPLE[number], 5])
    speed = tuple(SpeedPoint(t_s, float(rng.uniform(40.0, 120.0))) for t_s in SPEEDS_S)
    lane = [LanePoint(0.0, 0.0)]
    for t_s in DRIFTS_S:
        side, off_m = rng.choice((-1.0, 1.0)), float(rng.uniform(0.3, 1.6))
        lane += [LanePoint(t_s, 0.0), LanePoint(t_s + 3.0, float(side) * off_m), LanePoint(t_s + 6.0, 0.0)]
    return Drive(speed, tuple(lane))


def _inside(number: int) -> Inside:
    rng = np.random.default_rng([PEOPLE[number], 3])
    rate_bpm, level_us = 60.0 + 6.0 * number, float(rng.uniform(3.0, 10.0))
    return Inside(
        pulse=(PulsePoint(0.0, rate_bpm), PulsePoint(LENGTH_S, rate_bpm + 8.0)),
        variability=Variability(float(rng.uniform(20.0, 60.0)), float(rng.uniform(0.4, 2.0))),
        breath=(BreathPoint(0.0, 11.0 + 1.5 * number, 0.5),),
        oxygen=(OxygenPoint(0.0, 98.0), OxygenPoint(LENGTH_S, float(rng.uniform(88.0, 95.0)))),
        skin_conductance=(ConductancePoint(0.0, level_us), ConductancePoint(LENGTH_S, level_us + 1.0)),
        skin_responses=tuple(
            SkinResponse(t_s + rng.uniform(-5, 5), float(rng.uniform(0.2, 1.0))) for t_s in RESPONSES_S
        ),
        skin_temperature=(TemperaturePoint(0.0, 32.0), TemperaturePoint(LENGTH_S, float(rng.uniform(33.0, 36.0)))),
        bands=(BandPoint(0.0, *(float(power) for power in rng.uniform(8.0, 40.0, 4))),),
    )


def _phantom(script: Script, number: int) -> Phantom:
    who = PEOPLE[number]
    return Phantom(f"{script.name} {who}", who, 3, "even", script, Camera(360, 360, 2.0), who)


def _worn(kind: str, phantom: Phantom) -> Shot:
    tracks = feel(phantom)
    who, truth = str(phantom.identity), truth_of(phantom)
    return Shot(kind, who, LENGTH_S, tracks.frames, tracks.events, tracks.windows, truth)


def null_sensors(number: int) -> Iterator[Shot]:
    """Give what sensors tell that are worn by nobody alive, and that give nothing but noise."""
    yield _worn(NULLS[0], _phantom(Script(NULLS[0], "Nothing alive.", LENGTH_S), number))
    rng = np.random.default_rng([PEOPLE[number], 4])
    signals = [
        Signal(kind, kind, unit, amount * rng.standard_normal(round(LENGTH_S * hz)), rate_hz=hz)
        for kind, (unit, hz, amount) in NOISY.items()
    ]
    tracks = measure_sensors(signals, item=f"noise {number}")
    yield Shot(NULLS[1], str(PEOPLE[number]), LENGTH_S, tracks.frames, tracks.events, tracks.windows, to_truth([]))


def spoken(number: int) -> Shot:
    """Return what is told of the transcript of what one person says."""
    speech = long_speech(number)
    phantom = _phantom(Script("spoken", "Talks.", TALK_S, (), voice=speech), number)
    tracks = read(phantom)
    windows = pl.DataFrame(schema=WINDOWS) if tracks is None else tracks.windows
    frames, events = pl.DataFrame(schema={"t_s": pl.Float64}), pl.DataFrame(schema=EVENTS)
    return Shot("spoken", str(phantom.identity), TALK_S, frames, events, windows, truth_of(phantom))
