"""Models that change while they play: the shipped one and copies of it with other numbers, in simulated time."""

import gc
import itertools
import json
import shutil
import threading
import time
import weakref
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile
import torch
from safetensors.torch import load_file, save_file

import engine
from demond.parameters import FOLLOWING, defaults
from demond.performer.link import (
    Answered,
    Asked,
    Entered,
    Figures,
    Holds,
    Loading,
    Lora,
    Own,
    Preparing,
    Refused,
    SaveLatent,
)
from demond.performer.performance import Performance, _Load, _Rehearsal
from demond.performer.performer import Performer
from demond.playback.loop import Loop
from engine.errors import CheckpointError
from engine.lora import Factors
from engine.lora.library import version_of
from engine.stream import Stream
from tests.demond.performer.test_performer import SCALE, Listener
from tests.engine.lora_checks import tensors, write

POCKET = Path(engine.__file__).parent / "pocket" / "weights"
PIECE = defaults() | {"drift": 0.0, "model": "pocket", "length": 2.0, "steps": 2, "depth": 1}
WEIGHTS = "diffusion_pytorch_model.safetensors"
TICK, DECODE = 0.1, 0.05


class OnTheClock(engine.Session):
    """A session of real models whose work takes simulated time, and whose audio is the number it is known by."""

    listener: Listener
    sound: int

    def stream(self, depth=4):
        ring = Ring(self.decoder, depth)
        ring.listener = self.listener
        return ring

    def decode(self, latent, start, stop, *, cyclic):
        self.listener.advance(DECODE)
        return np.full((2, (stop - start) * self.hop), self.sound * SCALE, np.float32)


class Ring(Stream):
    listener: Listener

    def tick(self):
        self.listener.advance(TICK)
        return super().tick()


def changed(folder, component, change):
    """A copy of the shipped model in which the weights of one component are changed."""
    shutil.copytree(POCKET, folder)
    path = folder / component / WEIGHTS
    save_file({name: change(name, tensor).contiguous() for name, tensor in load_file(path).items()}, path)
    return str(folder)


def no_turbo(folder):
    """A copy of the shipped model that says it is a base model, which other defaults suit."""
    shutil.copytree(POCKET, folder)
    config = folder / "transformer" / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"is_turbo": False, "model_version": "base"}))
    return str(folder)


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    made = tmp_path_factory.mktemp("models")
    cut = Path(changed(made / "cut", "vae", lambda _, tensor: tensor)) / "transformer"
    (cut / WEIGHTS).write_bytes(b"cut short")
    shallow = Path(changed(made / "shallow", "vae", lambda _, tensor: tensor)) / "transformer" / "config.json"
    config = json.loads(shallow.read_text())
    kept = config["num_hidden_layers"] - 1
    shallow.write_text(json.dumps(config | {"num_hidden_layers": kept}))
    weights = {
        name: each for name, each in load_file(shallow.with_name(WEIGHTS)).items() if f"layers.{kept}." not in name
    }
    save_file(weights, shallow.with_name(WEIGHTS))
    return SimpleNamespace(
        base=no_turbo(made / "base"),
        layers=config["num_hidden_layers"],
        shallow=str(shallow.parents[1]),
        other=changed(made / "other", "transformer", lambda _, tensor: 0.9 * tensor),
        deaf=changed(
            made / "deaf", "condition_encoder", lambda name, t: t[:, :-1] if name.startswith("text_projector") else t
        ),
        cut=str(cut.parent),
        gone=str(made / "gone"),
    )


def lora_for(path, layer):
    """A LoRA of the shipped model's shape that changes one layer, as it is wanted."""
    rows, columns = load_file(POCKET / "transformer" / WEIGHTS)["layers.0.mlp.down_proj.weight"].shape
    factors = Factors(torch.randn(2, columns) / columns**0.5, torch.randn(rows, 2), 1.0)
    write(path, tensors({f"layers.{layer}.mlp.down_proj": factors}))
    return Lora(str(path), version_of(path), (), 0.8)


@pytest.fixture
def stage():
    loop = Loop.create(20)
    loop.play()
    listener = Listener(loop)
    reports, sessions, gates, open_performances, fetched_of = [], {}, {}, [], {}

    def load(model, told):
        gate = gates.setdefault(model, threading.Event())
        fetched, fetches = 0.0, fetched_of.get(model)
        while fetches is not None and fetched < 1.0:
            time.sleep(0.001)
            fetched = fetches()
            told(f"fetching {10 * fetched:.0f} of 10 GB", fetched)
        if model != "pocket":
            gate.wait(20)
        session = OnTheClock.load(model, decoder="eager")
        session.listener, session.sound = listener, len(sessions) + 1
        sessions[model] = weakref.ref(session)
        return session

    def make(*, sounds=False, **values):
        def perform(session, values, report):
            return Performer(session, loop, values, report, lambda: listener.now)

        performance = Performance(load, perform, PIECE | values, reports.append, sounds=sounds)
        open_performances.append(performance)
        return performance

    def play(performance, until, seconds=20.0):
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, reports[-5:]
            if not performance.step():
                listener.advance(0.02)
                time.sleep(0.001)

    def rested(performance):
        return performance.settled and performance.performer.status()["state"] == "settled"

    def let(model):
        gates.setdefault(model, threading.Event()).set()

    def told(kind):
        return [report for report in reports if isinstance(report, kind)]

    def models_heard():
        return [report.value for report in told(Holds) if report.name == "model"]

    stage = SimpleNamespace(
        loop=loop, listener=listener, sessions=sessions, make=make, play=play, rested=rested, let=let, told=told,
        models_heard=models_heard, fetched_of=fetched_of,
    )  # fmt: skip
    yield stage
    for performance in open_performances:
        performance.close()
    for gate in gates.values():
        gate.set()
    loop.unlink()


def settle(stage, performance):
    """Play until nothing moves any more, and a little on; returns the latent that is heard."""
    performance.step()
    stage.play(performance, lambda: stage.rested(performance))
    later = stage.listener.now + 0.5
    stage.play(performance, lambda: stage.listener.now > later)
    return performance.performer.song.latent


def offset(stage):
    """Where in the loop the playhead would be at time 0."""
    return (stage.loop.position - stage.listener.now * 48000) % stage.loop.length


def test_another_model_takes_over_with_one_crossfade_and_the_old_one_goes(stage, models):
    performance = stage.make()
    first, start = settle(stage, performance), offset(stage)
    generation = performance.performer.song.generation
    performance.update({"model": models.other, "seed": 7})
    stage.play(performance, lambda: performance.performer.song.generation > generation)
    assert stage.models_heard() == ["pocket"], "the old one plays on while the new one is loaded"
    stage.let(models.other)
    settle(stage, performance)
    assert stage.models_heard() == ["pocket", models.other]
    assert {loading.news for loading in stage.told(Loading)} <= {"", "getting ready"}
    assert [model for model, _ in itertools.groupby(loading.model for loading in stage.told(Loading))] == [
        models.other, None,
    ]  # fmt: skip
    assert len(stage.told(Entered)) == 2
    heard = [value for _, value, _ in stage.listener.heard]
    assert heard == sorted(heard), "one crossfade from the one to the other"
    assert set(heard) == {1, 2}, "a gap"
    assert offset(stage) == pytest.approx(start, abs=1)
    stage.play(performance, lambda: stage.sessions["pocket"]() is None)
    performance.update({"model": "pocket", "seed": PIECE["seed"]})
    assert torch.equal(settle(stage, performance), first)
    stage.play(performance, lambda: stage.sessions[models.other]() is None)
    assert not stage.told(Refused)


def test_everything_is_made_anew_with_the_new_model(stage, models, tmp_path):
    time_line = np.arange(72000) / 48000
    soundfile.write(tmp_path / "song.wav", 0.3 * np.sin(2 * np.pi * 220 * time_line), 48000)
    soundfile.write(tmp_path / "bell.wav", 0.3 * np.sin(2 * np.pi * 990 * time_line) * np.exp(-time_line), 48000)
    values = {
        "source": str(tmp_path / "song.wav"),
        "timbre": str(tmp_path / "bell.wav"),
        "prompt/b": "fast drum and bass",
        "blend": 0.5,
        "loras": {"warm": lora_for(tmp_path / "warm.safetensors", layer=0)},
    }
    stage.let(models.other)
    alone = stage.make(**values, model=models.other)
    wanted = settle(stage, alone)
    alone.close()
    performance = stage.make(**values)
    before = settle(stage, performance)
    performance.update({"model": models.other})
    after = settle(stage, performance)
    assert torch.equal(after, wanted)
    assert not torch.equal(after, before)
    stage.play(performance, lambda: stage.sessions["pocket"]() is None)


@pytest.mark.parametrize("name", ["gone", "cut", "deaf"])
def test_a_model_that_cannot_play_is_reported_and_changes_nothing(stage, models, name):
    broken = getattr(models, name)
    stage.let(broken)
    performance = stage.make()
    before = settle(stage, performance)
    performance.update({"model": broken})
    stage.play(performance, lambda: stage.told(Refused))
    settle(stage, performance)
    (refused,) = stage.told(Refused)
    assert (refused.name, refused.value) == ("model", broken)
    assert broken in refused.reason
    assert stage.models_heard() == ["pocket"]
    assert torch.equal(performance.performer.song.latent, before)
    assert {value for _, value, _ in stage.listener.heard} == {1}
    stage.play(performance, lambda: broken not in stage.sessions or stage.sessions[broken]() is None)


def test_the_newest_wish_wins_and_what_was_loaded_for_others_goes(stage, models):
    performance = stage.make()
    settle(stage, performance)
    performance.update({"model": models.other})
    performance.step()
    performance.update({"model": models.shallow})
    performance.step()
    stage.let(models.other)
    stage.let(models.shallow)
    settle(stage, performance)
    assert stage.models_heard() == ["pocket", models.shallow]
    performance.update({"model": models.other})
    stage.play(performance, lambda: performance.rehearsing)
    performance.update({"model": models.shallow})
    settle(stage, performance)
    assert stage.models_heard() == ["pocket", models.shallow]
    stage.play(performance, lambda: stage.sessions[models.other]() is None)


def test_a_model_that_is_wanted_again_while_it_is_loaded_is_loaded_once(stage, models):
    performance = stage.make()
    settle(stage, performance)
    for model in (models.other, models.shallow, models.other):
        performance.update({"model": model})
        performance.step()
    stage.let(models.other)
    stage.play(performance, lambda: performance.rehearsing)
    first = stage.sessions[models.other]
    settle(stage, performance)
    assert stage.models_heard() == ["pocket", models.other]
    assert stage.sessions[models.other] is first
    assert models.shallow not in stage.sessions
    stage.play(performance, lambda: stage.sessions["pocket"]() is None)


def test_a_model_on_a_disk_that_hangs_is_left_where_another_is_wanted(stage, models, monkeypatch):
    monkeypatch.setattr("demond.performer.workshop.PATIENCE", 0.1)
    performance = stage.make()
    settle(stage, performance)
    performance.update({"model": models.other})
    until = time.monotonic() + 0.5
    stage.play(performance, lambda: time.monotonic() > until)
    assert stage.told(Loading)[-1].model == models.other, "what hangs is still loaded"
    performance.update({"model": models.shallow})
    stage.let(models.shallow)
    stage.play(performance, lambda: performance.model == models.shallow)
    stage.let(models.other)
    settle(stage, performance)
    assert stage.models_heard() == ["pocket", models.shallow]
    stage.play(performance, lambda: models.other in stage.sessions and stage.sessions[models.other]() is None)


def test_a_lora_that_does_not_fit_is_told_of_once_the_new_model_is_heard(stage, models, tmp_path):
    performance = stage.make(loras={"deep": lora_for(tmp_path / "deep.safetensors", layer=models.layers - 1)})
    settle(stage, performance)
    performance.update({"model": models.shallow})
    stage.let(models.shallow)
    stage.play(performance, lambda: stage.told(Refused))
    assert performance.model == models.shallow
    (refused,) = stage.told(Refused)
    assert (refused.name, refused.value) == ("lora/deep/enabled", True)
    assert "another base model" in refused.reason
    settle(stage, performance)
    assert performance.performer.status()["loras"] == ""


def test_the_shipped_model_plays_from_the_start_until_the_one_that_is_wanted_can(stage, models, monkeypatch):
    monkeypatch.setattr("demond.performer.performance.NEWS_SECONDS", 0.0)
    monkeypatch.setattr("demond.performer.performance.HEADLINE_SECONDS", 0.0)
    part = [0.1]
    stage.fetched_of[models.other] = lambda: part[0]
    performance = stage.make(model=models.other)
    stage.play(performance, lambda: stage.models_heard())
    assert stage.models_heard() == ["pocket"]
    stage.play(performance, gc.isenabled)  # a fetch takes long
    generation = performance.performer.song.generation
    performance.update({"seed": 7})
    stage.play(performance, lambda: performance.performer.song.generation > generation)
    for part[0] in (0.3, 0.31, 1.0):
        news = f"fetching {10 * part[0]:.0f} of 10 GB"
        stage.play(
            performance,
            lambda news=news: Loading(models.other, news, news != "fetching 10 of 10 GB") in stage.told(Loading),
        )
    stage.play(performance, lambda: not gc.isenabled())
    stage.let(models.other)
    settle(stage, performance)
    assert gc.isenabled()
    assert stage.models_heard() == ["pocket", models.other]
    headlines = [report.news for report in stage.told(Preparing) if report.name == "model"]
    assert headlines == [f"is on its way: fetching {done} of 10 GB" for done in (1, 3)]
    heard = [value for _, value, _ in stage.listener.heard]
    assert heard == sorted(heard)
    assert set(heard) == {1, 2}, "a gap"
    stage.play(performance, lambda: stage.sessions["pocket"]() is None)
    assert not stage.told(Refused)


def test_where_music_sounds_already_it_sounds_until_the_model_is_loaded(stage, models):
    performance = stage.make(sounds=True, model=models.other)
    stage.play(performance, lambda: stage.told(Loading))
    assert (performance.model, performance.performer, performance.settled) == ("", None, False)
    performance.answer(Asked(7, SaveLatent("calm")))
    assert [report.number for report in stage.told(Answered)] == [7]
    stage.let(models.other)
    settle(stage, performance)
    assert stage.models_heard() == [models.other]
    assert "pocket" not in stage.sessions


@pytest.mark.parametrize("why", ["gone", "fetched"])
def test_where_that_cannot_be_or_takes_a_fetch_the_shipped_model_plays(stage, models, why):
    wanted = models.gone if why == "gone" else models.other
    stage.let(models.gone)
    stage.fetched_of[models.other] = lambda: 0.5
    performance = stage.make(sounds=True, model=wanted)
    stage.play(performance, lambda: stage.models_heard())
    assert stage.models_heard() == ["pocket"]
    assert bool(stage.told(Refused)) == (why == "gone")
    assert stage.told(Loading)[-1].model == (None if why == "gone" else models.other)


def test_without_the_shipped_model_there_is_nothing_to_play(stage, monkeypatch, tmp_path):
    monkeypatch.setattr("engine.checkpoints.folders.SHIPPED", tmp_path)
    with pytest.raises(CheckpointError):
        stage.make()
    performance = stage.make(sounds=True)
    with pytest.raises(CheckpointError):
        stage.play(performance, lambda: False)


@pytest.mark.parametrize("instead", ["pocket", "shallow"])
def test_a_fetch_ends_soon_where_another_model_is_wanted_and_is_begun_again_where_it_is(stage, models, instead):
    calls, part = [], [0.5]

    def fetched():
        calls.append(time.monotonic())
        return part[0]

    stage.fetched_of[models.other] = fetched
    stage.let(models.shallow)
    performance = stage.make(model=models.other)
    stage.play(performance, lambda: calls and stage.models_heard())
    wanted = getattr(models, instead, instead)
    performance.update({"model": wanted})
    settle(stage, performance)
    assert performance.model == wanted
    count = len(calls)
    time.sleep(0.2)
    assert len(calls) <= count + 1, "it goes on"
    assert not stage.told(Refused)
    assert stage.told(Loading)[-1] == Loading(None)
    before = len(calls)
    performance.update({"model": models.other})
    stage.play(performance, lambda: len(calls) > before)
    for model in (wanted, models.other, wanted, models.other):
        performance.update({"model": model})
        performance.step()
        performance.update({"model": model})
        ended = time.monotonic() + 0.02
        stage.play(performance, lambda ended=ended: time.monotonic() > ended)
    part[0] = 1.0
    stage.let(models.other)
    settle(stage, performance)
    assert performance.model == models.other
    assert not stage.told(Refused)


def test_headlines_are_what_is_new_then_few_and_none_of_what_is_on_disk():
    load = _Load("large", lambda: True)
    load("loading", 1.0)
    assert load.headline() == ""
    load = _Load("large", lambda: True)
    news = [("asking", 0.0), ("fetching 0", 0.0), ("fetching 1", 0.1), ("fetching 9", 0.9), ("loading", 1.0)]
    headlines = []
    for said, done in news:
        load(said, done)
        headlines += [load.headline(), load.headline()]
    assert list(filter(None, headlines)) == ["asking", "fetching 0", "loading"]


def test_of_the_figures_of_a_rehearsal_the_newest_are_kept():
    said = []
    rehearsal = _Rehearsal(said.append)
    for tick in range(5):
        rehearsal.take(Figures({"tick_ms": tick}))
        rehearsal.take(Holds("source", tick))
    assert len(rehearsal.said) == 6
    rehearsal.end()
    assert said == [*(Holds("source", tick) for tick in range(4)), Figures({"tick_ms": 4}), Holds("source", 4)]


def test_a_fetch_that_was_stopped_is_begun_anew_where_nothing_came_meanwhile(stage, models):
    fetches = []
    stage.fetched_of[models.other] = lambda: fetches.append(time.monotonic()) or 0.5
    performance = stage.make(model=models.other)
    stage.play(performance, lambda: fetches)
    begun = []
    stage.fetched_of[models.shallow] = lambda: begun.append(True) or 1.0
    performance.update({"model": models.shallow})
    stage.play(performance, lambda: begun)
    stage.fetched_of[models.other] = lambda: 1.0
    performance.update({"model": models.other})
    performance.step()
    stage.let(models.shallow)
    stage.let(models.other)
    settle(stage, performance)
    assert performance.model == models.other
    assert not stage.told(Refused)


def test_a_fetch_is_told_seldom_and_ends_with_the_performance(stage, models):
    calls = []
    stage.fetched_of[models.other] = lambda: calls.append(time.monotonic()) or min(len(calls) / 1000, 0.9)
    performance = stage.make(model=models.other)
    stage.play(performance, lambda: len(calls) > 900)
    assert len(stage.told(Loading)) <= 2 + calls[-1] - calls[0]
    performance.close()
    count = len(calls)
    time.sleep(0.2)
    assert len(calls) <= count + 1, "it goes on"


def test_a_model_that_is_named_again_is_tried_again(stage, models):
    stage.let(models.gone)
    performance = stage.make(model=models.gone)
    settle(stage, performance)
    assert len(stage.told(Refused)) == 1
    performance.update({"seed": 7})
    settle(stage, performance)
    assert len(stage.told(Refused)) == 1
    performance.update({"model": models.gone})
    settle(stage, performance)
    assert len(stage.told(Refused)) == 2
    assert stage.models_heard() == ["pocket"]


@pytest.mark.parametrize("comes", [True, False])
def test_what_was_made_for_a_model_that_is_on_its_way_waits_for_it(stage, models, tmp_path, comes):
    stage.let(models.shallow)
    performance = stage.make(model=models.shallow)
    stage.play(performance, lambda: performance.model == models.shallow)
    settle(stage, performance)
    wanted = models.other if comes else models.gone
    deep = lora_for(tmp_path / "deep.safetensors", layer=models.layers - 1)
    performance.update({"model": wanted, "loras": {"deep": deep}, "source": "latent:calm"})
    stage.play(
        performance, lambda: {report.name for report in stage.told(Preparing)} >= {"lora/deep/enabled", "source"}
    )
    assert not stage.told(Refused)
    assert all(f"waits for the model {wanted}" in report.news for report in stage.told(Preparing))
    stage.let(wanted)
    if comes:
        stage.play(performance, lambda: stage.told(Refused))
        assert [report.name for report in stage.told(Refused)] == ["source"], "neither model can play it"
        performance.update({"source": None})
        settle(stage, performance)
        assert performance.model == models.other
        assert performance.performer.status()["loras"] == "deep"
        assert len(stage.told(Refused)) == 1
    else:
        stage.play(performance, lambda: len(stage.told(Refused)) == 3)
        assert stage.told(Refused)[0].name == "model"
        assert {report.name for report in stage.told(Refused)} == {"model", "source", "lora/deep/enabled"}


def test_music_begins_without_a_source_that_waits_for_its_model(stage, models):
    performance = stage.make(model=models.other, source="latent:calm")
    stage.play(performance, lambda: stage.models_heard())
    assert stage.models_heard() == ["pocket"]
    assert not stage.told(Refused)


def test_a_model_plays_with_its_own_defaults_from_its_rehearsal_on(stage, models):
    performance = stage.make(following=FOLLOWING - {"steps"}, **{"prompt/a": "techno, 140 bpm"})
    first = settle(stage, performance)
    pocket, base = (engine.Session.load(model, decoder="eager").defaults for model in ("pocket", models.base))
    assert pocket != base
    generation = performance.performer.song.generation
    performance.update({"model": models.base, "seed": 7})
    stage.play(performance, lambda: performance.performer.song.generation > generation)
    own = stage.told(Own)
    assert [each.values.items() >= (asdict(pocket) | {"bpm": 140.0}).items() for each in own] == [True]
    assert performance.performer.values["shift"] == pocket.shift, "the one that is heard keeps its own"
    stage.let(models.base)
    stage.play(performance, lambda: performance.model == models.base)
    song = performance.performer.song
    assert song.accepted.shift == base.shift
    assert song.accepted.guidance.mode == base.guidance_mode
    assert song.accepted.steps == PIECE["steps"], "it is set by hand"
    assert song.generation == 1
    (heard,) = stage.told(Own)[len(own) :]
    assert heard.values.items() >= (asdict(base) | {"bpm": 140.0}).items()
    alone = settle(stage, performance)
    performance.update({"model": "pocket", "seed": PIECE["seed"]})
    assert torch.equal(settle(stage, performance), first)
    assert not torch.equal(alone, first)
