"""Slow work beside the tick: what takes long to make is made here and handed over between two ticks."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from engine.session import READING

NICER = 10
TELL_SECONDS = 0.5
"""How long work has to go on for people to be told of it."""
PATIENCE = 5.0
"""Seconds without a sign of life after which work that reads or writes files is taken to hang."""
HANGS = 5  # told, beside the four quarters
MOST_LEFT = 4
"""Threads that may hang in one lane before what comes after them has to wait."""

T = TypeVar("T")
Fail = Callable[[Exception], None]
Kind = Literal["thought", "checks", "audio", "loras", "saving"]
"""What work waits for: the processor, or files of a kind, which may lie on a disk that hangs."""


class Progress:
    """How far something is that is being made; called with the part that is done, 0..1, by the thread that makes it."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.done = 0.0
        self.began: float | None = None
        self._moved = 0.0
        self._told = -1

    def __call__(self, done: float) -> None:
        now = time.monotonic()
        self.began = self.began or now
        self.done, self._moved = done, now

    @property
    def hangs(self) -> bool:
        """Whether it waits for a disk: it was begun, is not read yet, and gave no sign of life for long."""
        waits = self.began is not None and self.done < READING
        return waits and time.monotonic() - self._moved > PATIENCE

    def news(self) -> str:
        """What is to be told of it now, by quarters and where it hangs; empty where that was said."""
        if self.began is None or time.monotonic() - self.began < TELL_SECONDS:
            return ""
        if self.hangs and self._told < HANGS:
            self._told = HANGS
            return f"takes long: nothing came for {PATIENCE:g} s, and the rest goes on without it"
        if (quarter := int(4 * self.done)) <= self._told:
            return ""
        self._told = quarter
        return f"is being prepared, {100 * self.done:.0f} %"


@dataclass(eq=False)
class _Work:
    """What is to be made from a key, and who takes it, or the error."""

    key: Hashable
    kind: Kind
    make: Callable[[], Any]
    take: Callable[[Any], None]
    fail: Fail
    progress: Progress
    made: Future[Any] = field(default_factory=Future)
    left: bool = False


@dataclass
class _Job:
    work: _Work
    following: _Work | None = None


class _Lane:
    """One worker thread, behind the others where processors are short. One that hangs is left to itself, and another
    does what waits for it."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._waiting: deque[_Work] = deque()
        self._lock = threading.Condition()
        self._worker: threading.Thread | None = None
        self._left: list[_Work] = []
        self.current: _Work | None = None
        _LANES.add(self)

    def add(self, work: _Work) -> None:
        with self._lock:
            self._waiting.append(work)
            self._lock.notify()
        if self._worker is None:
            self._hire()

    def close(self) -> None:
        with self._lock:
            for work in self._waiting:
                work.made.cancel()
            self._waiting.clear()
            self._worker = None
            self._lock.notify_all()

    def leave(self, followed: bool) -> None:
        """Go on without what hangs, where something waits for it or is to follow it."""
        work = self.current
        waits = followed or self._waiting
        if work is None or self._kind == "thought" or not work.progress.hangs or not waits:
            return
        self._left = [left for left in self._left if not left.made.done()]
        if len(self._left) >= MOST_LEFT:
            return
        with self._lock:
            if self.current is work:
                work.left = True
                self._left.append(work)
                self.current = None
                self._hire()

    def _hire(self) -> None:
        self._worker = threading.Thread(target=self._run, name=f"workshop {self._kind}", daemon=True)
        self._worker.start()

    def _run(self) -> None:
        _stand_back()
        me = threading.current_thread()
        while True:
            with self._lock:
                while self._worker is me and not self._waiting:
                    self._lock.wait()
                if self._worker is not me:
                    return
                work = self.current = self._waiting.popleft()
            if work.made.set_running_or_notify_cancel():
                work.progress(0.0)
                try:
                    work.made.set_result(work.make())
                except BaseException as error:
                    work.made.set_exception(error)
            with self._lock:
                if self.current is work:
                    self.current = None
                if self._worker is not me:
                    return
            del work  # with what was made, which may be a whole model


_LANES: weakref.WeakSet[_Lane] = weakref.WeakSet()


@atexit.register
def _let_end() -> None:
    """Wait, at the process's end, for work that computes: torch ends badly amid it. What hangs is cut off."""
    for lane in list(_LANES):
        while (work := lane.current) and not work.made.done() and not work.progress.hangs:
            time.sleep(0.01)


class Workshop:
    """A worker thread for each kind of work, so that a disk that hangs holds up what waits for it and nothing else.

    For every name one job runs and the newest wish waits, so that neither a flood of wishes nor a slow job keeps
    results from coming; a key is never made twice in a row. What is made goes to the `take` it was asked for with, what
    cannot be made to its `fail`, both in `collect`. Work that hangs is left where something else is wanted of its kind.
    """

    def __init__(self) -> None:
        self._lanes: dict[Kind, _Lane] = {}
        self._latest: dict[Hashable, Hashable] = {}
        self._jobs: dict[Hashable, _Job] = {}
        self._made: set[Hashable] = set()

    def want(
        self,
        name: str,
        key: Hashable,
        make: Callable[[], T],
        take: Callable[[T], None],
        fail: Fail,
        *,
        kind: Kind = "thought",
        progress: Progress | None = None,
    ) -> None:
        """Have `make()` run in the background, unless `key` is what `name` was last asked for."""
        if self._latest.get(name) == key:
            return
        self._latest[name] = key
        work = _Work(key, kind, make, take, fail, progress or Progress(name))
        if name in self._jobs:
            self._jobs[name].following = work
        else:
            self._begin(name, work)

    def do(self, make: Callable[[], T], take: Callable[[T], None], fail: Fail) -> None:
        """Have something saved in any case, for its own sake."""
        once = object()
        self._begin(once, _Work(once, "saving", make, take, fail, Progress("saving")))

    def have(self, name: str, key: Hashable) -> None:
        """Say that what `key` makes is at hand already: what is being made for `name` is no longer wanted."""
        self._latest[name] = key
        if name in self._jobs:
            self._jobs.pop(name).work.made.cancel()

    def wanted(self, name: str) -> Hashable:
        """The key that `name` was last asked for."""
        return self._latest.get(name)

    def under_way(self) -> Iterator[tuple[Hashable, Progress]]:
        """The names for which something is being made right now, and how far it is."""
        for name, job in self._jobs.items():
            if job.work.progress.began is not None:
                yield name, job.work.progress

    def collect(self) -> bool:
        """Hand over what is done, in the order in which it was asked for, and begin what waited.

        Returns whether anything came, or failed, of what was wanted by name.
        """
        done = [(name, job) for name, job in self._jobs.items() if job.work.made.done()]
        named = [name for name, _ in done if name in self._latest]
        self._made.update(named)
        for name, job in done:
            del self._jobs[name]
            if job.following is not None:
                self._begin(name, job.following)
        for _, job in done:
            error = job.work.made.exception()
            if error is None:
                job.work.take(job.work.made.result())
            else:
                job.work.fail(error if isinstance(error, Exception) else RuntimeError(str(error)))
        self._leave_what_hangs()
        return bool(named)

    def _leave_what_hangs(self) -> None:
        for lane in self._lanes.values():
            current = lane.current
            lane.leave(any(job.following is not None for job in self._jobs.values() if job.work is current))
        for name, job in list(self._jobs.items()):
            if job.work.left and job.following is not None:
                self._begin(name, job.following)

    @property
    def busy(self) -> bool:
        """True while anything is being prepared."""
        return bool(self._jobs)

    @property
    def opening(self) -> bool:
        """True until something, or an error, has come for every name that was asked for."""
        return not self._jobs.keys() <= self._made

    def close(self) -> None:
        """Drop what was not begun; what is running ends by itself."""
        for lane in self._lanes.values():
            lane.close()
        self._jobs.clear()

    def _begin(self, name: Hashable, work: _Work) -> None:
        self._jobs[name] = _Job(work)
        if work.kind not in self._lanes:
            self._lanes[work.kind] = _Lane(work.kind)
        self._lanes[work.kind].add(work)


def _stand_back() -> None:
    """Let the tick go first; only Linux has priorities of single threads."""
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICER)
