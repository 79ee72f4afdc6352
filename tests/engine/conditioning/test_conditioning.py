"""What the encoders are given of a prompt and of a reference."""

from typing import Any

import torch

from engine import Prompt
from engine.conditioning import format_caption, format_lyrics, timbre_latents


def test_prompts_read_as_the_pipeline_writes_them(pipeline: Any) -> None:
    prompt = Prompt("a {b} c", "oh", bpm=120.0, key="C major", time_signature="4", duration=12.7)
    theirs = pipeline._format_prompt("a {b} c", "oh", "en", 12.7, None, 120, "C major", "4")
    assert (format_caption(prompt), format_lyrics(prompt)) == theirs
    for task in ("cover", "repaint"):
        instruction = pipeline._get_task_instruction(task)
        expected, _ = pipeline._format_prompt("x", audio_duration=0, instruction=instruction)
        assert format_caption(Prompt("x", task=task)) == expected


def test_timbre_is_heard_in_three_pieces() -> None:
    long = torch.arange(1000.0).reshape(1, -1, 1).expand(-1, -1, 64)
    pieces = timbre_latents(long)[0, :, 0]
    assert pieces[[0, 249, 250, 499, 500, 749]].tolist() == [0, 249, 333, 582, 750, 999]
    assert timbre_latents(long[:, :300]).shape == (1, 750, 64)
