"""What `python -m engine.pocket evaluate` measures is what the daemon plays where nobody has turned a control."""

from dataclasses import asdict

import pytest
import torch

from demond.parameters import defaults
from demond.parameters.table import OPENING_PROMPT
from engine import Session
from engine.pocket.making.model import Pocket
from tests.demond.performer.test_references import Stage


@pytest.fixture(scope="module")
def session():
    return Session.load(decoder="eager")


@pytest.mark.parametrize("caption", [OPENING_PROMPT, "techno, 140 bpm, F# minor, 3/4"])
def test_it_is_the_same_to_the_last_bit(session, tmp_path, caption):
    said = session.said(caption)
    told = {"bpm": said.bpm, "key": said.key or "", "time_signature": said.time_signature or "4"}
    stage = Stage(session, tmp_path, {**defaults(), **asdict(session.defaults), **told, "prompt/a": caption})
    try:
        heard = stage.settle()
        assert torch.equal(heard, Pocket(session).play(caption, seed=stage.performer.values["seed"]))
        stage.performer.update({"dcw": True})
        assert not torch.equal(stage.settle(), heard), "a switched correction is not heard"
    finally:
        stage.close()
