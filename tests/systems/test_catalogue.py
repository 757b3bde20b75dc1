"""The catalogue of the source report is whole, and the register is honest about what runs."""

import pytest

from desdemona.systems import catalogue
from desdemona.systems.catalogue import CLAIMS, HARMS, systems_register
from desdemona.systems.claims import load_entries
from desdemona.systems.profile import BUILT_IN_IDS, load_system


def test_forty_claims_and_fifty_nine_harms_in_order() -> None:
    assert [claim.id for claim in CLAIMS] == [f"C{number:02}" for number in range(1, 41)]
    assert [harm.id for harm in HARMS] == [f"H{number:02}" for number in range(1, 60)]
    assert all(claim.text and claim.pages and claim.fails_if for claim in CLAIMS)
    assert all(harm.text and harm.evidence and harm.test for harm in HARMS)


def test_claims_and_harms_name_only_systems_of_the_register() -> None:
    known = {entry.id for entry in load_entries()}
    assert {system for claim in CLAIMS for system in claim.systems} <= known
    assert {system for harm in HARMS for system in harm.systems} <= known


def test_the_register_lists_all_and_hides_nothing() -> None:
    rows = systems_register()
    assert len({row.id for row in rows}) == 69
    sectors = [row.sector for row in rows]
    counts = {sector: sectors.count(sector) for sector in sorted(set(sectors))}
    assert counts == {"api": 4, "driving": 13, "education": 21, "other": 7, "public-security": 24}
    for row in rows:
        assert row.status in ("runs", "refused") or row.status.startswith("runs without ")
        assert bool(row.reason) == (row.status != "runs"), row.id
    assert [row.status for row in rows].count("refused") <= 6
    by_id = {row.id: row for row in rows}
    assert "blood pressure (refused): No validated open formula" in by_id["cm-cross-interrogation-platform"].reason


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_a_profile_agrees_with_the_register_and_with_the_catalogue(name: str) -> None:
    profile = load_system(name)
    entry = next(entry for entry in load_entries() if entry.id == name)
    assert (profile.name, profile.organisation, profile.sector) == (entry.name, entry.organisation, entry.sector)
    assert profile.statuses == entry.documented_status
    assert set(profile.claims) == {claim.id for claim in CLAIMS if name in claim.systems}
    assert set(profile.harms) == {harm.id for harm in HARMS if name in harm.systems}


def test_a_claim_about_foreign_programmes_concerns_those_who_make_it_and_those_it_is_about() -> None:
    foreign = next(claim for claim in CLAIMS if claim.id == "C12")
    assert foreign.about == ("spot-tsa", "iborderctrl", "us-plainclothes-micro-expression")
    assert set(foreign.systems) == {*foreign.about, "alpha-hawkeye-early-warning", "wenzhou-customs-micro-expression"}


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'CLAIM'"):
        getattr(catalogue, "CLAIM")  # noqa: B009
