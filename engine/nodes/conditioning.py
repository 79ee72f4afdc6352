"""Prompts, and what can be done with what they become."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

import torch

from engine.conditioning import TASKS
from engine.conditioning.mixing import fit_tokens, mix_tokens
from engine.errors import RequestError
from engine.nodes.parameters import HIDDEN, Choices, Duration, Number, Share
from engine.nodes.registry import node
from engine.nodes.values import Conditioning, Latent, Mask, Model, TextEmbed
from engine.prompt import Prompt
from engine.request import Condition
from engine.series import Series, canonical, resample
from engine.session import Session

KEYS = tuple(
    f"{tonic} {scale}"
    for tonic in ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
    for scale in ("major", "minor")
)
LANGUAGES = (
    "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hr", "ht", "hu",
    "id", "is", "it", "ja", "ko", "la", "lt", "ms", "ne", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sa", "sk", "sr",
    "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "yue", "zh", "unknown",
)  # fmt: skip
"""The languages ACE-Step 1.5 was trained on."""


@node("EncodeText", "conditioning", outputs="text_embed")
def encode_text(
    *,
    clip: Session,
    tags: str = "",
    lyrics: str = "",
    task_type: Annotated[str, Choices(tuple(TASKS))] = "cover",
    bpm: Annotated[int, Number(30, 300)] = 120,
    duration: Duration = 60.0,
    key: Annotated[str, Choices(KEYS)] = "C major",
    time_signature: Literal["2", "3", "4", "6"] = "4",
    language: Annotated[str, Choices(LANGUAGES)] = "en",
    instruction: Annotated[str, HIDDEN] = "",
) -> TextEmbed:
    """A prompt through the text encoder: `tags` is the caption, `duration` in seconds.

    The task is `cover` unless said otherwise, from wherever the node is called. An `instruction` stands in for the
    task's own.
    """
    prompt = Prompt(
        tags,
        lyrics=lyrics,
        bpm=bpm,
        key=key,
        time_signature=time_signature,
        language=language,
        duration=duration,
        task=task_type,
        instruction=instruction,
    )
    return TextEmbed(clip.read_text(prompt), prompt)


@node("EncodeConditioning", "conditioning", outputs="conditioning")
def encode_conditioning(*, model: Model, text_embed: TextEmbed, timbre_ref: Latent | None) -> Conditioning:
    """Condition tokens of a prompt, with the timbre of a reference or the checkpoint's silence."""
    session = model.session
    timbre = session.encode_timbre(None if timbre_ref is None else timbre_ref.tensor)
    tokens = session.encode_prompt(text_embed.states).with_timbre(timbre)
    return Conditioning((Condition(tokens),), text_embed.prompt)


@node("ConditioningAverage", "conditioning", outputs="conditioning")
def conditioning_average(
    *,
    conditioning_a: Conditioning,
    conditioning_b: Conditioning,
    weight: Share = 0.5,
) -> Conditioning:
    """The tokens of A moved toward those of B by `weight`; length, weights over time and steps stay A's.

    B is cut or filled up with zero tokens to the length of A. Entries meet one by one, or all meet the only one of B.
    """
    return conditioning_a.changed(
        tuple(
            replace(a, tokens=torch.lerp(a.tokens, fit_tokens(b.tokens, a.tokens.shape[1]), weight))
            for a, b in _pairs(conditioning_a, conditioning_b)
        )
    )


@node("ConditioningBlend", "conditioning", outputs="conditioning")
def conditioning_blend(
    *,
    conditioning_a: Conditioning,
    conditioning_b: Conditioning,
    alpha: Share = 0.5,
) -> Conditioning:
    """The tokens of A (`alpha` 0) and B (1) mixed, as long as the longer of the two, the shorter counting as zero.

    Of weights over time the larger holds; steps are A's. Entries meet one by one, or all meet the only one of B.
    """
    return conditioning_a.changed(
        tuple(
            replace(a, tokens=mix_tokens(a.tokens, b.tokens, alpha), weight=_larger(a.weight, b.weight))
            for a, b in _pairs(conditioning_a, conditioning_b)
        )
    )


@node("ConditioningCombine", "conditioning", outputs="conditioning")
def conditioning_combine(
    *,
    conditioning_a: Conditioning,
    conditioning_b: Conditioning,
    temporal_weight_b: Mask | None,
    step_range_start_b: Share = 0.0,
    step_range_end_b: Share = 1.0,
) -> Conditioning:
    """Both prompts at once, their velocities mixed: B weighs what its mask says, in its part of the steps.

    What B carries already narrows further: weights multiply, of step ranges what they share is left.
    """
    entries = []
    for entry in conditioning_b.entries:
        start, end = max(entry.start, step_range_start_b), min(entry.end, step_range_end_b)
        if end < start:
            raise RequestError("step_range_b", f"nothing is left of {start:g}..{end:g}")
        weight = entry.weight
        if temporal_weight_b is not None:
            weight = temporal_weight_b.values if weight is None else _product(weight, temporal_weight_b.values)
        entries.append(replace(entry, weight=weight, start=start, end=end))
    return conditioning_a.changed((*conditioning_a.entries, *entries))


@node("ConditioningZeroOut", "conditioning", outputs="conditioning")
def conditioning_zero_out(*, conditioning: Conditioning) -> Conditioning:
    """The same with every token zero, as a negative that says nothing."""
    return conditioning.changed(
        tuple(replace(entry, tokens=torch.zeros_like(entry.tokens)) for entry in conditioning.entries)
    )


def _pairs(a: Conditioning, b: Conditioning) -> list[tuple[Condition, Condition]]:
    others = b.entries * len(a.entries) if len(b.entries) == 1 else b.entries
    if len(others) != len(a.entries):
        raise RequestError("conditioning_b", f"has {len(others)} entries, conditioning_a has {len(a.entries)}")
    return list(zip(a.entries, others, strict=True))


def _aligned(a: Series, b: Series) -> tuple[torch.Tensor, torch.Tensor]:
    first, second = canonical(a, "weight"), canonical(b, "weight")
    frames = max(first.shape[1], second.shape[1])
    return resample(first, frames), resample(second, frames)


def _product(a: Series, b: Series) -> torch.Tensor:
    first, second = _aligned(a, b)
    return (first * second).flatten()


def _larger(a: Series | None, b: Series | None) -> torch.Tensor | None:
    if a is None and b is None:
        return None
    first, second = _aligned(1.0 if a is None else a, 1.0 if b is None else b)
    return torch.maximum(first, second).flatten()
