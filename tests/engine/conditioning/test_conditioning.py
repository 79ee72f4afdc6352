"""What the encoders are given of a prompt and of a reference."""

import math
from typing import Any

import pytest
import torch

from engine import Prompt, RequestError
from engine.conditioning import format_caption, format_lyrics, timbre_latents


def test_prompts_read_as_the_pipeline_writes_them(pipeline: Any) -> None:
    prompt = Prompt("a {b} c", "oh", bpm=120.0, key="C major", time_signature="4", duration=12.7)
    theirs = pipeline._format_prompt("a {b} c", "oh", "en", 12.7, None, 120, "C major", "4")
    assert (format_caption(prompt), format_lyrics(prompt)) == theirs
    for task in ("cover", "repaint"):
        instruction = pipeline._get_task_instruction(task)
        expected, _ = pipeline._format_prompt("x", audio_duration=0, instruction=instruction)
        assert format_caption(Prompt("x", task=task)) == expected


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"duration": math.inf}, "duration: expected a number, got inf"),
        ({"duration": 1e9}, r"duration: must lie in 0\.\.3600, got 1e\+09"),
        ({"duration": -1}, "duration: must lie in"),
        ({"duration": "60"}, "duration: expected a number, got '60'"),
        ({"bpm": math.nan}, "bpm: expected a number, got nan"),
        ({"bpm": 0}, r"bpm: must lie in 1\.\.1000, got 0"),
        ({"bpm": -120.0}, "bpm: must lie in"),
        ({"bpm": 1e300}, "bpm: must lie in"),
        ({"bpm": 10**9999}, "bpm: expected a number, got a int of more digits than can be written"),
        ({"bpm": True}, "bpm: expected a number"),
        ({"bpm": torch.tensor(120.0)}, "bpm: expected a number"),
        ({"caption": None}, "caption: expected a text, got None"),
        ({"caption": b"piano"}, "caption: expected a text, got b'piano'"),
        ({"caption": "a\ud800b"}, r"caption: is no text at character 1: '\\ud800' stands alone"),
        ({"lyrics": "la" * 2**20}, "lyrics: may have 65536 characters, got 2097152"),
        ({"key": 5}, "key: expected a text"),
        ({"key": "A" * 257}, "key: may have 256 characters"),
        ({"time_signature": 4}, "time_signature: expected a text, got 4"),
        ({"language": "\udcff"}, "language: is no text"),
        ({"instruction": ["x"]}, "instruction: expected a text"),
        ({"task": None}, "task: expected a text"),
        ({"task": "sing"}, "task: must be one of text2music"),
    ],
)
def test_a_prompt_that_cannot_be_read_is_refused(said: dict[str, Any], complaint: str) -> None:
    with pytest.raises(RequestError, match=complaint) as caught:
        format_caption(Prompt(**said))
    assert caught.value.field in said
    str(caught.value).encode()


def test_timbre_is_heard_in_three_pieces() -> None:
    long = torch.arange(1000.0).reshape(1, -1, 1).expand(-1, -1, 64)
    pieces = timbre_latents(long)[0, :, 0]
    assert pieces[[0, 249, 250, 499, 500, 749]].tolist() == [0, 249, 333, 582, 750, 999]
    assert timbre_latents(long[:, :300]).shape == (1, 750, 64)
