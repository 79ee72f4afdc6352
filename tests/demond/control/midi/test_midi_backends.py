"""Whether a MIDI system is there, without asking it, and whether it can be."""

import logging
import sys
from pathlib import Path

import pytest
import rtmidi

from demond import doctor
from demond.control.mapping import Mappings
from demond.control.midi.backends import BUILD_COMMAND, jack_running
from demond.control.midi.input import MidiInput, port_names, systems, without
from demond.store import Store


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


@pytest.mark.parametrize(
    ("built", "names", "told"),
    [
        (None, [], "python-rtmidi is not installed, so demond plays without MIDI: "),
        (
            [],
            [],
            "python-rtmidi was built without ALSA and without JACK, so demond plays without MIDI: ",
        ),
        (["API_UNIX_JACK"], ["JACK"], "python-rtmidi was built without ALSA, so demond plays MIDI by JACK alone: "),
        (["API_LINUX_ALSA", "API_UNIX_JACK"], ["ALSA", "JACK"], ""),
    ],
)
def test_what_python_rtmidi_lacks_is_said_once_with_what_brings_it(
    built: list[str] | None,
    names: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if built is None:
        monkeypatch.setitem(sys.modules, "rtmidi", None)
    else:
        monkeypatch.setattr(rtmidi, "get_compiled_api", lambda: [getattr(rtmidi, name) for name in built])
    monkeypatch.setattr(doctor, "CHECKS", (doctor._midi,))
    caplog.set_level(logging.INFO, "demond")
    told += BUILD_COMMAND if told else ""
    assert [system.name for system in systems()] == names
    assert without() == told
    assert isinstance(port_names(), list)
    midi = MidiInput(Store(), Mappings.load([]))
    midi.start()
    midi.close()
    assert midi.without == told
    warned = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warned == ([f"MIDI: {told}"] if told else [])
    assert doctor.examine() == 0
    printed = capsys.readouterr().out
    if told:
        what, _, command = told.partition(": ")
        assert printed == f"   note  {what}\n         -> {command}\n"
    else:
        assert "python-rtmidi was built with ALSA and JACK" in printed
