"""Time one tick: this engine's executor beside the diffusers module, over the same weights, in turns.

    python -m benchmarks.tick [--model pocket] [--frames 300] [--depth 4] [--rounds 20] [--dtype float32|bfloat16]
                              [--compiled] [--runtimes openvino onnx]

Prints medians in milliseconds, how many times faster than the first line each is, and the largest difference from it.
"""

import argparse
import importlib
import os
import statistics
import time
from collections.abc import Callable

import torch

from engine.checkpoints import locate
from engine.checkpoints.module import read_config, read_weights
from engine.decoder import Row
from engine.decoder.compiled import CompiledDecoder
from engine.decoder.eager import EagerDecoder
from engine.decoder.select import make_decoder
from engine.decoder.weights import fuse


def in_turns(contestants: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of each, run alternately so that what else the machine does hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 2):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            if turn >= 2:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(each) for name, each in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--tokens", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--dtype", default="float32", choices=["float32", "bfloat16"])
    parser.add_argument("--compiled", action="store_true", help="compile the blocks too, which takes a minute or more")
    parser.add_argument("--runtimes", nargs="*", default=[], choices=["openvino", "onnx"])
    options = parser.parse_args()

    from diffusers.models.transformers.ace_step_transformer import AceStepTransformer1DModel

    folder = locate(options.model).folder / "transformer"
    dtype = getattr(torch, options.dtype)
    module = AceStepTransformer1DModel.from_pretrained(folder, low_cpu_mem_usage=False).to(dtype).eval()
    config, state = read_config(folder), read_weights(folder, dtype=dtype)
    weights = fuse(config, state)
    rows = [
        Row(
            torch.randn(1, options.frames, 64),
            1.0 - 0.9 * i / options.depth,
            torch.randn(1, options.tokens, weights.token_width),
            torch.randn(1, options.frames, 128),
        )
        for i in range(options.depth)
    ]
    x, context = torch.cat([row.x for row in rows]).to(dtype), torch.cat([row.context for row in rows]).to(dtype)
    tokens = torch.cat([row.tokens for row in rows]).to(dtype)
    times = torch.tensor([row.t for row in rows]).to(dtype)

    def diffusers(threads: int) -> torch.Tensor:
        torch.set_num_threads(threads)
        try:
            with torch.inference_mode():
                return module(x, times, times, tokens, context, return_dict=False)[0]
        finally:
            torch.set_num_threads(1)

    cores = len(os.sched_getaffinity(0))
    shared, batched = make_decoder(weights, "eager"), EagerDecoder(weights, batched=True)
    single = EagerDecoder(weights)
    contestants: dict[str, Callable[[], object]] = {
        "diffusers, one batch, one thread": lambda: diffusers(1),
        "diffusers, one batch, a thread per core": lambda: diffusers(cores),
        "engine, one batch": lambda: batched(rows),
        "engine, row by row": lambda: single(rows),
        "engine, rows shared by threads (what a session uses)": lambda: shared(rows),
    }
    if options.compiled:
        compiled = CompiledDecoder(weights, threads=cores)
        compiled.warm((options.frames,), options.tokens)
        contestants["engine, compiled, rows shared by threads"] = lambda: compiled(rows)
    for runtime in options.runtimes:
        made = importlib.import_module(f"engine.decoder.{runtime}").make(weights)
        contestants[f"engine, {runtime}"] = lambda made=made: made(rows)  # type: ignore[misc]
    wanted = diffusers(1).float()
    medians = in_turns(contestants, options.rounds)
    base = medians["diffusers, one batch, one thread"]
    print(f"{options.depth} rows of {options.frames} frames, {options.dtype}")
    for name, seconds in medians.items():
        result = contestants[name]()
        ours = result if isinstance(result, torch.Tensor) else torch.cat(list(result))  # type: ignore[call-overload]
        worst = float((ours.float() - wanted).abs().max() / wanted.abs().max())
        print(f"{seconds * 1e3:9.1f} ms  {base / seconds:5.2f}x  difference {worst:.1e}  {name}")


if __name__ == "__main__":
    main()
