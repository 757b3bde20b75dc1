import math
from array import array
from collections import deque
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.channels.face.square import Square
from desdemona.channels.motion.flow import FlowWatch
from desdemona.channels.one_pass.frozen import freeze, thaw

PLAIN: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(), inner)
        | st.builds(deque, st.lists(inner))
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_plain_values_come_back_as_they_were(value: object) -> None:
    assert thaw(freeze(value)) == value


def test_arrays_come_back_to_the_last_bit_and_are_copies() -> None:
    picture = np.arange(12, dtype=np.uint8).reshape(3, 4)
    rows = array("d", [0.1, math.nan, -math.inf])
    frozen = freeze({"picture": picture, "again": picture, "rows": rows, "box": (slice(1, 2), slice(None))})
    assert len(frozen) == 3  # the tree, one picture, one line of numbers
    picture[:] = 0
    back = thaw(frozen)
    assert back["again"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    assert back["picture"].dtype == np.uint8
    assert back["rows"].tobytes() == rows.tobytes()
    assert back["box"] == (slice(1, 2), slice(None))


def test_values_of_the_channels_come_back_and_no_others() -> None:
    square = Square(1.5, 0.1, 3.0, -0.2)
    assert thaw(freeze([square])) == [square]
    watch = FlowWatch()
    watch.see(0.5, None)
    again = thaw(freeze(watch))
    again.see(1.0, None)
    assert again.flows().t_s.tolist() == [0.5, 1.0]

    @dataclass
    class Stranger:
        name: str

    with pytest.raises(TypeError, match="Stranger cannot be frozen"):
        freeze(Stranger("x"))


@pytest.mark.parametrize(
    "tree",
    [b'{"of": "os:system", "state": {}}', b'{"of": "desdemona.channels.none:X", "state": {}}', b"{}", b"[", b"\xff"],
)
def test_what_was_not_frozen_is_not_thawed(tree: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        thaw({"tree": np.frombuffer(tree, dtype=np.uint8)})
