"""MIDI ports of ALSA and JACK by python-rtmidi, without asking a system that is not there.

rtmidi collects messages in its own thread, in C++ and without the interpreter lock; `receive` takes them from its
queue. (A Python callback would run in JACK's real-time thread and make it wait for the lock.) No torch.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from demond.control.midi.writer import Writer
from engine.names import shown

QUEUE = 4096
"""Messages that wait when the thread that plays them is held up."""

QUEUED_SECONDS = 0.25
"""For which a message may have waited there at most; one that did longer counts as new."""
LEAK = 0.002
"""Part by which times of arrival go to the times of looking with every message: the two clocks are not quite alike."""

BUILD_COMMAND = (
    "sudo apt install g++ pkg-config python3-dev libasound2-dev libjack-jackd2-dev && "
    f"{sys.executable} -m pip install --force-reinstall --no-cache-dir 'python-rtmidi>=1.5.8,<2'"
)
"""What brings python-rtmidi with all that it can have; for Python 3.13 it has no wheel and is compiled."""

_RtMidi = Any
"""The module, or a client of it: python-rtmidi comes without types."""


class MidiPort(Protocol):
    """An open MIDI port."""

    def receive(self) -> Sequence[int] | None:
        """The bytes of the next message that waits, or None."""

    def close(self) -> None: ...


class OutputPort(Protocol):
    """An open MIDI port to write to. Nothing here waits for its driver."""

    def send(self, messages: Sequence[bytes]) -> None:
        """Send complete messages in order. Raises OSError where the port is lost."""

    def close(self) -> None:
        """Close it after what was sent."""


class Backend(Protocol):
    """A MIDI system."""

    name: str

    def running(self) -> str | None:
        """What tells this run of the system from another, None while it is not there."""

    def absence(self) -> str:
        """Why it is not there, and what to do, for people."""

    def ports(self) -> list[str]:
        """Names of the ports that can be opened."""

    def open(self, port: str) -> MidiPort: ...

    def offer(self, client: str, port: str) -> MidiPort:
        """A port of our own, to which others connect."""

    def outputs(self) -> list[str]:
        """Names of the ports that can be written to."""

    def open_output(self, port: str) -> OutputPort: ...

    def offer_output(self, client: str, port: str) -> OutputPort:
        """A port of our own, from which others hear us."""

    def close(self) -> None: ...


class RtMidiPort:
    """`arrived` is when, by the monotonic clock, the message that was received last came, to the accuracy of rtmidi's
    own thread: it tells the time between two, however late they are taken from its queue."""

    def __init__(self, midi: _RtMidi) -> None:
        midi.ignore_types(sysex=True, timing=False, active_sense=True)
        self._midi = midi
        self.arrived = 0.0

    def receive(self) -> Sequence[int] | None:
        event = self._midi.get_message()
        if event is None:
            return None
        now, at = time.monotonic(), self.arrived + event[1]
        self.arrived = at + LEAK * (now - at) if now - QUEUED_SECONDS < at < now else now
        data: Sequence[int] = event[0]
        return data

    def close(self) -> None:
        self._midi.close_port()
        self._midi.delete()


class RtMidiBackend:
    """One of rtmidi's systems; `running` and `absence` as in Backend.

    `lacking` says why the python-rtmidi that is installed cannot have it; else it is empty.
    """

    def __init__(self, name: str, api: str, running: Callable[[], str | None], absence: str) -> None:
        self.name = name
        self._api = api
        self._running = running
        self._absence = absence
        self._lister: _RtMidi = None
        self._out_lister: _RtMidi = None
        self._writer: Writer | None = None
        self.lacking = _lacking(api, name)

    def running(self) -> str | None:
        return None if self.lacking else self._running()

    def absence(self) -> str:
        return self.lacking or self._absence

    def ports(self) -> list[str]:
        if self._lister is None:
            self._lister = self._client("demond-list")
        return _names(self._lister)

    def open(self, port: str) -> MidiPort:
        midi = self._client("demond-in")
        try:
            midi.open_port(_names(midi).index(port), "in")
        except BaseException:
            midi.delete()
            raise
        return RtMidiPort(midi)

    def offer(self, client: str, port: str) -> MidiPort:
        midi = self._client(client)
        try:
            midi.open_virtual_port(port)
        except BaseException:
            midi.delete()
            raise
        return RtMidiPort(midi)

    def outputs(self) -> list[str]:
        if self._out_lister is None:
            self._out_lister = client("MidiOut", self._api, self.name, "demond-list")
        return _names(self._out_lister)

    def open_output(self, port: str) -> OutputPort:
        return self._writing().open(port)

    def offer_output(self, client: str, port: str) -> OutputPort:
        return self._writing().offer(client, port)

    def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
        for lister in filter(None, (self._lister, self._out_lister)):
            lister.delete()
        self._lister = self._out_lister = None

    def _writing(self) -> Writer:
        """The process that writes, begun when it is first needed."""
        if self._writer is not None and self._writer.lost:
            self._writer.close()
            self._writer = None
        if self._writer is None:
            self._writer = Writer(self._api, self.name)
        return self._writer

    def _client(self, name: str) -> _RtMidi:
        return client("MidiIn", self._api, self.name, name, queue_size_limit=QUEUE)


def client(kind: str, api: str, system: str, name: str, **options: int) -> _RtMidi:
    """A client of a system, "MidiIn" or "MidiOut" of rtmidi's. OSError where rtmidi was built without it."""
    rtmidi = _rtmidi()
    midi = getattr(rtmidi, kind)(getattr(rtmidi, api), name=name, **options)
    if midi.get_current_api() != getattr(rtmidi, api):
        midi.delete()
        raise OSError(f"python-rtmidi was built without {system}")
    return midi


def _names(midi: _RtMidi) -> list[str]:
    """The ports that a client sees; one that is not named in UTF-8 keeps no other from being seen."""
    return [shown(name) for name in midi.get_ports(encoding=None)]


def alsa() -> RtMidiBackend:
    """The ALSA sequencer."""
    return RtMidiBackend("ALSA", "API_LINUX_ALSA", alsa_running, "no /dev/snd/seq (modprobe snd-seq)")


def jack() -> RtMidiBackend:
    """A JACK server of this user, of the name in JACK_DEFAULT_SERVER."""
    return RtMidiBackend("JACK", "API_UNIX_JACK", jack_running, "no JACK server runs")


def alsa_running() -> str | None:
    """Whether there is an ALSA sequencer: without it the ALSA library prints an error at every try."""
    return "seq" if os.access("/dev/snd/seq", os.R_OK | os.W_OK) else None


def jack_running(sockets: Path = Path("/proc/net/unix")) -> str | None:
    """Number of the socket that the JACK server listens on: another one after it was started again.

    Found without a connection, which the JACK library would complain about where no server is.
    """
    server = os.environ.get("JACK_DEFAULT_SERVER", "default")
    ours = (f"/jack_{server}_{os.getuid()}_0", f"/jack_{server}_0")
    try:
        lines = sockets.read_text(errors="replace").split("\n")[1:]
    except OSError:
        return None
    for line in lines:
        fields = line.split()
        listening = len(fields) == 8 and int(fields[3], 16) & 0x10000
        if listening and fields[7].endswith(ours):
            return fields[6]
    return None


def _lacking(api: str, system: str) -> str:
    rtmidi = _rtmidi()
    if rtmidi is None:
        return "python-rtmidi is not installed"
    return "" if getattr(rtmidi, api) in rtmidi.get_compiled_api() else f"python-rtmidi was built without {system}"


def _rtmidi() -> _RtMidi:
    try:
        import rtmidi
    except ImportError:
        return None
    return rtmidi
