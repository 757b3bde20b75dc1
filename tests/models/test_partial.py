"""A model cut down to some of its outputs gives them as the whole one does."""

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from desdemona.errors import ModelError
from desdemona.models.cache import model_path
from desdemona.models.network import load_network
from desdemona.models.partial import cut_model
from desdemona.models.pinned import PINNED


@pytest.fixture(scope="module", autouse=True)
def models_at_hand() -> None:
    try:
        model_path("pose")
    except ModelError as error:
        if "cannot be fetched" not in str(error):
            raise
        pytest.skip(f"offline and nothing cached: {error}")


@pytest.mark.parametrize("name", [model.name for model in PINNED])
def test_the_outputs_that_are_left_do_not_change(name: str) -> None:
    whole = load_network(name)
    picture = np.random.default_rng(3).random(whole.input_shape, dtype=np.float32)
    expected = whole.run(picture)
    for count in range(1, len(expected) + 1):
        cut = load_network(name, outputs=count)
        assert cut.output_names == whole.output_names[:count]
        for one, other in zip(cut.run(picture), expected[:count], strict=True):
            np.testing.assert_array_equal(one, other)  # the same operators in the same order


def test_what_only_other_outputs_need_is_left_out() -> None:
    content = model_path("pose").read_bytes()

    def operators(model: bytes) -> int:
        return len(Interpreter(model_content=model)._get_ops_details())

    # So many of them lead to the points and the presence by another reader of such files, that of LiteRT's schema.
    assert operators(cut_model(content, 5)) == operators(content) == 332
    assert operators(cut_model(content, 2)) == 249
