"""Small tracks made by hand: a still face that looks ahead, on which one thing at a time is changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.contact.measure import ContactTracks
from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks
from desdemona.channels.voice.tracks import VoiceTracks
from desdemona.channels.words.measure import WordTracks
from desdemona.systems.measured import Context, Measured
from desdemona.systems.profile import load_system
from desdemona.systems.sources import SOURCES
from desdemona.systems.stated import Output, Profile, Setting, Step
from desdemona.tables import Rung

Curve = float | NDArray[np.float64]
RATE_HZ = 30.0

STILL: Mapping[str, float] = {
    "face_found": 1.0,
    "head_yaw_deg": 0.0,
    "head_pitch_deg": 0.0,
    "head_roll_deg": 0.0,
    "eye_openness_ratio": 0.4,
    "gaze_yaw_deg": 0.0,
    "gaze_pitch_deg": 0.0,
    "mouth_opening_ratio": 0.01,
    "lip_corner_raise_ratio": 0.1,
    "brow_raise_ratio": 0.3,
}


def clock(duration_s: float) -> NDArray[np.float64]:
    """Return the times of the frames."""
    return np.arange(round(duration_s * RATE_HZ)) / RATE_HZ


def made_tracks(
    duration_s: float = 20.0,
    *,
    curves: Mapping[str, Callable[[NDArray[np.float64]], Curve]] | None = None,
    blinks_s: tuple[float, ...] = (),
    pulse: tuple[tuple[float, float, float | None], ...] = (),
) -> Tracks:
    """Return tracks of a still face; `curves` replace columns, `pulse` lists (start, end, bpm or None)."""
    t_s = clock(duration_s)
    columns = {name: np.full(t_s.shape, value) for name, value in STILL.items()}
    for name, curve in (curves or {}).items():
        columns[name] = np.broadcast_to(np.asarray(curve(t_s), dtype=np.float64), t_s.shape)
    frames = pl.DataFrame({"frame": np.arange(t_s.size), "t_s": t_s, **columns}).with_columns(
        pl.col(name).fill_nan(None) for name in columns
    )
    blinks = [("blink", start, start + 0.2, 0.9) for start in blinks_s]
    windows = [
        ("pulse.rate.pos", start, end, bpm, bpm and bpm - 1, bpm and bpm + 1, None if bpm else "no pulse found")
        for start, end, bpm in pulse
    ]
    return Tracks(
        "made",
        frames,
        pl.DataFrame(blinks, schema=EVENTS, orient="row"),
        pl.DataFrame(windows, schema=WINDOWS, orient="row"),
    )


def nothing_measured(duration_s: float = 20.0) -> Tracks:
    """Return tracks of a recording without a face."""
    columns: dict[str, Callable[[NDArray[np.float64]], Curve]] = {name: (lambda _t: float("nan")) for name in STILL}
    columns["face_found"] = lambda _t: 0.0
    blind = tuple((float(start), start + 10.0, None) for start in range(int(duration_s) - 9))
    return made_tracks(duration_s, curves=columns, pulse=blind)


def between(start_s: float, end_s: float, inside: float, outside: float) -> Callable[[NDArray[np.float64]], Curve]:
    """Return a curve that has one value within a stretch and another outside."""
    return lambda t_s: np.where((t_s >= start_s) & (t_s < end_s), inside, outside)


Row = tuple[str, float, float, float | None]
"""Channel, start, end, value."""


def window_rows(rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a table of windows; without value for a reason."""
    told = [(*row, None, None, None if row[3] is not None else "made so") for row in rows]
    return pl.DataFrame(told, schema=WINDOWS, orient="row")


def sensor_tracks(duration_s: float, *, windows: Sequence[Row] = (), events: Sequence[Row] = ()) -> ContactTracks:
    """Return what sensors gave: frames once a second without columns, and the rows, all of one signal."""
    frames = pl.DataFrame({"frame": np.arange(round(duration_s)), "t_s": np.arange(duration_s, dtype=np.float64)})
    signal = pl.lit("made").alias("signal")
    told = pl.DataFrame(events, schema=EVENTS, orient="row")
    return ContactTracks("made", frames, told.with_columns(signal), window_rows(windows).with_columns(signal))


def voice_tracks(
    duration_s: float, curves: Mapping[str, Callable[[NDArray[np.float64]], Curve]], events: Sequence[Row] = ()
) -> VoiceTracks:
    """Return what was heard, in steps of 10 ms; columns that are not given are not measured."""
    t_s = np.arange(round(duration_s * 100)) / 100
    columns = {
        name: np.broadcast_to(np.asarray(curve(t_s), dtype=np.float64), t_s.shape) for name, curve in curves.items()
    }
    frames = pl.DataFrame({"t_s": t_s, **columns}).with_columns(pl.col(name).fill_nan(None) for name in columns)
    none = window_rows(())
    return VoiceTracks("made", frames, pl.DataFrame(events, schema=EVENTS, orient="row"), none)


def said_words(rows: Sequence[Row], tiers: Sequence[str] = ("speaker",)) -> WordTracks:
    """Return what was counted in a transcript, the same on every tier."""
    told = [window_rows(rows).with_columns(pl.lit(tier).alias("tier")) for tier in tiers]
    return WordTracks("made", pl.concat(told))


def brought(windows: Sequence[Row] = (), events: Sequence[Row] = ()) -> Context:
    """Return context: grades, hazards and means of a class as windows, stimuli as events."""
    return Context(window_rows(windows), pl.DataFrame(events, schema=EVENTS, orient="row"))


@dataclass(frozen=True, slots=True)
class MadeStep:
    """One step of a system made for a test: its part, its inputs by slot, its numbers and labels."""

    part: str
    inputs: Mapping[str, str]
    numbers: Mapping[str, float] = field(default_factory=dict)
    labels: tuple[str, ...] = ()


def made_system(steps: Mapping[str, MadeStep], outputs: Mapping[str, Rung]) -> Profile:
    """Return a system of these steps that tells these steps or channels, each under its own name."""
    pipeline = tuple(
        Step(
            name,
            step.part,
            tuple(step.inputs.items()),
            tuple(Setting(number, value, "made") for number, value in step.numbers.items()),
            step.labels,
        )
        for name, step in steps.items()
    )
    told = tuple(Output(name, rung, name) for name, rung in outputs.items())
    real = load_system("tal-magic-mirror")
    return replace(real, id="made", outputs=told, assumed=(), pipeline=pipeline, refused=())


def said(readings: pl.DataFrame, output: str) -> pl.DataFrame:
    """Return the readings of one output."""
    return readings.filter(pl.col("output") == output)


def everything_measured(seed: int, duration_s: float = 40.0) -> Measured:
    """Return a recording on which every source has a value, and gaps: none of them means anything."""
    rng = np.random.default_rng(seed)

    def wander(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        value = np.repeat(rng.integers(0, 3, t_s.size // 15 + 1) / 2, 15)[: t_s.size]
        return np.where(rng.random(t_s.size) < 0.05, np.nan, value)

    def rows(table: str, kind: str) -> list[Row]:
        names = [source.name for source in SOURCES if (source.table, source.kind) == (table, kind)]
        starts = sorted(float(start) for start in rng.integers(0, int(duration_s) - 4, 8))
        return [
            (name, start, start + 4.0, None if kind == "windows" and rng.random() < 0.1 else float(rng.random()))
            for name in names
            for start in starts
        ]

    def curves(table: str) -> dict[str, Callable[[NDArray[np.float64]], Curve]]:
        return {source.column: wander for source in SOURCES if source.table == table and source.column}

    seen = made_tracks(duration_s, curves=curves("pictures"))
    pictures = replace(
        seen,
        events=pl.DataFrame(rows("pictures", "events"), schema=EVENTS, orient="row"),
        windows=window_rows(rows("pictures", "windows")),
    )
    heard = voice_tracks(duration_s - 3.3, curves("voice"), rows("voice", "events"))
    voice = replace(heard, windows=window_rows(rows("voice", "windows")))
    sensors = sensor_tracks(duration_s, windows=rows("sensors", "windows"), events=rows("sensors", "events"))
    context = brought(rows("context", "windows"), rows("context", "events"))
    return Measured("made", pictures, voice, sensors, said_words(rows("words", "windows")), context)
