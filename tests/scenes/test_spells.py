import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.scenes.spells import BLEND_S, Spell, draw_share, posture_at, shares_at, stroke

SPELLS = (
    Spell("reading", 0.0, 2.0),
    Spell("hand_raised", 2.0, 2.3, "left"),
    Spell("writing", 2.3, 5.0, "right", 3.0),
    Spell("standing", 6.0, 8.0),
)


@given(st.floats(-1, 12))
def test_shares_are_positive_and_add_up_to_one(t_s: float) -> None:
    amounts = [share.amount for share in shares_at(SPELLS, "desk", t_s)]
    assert min(amounts) > 0
    assert sum(amounts) == pytest.approx(1.0, abs=1e-9)


def test_a_change_begins_with_the_new_spell_and_ends_after_its_time() -> None:
    def standing(t_s: float) -> float:
        return sum(share.amount for share in shares_at(SPELLS, "desk", t_s) if share.posture == "standing")

    assert standing(6.0) == 0
    assert standing(6.0 + BLEND_S / 2) == pytest.approx(0.5)
    assert standing(6.0 + BLEND_S) == pytest.approx(1.0)
    assert standing(8.0 + BLEND_S) == pytest.approx(0.0, abs=1e-12)


def test_the_first_posture_is_there_from_the_start() -> None:
    (only,) = shares_at(SPELLS, "desk", 0.0)
    assert (only.posture, only.amount) == ("reading", 1.0)


def test_between_spells_a_place_has_its_own_posture() -> None:
    assert posture_at(SPELLS, "desk", 5.5) == ("listening", "right")
    assert posture_at((), "driver_seat", 1.0) == ("driving", "right")
    assert posture_at(SPELLS, "desk", 2.1) == ("hand_raised", "left")


def test_a_script_sets_the_rate_or_leaves_the_usual_one() -> None:
    rates = {share.posture: share.rate_hz for share in shares_at(SPELLS, "desk", 4.0)}
    assert rates == {"writing": 3.0}
    (usual,) = shares_at((Spell("writing", 0.0, 9.0),), "desk", 4.0)
    assert usual.rate_hz == 2.0


def test_a_pen_goes_up_and_down_once_a_stroke() -> None:
    phase = np.arange(0, 20, 0.01)
    along = np.array([stroke(float(part))[1] for part in phase])
    crossings = int((np.diff(np.sign(along)) != 0).sum())
    assert crossings == 40  # twice in each of twenty strokes
    assert np.ptp(along) == pytest.approx(6.0, abs=0.01)


def test_a_draw_is_a_fifth_of_the_period_at_the_mouth_and_a_third_down() -> None:
    part = np.arange(0, 1, 0.001)
    share = np.array([draw_share(float(phase)) for phase in part])
    assert np.mean(share > 0.999) == pytest.approx(0.20, abs=0.04)  # the easing ends flat: 4 % more on either side
    assert np.mean(share < 0.001) == pytest.approx(0.36, abs=0.05)
    assert draw_share(7.3) == pytest.approx(draw_share(0.3))
