"""Keeping OpenCV and linear algebra from sharing out work of this size among threads of their own.

It costs more than it gains while stages and processes share the cores: OpenBLAS's threads, which wait by spinning, took
some 4 % of the processor of a pass with everything on two cores.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import cv2
from threadpoolctl import threadpool_limits


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Let each use one thread, and afterwards as many as before."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(1, user_api="blas"):
            yield
    finally:
        cv2.setNumThreads(before)
