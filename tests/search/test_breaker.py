"""A server that does not answer is left alone for a while."""

import threading

import pytest

from search.engines.breaker import Breaker, OpenError


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(failures=2, window=30, pause=4, longest=10, clock=clock)


def call(breaker, error=None):
    with breaker.call((OSError,)):
        if error is not None:
            raise error


def fail(breaker):
    with pytest.raises(OSError):
        call(breaker, OSError())


def is_turned_away(breaker):
    try:
        call(breaker)
    except OpenError:
        return True
    return False


def test_one_failure_is_none_and_two_in_a_row_open(breaker):
    fail(breaker)
    call(breaker)
    fail(breaker)
    assert not breaker.is_open
    fail(breaker)
    assert is_turned_away(breaker)


def test_failures_far_apart_open_nothing(breaker, clock):
    fail(breaker)
    clock.now = 31
    fail(breaker)
    assert not is_turned_away(breaker)


def test_after_the_pause_one_may_try_and_lets_the_others_in(breaker, clock):
    fail(breaker)
    fail(breaker)
    clock.now = 4
    with breaker.call((OSError,)):
        assert is_turned_away(breaker)
    assert not is_turned_away(breaker)


def test_a_try_that_fails_doubles_the_pause_up_to_the_longest(breaker, clock):
    fail(breaker)
    fail(breaker)
    pauses = []
    for _ in range(4):
        began = clock.now
        while is_turned_away_now(breaker):
            clock.now += 1
        pauses.append(clock.now - began)
        fail(breaker)
    assert pauses == [4, 8, 10, 10]


def is_turned_away_now(breaker):
    """Without using up the try."""
    return breaker._next_try is not None and breaker._clock() < breaker._next_try


def test_an_answer_that_says_no_is_no_failure(breaker):
    for _ in range(5):
        with pytest.raises(KeyError):
            call(breaker, KeyError())
    assert not breaker.is_open


def test_whoever_tries_and_never_comes_back_locks_nobody_out_for_longer_than_a_pause(breaker, clock):
    fail(breaker)
    fail(breaker)
    clock.now = 4
    hanging = breaker.call((OSError,))
    hanging.__enter__()
    assert is_turned_away(breaker)
    clock.now = 8
    assert not is_turned_away(breaker)


def test_threads_share_it(breaker):
    threads = [threading.Thread(target=fail, args=(breaker,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert is_turned_away(breaker)
