"""Gaming: what an act that anybody can put on does to a label that is wanted, to any label, and to a value."""

import numpy as np
import pytest
from tests.trials.made_up import tables_of

from desdemona.errors import UnknownName
from desdemona.tables import Reading, Tables
from desdemona.trials.gaming import Performance, assess_gaming

WINDOWS = 5


def performed(won: float, *, shift: float = 0.0, people: int = 30, null: bool = False) -> Tables:
    """People who do nothing, stare or smile.

    Staring makes them attentive in a share `won` of windows where they were not, smiling does nothing. `calm` is a
    value that staring raises by `shift` of its scale, 0 to 100. With `null` the column is empty where nothing was done.
    """
    rng = np.random.default_rng(5)
    items, readings = [], []
    for who in range(people):
        for act in ("none", "stare", "smile"):
            name = f"{who}-{act}"
            told = None if null and act == "none" else act
            items.append({"item": name, "subject": f"person-{who}", "performed": told, "scene": f"played-{act}"})
            for n in range(WINDOWS):
                wins = act == "stare" and rng.random() < won
                label = "attentive" if wins or n == 0 else "distracted"
                calm = 50 + 100 * shift * (act == "stare") + 2 * float(rng.normal())
                start = 10.0 * n
                readings.append(Reading(name, start, start + 10, "grade", "judgement", label=label))
                readings.append(Reading(name, start, start + 10, "calm", "state", value=calm))
                readings.append(Reading(name, start, start + 10, "pulse", "signal", value=70.0))
    return tables_of(readings, items)


WANTED = Performance(wanted={"grade": ("attentive",)}, scales={"calm": (0.0, 100.0)})


@pytest.mark.parametrize("null", [False, True])
def test_a_stare_buys_attention_and_a_smile_does_not(null: bool) -> None:
    found = {f.id: f for f in assess_gaming(performed(0.5, null=null), WANTED)}
    assert sorted(found) == ["gaming.smile.calm", "gaming.smile.grade", "gaming.stare.calm", "gaming.stare.grade"]
    stare = found["gaming.stare.grade"]
    # half of the four windows in five that were not attentive: 150 pairs, standard error .04
    assert stare.estimate == pytest.approx(0.4, abs=0.1)
    assert (stare.finding, stare.n, stare.clusters, stare.rung) == ("fails", 150, 30, "judgement")
    assert stare.words.startswith(
        "In 150 pairs of readings (30 people) of a person who once stares ahead and once does"
    )
    assert "without, " in stare.words
    assert (stare.claims, stare.harms) == (("C02", "C31"), ("H03", "H15"))
    assert found["gaming.smile.grade"].estimate == pytest.approx(0.0, abs=1e-12)
    assert found["gaming.smile.grade"].finding == "holds"
    smile = {f.id: f for f in assess_gaming(performed(0.5, people=5), WANTED)}["gaming.smile.grade"]
    assert smile.finding == "undecided"  # no move in 25 pairs of five people is not never


def test_without_a_wanted_label_any_move_counts_and_where_to_is_told() -> None:
    found = {f.id: f for f in assess_gaming(performed(0.5), Performance(outputs=("grade",)))}
    assert found["gaming.stare.grade"].estimate == pytest.approx(0.4, abs=0.1)
    assert "most often to 'attentive'" in found["gaming.stare.grade"].words
    assert found["gaming.smile.grade"].finding == "holds"
    assert "moves in none" in found["gaming.smile.grade"].words


@pytest.mark.parametrize(("shift", "standing"), [(0.0, "holds"), (0.3, "fails"), (-0.3, "fails"), (0.1, "undecided")])
def test_a_value_that_follows_the_act(shift: float, standing: str) -> None:
    found = {f.id: f for f in assess_gaming(performed(0.0, shift=shift), WANTED)}
    calm = found["gaming.stare.calm"]
    assert calm.estimate == pytest.approx(shift, abs=0.01)  # 150 pairs that scatter by .028: standard error .0023
    assert calm.finding == standing


def test_few_people_no_pairs_and_unknown_columns() -> None:
    assert {f.finding for f in assess_gaming(performed(0.5, people=4), WANTED)} == {"undecided"}
    tables = performed(0.5)
    silent = Tables(tables.readings.clear(), tables.truth, tables.items, tables.subjects)
    found = assess_gaming(silent, Performance(outputs=("grade",)))
    assert {(f.finding, f.estimate) for f in found} == {("undecided", None)}
    assert found[0].words.startswith("There was no pair in which one person once ")
    with pytest.raises(UnknownName, match="did you mean 'performed'"):
        assess_gaming(tables, Performance(condition="perfomed"))
