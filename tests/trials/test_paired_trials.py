"""Direction, repeatability and cross-talk: three questions about pairs of items that differ in one condition."""

import numpy as np
import pytest
from tests.trials.made_up import item, mood, tables_of

from desdemona.errors import UnknownName
from desdemona.tables import Reading, Tables
from desdemona.trials.cross_talk import Leak, assess_cross_talk
from desdemona.trials.direction import Direction, assess_direction
from desdemona.trials.repeatability import Repeat, assess_repeatability

BRIGHTER = Direction("glow", "light", "dim", "bright", "the lamp", "up")
AGAIN = Repeat("mood", "light", "dim", "of the same scene under another lamp")


def lit(shift: float, noise: float = 0.1, *, people: int = 10) -> Tables:
    """Each person in five scenes, dim and bright; `glow` rises by `shift` and `pulse` scatters about 70."""
    rng = np.random.default_rng(1)
    items, readings = [], []
    for who in range(people):
        for scene in range(5):
            for light in ("dim", "bright"):
                row = item(who, light, f"scene{scene}")
                items.append(row)
                name = str(row["item"])
                glow = shift * (light == "bright") + noise * float(rng.normal())
                readings.append(Reading(name, 0.0, 1.0, "glow", "signal", value=glow))
                readings.append(Reading(name, 0.0, 1.0, "pulse", "signal", value=70 + float(rng.normal())))
    return tables_of(readings, items)


@pytest.mark.parametrize(("shift", "standing"), [(1.0, "holds"), (-1.0, "fails"), (0.0, "fails"), (0.125, "undecided")])
def test_the_output_must_rise_with_the_lamp(shift: float, standing: str) -> None:
    (finding,) = assess_direction(lit(shift), BRIGHTER)
    assert (finding.n, finding.clusters) == (50, 10)
    assert finding.finding == standing


def test_what_never_moves_does_not_move_the_right_way() -> None:
    (finding,) = assess_direction(lit(0.0, noise=0.0), BRIGHTER)
    assert (finding.estimate, finding.finding) == (0.0, "fails")
    assert "it moves by 0 on average" in finding.words


def test_too_few_people_and_unknown_conditions() -> None:
    (finding,) = assess_direction(lit(1.0, people=4), BRIGHTER)
    assert finding.finding == "undecided"
    with pytest.raises(UnknownName, match="did you mean 'light'"):
        assess_direction(lit(1.0), Direction("glow", "lihgt", "dim", "bright", "the lamp", "up"))


def moods(flips: int, people: int = 10) -> Tables:
    """Ten scenes a person under two lamps; the label differs in the first `flips` scenes."""
    items, readings = [], []
    for who in range(people):
        for scene in range(10):
            for light in ("dim", "bright"):
                row = item(who, light, f"scene{scene}")
                items.append(row)
                readings.append(mood(row["item"], 0, "glad" if light == "bright" and scene < flips else "calm"))
    return tables_of(readings, items)


@pytest.mark.parametrize(("flips", "standing"), [(0, "undecided"), (5, "fails")])
def test_labels_of_the_same_twice(flips: int, standing: str) -> None:
    (finding,) = assess_repeatability(moods(flips), AGAIN)
    assert finding.estimate == pytest.approx(1 - flips / 10)
    assert finding.finding == standing  # with none of 100 pairs of 10 people, 95 % cannot be promised
    (many,) = assess_repeatability(moods(flips, people=80), AGAIN)
    assert many.finding == ("holds" if flips == 0 else "fails")


def test_values_of_the_same_twice_lie_within_the_repeatability_coefficient() -> None:
    repeat = Repeat("pulse", "light", "dim", "of the same scene under another lamp", 5.0, "bpm")
    (finding,) = assess_repeatability(lit(0.0), repeat)
    # 1.96·√2·1 bpm = 2.77; the standard error of a root mean square of 50 differences is a tenth of it
    assert finding.estimate == pytest.approx(2.77, abs=0.6)
    assert (finding.finding, finding.unit) == ("holds", "bpm")
    (strict,) = assess_repeatability(lit(0.0), Repeat("pulse", "light", "dim", "again", 1.0, "bpm"))
    assert strict.finding == "fails"


@pytest.mark.parametrize(("shift", "standing"), [(0.0, "holds"), (1.0, "fails"), (0.2, "undecided")])
def test_a_steady_shift_is_cross_talk_and_scatter_is_not(shift: float, standing: str) -> None:
    leak = Leak("glow", "light", "dim", "the lamp", 0.2, "", about="pulse", about_unit="bpm")
    (finding,) = assess_cross_talk(lit(shift), leak)
    assert finding.finding == standing
    assert finding.estimate == pytest.approx(shift, abs=0.06)
    assert "pulse, which the change is about, moved by " in finding.words


def test_cross_talk_of_too_few_people_is_no_answer() -> None:
    (finding,) = assess_cross_talk(lit(0.0, people=3), Leak("glow", "light", "dim", "the lamp", 0.2, ""))
    assert (finding.finding, finding.low) == ("undecided", None)
