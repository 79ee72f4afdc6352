"""Calls into the loop: what many ask for at once is done once."""

import asyncio

import pytest

from demond import calls
from demond.calls import Calls


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "JOIN_SECONDS", 0.05)


def test_what_many_ask_for_is_done_now_and_once_more() -> None:
    async def play() -> None:
        done = []

        def work() -> str:
            done.append(asyncio.get_running_loop().time())
            return f"done {len(done)}"

        ask = Calls().joined(work)
        assert ask() == "done 1"
        shared = {ask() for _ in range(2300)}
        assert len(shared) == 1
        assert len(done) == 1
        assert await shared.pop() == "done 2"
        assert done[1] - done[0] >= 0.05
        await asyncio.sleep(0.1)
        assert len(done) == 2
        assert ask() == "done 3"

    asyncio.run(play())


def test_it_never_runs_beside_itself() -> None:
    async def play() -> None:
        running, most, count = 0, 0, 0

        async def work() -> int:
            nonlocal running, most, count
            running, count = running + 1, count + 1
            most = max(most, running)
            await asyncio.sleep(0.12)
            running -= 1
            return count

        ask = Calls().joined(work)
        first = ask()
        await asyncio.sleep(0.08)
        second, third = ask(), ask()
        assert second is third is not first
        assert await asyncio.gather(first, second) == [1, 2]
        assert most == 1

    asyncio.run(play())


def test_an_error_reaches_all_who_asked() -> None:
    async def play() -> None:
        def work() -> None:
            raise ValueError("no")

        ask = Calls().joined(work)
        with pytest.raises(ValueError, match="no"):
            ask()
        later = ask()
        assert later is ask()
        with pytest.raises(ValueError, match="no"):
            await later

    asyncio.run(play())
