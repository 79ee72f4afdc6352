"""LoRAs in a performance of the shipped model: what sounds is what the engine makes of the same strengths."""

import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from demond.parameters import defaults
from demond.performer.link import Lora, Refused, Report
from demond.performer.loras import _load
from demond.performer.performer import Performer
from demond.playback.loop import Loop
from engine import Prompt, Session
from engine.decoder import Row
from engine.decoder.adapters import Adapter
from engine.decoder.eager import EagerDecoder
from engine.lora import Factors
from engine.lora.library import version_of
from tests.engine.lora_checks import alphas, draw, original, overflowing, tensors, write

WEIGHTS = Path(__file__).parents[3] / "engine" / "pocket" / "weights" / "transformer"
SOME = ("self_attn.to_q", "cross_attn.to_k", "mlp.down_proj")


@pytest.fixture(scope="module")
def session() -> Session:
    return Session.load(decoder="eager")


@pytest.fixture(scope="module")
def model() -> Any:
    state = load_file(WEIGHTS / "diffusion_pytorch_model.safetensors")
    layers = {name.split(".")[1] for name in state if name.startswith("layers.")}
    return SimpleNamespace(named_parameters=state.items, layers=layers)


def test_a_lora_that_is_loaded_late_is_as_it_is_wanted_then(
    session: Session, model: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "late.safetensors"
    write(path, tensors(draw(model, 1, SOME)))
    version = (str(path), version_of(path))
    assert not _load(session, "late", version, lambda: None)
    assert "late" not in session.loras
    loads, load_lora = [], session.load_lora
    monkeypatch.setattr(session, "load_lora", lambda path, lora: loads.append(path) or load_lora(path, lora=lora))
    newer = (str(path.rename(tmp_path / "newer.safetensors")), version[1])
    assert _load(session, "late", newer, lambda: newer)
    path.write_bytes(Path(newer[0]).read_bytes())
    assert _load(session, "late", version, lambda: newer), "what was loaded meanwhile is not replaced by what is older"
    assert loads == [newer[0], version[0], newer[0]]
    session.unload_lora("late")


def adapters() -> int:
    """How many LoRAs there are in memory, fitted to a model."""
    return sum(type(each) is Adapter for each in gc.get_objects())


class Stage:
    """A performer over a short loop, and the LoRAs that the daemon would want of it."""

    def __init__(self, session: Session, model: Any, folder: Path, loop: Loop) -> None:
        self.session, self.model, self.folder = session, model, folder
        self.problems: list[tuple[str, Any, str]] = []
        self.wanted: dict[str, Lora] = {}
        self.rows: list[Row] = []
        values = defaults() | {"drift": 0.0, "length": 2.0, "steps": 2, "depth": 1}
        self.performer = Performer(session, loop, values, self.report)

    def report(self, report: Report) -> None:
        if isinstance(report, Refused):
            self.problems.append((report.name, report.value, report.reason))

    def factors(self, seed: int) -> dict[str, Factors]:
        return draw(self.model, seed, SOME)

    def want(self, lora: str, strength: float = 1.0, triggers: tuple[str, ...] = ()) -> None:
        """As the daemon does it: the file as it is now, fader included."""
        path = self.folder / f"{lora}.safetensors"
        self.wanted = {**self.wanted, lora: Lora(str(path), version_of(path), triggers, strength)}
        self.performer.update({"loras": self.wanted})

    def drop(self, lora: str) -> None:
        self.wanted = {name: each for name, each in self.wanted.items() if name != lora}
        self.performer.update({"loras": self.wanted})

    def play(self, test: Any) -> None:
        until = time.monotonic() + 30
        while not test():
            assert time.monotonic() < until, self.performer.status()
            self.performer.step()

    def settle(self, *loras: str) -> Tensor:
        """Play until these are heard and the ring only repeats itself; returns what it repeats."""
        heard = ", ".join(loras)
        self.play(lambda: (status := self.performer.status())["loras"] == heard and self.rested(status))
        song = self.performer.song
        assert song is not None
        assert song.latent is not None
        return song.latent

    def rested(self, status: dict[str, Any]) -> bool:
        return status["state"] == "settled" and self.performer.settled

    def engine(self, **strengths: float) -> Tensor:
        """What the engine makes of the same values with these strengths, by itself."""
        performer, song = self.performer, self.performer.song
        assert song is not None
        stream = self.session.stream(depth=1)
        stream.set_shared(song.requests.shared(performer.values, strengths))
        request = performer.request(song)
        stream.submit(request, repeat=False)
        return next(done.latent for _ in range(9) for done in stream.tick())

    def next_tick(self) -> set[tuple[tuple[str, float], ...]]:
        """The strengths of every row that the next round computes."""
        self.rows.clear()
        self.performer.step()
        return {row.loras for row in self.rows}


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop.create(5)
    yield loop
    loop.close()
    loop.unlink()


@pytest.fixture
def stage(session: Session, model: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loop: Loop) -> Iterator[Stage]:
    made = Stage(session, model, tmp_path, loop)
    compute = EagerDecoder.__call__

    def watched(decoder: EagerDecoder, rows: Sequence[Row]) -> list[Tensor]:
        made.rows += rows
        return compute(decoder, rows)

    monkeypatch.setattr(EagerDecoder, "__call__", watched)
    yield made
    made.performer.close()
    for lora in session.loras:
        session.unload_lora(lora)


def test_enabled_faded_two_at_once_and_disabled(stage: Stage) -> None:
    bare = stage.settle()
    write(stage.folder / "a.safetensors", tensors(stage.factors(1)))
    write(stage.folder / "b.safetensors", tensors(stage.factors(2), "{}.lora_down.weight {}.lora_up.weight", original))
    stage.want("a", 0.7)
    heard = stage.settle("a")
    assert torch.equal(heard, stage.engine(a=0.7))
    assert not torch.equal(heard, bare)
    stage.want("a", -0.4)
    assert stage.next_tick() == {(("a", -0.4),)}
    assert torch.equal(stage.settle("a"), stage.engine(a=-0.4))
    stage.want("b", 1.5)
    assert torch.equal(stage.settle("a", "b"), stage.engine(a=-0.4, b=1.5))
    fitted = adapters()
    stage.drop("a")
    assert stage.next_tick() == {(("b", 1.5),)}
    assert torch.equal(stage.settle("b"), stage.engine(b=1.5))
    assert stage.session.loras.keys() == {"b"}
    assert adapters() == fitted - 1, "its memory is free"
    stage.drop("b")
    stage.want("b", 1.5)
    assert torch.equal(stage.settle("b"), stage.engine(b=1.5)), "off and on again between two ticks"
    stage.drop("b")
    assert torch.equal(stage.settle(), bare)
    assert stage.problems == []


def test_files_that_cannot_be_played_are_told_and_the_rest_plays_on(stage: Stage) -> None:
    good = tensors(stage.factors(1))
    write(stage.folder / "good.safetensors", good)
    deep = {"layers.40.mlp.down_proj": stage.factors(1)["layers.0.mlp.down_proj"]}
    write(stage.folder / "alien.safetensors", tensors(deep))
    write(stage.folder / "nothing.safetensors", {"model.weight": torch.ones(3)})
    write(stage.folder / "lokr.safetensors", {"lycoris_layers_0_mlp_up_proj.lokr_w1": torch.ones(1)})
    torch.save(good, stage.folder / "pickled.safetensors")
    whole = (stage.folder / "good.safetensors").read_bytes()
    (stage.folder / "cut.safetensors").write_bytes(whole[:-9])
    stage.want("good")
    for lora in ("alien", "nothing", "lokr", "pickled", "cut", "absent"):
        stage.want(lora)
    heard = stage.settle("good")
    assert torch.equal(heard, stage.engine(good=1.0))
    told = {name: reason for name, value, reason in stage.problems if value is True}
    for lora, words in {
        "alien": "another base model",
        "nothing": "matches no weight",
        "lokr": "is LoKr",
        "pickled": "a pickled file could run any code",
        "cut": "cut short",
        "absent": "no such file",
    }.items():
        assert words in told.pop(f"lora/{lora}/enabled")
    assert told == {}
    stage.drop("cut")
    (stage.folder / "cut.safetensors").write_bytes(whole)
    stage.want("cut", -1.0)
    assert torch.equal(stage.settle("cut", "good"), stage.engine(cut=-1.0, good=1.0))


def test_a_changed_file_is_loaded_again_and_a_broken_one_leaves_what_was_loaded(stage: Stage) -> None:
    file = write(stage.folder / "a.safetensors", tensors(stage.factors(1)))
    stage.want("a")
    before = stage.settle("a")
    write(file, tensors(stage.factors(2)))
    stage.want("a")
    after = stage.settle("a")
    assert torch.equal(after, stage.engine(a=1.0))
    assert not torch.equal(after, before)
    write(file, {"model.weight": torch.ones(3)})
    stage.want("a")
    assert torch.equal(stage.settle("a"), after)
    [(name, value, reason)] = stage.problems
    assert (name, value) == ("lora/a", None)
    assert reason.endswith("what was loaded before sounds on")
    file.unlink()
    stage.wanted["a"] = replace(stage.wanted["a"], version=None)
    stage.performer.update({"loras": dict(stage.wanted)})
    assert torch.equal(stage.settle("a"), after), "a file that cannot be read now takes nothing away"


def test_a_file_that_changes_while_it_is_read_is_no_problem(stage: Stage) -> None:
    file = write(stage.folder / "a.safetensors", tensors(stage.factors(1)))
    whole = file.read_bytes()
    stage.want("a")
    file.write_bytes(whole[:200])
    stage.settle()
    file.write_bytes(whole)
    stage.want("a")
    assert torch.equal(stage.settle("a"), stage.engine(a=1.0))
    assert stage.problems == []


def test_one_that_overflows_is_left_out_and_named_and_the_rest_plays_on(stage: Stage, loop: Loop) -> None:
    write(stage.folder / "good.safetensors", tensors(stage.factors(1)))
    overflowing(stage.folder / "huge.safetensors")
    stage.performer.update({"depth": 4, "steps": 4})
    stage.want("good", 0.5)
    before = stage.settle("good")
    stage.want("huge")
    stage.play(lambda: stage.problems)
    assert stage.settle("good").equal(before)
    [(name, value, reason)] = stage.problems
    assert (name, value) == ("lora/huge/enabled", True)
    assert "at strength 1 the model's numbers grow beyond all bounds; good sounded beside it and stays on" in reason
    song, status = stage.performer.song, stage.performer.status()
    assert song is not None
    assert all(bool(torch.isfinite(latent).all()) for tap in range(1, 9) if (latent := song.tap(tap)) is not None)
    assert all(np.isfinite(bank).all() for bank in loop.segment.banks)
    assert status["not_finite"] == 1, "what else was under way went with it"
    stage.performer.update({"seed": 7})
    assert torch.equal(stage.settle("good"), stage.engine(good=0.5))
    assert len(stage.problems) == 1, "left out until it is wanted anew"
    stage.drop("huge")
    stage.settle("good")
    stage.want("huge", 0.1)
    assert torch.equal(stage.settle("good", "huge"), stage.engine(good=0.5, huge=0.1))
    stage.want("huge", 2.0)
    stage.settle("good")
    assert "at strength 2" in stage.problems[1][2]
    write(stage.folder / "huge.safetensors", tensors(stage.factors(2)))
    stage.want("huge")
    assert torch.equal(stage.settle("good", "huge"), stage.engine(good=0.5, huge=1.0)), "another file is tried anew"


def test_one_that_overflows_from_the_start_keeps_no_music_from_beginning(stage: Stage) -> None:
    overflowing(stage.folder / "huge.safetensors")
    stage.want("huge")
    stage.play(lambda: stage.problems)
    assert torch.equal(stage.settle(), stage.engine())


def test_of_two_that_overflow_together_one_stays(stage: Stage) -> None:
    overflowing(stage.folder / "a.safetensors")
    overflowing(stage.folder / "b.safetensors")
    stage.want("a", 0.4)
    before = stage.settle("a")
    stage.want("b", 0.41)
    stage.play(lambda: stage.problems)
    assert torch.equal(stage.settle("a"), before)
    assert [name for name, _, _ in stage.problems] == ["lora/b/enabled"]


def test_one_that_overflows_while_its_fader_moves_is_told_all_the_same(stage: Stage) -> None:
    overflowing(stage.folder / "huge.safetensors")
    stage.want("huge", 0.1)
    stage.settle("huge")
    strengths = (1.0 + 0.001 * step for step in range(1000))

    def move() -> bool:
        stage.want("huge", next(strengths))
        return bool(stage.problems)

    stage.play(move)
    assert stage.problems[0][0] == "lora/huge/enabled"
    stage.settle()


def test_numbers_too_large_for_the_models_are_refused_when_it_is_loaded(stage: Stage) -> None:
    large = {"layers.0.mlp.down_proj": replace(stage.factors(1)["layers.0.mlp.down_proj"], scale=1e37)}
    large["layers.0.mlp.down_proj"].up.fill_(1e3)
    tensor = tensors(large) | alphas(large)
    write(stage.folder / "large.safetensors", tensor)
    write(stage.folder / "lost.safetensors", {key: value * torch.nan for key, value in tensor.items()})
    stage.want("large")
    stage.want("lost")
    stage.settle()
    told = {name: reason for name, _, reason in stage.problems}
    assert "too large for the model, which computes in float32" in told.pop("lora/large/enabled")
    assert "contain NaN or infinity" in told.pop("lora/lost/enabled")
    assert told == {}


def test_trigger_words_lead_the_prompts(stage: Stage) -> None:
    write(stage.folder / "a.safetensors", tensors(stage.factors(1)))
    write(stage.folder / "b.safetensors", tensors(stage.factors(2)))

    def says(letter: str, caption: str) -> bool:
        prompts, silence = stage.performer.prompts, stage.session.encode_timbre()
        tokens = prompts.negative if letter == "negative" else prompts.tokens[letter]
        assert tokens is not None
        prompt = Prompt(caption, bpm=120.0, time_signature="4", duration=2.0)
        return torch.equal(tokens.with_timbre(silence), stage.session.encode_text(prompt))

    stage.performer.update({"prompt/a": "Warm pads", "prompt/b": "A 8-Bit tune", "negative_prompt": "noise"})
    stage.want("b", 0.5, ("8-bit", "chip"))
    stage.want("a", 0.5, ("tape", "chip"))
    stage.settle("a", "b")
    assert says("a", "tape, chip, 8-bit, Warm pads")
    assert says("b", "tape, chip, A 8-Bit tune")
    assert says("negative", "noise")
    assert not says("negative", "tape, chip, noise")
    stage.performer.update({"prompt/a": ""})
    stage.drop("b")
    stage.settle("a")
    assert says("a", "tape, chip")
    stage.performer.update({"lora_triggers": False, "prompt/a": "Warm pads"})
    stage.settle("a")
    assert says("a", "Warm pads")
