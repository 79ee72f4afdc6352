"""Writes to MIDI ports, in a process of its own: a driver that hangs or dies takes nothing else with it; no torch.

python-rtmidi keeps the interpreter lock while it writes, and waits without end for a JACK server that stands still.
Frames come by a socket that is the standard input: "O" opens a port, "V" offers one, "W" writes, "C" closes; what fails
is answered. It ends with the socket.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from typing import Any

from demond.control.midi.backends import client
from engine.errors import in_words
from engine.names import shown

LARGEST = 1 << 16
FLUSH_SECONDS = 0.03
"""That JACK takes to fetch what was written before a port is closed."""


def messages(data: bytes) -> list[bytes]:
    """The messages of a frame: each with its length before it."""
    found, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2], "little")
        found.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    return found


class Ports:
    """The ports that are open, by number."""

    def __init__(self, api: str, name: str) -> None:
        self._api, self._name = api, name
        self._ports: dict[int, Any] = {}

    def do(self, what: str, number: int, data: bytes) -> None:
        """Do what a frame says. Raises what the driver does."""
        if what == "W":
            port = self._ports.get(number)
            if port is not None:
                for each in messages(data):
                    port.send_message(each)
        elif what == "C":
            if port := self._ports.pop(number, None):
                time.sleep(FLUSH_SECONDS)
                port.close_port()
                port.delete()
        else:
            words = data.decode("utf-8", "surrogateescape").split("\0")
            midi = client("MidiOut", self._api, self._name, words[0] if what == "V" else "demond-out")
            self._ports[number] = midi
            if what == "V":
                midi.open_virtual_port(words[1])
            else:
                midi.open_port([shown(each) for each in midi.get_ports(encoding=None)].index(words[0]), "out")


def main(api: str, name: str) -> None:
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.SIG_IGN)
    wire = socket.socket(fileno=os.dup(0))
    ports = Ports(api, name)
    while data := wire.recv(LARGEST):
        number = int.from_bytes(data[1:3], "little")
        try:
            ports.do(chr(data[0]), number, data[3:])
        except Exception as error:
            wire.send(data[1:3] + in_words(error).encode("utf-8", "surrogateescape")[:500])


if __name__ == "__main__":
    main(*sys.argv[1:])
