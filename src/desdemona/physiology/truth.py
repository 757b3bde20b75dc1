"""What is true of a phantom's inside, as rows of the truth table: from the script and the beats drawn from it."""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import polars as pl

from desdemona.physiology.beats import (
    Heart,
    draw_heart,
    heart_rng,
    instant_rate_at,
    rmssd_of,
    sdnn_of,
    tachogram_of,
)
from desdemona.physiology.blood import saturation_at
from desdemona.physiology.brain import BANDS, band_power_at
from desdemona.physiology.breath import breaths_of
from desdemona.physiology.heart import Floats
from desdemona.physiology.inside import Inside
from desdemona.physiology.scripted import breath_rate_at
from desdemona.physiology.skin import TO_PEAK_S, level_at, temperature_at
from desdemona.tables import TRUTH, Truth, to_truth


def truth_of_inside(item: str, inside: Inside, duration_s: float, rate_hz: float, seed: int) -> pl.DataFrame:
    """Return the truth table of a phantom's inside (schema `tables.TRUTH`, source "script").

    A row a time (`rate_hz` of them a second, from 0) for `pulse.rate` (bpm, the instantaneous rate: its mean over a
    stretch is the beats in it), `breath.rate` (a minute, 0 in pauses), `oxygen.saturation` (%),
    `skin_conductance.level` (µS, tonic), `skin.temperature` (°C) and `eeg.delta`, `.theta`, `.alpha`, `.beta` (µV²),
    each where the phantom has it.

    A row an event for `pulse.beat` (at the R wave; label `normal` or `ectopic`), `breath.cycle` (from breathing in to
    the next), `breath.pause`, `effort` (value: bpm of rise it tends to), `skin_conductance.response` (from onset to
    peak, µS), and `tremor.frequency` (Hz) with `tremor.amplitude` (mm or degrees), labelled by part and direction.

    A row for the whole: `pulse` (`present` or `absent`), and `pulse.sdnn` and `pulse.rmssd` (ms) over the normal
    intervals of the beats drawn, where there are enough of them. `seed` is that of `beats_of`.
    """
    times_s = np.arange(max(1, round(duration_s * rate_hz))) / rate_hz
    heart = draw_heart(inside, duration_s, rng=heart_rng(seed))
    curves = [_curve_rows(item, output, times_s, values) for output, values in _curves(inside, heart, times_s).items()]
    events = [*_heart_rows(item, inside, heart), *_breath_rows(item, inside, duration_s), *_other_rows(item, inside)]
    return pl.concat([*curves, to_truth(events)])


def _curves(inside: Inside, heart: Heart, times_s: Floats) -> dict[str, Floats]:
    curves: dict[str, Floats] = {}
    if inside.pulse:
        curves["pulse.rate"] = instant_rate_at(heart, times_s)
    if inside.breath:
        curves["breath.rate"] = breath_rate_at(inside, times_s)
    if inside.oxygen:
        curves["oxygen.saturation"] = saturation_at(inside, times_s)
    if inside.skin_conductance:
        curves["skin_conductance.level"] = level_at(inside, times_s)
    if inside.skin_temperature:
        curves["skin.temperature"] = temperature_at(inside, times_s)
    if inside.bands:
        curves |= {f"eeg.{band}": band_power_at(inside, band, times_s) for band in BANDS}
    return curves


def _curve_rows(item: str, output: str, times_s: Floats, values: Floats) -> pl.DataFrame:
    known = pl.DataFrame({"t_start_s": times_s, "t_end_s": times_s, "value": values})
    said = {"item": item, "output": output, "source": "script"}
    return known.select(
        [
            pl.col(name) if name in known.columns else pl.lit(said.get(name), dtype=kind).alias(name)
            for name, kind in TRUTH.items()
        ]
    )


def _heart_rows(item: str, inside: Inside, heart: Heart) -> Iterator[Truth]:
    yield Truth(item, 0.0, heart.duration_s, "pulse", label="present" if inside.pulse else "absent")
    for beat_s, ectopic in zip(heart.beats_s, heart.ectopic[heart.within], strict=True):
        yield Truth(item, float(beat_s), float(beat_s), "pulse.beat", label="ectopic" if ectopic else "normal")
    tachogram = tachogram_of(heart)
    for output, value in (("pulse.sdnn", sdnn_of(tachogram)), ("pulse.rmssd", rmssd_of(tachogram))):
        if not math.isnan(value):
            yield Truth(item, 0.0, heart.duration_s, output, value=value)


def _breath_rows(item: str, inside: Inside, duration_s: float) -> Iterator[Truth]:
    begins_s = breaths_of(inside, duration_s)
    for begin_s, end_s in pairwise([*begins_s, duration_s]):
        yield Truth(item, float(begin_s), float(end_s), "breath.cycle")
    for pause in inside.breath_pauses:
        yield Truth(item, pause.t_start_s, pause.t_end_s, "breath.pause")
    for effort in inside.efforts:
        yield Truth(item, effort.t_start_s, effort.t_end_s, "effort", value=effort.pulse_rise_bpm)


def _other_rows(item: str, inside: Inside) -> Iterator[Truth]:
    for response in inside.skin_responses:
        peak_s = response.t_s + TO_PEAK_S
        yield Truth(item, response.t_s, peak_s, "skin_conductance.response", value=response.amplitude_microsiemens)
    for tremor in inside.tremors:
        label, start_s, end_s = f"{tremor.part} {tremor.direction}", tremor.t_start_s, tremor.t_end_s
        yield Truth(item, start_s, end_s, "tremor.frequency", label, tremor.frequency_hz)
        yield Truth(item, start_s, end_s, "tremor.amplitude", label, tremor.amplitude)
