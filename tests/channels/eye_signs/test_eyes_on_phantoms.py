"""Signs of the eyes of drawn people against their scripts; benchmarks/face_signs.py has more people."""

import numpy as np
import polars as pl
import pytest
from tests.channels.eye_signs.filmed import column, f1, measured, of, phantom, spans

from desdemona.channels.eye_signs.zones import Zone, Zones
from desdemona.faces.wear import Wear
from desdemona.stimuli.phantom import Act
from desdemona.stimuli.truth import truth_of


@pytest.mark.parametrize(("who", "wearing"), [((0, 3), ()), ((10, 6), ("glasses",))], ids=["bare", "glasses"])
def test_blinks_apart_from_glances_down(who: tuple[int, int], wearing: tuple[Wear, ...]) -> None:
    blinks = [Act("blink", at, at + length) for at, length in ((1, 0.2), (2.5, 0.3), (5.5, 0.25), (8, 0.4), (9.2, 0.2))]
    others = [
        Act("glance_down", 3.5, 4.3, 0.9),
        Act("glance_down", 6.5, 7.0, 0.6),
        Act("head_pitch", 10.2, 11.6, -12.0),
        Act("gaze_pitch", 12.2, 13.0, -15.0),
    ]
    film = phantom([*blinks, *others], who=who, wearing=wearing, rate_hz=30.0)
    assert f1(spans(measured(film), "blink"), of(film, "blink")) == 1.0


@pytest.mark.parametrize(("who", "wearing"), [((9, 9), ()), ((5, 2), ("glasses",))], ids=["dark", "glasses"])
def test_perclos_and_closures_of_a_minute(who: tuple[int, int], wearing: tuple[Wear, ...]) -> None:
    acts = [
        *(Act("blink", at, at + 0.3) for at in (2.0, 9.0, 24.0, 41.0)),
        Act("eyes_closed", 4.0, 5.8),
        Act("eyes_closed", 12.0, 16.0),
        Act("eyes_closed", 30.0, 37.0),
        Act("glance_down", 20.0, 22.0, 0.9),
        Act("au43", 45.0, 55.0, 0.4),
    ]
    film = phantom(acts, who=who, wearing=wearing, duration_s=60.0, rate_hz=8.0)
    tracks = measured(film, "eyes")
    aperture = truth_of(film).filter(pl.col("output") == "eye.openness").sort("t_start_s")["value"].to_numpy()
    told = tracks.windows.filter(pl.col("channel") == "eye.perclos")["value"][0]
    assert told == pytest.approx((aperture <= 0.2).mean(), abs=0.02)
    closed = {name: spans(tracks, f"eye.closure.{name}") for name in ("short", "long", "longest")}
    assert f1(closed["short"], [(4.0, 5.8)]) == 1
    assert f1(closed["long"], [(12.0, 16.0), (30.0, 37.0)]) == 1
    assert f1(closed["longest"], [(30.0, 37.0)]) == 1
    # Lids take .15 and .25 s, and a frame lasts .125 s.
    assert closed["long"][0][1] - closed["long"][0][0] == pytest.approx(4.0 - 0.2, abs=0.3)


LOOKS = ((10, 0), (-10, 0), (18, 0), (-18, 0), (0, 10), (0, -10), (0, 15), (0, -15), (10, 8), (-10, -8))


def test_gaze_from_the_usual_within_five_degrees() -> None:
    acts = []
    for place, angles in enumerate(LOOKS):
        start_s = 1.0 + 1.2 * place
        pairs = zip(("gaze_yaw", "gaze_pitch"), angles, strict=True)
        acts += [Act(cause, start_s, start_s + 0.7, float(deg)) for cause, deg in pairs if deg]  # type: ignore[arg-type]
    tracks = measured(phantom(acts, who=(7, 5), rate_hz=10.0), "eyes")
    t_s = column(tracks, "t_s")
    yaw, pitch = column(tracks, "own_gaze_yaw_deg"), column(tracks, "own_gaze_pitch_deg")
    off = []
    for place, (aside, above) in enumerate(LOOKS):
        held = (t_s > 1.15 + 1.2 * place) & (t_s < 1.6 + 1.2 * place)
        off.append((np.median(yaw[held]) - aside, np.median(pitch[held]) - above))
    size = np.abs(off)
    assert size.mean() < 2.5
    assert (size < 5).mean() >= 0.9  # looks straight down, with the iris half hidden, are read too small


WHEEL = Zones(
    "wheel",
    "About.",
    "usual",
    (Zone("road", (-12, 12), (-9, 12)), Zone("mirror", (20, 60), (-15, 15)), Zone("lap", (-15, 15), (-60, -18))),
)


def test_named_zones_are_told_by_head_and_eyes() -> None:
    mirror, lap = (3.0, 5.0), (8.0, 10.0)
    acts = [
        Act("head_yaw", *mirror, 18.0),
        Act("gaze_yaw", *mirror, 14.0),
        Act("head_pitch", *lap, -16.0),
        Act("gaze_pitch", *lap, -16.0),
        Act("blink", 6.0, 6.25),
    ]
    tracks = measured(phantom(acts, duration_s=13.0), "zones", zones=(WHEEL,))
    t_s, named = column(tracks, "t_s"), np.array(tracks.frames["gaze_wheel_zone"].to_list(), dtype=object)
    for name, (start, end) in (("mirror", mirror), ("lap", lap), ("road", (10.8, 13.0)), ("road", (0.0, 3.0))):
        assert (named[(t_s > start + 0.4) & (t_s < end - 0.4)] == name).all(), name
    for zone, true in (("mirror", mirror), ("lap", lap)):
        assert spans(tracks, f"gaze.wheel.{zone}")[0] == pytest.approx(true, abs=0.5)  # the head takes .5 s
