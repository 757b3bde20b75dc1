import numpy as np
import pytest

from desdemona.physiology.inside import ConductancePoint, Inside, SkinResponse, TemperaturePoint
from desdemona.physiology.skin import conductance_at, level_at, temperature_at

TIMES_S = np.arange(0, 60, 0.01)
LEVEL = (ConductancePoint(0.0, 5.0), ConductancePoint(60.0, 8.0))


@pytest.mark.parametrize("amplitude", [0.05, 0.4, 2.0])
def test_a_response_has_its_height_and_shape(amplitude: float) -> None:
    inside = Inside(skin_conductance=LEVEL, skin_responses=(SkinResponse(10.0, amplitude),))
    above = conductance_at(inside, TIMES_S) - level_at(inside, TIMES_S)
    assert above.max() == pytest.approx(amplitude, rel=1e-3)
    assert above.min() == 0.0
    assert TIMES_S[above.argmax()] - 10.0 == pytest.approx(1.18, abs=0.01)
    assert np.flatnonzero(above)[0] == pytest.approx(1001, abs=1)
    late = above[TIMES_S > 20]  # the quicker exponential is gone
    assert np.log(late[0] / late[200]) == pytest.approx(1.0, abs=1e-3)  # 2 s are one time constant


def test_responses_add_up_on_the_level() -> None:
    one, two = SkinResponse(10.0, 0.4), SkinResponse(12.0, 0.3)
    level = level_at(Inside(skin_conductance=LEVEL), TIMES_S)
    assert level[[0, 3000]] == pytest.approx([5.0, 6.5])
    alone = [conductance_at(Inside(skin_conductance=LEVEL, skin_responses=(each,)), TIMES_S) for each in (one, two)]
    both = conductance_at(Inside(skin_conductance=LEVEL, skin_responses=(one, two)), TIMES_S)
    assert both - level == pytest.approx(alone[0] + alone[1] - 2 * level, abs=1e-12)


def test_temperature_is_what_the_points_say_and_unsaid_without_them() -> None:
    warming = Inside(skin_temperature=(TemperaturePoint(0.0, 33.0), TemperaturePoint(60.0, 34.0)))
    assert temperature_at(warming, np.array([0.0, 30.0, 90.0])).tolist() == [33.0, 33.5, 34.0]
    assert np.isnan(temperature_at(Inside(), TIMES_S)).all()
    assert np.isnan(conductance_at(Inside(), TIMES_S)).all()
