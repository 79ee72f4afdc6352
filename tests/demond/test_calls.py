"""Calls into the loop: what takes time is done one at a time, in threads that nothing waits for at the end."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from demond.calls import Calls, aside, settle
from demond.parameters import ControlError


def test_of_what_takes_time_there_is_one_at_a_time() -> None:
    async def play() -> None:
        go = asyncio.Event()

        async def slow(text: str) -> str:
            await go.wait()
            return text

        calls = Calls()
        record, capture = calls.done("record", slow), calls.done("capture", slow)
        first, other = record("a"), capture("b")
        for _ in range(3):
            with pytest.raises(ControlError, match="record: is under way already"):
                record("c")
        with ThreadPoolExecutor() as pool, pytest.raises(ControlError, match="is under way already"):
            await asyncio.get_running_loop().run_in_executor(pool, record, "d")
        go.set()
        assert await asyncio.gather(first, other) == ["a", "b"]
        assert await record("e") == "e"

    asyncio.run(play())


def test_what_hangs_holds_up_neither_others_nor_the_end() -> None:
    hangs = threading.Event()

    async def play() -> None:
        hung = [asyncio.ensure_future(aside(hangs.wait)) for _ in range(50)]
        assert await asyncio.wait_for(aside(divmod, 7, 2), 5) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await aside(divmod, 7, 0)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(hung[0], 0.05)

    began = time.monotonic()
    asyncio.run(play())
    assert time.monotonic() - began < 5
    hangs.set()


def test_who_no_longer_waits_is_not_answered() -> None:
    async def play() -> None:
        asked: list[asyncio.Future[str]] = [asyncio.get_running_loop().create_future() for _ in range(3)]
        asked[0].cancel()
        settle(asked[0], "late")
        settle(asked[1], "done")
        settle(asked[2], ControlError("save", "no"))
        assert await asked[1] == "done"
        with pytest.raises(ControlError, match="no"):
            await asked[2]

    asyncio.run(play())
