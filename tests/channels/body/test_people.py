"""Several drawn people in one picture, each by the place where they sit."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.channels.body.filmed import film, recorded

from desdemona.channels.body.gestures import HAND_RAISED
from desdemona.channels.body.people import PeopleTables, measure_people
from desdemona.channels.body.places import find_faces, seats_from_boxes
from desdemona.channels.body.stance import STANDING
from desdemona.errors import ModelError
from desdemona.faces.camera import Camera
from desdemona.models.cache import model_path
from desdemona.models.network import load_network
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.scenes.truth import figure_truth

CAMERA = Camera(1280, 720)
SLOTS = (1, 4, 12, 17, 25)
"""Two in the front row, two in the third, one in the fifth and last."""
RATE_HZ = 1.0


@pytest.fixture(scope="module", autouse=True)
def _models() -> None:
    try:
        for name in ("face_detector", "face_detector_far", "pose"):
            model_path(name)
    except ModelError as error:
        if "cannot be fetched" not in str(error):
            raise
        pytest.skip(f"offline and nothing cached: {error}")


def classroom(identities: tuple[int, ...] = (0, 1, 2, 3, 4), spells: bool = True) -> Scene:
    acts = {1: (Spell("standing", 8.0, 11.0),), 17: (Spell("hand_raised", 2.0, 5.0),)} if spells else {}
    everyone = zip(identities, SLOTS, strict=True)
    seats = (Seat(who, 2 + 2 * who, spells=acts.get(slot, ()), slot=slot) for who, slot in everyone)
    return Scene("classroom", tuple(seats), camera=CAMERA)


@pytest.fixture(scope="module")
def lesson() -> PeopleTables:
    pictures = film(classroom(), [index / RATE_HZ for index in range(14)])
    return measure_people(recorded(pictures, RATE_HZ), item="lesson", signs=(HAND_RAISED, STANDING))


def test_every_face_of_the_room_is_found_at_its_place(lesson: PeopleTables) -> None:
    known = [figure.face_box_px for figure in figure_truth(classroom(), 0.0)]
    assert min(right - left for left, _, right, _ in known) < 20  # the last row, in pixels
    # Rows from the back: the last, the third from the front, the front.
    for seat, slot in zip(lesson.seats.rows(named=True), (25, 12, 17, 1, 4), strict=True):
        left, top, right, bottom = known[SLOTS.index(slot)]
        assert seat["x_px"] == pytest.approx((left + right) / 2, abs=0.3 * seat["side_px"])
        assert seat["y_px"] == pytest.approx((top + bottom) / 2, abs=0.4 * seat["side_px"])
    assert lesson.frames["face_found"].mean() > 0.95  # type: ignore[operator]
    assert lesson.frames.height == 5 * 14
    assert lesson.notices == ()


def test_signs_are_told_for_the_seat_where_they_were_made(lesson: PeopleTables) -> None:
    told = lesson.events.filter(pl.col("value") >= 2).select("seat", "channel", "t_start_s", "t_end_s").rows()
    assert {(seat, name) for seat, name, *_ in told} == {(3, "body.hand_raised"), (4, "body.standing")}
    for _, name, start, end in told:
        known = (2.0, 5.0) if name == "body.hand_raised" else (8.0, 11.0)
        assert (start, end) == pytest.approx(known, abs=1.1)  # one look a second


def test_when_people_swap_places_the_numbers_stay_with_the_places() -> None:
    first = film(classroom(spells=False), [0.0])
    swapped = film(classroom((4, 3, 2, 1, 0), spells=False), [0.0])
    tables = measure_people(recorded(first * 3 + swapped * 3, RATE_HZ), item="swap", signs=())
    assert tables.seats.height == 5
    by_seat = tables.frames.filter(pl.col("face_found") == 1).group_by("seat", maintain_order=True)
    for (_seat,), rows in by_seat:
        assert rows.height == 6
        assert rows["face_x_px"].std() < 0.2 * rows["face_size_px"].mean()  # type: ignore[operator]
    assert "swap places" in tables.caveat


def test_nothing_that_tells_people_apart_is_kept(lesson: PeopleTables) -> None:
    columns = set(lesson.frames.columns)
    assert not [name for name in columns if "identity" in name or "embedding" in name or "person" in name]
    # Besides measurements and reasons there are numbers of seat and frame only.
    assert {name for name, kind in lesson.frames.schema.items() if kind == pl.String} == {
        name for name in columns if name.endswith("_reason")
    }


def test_given_seats_are_used_as_they_are_and_others_are_counted() -> None:
    scene = classroom(spells=False)
    boxes = [figure.face_box_px for figure in figure_truth(scene, 0.0)]
    pictures = film(scene, [0.0])
    tables = measure_people(recorded(pictures * 2, RATE_HZ), item="two", seats=seats_from_boxes(boxes[:2]), signs=())
    assert tables.seats["seat"].to_list() == [1, 2]
    assert tables.frames["face_found"].to_list() == [1] * 4
    assert tables.notices == ("up to 3 faces were seen at once that are at no seat; they are not measured",)
    assert "hand_raised" not in tables.frames.columns


def test_an_empty_room_has_no_seats_and_no_rows() -> None:
    empty = recorded([np.full((720, 1280, 3), 128, dtype=np.uint8)] * 2, RATE_HZ)
    tables = measure_people(empty, item="empty")
    assert tables.seats.height == tables.frames.height == tables.events.height == 0
    assert find_faces(load_network("face_detector_far"), np.zeros((10, 2000, 3), dtype=np.uint8)) == ()
    nothing = measure_people(replace(empty, frames=lambda _notice: iter(())), item="nothing")
    assert nothing.frames.height == 0


def test_signs_that_need_more_looks_a_second_say_so() -> None:
    pictures = film(classroom((0, 1, 2, 3, 4), spells=False), [0.0])
    boxes = [figure.face_box_px for figure in figure_truth(classroom(spells=False), 0.0)][:1]
    tables = measure_people(recorded(pictures * 12, RATE_HZ), item="slow", seats=seats_from_boxes(boxes))
    assert set(tables.frames["deskwork_reason"]) == {"too few frames a second"}
    assert tables.windows["reason"].to_list() == ["too few frames a second"]
