"""Keeps an engine process alive and fed: starts it, sends it values, restarts it with the whole state; no torch.

Threads: `start`, `send` and `stop` belong to the daemon's event loop and never block on the pipe; one pump thread
writes to the engine and one watch thread reads from it, waits for its end and starts the next one.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from demond.performer.link import EngineEnd, EngineOptions

BACKOFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
STEADY_SECONDS = 60.0
SILENCE_LIMIT = 60.0


@dataclass
class EngineStatus:
    """What is known of the engine: its last figures (none once it has ended), when they came (monotonic), how often it
    was started again.

    `start_seconds` is how long its first start took; 0 before that.
    """

    figures: dict[str, Any]
    heard_at: float
    restarts: int = 0
    start_seconds: float = 0.0
    running: bool = False
    failure: str = ""


class Supervisor:
    """Owns the engine, a process or (in_process) a thread.

    `values()` gives the whole state for a starting engine. From the watch thread are called: `problem(name, value,
    reason)`, `entered(info)`, `holds(name, value)` for a model or reference in use, `answered(number, good, text)` to
    `save_latent`, after an engine has died `ended(why)`, and where one cannot load its model `refused(reason)`, which
    ends the supervision if it returns true.
    """

    def __init__(
        self,
        options: EngineOptions,
        values: Callable[[], Mapping[str, Any]],
        *,
        in_process: bool = False,
        problem: Callable[[str, Any, str], None] = lambda name, value, reason: None,
        refused: Callable[[str], bool] = lambda reason: False,
        entered: Callable[[dict[str, Any]], None] = lambda info: None,
        holds: Callable[[str, Any], None] = lambda name, value: None,
        answered: Callable[[int, bool, str], None] = lambda number, good, text: None,
        ended: Callable[[str], None] = lambda why: None,
        log: logging.Logger | None = None,
    ) -> None:
        self._options = options
        self._values = values
        self._in_process = in_process
        self._problem = problem
        self._refused = refused
        self._entered = entered
        self._holds = holds
        self._answered = answered
        self._ended = ended
        self._log = log or logging.getLogger("demond.engine")
        self._pending: dict[str, Any] = {}
        self._saves: list[tuple[int, str]] = []
        self._wake = threading.Condition()
        self._connection: Connection | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self.status = EngineStatus({}, time.monotonic())
        self._watch = threading.Thread(target=self._watch_forever, name="engine-watch", daemon=True)
        self._pump = threading.Thread(target=self._pump_forever, name="engine-pump", daemon=True)

    def start(self) -> None:
        """Start the engine; returns at once."""
        self._watch.start()
        self._pump.start()

    def send(self, values: Mapping[str, Any]) -> None:
        """Have changed values reach the engine; what it has not read yet is overwritten by what is newer."""
        with self._wake:
            self._pending.update(values)
            self._wake.notify()

    def save_latent(self, number: int, name: str) -> None:
        """Have the engine save its newest generation under a name; its answer comes with the number."""
        with self._wake:
            self._saves.append((number, name))
            self._wake.notify()

    def stop(self, timeout: float = 0.5) -> None:
        """End the engine: ask, then kill; the loop sounds on until the daemon stops it."""
        self._stopping.set()
        self._hang_up()
        with self._wake:
            self._wake.notify()
        process = self._process
        if process is not None:
            try:
                process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._watch.is_alive():
            self._watch.join(timeout + (30.0 if self._in_process else 0.5))

    def _hang_up(self) -> None:
        with self._wake:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _watch_forever(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._serve_one()
            except Exception as error:
                self._log.exception("engine: %s", error)
            self.status.running, self.status.figures = False, {}
            if self._stopping.is_set():
                return
            self._ended(self._why())
            failures = 0 if time.monotonic() - began > STEADY_SECONDS else failures + 1
            pause = BACKOFF[min(failures, len(BACKOFF)) - 1] if failures else BACKOFF[0]
            self.status.restarts += 1
            self._log.error("engine ended (%s); the loop sounds on, starting it again in %.1f s", self._why(), pause)
            self._stopping.wait(pause)

    def _why(self) -> str:
        if self.status.failure:
            return self.status.failure
        code = self._process.poll() if self._process is not None else None
        return f"exit status {code}" if code is not None else "no word"

    def _serve_one(self) -> None:
        self.status.failure = ""
        with self._wake:
            self._pending, self._saves = {}, []
        ours = self._start_thread() if self._in_process else self._start_process()
        with self._wake:
            self._connection = ours
            self._wake.notify()
        try:
            self._read(ours)
        finally:
            self._hang_up()
            if self._process is not None:
                if self._process.poll() is None:
                    try:
                        self._process.wait(0.5)
                    except subprocess.TimeoutExpired:
                        self._process.kill()
                self._process.wait()

    def _start_process(self) -> Connection:
        ours, theirs = socket.socketpair()
        environment = {"OMP_WAIT_POLICY": "PASSIVE", **os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demond.performer.engine_process", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=environment,
            start_new_session=True,  # Ctrl-C is for the daemon, which ends the engine itself
        )
        theirs.close()
        connection = Connection(ours.detach())
        connection.send((self._options, dict(self._values())))
        return connection

    def _start_thread(self) -> Connection:
        from demond.performer.engine_process import run
        from engine.errors import CheckpointError

        ours, theirs = multiprocessing.Pipe()

        def serve() -> None:
            try:
                run(EngineEnd(theirs), self._options, dict(self._values()))
            except CheckpointError as error:
                theirs.send(("refused", str(error)))
            except Exception as error:
                self._log.exception("engine")
                theirs.send(("failed", str(error)))
            finally:
                theirs.close()

        threading.Thread(target=serve, name="engine", daemon=True).start()
        return ours

    def _read(self, connection: Connection) -> None:
        began = spoke = time.monotonic()
        while not self._stopping.is_set():
            try:
                if not connection.poll(0.1):
                    if self.status.running and time.monotonic() - spoke > SILENCE_LIMIT:
                        self.status.failure = f"silent for {SILENCE_LIMIT:.0f} s"
                        return
                    continue
                kind, payload = connection.recv()
            except (EOFError, OSError):
                return
            spoke = time.monotonic()
            if kind == "ready" and not self.status.start_seconds:
                self.status.start_seconds = spoke - began
            self._take(kind, payload)

    def _take(self, kind: str, payload: Any) -> None:
        if kind == "status":
            self.status.figures = payload
            self.status.heard_at = time.monotonic()
        elif kind == "ready":
            self.status.running = True
            self._log.info("engine ready: model %s on %s", payload["model"], payload["device"])
        elif kind == "entered":
            self._entered(payload)
        elif kind == "holds":
            self._holds(*payload)
        elif kind == "answer":
            self._answered(*payload)
        elif kind == "problem":
            self._problem(*payload)
        elif kind == "refused":
            self.status.failure = payload
            if self._refused(payload):
                self._stopping.set()
        elif kind == "failed":
            self.status.failure = payload

    def _pump_forever(self) -> None:
        while not self._stopping.is_set():
            with self._wake:
                while not self._stopping.is_set() and (
                    self._connection is None or not (self._pending or self._saves)
                ):
                    self._wake.wait()
                if self._stopping.is_set():
                    return
                connection, values, self._pending = self._connection, self._pending, {}
                saves, self._saves = self._saves, []
            assert connection is not None
            try:
                connection.send(("values", values))
                for save in saves:
                    connection.send(("save", save))
            except (OSError, ValueError):
                self._hang_up()
