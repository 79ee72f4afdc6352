"""Time one tick of the ring with LoRAs at strength 0, at strengths held, and at strengths that move, in turns.

    python -m benchmarks.lora [--model pocket] [--frames 300] [--depth 4] [--rank 16] [--loras 1] [--rounds 60]
                              [--dtype float32|bfloat16]

Random factors beside every attention and MLP weight. Prints medians of the processor time of all threads, in
milliseconds, and the medians of the ratios within a round, which what else the machine does hits least.
"""

import argparse
import itertools
import statistics
import time

import torch

from engine import Condition, Request, Shared
from engine.checkpoints import locate
from engine.checkpoints.module import read_config, read_weights
from engine.decoder.select import make_decoder
from engine.decoder.weights import fuse
from engine.lora import Factors
from engine.lora.names import module
from engine.stream import Stream


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

    folder = locate(options.model).folder / "transformer"
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
    context, tokens = torch.randn(1, options.frames, 128), torch.randn(1, options.tokens, decoder.token_width)
    request = Request(context, (Condition(tokens),), steps=2 * options.depth)
    strengths = itertools.cycle(step / 500 for step in range(1, 998))

    def ring(strength: float) -> Stream:
        stream = Stream(decoder, options.depth)
        stream.submit(request)
        fade(stream, strength)
        while len(stream) < options.depth:
            stream.tick()
        return stream

    def fade(stream: Stream, strength: float) -> None:
        stream.set_shared(Shared(loras={f"lora {i}": strength for i in range(options.loras)}))

    silent, held, moving = ring(0.0), ring(0.7), ring(0.7)

    def move() -> None:
        fade(moving, next(strengths))
        moving.tick()

    contestants = {"strengths 0": silent.tick, "strengths held": held.tick, "strengths moving": move}
    times: list[list[float]] = []
    for _ in range(options.rounds + 2):
        times.append([])
        for run in contestants.values():
            start = time.process_time()
            run()
            times[-1].append(time.process_time() - start)
    none, constant, swept = zip(*times[2:], strict=True)

    def ratio(these: tuple[float, ...], those: tuple[float, ...]) -> float:
        return statistics.median(a / b for a, b in zip(these, those, strict=True))

    ring_of = f"a ring of {options.depth} times {options.frames} frames, {options.dtype}"
    count = f"{options.loras} LoRA{'s' if options.loras > 1 else ''} of rank {options.rank}"
    print(f"{ring_of}, {count} beside {len(adapted)} weights")
    for name, seconds in zip(contestants, (none, constant, swept), strict=True):
        print(f"{statistics.median(seconds) * 1e3:9.2f} ms  {name}")
    print(
        f"held / 0 {ratio(constant, none):.3f}, moving / 0 {ratio(swept, none):.3f}, "
        f"moving / held {ratio(swept, constant):.3f}"
    )


if __name__ == "__main__":
    main()
