"""Latents from audio and audio from latents, whole or by the window."""

from engine.codec.audio import LONGEST, load_audio, need_audio, need_file
from engine.codec.codec import HOP, SAMPLE_RATE, Codec

__all__ = ["HOP", "LONGEST", "SAMPLE_RATE", "Codec", "load_audio", "need_audio", "need_file"]
