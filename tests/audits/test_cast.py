from collections import Counter

import numpy as np

from desdemona.audits.cast import PAIRED, items_table, standard_cast
from desdemona.audits.portraits import chosen, is_silent, portraits, said_at, scene_of
from desdemona.audits.truths import truth_table
from desdemona.estimates.clustered import clustered_share
from desdemona.faces.cast import IDENTITIES
from desdemona.tables import Reading, Tables, to_readings
from desdemona.trials.pairs import item_pairs


def test_names_are_unique_and_the_seed_decides() -> None:
    cast = standard_cast(seed=0)
    assert len({item.name for item in cast}) == len(cast)
    assert standard_cast(seed=0) == cast
    assert standard_cast(seed=1) != cast


def test_every_tone_and_light_is_seen() -> None:
    cast = standard_cast(seed=0)
    assert {item.phantom.skin_tone for item in cast} >= {1, 3, 5, 6, 7, 8, 9, 10}
    assert {item.phantom.light for item in cast} == {"even", "left", "right", "top", "warm", "dim"}
    assert {item.phantom.identity for item in cast} == set(PAIRED)


def test_pairs_differ_in_one_thing_only() -> None:
    cast = standard_cast(seed=0)
    items = items_table(cast)
    tables = Tables(to_readings([]), truth_table(cast), items, items.select("subject").unique())
    rows = {row["item"]: row for row in items.iter_rows(named=True)}
    references = {"light": "even", "skin_tone": "3", "identity": "0", "wearing": "nothing", "camera": "plain"}
    for condition, reference in references.items():
        pairs = item_pairs(tables, condition, reference)
        assert pairs["item"].n_unique() >= len(PAIRED) - 1
        for pair in pairs.iter_rows(named=True):
            one, other = rows[pair["item"]], rows[pair["reference_item"]]
            differing = {name for name in one if one[name] != other[name]} - {"item", "subject"}
            assert differing == {condition}


def test_silences_are_enough_to_hold() -> None:
    kinds = Counter(item.null for item in standard_cast(seed=0))
    assert kinds["noise"] + kinds["empty_room"] >= 73


def test_people_are_enough_to_hold_even_where_some_go_unseen() -> None:
    readings_each, unseen = 12, 5
    people = np.repeat(PAIRED[unseen:], readings_each)
    assert (clustered_share(np.zeros(people.size), people).high or 1.0) < 0.05


def test_the_contact_sheet_shows_everyone() -> None:
    shown = chosen(standard_cast(seed=0))
    assert {item.phantom.identity for item in shown} == set(range(len(IDENTITIES)))
    assert {"photograph", "noise", "empty_room"} <= {item.null for item in shown}
    assert len(shown) <= 30


def test_scenes_of_which_nothing_was_said_come_last_and_briefly() -> None:
    cast = standard_cast(seed=0)
    awake = [Reading(item.name, 0.0, 1.0, "awake", "state", label="yes") for item in cast if scene_of(item) == "talker"]
    sheet = portraits(cast, to_readings(awake), ("awake",))
    scenes = [scene_of(next(item for item in cast if item.name == portrait.item)) for portrait in sheet]
    assert (
        scenes
        == ["talker"] * 2 + ["photograph", "noise", "empty_room"] + ["attentive"] * 2 + ["drowsy"] * 2 + ["stairs"] * 2
    )
    assert [is_silent(portrait.said[0]) for portrait in sheet] == [False] * 2 + [True] * 9


def test_outputs_that_are_silent_alike_share_a_line() -> None:
    silent = [Reading("a", 0.0, 1.0, name, "state", status="not_measured") for name in ("calm", "tense", "warm")]
    readings = to_readings([*silent, Reading("a", 0.0, 1.0, "score", "state", value=0.5)])
    assert said_at(readings, "a", 0.5, ("calm", "score", "tense", "warm")) == ("3 outputs: not measured", "score: 0.50")
    nothing = to_readings([Reading("a", 0.0, 1.0, "score", "state", value=-1e-9)])
    assert said_at(nothing, "a", 0.5, ("score",)) == ("score: 0.00",)
    assert said_at(readings, "a", 0.5, ("calm", "score")) == ("calm: not measured", "score: 0.50")
