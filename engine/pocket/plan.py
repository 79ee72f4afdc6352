"""The plan: what a score says, one row of 64 numbers per latent frame (25 Hz).

Rows hold beat and bar phase, chords, bass and melody as chroma, onsets with their place inside the frame, and levels.
The tokenizer learns to hear the same rows (without the phases) in a recording, so a plan and a source speak one
language to the transformer.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from engine.bars import FRAME_RATE
from engine.pocket.composer import LANE_OF_KEY
from engine.pocket.music import DRUM_LANES, Score

CHANNELS = 64
PHASE = slice(0, 8)
CHORD, BASS, LEAD = 8, 20, 32
ONSETS = {"bass": 44, "lead": 45, "chords": 46, "kick": 47, "snare": 48, "hat": 49, "perc": 50}
HEIGHTS = {"bass": 51, "lead": 52, "chords": 53}
LEVELS = {"chords": 54, "bass": 55, "lead": 56}
PLACES = {"kick": 57, "snare": 58, "hat": 59, "lead": 60, "bass": 61, "chords": 62}
PRESENT = 63
HEARD = slice(7, CHANNELS)
SPAN = {"bass": (28, 52), "lead": (60, 90), "chords": (40, 80)}


def score_plan(score: Score, frames: int, *, bpm: float | None = None, phase: bool = True) -> Tensor:
    """Write a score as a plan.

    Returns `[frames, 64]`. `bpm` is the exact tempo to lay it out at (default: the score's); a score shorter than
    `frames` starts over, so that a loop wraps. Without `phase` the phase channels are zero, as a recording has them.
    """
    per_beat = FRAME_RATE * 60.0 / (bpm or score.bpm)
    plan = torch.zeros(frames, CHANNELS)
    time = torch.arange(frames, dtype=torch.float64) + 0.5
    if phase:
        _write_phase(plan, time / per_beat, score.beats_per_bar)
    length = score.beats * per_beat
    bar = ((time % length) / (per_beat * score.beats_per_bar)).long().clamp(max=score.bars - 1)
    plan[:, 7] = torch.tensor(score.energy, dtype=torch.float32)[bar] * 2.0 - 1.0
    repeats = max(1, math.ceil(frames / length - 1e-6))
    for note in score.notes:
        lane = LANE_OF_KEY.get(note.pitch, "perc") if note.part == "drums" else voice(note.part)
        for turn in range(repeats):
            begin = note.start * per_beat + turn * length
            _write_note(plan, lane, note.pitch, note.velocity, begin, note.length * per_beat)
    plan[:, PRESENT] = 1.0
    return plan.clamp(-2.0, 2.0)


def voice(part: str) -> str:
    """The part of a plan that a part of a score is written into."""
    return "chords" if part in ("chords", "pad") else part


def _write_phase(plan: Tensor, beats: Tensor, beats_per_bar: int) -> None:
    for column, cycles in ((0, beats), (2, beats / beats_per_bar), (4, beats * 2.0)):
        angle = 2.0 * math.pi * cycles
        plan[:, column] = torch.cos(angle).float()
        plan[:, column + 1] = torch.sin(angle).float()
    plan[:, 6] = 1.0


def _write_note(plan: Tensor, lane: str, pitch: int, velocity: float, begin: float, length: float) -> None:
    frames = plan.shape[0]
    first = int(begin)
    if first >= frames:
        return
    strength = 0.5 + 1.0 * velocity
    plan[first, ONSETS[lane]] = max(float(plan[first, ONSETS[lane]]), strength)
    if lane in PLACES:
        plan[first, PLACES[lane]] = 2.0 * (begin - first) - 1.0
    if lane in DRUM_LANES:
        return
    last = min(frames, max(first + 1, round(begin + length)))
    base = {"chords": CHORD, "bass": BASS, "lead": LEAD}[lane]
    column = plan[first:last, base + pitch % 12]
    column.clamp_(min=strength)
    low, high = SPAN[lane]
    plan[first:last, HEIGHTS[lane]] = 2.0 * (pitch - low) / (high - low) - 1.0
    plan[first:last, LEVELS[lane]] = strength
