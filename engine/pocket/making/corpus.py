"""The rendered corpus: which pieces there are, and rendering them once."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from engine.pocket.composer import compose
from engine.pocket.music import Score
from engine.pocket.styles import STYLES

HELD_OUT = 100_000
SECONDS = 34.0


@dataclass(frozen=True)
class Piece:
    """One piece of the corpus: its style and composition seed decide everything else."""

    style: str
    seed: int

    @property
    def name(self) -> str:
        """The file name without suffix."""
        return f"{self.style.replace(' ', '-')}-{self.seed:06d}"

    def file(self, folder: Path) -> Path:
        """Where its sound is kept."""
        return folder / f"{self.name}.wav"

    def score(self) -> Score:
        """Write the piece, about 34 s long; every third one is one steady loop."""
        probe = compose(self.style, self.seed, bars=1)
        per_bar = probe.beats_per_bar * 60.0 / probe.bpm
        bars = max(4, round(SECONDS / per_bar / 4) * 4)
        return compose(self.style, self.seed, bars=bars, loop=self.seed % 3 == 0)


def pieces(per_style: int, held_out: bool = False) -> list[Piece]:
    """The pieces of a split; held-out seeds are never drawn for training."""
    first = HELD_OUT if held_out else 0
    return [Piece(style, first + number) for number in range(per_style) for style in STYLES]


def _render_one(job: tuple[Piece, Path]) -> None:
    import soundfile

    from engine.pocket.making.render import render

    piece, folder = job
    temporary = folder / f".{piece.name}.part.wav"
    soundfile.write(temporary, render(piece.score(), piece.seed), 48000, subtype="PCM_16")
    temporary.rename(piece.file(folder))


def render_pieces(folder: Path, wanted: list[Piece], workers: int = 2) -> None:
    """Render those of the pieces that are not there yet as 48 kHz WAV files."""
    from tqdm import tqdm

    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(piece, folder) for piece in wanted if not piece.file(folder).exists()]
    with ProcessPoolExecutor(workers) as pool:
        for _ in tqdm(pool.map(_render_one, jobs), total=len(jobs), desc="compose"):
            pass
