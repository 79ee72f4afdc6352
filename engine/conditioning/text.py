"""Prompts in the form ACE-Step was trained on, and text encoders behind one face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor

from engine.errors import CheckpointError, RequestError
from engine.prompt import Prompt

_TEMPLATE = "# Instruction\n{}\n\n# Caption\n{}\n\n# Metas\n{}<|endoftext|>\n"
TASKS = {
    "text2music": "Fill the audio semantic mask based on the given conditions:",
    "cover": "Generate audio semantic tokens based on the given conditions:",
    "repaint": "Repaint the mask area based on the given conditions:",
    "extract": "Extract the track from the audio:",
    "lego": "Generate the track based on the audio context:",
    "complete": "Complete the input track:",
}
MOST_CAPTION_TOKENS = 256
MOST_LYRIC_TOKENS = 2048


@dataclass(frozen=True, eq=False)
class TextStates:
    """A prompt's hidden states: `caption` `[1, L, C]` and `lyrics` `[1, M, C]`."""

    caption: Tensor
    lyrics: Tensor


@runtime_checkable
class Text(Protocol):
    """Turns formatted text into hidden states `[1, L, C]`."""

    def caption(self, text: str) -> Tensor: ...

    def lyrics(self, text: str) -> Tensor: ...


def format_caption(prompt: Prompt) -> str:
    """The caption's template with its metadata block, as in diffusers' `AceStepPipeline`; unknown values read N/A.

    Raises RequestError for a task that is not one of TASKS.
    """
    if prompt.task not in TASKS:
        raise RequestError("task", f"must be one of {', '.join(TASKS)}, got {prompt.task!r}")
    duration = prompt.duration or 0.0
    metas = (
        f"- bpm: {'N/A' if prompt.bpm is None else f'{prompt.bpm:g}'}\n"
        f"- timesignature: {(prompt.time_signature or '').strip() or 'N/A'}\n"
        f"- keyscale: {(prompt.key or '').strip() or 'N/A'}\n"
        f"- duration: {int(duration) if duration > 0 else 30} seconds\n"
    )
    return _TEMPLATE.format(prompt.instruction or TASKS[prompt.task], prompt.caption, metas)


def format_lyrics(prompt: Prompt) -> str:
    """The lyrics under their language header."""
    return f"# Languages\n{prompt.language}\n\n# Lyric\n{prompt.lyrics}<|endoftext|>"


class _TransformersText:
    """A `transformers` text model: captions through all of it, lyrics through its token embedding, in float32."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model = model
        self._tokenizer = tokenizer

    def caption(self, text: str) -> Tensor:
        states: Tensor = self._model(input_ids=self._ids(text, MOST_CAPTION_TOKENS)).last_hidden_state
        return states.float()

    def lyrics(self, text: str) -> Tensor:
        states: Tensor = self._model.get_input_embeddings()(self._ids(text, MOST_LYRIC_TOKENS))
        return states.float()

    def _ids(self, text: str, most: int) -> Tensor:
        ids: Tensor = self._tokenizer(text, truncation=True, max_length=most, return_tensors="pt").input_ids
        return ids.to(device=self._model.device, dtype=torch.long)


def text_face(encoder: Any, tokenizer: Any | None) -> Text:
    """The encoder itself when it already speaks text, else its model and tokenizer as one."""
    if isinstance(encoder, Text):
        return encoder
    if tokenizer is None:
        raise CheckpointError("text_encoder: needs a tokenizer beside it")
    return _TransformersText(encoder, tokenizer)
