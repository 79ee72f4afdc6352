"""The performer with a model beside the CPU: it plays all there is to play, and in a round only what changed goes
there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from demond.parameters import defaults
from demond.performer.link import Entered, Refused
from demond.performer.performer import Performer
from demond.playback.loop import Loop
from engine import Session
from engine.device import Device
from tests.engine.device_under_test import DEVICE, Crossings, crossings, register
from tests.engine.small import small_pipeline

STEPS, SOURCE = 4, "source.safetensors"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("checkpoint")
    small_pipeline().save_pretrained(where)
    return where


@pytest.fixture(scope="module")
def session(folder: Path) -> Session:
    register()
    made = Session.load(folder, device=DEVICE)
    noise = np.random.default_rng(0).normal(size=(2, 3 * 48000)).astype(np.float32) * 0.1
    made.save_source(made.prepare_source(noise, 48000), folder / SOURCE)
    return made


@pytest.fixture
def stage(session: Session, folder: Path) -> Iterator[SimpleNamespace]:
    loop, reports = Loop.create(20), []
    values = defaults() | {"steps": STEPS, "drift": 0.0, "loop_seconds": 4.0, "prompt/a": "a song"}
    performer = Performer(session, loop, values, reports.append, audio=(folder,))

    def settle(**values: Any) -> None:
        performer.update({name.replace("__", "/"): value for name, value in values.items()})
        until = time.monotonic() + 60
        performer.step()
        while not performer.settled:
            assert time.monotonic() < until, "it never settles"
            if not performer.step():
                time.sleep(0.002)
        refused = [report for report in reports if isinstance(report, Refused)]
        assert not refused, refused

    def rounds(count: int, before: Callable[[int], Mapping[str, Any]] = lambda at: {}) -> list[Crossings]:
        seen = []
        for at in range(count):
            performer.update(before(at))
            with crossings() as each:
                performer.step()
            seen.append(each)
        return seen

    settle()
    yield SimpleNamespace(performer=performer, reports=reports, settle=settle, rounds=rounds)
    performer.close()
    loop.unlink()


def faders(at: int) -> dict[str, Any]:
    """Every kind of fader at another place in each round."""
    numbers = np.random.default_rng(at)
    names = ["velocity_scale", "dcw_low", "dcw_high", "ode_noise", "timbre_strength", "hint_strength", "x0_target"]
    names += [f"channel/{channel}" for channel in range(64)]
    return {name: float(numbers.uniform(0.1, 0.9)) for name in names}


@pytest.mark.live
def test_all_there_is_to_play_is_played_beside_the_cpu(stage: SimpleNamespace) -> None:
    made: list[int] = []
    stage.settle(source=SOURCE, denoise=0.7)
    assert any(isinstance(report, Entered) and report.source == SOURCE for report in stage.reports)
    for values in (
        {"sde": True, "sde_curve": 0.5, "initial_noise": 0.5},
        {"repaint_start": 0.5, "repaint_end": 1.5},
        {"guidance_mode": "full", "timbre": SOURCE, "structure": SOURCE, "target": SOURCE, "x0_target": 0.5},
        {"guidance_mode": "self", "prompt__b": "another song", "blend": 0.5},
        {"blend_mode": "tokens", "structure_blend": 0.3, "timbre_strength": 0.5},
        {"context": 2.0, "dcw_mode": "pix"},
        {"feedback": 0.5, "feedback_tap": 1},
    ):
        made.append(stage.performer.song.generation)
        if "feedback" in values:
            stage.rounds(20, lambda at, values=values: values if at == 0 else {})
        else:
            stage.settle(**values)
    assert made == sorted(set(made)), "each of them led to another generation"


def test_a_round_in_which_nothing_changed_uploads_and_waits_for_nothing(stage: SimpleNamespace) -> None:
    stage.settle(velocity_scale=0.9)
    first, *others = stage.rounds(STEPS + 1, lambda at: {"velocity_scale": 0.8} if at == 0 else {})
    assert len(first.uploads) == 1
    assert not any(each.uploads for each in others)
    assert [len(each.reads) for each in (first, *others)] == [0] * (STEPS - 1) + [1, 1], "what was finished, taken"


def test_ticks_are_told_as_the_device_measured_them(stage: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.device.Mark.since", lambda mark, earlier: 0.25)
    stage.settle(velocity_scale=0.7)
    assert stage.performer.status()["tick_ms"] == 250.0


def test_however_many_faders_move_a_round_uploads_twice_at_most(stage: SimpleNamespace) -> None:
    stage.rounds(2 * STEPS, faders)
    seen = stage.rounds(2 * STEPS, lambda at: faders(100 + at))
    assert max(len(each.uploads) for each in seen) <= 2
    assert min(len(each.uploads) for each in seen) >= 1
    assert max(len(each.reads) for each in seen) <= 2, "one for what is finished, one for what it changed"


def test_what_ticks_use_goes_once_they_are_done(stage: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[Device] = []

    @contextmanager
    def beside(device: Device) -> Iterator[None]:
        waited.append(device)
        yield

    monkeypatch.setattr(Device, "beside", beside)
    stage.performer.close()
    assert waited, "the model may be dropped after this, and another one take its memory"
