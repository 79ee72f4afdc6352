"""What a generation listens to: text, timbre, structure hints."""

from engine.conditioning.context import build_context, silence
from engine.conditioning.text import TASKS, Text, TextStates, format_caption, format_lyrics, text_face
from engine.conditioning.timbre import timbre_latents

__all__ = [
    "TASKS",
    "Text",
    "TextStates",
    "build_context",
    "format_caption",
    "format_lyrics",
    "silence",
    "text_face",
    "timbre_latents",
]
