"""Executors by name."""

import os

import torch

from engine.decoder.eager import EagerDecoder
from engine.decoder.protocol import Decoder
from engine.decoder.weights import Weights

BACKENDS = ("eager",)


def make_decoder(weights: Weights, backend: str) -> Decoder:
    """The executor called `backend` over a transformer's weights; ValueError for an unknown name.

    On a CPU the rows of a tick share the cores, one thread each, and torch's own threads are set to one for the whole
    process: waiting for each other inside every product, they fall behind many times over when anything else runs.
    """
    if backend not in BACKENDS:
        raise ValueError(f"backend: must be one of {', '.join(BACKENDS)}, got {backend!r}")
    if weights.device.type != "cpu":
        return EagerDecoder(weights)
    torch.set_num_threads(1)
    return EagerDecoder(weights, threads=len(os.sched_getaffinity(0)))
