"""A drive in an audit: what the car tells is measured, and a swerve says nothing of its reason."""

from dataclasses import replace
from functools import cache

import pytest
from tests.audits.small_cast import FACE, small_cast

from desdemona.audits.audit import Observed, audit
from desdemona.audits.cast import PLAYERS, Item, sector_cast
from desdemona.audits.gallery import departures_in, facts_of
from desdemona.audits.measuring import measure_item, renamed, seen_and_heard
from desdemona.audits.observing import brought, feel, observe
from desdemona.audits.questions import flag_of, stories_of, vehicle_flags
from desdemona.audits.sectors import SHOWN
from desdemona.audits.truths import truth_table
from desdemona.reports.report import Report
from desdemona.scenes.scene import Scene
from desdemona.stimuli.scripts import ready_script
from desdemona.systems.measured import Measured
from desdemona.systems.profile import load_system
from desdemona.trials.finding import Finding

SWERVES = ("avoids_hole", "careless_swerve")


def unplaced(item: Item) -> Item:
    """The same item as one face before the camera of the cast's rooms, one picture in ten seconds."""
    camera = replace(item.phantom.camera, width_px=180, height_px=180, rate_hz=0.1)
    script = replace(item.phantom.script, scene=None, acts=())
    return replace(item, phantom=replace(item.phantom, script=script, camera=camera))


@cache
def driven() -> Observed:
    """Six people in both scenes of a swerve, measured once a person; and three people who drive nothing."""
    items = [unplaced(i) for i in sector_cast("driving", seed=0) if i.phantom.script.name in SWERVES]
    still = [item for item in small_cast(seed=0) if item.phantom.script.name == "attentive"][:2]
    seen: dict[Item, Measured] = {}
    measured = {item.name: measure_item(item, FACE) for item in still}
    for item in items:
        key = seen_and_heard(item)
        if key not in seen:
            seen[key] = observe(item, FACE)
        measured[item.name] = renamed(seen[key], item.name)
    assert len(seen) == PLAYERS
    cast = (*still, *items)
    return Observed(cast, measured, truth_table(cast), 0)


@cache
def report() -> Report:
    return audit("ping-an-drvr", observed=driven())


def finding(name: str) -> Finding:
    return next(each for each in report().findings if each.id == name)


def test_a_car_is_felt_with_the_margin_of_its_lane_and_only_where_there_is_one() -> None:
    swerve = next(i for i in sector_cast("driving", seed=0) if i.phantom.script.name == "avoids_hole")
    felt = feel(swerve.phantom)
    assert {"vehicle.speed", "vehicle.lane_departures"} <= set(felt.windows["channel"])
    assert felt.events["channel"].to_list().count("vehicle.lane_departure") == 1
    assert not {c for c in feel(small_cast(seed=0)[0].phantom).windows["channel"] if c.startswith("vehicle")}


def test_the_two_who_swerve_bring_the_same_along() -> None:
    hole, careless = (
        next(i for i in sector_cast("driving", seed=0) if i.phantom.script.name == name) for name in SWERVES
    )
    assert brought(hole.phantom).windows.equals(brought(careless.phantom).windows)
    assert isinstance(hole.phantom.script.scene, Scene)
    assert hole.phantom.script.scene.place == "driver_seat"


def test_a_change_of_lane_is_called_careless_whatever_the_reason() -> None:
    told = finding("telling_apart.careless_swerve.avoids_hole.careless lane change")
    assert (told.estimate, told.low, told.high, told.n) == (0.5, 0.5, 0.5, PLAYERS)
    assert told.finding == "fails"
    assert told.harms == ("H31",)
    held = finding("in_use.careless lane change.control.avoids_hole")
    assert (held.estimate, held.n, held.finding) == (1.0, PLAYERS, "fails")


def test_who_speeds_hangs_on_a_limit_that_nobody_stated() -> None:
    held = finding("in_use.speeding.control.avoids_hole")
    assert (held.estimate, held.n) == (0.0, PLAYERS)
    at_low = next(u for u in report().universes if dict(u.values)["speed_limit_kmh"] == 60.0)
    assert {name: estimate for name, estimate, _ in at_low.standings}["in_use.speeding.control.avoids_hole"] == 1.0


def test_the_speed_is_found_again() -> None:
    found = finding("recovery.vehicle.speed.error")
    assert found.n > 0
    assert found.estimate == pytest.approx(0.0, abs=0.1)  # noise of 0.2 km/h in the mean of 600 values


def test_what_rests_on_the_car_alone_is_not_asked_about_lamps_and_eyes() -> None:
    asked = [each.id for each in report().findings if each.output in ("careless lane change", "speeding")]
    assert asked
    assert not [name for name in asked if "still_attentive" in name or "light" in name or "skin_tone" in name]
    assert not [each.id for each in report().findings if each.output == "speeding" and each.found_nothing]


def test_only_what_rests_on_the_car_is_asked_about_a_swerve() -> None:
    drvr, other = load_system("ping-an-drvr"), load_system("changan-uni-t")
    swerving = {s.output for s in stories_of(drvr) if s.first == "careless_swerve"}
    assert swerving == {"careless lane change", "speeding"}
    assert {s.output for s in stories_of(drvr) if s.first == "still_attentive"} == {
        "attention", "fatigue", "dozing off",
    }  # fmt: skip
    assert not [s for s in stories_of(other) if s.first == "careless_swerve"]
    assert {flag.output for flag in vehicle_flags(drvr)} == swerving
    assert vehicle_flags(other) == ()
    verdict = flag_of(drvr)
    assert verdict is not None
    assert verdict.output == "dozing off"


def test_every_vehicle_control_is_shown_and_leaves_the_lane_for_a_reason() -> None:
    for showing in SHOWN.values():
        for control in showing.vehicle_controls:
            assert control.level in showing.scenes
            assert ready_script(control.level).story
            assert list(departures_in(ready_script(control.level)))


def test_the_gallery_tells_the_drive() -> None:
    (bar,) = departures_in(ready_script("avoids_hole"))
    assert (bar.cause, bar.amount) == ("out of lane", "up to 1.4 m to the left of its middle")
    assert "drives at 76 to 86 km/h" in list(facts_of(ready_script("avoids_hole")))
    assert not list(departures_in(ready_script("calm")))
