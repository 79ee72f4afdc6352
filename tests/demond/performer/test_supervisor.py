"""The supervisor and an engine of a few lines in its place, in a thread: values, questions and answers, ends."""

import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from demond.performer import engine_process, performance
from demond.performer.link import (
    Answered,
    CannotLoad,
    Ended,
    EngineEnd,
    EngineOptions,
    Figures,
    GaveUp,
    Loading,
    Logged,
    Ready,
    Report,
    SaveLatent,
    Values,
)
from demond.performer.supervisor import EngineError, Supervisor
from demond.playback.loop import Loop
from engine import Session
from engine.errors import EngineUnavailable
from tests.waiting import wait_for

Engine = Callable[[EngineEnd, Values], None]


class Owner:
    def __init__(self) -> None:
        self.reports: list[Report] = []

    def engine_values(self) -> Values:
        return {"model": "pocket", "denoise": 0.5}

    def report(self, report: Report) -> None:
        self.reports.append(report)


@pytest.fixture
def supervise(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Supervisor]]:
    started: list[Supervisor] = []

    def start(engine: Engine, owner: Owner) -> Supervisor:
        monkeypatch.setattr(engine_process, "run", lambda end, options, values: engine(end, values))
        supervisor = Supervisor(EngineOptions("none", "none"), in_process=True)
        supervisor.start(owner)
        started.append(supervisor)
        return supervisor

    yield start
    for supervisor in started:
        supervisor.stop()


def echo(end: EngineEnd, values: Values) -> None:
    """Tells what it is told, and answers as long as names are good."""
    end.send(Ready(values["model"], "cpu"))
    told = dict(values)
    while not (inbox := end.receive(0.01)).closed:
        told.update(inbox.values)
        end.send(Figures({"denoise": told["denoise"]}))
        for asked in inbox.asked:
            name = asked.question.name
            if name == "die":
                return
            if name == "bad":
                end.send(Answered(asked.number, None, "no such name"))
            else:
                end.send(Answered(asked.number, f"latent:{name}"))


def test_values_arrive_and_questions_are_answered_to_whoever_asked(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(echo, Owner())
    wait_for(lambda: supervisor.status.figures.get("denoise") == 0.5)
    supervisor.send({"denoise": 0.9})
    wait_for(lambda: supervisor.status.figures.get("denoise") == 0.9)
    answers = [supervisor.ask(SaveLatent(name)) for name in ("a", "bad", "b")]
    assert answers[2].result(10) == "latent:b"
    assert answers[0].result(10) == "latent:a"
    with pytest.raises(EngineError, match="no such name"):
        answers[1].result(10)


def test_what_nobody_can_answer_any_more_says_so(supervise: Callable[..., Supervisor]) -> None:
    owner = Owner()
    supervisor = supervise(echo, owner)
    wait_for(lambda: supervisor.status.running)
    last: Future[str] = supervisor.ask(SaveLatent("die"))
    with pytest.raises(EngineError, match="the engine ended meanwhile"):
        last.result(10)
    wait_for(lambda: Ended("no word") in owner.reports)
    wait_for(lambda: supervisor.status.running)
    assert supervisor.status.restarts == 1
    assert supervisor.ask(SaveLatent("a")).result(10) == "latent:a"
    supervisor.stop()
    with pytest.raises(EngineError, match="is not running"):
        supervisor.ask(SaveLatent("a")).result(10)


def test_who_waits_no_longer_is_left_alone(supervise: Callable[..., Supervisor]) -> None:
    gate = threading.Event()

    def slow(end: EngineEnd, values: Values) -> None:
        end.send(Ready("pocket", "cpu"))
        while not (inbox := end.receive(0.01)).closed:
            for asked in inbox.asked:
                gate.wait(10)
                end.send(Answered(asked.number, "latent:a"))

    supervisor = supervise(slow, Owner())
    wait_for(lambda: supervisor.status.running)
    given_up = supervisor.ask(SaveLatent("a"))
    assert given_up.cancel()
    gate.set()
    assert supervisor.ask(SaveLatent("a")).result(10) == "latent:a"


def test_reports_that_are_not_its_own_go_to_the_owner(supervise: Callable[..., Supervisor]) -> None:
    owner = Owner()

    def engine(end: EngineEnd, values: Values) -> None:
        end.send(Ready("pocket", "cpu"))
        end.send(Loading("other"))
        while not end.receive(0.01).closed:
            end.send(Figures({}))

    supervise(engine, owner)
    wait_for(lambda: owner.reports)
    assert owner.reports == [Loading("other")]


@pytest.mark.parametrize("played", [False, True])
def test_where_no_model_can_be_loaded_it_is_given_up_unless_one_played_before(
    supervise: Callable[..., Supervisor], played: bool
) -> None:
    owner, tries = Owner(), []

    def engine(end: EngineEnd, values: Values) -> None:
        tries.append(values)
        if played and len(tries) == 1:
            end.send(Ready("pocket", "cpu"))
        else:
            end.send(CannotLoad("cut short"))

    supervise(engine, owner)
    if played:
        wait_for(lambda: len(tries) > 2)
        assert owner.reports[:2] == [Ended("no word"), Ended("cut short")]
    else:
        wait_for(lambda: owner.reports)
        time.sleep(0.5)
        assert owner.reports == [GaveUp("cut short")]
        assert len(tries) == 1


PROCESS = """
import sys, time
from multiprocessing.connection import Connection
from demond.performer import link
from demond.performer.link import EngineEnd, Figures, Ready
link.ALIVE_SECONDS = 0.1
end = EngineEnd(Connection(int(sys.argv[1])))
end.stay_alive()
end.send(Ready("pocket", "cpu"))
if sys.argv[2] == "hangs":
    time.sleep(60)
heard, inbox = 0, end.receive()
while not inbox.closed:
    heard = len(inbox.values.get("prompt/a", "")) or heard
    end.send(Figures({"heard": heard}))
    inbox = end.receive(0.05)
"""


@pytest.mark.parametrize("how", ["stops", "hangs"])
def test_an_engine_that_stands_still_or_never_ends_a_tick_is_replaced(
    monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    processes: list[subprocess.Popen[bytes]] = []

    def start(self: Supervisor) -> Connection:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-c", PROCESS, str(theirs.fileno()), how if not processes else "well"]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
        processes.append(self._process)
        theirs.close()
        return Connection(ours.detach())

    monkeypatch.setattr(Supervisor, "_start_process", start)
    monkeypatch.setattr("demond.performer.supervisor.STILL_SECONDS", 1.7)
    monkeypatch.setattr("demond.performer.supervisor.HUNG_SECONDS", 4.0)
    owner = Owner()
    supervised = Supervisor(EngineOptions("none", "none"))
    supervised.start(owner)
    try:
        wait_for(lambda: supervised.status.running)
        if how == "stops":
            processes[0].send_signal(signal.SIGSTOP)
            for _ in range(3):  # more than the pipe holds, so that something is half said when it is ended
                supervised.send({f"prompt/{letter}": "x" * 200_000 for letter in "abcd"})
                time.sleep(0.1)
        began, longest = time.monotonic(), 0.0
        while not (len(processes) > 1 and supervised.status.running):
            assert time.monotonic() - began < 15
            longest = max(longest, time.monotonic() - supervised.status.watched_at)
            time.sleep(0.02)
        assert processes[0].wait(5) == -signal.SIGKILL
        assert owner.reports == [Ended("silent for 2 s" if how == "stops" else "no tick for 4 s")]
        assert longest < 3.0, "the watchdog would have seen nobody look after the engine"
        supervised.send({"prompt/a": "house"})
        wait_for(lambda: supervised.status.figures == {"heard": 5})
        time.sleep(2.5)
        assert len(processes) == 2, "an engine that is well is left alone"
    finally:
        supervised.stop()


def test_an_engine_that_fails_lets_go_of_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []

    class Failing:
        model, device = "pocket", "cpu"

        def __init__(self, *_: object, sounds: bool) -> None: ...

        def update(self, values: Values) -> None: ...

        def step(self) -> bool:
            raise MemoryError("no room")

        def close(self) -> None:
            closed.append(True)

    monkeypatch.setattr(performance, "Performance", Failing)
    loop = Loop.create(1)
    ours, theirs = multiprocessing.Pipe()
    try:
        with pytest.raises(MemoryError):
            engine_process.run(EngineEnd(theirs), EngineOptions(loop.name, "none"), {"model": "pocket"})
        assert ours.recv() == Ready("pocket", "cpu")
    finally:
        loop.close()
        loop.unlink()
    assert closed


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What sessions are loaded with: where a backend is named that is none of eager and auto it cannot run."""
    asked: list[dict[str, Any]] = []

    def load(model: str, **how: Any) -> Any:
        asked.append({"model": model, **how})
        if how.get("decoder", "auto") not in ("auto", "eager"):
            raise EngineUnavailable("decoder: no engine fits")
        return SimpleNamespace()

    monkeypatch.setattr(Session, "load", load)
    return asked


OPTIONS = EngineOptions("loop", "state", "cpu", "float32", "onnx", "auto", "engines")


def test_the_shipped_model_stands_in_without_what_it_cannot_run_as_asked(
    loaded: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    engine_process._load(OPTIONS, "pocket", print, strict=False)
    named, best = loaded
    cache = Path("state/cache")
    assert named == {
        "model": "pocket", "device": "cpu", "dtype": "float32", "decoder": "onnx", "vae": "auto",
        "engines": "engines", "cache": cache, "told": print,
    }  # fmt: skip
    assert best == {name: value for name, value in named.items() if name != "decoder"}, "the rest is as asked"
    assert caplog.messages == ["pocket plays by what is best here: decoder: no engine fits"]


@pytest.mark.parametrize(("model", "strict"), [("turbo", False), ("pocket", True)])
def test_a_model_that_is_asked_for_is_refused_where_it_cannot_run_as_asked(
    loaded: list[dict[str, Any]], model: str, strict: bool
) -> None:
    with pytest.raises(EngineUnavailable, match="no engine fits"):
        engine_process._load(OPTIONS, model, print, strict=strict)
    assert len(loaded) == 1


@pytest.mark.parametrize("sounds", [False, True])
def test_what_cannot_run_ends_the_first_start_and_no_later_one(monkeypatch: pytest.MonkeyPatch, sounds: bool) -> None:
    loop = Loop.create(1)
    ours, theirs = multiprocessing.Pipe()

    class Playing:
        model, device, settled = "pocket", "cpu", True

        def __init__(self, *_: object, sounds: bool) -> None: ...

        def update(self, values: Values) -> None: ...

        def step(self) -> bool:
            ours.close()
            return False

        def close(self) -> None: ...

    monkeypatch.setattr(performance, "Performance", Playing)
    try:
        if sounds:
            loop.begin(48000)
            loop.commit()
        options = EngineOptions(loop.name, "none", decoder="tensorrt")
        assert engine_process.run(EngineEnd(theirs), options, {"model": "pocket"}) is sounds
        if not sounds:
            why = "decoder: tensorrt needs an NVIDIA GPU, and the model is to run on cpu: leave it at auto"
            assert ours.recv() == CannotLoad(why)
    finally:
        loop.close()
        loop.unlink()


def test_what_the_engine_logs_comes_out_in_the_log_of_the_daemon(
    supervise: Callable[..., Supervisor], caplog: pytest.LogCaptureFixture
) -> None:
    record = logging.LogRecord("engine.x", logging.WARNING, "", 0, "%s fell", ("it",), None)

    def engine(end: EngineEnd, values: Values) -> None:
        engine_process._Log(end).emit(record)
        end.send(Logged(logging.INFO, "100 % well"))
        end.send(Ready("pocket", "cpu"))
        while not end.receive(0.01).closed:
            pass

    with caplog.at_level(logging.INFO):
        supervisor = supervise(engine, Owner())
        wait_for(lambda: supervisor.status.running)
    said = [(each.name, each.levelno, each.getMessage()) for each in caplog.records[:2]]
    assert said == [("demond.engine", logging.WARNING, "it fell"), ("demond.engine", logging.INFO, "100 % well")]


@pytest.mark.parametrize("given", [None, "/elsewhere"])
def test_compiled_code_is_kept_in_the_state_folder_unless_a_place_is_named(
    monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    environments: list[dict[str, str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *_, env, **__: environments.append(env))
    monkeypatch.delenv("TORCHINDUCTOR_CACHE_DIR", raising=False)
    if given:
        monkeypatch.setitem(os.environ, "TORCHINDUCTOR_CACHE_DIR", given)
    Supervisor(EngineOptions("none", "/state"))._start_process().close()
    assert environments[0]["TORCHINDUCTOR_CACHE_DIR"] == (given or "/state/inductor")
