"""`demond monitor` at a running demond with controllers on a JACK server, and what it costs where nobody watches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.conftest import Daemon
from tests.demond.control.test_monitor import Terminal
from tests.live.test_midi_ports import Controller

if TYPE_CHECKING:
    from tests.jack_server import JackServer


def test_a_knob_that_nothing_is_mapped_to_is_found_learned_and_seen_to_play(
    jack: JackServer, start_daemon: Callable[..., Daemon]
) -> None:
    daemon = start_daemon()
    daemon.wait_sounding()
    nano = Controller("nanoKONTROL2")
    terminal = Terminal(daemon.port)
    try:
        daemon.wait_until(lambda: "nanoKONTROL2:out" in str(daemon.status()["midi"]), 10, "the controller")
        terminal.wait("controllers  MIDI nanoKONTROL2:out")
        nano.send("B2 5A 40")
        terminal.wait('MIDI not mapped: cc 90 channel 3 of "nanoKONTROL2", value 64')
        terminal.wait(f"demond learn --port {daemon.port} NAME")
        daemon.send("/demond/midi/learn", "denoise")
        assert daemon.receive("/demond/note") == ["/demond/midi/learn", "is under way"]
        for value in range(0x20, 0x50, 4):
            nano.send(f"B2 5A {value:02X}")
            time.sleep(0.03)
        while "learned: " not in str(daemon.receive("/demond/note", 10)):
            pass
        for value in (0x00, 0x7F, 0x40):
            nano.send(f"B2 5A {value:02X}")
            time.sleep(0.2)
        terminal.wait(", by nanoKONTROL2:out")
        daemon.process.kill()
        terminal.wait("no demond answers")
        terminal.press(b"q")
        assert terminal.end() == 0
    finally:
        terminal.close()
        nano.unplug()
