"""From written words to phones: a few rules that make any Latin-letter word speakable, roughly as in English.

The rules exist so that a transcript has a sound of the right length and number of syllables. They are not a
pronouncing dictionary; a script that cares names the phones itself.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from desdemona.voices.phones import syllable_count

_WHOLE: Mapping[str, str] = {
    "a": "ah",
    "are": "aa r",
    "do": "d uw",
    "eye": "ay",
    "give": "g ih v",
    "have": "hh ae v",
    "he": "hh iy",
    "i": "ay",
    "is": "ih z",
    "me": "m iy",
    "my": "m ay",
    "of": "ah v",
    "one": "w ah n",
    "said": "s eh d",
    "she": "sh iy",
    "some": "s ah m",
    "the": "dh ah",
    "they": "dh ey",
    "to": "t uw",
    "two": "t uw",
    "was": "w ah z",
    "we": "w iy",
    "who": "hh uw",
    "you": "y uw",
}
_GROUPS: Mapping[str, str] = {
    "tion": "sh ah n",
    "igh": "ay",
    "tch": "ch",
    "ph": "f",
    "th": "th",
    "sh": "sh",
    "ch": "ch",
    "ck": "k",
    "ng": "ng",
    "wh": "w",
    "kn": "n",
    "wr": "r",
    "qu": "k w",
    "ee": "iy",
    "ea": "iy",
    "oo": "uw",
    "oa": "ow",
    "oe": "ow",
    "ue": "uw",
    "ou": "aw",
    "ow": "aw",
    "ai": "ey",
    "ay": "ey",
    "ei": "ey",
    "ey": "iy",
    "ie": "iy",
    "oi": "oy",
    "oy": "oy",
    "au": "ao",
    "aw": "ao",
    "ew": "uw",
    "ar": "aa r",
    "or": "ao r",
    "er": "er",
    "ir": "er",
    "ur": "er",
    "a": "ae",
    "b": "b",
    "c": "k",
    "d": "d",
    "e": "eh",
    "f": "f",
    "g": "g",
    "h": "hh",
    "i": "ih",
    "j": "jh",
    "k": "k",
    "l": "l",
    "m": "m",
    "n": "n",
    "o": "aa",
    "p": "p",
    "q": "k",
    "r": "r",
    "s": "s",
    "t": "t",
    "u": "ah",
    "v": "v",
    "w": "w",
    "x": "k s",
    "y": "y",
    "z": "z",
}
_LONG: Mapping[str, str] = {"a": "ey", "e": "iy", "i": "ay", "o": "ow", "u": "uw", "y": "ay"}
_AT = re.compile("|".join(sorted(_GROUPS, key=lambda group: -len(group))))


@lru_cache(maxsize=4096)
def spell_out(word: str) -> tuple[str, ...]:
    """Return the phones of a written word; empty where it holds no Latin letter or holds a digit.

    Case, marks and accents are ignored. A word without a vowel gets the neutral one after its first phone.
    """
    plain = unicodedata.normalize("NFKD", word).casefold()
    if any(letter.isdigit() for letter in plain):
        return ()
    letters = re.sub(r"[^a-z]", "", plain)
    if not letters:
        return ()
    if letters in _WHOLE:
        return tuple(_WHOLE[letters].split())
    phones = _sound_out(letters)
    return phones if syllable_count(phones) else (*phones[:1], "ah", *phones[1:])


def _sound_out(letters: str) -> tuple[str, ...]:
    letters = re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", letters)
    long_vowel = re.fullmatch(r"(.*)([aeiouy])([b-df-hj-np-tvz])e(s?)", letters)
    if long_vowel:
        before, vowel, after, plural = long_vowel.groups()
        return (*_by_groups(before), _LONG[vowel], *_by_groups(after), *_by_groups(plural))
    if re.fullmatch(r"[^aeiou]+y", letters):
        return (*_by_groups(letters[:-1]), "ay")
    if re.fullmatch(r".*[aeiou].*[^aeiou]y", letters):
        return (*_by_groups(letters[:-1]), "iy")
    if re.fullmatch(r".*[aeiou].*e", letters) and not re.search(r"[eiou]e$", letters):
        letters = letters[:-1]
    elif re.fullmatch(r"[^aeiou]*[eo]", letters):
        return (*_by_groups(letters[:-1]), _LONG[letters[-1]])
    elif letters.endswith("o"):
        return (*_by_groups(letters[:-1]), "ow")
    return _by_groups(letters)


def _by_groups(letters: str) -> tuple[str, ...]:
    softened = re.sub(r"c(?=[eiy])", "s", letters)
    return tuple(phone for group in _AT.findall(softened) for phone in _GROUPS[group].split())
