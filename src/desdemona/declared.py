"""Reading a declared YAML file so that every fault is told with its line, all of them together."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import yaml

from desdemona.errors import DeclarationError, Fault, unknown_name_text

Choice = TypeVar("Choice", bound=str)

TEXT, YES_NO = "tag:yaml.org,2002:str", "tag:yaml.org,2002:bool"
NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
BLOCK = ("|", ">")
DEEPEST = 600
"""Lists and tables that may stand in each other, at most, in a text given to the quick loader (our choice)."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One value in a declared file: its node, its line, and the list that its faults go to.

    The readers give a harmless value after telling a fault, so that the rest of the file is still looked at; the
    caller raises when the list is not empty at the end.
    """

    node: yaml.Node
    line: int
    faults: list[Fault]

    def fault(self, text: str) -> None:
        """Tell one fault at this line."""
        self.faults.append(Fault(self.line, text))

    def unknown(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Tell that a name here is not known, with the nearest one that is."""
        self.fault(unknown_name_text(kind, name, known))

    def text(self, what: str) -> str:
        """Return a text as it stands, a block without the blanks round it; blank or no text is a fault."""
        node = self.node
        if not isinstance(node, yaml.ScalarNode):
            self.fault(f"{what} must be a text, not a list or table")
        elif not node.value.strip():
            self.fault(f"{what} is empty")
        elif node.tag != TEXT:
            self.fault(f"{what} must be a text, not '{node.value}'; put quotes round it")
        else:
            return str(node.value).strip() if node.style in BLOCK else str(node.value)
        return ""

    def number(self, what: str) -> float:
        """Return a finite number; NaN after a fault."""
        node = self.node
        shown = f"'{node.value}'" if isinstance(node, yaml.ScalarNode) else "a list or table"
        if isinstance(node, yaml.ScalarNode) and node.tag in NUMBERS:
            try:
                number = float(node.value.replace("_", ""))
            except ValueError:
                number = math.nan
            if math.isfinite(number):
                return number
        self.fault(f"{what} must be a plain number, not {shown}")
        return math.nan

    def yes(self, what: str) -> bool:
        """Return whether this is `true`; anything but `true` or `false` is a fault."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag == YES_NO:
            return str(self.node.value).lower() in ("true", "yes", "on")
        self.fault(f"{what} must be true or false")
        return False

    def choice(self, what: str, known: Sequence[Choice]) -> Choice:
        """Return one of the known words; the first of them after a fault."""
        name = self.text(what)
        for word in known:
            if word == name:
                return word
        if name:
            self.unknown(what, name, known)
        return known[0]

    def items(self, what: str) -> tuple["Place", ...]:
        """Return the places of a list; anything but a list is a fault."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fault(f"{what} must be a list")
            return ()
        return tuple(Place(node, node.start_mark.line + 1, self.faults) for node in self.node.value)

    def texts(self, what: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(item.text(what) for item in self.items(what))

    def entries(self, what: str) -> dict[str, "Place"]:
        """Return the entries of a table by their keys; a key that is no text or stands twice is a fault."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fault(f"{what} must be a table of keys and values")
            return {}
        found: dict[str, Place] = {}
        for key_node, node in self.node.value:
            key = Place(key_node, key_node.start_mark.line + 1, self.faults)
            name = key.text(f"a key of {what}")
            if name in found:
                key.fault(f"'{name}' stands twice in {what}")
            if name:
                found[name] = Place(node, key.line, self.faults)
        return found

    def keys(self, what: str, needed: Sequence[str], optional: Sequence[str] = ()) -> dict[str, "Place"]:
        """Return the entries of a table whose keys are given; unknown and missing keys are faults."""
        found = self.entries(what)
        for name, place in found.items():
            if name not in needed and name not in optional:
                place.unknown(f"key of {what}", name, (*needed, *optional))
        missing = [name for name in needed if name not in found]
        if missing and isinstance(self.node, yaml.MappingNode):
            self.fault(f"{what} lacks " + ", ".join(f"'{name}'" for name in missing))
        return {name: place for name, place in found.items() if name in needed or name in optional}


def quickly_composed(text: str) -> yaml.Node | None:
    """Return the top of a YAML text by the loader written in C, None where that is not there or tells a fault.

    It does not notice when lists and tables stand in each other too deeply for the machine, so it is not asked where
    that could be: a list or table needs a bracket of its own, or a column in the longest line and one more for a list
    that is not indented.
    """
    loader = getattr(yaml, "CSafeLoader", None)
    longest = max(map(len, text.splitlines()), default=0)
    if loader is None or text.count("[") + text.count("{") + 2 * longest > DEEPEST:
        return None
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, ValueError, OverflowError):  # the slow loader tells it, in the same words everywhere
        return None
    return node


def compose(text: str, path: str) -> Place:
    """Return the top of a YAML text as a place with an empty list of faults.

    Raises
    ------
    DeclarationError
        When the text is no YAML, holds nothing, or is nested too deeply to be read.
    """
    try:
        node = quickly_composed(text) or yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeclarationError(path, [Fault(line, f"not YAML: {error.problem or error.context}")]) from None
    except RecursionError:
        raise DeclarationError(path, [Fault(1, "lists and tables stand in each other too deeply")]) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two from characters that do not exist
        raise DeclarationError(path, [Fault(1, f"not YAML: {' '.join(str(error).split())}")]) from None
    if node is None:
        raise DeclarationError(path, [Fault(1, "the file says nothing")])
    return Place(node, 1, [])
