"""Work spread over processes, answers in the order of the questions."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import cv2

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def spread(ask: Callable[[Asked], Answer], questions: Sequence[Asked], workers: int) -> Iterator[Answer]:
    """Yield the answers to all questions in their order, from `workers` processes or, with one, from this one.

    Each process computes on one core. No answer depends on how many there are.
    """
    if workers <= 1:
        yield from map(ask, questions)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        yield from pool.map(ask, questions, chunksize=2)
