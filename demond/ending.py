"""The end of a run: who asks for it, with which exit status, and what is done then. No torch."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any, Self

AGAIN_SECONDS = 1.0
END_SECONDS = 4.0
"""That a step of the ending may take; one that hangs, as on a disk, is left behind."""

Work = Callable[[], Coroutine[Any, Any, None]]

_log = logging.getLogger("demond")


class Ending:
    """The end of a run: asked for from anywhere in the loop, with the exit status that it then has.

    Behind an `async with` the steps that were noted are done, the last one first.
    """

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.status = 0
        self._steps = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._steps.aclose()

    def give_up(self, status: int = os.EX_CONFIG) -> None:
        """End because there is nothing to play: the shipped model cannot be loaded, or none can run as configured."""
        self.status = status
        self.asked.set()

    def then(self, step: Callable[..., object], *arguments: object) -> None:
        """Have a step done at the end, whatever happens to the others."""

        async def guarded() -> None:
            try:
                result = step(*arguments)
                if asyncio.iscoroutine(result):
                    await asyncio.wait_for(result, END_SECONDS)
            except Exception:
                _log.exception("while ending")

        self._steps.push_async_callback(guarded)

    async def meanwhile(self, *work: Work) -> None:
        """Have work done until the end is asked for."""
        tasks = [asyncio.ensure_future(_kept_up(each)) for each in work]
        try:
            await self.asked.wait()
        finally:
            for task in tasks:
                task.cancel()


async def _kept_up(work: Work) -> None:
    """Begin work anew where it ends by an error, which the log tells once: the others and the sound go on."""
    told = ""
    while True:
        try:
            await work()
        except Exception as error:
            if str(error) != told:
                _log.exception("%s failed, and is begun anew", work.__qualname__)
            told = str(error)
        await asyncio.sleep(AGAIN_SECONDS)
