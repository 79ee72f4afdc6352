"""Keeps an engine process alive and fed: starts it, sends it values, restarts it with the whole state; no torch.

Threads: `start`, `send`, `ask` and `stop` belong to the daemon's event loop and never block on the pipe; one pump
thread writes to the engine and one watch thread reads from it, waits for its end and starts the next one.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from demond.performer.link import (
    Alive,
    Answer,
    Answered,
    Asked,
    CannotLoad,
    Ended,
    EngineEnd,
    EngineOptions,
    Failed,
    Figures,
    GaveUp,
    Logged,
    Question,
    Ready,
    Report,
    SetValues,
    Values,
)
from engine.errors import in_words

BACKOFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
STEADY_SECONDS = 60.0
LOOK_SECONDS = 0.25
STILL_SECONDS = 8.0
"""Without any word of a running engine: its process stands still. A unit's watchdog waits longer."""
HUNG_SECONDS = 60.0
"""Without figures of a running engine: a tick never ends."""
START_SECONDS = 120.0
"""Without any word of an engine that starts: loading libraries from a slow disk holds all its threads up."""


KILLED_SECONDS = 3.0
"""After which a process that was killed is left behind."""


class EngineError(Exception):
    """A question that the engine did not answer as hoped; the text says why."""


@dataclass
class EngineStatus:
    """What is known of the engine: its last figures (none once it has ended), when they came, when it was last looked
    after (both monotonic), and how often it was started again.

    `start_seconds` is how long its first start took; 0 before that.
    """

    figures: Mapping[str, float | int | str] = field(default_factory=dict)
    heard_at: float = field(default_factory=time.monotonic)
    watched_at: float = field(default_factory=time.monotonic)
    restarts: int = 0
    start_seconds: float = 0.0
    running: bool = False
    failure: str = ""


class Owner(Protocol):
    """Whose engine it is. All of it is called from threads of the supervisor."""

    def engine_values(self) -> Values:
        """The whole state, for an engine that starts."""
        ...

    def report(self, report: Report) -> None:
        """Take what the engine says, but for what is the supervisor's own to take."""
        ...


class Supervisor:
    """Owns the engine, a process or (in_process) a thread."""

    def __init__(self, options: EngineOptions, *, in_process: bool = False, log: logging.Logger | None = None) -> None:
        self.status = EngineStatus()
        self._options = options
        self._in_process = in_process
        self._log = log or logging.getLogger("demond.engine")
        self._wake = threading.Condition()
        self._pending: dict[str, Any] = {}
        self._asked: list[Asked] = []
        self._answers: dict[int, Future[Any]] = {}
        self._numbers = itertools.count()
        self._connection: Connection | None = None
        self._opening: tuple[EngineOptions, Values] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._watch: threading.Thread | None = None

    def start(self, owner: Owner) -> None:
        """Start the engine for the daemon; returns at once."""
        self._watch = threading.Thread(target=self._watch_forever, args=(owner,), name="engine-watch", daemon=True)
        self._watch.start()
        threading.Thread(target=self._pump_forever, name="engine-pump", daemon=True).start()

    def send(self, values: Values) -> None:
        """Have changed values reach the engine; what it has not read yet is overwritten by what is newer."""
        with self._wake:
            self._pending.update(values)
            self._wake.notify()

    def ask(self, question: Question[Answer]) -> Future[Answer]:
        """Have the engine do something; the future holds its answer, or EngineError."""
        answer: Future[Answer] = Future()
        with self._wake:
            if self.status.running:
                asked = Asked(next(self._numbers), question)
                self._answers[asked.number] = answer
                self._asked.append(asked)
                self._wake.notify()
            else:
                answer.set_exception(EngineError("the engine is not running; try again"))
        return answer

    def stop(self, timeout: float = 0.5) -> None:
        """End the engine: ask, then kill; the loop sounds on until the daemon stops it."""
        self._stopping.set()
        self._hang_up()
        with self._wake:
            self._wake.notify()
        process = self._process
        if process is not None:
            _end(process, timeout)
        if self._watch is not None:
            self._watch.join(timeout + (30.0 if self._in_process else 0.5))

    def _hang_up(self) -> None:
        """End the connection, also under a thread that is in the middle of it; it is closed with its last user."""
        with self._wake:
            connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)

    def _watch_forever(self, owner: Owner) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._serve_one(owner)
            except Exception as error:
                self._log.exception("engine: %s", error)
            self._forget()
            if self._stopping.is_set():
                return
            owner.report(Ended(self._why()))
            failures = 0 if time.monotonic() - began > STEADY_SECONDS else failures + 1
            pause = BACKOFF[min(failures, len(BACKOFF)) - 1] if failures else BACKOFF[0]
            self.status.restarts += 1
            self._log.error("engine ended (%s); the loop sounds on, starting it again in %.1f s", self._why(), pause)
            self._stopping.wait(pause)
            self.status.watched_at = time.monotonic()

    def _forget(self) -> None:
        """What an engine that is gone had said and was asked."""
        with self._wake:
            self.status.running, self.status.figures = False, {}
            unanswered, self._answers = self._answers, {}
        for answer in unanswered.values():
            _settle(answer, None, "the engine ended meanwhile")

    def _why(self) -> str:
        if self.status.failure:
            return self.status.failure
        code = self._process.poll() if self._process is not None else None
        return f"exit status {code}" if code is not None else "no word"

    def _serve_one(self, owner: Owner) -> None:
        self.status.failure = ""
        with self._wake:
            self._pending, self._asked = {}, []
        values = dict(owner.engine_values())
        ours = self._start_thread(values) if self._in_process else self._start_process()
        with self._wake:
            self._opening = None if self._in_process else (self._options, values)
            self._connection = ours
            self._wake.notify()
        try:
            for message in self._messages(ours):
                self._take(message, owner)
        finally:
            self._hang_up()
            if self._process is not None:
                _end(self._process, 0.5)

    def _start_process(self) -> Connection:
        ours, theirs = socket.socketpair()
        compiled = str(Path(self._options.state) / "inductor")
        environment = {"OMP_WAIT_POLICY": "PASSIVE", "TORCHINDUCTOR_CACHE_DIR": compiled, **os.environ}
        environment |= _temporary(Path(self._options.state))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demond.performer.engine_process", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=environment,
            start_new_session=True,  # Ctrl-C is for the daemon, which ends the engine itself
        )
        theirs.close()
        return Connection(ours.detach())

    def _start_thread(self, values: Values) -> Connection:
        from demond.performer.engine_process import run

        ours, theirs = multiprocessing.Pipe()

        def serve() -> None:
            end = EngineEnd(theirs)
            try:
                run(end, self._options, values)
            except Exception as error:
                self._log.exception("engine")
                end.send(Failed(in_words(error)))
            finally:
                theirs.close()

        threading.Thread(target=serve, name="engine", daemon=True).start()
        return ours

    def _messages(self, connection: Connection) -> Iterator[Report]:
        """What the engine says until it is gone, or silent for too long."""
        began = spoke = time.monotonic()
        while not self._stopping.is_set():
            self.status.watched_at = now = time.monotonic()
            if problem := self._silence(now, spoke):
                self.status.failure = problem
                return
            try:
                if not connection.poll(LOOK_SECONDS):
                    continue
                message: Report = connection.recv()
            except (EOFError, OSError):
                return
            spoke = time.monotonic()
            if isinstance(message, Ready) and not self.status.start_seconds:
                self.status.start_seconds = spoke - began
            yield message

    def _silence(self, now: float, spoke: float) -> str:
        """What is wrong with an engine that last spoke then; empty where nothing is."""
        running, in_process = self.status.running, self._in_process
        if running and now - self.status.heard_at > HUNG_SECONDS:
            return f"no tick for {HUNG_SECONDS:.0f} s"
        limit = STILL_SECONDS if running else START_SECONDS
        return f"silent for {limit:.0f} s" if now - spoke > limit and not in_process else ""

    def _take(self, message: Report, owner: Owner) -> None:
        match message:
            case Alive():
                pass
            case Figures(figures):
                self.status.figures, self.status.heard_at = figures, time.monotonic()
            case Ready(model, device):
                self.status.running, self.status.heard_at = True, time.monotonic()
                self._log.info("engine ready: model %s on %s", model, device)
            case Answered(number, answer, problem):
                with self._wake:
                    waiting = self._answers.pop(number, None)
                if waiting is not None:
                    _settle(waiting, answer, problem)
            case Logged(level, text):
                self._log.log(level, "%s", text)
            case Failed(reason):
                self.status.failure = reason
            case CannotLoad(reason):
                self.status.failure = reason
                if not self.status.start_seconds:
                    self._stopping.set()
                    owner.report(GaveUp(reason))
            case _:
                owner.report(message)

    def _pump_forever(self) -> None:
        while not self._stopping.is_set():
            with self._wake:
                while not self._stopping.is_set() and not (self._connection is not None and self._unsaid()):
                    self._wake.wait()
                if self._stopping.is_set():
                    return
                connection, unsaid = self._connection, self._unsaid()
                self._opening, self._pending, self._asked = None, {}, []
            assert connection is not None
            try:
                for each in unsaid:
                    connection.send(each)
            except Exception as error:
                self._log.debug("the engine is not reached: %s", in_words(error))
                if self._connection is connection:
                    self._hang_up()
            del connection

    def _unsaid(self) -> list[object]:
        """What the engine is to be told, how it begins before all else; the lock is held."""
        opening = [] if self._opening is None else [self._opening]
        return [*opening, *([SetValues(self._pending)] if self._pending else []), *self._asked]


def _temporary(state: Path) -> dict[str, str]:
    """Where an engine puts what it needs for a while: in the state folder where the system has no place for it."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        folder = state / "tmp"
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        return {"TMPDIR": str(folder)}
    return {}


def _end(process: subprocess.Popen[bytes], patience: float) -> None:
    """Let a process end, else kill it; one that a driver or a disk holds is left behind."""
    for wait in (patience, KILLED_SECONDS):
        try:
            process.wait(wait)
            return
        except subprocess.TimeoutExpired:
            process.kill()


def _settle(waiting: Future[Any], answer: Any, problem: str | None) -> None:
    """Let whoever asked know; who waits no longer is left alone."""
    if not waiting.set_running_or_notify_cancel():
        return
    if problem is None:
        waiting.set_result(answer)
    else:
        waiting.set_exception(EngineError(problem))
