"""The multiverse starts at the central values, stays in the ranges, and is always the same."""

from dataclasses import replace

import pytest

from desdemona.systems.multiverse import DESIGNED, universes
from desdemona.systems.profile import BUILT_IN_IDS, load_system


@pytest.mark.parametrize("name", BUILT_IN_IDS)
def test_central_first_then_one_at_a_time_within_the_ranges(name: str) -> None:
    profile = load_system(name)
    all_of_them = universes(profile)
    assert all_of_them[0] == profile.central
    assert all_of_them == universes(profile)
    assert len({tuple(universe.items()) for universe in all_of_them}) == len(all_of_them)
    for each in profile.assumed:
        for end in (each.low, each.high):
            if end != each.value:
                assert {**profile.central, each.name: end} in all_of_them
        assert all(each.low <= universe[each.name] <= each.high for universe in all_of_them)


def test_few_values_are_all_combined() -> None:
    profile = load_system("tal-magic-mirror")
    three = replace(profile, assumed=profile.assumed[:3])
    assert len(universes(three)) == 27
    assert universes(replace(profile, assumed=())) == ({},)


def test_many_values_take_each_slice_of_each_range_once() -> None:
    profile = load_system("tal-magic-mirror")
    designed = universes(profile)[-DESIGNED:]
    for each in profile.assumed:
        slices = sorted(int(DESIGNED * (one[each.name] - each.low) / (each.high - each.low)) for one in designed)
        assert slices == list(range(DESIGNED)), each.name
