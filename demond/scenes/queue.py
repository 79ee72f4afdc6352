"""Work that actions ask for, one piece after another. No torch."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from demond.calls import Calls
from demond.parameters import ControlError
from demond.problems import Problems

MOST_WAITING = 64
MOST_LOGGED = 20

_log = logging.getLogger("demond")


class Queue:
    """Does one piece a turn of the event loop, so that many at once hold nothing up, once scenes are `ready`."""

    def __init__(self, calls: Calls, ready: Callable[[str], Awaitable[object]]) -> None:
        self._calls = calls
        self._ready = ready
        self._waiting, self._turn = 0, asyncio.Lock()

    def task(self, action: str, work: Callable[..., Any], alone: bool = False) -> Callable[..., object]:
        """What begins work for an action; `alone`: what reads or writes much, and is refused while it is under way."""
        running: asyncio.Task[object] | None = None

        async def in_turn(*arguments: object) -> object:
            try:
                async with self._turn:
                    await asyncio.sleep(0)
                    await self._ready(action)
            finally:
                self._waiting -= 1
            return await work(*arguments)

        def begin(*arguments: object) -> object:
            nonlocal running
            if alone and running is not None and not running.done():
                raise ControlError(action, "is under way already")
            if self._waiting >= MOST_WAITING:
                raise ControlError(action, "too much is asked for at once")
            self._waiting += 1
            return (running := self._calls.task(in_turn(*arguments)))

        return begin


def refused(action: str, problems: Problems) -> ControlError:
    """What tells that a file is not taken, and why; the log has it as well."""
    left = len(problems.problems) - MOST_LOGGED
    sentences = [*map(str, problems.problems[:MOST_LOGGED]), *([f"and {left} more"] if left > 0 else [])]
    for sentence in sentences:
        _log.error("%s: %s", action, sentence)
    return ControlError(action, "nothing was changed: " + "\n".join(sentences))
