"""Every fault of a declared file is told at its line, and a harmless value stands in for it."""

import math

import pytest
import yaml

from desdemona.declared import Place, compose, quickly_composed
from desdemona.errors import DeclarationError


def place_of(value: str) -> Place:
    """Return the value under a key of line 2."""
    return compose(f"# a comment\nkey: {value}\n", "made.yaml").keys("the file", ("key",))["key"]


def told(place: Place) -> list[tuple[int, str]]:
    return [(fault.line, fault.text) for fault in place.faults]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("two words", "two words"),
        ('"12"', "12"),
        ("'yes'", "yes"),
        ('" as it stands "', " as it stands "),
        ("|\n  a block\n  of lines\n", "a block\nof lines"),
        (">\n  a folded\n  line\n", "a folded line"),
        ("1e3", "1e3"),
    ],
)
def test_texts(value: str, text: str) -> None:
    place = place_of(value)
    assert place.text("name") == text
    assert told(place) == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("12", "name must be a text, not '12'; put quotes round it"),
        ("yes", "name must be a text, not 'yes'; put quotes round it"),
        ("null", "name must be a text, not 'null'; put quotes round it"),
        ("2024-05-12", "name must be a text, not '2024-05-12'; put quotes round it"),
        ("[a, b]", "name must be a text, not a list or table"),
        ("{a: b}", "name must be a text, not a list or table"),
        ("", "name is empty"),
        ('"  "', "name is empty"),
    ],
)
def test_what_is_no_text(value: str, fault: str) -> None:
    place = place_of(value)
    assert place.text("name") == ""
    assert told(place) == [(2, fault)]


@pytest.mark.parametrize(
    ("value", "number"),
    [("12", 12.0), ("-0.5", -0.5), ("+3", 3.0), ("1_000", 1000.0), ("1.5e+2", 150.0), ("1.0e-05", 1e-5), ("0", 0.0)],
)
def test_numbers(value: str, number: float) -> None:
    place = place_of(value)
    assert place.number("rate_hz") == number
    assert told(place) == []


@pytest.mark.parametrize(
    "value",
    ["four", "true", "yes", ".nan", ".inf", "-.inf", "1e3", "0x1F", "1:30", "'12'", "!!float wide", "", "9" * 400],
)
def test_what_is_no_number(value: str) -> None:
    place = place_of(value)
    assert math.isnan(place.number("rate_hz"))
    shown = value.strip("'").removeprefix("!!float ")
    assert told(place) == [(2, f"rate_hz must be a plain number, not '{shown}'")]


@pytest.mark.parametrize("value", ["[1]", "{a: 1}"])
def test_a_list_or_table_is_no_number(value: str) -> None:
    place = place_of(value)
    assert math.isnan(place.number("rate_hz"))
    assert told(place) == [(2, "rate_hz must be a plain number, not a list or table")]


@pytest.mark.parametrize(
    ("value", "yes"), [("true", True), ("Yes", True), ("on", True), ("false", False), ("no", False)]
)
def test_true_and_false(value: str, yes: bool) -> None:
    place = place_of(value)
    assert place.yes("documented") is yes
    assert told(place) == []


@pytest.mark.parametrize("value", ["1", "'true'", "maybe", "[true]", ""])
def test_what_is_neither_true_nor_false(value: str) -> None:
    place = place_of(value)
    assert place.yes("documented") is False
    assert told(place) == [(2, "documented must be true or false")]


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ("smile", []),
        ("smlie", [(2, "unknown cause 'smlie'; did you mean 'smile'?")]),
        ("zzz", [(2, "unknown cause 'zzz'; known are blink, smile")]),
        ("3", [(2, "cause must be a text, not '3'; put quotes round it")]),
    ],
)
def test_a_choice_is_one_of_the_known_words(value: str, faults: list[tuple[int, str]]) -> None:
    place = place_of(value)
    assert place.choice("cause", ("blink", "smile")) == ("blink" if faults else "smile")
    assert told(place) == faults


def test_the_items_of_a_list_have_lines_of_their_own() -> None:
    place = place_of("\n- a\n- 3\n-\n- b")
    assert place.texts("people") == ("a", "", "", "b")
    assert told(place) == [(4, "people must be a text, not '3'; put quotes round it"), (5, "people is empty")]


@pytest.mark.parametrize("value", ["a", "{a: b}", ""])
def test_what_is_no_list(value: str) -> None:
    place = place_of(value)
    assert place.items("people") == ()
    assert told(place) == [(2, "people must be a list")]


@pytest.mark.parametrize("value", ["a", "[a, b]", ""])
def test_what_is_no_table_is_told_once(value: str) -> None:
    place = place_of(value)
    assert place.keys("a fact", ("text",)) == {}
    assert told(place) == [(2, "a fact must be a table of keys and values")]


def test_the_keys_of_a_table_are_needed_optional_or_unknown() -> None:
    top = compose("# a comment\nid: a\nnaem: b\nlines: 3\n", "made.yaml")
    assert list(top.keys("the profile", ("id", "name", "sector"), ("lines",))) == ["id", "lines"]
    assert told(top) == [
        (3, "unknown key of the profile 'naem'; did you mean 'name'?"),
        (1, "the profile lacks 'name', 'sector'"),
    ]


def test_a_key_that_stands_twice_is_told_and_the_last_one_read() -> None:
    top = compose("id: a\nname: b\nid: c\n", "made.yaml")
    assert top.entries("the profile")["id"].text("id") == "c"
    assert told(top) == [(3, "'id' stands twice in the profile")]


def test_keys_that_are_no_texts_are_told_and_left_out() -> None:
    top = compose("12: a\n[b]: c\n<<: d\n'': e\n' f ': g\n", "made.yaml")
    assert list(top.entries("the table")) == [" f "]
    assert told(top) == [
        (1, "a key of the table must be a text, not '12'; put quotes round it"),
        (2, "a key of the table must be a text, not a list or table"),
        (3, "a key of the table must be a text, not '<<'; put quotes round it"),
        (4, "a key of the table is empty"),
    ]


def test_a_table_that_holds_itself_ends() -> None:
    top = compose("&top\nid: *top\n", "made.yaml")
    assert top.keys("the file", ("id",))["id"].text("id") == ""
    assert told(top) == [(2, "id must be a text, not a list or table")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "made.yaml:1: the file says nothing"),
        ("# only a comment\n", "made.yaml:1: the file says nothing"),
        ("id: a\nname: [\n", "made.yaml:3: not YAML: expected the node content, but found '<stream end>'"),
        ("id: a\nname: *b\n", "made.yaml:2: not YAML: found undefined alias 'b'"),
        ("a: 1\n---\nb: 2\n", "made.yaml:2: not YAML: but found another document"),
        ("\x00", "made.yaml:1: not YAML: unacceptable character #x0000: "),
        (r'id: "\U00110000"', "made.yaml:1: not YAML: chr() arg not in range"),
        (r'id: "\UFFFFFFFF"', "made.yaml:1: not YAML: "),
        ("[" * 5000, "made.yaml:1: lists and tables stand in each other too deeply"),
        ("- " * 5000, "made.yaml:1: lists and tables stand in each other too deeply"),
    ],
)
def test_what_is_no_yaml_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        compose(text, "made.yaml")
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


SHAPES = """\
# a comment
key: {a: 1, "b": [x, 'y', -2.5e3]}

block: |
  two
  lines
folded: >-
  one
  line
list:
- &one first
- *one
- {deep: {deeper: [true, ~]}}
"""


def described(node: yaml.Node) -> list[object]:
    """Return all that the readers look at."""
    own: list[object] = [type(node).__name__, node.tag, node.start_mark.line]
    if isinstance(node, yaml.ScalarNode):
        return [*own, node.value, node.style in ("|", ">")]
    inner = [each for item in node.value for each in (item if isinstance(item, tuple) else (item,))]
    return [*own, *map(described, inner)]


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="YAML was built here without its loader in C")
def test_the_quick_loader_sees_what_the_slow_one_sees() -> None:
    quick, slow = quickly_composed(SHAPES), yaml.compose(SHAPES, Loader=yaml.SafeLoader)
    assert quick is not None
    assert slow is not None
    assert described(quick) == described(slow)


@pytest.mark.parametrize("text", ["a: [", "[" * 400 + "\n" * 9 + "]" * 400, "- " * 301, "\x00", "a: *b"])
def test_the_quick_loader_leaves_the_doubtful_to_the_slow_one(text: str) -> None:
    assert quickly_composed(text) is None
