"""Training of the transformer and the condition encoder by flow matching."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from engine.pocket.making import latents, parts, workers
from engine.pocket.making.latents import Track
from engine.pocket.plan import CHANNELS, PHASE
from engine.pocket.text import PocketText, Reading, encode

TOKENS = 3600
LENGTHS = (150, 200, 250, 300, 300, 300, 400, 500, 600)
TOP_RATE = 2e-3


def label(track: Track, rng: np.random.Generator) -> Reading:
    """What could be read in a prompt that is true of a track; how much it says is drawn anew every time."""
    reading = Reading()
    if rng.random() < 0.85:
        reading.styles = {track.style: 1.0}
    if rng.random() < 0.5:
        reading.instruments = {name: 1.0 for name in track.instruments if rng.random() < 0.7}
    if rng.random() < 0.5:
        reading.moods = {name: 1.0 for name in track.moods if rng.random() < 0.6}
    if rng.random() < 0.8:
        reading.bpm = track.bpm * rng.uniform(0.995, 1.005)
    if rng.random() < 0.8:
        reading.key = track.key
    if rng.random() < 0.8:
        reading.meter = track.meter
    return reading


class Batches:
    """Draws training batches: crops, hints of every kind, repaint masks, references, prompts."""

    def __init__(
        self, tracks: list[Track], quiet: Tensor, rng: np.random.Generator, *, referenced: float = 0.45
    ) -> None:
        self.tracks, self.quiet, self.rng, self.referenced = tracks, quiet, rng, referenced

    def hints(self, track: Track, start: int, length: int) -> Tensor:
        """Plan, heard or absent hints of a crop, sometimes faded towards absence."""
        rng, silence = self.rng, self.quiet.expand(length, CHANNELS)
        kind = rng.random()
        if kind < 0.2:
            return silence.clone()
        if kind < 0.42 and track.heard is not None:
            out = track.heard[start : start + length].clone()
        else:
            out = track.plan[start : start + length].clone()
            if rng.random() < 0.15:
                out[:, PHASE] = 0.0
        if rng.random() < 0.2:
            out = torch.lerp(silence, out, float(rng.uniform()))
        return out

    def draw(self, tokens: int = TOKENS) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Clean latents `[B, T, 64]`, context `[B, T, 128]`, text `[B, 6, 80]`, reference `[B, R, 64]`."""
        rng = self.rng
        length = int(rng.choice(LENGTHS))
        clean, context, text, reference = [], [], [], []
        for _ in range(max(1, tokens // length)):
            track = self.tracks[rng.integers(len(self.tracks))]
            start = int(rng.integers(max(1, len(track.latents) - length + 1)))
            piece = track.latents[start : start + length]
            hint, mask = self.hints(track, start, length), torch.ones(length, CHANNELS)
            if len(piece) < length:
                turns = -(-length // len(piece))
                piece = piece.repeat(turns, 1)[:length]
                hint = hint.repeat(turns, 1)[:length]
            if rng.random() < 0.15:
                first, last = sorted(rng.integers(0, length + 1, 2))
                outside = torch.ones(length, dtype=torch.bool)
                outside[first:last] = False
                if rng.random() < 0.5:
                    hint[:] = self.quiet
                hint[outside], mask[outside] = piece[outside], 0.0
            clean.append(piece)
            context.append(torch.cat([hint, mask], -1))
            text.append(encode(label(track, rng))[0])
            reference.append(self.reference(track))
        return torch.stack(clean), torch.stack(context), torch.stack(text), torch.stack(reference)

    def reference(self, track: Track) -> Tensor:
        """Latents of three places of the piece, or of silence."""
        if self.rng.random() >= self.referenced:
            return self.quiet.expand(150, CHANNELS)
        starts = self.rng.integers(0, len(track.latents) - 50, 3)
        return torch.cat([track.latents[s : s + 50] for s in starts])


def flow_loss(model: Any, encoder: Any, batch: tuple[Tensor, ...], lyrics: Tensor, weights: Tensor) -> Tensor:
    """Weighted squared error of the velocity at times drawn as the sampler visits them (shift 3)."""
    clean, context, text, reference = batch
    count = len(clean)
    share = torch.rand(count)
    time = 3.0 * share / (1.0 + 2.0 * share)
    noise = torch.randn_like(clean)
    mixed = torch.lerp(clean, noise, time[:, None, None])
    with torch.autocast("cpu", torch.bfloat16):
        tokens = parts.conditions(encoder, text, lyrics.expand(count, -1, -1), reference)
        blank = torch.rand(count, 1, 1) < 0.1
        tokens = torch.where(blank, encoder.null_condition_emb.expand_as(tokens), tokens)
        flow = model(mixed, time, time, tokens, context, return_dict=False)[0]
    error: Tensor = (flow.float() - (noise - clean)).square()
    return (error * weights).mean()


def channel_weights(importance: Tensor) -> Tensor:
    """How much each channel counts in the loss, 1 on average."""
    weights = importance.clamp(0.3, 3.0).sqrt()
    return weights / weights.mean()


def train(work: Path, seconds: float) -> None:
    """Train for a time budget; state in `work/flow.pt`."""
    rank, world = workers.join()
    tracks, quiet, importance = latents.load(work / "latents-train.pt")
    weights = channel_weights(importance)
    torch.manual_seed(1)
    model, encoder = parts.transformer(), parts.condition_encoder()
    with torch.no_grad():
        encoder.silence_latent.copy_(quiet.expand_as(encoder.silence_latent))
        encoder.null_condition_emb.mul_(0.1)
        model.proj_out_conv.weight.mul_(0.1)
    model.set_attention_backend("_native_math")
    both = torch.nn.ModuleList([model, encoder])
    path = work / "flow.pt"
    trained = [p for p in both.parameters() if p.requires_grad]
    optimizers = workers.optimizers(both, TOP_RATE)
    averages = workers.Average(model, 0.997), workers.Average(encoder, 0.997)
    clock, step = workers.Clock(seconds), 0
    if path.exists():
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        encoder.load_state_dict(state["encoder"])
        for optimizer, stored in zip(optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(stored)
        averages[0].values, averages[1].values = state["average"], state["encoder_average"]
        averages[0].steps = averages[1].steps = step = state["step"]
        clock = workers.Clock(seconds, state["spent"])
    torch.manual_seed(1000 * step + rank)
    batches = Batches(tracks, quiet, np.random.default_rng([step, rank, 5]))
    lyrics = PocketText().lyrics()
    bar = tqdm(desc="flow", initial=step, disable=rank > 0, mininterval=10)
    share, smooth = workers.agree(clock.tick(), world), 1.0
    while share < 1.0:
        workers.set_rate(optimizers, share, step)
        loss = flow_loss(model, encoder, batches.draw(), lyrics, weights)
        workers.descend(loss, trained, optimizers, world)
        averages[0].update(model)
        averages[1].update(encoder)
        step += 1
        share = workers.agree(clock.tick(), world)
        smooth += (loss.item() - smooth) * 0.02
        bar.update()
        bar.set_postfix(loss=f"{smooth:.4f}", share=f"{share:.2f}", refresh=False)
        if rank == 0 and (step % 100 == 0 or share >= 1.0):
            state = {
                "model": model.state_dict(),
                "encoder": encoder.state_dict(),
                "optimizers": [optimizer.state_dict() for optimizer in optimizers],
                "average": averages[0].values,
                "encoder_average": averages[1].values,
                "step": step,
                "spent": clock.spent,
            }
            workers.save(path, state)
            print(f"\nstep {step} loss {smooth:.4f}", flush=True)
