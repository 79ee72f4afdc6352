"""`demond send`: words to typed arguments, answers to the terminal, exit status."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demond.calls import Calls
from demond.cli import main
from demond.control.asking import Asker
from demond.control.osc.access import Access
from demond.control.send import EXIT_OK, EXIT_REFUSED, EXIT_UNAVAILABLE, arguments, learn, send
from demond.parameters import OVERTAKEN, PARAMETERS, PREFIX, Argument, ControlError, Parameter
from tests.conftest import free_port
from tests.osc_peer import Rig, rig

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


def later(server: Rig, outcomes: dict[object, tuple[str, ...]]) -> None:
    """Have values that take time: what is said of each, note by note, an error after "!"."""

    def follow(name: str, value: object, origin: object) -> None:
        server.server.note(f"/demond/{name}", "is under way", origin)
        for place, text in enumerate(outcomes[value], 1):
            tell = server.server.error if text.startswith("!") else server.server.note
            server.loop.call_later(0.15 * place, tell, f"/demond/{name}", text.strip("!"), origin)

    server.store.listen(follow)


@pytest.mark.parametrize(
    ("said", "status", "out", "err"),
    [
        (("half of it", "is heard"), EXIT_OK, ["is under way", "half of it", "is heard"], ""),
        (("half of it", "!no such file"), EXIT_REFUSED, ["is under way", "half of it"], "no such file"),
        ((OVERTAKEN,), EXIT_REFUSED, ["is under way", OVERTAKEN], ""),
    ],
)
def test_waits_for_what_becomes_of_slow_work(
    capsys: pytest.CaptureFixture[str], said: tuple[str, ...], status: int, out: list[str], err: str
) -> None:
    with rig() as server:
        later(server, {"song": said})
        assert send("127.0.0.1", server.port, "source", ["song"]) == status
        printed = capsys.readouterr()
        assert printed.out.splitlines() == [f"/demond/note /demond/source {text}" for text in out]
        assert printed.err == (f"demond send: /demond/source: {err}\n" if err else "")


def test_from_another_machine_it_hears_the_end_as_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("access", "server", "telling"):
        monkeypatch.setattr(f"demond.control.osc.{module}.is_loopback", lambda host: False)
    with rig(access=Access(["127.0.0.0/8"])) as server:
        later(server, {"x": ("a tenth of it is read", "is heard")})
        assert send("127.0.0.1", server.port, "source", ["x"]) == EXIT_OK
        told = capsys.readouterr().out.splitlines()
        assert told == [f"/demond/note /demond/source {text}" for text in ("is under way", "is heard")]


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """A server to whom we are another machine, which wants a word."""
    for module in ("access", "server", "telling"):
        monkeypatch.setattr(f"demond.control.osc.{module}.is_loopback", lambda host: False)
    with rig(access=Access(["127.0.0.0/8"], secret="tröt")) as server:
        yield server


@pytest.mark.parametrize("given", [["--secret", "tröt"], []])
def test_says_the_secret_first(guarded: Rig, monkeypatch: pytest.MonkeyPatch, given: list[str]) -> None:
    where = ["--port", str(guarded.port)]
    with monkeypatch.context() as patch:
        patch.setattr("demond.control.send.ANSWER_SECONDS", 0.2)
        assert main(["send", *where, "--secret", "wrong", "denoise", "0.25"]) == EXIT_UNAVAILABLE
    if not given:
        monkeypatch.setenv("DEMOND_SECRET", "tröt")
    assert main(["send", *where, *given, "denoise", "0.25"]) == EXIT_OK
    assert guarded.store.get("denoise") == 0.25


def test_who_asks_over_tcp_says_the_secret_too_and_again_once_it_is_forgotten(guarded: Rig) -> None:
    async def ask() -> list[object]:
        asker, told = Asker("127.0.0.1", guarded.port, secret="tröt"), []
        for _ in range(2):
            told += (await asker.ask("get", ["denoise"])).messages[0].arguments
            guarded.server._access._sessions.clear()
        asker.close()
        return told

    assert asyncio.run(ask()) == [pytest.approx(0.7)] * 2


def test_does_not_wait_where_it_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    with rig() as server:
        later(server, {"song": ("!no such file",)})
        assert send("127.0.0.1", server.port, "source", ["song"], wait=False) == EXIT_OK
        assert capsys.readouterr() == ("", "")


def test_waits_for_an_action_that_takes_time(capsys: pytest.CaptureFixture[str]) -> None:
    async def save(name: str) -> str:
        await asyncio.sleep(0.2)
        return f"saved as latent:{name}"

    with rig() as server:
        calls = server.call(Calls)
        server.store.handle("save_latent", calls.done("save_latent", save))
        assert send("127.0.0.1", server.port, "save_latent", ["calm"]) == EXIT_OK
        told = capsys.readouterr().out.splitlines()
        assert told == [f"/demond/note /demond/save_latent {text}" for text in ("is under way", "saved as latent:calm")]


def test_a_daemon_that_goes_while_it_is_waited_for_is_no_daemon(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demond.control.send.ANSWER_SECONDS", 0.2)
    with rig() as server:
        later(server, {"song": ()})
        server.loop.call_soon_threadsafe(server.loop.call_later, 0.3, server.server.close)
        assert send("127.0.0.1", server.port, "source", ["song"]) == EXIT_UNAVAILABLE
        assert "is demond running there?" in capsys.readouterr().err


def test_what_never_comes_is_not_waited_for_without_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demond.control.send.ANSWER_SECONDS", 1.0)
    monkeypatch.setattr("demond.control.send.PATIENCE_SECONDS", 1.5)
    with rig() as server:
        later(server, {"song": ()})
        assert send("127.0.0.1", server.port, "source", ["song"]) == EXIT_REFUSED
        assert "/demond/source: is still under way after 1.5 s" in capsys.readouterr().err


def test_learns_one_after_another_and_says_what_came(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    def answer(*args: object) -> str:
        asked.append(args)
        if args[0] == "denoize":
            raise ControlError("denoize", "there is no such control")
        return f"learned: {args[0]}"

    with rig() as server:
        server.store.handle("midi/learn", answer)
        server.store.handle("midi/forget", answer)
        assert learn("127.0.0.1", server.port, ["denoise", "seed"], "7") == EXIT_OK
        assert capsys.readouterr() == ("learned: denoise\nlearned: seed\n", "")
        assert learn("127.0.0.1", server.port, ["denoize", "sde"], None) == EXIT_REFUSED
        assert capsys.readouterr() == ("learned: sde\n", "demond learn: denoize: there is no such control\n")
        assert learn("127.0.0.1", server.port, ["sde"], None, forget=True) == EXIT_OK
        assert asked == [("denoise", "7"), ("seed", "7"), ("denoize",), ("sde",), ("sde",)]

        def interrupted(*args: object) -> object:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("demond.control.send._answers", interrupted)
            with pytest.raises(KeyboardInterrupt):
                learn("127.0.0.1", server.port, ["sde"], None)
        for _ in range(500):
            if asked[-1] == ("off",):
                break
            time.sleep(0.01)
        assert asked[-2:] == [("sde",), ("off",)]
    assert learn("127.0.0.1", free_port(), ["sde"], None) == EXIT_UNAVAILABLE


def test_a_curve_of_many_points_is_shown_as_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    with rig() as server:
        server.store.set("velocity_scale", [step % 2 / 2 for step in range(300)])
        assert send("127.0.0.1", server.port, "get", ["velocity_scale"]) == EXIT_OK
        assert capsys.readouterr().out.split() == ["/demond/velocity_scale", *["0", "0.5"] * 150]
