"""The daemon's housekeeping: what fails in it ends neither the rest nor the daemon."""

from __future__ import annotations

import asyncio

import pytest

from demond import service


def test_work_that_fails_is_begun_anew_and_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(service, "AGAIN_SECONDS", 0.01)
    begun = {"bad": 0, "good": 0}

    async def run() -> None:
        ended = asyncio.Event()

        async def bad() -> None:
            begun["bad"] += 1
            if begun["bad"] == 5:
                ended.set()
            raise OSError(5, "Input/output error")

        async def good() -> None:
            begun["good"] += 1
            await asyncio.sleep(60)

        await service._until(ended, bad, good)

    asyncio.run(asyncio.wait_for(run(), 10))
    assert begun == {"bad": 5, "good": 1}
    assert caplog.text.count("failed, and is begun anew") == 1
