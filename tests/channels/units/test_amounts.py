"""From evidence to amounts: the solver against another, neutrals, and every reason to withhold."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import nnls
from tests.channels.units.made import amounts, evidence, watched

from desdemona.channels.units.amounts import MIDLINE, NEEDS, measure_amounts, without_traces
from desdemona.channels.units.catalogue import ACTION_UNITS, REFUSED_UNITS
from desdemona.channels.units.neutral import GivenFrames, NoNeutral, OwnBaseline
from desdemona.channels.units.readout import TABLE, UNITS, Evidence, load_readouts, write_readouts
from desdemona.channels.units.solve import solve_nonnegative
from desdemona.channels.units.watching import unit_columns

OWN = OwnBaseline()
BIAS = 0.25
"""The prior that nothing acts takes off up to this share of a single unit (measured; it is least sure of unit 14)."""


def test_the_solver_agrees_with_lawson_and_hanson() -> None:
    rng = np.random.default_rng(1)
    roots = rng.normal(size=(30, 6))
    targets = rng.normal(size=(20, 30))
    ours = solve_nonnegative(targets @ roots, roots.T @ roots)
    theirs = np.array([nnls(roots, target)[0] for target in targets])
    assert ours == pytest.approx(theirs, abs=2e-3)


def test_what_is_read_back_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "readout.csv"
    write_readouts(path, load_readouts())
    assert path.read_bytes() == TABLE.read_bytes()


@pytest.mark.parametrize("unit", [unit for unit in UNITS[:17] if unit not in ("au23", "au24")])
def test_each_unit_is_told_against_the_own_neutral(unit: str) -> None:
    course = np.concatenate([np.zeros(30), np.linspace(0, 1, 10), np.ones(20), np.zeros(20)])
    told = measure_amounts(watched(evidence(amounts(80, **{unit: course}))), OWN).shares
    assert told[unit][45:55].mean() == pytest.approx(1.0, abs=BIAS)
    assert told[unit][:30].max() < 0.02
    others = [told[key][45:55] for key in NEEDS if key not in (unit, "au26", "au27")]
    if unit != "au43":  # shut lids hide two units
        assert np.max(others) < 0.1


def test_a_smile_held_most_of_the_time_is_not_taken_for_neutral() -> None:
    rng = np.random.default_rng(2)
    smile = np.concatenate([np.zeros(25), np.full(100, 0.8)])
    acting = amounts(125, au12=smile, au6=0.7 * smile) + 0.01 * np.abs(rng.normal(size=(125, 2, len(UNITS))))
    told = measure_amounts(watched(evidence(acting)), OWN).shares
    assert told["au12"][40:].mean() == pytest.approx(0.8, abs=0.1)
    assert told["au12"][:20].max() < 0.1
    assert told["au15"].max() < 0.1


def test_a_given_neutral_is_taken_at_its_word() -> None:
    smile = np.concatenate([np.full(50, 0.6), np.zeros(50)])
    clip = watched(evidence(amounts(100, au12=smile)))
    assert measure_amounts(clip, GivenFrames(0.0, 3.0)).shares["au12"].max() < 0.05
    assert measure_amounts(clip, GivenFrames(6.0, 9.0)).shares["au12"][:50].min() > 0.4


@pytest.mark.parametrize(
    ("neutral", "reason"),
    [
        (NoNeutral(), "no neutral face declared"),
        (GivenFrames(90.0, 99.0), "neutral face not seen for long enough"),
    ],
)
def test_without_a_neutral_all_but_the_jaw_are_withheld(neutral: NoNeutral | GivenFrames, reason: str) -> None:
    told = measure_amounts(watched(evidence(amounts(40, jaw=0.5, au12=1.0))), neutral)
    assert all(np.isnan(told.shares[unit]).all() for unit in NEEDS if unit not in ("au26", "au27"))
    assert told.shares["au26"] == pytest.approx(1.0)
    assert told.why["neutral"] == [reason] * 40


def test_no_face_and_hidden_regions_are_withheld_with_their_reason() -> None:
    found = evidence(amounts(60, au12=np.repeat([0, 1.0], 30), au1=np.repeat([0, 1.0], 30)))
    for values in (found.units, found.gap_mm, found.head_deg):
        values[40:45] = np.nan
    clip = watched(found)
    why = {**clip.why, "mouth": ["mouth covered or without detail" if 50 <= n < 60 else None for n in range(60)]}
    told = measure_amounts(replace(clip, why=why), OWN)
    assert np.isnan(told.shares["au12"][40:45]).all()
    assert np.isnan(told.shares["au12"][50:]).all()
    assert np.isfinite(told.shares["au1"][50:]).all()
    assert told.why["mouth"][55] == "mouth covered or without detail"


def test_a_head_turned_away_is_withheld() -> None:
    found = evidence(amounts(60))
    found.head_deg[40:, 0] = 25.0
    told = measure_amounts(watched(found), OWN)
    assert told.why["eyes"][45] == "head turned away"
    assert np.isnan(told.shares["au6"][45:]).all()
    assert np.isfinite(told.shares["au6"][:40]).all()


def test_closed_lids_are_a_blink_or_not_and_hide_two_units() -> None:
    shut = np.zeros(80)
    shut[20:23] = shut[50:70] = 1.0
    blinking = np.zeros(80)
    blinking[20:23] = 1.0
    told = measure_amounts(watched(evidence(amounts(80, au43=shut)), blinking=blinking), OWN).shares
    assert told["au45"][20:23].min() > 0.8
    assert told["au45"][50:70].max() == 0
    assert told["au43"][20:23].max() == 0
    assert told["au43"][50:70].min() > 0.8
    assert np.isnan(told["au5"][50:70]).all()
    assert np.isfinite(told["au6"][50:70]).all()


def test_sides_are_told_apart_and_traces_are_none() -> None:
    acting = amounts(60)
    acting[30:, 1, UNITS.index("au12")] = 0.9
    acting[30:, 0, UNITS.index("au12")] = 0.04
    columns = unit_columns(watched(evidence(acting)))
    left, right, both = (np.asarray(columns[f"au12_{which}"]) for which in ("left_share", "right_share", "share"))
    assert left[40:].mean() == pytest.approx(0.9, abs=0.1)
    assert right.max() == 0
    assert both[40:].mean() == pytest.approx(0.45, abs=0.1)
    assert without_traces(np.array([0.04, 0.06, np.nan])) == pytest.approx([0, 0.06, np.nan], nan_ok=True)


def test_nothing_at_all_gives_empty_columns() -> None:
    columns = unit_columns(watched(Evidence(np.zeros((0, 2, 2, 20)), np.zeros(0), np.zeros((0, 3)))))
    assert all(len(column) == 0 for column in columns.values())


def test_every_unit_is_described_once() -> None:
    names = [channel.name for channel in ACTION_UNITS]
    assert len(set(names)) == len(names) == len(NEEDS)
    for channel in ACTION_UNITS:
        assert channel.caveat.endswith(".")
        assert channel.rung == "sign"
        assert (len(channel.columns) == 1) == (channel.unit_name in MIDLINE)
    assert {refused.name for refused in REFUSED_UNITS}.isdisjoint(names)
    assert all(refused.reason for refused in REFUSED_UNITS)
