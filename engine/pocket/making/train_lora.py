"""Training of the LoRA that ships with the model: `8-bit` plays every style on the voices of old game consoles."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from engine.checkpoints import loras_with
from engine.pocket.making import latents, parts, workers
from engine.pocket.making.corpus import Piece
from engine.pocket.making.latents import Track
from engine.pocket.making.train_codec import load_average
from engine.pocket.making.train_flow import Batches, channel_weights, flow_loss
from engine.pocket.music import Note, Score
from engine.pocket.styles import STYLES
from engine.pocket.text import PocketText
from engine.pocket.vocoder import HOP

LORAS = loras_with("pocket")
RANK = 12
TOP_RATE = 2e-3
FIRST_SEED, PER_STYLE = 200_000, 8
STEP = 0.25
"""Beats from note to note of an arpeggio."""
VOICES = {"bass": "triangle bass", "chords": "pulse arpeggio", "lead": "pulse lead", "drums": "chip"}
ABOUT = {"name": "8-bit", "trigger_words": [], "recommended_strength": 1.0,
         "license": "MIT", "made_by": "python -m engine.pocket train lora"}  # fmt: skip


class TrainedBranch(nn.Module):
    """A linear layer with a low-rank branch beside it; only the branch is trained."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.lora_A = nn.Parameter(torch.randn(RANK, base.in_features) / base.in_features**0.5)
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        plain: Tensor = self.base(x)
        return plain + F.linear(F.linear(x, self.lora_A), self.lora_B)


def attach(model: nn.Module) -> dict[str, TrainedBranch]:
    """Put a branch beside every linear layer of the transformer's blocks; the branches by module name."""
    linear = {name: m for name, m in model.named_modules() if isinstance(m, nn.Linear) and name.startswith("layers.")}
    branches = {name: TrainedBranch(module) for name, module in linear.items()}
    for name, branch in branches.items():
        parent, _, child = name.rpartition(".")
        setattr(model.get_submodule(parent), child, branch)
    return branches


def revoiced(score: Score) -> Score:
    """The same music on console voices, which play a chord as a quick arpeggio."""
    notes = [note for note in score.notes if note.part not in ("chords", "pad")]
    chords: dict[float, list[Note]] = {}
    for note in score.notes:
        if note.part in ("chords", "pad"):
            chords.setdefault(round(note.start, 1), []).append(note)
    for notes_there in chords.values():
        notes += _arpeggio(notes_there)
    voices = {part: VOICES[part] for part in score.instruments if part != "pad"}
    return replace(score, style="chiptune", notes=sorted(notes, key=lambda n: n.start), instruments=voices)


def _arpeggio(chord: list[Note]) -> list[Note]:
    first = min(chord, key=lambda n: n.start)
    pitches = sorted({note.pitch + 12 for note in chord})
    steps = max(1, round(max(note.length for note in chord) / STEP))
    return [
        replace(first, start=first.start + STEP * i, length=STEP, pitch=pitches[i % len(pitches)], part="chords")
        for i in range(steps)
    ]


def _measured(piece: Piece) -> tuple[Piece, np.ndarray]:
    from engine.pocket.codec import pack
    from engine.pocket.making.render import render
    from engine.pocket.vocoder import analyze

    torch.set_num_threads(1)
    audio = render(revoiced(piece.score()), piece.seed)
    whole = len(audio) // HOP * HOP
    with torch.no_grad():
        vector = pack(analyze(torch.from_numpy(audio[:whole].T.copy())[None]))[0]
    return piece, vector.numpy().astype(np.float16)


@torch.no_grad()
def compose(work: Path) -> list[Track]:
    """Render and encode the training pieces, once; they keep the labels of the style they were written in."""
    path = work / "latents-8-bit.pt"
    if not path.exists():
        codec = load_average(work / "codec.pt")
        styles = [style for style in STYLES if style != "chiptune"]
        wanted = [Piece(style, FIRST_SEED + number) for number in range(PER_STYLE) for style in styles]
        tracks = []
        with ProcessPoolExecutor(2) as pool:
            for piece, vector in tqdm(pool.map(_measured, wanted), total=len(wanted), desc="8-bit"):
                values = codec.encode_vector(torch.from_numpy(vector.astype(np.float32))[None])[0]
                tracks.append(latents.labelled(values, piece.score()))
        torch.save({"tracks": tracks, "quiet": latents.silence(codec), "importance": torch.ones(64)}, path)
    return latents.load(path)[0]


def train(work: Path, seconds: float) -> None:
    """Train on top of the exported transformer for a time budget and write the file that ships."""
    torch.set_num_threads(2)
    torch.manual_seed(2)
    tracks = compose(work)
    _, quiet, importance = latents.load(work / "latents-train.pt")
    state = torch.load(work / "flow.pt", weights_only=True)
    model, encoder = parts.transformer(), parts.condition_encoder()
    model.load_state_dict(state["average"])
    encoder.load_state_dict(state["encoder_average"])
    model.requires_grad_(False)
    encoder.requires_grad_(False)
    model.set_attention_backend("_native_math")
    branches = attach(model)
    trained = [p for branch in branches.values() for p in (branch.lora_A, branch.lora_B)]
    optimizer = torch.optim.AdamW(trained, lr=TOP_RATE, betas=(0.9, 0.98), weight_decay=0.0)
    weights = channel_weights(importance)
    batches = Batches(tracks, quiet, np.random.default_rng(8), referenced=0.0)
    lyrics, clock, step = PocketText().lyrics(), workers.Clock(seconds), 0
    bar, share, smooth = tqdm(desc="lora", mininterval=10), clock.tick(), 1.0
    while share < 1.0:
        workers.set_rate([optimizer], share, step)
        loss = flow_loss(model, encoder, batches.draw(), lyrics, weights)
        workers.descend(loss, trained, [optimizer], world=1)
        step, share = step + 1, clock.tick()
        smooth += (loss.item() - smooth) * 0.02
        bar.update()
        bar.set_postfix(loss=f"{smooth:.4f}", share=f"{share:.2f}", refresh=False)
    LORAS.mkdir(exist_ok=True)
    factors = {
        f"base_model.model.{name}.{side}.weight": getattr(branch, side).detach().half().contiguous()
        for name, branch in branches.items()
        for side in ("lora_A", "lora_B")
    }
    save_file(factors, LORAS / "8-bit.safetensors", metadata={"format": "pt"})
    (LORAS / "8-bit.safetensors").chmod(0o644)
    (LORAS / "8-bit.metadata.json").write_text(json.dumps(ABOUT, indent=1) + "\n", encoding="utf-8")
    workers.save(work / "lora.pt", {"step": step, "spent": clock.spent})
