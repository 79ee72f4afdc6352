"""The LoRA that ships with the pocket model: small, readable, and heard."""

from __future__ import annotations

import pytest
import torch

from engine import Condition, Prompt, Request, Session
from engine.checkpoints import loras_with
from engine.lora import read_about
from engine.pocket.making.judge import features

FILE = loras_with("pocket") / "8-bit.safetensors"


@pytest.fixture(scope="module")
def session() -> Session:
    one = Session.load(decoder="eager")
    one.load_lora(FILE)
    return one


def heard(session: Session, style: str, strength: float = 0.0) -> torch.Tensor:
    prompt = Prompt(style, bpm=110, key="A minor")
    plan = session.context(session.plan(200, prompt, seed=3))
    request = Request(plan, (Condition(session.encode_text(prompt)),), seed=3, loras={"8-bit": strength})
    return features(torch.from_numpy(session.decode(session.generate(request))))


def test_it_says_what_it_is() -> None:
    about = read_about(FILE)
    assert about.name == "8-bit"
    assert about.strength == 1.0
    assert FILE.stat().st_size < 1e6


@pytest.mark.parametrize("style", ["jazz", "orchestral"])
def test_it_leads_every_style_towards_chiptune(session: Session, style: str) -> None:
    plain = heard(session, style)
    way = heard(session, "chiptune") - plain
    half, full = (float((heard(session, style, strength) - plain) @ way / (way @ way)) for strength in (0.5, 1.0))
    assert 0.1 < half < full
    assert full > 0.4
