import numpy as np
import pytest

from desdemona.channels.body.people import cut_out
from desdemona.channels.body.places import Seat, assign, place_seats, seats_from_boxes
from desdemona.channels.spotting import Spot


def face(x: float, y: float, side: float = 30.0, score: float = 0.9) -> Spot:
    return Spot(score, (x - side / 2, y - side / 2, x + side / 2, y + side / 2), np.zeros((6, 2)))


def at(faces: list[Spot], seats: tuple[Seat, ...]) -> list[tuple[float, float] | None]:
    found = assign(faces, seats)
    return [None if spot is None else ((spot.box_px[0] + spot.box_px[2]) / 2, spot.box_px[3]) for spot in found]


ROOM = tuple(Seat(number, 100.0 * number, 200.0, 30.0) for number in (1, 2, 3))


def test_seats_from_boxes_keep_their_order() -> None:
    assert seats_from_boxes([(10, 20, 40, 60), (100, 20, 130, 60)]) == (
        Seat(1, 25.0, 40.0, 40.0),
        Seat(2, 115.0, 40.0, 40.0),
    )


def test_everyone_has_the_number_of_the_place_in_whatever_order_faces_come() -> None:
    faces = [face(302, 205), face(98, 190), face(205, 200)]
    for order in ([0, 1, 2], [2, 0, 1], [1, 2, 0]):
        assert [found and found[0] for found in at([faces[index] for index in order], ROOM)] == [98, 205, 302]


def test_swapping_places_leaves_the_numbers_with_the_places() -> None:
    large, small = face(100, 200, side=34), face(300, 200, side=26)
    before = assign([large, small], ROOM)
    after = assign([face(300, 200, side=34), face(100, 200, side=26)], ROOM)
    assert before[0] is not None
    assert after[0] is not None
    assert after[2] is not None
    assert (before[0].side_px, after[0].side_px, after[2].side_px) == (34, 26, 34)  # the number stays, the person goes
    assert before[1] is after[1] is None


def test_faces_at_no_seat_and_seats_without_a_face_stay_so() -> None:
    assert at([face(400, 200)], ROOM) == [None, None, None]
    assert at([], ROOM) == [None, None, None]
    assert assign([face(100, 200)], ()) == ()


def test_all_seats_together_settle_whose_face_it_is() -> None:
    # The front row's place reaches over the one behind. Taking the nearest pair first would leave one face over.
    behind, front = Seat(1, 100, 100, 30), Seat(2, 110, 150, 34)
    standing, seated = face(108, 112), face(100, 84)
    assert at([standing, seated], (behind, front)) == [(100, 99), (108, 127)]
    assert at([seated], (behind, front)) == [(100, 99), None]


def test_who_stands_up_keeps_the_place() -> None:
    assert at([face(101, 200 - 2.2 * 30)], ROOM)[0] is not None


def test_seats_are_where_faces_were_often_numbered_by_rows_from_the_upper_left() -> None:
    rng = np.random.default_rng(3)
    where = [(300, 100, 24), (100, 103, 24), (210, 98, 24), (120, 200, 40), (320, 206, 40)]
    looks = []
    for look in range(20):
        faces = [face(x + rng.normal(0, 2), y + rng.normal(0, 2), side) for x, y, side in where]
        if look in (4, 9):
            faces.append(face(20 * look, 300))  # walks by
        if look % 2:
            del faces[3]  # often bows the head
        looks.append([faces[index] for index in rng.permutation(len(faces))])
    seats = place_seats(looks)
    assert [seat.number for seat in seats] == [1, 2, 3, 4, 5]
    assert [(seat.x_px, seat.y_px, seat.side_px) for seat in seats] == [
        pytest.approx(place, abs=2) for place in [where[1], where[2], where[0], where[3], where[4]]
    ]


def test_no_look_and_one_picture() -> None:
    assert place_seats([]) == ()
    assert len(place_seats([[face(100, 100), face(200, 100)]])) == 2


def test_other_faces_are_washed_out_of_a_seats_part() -> None:
    rng = np.random.default_rng(5)
    rgb = rng.integers(0, 255, (480, 640, 3), dtype=np.uint8)
    seats = (Seat(1, 200, 200, 40), Seat(2, 260, 200, 40), Seat(3, 600, 30, 40))
    region, corner = cut_out(rgb, seats[0], seats)
    assert corner == (120, 80)
    assert region.shape == (280, 160, 3)
    np.testing.assert_array_equal(region[100:140, 60:100], rgb[180:220, 180:220])
    washed = region[100:140, 120:160].astype(float)
    assert washed.std() < 0.1 * rgb[180:220, 240:280].std()
    corner_region, _ = cut_out(rgb, seats[2], seats)
    assert min(corner_region.shape[:2]) > 0
    assert rgb[200, 260].tolist() != region[120, 140].tolist()  # the picture itself stays as it was
