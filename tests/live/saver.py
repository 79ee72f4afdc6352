"""Saves values as a daemon does while somebody plays it without a rest; forked as often as it is told to by its input.

    python -m tests.live.saver

Each line names a state folder; what plays there says on its output which one, its process, and when it set the first
value. The value of `seed` is the millisecond of the monotonic clock in which it was set, and others go with it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time

from demond.parameters import Value
from demond.state import Autosave, State
from demond.store import Store

PLAYED_SECONDS = 0.004


def at(moment: int) -> dict[str, Value]:
    """The values of a millisecond."""
    return {"seed": moment, "denoise": moment % 1000 / 1000, "prompt/a": f"{moment} " + "pads " * (moment % 97)}


def now() -> int:
    return int(time.monotonic() * 1000)


async def play(folder: str) -> None:
    """Play for ever."""
    store, state = Store(), State(folder)
    store.load(state.load()[0])
    saving = asyncio.ensure_future(Autosave(store, state).run())
    first = now()
    os.write(1, f"{folder} {os.getpid()} {first}\n".encode())
    while not saving.done():
        store.set_many(at(now()))
        await asyncio.sleep(PLAYED_SECONDS)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in iter(sys.stdin.readline, ""):
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                asyncio.run(play(line.strip()))
            finally:
                os._exit(1)


if __name__ == "__main__":
    main()
