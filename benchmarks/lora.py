"""Time one tick without LoRAs, with their strengths held, and with the strengths moving, in turns.

    python -m benchmarks.lora [--model pocket] [--frames 300] [--depth 4] [--rank 16] [--loras 1] [--rounds 60]
                              [--dtype float32|bfloat16]

Random factors beside every attention and MLP weight. Prints medians in milliseconds, and the medians of the
ratios within a round, which what else the machine does hits least.
"""

import argparse
import itertools
import statistics
import time

import torch

from engine.checkpoints import locate
from engine.checkpoints.module import read_config, read_weights
from engine.decoder import Row
from engine.decoder.select import make_decoder
from engine.decoder.weights import fuse
from engine.lora import Factors
from engine.lora.names import module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--tokens", type=int, default=16)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--loras", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--dtype", default="float32", choices=["float32", "bfloat16"])
    options = parser.parse_args()

    folder = locate(options.model) / "transformer"
    state = read_weights(folder, dtype=getattr(torch, options.dtype))
    decoder = make_decoder(fuse(read_config(folder), state), "eager")
    adapted = [name for key in state if key.endswith(".weight") and (name := module(key.removesuffix(".weight")))]
    for i in range(options.loras):
        factors = {}
        for name in adapted:
            rows, columns = state[f"{name}.weight"].shape
            down, up = torch.randn(options.rank, columns) / columns**0.5, 0.01 * torch.randn(rows, options.rank)
            factors[name] = Factors(down, up, 1.0)
        decoder.attach(f"lora {i}", factors)
    tokens = torch.randn(1, options.tokens, decoder.token_width)
    inputs = [
        (torch.randn(1, options.frames, 64), 1.0 - 0.9 * i / options.depth, tokens, torch.randn(1, options.frames, 128))
        for i in range(options.depth)
    ]
    steps = itertools.count(1)

    def tick(strength: float | None) -> list[torch.Tensor]:
        loras = () if strength is None else tuple((f"lora {i}", strength) for i in range(options.loras))
        return decoder([Row(*each, loras) for each in inputs])

    contestants = {
        "no strength given": lambda: tick(None),
        "strengths held": lambda: tick(0.7),
        "strengths moving": lambda: tick((next(steps) % 997 + 1) / 500),
    }
    times: list[list[float]] = []
    for _ in range(options.rounds + 2):
        times.append([])
        for run in contestants.values():
            start = time.perf_counter()
            run()
            times[-1].append(time.perf_counter() - start)
    none, held, moving = zip(*times[2:], strict=True)

    def ratio(these: tuple[float, ...], those: tuple[float, ...]) -> float:
        return statistics.median(a / b for a, b in zip(these, those, strict=True))

    count = f"{options.loras} LoRA{'s' if options.loras > 1 else ''} of rank {options.rank}"
    print(f"{options.depth} rows of {options.frames} frames, {options.dtype}, {count} beside {len(adapted)} weights")
    for name, seconds in zip(contestants, (none, held, moving), strict=True):
        print(f"{statistics.median(seconds) * 1e3:9.2f} ms  {name}")
    print(
        f"held / none {ratio(held, none):.3f}, moving / none {ratio(moving, none):.3f}, "
        f"moving / held {ratio(moving, held):.3f}"
    )


if __name__ == "__main__":
    main()
