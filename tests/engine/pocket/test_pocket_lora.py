"""The LoRA that ships with the pocket model: small, readable, and heard."""

from __future__ import annotations

import pytest
import torch

from engine import Condition, Request, Session
from engine.lora import read_about
from engine.pocket.judge import features
from engine.pocket.train_lora import LORAS

FILE = LORAS / "8-bit.safetensors"


@pytest.fixture(scope="module")
def session() -> Session:
    one = Session.load()
    one.load_lora(FILE)
    return one


def heard(session: Session, caption: str, plan: torch.Tensor, strength: float = 0.0) -> torch.Tensor:
    tokens = session.encode_text(caption, bpm=110, key="A minor")
    request = Request(session.context(plan), (Condition(tokens),), seed=3, loras={"8-bit": strength})
    return features(torch.from_numpy(session.decode(session.generate(request))))


def test_it_says_what_it_is() -> None:
    about = read_about(FILE)
    assert about.name == "8-bit"
    assert about.strength == 1.0
    assert FILE.stat().st_size < 1e6


@pytest.mark.parametrize("style", ["jazz", "orchestral"])
def test_it_leads_every_style_towards_chiptune(session: Session, style: str) -> None:
    plan = session.plan(200, caption=style, bpm=110, key="A minor", seed=3)
    wanted = heard(session, "chiptune", plan)
    distance = [float((heard(session, style, plan, s) - wanted).abs().mean()) for s in (0.0, 0.5, 1.0)]
    assert distance[0] > distance[1] > distance[2]
    assert distance[2] < 0.75 * distance[0]
