"""Time a tick of songs of several lengths, seen whole and through a span.

    python -m benchmarks.context [--model pocket] [--seconds 12 60 300] [--context 12] [--depth 4] [--rounds 10]

Prints medians in milliseconds and how they compare to the shortest song seen through the span.
"""

import argparse
from collections.abc import Callable

import torch

from benchmarks.tick import in_turns
from engine import Condition, Prompt, Request, Session, Shared, Span, Stream


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--seconds", type=float, nargs="+", default=[12.0, 60.0, 300.0])
    parser.add_argument("--context", type=float, default=12.0)
    parser.add_argument("--longest", type=float, default=60.0, help="seconds up to which a song is also seen whole")
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()

    session = Session.load(options.model, decoder="eager")
    tokens = session.encode_text(Prompt("house with a warm bass", bpm=124, key="A minor"))

    def full_ring(seconds: float, size: int | None) -> Callable[[], object]:
        """A tick of a ring that is full, as with a fader that moves: a new request before each, and curves."""
        frames = round(seconds * session.frame_rate)
        hints = torch.randn(1, frames, session.channels, generator=torch.Generator().manual_seed(0))
        span = None if size is None else Span(frames // 2, min(size, frames))
        request = Request(session.context(hints), (Condition(tokens),), source=hints, denoise=0.7, span=span)
        ring = Stream(session.decoder, options.depth)
        ring.set_shared(Shared(velocity_scale=torch.linspace(0.9, 1.1, frames)))

        def tick() -> None:
            ring.submit(request)
            ring.tick()

        for _ in range(2 * request.steps):
            tick()
        return tick

    size = round(options.context * session.frame_rate)
    contestants = {}
    for seconds in options.seconds:
        contestants[f"song of {seconds:g} s, context {options.context:g} s"] = full_ring(seconds, size)
    for seconds in options.seconds:
        if seconds <= options.longest:
            contestants[f"song of {seconds:g} s, whole"] = full_ring(seconds, None)
    medians = in_turns(contestants, options.rounds)
    base = next(iter(medians.values()))
    for name, taken in medians.items():
        print(f"{taken * 1e3:9.1f} ms  {taken / base:6.2f}x  {name}")


if __name__ == "__main__":
    main()
