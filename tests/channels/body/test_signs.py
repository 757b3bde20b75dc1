"""Body signs on joints whose behaviour is known to the frame, and on people who do nothing of the kind."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.channels.body.figures import Does, person

from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.channels.body.joints import Joint
from desdemona.channels.body.measure_body import measure_signs
from desdemona.channels.body.posture import BodyClip
from desdemona.estimates.events import match_events

FLAGS = tuple(name for sign in BODY_SIGNS for name in sign.flags)
EDGE_S = 0.35
"""A change takes 0.3 s, and thresholds lie somewhere inside it; a frame more for rounding."""


def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def flag(clip: BodyClip, name: str) -> NDArray[np.float64]:
    column = measure_signs(clip).columns["body_head_down" if name == "head_down" else name]
    assert isinstance(column, np.ndarray)
    return column


def spans(clip: BodyClip, name: str) -> NDArray[np.float64]:
    events = measure_signs(clip).events.filter(pl.col("channel") == f"body.{name}")
    return events.select("t_start_s", "t_end_s").to_numpy()


SPELLS = [(4.0, 7.0), (12.0, 16.0), (22.0, 27.0)]


@pytest.mark.parametrize(
    "name",
    ["hand_raised", "standing", "head_down", "head_on_desk", "hand_at_ear", "hand_on_face", "leaning"],
)
def test_each_spell_is_one_event_at_its_time(name: str) -> None:
    clip = person(*(Does(name, *span) for span in SPELLS), rng=rng())
    found = spans(clip, name)
    assert len(match_events(found, SPELLS)) == len(found) == len(SPELLS)  # F1 is 1
    np.testing.assert_allclose(found, SPELLS, atol=EDGE_S)
    doing = np.zeros(clip.t_s.size, dtype=bool)
    for start, end in SPELLS:
        doing |= (clip.t_s >= start - EDGE_S) & (clip.t_s <= end + EDGE_S)
    column = flag(clip, name)
    assert np.isfinite(column).all()
    assert not column[~doing].any()


@pytest.mark.parametrize(("does", "other"), [("writing", "reading"), ("reading", "writing")])
def test_writing_and_reading_are_told_apart_by_the_hand(does: str, other: str) -> None:
    clip = person(*(Does(does, *span) for span in SPELLS), rng=rng())
    found = spans(clip, does)
    assert len(match_events(found, SPELLS)) == len(found) == len(SPELLS)
    np.testing.assert_allclose(found, SPELLS, atol=EDGE_S + 1.0)  # the hand is looked at in windows of 2 s
    assert not np.nansum(flag(clip, other))


@pytest.mark.parametrize("null", ["still", "talking", "head_turn", "nod"])
@pytest.mark.parametrize("jitter", [0.0, 0.005, 0.01])
def test_who_does_nothing_of_the_kind_shows_no_sign(null: str, jitter: float) -> None:
    acts = [] if null == "still" else [Does(null, *span) for span in SPELLS]
    clip = person(*acts, jitter=jitter, rng=rng())
    found = measure_signs(clip)
    assert found.events.height == 0
    for name in FLAGS:
        assert np.nansum(found.columns[name]) == 0, name  # type: ignore[arg-type]
        assert np.isfinite(found.columns[name]).all(), name  # type: ignore[arg-type]


def test_a_trembling_hand_neither_writes_nor_lies_still() -> None:
    found = measure_signs(person(Does("reading", 4.0, 12.0), jitter=0.01, hand_jitter=0.01, rng=rng()))
    assert set(found.columns["deskwork_reason"]) == {"hands tremble in the network's own eyes"}
    assert np.isnan(found.columns["reading"]).all()  # type: ignore[arg-type]


def test_a_page_turned_now_and_then_is_not_writing() -> None:
    clip = person(Does("reading", 4.0, 26.0), duration_s=60.0, rng=rng())
    for start in (8.0, 14.0, 20.0):
        swing = np.clip((clip.t_s - start) / 0.6, 0, 1)
        clip.joints_px[:, Joint.RIGHT_HAND, 0] += (60 * np.sin(np.pi * swing)).astype(np.float32)
    assert np.nansum(flag(clip, "writing")) == 0
    assert np.nansum(flag(clip, "reading")) > 0


def test_a_head_hidden_in_the_arms_is_on_the_desk_when_the_shoulders_sank() -> None:
    clip = person(Does("head_on_desk", 8.0, 14.0), rng=rng())
    during = (clip.t_s >= 8) & (clip.t_s <= 14)
    clip.visibility[during, Joint.NOSE] = 0.2
    assert np.isnan(flag(clip, "head_on_desk")[during]).all()
    clip.joints_px[during, :, 1] += 40
    np.testing.assert_allclose(spans(clip, "head_on_desk"), [(8.0, 14.0)], atol=EDGE_S)


def test_signs_do_not_talk_across() -> None:
    # What else is true at the same time is listed; nothing else may be told.
    also = {"writing": {"head_down"}, "reading": {"head_down"}, "hand_at_mouth": {"hand_on_face", "object_at_mouth"}}
    for act in ("hand_raised", "standing", "hand_at_ear", "writing", "reading", "head_on_desk", "hand_on_face"):
        clip = person(*(Does(act, *span) for span in SPELLS), rng=rng())
        told = set(measure_signs(clip).events["channel"].str.strip_prefix("body.").to_list())
        assert told == {act} | also.get(act, set()), act


def test_repeated_visits_to_the_mouth_are_one_event_with_their_number() -> None:
    clip = person(*(Does("hand_at_mouth", at, at + 1.5) for at in (3.0, 9.0, 15.0, 21.0)), rng=rng())
    events = measure_signs(clip).events.filter(pl.col("channel") == "body.object_at_mouth")
    assert events["value"].to_list() == [4.0]
    np.testing.assert_allclose(events.select("t_start_s", "t_end_s").row(0), (3.0, 22.5), atol=EDGE_S)


@pytest.mark.parametrize("visits", [[(3.0, 4.5)], [(3.0, 15.0)], [(3.0, 14.0), (16.0, 28.0)]])
def test_one_visit_or_a_chin_at_rest_is_no_object_at_the_mouth(visits: list[tuple[float, float]]) -> None:
    clip = person(*(Does("hand_at_mouth", *span) for span in visits), rng=rng())
    assert np.nansum(flag(clip, "object_at_mouth")) == 0
    assert np.nansum(flag(clip, "hand_on_face")) > 0


def test_knees_tell_standing_even_when_it_lasts_all_the_time() -> None:
    upright = person(hidden=(), rng=rng())
    upright.joints_px[:, [Joint.LEFT_KNEE, Joint.RIGHT_KNEE], 1] += 95  # thighs of 1.45 shoulder widths, straight down
    tall = replace(upright, picture_px=(640, 640))
    assert flag(tall, "standing").all()
    assert not flag(replace(person(hidden=(), rng=rng()), picture_px=(640, 640)), "standing").any()


def test_sway_is_told_in_thousandths_of_the_shoulder_width() -> None:
    clip = person(jitter=0.002, rng=rng())
    clip.joints_px[:, :, 0] += 3 * np.sin(2 * np.pi * 0.4 * clip.t_s)[:, None]
    found = measure_signs(clip).windows
    # 0.03 shoulder widths of amplitude and 0.01 of breath give a root mean square of 22.4 thousandths.
    expected = 1000 * np.sqrt((0.03**2 + 0.01**2) / 2)
    assert found["value"].to_list() == pytest.approx([expected] * 3, rel=0.1)  # windows are not whole periods of breath


def test_sway_within_the_jitter_is_not_told() -> None:
    clip = person(jitter=0.002, rng=rng())
    clip.joints_px[:] = clip.joints_px[0] + rng().normal(0, 0.5, (clip.t_s.size, 1, 1)).astype(np.float32)
    assert measure_signs(clip).windows["reason"].to_list() == ["movement within the network's own jitter"] * 3


def test_a_hand_below_the_picture_is_not_raised_but_neither_writes_nor_reads() -> None:
    clip = person(Does("reading", 4.0, 12.0), rng=rng())
    short = replace(clip, picture_px=(640, 340))
    found = measure_signs(short)
    assert not flag(short, "hand_raised").any()
    assert np.isfinite(found.columns["hand_at_ear"]).all()  # type: ignore[arg-type]
    assert np.isnan(found.columns["reading"]).all()  # type: ignore[arg-type]
    assert set(found.columns["deskwork_reason"]) == {"no hand seen closely for long enough"}
    assert set(found.columns["hand_left_reason"]) == {"left hand outside the picture"}


@pytest.mark.parametrize(
    ("aside", "up", "raised"), [(-0.9, 0.5, True), (-0.3, 0.5, False), (0.0, 0.95, True), (-0.9, 0.1, False)]
)
def test_a_hand_is_raised_beside_the_head_or_above_the_eyes(aside: float, up: float, raised: bool) -> None:
    clip = person(rng=rng())
    during = (clip.t_s > 10) & (clip.t_s < 14)
    middle = clip.joints_px[during][:, [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]].mean(axis=1)
    clip.joints_px[during, Joint.RIGHT_WRIST] = middle + np.array([100 * aside, -100 * up], dtype=np.float32)
    clip.joints_px[during, Joint.RIGHT_HAND] = middle + np.array([100 * aside, -100 * up - 60], dtype=np.float32)
    assert bool(np.nansum(flag(clip, "hand_raised"))) == raised


def test_a_hidden_hand_that_could_be_raised_is_not_told() -> None:
    clip = person(Does("hand_raised", 4.0, 8.0), rng=rng())
    clip.visibility[:, [Joint.RIGHT_WRIST, Joint.RIGHT_HAND]] = 0.2
    raised = flag(clip, "hand_raised")
    during = (clip.t_s > 4) & (clip.t_s < 8)
    assert np.isnan(raised[during]).all()
    assert not raised[~during & (clip.t_s > 8.4)].any()


def test_no_room_above_the_shoulders_tells_nothing_of_raised_hands() -> None:
    clip = person(rng=rng())
    clip.joints_px[:, :, 1] -= 220
    assert np.isnan(flag(clip, "hand_raised")).all()


def test_too_few_frames_a_second_is_said() -> None:
    found = measure_signs(person(Does("writing", 4.0, 20.0), rate_hz=8.0, rng=rng()))
    assert set(found.columns["deskwork_reason"]) == {"too few frames a second"}
    assert np.isnan(found.columns["writing"]).all()  # type: ignore[arg-type]
    slow = measure_signs(person(Does("hand_raised", 4.0, 20.0), rate_hz=1.0, rng=rng()))
    assert slow.events.filter(pl.col("channel") == "body.hand_raised")["value"].to_list() == pytest.approx([17.0])
    assert set(slow.windows["reason"]) == {"too few frames a second"}


@pytest.mark.parametrize(
    ("level_dn", "scale", "reason"),
    [(5.0, 1.0, "picture too dark"), (120.0, 0.4, "body turned away"), (120.0, 2.0, "body much closer than usual")],
)
def test_what_cannot_be_measured_says_why(level_dn: float, scale: float, reason: str) -> None:
    clip = person(rng=rng())
    late = clip.t_s > 20
    clip.level_dn[late] = level_dn
    shoulders = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]
    middle = clip.joints_px[:, shoulders, 0].mean(axis=1, keepdims=True)
    wider = middle + (clip.joints_px[:, shoulders, 0] - middle) * np.where(late, scale, 1.0)[:, None].astype(np.float32)
    clip.joints_px[:, shoulders, 0] = wider
    found = measure_signs(clip)
    why = np.array(found.columns["shoulders_reason"], dtype=object)
    assert set(why[late]) == {reason}
    assert set(why[~late]) == {None}
    for name in FLAGS:
        assert np.isnan(np.asarray(found.columns[name], dtype=np.float64)[late]).all(), name


def test_lost_bodies_keep_their_reason_and_end_no_short_gap() -> None:
    clip = person(Does("hand_raised", 4.0, 10.0), rng=rng())
    gone = (clip.t_s >= 6.0) & (clip.t_s < 6.2)
    clip.joints_px[gone] = np.nan
    clip.visibility[gone] = 0
    reasons = ["body lost" if lost else None for lost in gone]
    found = measure_signs(replace(clip, reasons=reasons))
    assert set(np.array(found.columns["shoulders_reason"], dtype=object)[gone]) == {"body lost"}
    assert np.isnan(np.asarray(found.columns["hand_raised"], dtype=np.float64)[gone]).all()
    assert found.events.filter(pl.col("channel") == "body.hand_raised").height == 1


def test_a_clip_without_a_body_tells_nothing_and_does_not_fail() -> None:
    clip = person(duration_s=2.0, rng=rng())
    clip.joints_px[:] = np.nan
    clip.visibility[:] = 0
    found = measure_signs(replace(clip, reasons=["no body detected"] * clip.t_s.size))
    assert found.events.height == 0
    for name in FLAGS:
        assert np.isnan(np.asarray(found.columns[name], dtype=np.float64)).all(), name


def test_a_stated_neutral_stretch_finds_who_looks_down_all_the_time() -> None:
    clip = person(Does("head_down", 5.0, 30.0), rng=rng())
    assert not np.nansum(flag(clip, "head_down"))
    column = measure_signs(clip, neutral_s=(0.0, 4.0)).columns["body_head_down"]
    assert np.nanmean(np.asarray(column, dtype=np.float64)[clip.t_s > 5]) == 1.0


def test_scale_and_place_in_the_picture_change_nothing() -> None:
    clip = person(*(Does("hand_raised", *span) for span in SPELLS), rng=rng())
    smaller = replace(clip, joints_px=(clip.joints_px * 0.3).astype(np.float32), picture_px=(192, 144))
    np.testing.assert_array_equal(flag(clip, "hand_raised"), flag(smaller, "hand_raised"))


def test_signs_are_described() -> None:
    names = [sign.name for sign in BODY_SIGNS]
    assert len(set(names)) == len(names) == 11
    for sign in BODY_SIGNS:
        assert len(sign.caveat) > 40
        assert sign.source
        assert set(sign.flags) <= set(sign.columns)
        assert all(threshold.why for threshold in sign.thresholds)
    columns = [column for sign in BODY_SIGNS for column in sign.columns]
    assert len(set(columns)) == len(columns)
