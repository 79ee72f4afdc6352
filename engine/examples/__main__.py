"""`python -m engine.examples`: lists the examples; with the name of one, plays it."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import soundfile
import torch

from engine import Session, SourceError
from engine.codec import load_audio
from engine.errors import in_words
from engine.examples.stage import Stage, Take, make_source
from engine.files import new_path
from engine.picture import draw_curve, sheet, spectrogram_pixels, write_png

EXAMPLES = (
    "covers",
    "stream",
    "cover",
    "prompt_blend",
    "sde_curve",
    "velocity_curve",
    "lora",
    "x0_target",
    "conditioning_average",
    "guidance_curve",
    "latent_mask",
    "initial_noise",
    "ode_noise",
    "semantic_blend",
    "generated_target",
)
PAUSE = 0.5
"""Seconds of silence between two takes."""


def main(arguments: list[str] | None = None) -> int:
    """List the examples, or play one; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m engine.examples", description="Short uses of the Session API.")
    parser.add_argument("name", nargs="?", choices=EXAMPLES, metavar="NAME", help="the example to play; none lists all")
    parser.add_argument("--model", default="pocket", help="pocket (the default), a checkpoint folder, or a hub id")
    parser.add_argument("--device", default="cpu", help="where the model runs: cpu (the default) or cuda")
    parser.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where NAME.wav and NAME.png go")
    parser.add_argument("--source", type=Path, action="append", default=[], metavar="FILE",
                        help="audio to play on, twice for two; the model makes its own without it")  # fmt: skip
    parser.add_argument("--seconds", type=float, default=8.0, help="how long the loop is, or may be with a source (8)")
    parser.add_argument("--lora", type=Path, metavar="FILE", help="a LoRA, for the example of that name")
    given = parser.parse_args(arguments)
    if given.name is None:
        print("\n".join(f"{name:22}{sentence(name)}" for name in EXAMPLES))
        return 0
    try:
        session = Session.load(given.model, device=given.device, decoder="eager", vae="eager")
        stage = set_stage(session, given.source, given.seconds, given.lora)
        write(import_module(f"engine.examples.{given.name}").play(stage), given.out, given.name)
    except (ValueError, OSError, soundfile.SoundFileError) as error:
        print(in_words(error), file=sys.stderr)
        return 1
    return 0


def sentence(name: str) -> str:
    """What an example shows."""
    return str(import_module(f"engine.examples.{name}").__doc__).partition("\n")[0]


def set_stage(session: Session, files: list[Path], seconds: float, lora: Path | None) -> Stage:
    """The first `seconds` of the sources, or a loop of about that length. Raises SourceError."""
    if not 1.0 <= seconds <= 600.0:
        raise SourceError(f"seconds: must lie in 1..600, got {seconds:g}")
    sources = [session.prepare_source(load_audio(file)[:, : round(seconds * session.sample_rate)]) for file in files]
    if not sources:
        sources = [make_source(session, "lo-fi, electric piano, calm", seconds, seed=1)]
    return Stage(session, sources[0], sources[1] if len(sources) > 1 else None, lora)


def write(takes: list[Take], folder: Path, name: str) -> None:
    """Write the takes one after another as a new `name`.wav, their spectrograms below each other as `name`.png."""
    folder.mkdir(parents=True, exist_ok=True)
    pause = np.zeros((2, round(PAUSE * Session.sample_rate)), np.float32)
    parts: list[np.ndarray] = []
    pictures = []
    for take in takes:
        print(f"{sum(part.shape[1] for part in parts) / Session.sample_rate:6.1f} s  {take.said}")
        parts += [take.audio, pause]
        pixels = spectrogram_pixels(torch.from_numpy(take.audio), 640, 96)
        pictures.append(pixels if take.curve is None else draw_curve(pixels, take.curve))
    sound, picture = new_path(folder / f"{name}.wav"), new_path(folder / f"{name}.png")
    soundfile.write(sound, np.concatenate(parts[:-1], axis=1).T, Session.sample_rate, subtype="FLOAT")
    write_png(picture, sheet(pictures, 1))
    print(f"{sound}\n{picture}")


if __name__ == "__main__":
    sys.exit(main())
