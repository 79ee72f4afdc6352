"""Slow work beside the tick: what takes long to make is made here and handed over between two ticks."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from engine.session import READING

NICER = 10
TELL_SECONDS = 0.5
"""How long work has to go on for people to be told of it."""
PATIENCE = 5.0
"""Seconds without a sign of life after which work that reads or writes files is taken to hang."""
MOST_LEFT = 4
"""Works of one kind that may hang before the oldest of them is given up."""

T = TypeVar("T")
Fail = Callable[[Exception], None]
Beside = Callable[[], AbstractContextManager[None]]
Kind = Literal["thought", "models", "checks", "audio", "loras", "saving"]
"""What work waits for: the processor, or files of a kind, which may lie on a disk that hangs."""


class Progress:
    """How far something is that is being made; called with the part that is done, 0..1, by the thread that makes it."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.done = 0.0
        self.began: float | None = None
        self._moved = 0.0
        self._clock: int | None = None
        self._computed = 0.0
        self._told = -1
        self._told_hanging = False

    def __call__(self, done: float) -> None:
        now = time.monotonic()
        if self.began is None:
            self.began = now
            with contextlib.suppress(AttributeError, OSError):  # not every system has clocks of threads
                self._clock = time.pthread_getcpuclockid(threading.get_ident())
        self.done, self._moved = done, now

    @property
    def quiet(self) -> float:
        """Seconds, as far as was looked, since it came on, or its thread computed anything: reading does, too."""
        if self._clock is not None:
            with contextlib.suppress(OSError):
                computed = time.clock_gettime(self._clock)
                if computed != self._computed:
                    self._computed, self._moved = computed, time.monotonic()
        return time.monotonic() - self._moved

    @property
    def hangs(self) -> bool:
        """Whether it waits for a disk: it was begun, is not read yet, and gave no sign of life for long."""
        return self.began is not None and self.done < READING and self.quiet > PATIENCE

    def news(self) -> str:
        """What is to be told of it now, by quarters and once where it hangs; empty where that was said."""
        if self.began is None or time.monotonic() - self.began < TELL_SECONDS:
            return ""
        if self.hangs and not self._told_hanging:
            self._told_hanging = True
            return f"takes long: nothing came for {PATIENCE:g} s, and the rest goes on without it"
        if (quarter := int(4 * self.done)) <= self._told:
            return ""
        self._told = quarter
        return f"is being prepared, {100 * self.done:.0f} %"


@dataclass(eq=False)
class _Work:
    """What is to be made for a name from a key, and who takes it, or the error; wishes are numbered."""

    name: Hashable
    wish: int
    key: Hashable
    kind: Kind
    make: Callable[[], Any]
    take: Callable[[Any], None]
    fail: Fail
    progress: Progress
    made: Future[Any] = field(default_factory=Future)

    @property
    def hangs(self) -> bool:
        """Whether it waits for a disk that gives nothing."""
        return self.kind != "thought" and not self.made.done() and self.progress.hangs


@dataclass
class _Job:
    work: _Work
    following: _Work | None = None


class _Lane:
    """One worker thread, behind the others where processors are short. One that hangs is left to itself, and another
    does what waits for it."""

    def __init__(self, kind: Kind, beside: Beside) -> None:
        self._kind = kind
        self._beside = beside
        self._waiting: deque[_Work] = deque()
        self._lock = threading.Condition()
        self._worker: threading.Thread | None = None
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

    @property
    def waited_for(self) -> bool:
        """Whether something waits for its worker."""
        return bool(self._waiting)

    def leave(self, work: _Work) -> None:
        """Go on without what hangs."""
        with self._lock:
            if self.current is work:
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
                    with self._beside():
                        made = work.make()
                    work.made.set_result(made)
                    del made
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
    """Wait a while, at the process's end, for work that computes: torch ends badly amid it. What hangs is cut off."""
    until = time.monotonic() + PATIENCE
    for lane in list(_LANES):
        while (work := lane.current) and not work.made.done() and not work.progress.hangs and time.monotonic() < until:
            time.sleep(0.01)


class Workshop:
    """A worker thread for each kind of work, so that a disk that hangs holds up what waits for it and nothing else.

    For every name one job runs and the newest wish waits, so that neither a flood of wishes nor a slow job keeps
    results from coming; a key is never made twice in a row. What is made goes to the `take` it was asked for with, what
    cannot be made to its `fail`, both in `collect`. Work that hangs is left where something else is wanted of its kind;
    it counts when it still comes, unless a newer wish of its name was fulfilled by then, or it was given up.

    Each work is done inside of `beside()`, which is how a device does it beside its ticks.
    """

    def __init__(self, beside: Beside = nullcontext) -> None:
        self._beside = beside
        self._lanes: dict[Kind, _Lane] = {}
        self._latest: dict[Hashable, Hashable] = {}
        self._jobs: dict[Hashable, _Job] = {}
        self._made: set[Hashable] = set()
        self._left: list[_Work] = []
        self._wishes = itertools.count(1)
        self._fulfilled: dict[Hashable, int] = {}

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
        work = _Work(name, next(self._wishes), key, kind, make, take, fail, progress or Progress(name))
        job = self._jobs.get(name)
        under_way = [*(left for left in self._left if left.name == name), *([job.work] if job is not None else [])]
        again = next((each for each in under_way if each.key == key), None)
        if again is not None:
            again.wish = work.wish
        if job is not None:
            job.following = None if again is not None else work
        elif again is None:
            self._begin(work)

    def do(self, make: Callable[[], T], take: Callable[[T], None], fail: Fail) -> None:
        """Have something saved in any case, for its own sake."""
        once = object()
        self._begin(_Work(once, next(self._wishes), once, "saving", make, take, fail, Progress("saving")))

    def have(self, name: str, key: Hashable) -> None:
        """Say that what `key` makes is at hand already: what is being made for `name` is no longer wanted."""
        self._latest[name] = key
        self._fulfilled[name] = next(self._wishes)
        if name in self._jobs:
            self._jobs.pop(name).work.made.cancel()

    def wanted(self, name: str) -> Hashable:
        """The key that `name` was last asked for."""
        return self._latest.get(name)

    def awaits(self, name: str) -> bool:
        """Whether something is still to come for `name`."""
        return any(work.name == name for work in self._works())

    def coming(self, name: str, but: str | None) -> str | None:
        """What the newest audio that is being prepared for `name` is called, of all but this."""
        whats = [progress.what for of, progress in self.under_way() if of == name]
        return next((what for what in reversed(whats) if what not in (but, "")), None)

    def under_way(self) -> Iterator[tuple[Hashable, Progress]]:
        """The names for which something is being made right now, and how far it is, in the order of the wishes."""
        for work in sorted(self._works(), key=lambda work: work.wish):
            if work.progress.began is not None:
                yield work.name, work.progress

    def collect(self) -> bool:
        """Hand over what is done, in the order in which it was asked for, and begin what waited.

        Returns whether anything came, or failed, of what was wanted by name.
        """
        done = [work for work in self._works() if work.made.done()]
        named = [work.name for work in done if work.name in self._latest]
        self._made.update(named)
        for work in done:
            job = self._jobs.get(work.name)
            if job is not None and job.work is work:
                self._go_on(job)
        for work in done:
            self._hand_over(work)
        self._left = [left for left in self._left if not (left in done or self._late(left))]
        self._leave_what_hangs()
        return bool(named)

    def _hand_over(self, work: _Work) -> None:
        if self._late(work):
            return
        error = work.made.exception()
        if error is not None:
            work.fail(error if isinstance(error, Exception) else RuntimeError(str(error)))
            return
        if work.name in self._latest:
            self._fulfilled[work.name] = work.wish
        work.take(work.made.result())

    def _late(self, work: _Work) -> bool:
        """Whether a newer wish of its name was fulfilled."""
        return work.wish < self._fulfilled.get(work.name, 0)

    def _leave_what_hangs(self) -> None:
        for lane in self._lanes.values():
            work = lane.current
            if work is None or not work.hangs:
                continue
            job = next((job for job in self._jobs.values() if job.work is work), None)
            if not lane.waited_for and (job is None or job.following is None):
                continue
            lane.leave(work)
            if job is not None:
                self._left.append(work)
                self._go_on(job)
        for kind in self._lanes:
            for work in [left for left in self._left if left.kind == kind][:-MOST_LEFT]:
                self._left.remove(work)
                work.fail(TimeoutError(f"given up: nothing came for {work.progress.quiet:.0f} s"))

    @property
    def busy(self) -> bool:
        """True while anything is being prepared, but for what hangs."""
        return not all(work.hangs for work in self._works())

    @property
    def opening(self) -> bool:
        """True until something, or an error, has come for every name that was asked for, but for what hangs."""
        return not all(work.name in self._made or work.hangs for work in self._works())

    def wait(self) -> None:
        """Return when all that was begun is done, however long that takes; what follows it begins in `collect`."""
        wait([work.made for work in self._works()])

    def close(self, patience: float = 0.0) -> None:
        """Drop what was not begun; what is running ends by itself. What is being saved may take `patience` seconds."""
        wait([work.made for work in self._works() if work.kind == "saving"], patience)
        for lane in self._lanes.values():
            lane.close()
        self._jobs.clear()
        self._left.clear()

    def _works(self) -> list[_Work]:
        """All that was begun and is still to come."""
        return [*self._left, *(job.work for job in self._jobs.values())]

    def _begin(self, work: _Work) -> None:
        self._jobs[work.name] = _Job(work)
        if work.kind not in self._lanes:
            self._lanes[work.kind] = _Lane(work.kind, self._beside)
        self._lanes[work.kind].add(work)

    def _go_on(self, job: _Job) -> None:
        """Do what follows a job that is done, or left."""
        del self._jobs[job.work.name]
        if job.following is not None:
            self._begin(job.following)


def _stand_back() -> None:
    """Let the tick go first; only Linux has priorities of single threads."""
    thread = threading.get_native_id()
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + NICER)
