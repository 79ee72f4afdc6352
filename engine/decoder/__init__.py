"""Executors of the diffusion transformer over the same weights."""

from engine.decoder.protocol import Decoder, Row

__all__ = ["Decoder", "Row"]
