"""Freezing values of the channels into arrays and text, and thawing them again, to the last bit.

Nothing that is thawed is run: only plain values, arrays and values of classes of the channels come back, their fields
as they were.
"""

import json
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
Tree = Any
"""What JSON can hold; a value that it cannot is a table with one key, the kind of value."""

_ROOM = "desdemona.channels."
_TREE = "tree"


def freeze(value: object) -> dict[str, NDArray[Any]]:
    """Return a value as named arrays, copied.

    Values may be None, truth values, numbers, texts, arrays, lists, tuples, deques, slices, tables with texts as keys,
    and values of classes of the channels; one array that stands in several places is kept once.

    Raises
    ------
    TypeError
        The value is none of these.
    """
    ice = _Ice()
    tree = json.dumps(ice.frozen(value)).encode()
    return {_TREE: np.frombuffer(tree, dtype=np.uint8), **ice.arrays}


def thaw(arrays: Arrays) -> Any:  # noqa: ANN401 - whatever was frozen
    """Return the value that `freeze` made these arrays of.

    Raises
    ------
    ValueError
        They are not what `freeze` makes.
    """
    try:
        return _thawed(json.loads(arrays[_TREE].tobytes()), arrays)
    except (KeyError, TypeError, AttributeError, ImportError, UnicodeDecodeError) as error:
        raise ValueError(f"not what was frozen: {error}") from error


class _Ice:
    """The arrays of a value while it is frozen."""

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}
        self._names: dict[int, str] = {}
        self._held: list[object] = []

    def frozen(self, value: object) -> Tree:
        """Return a value as what JSON can hold, its arrays put by."""
        if isinstance(value, np.generic):
            return value.item()
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, np.ndarray):
            return {"array": self._name(value, value)}
        if isinstance(value, array):
            return {"numbers": self._name(value, np.array(value, dtype=np.float64))}
        return self._several(value)

    def _several(self, value: object) -> Tree:
        word = _SEQUENCES.get(type(value))
        if word is not None and isinstance(value, Iterable):
            return {word: [self.frozen(one) for one in value]}
        if isinstance(value, slice):
            return {"slice": [self.frozen(part) for part in (value.start, value.stop, value.step)]}
        if type(value) is dict:
            return {"table": {str(key): self.frozen(one) for key, one in value.items()}}
        return self._object(value)

    def _object(self, value: object) -> Tree:
        cls = type(value)
        if not cls.__module__.startswith(_ROOM):
            raise TypeError(f"{cls.__module__}.{cls.__qualname__} cannot be frozen")
        state = {name: self.frozen(one) for name, one in _state(value).items()}
        return {"of": f"{cls.__module__}:{cls.__qualname__}", "state": state}

    def _name(self, value: object, content: NDArray[Any]) -> str:
        if id(value) not in self._names:
            self._names[id(value)] = name = f"a{len(self._names)}"
            self._held.append(value)
            self.arrays[name] = content.copy()
        return self._names[id(value)]


_SEQUENCES: dict[type, str] = {list: "list", tuple: "tuple", deque: "deque"}
_MAKERS: dict[str, Callable[[list[Any]], Any]] = {
    "list": list,
    "tuple": tuple,
    "deque": deque,
    "slice": lambda parts: slice(*parts),
}


def _state(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any object of the channels
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    own = getattr(value, "to_keep", None)
    return dict(own()) if own is not None else dict(vars(value))


def _thawed(tree: Tree, arrays: Arrays) -> Any:  # noqa: ANN401 - whatever was frozen
    if not isinstance(tree, dict):
        return tree
    if "of" in tree:
        return _object(tree["of"], {name: _thawed(one, arrays) for name, one in tree["state"].items()})
    (word, content), *_ = tree.items()
    if word == "array":
        return arrays[content]
    if word == "numbers":
        return array("d", arrays[content].tobytes())
    if word == "table":
        return {key: _thawed(one, arrays) for key, one in content.items()}
    return _MAKERS[word]([_thawed(one, arrays) for one in content])


def _object(name: str, state: dict[str, Any]) -> object:
    module, _, path = name.partition(":")
    if not module.startswith(_ROOM):
        raise TypeError(f"{module} is not of the channels")
    cls: Any = getattr(import_module(module), path)
    value: object = cls() if hasattr(cls, "to_keep") else object.__new__(cls)
    for key, one in state.items():
        object.__setattr__(value, key, one)
    return value
