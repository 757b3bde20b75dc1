"""Action units of drawn people against their scripts: few, short and small; benchmarks/action_units.py has more."""

from functools import cache

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr

from desdemona.channels.groups import Group
from desdemona.channels.measure import measure_recording
from desdemona.channels.units.catalogue import ACTION_UNITS
from desdemona.faces.camera import Camera
from desdemona.faces.wear import Wear
from desdemona.stimuli.phantom import Act, Cause, Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.truth import truth_of

Floats = NDArray[np.float64]
HALVES: tuple[tuple[Cause, ...], ...] = (
    ("au1", "au4", "au6", "au9", "au12", "au15", "au20", "au24", "au26", "au43"),
    ("au2", "au5", "au7", "au10", "au14", "au17", "au23", "au25", "au27"),
)
WHO: tuple[tuple[int, int, tuple[Wear, ...]], ...] = ((0, 3, ()), (3, 8, ()), (5, 2, ("glasses",)))
"""Identity, skin tone and what is worn."""


def phantom(who: int, script: Script) -> Phantom:
    number, tone, wearing = WHO[who]
    return Phantom("p", number, tone, "even", script, Camera(340, 340, 10.0), number, wearing)


def measured(film: Phantom) -> pl.DataFrame:
    groups: tuple[Group, ...] = ("units",)
    return measure_recording(render_phantom(film), item="p", groups=groups, threads=False).frames


@cache
def one_after_another(who: int, half: int) -> tuple[Phantom, pl.DataFrame]:
    """Measure a phantom who does half of the units one after the other; the last half second she blinks."""
    acts = [
        Act(unit, 1.0 + 1.7 * place, 2.6 + 1.7 * place, onset_s=0.7, offset_s=0.7)
        for place, unit in enumerate(HALVES[half])
    ]
    end_s = acts[-1].t_end_s + 1.2
    film = phantom(who, Script("units", "Units.", end_s, (*acts, Act("blink", end_s - 0.8, end_s - 0.5))))
    return film, measured(film)


def told(frames: pl.DataFrame, unit: str) -> Floats:
    key = "au23_24" if unit in ("au23", "au24") else unit
    return frames[f"{key}_share"].cast(pl.Float64).fill_null(np.nan).to_numpy()


@pytest.mark.parametrize(("who", "half"), [(0, 0), (1, 1), (2, 0)], ids=["light", "dark", "glasses"])
def test_units_follow_their_script(who: int, half: int) -> None:
    film, frames = one_after_another(who, half)
    truth, t_s = truth_of(film), frames["t_s"].to_numpy()
    for act in film.script.acts[:-1]:
        drawn = truth.filter(pl.col("output") == f"{act.cause}.left").sort("t_start_s")["value"].to_numpy()
        amount = told(frames, act.cause)
        own = (t_s > act.t_start_s - 0.3) & (t_s < act.t_end_s + 0.3) & np.isfinite(amount)
        assert spearmanr(amount[own], drawn[own]).statistic >= 0.88, act.cause  # .9, less the ties of 22 frames
        apex = (t_s > act.t_start_s + 0.65) & (t_s < act.t_end_s - 0.65)
        assert amount[apex].mean() > 0.35, act.cause


def test_a_unit_alone_is_told_as_the_strongest_of_all_but_those_of_its_muscle() -> None:
    film, frames = one_after_another(0, 0)
    t_s = frames["t_s"].to_numpy()
    kin = {"au26": {"au25", "au27"}, "au24": {"au23_24"}}
    for act in film.script.acts[:-1]:
        apex = (t_s > act.t_start_s + 0.65) & (t_s < act.t_end_s - 0.65)
        amounts = {channel.unit_name: np.nanmean(told(frames, channel.unit_name)[apex]) for channel in ACTION_UNITS
                   if np.isfinite(told(frames, channel.unit_name)[apex]).any()}  # fmt: skip
        own = max(amounts[name] for name in {act.cause, *kin.get(act.cause, ())} if name in amounts)
        others = {name: value for name, value in amounts.items() if name not in {act.cause, *kin.get(act.cause, ())}}
        assert own > 1.5 * max(others.values()), (act.cause, others)


def test_a_blink_is_told_as_a_blink() -> None:
    film, frames = one_after_another(1, 1)
    blink = film.script.acts[-1]
    near = (frames["t_s"].to_numpy() > blink.t_start_s) & (frames["t_s"].to_numpy() < blink.t_end_s)
    assert told(frames, "au45")[near].max() > 0.6
    assert told(frames, "au43")[near].max() == 0
    assert told(frames, "au45")[: near.argmax() - 3].max() == 0


def test_a_head_that_turns_and_looks_and_speaks_shows_no_other_unit() -> None:
    acts = (
        Act("head_yaw", 2.0, 4.0, 14.0),
        Act("head_yaw", 4.2, 6.2, -14.0),
        Act("head_pitch", 6.5, 8.5, -10.0),
        Act("gaze_yaw", 9.0, 10.5, 12.0),
        Act("gaze_pitch", 11.0, 12.5, -15.0),
        Act("talk", 13.0, 16.0, 0.8),
    )
    frames = measured(phantom(1, Script("null", "Null.", 17.0, acts)))
    of_jaw_and_lips = {"au25", "au26", "au27", "au17", "au20", "au23_24", "au10"}
    for channel in ACTION_UNITS:
        if channel.unit_name not in of_jaw_and_lips:
            assert np.nanquantile(told(frames, channel.unit_name), 0.9) < 0.25, channel.unit_name
            assert np.nanmean(told(frames, channel.unit_name)) < 0.07, channel.unit_name
