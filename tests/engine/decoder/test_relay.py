"""A relay from eager to a faster executor and back, with executors that say who they are."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import torch
from engine_checks import check_goes
from torch import Tensor

from engine.decoder import Decoder, Row
from engine.decoder.relay import Relay
from engine.errors import EngineError, EngineLimitError, LoraError
from engine.request import Condition, Request
from engine.stream import Stream

ROW = Row(torch.zeros(1, 2, 64), 0.5, torch.zeros(1, 1, 8), torch.zeros(1, 2, 128))
SECONDS = 10.0


class Fake:
    """Answers with its number; raises `failure` from calls, `lora_failure` from attaching, once one is set."""

    device = torch.device("cpu")
    token_width = 8

    def __init__(self, number: float) -> None:
        self.number = number
        self.failure: Exception | None = None
        self.lora_failure: Exception | None = None
        self.loras: dict[str, Any] = {}
        self.forgotten = 0

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        if self.failure is not None:
            raise self.failure
        return [torch.full_like(row.x, self.number) for row in rows]

    def attach(self, lora: str, factors: Mapping[str, Any]) -> None:
        if self.lora_failure is not None:
            raise self.lora_failure
        self.loras[lora] = factors

    def detach(self, lora: str) -> None:
        self.loras.pop(lora, None)

    def forget(self) -> None:
        self.forgotten += 1


class Narrow(Fake):
    """Takes one LoRA."""

    def attach(self, lora: str, factors: Mapping[str, Any]) -> None:
        if self.loras.keys() - {lora}:
            raise LoraError("too many ranks")
        super().attach(lora, factors)


class Stage:
    """A relay from eager (1) to a fast executor (2), which is ready once `gate` is open; `told` is what was heard."""

    def __init__(self, problem: Exception | None = None, fast: Fake | None = None) -> None:
        self.eager, self.fast, self.gate = Fake(1.0), fast or Fake(2.0), threading.Event()
        self.told: list[tuple[str, str]] = []
        self._problem = problem
        self.relay = Relay(self.eager, "eager", "fast", self._make, lambda *said: self.told.append(said))

    def _make(self) -> Decoder:
        assert self.gate.wait(SECONDS)
        if self._problem is not None:
            raise self._problem
        return self.fast

    def ready(self) -> None:
        self.gate.set()
        self.relay.wait()

    def runs(self) -> float:
        return float(self.relay([ROW])[0].mean())


def test_eager_runs_until_the_other_is_ready() -> None:
    stage = Stage()
    assert (stage.runs(), stage.relay.backend, stage.told) == (1.0, "eager", [])
    assert stage.relay.making == "fast"
    stage.ready()
    assert (stage.runs(), stage.relay.backend, stage.told) == (2.0, "fast", [("fast", "")])
    assert stage.relay.making == ""


@pytest.mark.parametrize(
    ("problem", "said"), [(EngineError("no engine fits"), "no engine fits"), (MemoryError(), "MemoryError")]
)
def test_eager_stays_where_the_other_cannot_be_made(problem: Exception, said: str) -> None:
    stage = Stage(problem)
    stage.ready()
    assert (stage.runs(), stage.relay.backend, stage.relay.making) == (1.0, "eager", "")
    assert stage.told == [("eager", f"fast cannot run: {said}")]


def test_a_call_that_fails_is_answered_by_eager_and_told_once() -> None:
    stage = Stage()
    stage.ready()
    stage.fast.failure = EngineError("it could not be enqueued")
    assert [stage.runs(), stage.runs()] == [1.0, 1.0]
    stage.fast.failure = None
    assert (stage.runs(), stage.relay.backend) == (1.0, "eager")
    assert stage.told == [("fast", ""), ("eager", "fast failed: it could not be enqueued")]


def test_what_fails_in_both_is_the_fault_of_the_rows() -> None:
    stage = Stage()
    stage.ready()
    stage.fast.failure = stage.eager.failure = MemoryError("no room")
    with pytest.raises(MemoryError):
        stage.runs()
    stage.fast.failure = None
    assert (stage.runs(), stage.told) == (2.0, [("fast", "")])


def test_what_fails_because_the_interpreter_ends_is_told_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading.main_thread(), "is_alive", lambda: False)
    stage = Stage(RuntimeError("cannot schedule new futures"))
    stage.ready()
    assert stage.told == []


def test_what_the_other_makes_ready_is_waited_for() -> None:
    class Preparing(Fake):
        waited = 0

        def wait(self) -> None:
            self.waited += 1

    fast = Preparing(2.0)
    stage = Stage(fast=fast)
    stage.ready()
    assert fast.waited == 1


def test_an_executor_that_failed_is_let_go() -> None:
    held = []

    class Failing(Fake):
        def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
            raise EngineError("gone")

    def make() -> Decoder:
        fast = Failing(2.0)
        held.append(weakref.ref(fast))
        return fast

    relay = Relay(Fake(1.0), "eager", "fast", make, lambda *_: None)
    relay.wait()
    gc.disable()
    try:
        relay([ROW])
        assert held[0]() is None, "its memory is held by somebody"
    finally:
        gc.enable()


def test_a_relay_that_nobody_needs_goes_at_once_with_both() -> None:
    relay = Relay(Fake(1.0), "eager", "fast", lambda: Fake(2.0), lambda *_: None)
    relay.wait()
    held = [relay, relay._first, relay._fast]
    del relay
    check_goes(held)


@pytest.mark.parametrize("finite", [True, False])
def test_one_in_doubt_is_let_go_where_eager_does_better(finite: bool) -> None:
    stage = Stage()
    assert not stage.relay.doubt(), "eager runs already"
    stage.ready()
    stage.relay.judge(finite=True)
    assert (stage.runs(), stage.relay.doubt()) == (2.0, True)
    assert (stage.runs(), stage.relay.backend, stage.relay.doubt()) == (1.0, "eager", False)
    stage.relay.attach("a", {})
    stage.relay.judge(finite=finite)
    assert (stage.runs(), stage.relay.backend) == ((1.0, "eager") if finite else (2.0, "fast"))
    assert stage.told[1:] == ([("eager", "fast gave numbers that are not finite")] if finite else [])
    assert [*stage.fast.loras] == ["a"]


@pytest.mark.parametrize("when", ["while it is made", "after"])
def test_a_lora_is_attached_to_both_and_detached_from_both(when: str) -> None:
    stage = Stage()
    if when == "after":
        stage.ready()
    for lora in ("kept", "gone"):
        stage.relay.attach(lora, {})
    stage.relay.detach("gone")
    stage.ready()
    assert [*stage.relay.loras] == [*stage.eager.loras] == [*stage.fast.loras] == ["kept"]
    stage.relay.detach("kept")
    assert not stage.eager.loras
    assert not stage.fast.loras


@pytest.mark.parametrize("when", ["while it is made", "after"])
def test_eager_stands_in_while_there_are_loras_that_the_other_cannot_take(when: str) -> None:
    stage = Stage(fast=Narrow(2.0))
    if when == "after":
        stage.ready()
    for lora in ("first", "second", "third"):
        stage.relay.attach(lora, {})
    stage.ready()
    assert (stage.runs(), stage.relay.backend, len(stage.relay.loras)) == (1.0, "eager", 3)
    why = "fast cannot take the LoRA third: too many ranks"
    assert stage.told[-1] == ("eager", why)
    assert not stage.relay.doubt(), "eager runs already"
    stage.relay.detach("third")
    stage.relay.attach("second", {"changed": 1})
    assert stage.runs() == 1.0
    stage.relay.detach("first")
    assert (stage.runs(), stage.relay.backend, stage.told[-1]) == (2.0, "fast", ("fast", ""))
    assert stage.fast.loras == stage.eager.loras == {"second": {"changed": 1}}
    said = len(stage.told)
    stage.relay.detach("second")
    stage.relay.attach("other", {})
    assert len(stage.told) == said, "what runs is the same"


def test_a_lora_that_eager_refuses_changes_nothing() -> None:
    stage = Stage()
    stage.ready()
    stage.eager.lora_failure = LoraError("of another model")
    with pytest.raises(LoraError, match="of another model"):
        stage.relay.attach("wide", {})
    assert (stage.runs(), [*stage.relay.loras], [*stage.fast.loras]) == (2.0, [], [])


def test_eager_runs_what_the_other_is_not_built_for() -> None:
    stage = Stage()
    stage.ready()
    for limit in (EngineLimitError("x: 9 is too long"), None, EngineLimitError("x: 9 is too long")):
        stage.fast.failure = limit
        assert [stage.runs() for _ in range(3)] == [2.0 if limit is None else 1.0] * 3
    beyond = ("eager", "fast is not built for this: x: 9 is too long")
    assert stage.told == [("fast", ""), beyond, ("fast", ""), beyond]


def test_eager_lets_go_of_what_it_keeps_once_the_other_runs() -> None:
    stage = Stage()
    assert stage.eager.forgotten == 0
    stage.ready()
    assert stage.eager.forgotten == 1
    assert stage.runs() == 2.0


def test_an_executor_that_fails_at_a_lora_is_let_go_and_eager_has_it() -> None:
    stage = Stage()
    stage.ready()
    stage.fast.lora_failure = RuntimeError("device lost")
    stage.relay.attach("a", {})
    assert (stage.runs(), [*stage.relay.loras]) == (1.0, ["a"])
    assert stage.told[1:] == [("eager", "fast failed at a LoRA: device lost")]


@pytest.mark.parametrize("ends", ["ready", "failed"])
def test_a_swap_amid_a_generation_keeps_its_state(decoder: Decoder, ends: str) -> None:
    class Counted:
        device, token_width, loras = decoder.device, decoder.token_width, ()
        calls = 0

        def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
            if ends == "failed" and self.calls == 2:
                raise EngineError("gone")
            self.calls += 1
            return decoder(rows)

    fast, gate = Counted(), threading.Event()
    make: Callable[[], Any] = lambda: gate.wait(SECONDS) and fast  # noqa: E731
    relay = Relay(decoder, "eager", "fast", make, lambda *_: None)
    generator = torch.Generator().manual_seed(1)
    tokens = torch.randn(1, 3, decoder.token_width, generator=generator)
    request = Request(torch.randn(1, 20, 128, generator=generator), (Condition(tokens),), steps=6)

    def latents(executor: Decoder, swap_at: int) -> list[Tensor]:
        stream = Stream(executor, 2)
        stream.submit(request)
        made = []
        for tick in range(12):
            if tick == swap_at:
                gate.set()
                relay.wait()
            made += [each.latent for each in stream.tick()]
        return made

    alone, swapped = latents(decoder, -1), latents(relay, 3)
    assert len(alone) == len(swapped) > 2
    assert all(torch.equal(one, other) for one, other in zip(alone, swapped, strict=True))
    assert fast.calls == (9 if ends == "ready" else 2)


def test_making_begins_once_after_so_many_calls_or_when_it_is_asked_or_waited_for() -> None:
    begun = threading.Event()
    made: list[Decoder] = []

    def make() -> Decoder:
        begun.set()
        made.append(Fake(2.0))
        return made[-1]

    relay = Relay(Fake(1.0), "eager", "fast", make, lambda *said: None, after=3)
    assert [float(relay([ROW])[0].mean()) for _ in range(2)] == [1.0, 1.0]
    assert not begun.wait(0.05)
    relay([ROW])
    assert begun.wait(SECONDS)
    relay.wait()
    assert relay.backend == "fast"
    asked = Relay(Fake(1.0), "eager", "fast", make, lambda *said: None, after=3)
    assert asked.begin() is asked.begin()
    asked.wait()
    assert asked.backend == "fast"
    assert [float(asked([ROW])[0].mean()) for _ in range(4)] == [2.0] * 4
    assert len(made) == 2
