import polars as pl
import pytest
from tests.trials.crema_d import crema_d, needs_data
from tests.trials.test_agreement import named_tables

from desdemona.errors import UnknownName
from desdemona.tables import Tables
from desdemona.trials.barrett import Criteria, assess_barrett, band_of
from desdemona.trials.finding import Finding


def by_criterion(findings: tuple[Finding, ...], source: str) -> dict[str, Finding]:
    return {f.id.split(f".{source}.")[1]: f for f in findings}


def test_bands_are_hers() -> None:
    assert [band_of(x) for x in (0.95, 0.7, 0.69, 0.41, 0.405, 0.2, 0.19, 0.0)] == [
        "strong",
        "strong",
        "moderate",
        "moderate",
        "weak",
        "weak",
        "unsupported",
        "unsupported",
    ]


@pytest.mark.parametrize(("right", "standing"), [(0.95, "holds"), (0.7, "undecided"), (0.4, "fails")])
def test_reliability_against_the_band_strong(right: float, standing: str) -> None:
    found = by_criterion(assess_barrett(named_tables(right), Criteria("mood", "self_report")), "self_report")
    assert found["validity"].estimate is None
    tables = named_tables(right, source="self_report")
    found = by_criterion(assess_barrett(tables, Criteria("mood", "self_report")), "self_report")
    assert found["validity"].finding == standing
    assert found["reliability.sad"].bound == 0.7


def test_validity_cannot_be_told_from_intended_truth() -> None:
    tables = named_tables(0.95, source="intended")
    validity = assess_barrett(tables, Criteria("mood", "intended"))[-1]
    assert (validity.finding, validity.estimate) == ("undecided", None)
    assert validity.words.startswith("Validity is not testable with intended truth: that somebody meant to show it")


def test_specificity_does_not_depend_on_the_mixture() -> None:
    tables = named_tables(0.8, each=60, source="intended")
    few_sad = tables.items.get_column("item").str.contains("take([0-9]|[1-5][0-9])-") & (
        ~tables.items.get_column("item").str.contains("take(2|5|8|11|14|17|20|23|26|29|32|35|38|41|44)-")
    )
    keep = tables.items.filter(few_sad).get_column("item").to_list()
    fewer = Tables(
        tables.readings.filter(pl.col("item").is_in(keep)),
        tables.truth.filter(pl.col("item").is_in(keep)),
        tables.items,
        tables.subjects,
    )
    whole = by_criterion(assess_barrett(tables, Criteria("mood", "intended")), "intended")["specificity.sad"]
    part = by_criterion(assess_barrett(fewer, Criteria("mood", "intended")), "intended")["specificity.sad"]
    assert whole.estimate == pytest.approx(0.8, abs=0.04)
    assert part.estimate == pytest.approx(0.8, abs=0.06)  # 60 sad ones left: standard error .05 · .4


def test_a_level_with_too_few_people_is_refused_and_named() -> None:
    tables = named_tables(0.95, source="intended")
    subjects = tables.subjects.with_columns(
        pl.when(pl.int_range(pl.len()) < 6).then(pl.lit("north")).otherwise(pl.lit("south")).alias("home"),
        pl.when(pl.int_range(pl.len()) < 2).then(pl.lit("left")).otherwise(pl.lit("right")).alias("hand"),
    )
    tables = Tables(tables.readings, tables.truth, tables.items, subjects)
    found = by_criterion(assess_barrett(tables, Criteria("mood", "intended", across=("home", "hand"))), "intended")
    assert found["generalisability.home"].finding == "holds"
    assert found["generalisability.hand"].finding == "undecided"
    assert "Too few people to be judged: 'left' (2 people)." in found["generalisability.hand"].words
    with pytest.raises(UnknownName, match="unknown condition or group 'hnad'; did you mean 'hand'"):
        assess_barrett(tables, Criteria("mood", "intended", across=("hnad",)))


@needs_data
def test_people_are_reliable_for_happiness_and_not_for_sadness() -> None:
    found = by_criterion(
        assess_barrett(crema_d(), Criteria("emotion.both", "intended", "emotion", across=("Race",))), "intended"
    )
    assert found["reliability.H"].finding == "holds"
    assert "in Barrett's band 'strong'" in found["reliability.H"].words
    assert found["reliability.S"].estimate == pytest.approx(0.334, abs=5e-4)
    assert "in Barrett's band 'weak'" in found["reliability.S"].words
    assert "'Unknown' (1 person)" in found["generalisability.Race"].words
