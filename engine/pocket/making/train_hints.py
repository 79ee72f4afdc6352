"""Training of the tokenizer and detokenizer: to hear in latents what a plan would say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers.pipelines.ace_step.modeling_ace_step import AceStepAudioTokenDetokenizer, AceStepAudioTokenizer
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from engine.pocket.making import latents, parts, workers
from engine.pocket.plan import CHANNELS, HEARD, ONSETS, PLACES

PATCH = 5
TOP_RATE = 2e-3


def quantize(tokenizer: AceStepAudioTokenizer, patches: Tensor) -> Tensor:
    """The tokenizer's forward with a gradient straight through the rounding; `[B, N, 5, 64]` to `[B, N, C]`."""
    pooled = tokenizer.attention_pooler(tokenizer.audio_acoustic_proj(patches))
    quantizer: Any = tokenizer.quantizer
    codes = quantizer.project_in(pooled)
    clamp = 1.0 + 1.0 / (quantizer._levels.to(codes) - 1.0)
    codes = (codes / clamp).tanh() * clamp
    with torch.no_grad():
        rounded, residual = torch.zeros_like(codes), codes
        for scale in quantizer.scales:
            stage = quantizer._quantize(residual / scale) * scale
            rounded, residual = rounded + stage, residual - stage
    out: Tensor = quantizer.project_out(codes + (rounded - codes).detach())
    return out


@torch.no_grad()
def hear(tokenizer: AceStepAudioTokenizer, detokenizer: AceStepAudioTokenDetokenizer, values: Tensor) -> Tensor:
    """Hints of latents `[B, T, 64]`, as the engine makes them from a source."""
    codes, _ = tokenizer.tokenize(values)
    out: Tensor = detokenizer(codes)[:, : values.shape[1]]
    return out


def train(work: Path, seconds: float) -> None:
    """Train both for a time budget, then write what they hear into the latent store."""
    rank, world = workers.join()
    torch.manual_seed(0)
    tracks, quiet, _ = latents.load(work / "latents-train.pt")
    tokenizer, detokenizer = parts.tokenizer(), parts.detokenizer()
    for part in (tokenizer, detokenizer):
        part.set_attention_backend("_native_math")
    both = torch.nn.ModuleList([tokenizer, detokenizer])
    if (work / "hints.pt").exists():
        state = torch.load(work / "hints.pt", weights_only=True)
        tokenizer.load_state_dict(state["tokenizer"])
        detokenizer.load_state_dict(state["detokenizer"])
    optimizers = workers.optimizers(both, TOP_RATE)
    weights = torch.ones(CHANNELS)
    weights[list(ONSETS.values())] = 8.0
    weights[list(PLACES.values())] = 2.0
    weights[: HEARD.start] = 0.2
    clock, step = workers.Clock(seconds), 0
    every = torch.cat([t.latents[: len(t.latents) // PATCH * PATCH] for t in tracks])
    wanted = torch.cat([t.plan[: len(t.latents) // PATCH * PATCH] for t in tracks])
    silent = torch.zeros(CHANNELS)
    torch.manual_seed(rank)
    bar = tqdm(desc="hints", mininterval=10, disable=rank > 0)
    share = workers.agree(clock.tick(), world)
    while share < 1.0:
        workers.set_rate(optimizers, share, step)
        first = torch.randint(len(every) - PATCH, (768,))
        index = first[:, None] + torch.arange(PATCH)
        source, target = every[index], wanted[index].clone()
        source[:16], target[:16] = quiet, silent
        source = source + 0.1 * torch.randn_like(source)
        heard = detokenizer(quantize(tokenizer, source[:, None])).view_as(target)
        target[..., : HEARD.start] = 0.0
        loss = (F.smooth_l1_loss(heard, target, beta=0.5, reduction="none") * weights).mean()
        workers.descend(loss, list(both.parameters()), optimizers, world)
        step, share = step + 1, workers.agree(clock.tick(), world)
        bar.update()
        bar.set_postfix(loss=f"{loss.item():.4f}", refresh=False)
    if rank > 0:
        return
    tokenizer.eval()
    detokenizer.eval()
    workers.save(
        work / "hints.pt",
        {
            "tokenizer": tokenizer.state_dict(),
            "detokenizer": detokenizer.state_dict(),
            "step": step,
            "spent": clock.spent,
        },
    )
    for split in ("held", "train"):
        path = work / f"latents-{split}.pt"
        state = torch.load(path, weights_only=True)
        errors = []
        for raw in state["tracks"]:
            heard = hear(tokenizer, detokenizer, raw["latents"].float()[None])[0]
            raw["heard"] = heard.half()
            errors.append((heard[:, HEARD] - raw["plan"].float()[:, HEARD]).square().mean())
        spread = torch.stack([r["plan"].float()[:, HEARD].square().mean() for r in state["tracks"]]).mean()
        onsets = list(ONSETS.values())
        print("onset correlation", [round(float(torch.corrcoef(torch.stack([
            torch.cat([r["heard"][:, c].float() for r in state["tracks"]]),
            torch.cat([r["plan"][:, c].float() for r in state["tracks"]])]))[0, 1]), 2) for c in onsets])  # fmt: skip
        print(f"{split}: error {float(torch.stack(errors).mean()):.3f} of {float(spread):.3f}", flush=True)
        torch.save(state, path)
