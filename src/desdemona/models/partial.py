"""A model file cut down to its first outputs: what only the others need is not computed, and the rest not changed.

The files are FlatBuffers of the schema of TensorFlow Lite: tables point to lists, and lists to tables, by how many
bytes further on they lie. The lists of outputs and of operators are written anew, in place and shorter.
"""

import struct

import numpy as np
from numpy.typing import NDArray

_SUBGRAPHS = 2
"""Which field of a model it is; those below are fields of a subgraph and of an operator."""
_GRAPH_OUTPUTS, _OPERATORS = 2, 3
_INPUTS, _OUTPUTS = 1, 2


def cut_model(content: bytes, outputs: int) -> bytes:
    """Return a model of one graph with its first `outputs` outputs and the operators that they need, as they were."""
    cut = bytearray(content)
    (graph,) = _tables(cut, _list(cut, _pointed(cut, 0), _SUBGRAPHS))
    kept_outputs, operators = _list(cut, graph, _GRAPH_OUTPUTS), _list(cut, graph, _OPERATORS)
    wanted = _numbers(cut, kept_outputs)[:outputs].tolist()
    kept: list[int] = []
    needed = set(wanted)
    for operator in reversed(_tables(cut, operators)):
        if needed.intersection(_numbers(cut, _list(cut, operator, _OUTPUTS)).tolist()):
            kept.insert(0, operator)
            needed.update(_numbers(cut, _list(cut, operator, _INPUTS)).tolist())
    _write(cut, kept_outputs, wanted)
    _write(cut, operators, [operator - (operators + 4 + 4 * place) for place, operator in enumerate(kept)])
    return bytes(cut)


def _pointed(content: bytearray, at: int) -> int:
    return at + int(struct.unpack_from("<I", content, at)[0])


def _list(content: bytearray, table: int, field: int) -> int:
    """Return where a table's list lies: its length, then its entries."""
    fields = table - struct.unpack_from("<i", content, table)[0]
    return _pointed(content, table + struct.unpack_from("<H", content, fields + 4 + 2 * field)[0])


def _numbers(content: bytearray, at: int) -> NDArray[np.int32]:
    return np.frombuffer(bytes(content[at + 4 : at + 4 + 4 * struct.unpack_from("<I", content, at)[0]]), dtype="<i4")


def _tables(content: bytearray, at: int) -> list[int]:
    return [_pointed(content, at + 4 + 4 * place) for place in range(struct.unpack_from("<I", content, at)[0])]


def _write(content: bytearray, at: int, entries: list[int]) -> None:
    struct.pack_into(f"<I{len(entries)}i", content, at, len(entries), *entries)
