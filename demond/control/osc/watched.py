"""What a monitor is told: which values change and by whom, and what arrives and plays nothing.

Nothing is kept, and nothing listened to, while nobody hears it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Sequence
from typing import NamedTuple

from demond.control.mapping.entries import MidiControl
from demond.control.midi.messages import MidiMessage
from demond.control.osc.packets import Arguments, Messages
from demond.control.osc.peers import Peer
from demond.control.osc.subscriptions import MONITOR, Subscriptions
from demond.parameters import Value, value_text
from demond.store import Store

EVERY = 0.1
MOST = 24
"""Seconds from one telling to the next, and what each has at most: of what is alike the newest, more is counted."""
LONGEST = 200
MOST_ARGUMENTS, LONGEST_ARGUMENT = 8, 40
SELECTORS = (98, 99, 100, 101)
"""Controllers that only say which parameter number the next ones are for."""


class Seen(NamedTuple):
    """What is alike: `changed`, `osc` or `midi`; who or from where; the control, the address, or what sent it."""

    kind: str
    where: str
    what: str


class Watched:
    """Tells who hears `MONITOR`. `osc` and `look` belong to the event loop, what sets and `midi` to any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, store: Store, subscriptions: Subscriptions) -> None:
        self._loop = loop
        self._store = store
        self._subscriptions = subscriptions
        self._lock = threading.Lock()
        self._kept: dict[Seen, tuple[str, str]] = {}
        self._more = 0
        self._told_at = 0.0
        self._planned = False
        self._listening = False

    @property
    def wanted(self) -> bool:
        """Whether anybody hears it."""
        return self._subscriptions.wants(MONITOR)

    def look(self) -> None:
        """Begin to hear of changes where somebody wants to, and end where nobody does."""
        if self._listening is not self.wanted:
            self._listening = not self._listening
            (self._store.listen if self._listening else self._store.unlisten)(self._changed)

    def osc(self, peer: Peer, address: str, arguments: Arguments, why: str) -> None:
        """Note a message that was not obeyed."""
        if self.wanted:
            host, port, *_ = peer.address
            self._note(Seen("osc", f"{host} port {port}", address[:LONGEST]), _words(arguments), why)

    def midi(self, port: str, number: int, message: MidiMessage) -> None:
        """Note a message of a port, of that one of the units alike, that nothing is mapped to."""
        if self.wanted and not (message.kind == "cc" and message.number in SELECTORS):
            unit = f" ({number})" if number > 1 else ""
            value = str(message.clicks or message.value)
            self._note(Seen("midi", port.partition(":")[0] + unit, str(_control(message))), value, "")

    def _changed(self, name: str, value: Value, origin: object) -> None:
        row = self._store.rows.get(name)
        if row is not None:
            who = "" if origin is None else str(origin)
            if isinstance(value, tuple) and len(value) > MOST_ARGUMENTS:
                text = f"a curve of {len(value)} points"
            else:
                text = value_text(row, value)
            self._note(Seen("changed", who[:LONGEST], name), text[:LONGEST], "")

    def _note(self, seen: Seen, value: str, why: str) -> None:
        with self._lock:
            if self._kept.pop(seen, None) is None and len(self._kept) >= MOST:
                self._more += 1
            else:
                self._kept[seen] = value, why[:LONGEST]
            planned, self._planned = self._planned, True
        if not planned:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._plan)

    def _plan(self) -> None:
        self._loop.call_at(max(self._told_at + EVERY, self._loop.time()), self._tell)

    def _tell(self) -> None:
        self._told_at = self._loop.time()
        with self._lock:
            kept, self._kept = self._kept, {}
            more, self._more = self._more, 0
            self._planned = False
        messages: list[tuple[str, Arguments]] = [(MONITOR, (*seen, *said)) for seen, said in kept.items()]
        if more:
            messages.append((MONITOR, ("more", "", "", str(more), "")))
        told: Messages = messages
        self._subscriptions.tell(told, MONITOR)


def _control(message: MidiMessage) -> MidiControl:
    """What sent a message, as a mapping file names it."""
    number = None if message.kind in ("bend", "pressure") else message.number
    return MidiControl(message.kind, message.channel, number, bank=message.bank or None)


def _words(arguments: Sequence[object]) -> str:
    """Arguments for people, as far as they are few and short."""
    words = [_word(argument) for argument in arguments[:MOST_ARGUMENTS]]
    return " ".join([*words, *(["..."] if len(arguments) > MOST_ARGUMENTS else [])])


def _word(argument: object) -> str:
    if isinstance(argument, bytes):
        return f"(blob of {len(argument)} bytes)"
    if isinstance(argument, float):
        return f"{argument:.6g}"
    if isinstance(argument, (list, tuple)):
        return f"[{_words(argument)}]"
    text = repr(argument) if isinstance(argument, str) else str(argument)
    return text if len(text) <= LONGEST_ARGUMENT else f"{text[:LONGEST_ARGUMENT]}..."
