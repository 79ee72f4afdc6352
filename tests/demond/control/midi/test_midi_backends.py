"""Whether a MIDI system is there, without asking it."""

from pathlib import Path

import pytest

from demond.control.midi.backends import jack_running


def test_the_jack_server_is_known_by_its_listening_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "studio")
    monkeypatch.setattr("os.getuid", lambda: 1000)
    table = tmp_path / "unix"
    head = "Num       RefCount Protocol Flags    Type St Inode Path\n"
    line = "0000000000000000: 00000002 00000000 {} 0001 01 {} /dev/shm/jack_{}\n"
    table.write_text(head + line.format("00010000", 7, "default_1000_0") + "0: 2 0 0 1 1 9\n")
    assert jack_running(table) is None
    table.write_text(head + line.format("00000000", 8, "studio_1000_0") + line.format("00010000", 9, "studio_1000_0"))
    assert jack_running(table) == "9"
    assert jack_running(tmp_path / "missing") is None
