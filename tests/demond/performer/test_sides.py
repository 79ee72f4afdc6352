"""Prompts cross over: what is heard is the old set, the new one or their blend, and changing places is silent."""

import threading

import pytest
import torch

from demond.parameters import FOLLOWING
from demond.performer.link import Side
from demond.performer.requests import Requests
from engine import Session
from tests.demond.performer.test_plans import PIECE, made, plan, same
from tests.demond.performer.test_references import Stage

OLD, NEW = {"prompt/a": "ambient", "prompt/b": "techno"}, {"prompt/a": "jazz", "prompt/b": "house"}


@pytest.fixture(scope="module")
def session():
    return Session.load(decoder="eager")


@pytest.fixture
def start(session, tmp_path):
    stages = []

    def make(**values):
        stages.append(Stage(session, tmp_path, {**PIECE, **values}))
        return stages[-1]

    yield make
    for stage in stages:
        stage.close()


def beside(share, **values):
    return Side(share, {name.replace("__", "/"): value for name, value in values.items()})


def test_a_side_is_blended_by_its_share_and_changing_places_is_not_heard(session, start):
    stage, (a, b) = start(), (plan(session, caption) for caption in ("ambient", "techno"))
    old, new = {"prompt__a": "ambient"}, {"prompt__a": "techno"}
    assert same(stage.settle(), made(session, a, ambient=1.0))
    assert same(stage.change(beside=(beside(0.0, **new),)), made(session, a, ambient=1.0)), "it is heard too early"
    wanted = made(session, a.lerp(b, 0.25), ambient=0.75, techno=0.25)
    assert same(stage.change(beside=(beside(0.25, **new),)), wanted)
    before = stage.change(beside=(beside(0.5, **new),))
    after = stage.change(beside=(beside(0.5, **old),), **new)
    assert same(after, before), "heard as a jump"
    end = stage.change(beside=(beside(0.0, **old),))
    assert same(end, made(session, b, techno=1.0))
    assert torch.equal(stage.change(beside=()), end)


def test_sides_of_the_same_prompts_cost_nothing(session, start):
    stage = start()
    before = stage.settle()
    same_one = beside(0.5, prompt__a="ambient", weight__a=0.3)
    assert torch.equal(stage.change(beside=(same_one,)), before)
    request = stage.performer.request(stage.performer.song)
    assert len(request.conditions) == 1


def test_what_follows_is_what_a_sides_own_prompts_say(session, start):
    stage = start(following=FOLLOWING)
    stage.settle()
    says = Side(0.5, {"prompt/a": "techno, 150 bpm, in A minor", "key": "C major"}, frozenset({"bpm", "key"}))
    stage.change(beside=(says,))
    (side,) = stage.performer.values["beside"]
    assert (side.values["bpm"], side.values["key"]) == (150.0, "A minor")
    assert stage.performer.values["bpm"] != 150.0


def captions(stage):
    """What is heard with which request: the captions of each voice, as they were made."""
    heard, ask = [], Requests.request

    def request(self, values, material, prompts, references, earlier, place):
        for voice in prompts.voices(values, self._frames, place.variation):
            words = [prompts._tokens[letter + voice.name].words[0] for letter in voice.tokens]
            heard.append((tuple(words), voice.share))
        return ask(self, values, material, prompts, references, earlier, place)

    return heard, request


@pytest.mark.parametrize("late", ["jazz", "house"])
def test_no_tick_hears_half_of_a_set(session, start, monkeypatch, late):
    stage = start(**OLD, blend=0.5)
    stage.settle()
    gate, read = threading.Event(), session.read_text

    def reading(prompt):
        if prompt.caption == late:
            gate.wait(10)
        return read(prompt)

    monkeypatch.setattr(session, "read_text", reading)
    heard, request = captions(stage)
    monkeypatch.setattr(Requests, "request", request)
    sets = {tuple(OLD.values()), tuple(NEW.values())}
    sides = (Side(0.0, {**OLD, "blend": 0.5}),)

    stage.performer.update({**NEW, "beside": sides})
    for _ in range(20):
        stage.step()
    assert {words for words, _ in heard} == {tuple(OLD.values())}
    gate.set()
    stage.settle()
    assert heard[-1] == (tuple(NEW.values()), 1.0)
    assert {words for words, _ in heard} <= sets
