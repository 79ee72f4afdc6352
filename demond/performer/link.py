"""The pipe between the daemon and the engine process: plain tuples of builtins, newest values win; no torch."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, NamedTuple


@dataclass(frozen=True)
class EngineOptions:
    """What an engine process is started with: the loop's shared-memory name, the folder of what is kept, and the torch
    device."""

    loop: str
    state: str
    device: str = "cpu"
    niceness: int = 5


class Lora(NamedTuple):
    """A LoRA that is to sound: its file, the version of it (None: it cannot be read now, what is loaded stays), its
    trigger words and its strength. The value `loras` holds all of them by id."""

    path: str
    version: tuple[Any, ...] | None
    triggers: tuple[str, ...]
    strength: float


@dataclass
class Inbox:
    """What the daemon said since the performer last looked: values by name, newest wins, latents to save as (number,
    name), and the wish to end."""

    values: dict[str, Any] = field(default_factory=dict)
    saves: list[tuple[int, str]] = field(default_factory=list)
    closed: bool = False


class EngineEnd:
    """The performer's end of the pipe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def receive(self, wait: float = 0.0) -> Inbox:
        """Everything that has arrived, merged; waits up to `wait` seconds for a first message."""
        inbox = Inbox()
        try:
            while self._connection.poll(wait):
                wait = 0.0
                kind, payload = self._connection.recv()
                if kind == "values":
                    inbox.values.update(payload)
                elif kind == "save":
                    inbox.saves.append(payload)
                elif kind == "close":
                    inbox.closed = True
        except (EOFError, OSError):
            inbox.closed = True
        return inbox

    def send(self, kind: str, payload: Any) -> None:
        """Say something to the daemon; a daemon that is gone is noticed by `receive`."""
        with contextlib.suppress(OSError):
            self._connection.send((kind, payload))
