from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trials.crema_d import DATA, crema_d, in_schema, needs_data
from tests.trials.made_up import item, tables_of

from desdemona.errors import TableError
from desdemona.tables import READINGS, TRUTH, Reading, Source, Tables, Truth
from desdemona.trials.agreement.labels import assess_agreement
from desdemona.trials.agreement.naming import Naming
from desdemona.trials.beside_truth import beside_truth
from desdemona.trials.ceiling import among_themselves
from desdemona.trials.finding import Finding

LABELS = ("calm", "glad", "sad")


def named_tables(
    right: float, people: int = 12, each: int = 30, *, votes: tuple[int, ...] = (), source: Source = "perceived"
) -> Tables:
    """Each person in `each` items, known to be calm, glad and sad in turn; the system is right in a share of them.

    `votes` are the votes for the known label, the next and the one after; without them the truth is one row an item.
    """
    rng = np.random.default_rng(1)
    items, readings, truth = [], [], []
    for who in range(people):
        for n in range(each):
            row = item(who, scene=f"take{n}")
            name = str(row["item"])
            known = n % 3
            said = known if rng.random() < right else (known + 1) % 3
            items.append(row)
            readings.append(Reading(name, 0.0, 1.0, "mood", "state", label=LABELS[said]))
            if votes:
                truth += [
                    Truth(name, 0.0, 1.0, "mood", label=LABELS[(known + k) % 3], source=source, count=count)
                    for k, count in enumerate(votes)
                ]
            else:
                truth.append(Truth(name, 0.0, 1.0, "mood", label=LABELS[known], source=source))
    return tables_of(readings, items, truth)


def by_part(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {f.id.split(".", 3)[3]: f for f in findings}


def test_always_right_holds_everywhere_and_never_with_certainty() -> None:
    found = by_part(assess_agreement(named_tables(1.0), Naming("mood", "perceived")))
    assert {name: f.finding for name, f in found.items() if name != "people"} == dict.fromkeys(
        [
            "balanced",
            "chance",
            "majority",
            *(f"{what}.{label}" for label in LABELS for what in ("recall", "precision")),
        ],
        "holds",
    )
    balanced = found["balanced"]
    assert (balanced.estimate, balanced.n, balanced.clusters, balanced.coverage) == (1.0, 360, 12, 1.0)
    assert balanced.low is not None
    assert 0.85 < balanced.low < 1  # no miss among 360 of 12 people is not never
    assert found["people"].finding == "undecided"
    assert "no votes of two or more people" in found["people"].words


def test_guessing_fails_and_is_no_more_than_chance() -> None:
    tables = named_tables(1.0)
    guesses = np.random.default_rng(2).choice(LABELS, tables.readings.height)
    readings = tables.readings.with_columns(pl.Series("label", guesses))
    found = by_part(
        assess_agreement(Tables(readings, tables.truth, tables.items, tables.subjects), Naming("mood", "perceived"))
    )
    assert found["balanced"].finding == "fails"
    assert found["balanced"].estimate == pytest.approx(1 / 3, abs=0.07)  # 360 guesses: standard error .025
    assert found["chance"].finding == "undecided"
    assert found["chance"].estimate == pytest.approx(0, abs=0.11)


def test_always_the_same_does_no_better_than_always_the_same() -> None:
    tables = named_tables(1.0)
    readings = tables.readings.with_columns(pl.lit("calm").alias("label"))
    found = by_part(
        assess_agreement(Tables(readings, tables.truth, tables.items, tables.subjects), Naming("mood", "perceived"))
    )
    assert found["majority"].estimate == pytest.approx(0, abs=1e-12)
    assert found["chance"].estimate == pytest.approx(0, abs=1e-12)
    assert found["chance"].finding == "fails"
    assert found["recall.sad"].estimate == 0.0
    assert found["precision.sad"].estimate is None
    assert found["precision.sad"].words.startswith("mood never said 'sad'.")


def test_too_few_people_and_too_little_coverage_are_no_answer() -> None:
    few = by_part(assess_agreement(named_tables(1.0, people=4), Naming("mood", "perceived")))
    assert {f.finding for f in few.values()} == {"undecided"}
    assert "There are 4 independent units; this takes 5." in few["balanced"].words
    tables = named_tables(1.0)
    lost = pl.int_range(pl.len()) % 3 > 0
    readings = tables.readings.with_columns(
        pl.when(~lost).then("label").alias("label"),
        pl.when(lost).then(pl.lit("refused")).otherwise("status").alias("status"),
    )
    naming = Naming("mood", "perceived")
    (balanced, *_) = assess_agreement(Tables(readings, tables.truth, tables.items, tables.subjects), naming)
    assert balanced.coverage == pytest.approx(1 / 3)
    assert balanced.finding == "undecided"


def test_items_never_read_lower_the_coverage() -> None:
    tables = named_tables(1.0)
    readings = tables.readings.filter(pl.int_range(pl.len()) % 4 > 0)
    naming = Naming("mood", "perceived")
    (balanced, *_) = assess_agreement(Tables(readings, tables.truth, tables.items, tables.subjects), naming)
    assert balanced.coverage == pytest.approx(0.75)


def test_sources_are_never_merged() -> None:
    right = named_tables(1.0)
    other = right.truth.with_columns(pl.lit("self_report").alias("source"), pl.lit("sad").alias("label"))
    both = Tables(right.readings, pl.concat([right.truth, other]), right.items, right.subjects)
    assert assess_agreement(both, Naming("mood", "perceived"))[0].estimate == 1.0
    felt = assess_agreement(both, Naming("mood", "self_report"))[0]
    assert felt.n == 360
    assert felt.estimate == pytest.approx(1 / 3)
    assert "was the self-reported label in 33 %" in felt.words


def test_people_who_agree_better_than_the_system_are_told() -> None:
    # 9 to 1: others lead with the known label in every seat, so people are right in 9 of 10
    found = by_part(assess_agreement(named_tables(0.7, votes=(9, 1)), Naming("mood", "perceived")))
    people = found["people"]
    right = assess_right(named_tables(0.7))
    assert people.estimate == pytest.approx(right - 0.9, abs=1e-12)
    assert people.finding == "fails"
    assert "are right in 90 %" in people.words
    assert "Two people agree with each other in 80 %." in people.words  # 72 of 90 pairs


def assess_right(tables: Tables) -> float:
    both = tables.readings.join(tables.truth, on="item")
    return float(both.select((pl.col("label") == pl.col("label_right")).mean()).item())


def test_ties_are_kept_apart_and_counted() -> None:
    balanced, *_ = assess_agreement(named_tables(1.0, votes=(5, 5)), Naming("mood", "perceived"))
    assert balanced.estimate is None
    assert "In 360 of 360 cases (100 %) votes tie and nothing is taken as known." in balanced.words


def test_votes_of_people_are_the_ceiling_of_another_source() -> None:
    tables = named_tables(0.7, source="intended")
    seen = named_tables(0.7, votes=(6, 4)).truth
    both = Tables(tables.readings, pl.concat([tables.truth, seen]), tables.items, tables.subjects)
    people = by_part(assess_agreement(both, Naming("mood", "intended")))["people"]
    assert people.estimate == pytest.approx(assess_right(tables) - 0.6, abs=1e-12)
    assert people.finding == "holds"


@given(st.lists(st.integers(0, 4), min_size=4, max_size=4).filter(lambda votes: sum(votes) > 1), st.integers(0, 3))
def test_seats_are_what_leaving_each_rater_out_gives(votes: list[int], said: int) -> None:
    names = "abcd"
    truth = [Truth("talk-0-even", 0, 1, "x", label=names[k], source="perceived", count=v) for k, v in enumerate(votes)]
    tables = tables_of([Reading("talk-0-even", 0, 1, "x", "state", label=names[said])], [item(0)], truth)
    rows = among_themselves(beside_truth(tables, "x", "perceived"))
    people, system = [], []
    for voter, times in enumerate(votes):
        others = Counter({k: v - (k == voter) for k, v in enumerate(votes)})
        top = [k for k, v in others.items() if v == max(others.values())]
        if times and len(top) == 1:
            people += [voter == top[0]] * times
            system += [said == top[0]] * times
    if not people:
        assert rows.height == 0
    else:
        assert rows.row(0)[1:3] == pytest.approx((np.mean(system), np.mean(people)))


def test_a_timed_reading_is_held_against_the_stretch_that_holds_its_middle() -> None:
    name = "talk-0-even"
    truth = [Truth(name, 10.0 * k, 10.0 * k + 8, "x", label=f"l{k}", source="perceived") for k in range(3)]
    said = [
        Reading(name, 1.0, 3.0, "x", "state", label="l0"),
        Reading(name, 6.0, 18.0, "x", "state", label="l1"),
        Reading(name, 8.5, 9.5, "x", "state", label="l1"),
        Reading(name, 27.0, 27.0, "x", "state", label="l2"),
    ]
    rows = beside_truth(tables_of(said, [item(0)], truth), "x", "perceived").rows
    assert rows.get_column("known").to_list() == ["l0", "l1", "l2"]  # nothing is known at 9 s


def test_instants_take_the_nearest_one_and_whole_items_the_longest_label() -> None:
    name, other = "talk-0-even", "talk-1-even"
    truth = [Truth(name, t / 10, t / 10, "x", label=f"l{t}", source="script") for t in range(9)]
    truth += [
        Truth(other, 0, 4, "x", label="a"),
        Truth(other, 4, 9, "x", label="b"),
        Truth(other, 9, 11, "x", label="a"),
    ]
    said = [
        Reading(name, 0.32, 0.32, "x", "state", label="?"),
        Reading(name, 5.0, 5.0, "x", "state", label="?"),
        Reading(other, None, None, "x", "state", label="?"),  # type: ignore[arg-type]
    ]
    rows = beside_truth(tables_of(said, [item(0), item(1)], truth), "x", "script").rows
    assert rows.get_column("known").to_list() == ["l3", "a"]


def test_stretches_that_overlap_are_refused() -> None:
    truth = [Truth("talk-0-even", t, t + 5, "x", label="a", source="perceived") for t in (0.0, 3.0)]
    with pytest.raises(TableError) as error:
        beside_truth(tables_of([], [item(0)], truth), "x", "perceived")
    assert str(error.value) == (
        "truth: item 'talk-0-even': two stretches of output 'x' from source 'perceived' overlap at 3 s; "
        "votes on one stretch need the same times"
    )


@needs_data
@pytest.mark.parametrize(
    ("output", "pooled", "balanced"),
    [("emotion.voice", 0.4000, 0.4069), ("emotion.face", 0.5744, 0.5771), ("emotion.both", 0.6307, 0.6342)],
)
def test_people_beside_the_intended_emotion_of_crema_d(output: str, pooled: float, balanced: float) -> None:
    found = by_crema(assess_agreement(crema_d(), Naming(output, "intended", "emotion", people_output=output)))
    assert found["balanced"].estimate == pytest.approx(balanced, abs=5e-5)
    assert found["balanced"].clusters == 91
    # votes as the system, held against the votes: the system is its own ceiling
    assert found["people"].estimate == pytest.approx(0, abs=0.01)
    table = found["majority"]
    assert table.estimate is not None
    assert f"is right in {100 * pooled:.0f} %" in table.words
    assert found["balanced"].finding == "fails"
    assert found["chance"].finding == "holds"


def by_crema(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {f.id.split(".intended.")[1]: f for f in findings}


@pytest.mark.skipif(not (DATA / "ferplus").is_dir(), reason="the published FER+ votes are not here")
def test_people_among_themselves_in_fer_plus() -> None:
    table = pl.read_csv(DATA / "ferplus" / "fer2013new.csv").with_row_index("item")
    table = table.with_columns(pl.col("item").cast(pl.String))
    names = table.columns[3:]
    votes = table.unpivot(on=names, index="item", variable_name="label", value_name="count")
    truth = votes.filter(pl.col("count") > 0).with_columns(
        pl.lit("face").alias("output"), pl.lit("perceived").alias("source"), pl.col("count").cast(pl.Int64)
    )
    said = table.select("item", pl.lit("happiness").alias("label"))
    readings = said.with_columns(
        pl.lit("face").alias("output"), pl.lit("state").alias("rung"), pl.lit("ok").alias("status")
    )
    items = table.select("item", pl.col("item").alias("subject"))
    tables = Tables(in_schema(readings, READINGS), in_schema(truth, TRUTH), items, items.select("subject"))
    beside = beside_truth(tables, "face", "perceived")
    assert beside.ties / beside.stretches == pytest.approx(0.0495, abs=5e-5)
    # Fleiss' kappa is the chance that two raters agree, beyond that of two votes drawn from all
    pairs = beside.votes.group_by("stretch").agg(
        (pl.col("votes") * (pl.col("votes") - 1)).sum() / (pl.col("votes").sum() * (pl.col("votes").sum() - 1))
    )
    share = votes.group_by("label").agg(pl.col("count").sum()).get_column("count").to_numpy() / votes["count"].sum()
    agree, chance = float(str(pairs.get_column("votes").mean())), float(share @ share)
    assert (agree - chance) / (1 - chance) == pytest.approx(0.51506, abs=5e-6)
    people = next(f for f in assess_agreement(tables, Naming("face", "perceived")) if f.id.endswith(".people"))
    assert people.finding == "fails"  # always saying the same
    assert "Two people agree with each other in 6" in people.words
