"""A MIDI controller as a test has it: what it sends, and what every light, ring, motor and text of it holds now."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence


class Controller:
    """A unit at the end of a wire. Ports of a `MidiSystem` feed it; a live test has it hear what its own ports hear."""

    def __init__(self, name: str, output: str | None = None) -> None:
        self.name = name
        self.output = name if output is None else output
        self.heard: list[str] = []
        self.times: list[float] = []
        self.now: dict[str, str] = {}
        self.sends: deque[bytes] = deque()
        self.loops = False

    def hear(self, data: bytes) -> None:
        """Take a message: `now` has, by the bytes that say where ("B0 10", "E0", all but 8 of a sysex), the rest."""
        self.times.append(time.monotonic())
        part = {0xE0: 1, 0xD0: 1, 0xC0: 1, 0xF0: max(len(data) - 8, 1)}.get(data[0] & 0xF0, 2)
        self.now[data[:part].hex(" ").upper()] = data[part:].hex(" ").upper()
        self.heard.append(data.hex(" ").upper())
        if self.loops:
            self.sends.append(data)

    def send(self, *messages: str) -> None:
        """Send messages, written as hex."""
        self.sends.extend(map(bytes.fromhex, messages))

    def forget(self) -> None:
        """Begin to note what comes anew."""
        self.heard.clear()
        self.times.clear()


class _In:
    def __init__(self, controller: Controller | None) -> None:
        self._from = controller

    def receive(self) -> Sequence[int] | None:
        return self._from.sends.popleft() if self._from is not None and self._from.sends else None

    def close(self) -> None: ...


class _Out:
    def __init__(self, system: MidiSystem, controller: Controller) -> None:
        self._system, self._to = system, controller
        self.closed = False

    def send(self, messages: Sequence[bytes]) -> None:
        if self._to not in self._system.plugged or self._to.name in self._system.deaf:
            raise OSError("it is gone")
        for each in messages:
            self._to.hear(each)

    def close(self) -> None:
        self.closed = True


class MidiSystem:
    """A MIDI system whose controllers a test plugs and unplugs; `deaf` are those whose output fails."""

    name = "ALSA"

    def __init__(self) -> None:
        self.plugged: list[Controller] = []
        self.deaf: set[str] = set()
        self.opened: list[str] = []
        self.own = Controller("demond-midi-out:feedback")
        self.outs: list[_Out] = []
        self._lock = threading.Lock()

    def plug(self, controller: Controller) -> Controller:
        self.plugged.append(controller)
        return controller

    def unplug(self, controller: Controller) -> None:
        self.plugged.remove(controller)

    def running(self) -> str | None:
        return "first"

    def absence(self) -> str:
        return ""

    def ports(self) -> list[str]:
        return [each.name for each in self.plugged]

    def outputs(self) -> list[str]:
        return [each.output for each in self.plugged if each.output]

    def open(self, port: str) -> _In:
        return _In(next(each for each in self.plugged if each.name == port))

    def offer(self, client: str, port: str) -> _In:
        return _In(None)

    def open_output(self, port: str) -> _Out:
        self.opened.append(port)
        self.outs.append(_Out(self, next(each for each in self.plugged if each.output == port)))
        return self.outs[-1]

    def offer_output(self, client: str, port: str) -> _Out:
        self.opened.append(f"{client}:{port}")
        self.plugged.append(self.own) if self.own not in self.plugged else None
        return _Out(self, self.own)

    def close(self) -> None: ...
