import socket

import pytest

from demond.config import Config, ConfigErrors, example, read
from demond.notify import notify, watchdog_seconds


def write(tmp_path, text):
    path = tmp_path / "demond.toml"
    path.write_text(text)
    return path


def test_the_printed_example_is_the_default_configuration(tmp_path):
    assert read(write(tmp_path, example())) == Config()


def test_values_are_taken(tmp_path):
    config = read(write(tmp_path, '[osc]\nport = 9000\n[audio]\ndevice = "Scarlett"\n[midi]\nports = ["nano"]\n'))
    assert (config.osc.port, config.audio.device, config.midi.ports) == (9000, "Scarlett", ("nano",))


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path):
    assert read(write(tmp_path, "\ufeff[osc]\nport = 9000\n")).osc.port == 9000


def test_a_file_that_cannot_be_read_is_said_in_words(tmp_path):
    with pytest.raises(ConfigErrors) as caught:
        read(tmp_path / "gone.toml")
    assert str(caught.value) == f"{tmp_path}/gone.toml: cannot be read: No such file or directory"


def test_every_problem_is_reported_with_its_line(tmp_path):
    text = '[osc]\nprot = 9000\nport = 70000\n\n[audoi]\n[audio]\nblocksize = "big"\n[midi]\nports = [1]\n'
    path = write(tmp_path, text)
    with pytest.raises(ConfigErrors) as caught:
        read(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 5
    expected = [("2", "port"), ("3", "70000"), ("5", "audio"), ("7", "whole number"), ("9", "list of text")]
    for number, word in expected:
        assert any(f"demond.toml:{number}:" in line and word in line for line in lines), (number, lines)


@pytest.mark.parametrize("text", ["[osc\n", "port = = 3", "\xff"])
def test_what_is_no_toml_is_said(tmp_path, text):
    path = tmp_path / "demond.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigErrors, match=r"demond\.toml"):
        read(path)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ConfigErrors, match="cannot be read"):
        read(tmp_path / "none.toml")


def test_notify_reaches_the_socket_and_survives_its_absence(tmp_path, monkeypatch):
    path = str(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", path)
    notify("READY=1")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(path)
        receiver.settimeout(2)
        notify("READY=1", "STATUS=sounding")
        assert receiver.recv(100) == b"READY=1\nSTATUS=sounding"


def test_watchdog_period_is_halved_and_only_for_this_process(monkeypatch):
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    assert watchdog_seconds() is None
    monkeypatch.setenv("WATCHDOG_USEC", "3000000")
    assert watchdog_seconds() == 1.5
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert watchdog_seconds() is None
