"""Work in turns: order, fairness, bounds."""

import asyncio
import logging
import time

import pytest

from demond.control.osc import turns as osc_turns
from demond.control.osc.seldom import SeldomLog
from demond.control.osc.turns import (
    MOST_BYTES,
    MOST_BYTES_IN_ALL,
    MOST_PEERS,
    MOST_WORKS,
    SHARE_BYTES,
    Turns,
    Work,
)


@pytest.fixture(autouse=True)
def own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have turns last as long as the loop's thread works: others may have the processor meanwhile."""
    monkeypatch.setattr(osc_turns, "perf_counter", time.thread_time)


def made() -> Turns:
    return Turns(asyncio.get_running_loop(), SeldomLog(logging.getLogger("turns")))


def busy(done: list, what: object, pieces: int = 20) -> Work:
    for _ in range(pieces):
        until = time.thread_time() + osc_turns.TURN_SECONDS / 8
        while time.thread_time() < until:
            pass
        yield
    done.append(what)


def test_what_there_is_time_for_is_done_at_once_and_the_rest_in_order_peer_by_peer(monkeypatch) -> None:
    monkeypatch.setattr(osc_turns, "TURN_SECONDS", 0.04)  # long enough for a processor that is shared

    async def play() -> None:
        turns, done = made(), []
        assert turns.do("a", busy(done, "a0", 1))
        assert done == ["a0"]
        for n in range(1, 4):
            turns.do("a", busy(done, f"a{n}"))
        turns.do("b", busy(done, "b0", 1))
        assert done == ["a0"]
        while len(done) < 5:
            await asyncio.sleep(0.001)
        assert done[1] == "b0"
        assert [each for each in done if each[0] == "a"] == ["a0", "a1", "a2", "a3"]
        await asyncio.sleep(0.02)
        assert turns.free("a")

    asyncio.run(play())


def test_what_is_given_meanwhile_comes_before_what_is_left() -> None:
    async def play() -> None:
        turns, done = made(), []

        def work() -> Work:
            turns.do("a", busy(done, "meanwhile"))
            yield from busy(done, "first")

        turns.do("a", busy(done, "before"))
        turns.do("a", work())
        turns.do("a", busy(done, "last"))
        while len(done) < 4:
            await asyncio.sleep(0.001)
        assert done == ["before", "meanwhile", "first", "last"]

    asyncio.run(play())


def test_what_fails_is_logged_and_keeps_nothing_else_from_being_done(caplog) -> None:
    async def play() -> None:
        turns, done = made(), []

        def broken() -> Work:
            yield
            raise KeyError("broken")

        turns.do("a", busy(done, "before"))
        turns.do("a", broken())
        turns.do("a", busy(done, "after"))
        while len(done) < 2:
            await asyncio.sleep(0.001)

    asyncio.run(play())
    assert "given up: 'broken'" in caplog.text


def test_what_waits_has_bounds_and_everybody_a_share() -> None:
    async def play() -> None:
        turns = made()

        def nothing() -> Work:
            yield

        turns.do("a", busy([], "a"))
        assert all(turns.do("a", nothing()) for _ in range(MOST_WORKS - 1))
        begun = []

        def begins() -> Work:
            begun.append(None)
            yield

        assert not turns.do("a", begins())
        for peer in range(MOST_BYTES_IN_ALL // MOST_BYTES):
            turns.do(peer, nothing(), 1)
            assert turns.do(peer, nothing(), MOST_BYTES - 1)
            assert not turns.do(peer, nothing(), 1)
        assert turns.do("late", nothing(), SHARE_BYTES)
        assert not turns.do("late", nothing(), 1)
        for peer in range(MOST_PEERS):
            turns.do(("many", peer), nothing())
        assert not turns.do("too late", begins())
        assert not begun
        turns.close()
        await asyncio.sleep(0.02)

    asyncio.run(play())
