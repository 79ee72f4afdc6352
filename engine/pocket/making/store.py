"""The training store: vocoder parameters of the corpus, measured once, in one flat file."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine.pocket.codec import WIDTH, pack
from engine.pocket.making.corpus import Piece, pieces
from engine.pocket.vocoder import HOP, analyze


@dataclass(frozen=True)
class StoredPiece:
    """One piece in the store: its first frame and how many it has."""

    piece: Piece
    first: int
    frames: int


def read_audio(path: Path) -> Tensor:
    """A 48 kHz file as `[2, samples]`, cut to whole latent frames."""
    import soundfile

    audio, _ = soundfile.read(path, dtype="float32", always_2d=True)
    whole = len(audio) // HOP * HOP
    return torch.from_numpy(audio[:whole].T.copy())


def _measure(path: Path) -> np.ndarray:
    torch.set_num_threads(1)
    audio = read_audio(path)
    with torch.no_grad():
        vector = pack(analyze(audio[None]))[0]
    return vector.numpy().astype(np.float16)


def build(corpus: Path, store: Path, per_style: int, held_out: bool, workers: int = 2) -> None:
    """Measure every piece of a split into `<store>.f16` and `<store>.json`, after those that are there already."""
    from tqdm import tqdm

    index = json.loads(store.with_suffix(".json").read_text()) if store.with_suffix(".json").exists() else []
    first = sum(entry["frames"] for entry in index)
    missing = pieces(per_style, held_out)[len(index) :]
    paths = [corpus / f"{piece.name}.wav" for piece in missing]
    with ProcessPoolExecutor(workers) as pool, store.with_suffix(".f16").open("ab") as out:
        out.truncate(first * WIDTH * 2)
        for piece, vector in tqdm(zip(missing, pool.map(_measure, paths), strict=True), total=len(paths)):
            vector.tofile(out)
            index.append({"style": piece.style, "seed": piece.seed, "first": first, "frames": len(vector)})
            first += len(vector)
    store.with_suffix(".json").write_text(json.dumps(index))


def load(store: Path) -> tuple[np.ndarray, list[StoredPiece]]:
    """The parameters `[frames, 1120]` (float16, mapped) and the entries of a store."""
    index = json.loads(store.with_suffix(".json").read_text())
    entries = [StoredPiece(Piece(e["style"], e["seed"]), e["first"], e["frames"]) for e in index]
    frames = sum(entry.frames for entry in entries)
    flat = np.memmap(store.with_suffix(".f16"), dtype=np.float16, mode="r", shape=(frames, WIDTH))
    return flat, entries
