"""The pocket model as the daemon plays it: requests with the session's defaults, for evaluation and demonstrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine import DCW, Condition, Guidance, Prompt, Request, Session
from engine.checkpoints.folders import SHIPPED


class Pocket:
    """A session, and what is asked of it where nobody turns a control."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @classmethod
    def load(cls, weights: Path = SHIPPED) -> Pocket:
        """Load a checkpoint folder."""
        return cls(Session.load(weights, decoder="eager"))

    def tokens(self, prompt: Prompt | str, reference: Tensor | None = None) -> Tensor:
        """Condition tokens `[1, L, H]`; `reference` is the latent of what it should sound like."""
        session = self.session
        timbre = session.encode_timbre(reference)
        return session.encode_prompt(session.read_text(prompt)).with_timbre(timbre)

    def request(self, tokens: Tensor, context: Tensor, seed: int = 0, **turned: Any) -> Request:
        """The daemon's request; `turned` are the fields that somebody has turned."""
        suits, away = self.session.defaults, self.session.null_tokens()
        mode: Any = suits.guidance_mode
        untouched: dict[str, Any] = {
            "conditions": (Condition(tokens),),
            "steps": suits.steps,
            "shift": suits.shift,
            "guidance": None if mode == "off" else Guidance(mode, suits.guidance, negative=away),
            "dcw": DCW(low=suits.dcw_low, high=suits.dcw_high) if suits.dcw else None,
        }
        return Request(context=context, seed=seed, **(untouched | turned))

    def generate(self, prompt: Prompt | str, hints: Tensor, seed: int = 0, **turned: Any) -> Tensor:
        """Latents `[1, T, 64]` over hints `[1, T, 64]`."""
        return self.session.generate(self.request(self.tokens(prompt), self.session.context(hints), seed, **turned))

    def prompt(
        self, caption: str, frames: int, *, bpm: float | None = None, key: str | None = None, meter: str | None = None
    ) -> Prompt:
        """What the model is told of a loop of `frames`: what is None as the caption says it."""
        said = self.session.said(caption)
        return Prompt(
            caption,
            bpm=bpm or said.bpm,
            key=key or said.key,
            time_signature=meter or said.time_signature or "4",
            duration=frames / self.session.frame_rate,
        )

    def play(
        self, caption: str, *, bpm: float | None = None, key: str | None = None, meter: str | None = None,
        seed: int = 0, near: int = 300, **turned: Any,
    ) -> Tensor:  # fmt: skip
        """Latents `[1, T, 64]` of a loop of about `near` frames, composed by the planner."""
        frames = self.session.loop_frames(near, bpm, meter, caption=caption)
        prompt = self.prompt(caption, frames, bpm=bpm, key=key, meter=meter)
        return self.generate(prompt, self.session.plan(frames, prompt.outline(), seed=seed), seed, **turned)

    def encode(self, audio: Tensor) -> Tensor:
        """Audio `[2, S]` to latents `[1, T, 64]`."""
        return self.session.codec.encode(audio.numpy())

    def decode(self, latents: Tensor, loop: bool = False) -> Tensor:
        """Latents `[1, T, 64]` to audio `[2, S]`; a loop is decoded as a circle."""
        return torch.from_numpy(self.session.decode(latents, cyclic=loop))
