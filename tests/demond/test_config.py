import socket
from pathlib import Path

import pytest

from demond.config import ConfigErrors, default_path, default_state, example, on_port, read
from demond.notify import notify, watchdog_seconds
from demond.sections import AtTable, Config, FeedbackTable


def write(tmp_path, text):
    path = tmp_path / "demond.toml"
    path.write_text(text)
    return path


def test_the_printed_example_is_the_default_configuration(tmp_path):
    assert read(write(tmp_path, example())) == Config()


def test_values_are_taken(tmp_path):
    config = read(write(tmp_path, '[osc]\nport = 9000\n[audio]\ndevice = "Scarlett"\n[midi]\nports = ["nano"]\n'))
    assert (config.osc.port, config.audio.device, config.midi.ports) == (9000, "Scarlett", ("nano",))


def test_http_goes_where_osc_goes_unless_it_is_told(tmp_path):
    told = {port: on_port(Config(), port) for port in (9200, 0, 65535)}
    assert {port: (config.osc.port, config.http.port) for port, config in told.items()} == {
        9200: (9200, 9201), 0: (0, 0), 65535: (65535, 0),
    }  # fmt: skip
    named = read(write(tmp_path, "[http]\nport = 8080\n"))
    assert on_port(named, 9200).http.port == 8080


@pytest.mark.parametrize("text", ["port = 0", 'advertise = "here"', "host = 7", "enabled = 1", "prot = 1"])
def test_a_wrong_key_of_http_is_said(tmp_path, text):
    with pytest.raises(ConfigErrors, match=r"demond\.toml:2: http\b"):
        read(write(tmp_path, f"[http]\n{text}\n"))


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


FEEDBACK = """[osc]
port = 9000

[[osc.feedback]]
to = "192.168.1.7:9000"

[[osc.feedback]]
to = "[fd00::7]:9001"
pattern = "/1/*"
rate = 10
"""


def test_surfaces_that_cannot_subscribe(tmp_path):
    one, two = read(write(tmp_path, FEEDBACK)).osc.feedback
    assert (one.to, one.pattern, one.rate) == ("192.168.1.7:9000", "", 30.0)
    assert (two.to, two.pattern, two.rate) == ("[fd00::7]:9001", "/1/*", 10.0)


def test_the_example_has_a_table_for_each_such_surface(tmp_path):
    text = example().replace("# [[osc", "[[osc").replace('# to = ""', 'to = "tablet:9000"')
    text = text.replace("# pattern =", "pattern =").replace("# rate =", "rate =")
    assert read(write(tmp_path, text)).osc.feedback == (FeedbackTable("tablet:9000"),)


def test_the_example_has_a_table_for_entries_of_the_schedule(tmp_path):
    text = example().replace("# [[schedule", "[[schedule").replace('# time = ""', 'time = "09:30"')
    assert read(write(tmp_path, text.replace('# scene = ""', 'scene = "dawn"'))).schedule.at == (
        AtTable("09:30", scene="dawn"),
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("quiet = '22:00-08:00'", 2, "schedule quiet: wants a list of text"),
        ("quiet = [\n'22:00-08:00', '22']", 2, "schedule quiet: wants two times, as"),
        ("fade = -1", 2, "schedule fade: wants 0..3600"),
        ("[[schedule.at]]\ntime = '9:30'", 2, "schedule at #1: does nothing: it wants a scene, or sound"),
        ("[[schedule.at]]\nscene = 'dawn'", 2, "schedule at #1: time is missing: it wants a time of the day"),
        ("[[schedule.at]]\nscene = 'dawn'\ntime = '24:00'", 4, "at #1 time: wants a time before 24:00"),
        ("[[schedule.at]]\nscene = 'a'\ntime = '1:00'\ndays = 'Di'", 5, "at #1 days: wants days, as Mo-Fr"),
        ("[[schedule.at]]\ntime = '1:00'\nsound = 'low'", 4, "at #1 sound: wants off or on, got 'low'"),
    ],
)
def test_a_wrong_key_of_the_schedule_is_said(tmp_path, text, line, words):
    with pytest.raises(ConfigErrors) as caught:
        read(write(tmp_path, f"[schedule]\n{text}\n"))
    (problem,) = str(caught.value).splitlines()
    assert f"demond.toml:{line}: " in problem
    assert words in problem


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("[osc]\nfeedback = 3", 2, "osc feedback: wants tables in double brackets, got 3"),
        ("[osc.feedback]\nto = 'a:1'", 1, "osc feedback: wants tables in double brackets"),
        (
            "[[osc.feedback]]\nto = 'a:1'\n[[osc.feedback]]\nrate = 5",
            3,
            "osc feedback #2: to is missing: it wants addr",
        ),
        (
            "[[osc.feedback]]\nto = 'a:1'\ntoo = 'b'",
            3,
            'osc feedback #1 too: there is no such key (did you mean "to"?)',
        ),
        ("[[osc.feedback]]\nto = 'tablet'", 2, 'osc feedback #1 to: wants address:port, as "192.168.1.7:9000" or'),
        ("[[osc.feedback]]\nto = 'fd00::7:9000'", 2, "wants address:port"),
        ("[[osc.feedback]]\nto = 'a:0'", 2, "wants address:port"),
        ("[[osc.feedback]]\nto = 'a:70000'", 2, "wants address:port"),
        ("[[osc.feedback]]\nto = 'a:1'\nrate = 1000", 3, "osc feedback #1 rate: wants 0.1..100, got 1000.0"),
        ("[[osc.feedback]]\nto = 'a:1'\nrate = true", 3, "wants a number, got True"),
        ("[[osc.feedback]]\nto = 'a:1'\npattern = '/1/['", 3, '"[" is never closed in the pattern /1/['),
    ],
)
def test_what_is_wrong_with_such_a_surface(tmp_path, table, line, words):
    with pytest.raises(ConfigErrors) as caught:
        read(write(tmp_path, table))
    assert f"demond.toml:{line}: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("samplerate = 1", "audio samplerate: wants 0, or at least 4000, got 1"),
        ("samplerate = -1", "audio samplerate: wants 0..384000"),
        ('device = "pipe:a\\u0000b"', "audio device: wants pipe:PATH"),
    ],
)
def test_an_output_that_none_can_be_is_said(tmp_path, line, words):
    with pytest.raises(ConfigErrors) as caught:
        read(write(tmp_path, f"[audio]\n{line}\n"))
    assert words in str(caught.value)


def test_who_has_no_home_has_a_state_and_no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "STATE_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 54321)
    assert default_state() == Path("/var/lib/demond")
    assert default_path() == Path("/etc/demond/demond.toml")


@pytest.mark.parametrize(("section", "key"), [("mqtt", "password"), ("osc", "secret")])
def test_what_is_secret_is_in_no_problem(tmp_path, section, key):
    with pytest.raises(ConfigErrors, match="wants text, got int") as caught:
        read(write(tmp_path, f"[{section}]\n{key} = 471108\n"))
    assert "471108" not in str(caught.value)


@pytest.mark.parametrize(
    "line", ['topic = "a/+/b"', 'topic = "/a"', 'discovery = "#"', 'topic = "$SYS"', 'host = "a..b"']
)
def test_what_no_broker_takes_is_said_at_the_start(tmp_path, line):
    with pytest.raises(ConfigErrors, match="mqtt"):
        read(write(tmp_path, f"[mqtt]\n{line}\n"))
