from desdemona.scenes.postures import PLACES, POSTURE_LIST, POSTURES, REST, mirrored


def test_every_posture_says_what_it_is() -> None:
    for posture in POSTURE_LIST:
        assert posture.about.endswith(".")
        assert posture.places
    assert len(POSTURES) == len(POSTURE_LIST)


def test_every_place_has_a_posture_of_its_own_that_is_possible_there() -> None:
    for place in PLACES:
        assert place in POSTURES[REST[place]].places


def test_what_moves_has_a_rate_and_what_has_a_rate_moves() -> None:
    for posture in POSTURE_LIST:
        assert (posture.motion != "none") == (posture.rate_hz > 0)


def test_a_reach_mirrored_twice_is_itself() -> None:
    for posture in POSTURE_LIST:
        assert mirrored(mirrored(posture.right)) == posture.right
        assert mirrored(posture.right).wrist_mm[0] == -posture.right.wrist_mm[0]
