"""What every example is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import Condition, Prompt, Request, Session, Source
from engine.series import Series

BPM, KEY = 112.0, "A minor"
"""Of the loops that examples make themselves."""


@dataclass(frozen=True, eq=False)
class Stage:
    """A model, the loop to play on, and what only some examples ask for: a second loop, a LoRA file."""

    session: Session
    source: Source
    other: Source | None = None
    lora: Path | None = None


@dataclass(frozen=True, eq=False)
class Take:
    """Something to hear: what it is, its `audio` `[2, samples]`, and the curve to draw over its picture."""

    said: str
    audio: np.ndarray
    curve: Series | None = None


def make_source(session: Session, caption: str, seconds: float, seed: int) -> Source:
    """A loop of whole bars near `seconds` that the model makes itself, the same for the same seed."""
    frames = session.loop_frames(round(seconds * session.frame_rate), bpm=BPM)
    prompt = Prompt(caption, bpm=BPM, key=KEY)
    context = session.context(session.plan(frames, prompt, seed=seed))
    latent = session.generate(Request(context, (Condition(session.encode_text(prompt)),), seed=seed))
    return session.prepare_source(session.decode(latent, cyclic=True))
