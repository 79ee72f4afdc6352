"""Demonstration files: one loop per style, and a performance that moves through them."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from engine import Condition
from engine.picture import sheet, spectrogram_pixels, write_png
from engine.pocket.making.model import Pocket
from engine.pocket.styles import STYLES, TABLE
from engine.pocket.vocoder import RATE

KEYS = ("A minor", "C minor", "F lydian", "Bb major", "E mixolydian", "E phrygian", "D minor", "C major", "Ab major",
        "D dorian", "G major", "F minor")  # fmt: skip


def style_loop(pocket: Pocket, style: str, seed: int = 1) -> Tensor:
    """A loop of a style at its middle tempo, played twice `[2, S]`."""
    low, high = TABLE[style].bpm
    latents = pocket.play(style, bpm=round((low + high) / 2), key=KEYS[STYLES.index(style)], seed=seed)
    return pocket.decode(latents, loop=True).repeat(1, 2)


def performance(pocket: Pocket, seed: int = 4) -> Tensor:
    """Ten turns of one loop `[2, S]`: the prompt moves from lo-fi to techno while denoise rises and falls."""
    bpm, key = 112.0, "A minor"
    session = pocket.session
    frames = session.loop_frames(214, bpm, "4")
    ends = [
        pocket.prompt(words, frames, bpm=bpm, key=key)
        for words in ("lo-fi, electric piano, calm", "techno, synth bass, energetic")
    ]
    plans = [session.plan(frames, prompt.outline(), seed=seed) for prompt in ends]
    first, last = (pocket.tokens(prompt) for prompt in ends)
    latents: Tensor | None = None
    turns: list[Tensor] = []
    for number, denoise in enumerate((1.0, 0.4, 0.6, 0.8, 0.9, 1.0, 0.7, 0.5, 0.8, 1.0)):
        share = min(1.0, number / 7.0)
        context = session.context(torch.lerp(plans[0], plans[1], share))
        halfway = (Condition(first, 1.0 - share), Condition(last, share))
        source = None if denoise == 1.0 else latents
        latents = session.generate(
            pocket.request(first, context, seed + number, conditions=halfway, source=source, denoise=denoise)
        )
        turns.append(latents)
    return pocket.decode(torch.cat(turns, 1))


def main(out: Path) -> None:
    """Write `<style>.wav` for each style, `performance.wav` and their spectrograms."""
    import soundfile

    out.mkdir(parents=True, exist_ok=True)
    pocket = Pocket.load()
    pictures = []
    for style in STYLES:
        audio = style_loop(pocket, style)
        soundfile.write(out / f"{style.replace(' ', '-')}.wav", audio.T.clamp(-1, 1).numpy(), RATE)
        pictures.append(spectrogram_pixels(audio[:, : audio.shape[1] // 2]))
        print(out / f"{style.replace(' ', '-')}.wav")
    audio = performance(pocket)
    soundfile.write(out / "performance.wav", audio.T.clamp(-1, 1).numpy(), RATE)
    write_png(out / "styles.png", sheet(pictures, 3))
    write_png(out / "performance.png", spectrogram_pixels(audio, 1200))
