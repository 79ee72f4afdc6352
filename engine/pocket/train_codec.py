"""Training of the codec on vocoder parameters: no sound is made, so it is quick."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from engine.pocket import store, workers
from engine.pocket.codec import BALANCES, NOISES, TONES, WIDTH, PocketCodec, unpack
from engine.pocket.vocoder import band_decibels

CROP, BATCH = 64, 16
NOISE = 0.25


def prepare(codec: PocketCodec, flat: np.ndarray, seed: int = 0) -> None:
    """Set the scales and start both linear maps as whitened principal components."""
    rows = np.sort(np.random.default_rng(seed).choice(len(flat), min(24000, len(flat)), replace=False))
    sample = torch.from_numpy(flat[rows].astype(np.float32))
    groups = sample.split([TONES, NOISES, BALANCES, BALANCES], 1)
    codec.center.copy_(sample.mean(0))
    weights = (1.0, 1.0, 2.5, 2.5)
    codec.spread.copy_(
        torch.cat([torch.full((g.shape[1],), float(g.std()) * w) for g, w in zip(groups, weights, strict=True)])
    )
    centered = (sample - codec.center) / codec.spread
    _, basis = torch.linalg.eigh(centered.T @ centered / len(centered))
    top = basis[:, -codec.config.latent_channels :].flip(1)
    scale = (centered @ top).std(0)
    with torch.no_grad():
        codec.encoder.linear.weight.copy_((top / scale).T)
        codec.encoder.linear.bias.zero_()
        codec.decoder.linear.weight.copy_(top * scale)
        codec.decoder.linear.bias.zero_()


def crops(flat: np.ndarray, entries: list[store.Entry], length: int, count: int, rng: np.random.Generator) -> Tensor:
    """Random stretches of the store `[count, length, 1120]`."""
    out = np.empty((count, length, WIDTH), np.float16)
    for row in range(count):
        entry = entries[rng.integers(len(entries))]
        start = entry.first + rng.integers(entry.frames - length + 1)
        out[row] = flat[start : start + length]
    return torch.from_numpy(out).float()


def loss_of(codec: PocketCodec, vector: Tensor, latents: Tensor) -> tuple[Tensor, Tensor]:
    """The training loss and the error of band energies in dB."""
    with torch.autocast("cpu", torch.bfloat16):
        out = codec.decoder(latents)
    out = out.float() * codec.spread + codec.center
    error = ((out - vector) / codec.spread).abs()
    tone, noise, image = error[..., :TONES], error[..., TONES : TONES + NOISES], error[..., TONES + NOISES :]
    heard = 0.5 + vector[..., :TONES] / 3.0
    bands = (band_decibels(unpack(out)) - band_decibels(unpack(vector))).abs().mean()
    return (tone * heard).mean() + 0.6 * noise.mean() + 0.05 * image.mean() + 0.08 * bands, bands


def encode(codec: PocketCodec, vector: Tensor, momentum: float) -> Tensor:
    """Latents normalised by the statistics of the batch, which also move the codec's own."""
    with torch.autocast("cpu", torch.bfloat16):
        raw = codec.encoder((vector - codec.center) / codec.spread)
    raw = raw.float()
    mean, std = raw.mean((0, 1)), raw.std((0, 1))
    with torch.no_grad():
        codec.latent_center.lerp_(mean, momentum)
        codec.latent_spread.lerp_(std, momentum)
    return (raw - mean) / (std + 1e-5)


def train(folder: Path, seconds: float) -> None:
    """Train for a time budget; state in `folder/codec.pt`, store in `folder/train.f16`."""
    rank, world = workers.join()
    flat, entries = store.load(folder / "train")
    codec = PocketCodec()
    path = folder / "codec.pt"
    optimizer = torch.optim.AdamW(codec.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
    average = workers.Average(codec)
    clock, step = workers.Clock(seconds), 0
    if path.exists():
        state = torch.load(path, weights_only=True)
        codec.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, average.steps, step = state["average"], state["step"], state["step"]
        clock = workers.Clock(seconds, state["spent"])
    else:
        prepare(codec, flat)
        average = workers.Average(codec)
    rng = np.random.default_rng([step, rank])
    bar = tqdm(desc="codec", initial=step, disable=rank > 0, mininterval=10)
    share = workers.agree(clock.tick(), world)
    while share < 1.0:
        for group in optimizer.param_groups:
            group["lr"] = workers.learning_rate(share, 1e-3, step)
        vector = crops(flat, entries, CROP, BATCH, rng)
        latents = encode(codec, vector, 1.0 if step == 0 else 0.02)
        loss, bands = loss_of(codec, vector, latents + NOISE * torch.randn_like(latents))
        optimizer.zero_grad()
        loss.backward()
        workers.average(codec.parameters(), world)
        torch.nn.utils.clip_grad_norm_(codec.parameters(), 1.0)
        optimizer.step()
        average.update(codec)
        step += 1
        share = workers.agree(clock.tick(), world)
        bar.update()
        bar.set_postfix(loss=f"{loss.item():.4f}", bands=f"{bands.item():.2f}", share=f"{share:.2f}", refresh=False)
        if rank == 0 and (step % 200 == 0 or share >= 1.0):
            state = {"model": codec.state_dict(), "optimizer": optimizer.state_dict(), "average": average.values,
                     "step": step, "spent": clock.spent}  # fmt: skip
            workers.save(path, state)
            print(f"\nstep {step} loss {loss.item():.4f} bands {bands.item():.2f} dB", flush=True)


def load_average(path: Path) -> PocketCodec:
    """The averaged codec of a training state."""
    codec = PocketCodec()
    codec.load_state_dict(torch.load(path, weights_only=True)["average"])
    return codec.eval()
