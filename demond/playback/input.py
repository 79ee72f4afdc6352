"""Listens to an input device, in a process of its own, so that its last seconds can be captured."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any, NamedTuple

from demond.playback.child import Child
from engine.errors import in_words

LONGEST_SECONDS = 60.0
MISSING = 'there is no input; name one in the configuration: [audio] input = "default"'
_RESTART_SECONDS = 1.0
_ANSWER_SECONDS = 20.0
_LOST = "it stopped giving sound"


class InputError(Exception):
    """Nothing can be captured; says why."""


class Heard(NamedTuple):
    """How loud an input is, RMS of its last 20 ms (linear, 1.0 is full scale), and how many onsets it had so far."""

    level: float = 0.0
    onsets: int = 0


class Input:
    """Keeps the last minute of the device that `device` means (devices.resolve).

    Where the device is missing or goes away, the log says so once, and it is opened as soon as it is there.
    """

    def __init__(
        self,
        device: str,
        *,
        samplerate: float | None = None,
        log: logging.Logger | None = None,
        client: str = "demond-input",
    ) -> None:
        self.device = device
        self._options = {"device": device, "blocksize": 0, "samplerate": samplerate, "client": client}
        self._log = log or logging.getLogger(__name__)
        self._child: Child | None = None
        self._state = f"waiting for {device}: opening it"
        self._asking = threading.Lock()
        self._answer: Future[float] | None = None
        self._metered = False
        self.heard = Heard()
        self._stop = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="input", daemon=True)

    @property
    def state(self) -> str:
        """ "listening" or "waiting for DEVICE: why"."""
        return self._state

    @property
    def pid(self) -> int | None:
        """The process that holds the device; None while there is none."""
        child = self._child
        return None if child is None else child.process.pid

    def start(self) -> None:
        """Begins to listen; returns at once."""
        self._keeper.start()

    def stop(self) -> None:
        """Ends listening."""
        self._stop.set()
        self._keeper.join()

    def capture(self, seconds: float, path: Path) -> float:
        """Writes the last seconds, up to now, to a new WAV file; returns how many they were.

        Raises InputError where there is no device, less than a second was heard, or the file cannot be written.
        """
        with self._asking:
            child, answer = self._child, Future[float]()
            if child is None or self._state != "listening":
                raise InputError(self._state)
            self._answer = answer
            try:
                child.say(json.dumps({"seconds": seconds, "path": str(path)}))
                return answer.result(_ANSWER_SECONDS)
            except (OSError, TimeoutError):
                child.process.kill()
                raise InputError(f"{self.device}: {_LOST}") from None
            finally:
                self._answer = None

    def meter(self, wanted: bool) -> None:
        """Have `heard` kept up from now on, or no longer; returns at once."""
        if wanted != self._metered:
            self._metered = wanted
            self._say_metered()

    def _say_metered(self) -> None:
        if self._child is not None and self._state == "listening":
            with contextlib.suppress(OSError):  # the keeper sees it end
                self._child.say(json.dumps({"meter": self._metered}))

    def _keep(self) -> None:
        """The keeper's thread: one process after the other."""
        while not self._stop.is_set():
            try:
                self._say(self._run_process())
            except Exception as error:
                self._say(f"{type(error).__name__}: {in_words(error)}")
            finally:
                self._tell(InputError(f"{self.device}: {_LOST}"))
                self.heard = Heard()
                if self._child is not None:
                    self._child.end()
                    self._child = None
            self._stop.wait(_RESTART_SECONDS)

    def _run_process(self) -> str:
        """Starts a process for the device and serves it until it ends; the reason for which it did."""
        self._child = Child("input_process", json.dumps(self._options))
        while not self._stop.is_set():
            message = self._child.hear(0.1)
            if message is None:
                continue
            if not message:
                return f"lost: {self._child.ended(_LOST)}"
            self._obey(message)
        return "stopped"

    def _obey(self, message: dict[str, Any]) -> None:
        if "waiting" in message:
            self._say(message["waiting"])
        elif "listening" in message:
            heard = message["listening"]
            self._state = "listening"
            self._log.info("listening to %s, %s at %.0f Hz", heard["name"], heard["host"], heard["rate"])
            self._say_metered()
        elif "level" in message:
            self.heard = Heard(message["level"], message["onsets"])
        elif "captured" in message:
            self._tell(message["captured"])
        else:
            self._tell(InputError(message["refused"]))

    def _tell(self, outcome: float | InputError) -> None:
        """Answer who waits for a capture."""
        answer = self._answer
        if answer is not None and not answer.done():
            if isinstance(outcome, InputError):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)

    def _say(self, reason: str) -> None:
        """Say once why nothing can be captured."""
        state = f"waiting for {self.device}: {reason}"
        if state != self._state and not self._stop.is_set():
            self._state = state
            self._log.warning("input: %s", state)
