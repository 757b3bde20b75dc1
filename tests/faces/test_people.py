from dataclasses import asdict

import numpy as np
import pytest

from desdemona.faces.cast import IDENTITIES
from desdemona.faces.people import MEASURES, draw_person, person


def test_the_first_twelve_are_the_cast_and_the_rest_are_drawn() -> None:
    assert [person(number) for number in range(12)] == list(IDENTITIES)
    assert person(12) == draw_person(12)
    with pytest.raises(ValueError, match="0 or more, not -1"):
        person(-1)


def test_the_same_number_is_the_same_face_and_no_two_are_alike() -> None:
    faces = [person(number) for number in range(12, 212)]
    assert faces == [draw_person(number) for number in range(12, 212)]
    assert len(set(faces)) == 200


def test_measures_have_the_stated_mean_and_spread_and_stay_within_two_spreads() -> None:
    drawn = [asdict(draw_person(number)) for number in range(12, 1012)]
    for name, (mean, spread) in MEASURES.items():
        values = np.array([face[name] for face in drawn])
        assert values.mean() == pytest.approx(mean, abs=4 * spread / np.sqrt(1000)), name
        assert values.std() == pytest.approx(0.95 * spread, rel=0.12), name  # cut at two spreads
        assert np.abs(values - mean).max() <= 2 * spread + 0.01, name


def test_measures_are_drawn_on_their_own() -> None:
    drawn = [asdict(draw_person(number)) for number in range(12, 1012)]
    values = np.array([[face[name] for name in MEASURES] for face in drawn])
    between = np.corrcoef(values.T) - np.eye(len(MEASURES))
    assert np.abs(between).max() < 0.14  # 210 pairs of 1000: chance gives 0.1
