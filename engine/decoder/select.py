"""Executors by name."""

from engine.decoder.eager import EagerDecoder
from engine.decoder.protocol import Decoder
from engine.decoder.weights import Weights

BACKENDS = ("eager",)


def make_decoder(weights: Weights, backend: str) -> Decoder:
    """The executor called `backend` over a transformer's weights; ValueError for an unknown name."""
    if backend not in BACKENDS:
        raise ValueError(f"backend: must be one of {', '.join(BACKENDS)}, got {backend!r}")
    return EagerDecoder(weights)
