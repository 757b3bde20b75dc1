import threading
from collections.abc import Iterator

import pytest

from desdemona.channels.one_pass.ahead import run_ahead


def counting(stop: int, closed: list[bool]) -> Iterator[int]:
    try:
        yield from range(stop)
    finally:
        closed.append(True)


def stages() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("ahead")]


def test_order_is_kept_and_the_thread_ends() -> None:
    closed: list[bool] = []
    assert list(run_ahead(counting(500, closed), 2)) == list(range(500))
    assert closed == [True]
    assert stages() == []


def test_an_error_comes_after_what_came_before_it() -> None:
    def failing() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the third is broken")

    ahead = run_ahead(failing(), 1)
    assert [next(ahead), next(ahead)] == [1, 2]
    with pytest.raises(ValueError, match="the third is broken"):
        next(ahead)
    assert stages() == []


def test_stopping_early_stops_all_stages_and_closes_them() -> None:
    closed: list[bool] = []
    inner = run_ahead(counting(10**9, closed), 2)
    outer = run_ahead((number + 1 for number in inner), 2)
    assert next(outer) == 1
    outer.close()
    inner.close()
    assert closed == [True]
    assert stages() == []


def test_no_more_is_made_in_advance_than_asked_for() -> None:
    made: list[int] = []

    def noting() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    ahead = run_ahead(noting(), 2)
    for number in ahead:
        assert len(made) <= number + 1 + 4  # two wait, one is in hand on either side
    ahead.close()
