"""Networks give the same numbers alone, in a batch and in two threads."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from desdemona.errors import ModelError, UnknownName
from desdemona.models.cache import model_path
from desdemona.models.network import Network, load_network
from desdemona.models.pinned import PINNED


@pytest.fixture(scope="module", autouse=True)
def models_at_hand() -> None:
    try:
        model_path("iris")
    except ModelError as error:
        if "cannot be fetched" not in str(error):
            raise
        pytest.skip(f"offline and nothing cached: {error}")


def noise(network: Network) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(5).random(network.input_shape, dtype=np.float32)


def test_shapes_follow_the_names() -> None:
    network = load_network("face_mesh")
    assert network.input_shape == (1, 192, 192, 3)
    points, score = network.run(noise(network))
    assert points.shape == (1, 1, 1, 468 * 3)
    assert score.shape == (1, 1, 1, 1)
    assert points.dtype == score.dtype == np.float32
    assert len(network.output_names) == 2


@pytest.mark.parametrize("name", [model.name for model in PINNED if model.takes_batch])
def test_batch_gives_what_singles_give(name: str) -> None:
    several, one = load_network(name, batch=2), load_network(name)
    pictures = noise(several)
    together = several.run(pictures)
    for place in range(2):
        for all_of_it, alone in zip(together, one.run(pictures[place : place + 1]), strict=True):
            # The kernels see each picture alone, so only the rounding of another blocking may differ.
            np.testing.assert_allclose(all_of_it[place], alone[0], rtol=1e-4, atol=1e-4)


def test_batch_that_would_mix_up_its_order_is_refused() -> None:
    with pytest.raises(ModelError, match="'face_detector' takes one picture at a time, not 2"):
        load_network("face_detector", batch=2)


def test_a_later_run_leaves_earlier_outputs_alone() -> None:
    network = load_network("iris")
    first, _ = network.run(noise(network))
    before = first.copy()
    network.run(np.zeros(network.input_shape, np.float32))
    np.testing.assert_array_equal(first, before)


def test_two_threads_with_a_network_each_agree() -> None:
    networks = [load_network("iris"), load_network("iris")]
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(lambda network: [network.run(noise(network))[0] for _ in range(20)], networks)
    np.testing.assert_array_equal(np.stack(one), np.stack(two))


@pytest.mark.parametrize("shape", [(1, 63, 64, 3), (2, 64, 64, 3), (64, 64, 3)])
def test_wrong_shape_is_refused(shape: tuple[int, ...]) -> None:
    network = load_network("iris")
    with pytest.raises(ValueError, match="ension"):  # "Dimension mismatch", or that of the number of dimensions
        network.run(np.zeros(shape, np.float32))


def test_loading_writes_nothing_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    load_network("iris")
    assert capfd.readouterr().err == ""


def test_unknown_network_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown model 'irs'; did you mean 'iris'"):
        load_network("irs")
