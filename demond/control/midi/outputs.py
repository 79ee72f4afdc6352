"""Output ports by parts of their names, for what is sent at the moment it is due. No torch."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

from demond.control.mapping.entries import named
from demond.control.midi.backends import alsa_running, jack_running
from engine.names import shown

LOOK = 1.0
"""Seconds between two looks for ports."""
_SYSTEMS = {"API_LINUX_ALSA": alsa_running, "API_UNIX_JACK": jack_running}


class Outlet:
    """The ports whose names have a part in common; they may come and go. `send` is for one thread."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._open: dict[tuple[str, str], Any] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="midi-outlet", daemon=True)
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Send one message at once to the ports that are there; one that fails is opened again."""
        for key, port in list(self._open.items()):
            try:
                port.send_message(data)
            except Exception:
                self._open.pop(key, None)

    def ports(self) -> list[str]:
        """The names of those that are there."""
        return [name for _, name in list(self._open)]

    def close(self) -> None:
        """Let go of them."""
        self._ended.set()
        self._thread.join(LOOK)
        for port in self._open.values():
            with contextlib.suppress(Exception):
                port.delete()
        self._open.clear()

    def _run(self) -> None:
        while not self._ended.is_set():
            for api, running in _SYSTEMS.items():
                with contextlib.suppress(Exception):
                    self._look(api, there=running() is not None)
            self._ended.wait(LOOK)

    def _look(self, api: str, *, there: bool) -> None:
        import rtmidi

        names: list[str] = []
        if there:
            midi = rtmidi.MidiOut(getattr(rtmidi, api), name="demond-clock")
            names = [shown(name) for name in midi.get_ports(encoding=None)]
            for place, name in enumerate(names):
                if named(name, self._pattern) and (api, name) not in self._open:
                    midi.open_port(place, "clock")
                    self._open[api, name] = midi
                    midi = rtmidi.MidiOut(getattr(rtmidi, api), name="demond-clock")
            midi.delete()
        for key in [key for key in self._open if key[0] == api and key[1] not in names]:
            self._open.pop(key).delete()


class Outputs:
    """Opens output ports."""

    def open(self, pattern: str) -> Outlet:
        """Return what sends to every port whose name has this part, now or later."""
        return Outlet(pattern)
