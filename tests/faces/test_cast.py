from typing import get_args

from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lamps import LIGHTS, Light, lamp_of
from desdemona.faces.tones import SKIN_TONES


def test_the_cast_is_six_people_in_ten_tones_under_every_light_of_the_contract() -> None:
    assert len({identity.name for identity in IDENTITIES}) == 12
    assert [tone.number for tone in SKIN_TONES] == list(range(1, 11))
    assert tuple(lamp.name for lamp in LIGHTS) == get_args(Light)


def test_tones_are_the_published_colours_and_get_darker_one_by_one() -> None:
    assert SKIN_TONES[0].rgb == (0xF6, 0xED, 0xE4)
    assert SKIN_TONES[9].hex == "292420"
    means = [sum(tone.rgb) for tone in SKIN_TONES]
    assert means == sorted(means, reverse=True)


def test_a_lamp_is_found_by_its_name() -> None:
    assert lamp_of("dim").level < lamp_of("even").level
