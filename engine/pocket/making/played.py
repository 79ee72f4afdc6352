"""What the daemon's defaults, and what people type, sound like, in figures."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from engine import DCW
from engine.checkpoints.defaults import Defaults
from engine.pocket.composer import instrument_tags
from engine.pocket.making.measures import distance, mean, tempo
from engine.pocket.making.model import Pocket
from engine.pocket.making.render import loudness
from engine.pocket.music import Score
from engine.pocket.plan import score_plan
from engine.pocket.vocoder import HOP

FIRST = 200
"""The frame of a held-out piece that its clip begins at."""
PROMPTS = (
    "warm ambient pads with a slow beat", "techno, 140 bpm", "solo piano, slow", "ambient, strings, slow",
    "drum and bass, fast", "techno, synth bass, energetic", "house with a warm bass", "calm piano",
)  # fmt: skip
"""The prompt that demond opens with, and those that its README shows."""


def step_figures(pocket: Pocket, held: list[Tensor], scores: list[Score]) -> dict[str, Any]:
    """What steps do, and the wavelet correction as other models of this kind have it; distances in dB.

    Each held-out piece is played again over its own plan, and set beside its render, or beside another playing.
    """
    usual = Defaults()
    on = DCW(low=usual.dcw_low, high=usual.dcw_high)
    rendered: dict[str, list[float]] = {}
    moved: dict[str, list[float]] = {}
    played: dict[str, list[float]] = {}
    for number, (clip, score) in enumerate(zip(held, scores, strict=True)):
        frames = clip.shape[1] // HOP
        words = ", ".join([score.style, *instrument_tags(score), *score.moods])
        prompt = pocket.prompt(words, frames, bpm=round(score.bpm), key=score.key.name, meter=str(score.beats_per_bar))
        plan = score_plan(score, FIRST + frames)[None, FIRST:]
        tokens, context = pocket.tokens(prompt), pocket.session.context(plan)

        def sound(seed: int = number, tokens: Tensor = tokens, context: Tensor = context, **turned: Any) -> Tensor:
            return pocket.decode(pocket.session.generate(pocket.request(tokens, context, seed, **turned)))

        rendered.setdefault("codec", []).append(distance(pocket.decode(pocket.encode(clip)), clip))
        for steps in (4, 8, 16):
            off, corrected = sound(steps=steps, dcw=None), sound(steps=steps, dcw=on)
            rendered.setdefault(f"{steps} steps", []).append(distance(off, clip))
            rendered.setdefault(f"{steps} steps, corrected", []).append(distance(corrected, clip))
            moved.setdefault(f"{steps} steps", []).append(distance(corrected, off))
            played.setdefault(f"{steps} steps", []).append(distance(sound(steps=steps), off))
        moved.setdefault("another seed", []).append(distance(sound(number + 50), sound()))
    return {
        "distance_to_render_db": {k: mean(v) for k, v in rendered.items()},
        "distance_of_played_db": {k: mean(v) for k, v in played.items()},
        "distance_of_correction_db": {k: mean(v) for k, v in moved.items()},
    }


def word_figures(pocket: Pocket) -> dict[str, dict[str, Any]]:
    """What is taken of the prompts, and the tempo and loudness of what they sound like."""
    rows = {}
    for caption in PROMPTS:
        said = pocket.session.said(caption)
        assert said.bpm is not None
        audio = pocket.decode(pocket.play(caption, seed=42), loop=True)
        rows[caption] = {
            "took": ", ".join(said.took),
            "bpm": said.bpm,
            "tempo": round(tempo(audio, said.bpm), 1),
            "loudness_lufs": round(loudness(audio.T.numpy()), 1),
        }
    return rows
