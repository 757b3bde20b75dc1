"""Detectors made for real faces: acceptance is counted as it is, and can be refused."""

import numpy as np
import pytest

from desdemona.errors import ModelError
from desdemona.passport.acceptance import (
    LEAST_SCORE,
    Seen,
    Sitting,
    all_sittings,
    by_condition,
    detector,
    picture_of,
    score_of,
    see,
    see_all,
)
from desdemona.passport.bodies import see_posture
from desdemona.passport.landmarks import Following, follow
from desdemona.passport.page import accepted_text, followed_text, postures_text
from desdemona.passport.units import UnitSeen


@pytest.fixture(scope="module", autouse=True)
def _models() -> None:
    try:
        detector()
    except ModelError as error:
        pytest.skip(f"the detectors cannot be had: {error}")


def test_every_condition_of_the_page_is_there() -> None:
    counts = {one.condition: len(one.seen) for one in by_condition([Seen(each, 1.0) for each in all_sittings()])}
    assert counts["frontal, even light"] == 2000
    assert counts["head 30° to a side"] == 1600
    assert len(counts) == 2 + 6 + 5 + 5
    assert counts["eyes shut"] == counts["wearing: mask"] == 160


def test_some_people_are_accepted_and_an_empty_wall_and_a_small_face_are_not() -> None:
    seen = list(see_all([Sitting("few", who, tone) for who in (12, 13) for tone in (1, 10)]))
    assert all(one.accepted for one in seen)
    picture = picture_of(Sitting("wall", 12, 3))
    wall = np.broadcast_to(picture[:20, :20].mean(axis=(0, 1)).astype(np.uint8), picture.shape)
    assert score_of(detector(), np.ascontiguousarray(wall)) == 0.0
    aside = np.roll(picture, 150, axis=1)
    assert score_of(detector(), aside) < LEAST_SCORE  # a face that is not where it should be does not count


def test_people_count_once_and_the_refused_are_listed() -> None:
    sittings = [Sitting("frontal", who, tone) for who in (1, 2, 3, 4) for tone in (1, 10)]
    scores = [0.9, 0.9, 0.9, 0.7, 0.9, 0.9, 0.9, 0.0]
    (one,) = by_condition([Seen(each, score) for each, score in zip(sittings, scores, strict=True)])
    assert one.share.estimate == pytest.approx(6 / 8)
    assert one.people.estimate == pytest.approx(2 / 4)
    text = accepted_text((one,))
    assert "**frontal** (2 of 8): tone 10: 2 (0.700), 4 (0.000)" in text
    assert "75.0 % [40.9, 92.9]" in text  # Wilson, 6 of 8


def test_the_answers_do_not_depend_on_how_many_processes_look() -> None:
    sittings = [Sitting("few", who, 5) for who in (20, 21)]
    assert list(see_all(sittings, workers=2)) == [see(sitting) for sitting in sittings]


def test_the_mesh_follows_a_smile_and_not_a_lip_pressor() -> None:
    assert follow("au12", ((0, 3),)).followed == "yes"
    assert follow("au24", ((0, 3), (40, 8))).followed == "no"
    weak = Following("au5", "lids", (0.25, 0.3, 0.4, 0.4))
    assert weak.followed == "weakly"
    drawn = UnitSeen("au24", "lip pressor: less red of the lips", (0.0, 200.0, 399.5), "mm²", 0.9)
    text = followed_text([weak, Following("au24", "lips", (0.9, -0.1))], [drawn])
    assert "| AU24 | less red of the lips (399.5 mm²) | lips | -0.1 to 0.9 mm | **no** |" in text
    assert "weakly: AU5" in " ".join(text.split())
    assert "Not followed: AU24" in " ".join(text.split())


def test_a_body_at_the_desk_is_found_and_one_with_its_head_down_is_not() -> None:
    sitting, lying = see_posture("listening", "desk", (0,)), see_posture("head_on_desk", "desk", (0,))
    assert sitting.accepted
    assert not lying.accepted
    assert "head on desk" in postures_text((sitting, lying), ())
