"""The folder in which the daemon keeps what it must remember: the values of all controls, as TOML, and a lock.

The file is replaced whole or not at all, so a crash or a full disk leaves the last good one; the one before it is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import math
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from demond.calls import aside, settle
from demond.kept import EDITION, dumped, read_kept, sweep, write_whole
from demond.parameters import ControlError, Value, find
from demond.problems import positions
from demond.store import Store
from demond.written import flat, nested
from engine import curves
from engine.errors import in_words

VALUES = "values.toml"
LOCK = "lock"
LOST_SECONDS = 2.0
"""How old what is lost may be where the power goes."""
SAVE_SECONDS = 1.0
"""From one saving to the next; the rest is left to the disk."""
GESTURE_SECONDS = 0.5  # that a change waits for others
RETRY_SECONDS = 15.0
LAST_SECONDS = 4.0  # that the last saving may take
HEADER = """# The values of demond's controls, saved when it ends and in between; those that follow are not among them.
# Edit only while it is not running, and leave the last line as it is.

"""
FOLDERS = ("", "scenes", "mappings", "exports")
"""Those in which files are written whole."""

_log = logging.getLogger("demond")


class StateInUseError(OSError):
    """Another daemon has this state folder; the text says which process and what to do."""


class State:
    """A state folder, held by this process until `close`. Raises StateInUseError.

    One that cannot be made or written to is told in the log: demond plays without it, and saves nothing. One that is
    not `held` is only read, whoever holds it.
    """

    def __init__(self, folder: str | Path, *, held: bool = True) -> None:
        self.folder = Path(folder)
        self._held, self._lock = held, -1
        if not held:
            return
        try:
            self._take()
        except StateInUseError:
            raise
        except OSError as error:
            _log.warning("the state folder %s is not writable (%s): nothing is saved", self.folder, error.strerror)
            with contextlib.suppress(FileNotFoundError, PermissionError):
                self._hold(os.open(self.folder / LOCK, os.O_RDONLY | os.O_CLOEXEC))

    def _take(self) -> None:
        """Have the folder, for this process alone. Raises OSError, and StateInUseError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._hold(os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644))
        with contextlib.suppress(OSError):  # a full disk
            os.ftruncate(self._lock, 0)
            os.write(self._lock, f"{os.getpid()}\n".encode("ascii"))
        sweep(self.folder / each for each in FOLDERS)

    def _hold(self, lock: int) -> None:
        """Keep the lock file, locked where that can be done. Raises StateInUseError."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(lock, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(lock)
            raise StateInUseError(
                error.errno,
                f"the state folder {self.folder} is in use by another demond (process {holder}); "
                "stop that one, or choose another folder with --state",
            ) from None
        except OSError as error:  # some file systems of networks know no locks
            _log.warning(
                "the state folder %s cannot be locked (%s): see that no other demond uses it",
                self.folder,
                error.strerror,
            )
        self._lock = lock

    @property
    def path(self) -> Path:
        """The file with the values."""
        return self.folder / VALUES

    def load(self) -> tuple[dict[str, Value], list[str]]:
        """Return the values saved last, as far as they are good, and a sentence for each that is not or was altered.

        Where they cannot be read, those saved before them are taken; what is broken is put aside under a name ending in
        `.broken`.
        """
        tables, text, complaints = read_kept(self.path, put_aside=self._held)
        if complaints and not text:
            complaints[-1] += ", starting from the defaults"
        values, wrong = self._checked(tables, positions(text))
        return values, complaints + wrong

    def save(self, values: Mapping[str, Value]) -> None:
        """Write these values in the place of those saved before, safe against a crash at any moment; OSError if not."""
        if self._lock < 0:
            self._take()
        write_whole(self.path, dumped(nested(values), HEADER), behind=True)

    def _checked(
        self, tables: Mapping[str, object], lines: Mapping[tuple[str | int, ...], int]
    ) -> tuple[dict[str, Value], list[str]]:
        values: dict[str, Value] = {}
        complaints = []
        first = EDITION not in tables
        for name, written in flat({key: value for key, value in tables.items() if key != EDITION}).items():
            place = f"{self.path}:{lines.get(tuple(name.split('/')), '?')}"
            try:
                row = find(name)
                if row.lets_go(written):
                    continue
                value, note = row.coerce(written)
            except ControlError as error:
                complaints.append(f"{place}: {error}; left at its default")
                continue
            if first and row.follows and value == row.default:
                continue
            values[name] = value
            if note and not isinstance(value, curves.Wave):
                complaints.append(f"{place}: {name}: {note}")
        return values, complaints

    def close(self) -> None:
        """Let go of the folder."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


class Autosave:
    """Saves the values soon after they changed and when it is told to, in threads that do nothing else.

    Of what is on its way it saves where that ends: `coming` are values that the store does not have yet.
    """

    def __init__(self, store: Store, state: State, coming: Callable[[], Mapping[str, Value]] = dict) -> None:
        self._store = store
        self._state = state
        self._coming = coming
        self._saved: Mapping[str, Value] = {}
        self._changed_at: float | None = None
        self._asked: asyncio.Future[str] | None = None
        self._problem = ""
        self._slowest = (LOST_SECONDS - SAVE_SECONDS) / 2
        self._saving = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._look = asyncio.Event()
        store.listen(self._changed)

    def save(self) -> asyncio.Future[str]:
        """Have everything saved, once for all who ask until it begins; what came of it, or ControlError."""
        if self._asked is None:
            self._asked = asyncio.get_running_loop().create_future()
            self._look.set()
        return self._asked

    def try_to_save(self) -> str:
        """Save now; returns why it failed, which the log says once, or nothing."""
        with self._saving:
            began, self._changed_at = time.monotonic(), None
            values = self._worth_saving()
            try:
                self._state.save(values)
            except Exception as error:
                self._changed_at = time.monotonic()
                problem = f"values are not saved: {in_words(error)}"
                if problem != self._problem:
                    _log.error("%s; it is tried again", problem)
                self._problem = problem
            else:
                self._saved = values
                if self._problem:
                    _log.info("values are saved again")
                self._problem = ""
                self._tell_slow(time.monotonic() - began)
            return self._problem

    def _tell_slow(self, seconds: float) -> None:
        """Say what a slow disk means; again where it is twice as slow."""
        if seconds > 2 * self._slowest:
            self._slowest = seconds
            _log.warning(
                "saving the values took %.1f s: where the power goes, what was set within %.1f s is lost",
                seconds,
                SAVE_SECONDS + seconds,
            )

    async def run(self) -> None:
        """Save what changed, at most once a second, and what is asked for, for ever; sleep while nothing does."""
        self._loop = asyncio.get_running_loop()
        began = -math.inf
        while True:
            self._look.clear()
            left = 0.0 if self._asked is not None else self._left(began)
            if left != 0.0:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._look.wait(), left)
                continue
            asked, self._asked = self._asked, None
            began, self._changed_at = time.monotonic(), None
            if asked is not None or self._worth_saving() != self._saved:
                problem = await aside(self.try_to_save)
                if asked is not None:
                    settle(asked, ControlError("save", problem) if problem else "values are saved")

    def _left(self, began: float) -> float | None:
        """Seconds until it is time to save; None where nothing changed."""
        if self._changed_at is None:
            return None
        due = began + (RETRY_SECONDS if self._problem else SAVE_SECONDS)
        return max(0.0, self._changed_at + GESTURE_SECONDS - time.monotonic(), due - time.monotonic())

    async def finish(self) -> None:
        """Save for the last time, within a few seconds; the log says where that fails."""
        try:
            await asyncio.wait_for(aside(self.try_to_save), LAST_SECONDS)
        except TimeoutError:
            _log.error("values are not saved: the disk did not answer within %.0f s", LAST_SECONDS)

    def _worth_saving(self) -> dict[str, Value]:
        coming = self._coming()  # before the values, among which they may be meanwhile
        return {**self._store.worth_saving(), **coming}

    def _changed(self, name: str, value: Value, origin: object) -> None:
        self.look()

    def look(self) -> None:
        """See soon whether there is something to save; from any thread."""
        if self._changed_at is None:
            self._changed_at = time.monotonic()
            if self._loop is not None:
                with contextlib.suppress(RuntimeError):  # it has ended
                    self._loop.call_soon_threadsafe(self._look.set)


def restored(state: State, overrides: Mapping[str, Value], clock: Callable[[], float] = time.monotonic) -> Store:
    """A store with the values that were saved, and what the command line says in their place. Raises ControlError."""
    store = Store(clock)
    values, complaints = state.load()
    complaints += store.load(values)
    for complaint in complaints:
        _log.warning("saved values: %s", complaint)
    store.set_many(overrides)
    return store
