"""The daemon's housekeeping: what fails in it ends neither the rest nor the daemon; when a run ends by itself."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from demond import ending as endings
from demond import service
from demond.ending import Ending
from demond.playback.loop import Loop


def test_work_that_fails_is_begun_anew_and_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(endings, "AGAIN_SECONDS", 0.01)
    begun = {"bad": 0, "good": 0}

    async def run() -> None:
        ending = Ending()

        async def bad() -> None:
            begun["bad"] += 1
            if begun["bad"] == 5:
                ending.asked.set()
            raise OSError(5, "Input/output error")

        async def good() -> None:
            begun["good"] += 1
            await asyncio.sleep(60)

        await ending.meanwhile(bad, good)

    asyncio.run(asyncio.wait_for(run(), 10))
    assert begun == {"bad": 5, "good": 1}
    assert caplog.text.count("failed, and is begun anew") == 1


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop.create(2.0)
    yield made
    made.close()
    made.unlink()


def test_the_time_to_play_counts_from_the_first_sound(loop: Loop) -> None:
    async def run() -> float:
        ending, began = Ending(), time.monotonic()
        task = asyncio.create_task(service._end_after(0.2, loop, ending))
        asyncio.get_running_loop().call_later(0.3, loop.begin, 48000)
        asyncio.get_running_loop().call_later(0.3, loop.commit)
        await task
        assert (ending.asked.is_set(), ending.status) == (True, 0)
        return time.monotonic() - began

    assert asyncio.run(run()) >= 0.5


def test_a_run_in_which_nothing_sounds_ends_too(
    loop: Loop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("demond.service.FIRST_SOUND_SECONDS", 0.1)

    async def run() -> None:
        ending = Ending()
        await service._end_after(60.0, loop, ending)
        assert (ending.asked.is_set(), ending.status) == (True, 1)

    asyncio.run(run())
    assert "nothing sounded within" in caplog.text


def test_threads_that_work_aside_leave_the_loop_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def serve(options: object) -> int:
        return round(sys.getswitchinterval() * 1e6)

    monkeypatch.setattr(service, "serve", serve)
    before = sys.getswitchinterval()
    try:
        assert service.run(SimpleNamespace(in_process=True)) == 500  # type: ignore[arg-type]
    finally:
        sys.setswitchinterval(before)
