"""Libraries are kept to one thread, and given back what they had."""

import cv2
from threadpoolctl import threadpool_info

from desdemona.channels.one_pass.one_thread import one_thread_each


def blas_threads() -> list[int]:
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_all_have_one_thread_and_then_as_many_as_before() -> None:
    cv2_before, blas_before = cv2.getNumThreads(), blas_threads()
    cv2.setNumThreads(2)
    try:
        with one_thread_each():
            assert cv2.getNumThreads() == 1
            assert set(blas_threads()) <= {1}
        assert cv2.getNumThreads() == 2
        assert blas_threads() == blas_before
    finally:
        cv2.setNumThreads(cv2_before)
