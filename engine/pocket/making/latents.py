"""The second store: latents and plans of the corpus, for the tokenizer and the transformer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from engine.pocket.codec import NOISES, TONES, PocketCodec
from engine.pocket.composer import instrument_tags
from engine.pocket.making import store
from engine.pocket.making.train_codec import load_average
from engine.pocket.music import Key, Score
from engine.pocket.plan import score_plan
from engine.pocket.vocoder import BALANCES


@dataclass
class Track:
    """One piece as the transformer sees it: latents and plan `[T, 64]` and its labels."""

    latents: Tensor
    plan: Tensor
    style: str
    instruments: list[str]
    moods: list[str]
    bpm: float
    key: Key
    meter: int
    heard: Tensor | None = None


@torch.no_grad()
def importance(codec: PocketCodec, latents: Tensor) -> Tensor:
    """How much each latent channel changes the decoded parameters, mean 1 `[64]`."""
    base = codec.decoder(latents)
    change = torch.empty(latents.shape[-1])
    for channel in range(latents.shape[-1]):
        moved = latents.clone()
        moved[..., channel] += 1.0
        difference = (codec.decoder(moved) - base).abs()
        change[channel] = difference[..., :TONES].mean() + 0.6 * difference[..., TONES : TONES + NOISES].mean()
        change[channel] += 0.05 * difference[..., -2 * BALANCES :].mean()
    return change / change.mean()


def labelled(latents: Tensor, score: Score) -> dict[str, Any]:
    """A `Track` as it is stored: latents `[T, 64]` beside what their score says."""
    return {
        "latents": latents.half(), "plan": score_plan(score, len(latents)).half(), "style": score.style,
        "instruments": instrument_tags(score), "moods": score.moods, "bpm": score.bpm,
        "key": [score.key.tonic, score.key.mode], "meter": score.beats_per_bar,
    }  # fmt: skip


@torch.no_grad()
def silence(codec: PocketCodec) -> Tensor:
    """The latent of silence `[64]`."""
    latents: Tensor = codec.encode(torch.zeros(1, 2, 48000 * 4)).latent_dist.mode()
    return latents[0, :, 40]


@torch.no_grad()
def build(work: Path) -> None:
    """Encode both splits with the trained codec and write `latents-train.pt` and `latents-held.pt`."""
    torch.set_num_threads(1)
    codec = load_average(work / "codec.pt")
    quiet = silence(codec)
    for split in ("held", "train"):
        flat, entries = store.load(work / split)
        tracks = []
        for entry in tqdm(entries, desc=f"encode {split}"):
            vector = torch.from_numpy(flat[entry.first : entry.first + entry.frames].astype(np.float32))
            latents = codec.encode_vector(vector[None])[0]
            tracks.append(labelled(latents, entry.piece.score()))
        every = torch.cat([t["latents"].float() for t in tracks])
        weights = importance(codec, every[: 256 * 6].view(6, 256, -1))
        print(split, "std", [round(float(s), 2) for s in every.std(0).sort().values[[0, 15, 32, 48, 63]]],
              "lag", round(float((every[1:] * every[:-1]).mean() / every.square().mean()), 2),
              "importance", [round(float(w), 2) for w in weights.sort().values[[0, 15, 32, 48, 63]]])  # fmt: skip
        torch.save({"tracks": tracks, "quiet": quiet, "importance": weights}, work / f"latents-{split}.pt")


def load(path: Path) -> tuple[list[Track], Tensor, Tensor]:
    """Tracks, the latent of silence `[64]` and the importance of the channels `[64]`."""
    state = torch.load(path, weights_only=True)
    tracks = []
    for raw in state["tracks"]:
        tonic, mode = raw.pop("key")
        heard = raw.pop("heard", None)
        raw["latents"], raw["plan"] = raw["latents"].float(), raw["plan"].float()
        tracks.append(Track(**raw, key=Key(tonic, mode), heard=None if heard is None else heard.float()))
    return tracks, state["quiet"], state["importance"]
