"""A pinned model, ready to run with LiteRT."""

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from desdemona.errors import ModelError
from desdemona.models.cache import Progress, ignore_progress, model_path, read_checked
from desdemona.models.partial import cut_model
from desdemona.models.pinned import PinnedModel, pinned_model

_STDERR_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A model with its memory laid out for one batch size.

    One network runs one batch at a time; for two threads load two. While it runs, other Python threads go on.
    `input_shape` is (batch, height, width, 3). `output_shapes` follow `output_names`; each starts with the batch.
    """

    model: PinnedModel
    input_shape: tuple[int, int, int, int]
    output_names: tuple[str, ...]
    output_shapes: tuple[tuple[int, ...], ...]
    _interpreter: Any
    _input: int
    _outputs: tuple[int, ...]

    def run(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """Run on a batch of pictures and return the outputs in the order of `output_names`.

        Parameters
        ----------
        pictures
            float32 of shape `input_shape`, RGB, scaled to the model's `input_range`; copied once, into the model.

        Returns
        -------
        tuple of arrays
            float32, of `output_shapes`; they are the caller's own and no later run changes them.

        Raises
        ------
        ValueError
            The array has another shape or type.
        """
        self._interpreter.set_tensor(self._input, pictures)
        self._interpreter.invoke()
        return tuple(
            self._interpreter.get_tensor(index).reshape(shape)
            for index, shape in zip(self._outputs, self.output_shapes, strict=True)
        )


def load_network(
    name: str, batch: int = 1, threads: int = 1, progress: Progress = ignore_progress, outputs: int | None = None
) -> Network:
    """Load a pinned model for `batch` pictures at a time, fetching it on first use.

    With `outputs` only the first so many are given, and the time that the others take is saved.

    Raises
    ------
    UnknownName
        No model of that name is pinned.
    ModelError
        Its file cannot be had, is not the pinned one, or does not run so on this machine.
    """
    model = pinned_model(name)
    if batch != 1 and not model.takes_batch:
        raise ModelError(f"the model '{name}' takes one picture at a time, not {batch}")
    content = read_checked(model_path(name, progress), model.sha256)  # the bytes checked are the bytes run
    try:
        with _without_chatter():
            return _lay_out(model, content if outputs is None else cut_model(content, outputs), batch, threads)
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"the model '{name}' does not run here: {error}") from error


def _lay_out(model: PinnedModel, content: bytes, batch: int, threads: int) -> Network:
    interpreter = Interpreter(model_content=content, num_threads=threads)
    entry = interpreter.get_input_details()[0]
    exits = interpreter.get_output_details()
    side = model.input_size_px
    shape = (batch, side, side, 3)
    if batch != 1:
        interpreter.resize_tensor_input(entry["index"], shape)
    interpreter.allocate_tensors()
    # Some models flatten their last layer with a fixed first dimension of 1: a batch lies end to end in it, and
    # reshaping puts that right. Where two such layers are joined the order is lost: hence `takes_batch`.
    return Network(
        model=model,
        input_shape=shape,
        output_names=tuple(str(detail["name"]) for detail in exits),
        output_shapes=tuple((batch, *(int(size) for size in detail["shape"][1:])) for detail in exits),
        _interpreter=interpreter,
        _input=int(entry["index"]),
        _outputs=tuple(int(detail["index"]) for detail in exits),
    )


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Hold back LiteRT's `INFO:` lines, which it writes past Python and has no switch for; pass on all others."""
    with _STDERR_LOCK, tempfile.TemporaryFile() as held:
        sys.stderr.flush()
        real = os.dup(2)
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(real, 2)
            os.close(real)
            held.seek(0)
            said = held.read().splitlines(keepends=True)
            sys.stderr.write(b"".join(line for line in said if not line.startswith(b"INFO:")).decode(errors="replace"))
