import pytest
from tests.trials.crema_d import crema_d, needs_data
from tests.trials.test_groups import grouped

from desdemona.trials.groups import Comparison, assess_groups
from desdemona.trials.power import assess_power


def test_what_could_have_been_seen_is_seen_in_four_audits_of_five() -> None:
    comparison = Comparison("mood", (), crossed=(("sex", "kind"),))
    planted = {f.id: f for f in assess_power(grouped(1, people=160, spread=0.05), comparison)}
    least = planted["power.error.mood.sex × kind.woman × ash.against.others"].estimate
    assert least is not None
    seen = 0
    for seed in range(40):
        found = {f.id: f for f in assess_groups(grouped(seed, people=160, gap=least), comparison)}
        seen += found["groups.error.mood.sex × kind.woman × ash.against.others"].finding == "fails"
    # .8 of 40 audits, two Monte Carlo errors are .13; the variance is itself estimated from one audit of 20 people
    assert 0.6 <= seen / 40 <= 0.98


def test_a_large_audit_is_enough_and_a_small_one_says_what_it_takes() -> None:
    (large,) = assess_power(grouped(2, people=800, each=40), Comparison("mood", ("sex",)))
    assert large.finding == "holds"
    (small,) = assess_power(grouped(2, people=40, each=10), Comparison("mood", ("sex",)))
    assert small.finding == "fails"
    assert "To see 5.0 points, about " in small.words
    assert "people like these are needed." in small.words


def test_one_person_cannot_be_compared() -> None:
    found = assess_power(grouped(3, people=8), Comparison("mood", ("kind",)))
    assert {f.finding for f in found} == {"undecided"}
    assert "no difference of any size could have been seen" in found[0].words


@needs_data
def test_seven_asian_actors_could_have_shown_ten_points() -> None:
    found = {f.id: f for f in assess_power(crema_d(), Comparison("emotion.voice", ("Race",), truth_output="emotion"))}
    asian = found["power.error.emotion.voice.Race.Asian.against.Caucasian"]
    assert asian.finding == "fails"
    assert asian.estimate == pytest.approx(0.099, abs=0.01)
