"""`demond send`: words to typed arguments, answers to the terminal, exit status."""

import threading
from pathlib import Path

import pytest

from demond.control.send import EXIT_OK, EXIT_REFUSED, EXIT_UNAVAILABLE, arguments, send
from demond.parameters import PARAMETERS, PREFIX, Argument, Parameter
from tests.conftest import free_port
from tests.osc_peer import rig

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("address", "words", "guessed"),
    [
        ("/demond/denoise", ["0.5", "4"], [0.5, 4]),
        ("/demond/sde", ["true"], [True]),
        ("/demond/sde", ["on"], ["on"]),
        ("/demond/ode_noise", ["wave", "sine", "4b", "0.5", "0.5"], ["wave", "sine", "4b", 0.5, 0.5]),
        ("/demond/prompt/a", ["128"], ["128"]),
        ("/demond/prompt/a", ["slow", "dub"], ["slow dub"]),
        ("/demond/record", ["/tmp/1.wav"], ["/tmp/1.wav"]),
        ("/demond/record", ["1.wav"], [str(ROOT / "1.wav")]),
        ("/demond/record", ["off"], ["off"]),
        ("/demond/timbre", ["README.md"], [str(ROOT / "README.md")]),
        ("/demond/source", ["drums"], ["drums"]),
        ("/demond/source", ["none"], ["none"]),
        ("/demond/prompt/a", ["~nobody"], ["~nobody"]),
        ("/demond/play", [], []),
        ("/x", [str(2**70)], [float(2**70)]),
    ],
)
def test_guesses(address: str, words: list[str], guessed: list, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    got = arguments(PARAMETERS.get(address.removeprefix(PREFIX)), words)
    assert got == guessed
    assert list(map(type, got)) == list(map(type, guessed))


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["12"], ["12"]),
        (["12", "4"], ["12", 4.0]),
        (["first verse", "4.5"], ["first verse", 4.5]),
        (["verse", "soon"], ["verse", "soon"]),
        (["verse", "4", "5"], ["verse", 4.0, "5"]),
        ([], []),
    ],
)
def test_of_several_arguments_each_word_is_one(words: list[str], typed: list) -> None:
    name, seconds = Argument("name", "string"), Argument("seconds", "float", optional=True)
    row = Parameter("scene/recall", "action", arguments=(name, seconds), to=("daemon",))
    got = arguments(row, words)
    assert got == typed
    assert list(map(type, got)) == list(map(type, typed))


def test_sets_asks_and_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with rig() as server:
        assert send("127.0.0.1", server.port, "denoise", ["0.25"]) == EXIT_OK
        assert server.store.get("denoise") == 0.25
        assert capsys.readouterr() == ("", "")
        assert send("127.0.0.1", server.port, "/demond/get", ["denoise", "prompt/a"]) == EXIT_OK
        out = "/demond/denoise 0.25\n/demond/prompt/a warm ambient pads with a slow beat\n"
        assert capsys.readouterr() == (out, "")
        assert send("127.0.0.1", server.port, "denoise", ["loud"]) == EXIT_REFUSED
        err = 'demond send: /demond/denoise: wants a number 0..1, got text "loud"\n'
        assert capsys.readouterr() == ("", err)
        assert send("127.0.0.1", server.port, "denoise", ["2"]) == EXIT_OK
        assert capsys.readouterr().out == "/demond/note /demond/denoise clamped to 1\n"


def test_nobody_there(capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    assert send("127.0.0.1", port, "denoise", ["0.5"]) == EXIT_UNAVAILABLE
    assert f"127.0.0.1 port {port}: Connection refused; is demond running there?" in capsys.readouterr().err
    assert send("no.such.host.invalid", port, "denoise", ["0.5"]) == EXIT_UNAVAILABLE


def test_waits_for_what_the_engine_says_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with rig() as server:

        def refuse(name: str, value: object, origin: object) -> None:
            if value == "no-song":
                threading.Timer(0.2, server.server.error, ("/demond/source", "no-song: no such file", origin)).start()

        server.store.listen(refuse)
        assert send("127.0.0.1", server.port, "source", ["no-song"]) == EXIT_REFUSED
        assert capsys.readouterr().err == "demond send: /demond/source: no-song: no such file\n"
        assert send("127.0.0.1", server.port, "source", ["song"]) == EXIT_OK
