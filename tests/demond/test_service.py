"""When a run ends by itself."""

import asyncio
import time

import pytest

from demond.playback.loop import Loop
from demond.service import _end_after, _Ending


@pytest.fixture
def loop():
    made = Loop.create(2.0)
    yield made
    made.close()
    made.unlink()


def test_the_time_to_play_counts_from_the_first_sound(loop):
    async def run() -> float:
        ending, began = _Ending(), time.monotonic()
        task = asyncio.create_task(_end_after(0.2, loop, ending))
        asyncio.get_running_loop().call_later(0.3, loop.begin, 48000)
        asyncio.get_running_loop().call_later(0.3, loop.commit)
        await task
        assert (ending.asked.is_set(), ending.status) == (True, 0)
        return time.monotonic() - began

    assert asyncio.run(run()) >= 0.5


def test_a_run_in_which_nothing_sounds_ends_too(loop, monkeypatch, caplog):
    monkeypatch.setattr("demond.service.FIRST_SOUND_SECONDS", 0.1)

    async def run() -> None:
        ending = _Ending()
        await _end_after(60.0, loop, ending)
        assert (ending.asked.is_set(), ending.status) == (True, 1)

    asyncio.run(run())
    assert "nothing sounded within" in caplog.text
