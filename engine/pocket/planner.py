"""The pocket planner: a composed plan, as structure hints for the transformer."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.bars import FRAME_RATE, beats_of, given, whole_bars
from engine.checkpoints.module import read_config
from engine.pocket.composer import compose
from engine.pocket.music import Key, parse_key
from engine.pocket.plan import score_plan, voice
from engine.pocket.styles import TABLE
from engine.pocket.text import PocketText
from engine.prompt import Prompt
from engine.variation import AS_SEEDED, Variation
from engine.words import Said

TOLERANCE = 0.04


class PocketPlanner(nn.Module):
    """Composes in the style that the caption asks for and lays the score out as hints, 64 channels at 25 Hz."""

    def __init__(self, text: PocketText | None = None) -> None:
        super().__init__()
        self._text = [text or PocketText()]

    @classmethod
    def from_pretrained(cls, folder: str | Path, **_: Any) -> PocketPlanner:
        """Load from a checkpoint folder; `config.json` names the folder beside it that has the words."""
        named = str(read_config(Path(folder)).get("text_encoder", "../text_encoder"))
        words = Path(folder).parent / Path(named).name
        return cls(PocketText.from_pretrained(words) if (words / "config.json").exists() else None)

    def save_pretrained(self, folder: str | Path) -> None:
        """Write what `from_pretrained` reads."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        config = {"_class_name": "PocketPlanner", "text_encoder": "../text_encoder"}
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")

    def loop_frames(self, bpm: float | None, time_signature: str | None, near: int) -> int:
        """The frame count nearest `near` that holds whole bars; an even number of them if one is within a quarter."""
        return whole_bars(near, bpm, time_signature)

    def said(self, caption: str) -> Said:
        """What a caption says of tempo, key and meter; the tempo of its style where it names none."""
        reading = self._text[0].parse(caption)
        if reading.said.bpm is not None:
            return reading.said
        bpm = middle_tempo(reading.style)
        return replace(reading.said, bpm=bpm, took=(f"{reading.style}: {bpm:g} bpm", *reading.said.took))

    def hints(self, frames: int, prompt: Prompt, seed: int = 0, variation: Variation = AS_SEEDED) -> Tensor:
        """Plan `frames` latent frames.

        Returns `[1, frames, 64]`. The caption chooses the style; what is None is taken from the caption or the style. A
        key that nobody names has the same notes in every style under one seed, so that plans can be mixed. Tempo gives
        way by up to 4 % so that whole bars fill the frames and a loop wraps on a bar. What the seed draws of key and
        meter holds for every variation of its piece.
        """
        reading = self._text[0].parse(prompt.caption)
        style = reading.style
        bpm = prompt.bpm or reading.bpm or middle_tempo(style)
        beats = beats_of(prompt.time_signature if given(prompt.time_signature) else reading.said.time_signature)
        per_bar = beats * FRAME_RATE * 60.0 / bpm
        bars = max(1, round(frames / per_bar))
        if abs(frames / (bars * per_bar) - 1.0) <= TOLERANCE:
            bpm *= bars * per_bar / frames
        else:
            bars = max(1, -int(-frames // per_bar))
        tonality = parse_key(prompt.key) if given(prompt.key) else reading.key
        tonality = tonality or free_key(style, seed)

        def piece(number: int) -> Tensor:
            seeded, number = (_seed_of(seed, number), 0) if number and variation.another else (seed, number)
            without = frozenset(variation.without)
            return _planned(style, seeded, bpm, tonality, beats, bars, number, without, frames)

        later = round(variation.share * bars)
        if later in (0, bars):
            return piece(variation.second if later else variation.first).clone()
        order = random.Random(f"{seed}/{variation.first}/{variation.second}").sample(range(bars), bars)
        bar = ((torch.arange(frames) + 0.5) * bpm / (beats * FRAME_RATE * 60.0)).long() % bars
        changed = torch.isin(bar, torch.tensor(order[:later]))
        return torch.where(changed[:, None], piece(variation.second), piece(variation.first))


@lru_cache(maxsize=8)
def _planned(
    style: str,
    seed: int,
    bpm: float,
    key: Key,
    beats_per_bar: int,
    bars: int,
    number: int,
    without: frozenset[str],
    frames: int,
) -> Tensor:
    """The hints `[1, frames, 64]` of one piece, which nobody may write to: from turn to turn the same come again."""
    score = compose(style, seed, bpm=bpm, key=key, beats_per_bar=beats_per_bar, bars=bars, loop=True, variation=number)
    score.notes = [note for note in score.notes if voice(note.part) not in without]
    return score_plan(score, frames)[None]


def _seed_of(seed: int, number: int) -> int:
    """The seed of a piece that has nothing of the seed's own."""
    return random.Random(f"{seed}/{number}").getrandbits(32)


def middle_tempo(style: str) -> float:
    """The tempo of a style where nobody names one, in whole beats per minute."""
    return float(round(sum(TABLE[style].bpm) / 2.0))


def free_key(style: str, seed: int) -> Key:
    """A key in a mode of the style, made of the seven notes that the seed draws for every style."""
    notes = Key(random.Random(seed).randrange(12), "major").pitch_classes()
    mode = random.Random(f"{style}/{seed}").choice(TABLE[style].modes)
    return next(key for tonic in range(12) if (key := Key(tonic, mode)).pitch_classes() == notes)
