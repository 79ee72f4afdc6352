"""Without a source every prompt has a plan, and the plans are mixed as the prompts are."""

import pytest
import torch

from demond.parameters import defaults
from demond.performer.link import Entered, Refused
from demond.performer.material import Material
from demond.performer.prompts import told
from engine import Condition, Prompt, Request, Session
from engine.curves import Ramp
from engine.spectrum import mel_decibels
from tests.demond.performer.test_references import Stage

PIECE = {"length": 4.0, "prompt/a": "ambient", "prompt/b": "techno", "key": "A minor"}


@pytest.fixture(scope="module")
def session():
    return Session.load(decoder="eager")


@pytest.fixture
def start(session, tmp_path):
    stages = []

    def make(**values):
        stages.append(Stage(session, tmp_path, PIECE | values))
        return stages[-1]

    yield make
    for stage in stages:
        stage.close()


def plan(session, caption, frames=100):
    return session.plan(frames, Prompt(caption, bpm=120.0, key="A minor", time_signature="4"), seed=42)


def made(session, hints, **weights):
    """What the engine makes of hints and weighted captions."""
    conditions = tuple(
        Condition(
            session.encode_text(Prompt(caption, bpm=120.0, key="A minor", time_signature="4", duration=4.0)),
            weight if len(weights) > 1 else None,
        )
        for caption, weight in weights.items()
    )
    return session.generate(Request(session.context(hints), conditions, seed=42, steps=2))


def same(a, b):
    return torch.allclose(a, b, atol=1e-5)


def test_plans_are_mixed_by_the_shares_of_the_prompts(session, start):
    stage, (a, b, c) = start(), (plan(session, caption) for caption in ("ambient", "techno", "jazz"))
    assert same(stage.settle(), made(session, a, ambient=1.0))
    assert same(stage.change(blend=1.0), made(session, b, techno=1.0)), "prompt b does not quite arrive"
    assert same(stage.change(blend=0.25), made(session, a.lerp(b, 0.25), ambient=0.75, techno=0.25))
    along = torch.linspace(0.0, 1.0, 100)
    drawn = stage.performer.song.requests.curve({**stage.performer.values, "blend": Ramp(0.0, 1.0)}, "blend")
    assert torch.allclose(drawn, along, atol=0.02)
    wanted = made(session, a.lerp(b, drawn[:, None]), ambient=1.0 - drawn, techno=drawn)
    assert same(stage.change(blend=Ramp(0.0, 1.0)), wanted)
    three = made(session, (0.5 * a + 0.5 * b + 0.5 * c) / 1.5, ambient=0.5, techno=0.5, jazz=0.5)
    assert same(stage.change(blend=0.5, prompt__c="jazz", weight__c=0.5), three)
    assert same(stage.change(weight__a=0.0, weight__b=0.0), made(session, c, jazz=1.0))


def test_from_prompt_to_prompt_the_sound_moves_all_the_way_and_never_back(session, start):
    stage = start()
    sounds = [stage.settle(), *(stage.change(blend=blend) for blend in (0.25, 0.5, 0.75, 1.0))]
    mels = [mel_decibels(torch.from_numpy(session.decode(latent, cyclic=True)), 40) for latent in sounds]
    words_alone = made(session, plan(session, "ambient"), techno=1.0)
    reached = mel_decibels(torch.from_numpy(session.decode(words_alone, cyclic=True)), 40)
    left = [float((mel - mels[-1]).abs().mean()) for mel in mels]
    assert left == sorted(left, reverse=True)
    assert float((reached - mels[-1]).abs().mean()) > 0.5 * left[0], "the words alone would do"


def test_texts_key_and_seed_change_in_the_song_that_plays(session, start):
    stage = start(blend=1.0)
    before = stage.settle()
    after = stage.change(prompt__b="jazz")
    assert same(after, made(session, plan(session, "jazz"), jazz=1.0))
    assert not same(before, after)
    for change in ({"prompt__a": "house"}, {"key": ""}, {"seed": 7}, {"prompt__b": ""}):
        stage.change(**change)
    assert [type(report) for report in stage.reports].count(Entered) == 1
    assert not [report for report in stage.reports if isinstance(report, Refused)]


def test_a_source_needs_no_plans(session, start, tmp_path):
    session.save_source(session.prepare_source(torch.zeros(2, 48000).numpy(), 48000), tmp_path / "quiet.safetensors")
    stage = start(blend=0.5)
    stage.settle()
    stage.change(source=str(tmp_path / "quiet.safetensors"))
    assert not stage.performer.prompts.planned
    stage.change(source=None)
    assert set(stage.performer.prompts.planned) == {"a", "b"}


def test_a_caption_that_trigger_words_make_too_long_is_cut() -> None:
    values = defaults() | {"prompt/a": "x" * 16384}
    spoken = ", ".join(["word" * 1000] * 20) + values["prompt/a"]
    assert told(values, spoken, Material((), 100, 192_000)).caption == spoken[: 1 << 16]
