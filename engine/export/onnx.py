"""Graphs as ONNX files, whose initialisers bear the names of the parameters."""

from __future__ import annotations

import copy
import hashlib
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.background import TRACING
from engine.decoder.ranks import place
from engine.decoder.weights import Weights
from engine.errors import EngineError, EngineUnavailable
from engine.export.decoder import GRAPH, INPUTS, PARTS, DecoderGraph, factor_names

OPSET = 20
GRAPHS = "_onnx"
"""Among the folders of engines the one of exported graphs."""
MODEL = "model.onnx"
"""The file in a folder of an exported graph; what it weighs lies beside it."""
SMALL = 4096
NEEDS = "pip install 'demond[onnx]'"


def export_decoder(weights: Weights, folder: Path, products: torch.dtype | None = None) -> Path:
    """Export the decoder with batch, frames, tokens and ranks dynamic, see `export`; its folder's `model.onnx`.

    `products` is as of `DecoderGraph`.
    """
    graph = DecoderGraph(weights, products=products)
    ranks = place(weights, {})
    factors = tuple(
        {name: tuple(each.to(graph.products) for each in held) for name, held in layer.items()}
        for layer in ranks.factors
    )
    frames, tokens, device, dtype = 10 * weights.patch, 7, weights.device, weights.dtype
    inputs: tuple[Any, ...] = (
        torch.randn(2, frames, 64, device=device, dtype=dtype),
        torch.rand(2, device=device),
        torch.randn(2, frames, 128, device=device, dtype=dtype),
        torch.randn(2, tokens, weights.token_width, device=device, dtype=dtype),
        torch.zeros(2, tokens, device=device),
        torch.zeros(2, ranks.width, device=device),
        factors,
    )
    batch, length = torch.export.Dim("B", min=1, max=64), torch.export.Dim("L", min=1, max=4096)
    rank, half = torch.export.Dim("R", min=1, max=1024), torch.export.Dim("half", min=1, max=8192)
    time = weights.patch * half
    shapes = (
        {0: batch, 1: time},
        {0: batch},
        {0: batch, 1: time},
        {0: batch, 1: length},
        {0: batch, 1: length},
        {0: batch, 1: rank},
        tuple({name: ({1: parts * rank}, *[{0: rank}] * parts) for name, parts in PARTS.items()} for _ in graph.layers),
    )
    names = [*INPUTS, *factor_names(len(graph.layers))]
    return export(graph, inputs, folder, names=names, output="velocity", shapes=shapes)


def export(
    graph: nn.Module,
    inputs: tuple[Any, ...],
    folder: Path,
    *,
    names: Sequence[str],
    output: str,
    shapes: Any,
    named: bool = True,
) -> Path:
    """Write a graph to `folder`, whole or not at all, and return its `model.onnx`; tensors of it lie beside.

    The graph may run meanwhile: what is traced is a copy over the same tensors, as tracing puts others in their
    places. `shapes` are the dynamic dimensions, `named` asks that every parameter keeps its name.
    Raises EngineUnavailable without the libraries for it, OSError, and EngineError where the graph cannot be so.
    """
    _library()
    graph = _apart(graph)
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        with TRACING, torch.no_grad(), _quiet(), _unlike(graph if named else nn.Module()):
            try:
                program = torch.onnx.export(
                    graph.eval(),
                    inputs,
                    dynamo=True,
                    opset_version=OPSET,
                    dynamic_shapes=shapes,
                    input_names=list(names),
                    output_names=[output],
                    verbose=False,
                )
            except RuntimeError as error:
                raise EngineError(f"its graph cannot be written: {error.__cause__ or error}") from error
        assert program is not None
        if named:
            weights: dict[str, Tensor] = dict(graph.named_parameters())
            lost = sorted(weights.keys() - program.model.graph.initializers.keys())
            if lost:
                raise EngineError(f"{len(lost)} weights lost their names in the graph, {lost[0]} first")
            program.apply_weights(weights)
        program.save(work / MODEL, external_data=True)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder / MODEL


def _apart(graph: nn.Module) -> nn.Module:
    """A copy of it over the same tensors."""
    held: dict[int, Any] = {id(each): nn.Parameter(each.detach(), requires_grad=False) for each in graph.parameters()}
    held |= {id(each): each.detach() for each in graph.buffers()}
    return copy.deepcopy(graph, held)


@contextmanager
def _quiet() -> Iterator[None]:
    """Only errors of the exporter meanwhile: it warns of libraries that it has no need for, and of its own ways."""
    log = logging.getLogger("torch.onnx")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "# The axis name")
            warnings.filterwarnings("ignore", category=FutureWarning)
            yield
    finally:
        log.setLevel(before)


@contextmanager
def _unlike(graph: nn.Module) -> Iterator[None]:
    """Random numbers in the small parameters meanwhile: small ones that are equal would become one in the graph."""
    small = {each: each.data for each in graph.parameters() if each.numel() <= SMALL}
    for each in small:
        each.data = torch.rand_like(each)
    try:
        yield
    finally:
        for each, data in small.items():
            each.data = data


def key(weights: Weights) -> str:
    """A digest of all that the decoder's graph is made of."""
    found = hashlib.blake2b(digest_size=16)
    sliding = [layer.own.sliding for layer in weights.layers]
    found.update(repr((GRAPH, OPSET, torch.__version__, weights.geometry, weights.patch, sliding)).encode())
    for name, each in DecoderGraph(weights).named_parameters():
        found.update(f"{name} {each.dtype} {tuple(each.shape)}".encode())
        found.update(each.detach().contiguous().cpu().view(torch.uint8).numpy().data)
    return found.hexdigest()


def _library() -> None:
    try:
        import onnx  # noqa: F401
        import onnxscript  # noqa: F401
    except ImportError as error:
        raise EngineUnavailable(f"needs ONNX to write graphs: {NEEDS}") from error
