"""What a generation listens to: text, timbre, structure hints."""

from engine.conditioning.context import build_context, fit_length
from engine.conditioning.encoder import PromptTokens
from engine.conditioning.mixing import blend_tokens
from engine.conditioning.text import TASKS, Text, TextStates, format_caption, format_lyrics, text_face
from engine.conditioning.timbre import timbre_latents

__all__ = [
    "TASKS",
    "PromptTokens",
    "Text",
    "TextStates",
    "blend_tokens",
    "build_context",
    "fit_length",
    "format_caption",
    "format_lyrics",
    "text_face",
    "timbre_latents",
]
