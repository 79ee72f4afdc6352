"""The whole pocket model in one object, for evaluation and demonstrations; the engine has its own way to play it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers import AceStepTransformer1DModel
from diffusers.pipelines.ace_step.modeling_ace_step import (
    AceStepAudioTokenDetokenizer,
    AceStepAudioTokenizer,
    AceStepConditionEncoder,
)
from torch import Tensor

from engine.checkpoints.folders import SHIPPED
from engine.pocket.codec import PocketCodec
from engine.pocket.making import parts
from engine.pocket.planner import PocketPlanner
from engine.pocket.text import PocketText
from engine.prompt import Prompt

TEMPLATE = (
    "# Instruction\nFill the audio semantic mask based on the given conditions:\n\n# Caption\n{caption}\n\n"
    "# Metas\n- bpm: {bpm}\n- timesignature: {meter}\n- keyscale: {key}\n- duration: {seconds} seconds\n<|endoftext|>\n"
)


@dataclass
class Pocket:
    """Every component of the checkpoint, in float32 on the CPU."""

    transformer: Any
    condition_encoder: AceStepConditionEncoder
    tokenizer: AceStepAudioTokenizer
    detokenizer: AceStepAudioTokenDetokenizer
    codec: PocketCodec
    text: PocketText
    planner: PocketPlanner

    @classmethod
    def load(cls, weights: Path = SHIPPED) -> Pocket:
        """Load a checkpoint folder."""
        transformer, encoder, tokenizer, detokenizer = [
            part.from_pretrained(weights / name, low_cpu_mem_usage=False).float().eval()
            for name, part in (
                ("transformer", AceStepTransformer1DModel),
                ("condition_encoder", AceStepConditionEncoder),
                ("audio_tokenizer", AceStepAudioTokenizer),
                ("audio_token_detokenizer", AceStepAudioTokenDetokenizer),
            )
        ]
        return cls(
            transformer,
            encoder,
            tokenizer,
            detokenizer,
            PocketCodec.from_pretrained(weights / "vae").float().eval(),
            PocketText.from_pretrained(weights / "text_encoder").eval(),
            PocketPlanner.from_pretrained(weights / "planner").eval(),
        )

    @property
    def quiet(self) -> Tensor:
        """Latents of silence `[1, 15000, 64]`."""
        latent: Tensor = self.condition_encoder.silence_latent
        return latent

    @torch.no_grad()
    def condition(
        self, caption: str, bpm: float | None = None, key: str | None = None, meter: str | None = None,
        reference: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        """Condition tokens `[1, L, 128]`; `reference` are latents `[1, 750, 64]`."""
        prompt = TEMPLATE.format(
            caption=caption, bpm=round(bpm) if bpm else "N/A", meter=meter or "N/A", key=key or "N/A", seconds=12
        )
        heard = self.quiet[:, : parts.REFERENCE_FRAMES] if reference is None else reference
        return parts.conditions(self.condition_encoder, self.text.caption(prompt), self.text.lyrics(), heard)

    @torch.no_grad()
    def hear(self, latents: Tensor) -> Tensor:
        """Hints of a source `[1, T, 64]`."""
        codes, _ = self.tokenizer.tokenize(latents, silence_latent=self.quiet)
        hints: Tensor = self.detokenizer(codes)[:, : latents.shape[1]]
        return hints

    @torch.no_grad()
    def encode(self, audio: Tensor) -> Tensor:
        """Audio `[2, S]` to latents `[1, T, 64]`."""
        latents: Tensor = self.codec.encode(audio[None]).latent_dist.mode().transpose(1, 2)
        return latents

    @torch.no_grad()
    def decode(self, latents: Tensor, loop: bool = False) -> Tensor:
        """Latents `[1, T, 64]` to audio `[2, S]`; a loop is decoded as a circle."""
        period = latents.shape[1] if loop else None
        audio: Tensor = self.codec.decode(latents.transpose(1, 2), period=period).sample[0]
        return audio

    def play(
        self, caption: str, *, bpm: float | None = None, key: str | None = None, meter: str | None = None,
        seed: int = 0, near: int = 300, plan_seed: int | None = None, reference: Tensor | None = None, steps: int = 8,
    ) -> Tensor:  # fmt: skip
        """Latents `[1, T, 64]` of a loop of about `near` frames, composed by the planner."""
        frames = self.planner.loop_frames(bpm, meter, near)
        prompt = Prompt(caption, bpm=bpm, key=key, time_signature=meter)
        hints = self.planner.hints(frames, prompt, seed if plan_seed is None else plan_seed)
        tokens = self.condition(caption, bpm, key, meter, reference)
        return parts.generate(self.transformer, tokens, hints, seed=seed, steps=steps)
