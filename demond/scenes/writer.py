"""Files that are written behind the event loop, the newest of each, in one thread at a time. No torch."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from demond.calls import aside
from demond.kept import write_whole
from engine.errors import in_words

PATIENCE_SECONDS = 3.0
"""How long somebody waits to be told that something is on the disk."""
RETRY_SECONDS = 15.0


class Gone(NamedTuple):
    """A file is to be there no more, once another that took its place is written."""

    after: Path | None = None


class Kept(NamedTuple):
    """Makes what a file holds that is read again by `read_kept`; the one before it is kept behind."""

    content: Callable[[], bytes]


Content = Callable[[], bytes] | Kept | Gone
"""Makes what a file holds, in the thread that writes it; or there is to be no file."""

_log = logging.getLogger("demond")


class Writer:
    """Writes files whole, in the order in which they are given, and tries again what failed; for the event loop."""

    def __init__(self) -> None:
        self._pending: dict[Path, Content] = {}
        self._writing: dict[Path, Content] = {}
        self._failed: dict[Path, tuple[Content, str]] = {}
        self._task: asyncio.Task[None] | None = None
        self._problem = ""

    def put(self, path: Path, content: Content) -> None:
        """Have a file hold this soon, or be gone."""
        self._failed.pop(path, None)
        self._pending.pop(path, None)
        self._pending[path] = content
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._write())

    async def saved(self, paths: Iterable[Path], patience: float = PATIENCE_SECONDS) -> str:
        """Wait until these are written; returns why one is not, which is tried again, or nothing."""
        if self._task is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._task), patience)
            if not self._task.done():
                return "the disk does not answer"
        return next((self._failed[path][1] for path in paths if path in self._failed), "")

    def unsaved(self) -> set[Path]:
        """The files that are not yet as they are to be."""
        return {*self._pending, *self._writing, *self._failed}

    async def finish(self, patience: float = PATIENCE_SECONDS) -> None:
        """Write what is left for the last time."""
        left = self.unsaved()
        self._again()
        if problem := await self.saved(left, patience):
            _log.error("%s not saved: %s", self._told(), problem)

    async def _write(self) -> None:
        while self._pending:
            batch, self._pending = self._pending, {}
            self._writing = batch
            failed = await aside(_write_all, batch)
            self._writing = {}
            self._failed |= {path: (batch[path], why) for path, why in failed.items() if path not in self._pending}
        problem = next((why for _, why in self._failed.values()), "")
        if problem and problem != self._problem:
            _log.error("%s not saved: %s; it is tried again", self._told(), problem)
        elif self._problem and not problem:
            _log.info("what was not saved is saved again")
        self._problem = problem
        if problem:
            asyncio.get_running_loop().call_later(RETRY_SECONDS, self._again)

    def _told(self) -> str:
        """Which files are not as they are to be, in words."""
        first, *others = sorted(path.name for path in self.unsaved())
        return f"{first} and {len(others)} more are" if others else f"{first} is"

    def _again(self) -> None:
        for path, (content, _) in list(self._failed.items()):
            self.put(path, content)


def _write_all(batch: dict[Path, Content]) -> dict[Path, str]:
    """Write files, then let those go that are to be gone; returns why which were not."""
    failed: dict[Path, str] = {}
    for path, content in sorted(batch.items(), key=lambda each: isinstance(each[1], Gone)):
        try:
            if isinstance(content, Gone):
                if content.after in failed:
                    failed[path] = failed[content.after]
                else:
                    path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Kept):
                write_whole(path, content.content(), behind=True)
            else:
                write_whole(path, content())
        except Exception as error:
            failed[path] = in_words(error)
    return failed
