"""Written words become phones of the right number of syllables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.voices.phones import PHONES, syllable_count
from desdemona.voices.spelling import spell_out


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("hello", "hh eh l ow"),
        ("Fine,", "f ay n"),
        ("happy", "hh ae p iy"),
        ("the", "dh ah"),
        ("she", "sh iy"),
        ("night", "n ay t"),
        ("my", "m ay"),
        ("city", "s ih t iy"),
        ("names", "n ey m s"),
        ("station", "s t ae sh ah n"),
        ("go", "g ow"),
        ("hmm", "hh ah m"),
        ("Zoë", "z ow"),
    ],
)
def test_common_words(word: str, phones: str) -> None:
    assert " ".join(spell_out(word)) == phones


@pytest.mark.parametrize(
    ("word", "syllables"), [("Desdemona", 4), ("feelings", 2), ("nothing", 2), ("at", 1), ("tomato", 3), ("table", 1)]
)
def test_syllables(word: str, syllables: int) -> None:
    assert syllable_count(spell_out(word)) == syllables


@pytest.mark.parametrize("word", ["", "42", "4th", "…", "日本"])
def test_what_cannot_be_sounded_out_is_empty(word: str) -> None:
    assert spell_out(word) == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'-éüñ", min_size=1, max_size=15))
def test_every_latin_word_has_known_phones_and_a_syllable(word: str) -> None:
    phones = spell_out(word)
    assert set(phones) <= set(PHONES)
    assert not phones or syllable_count(phones) > 0
