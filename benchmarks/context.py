"""Time a tick of songs of several lengths, seen whole and through a span, or tell what spans cost in sound.

    python -m benchmarks.context [--model pocket] [--seconds 12 60 300] [--context 12] [--depth 4] [--rounds 10]
    python -m benchmarks.context --price 30 15 8 [--model pocket] [--longest 60]

The first prints medians in milliseconds and how they compare to the shortest song seen through the span. The second
makes a song of `longest` seconds whole and again in spans of each size, as the performer does, and prints means over a
few prompts: how far apart neighbouring spans are where they overlap and how far the song is from the whole one, both
relative to the size of the latent, and the difference of their sound, in dB of mel spectrograms. All start from the
same noise. Another seed is what there is to compare these with, and what a song that is seen whole by the performer
differs by as well: its noise is drawn for its length, that of spans for their frames.
"""

import argparse
import statistics
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from benchmarks.tick import in_turns
from demond.performer.coverage import playing_order
from demond.performer.material import Material
from demond.performer.song import Song
from engine import Condition, Prompt, Request, Session, Shared, Span, Stream
from engine.pocket.making.measures import distance

PROMPTS = (
    Prompt("house with a warm bass", bpm=124, key="A minor"),
    Prompt("solo piano, slow", bpm=80, key="C major"),
    Prompt("ambient pads, calm and wide", bpm=70, key="D minor"),
    Prompt("rock with drums and electric guitar", bpm=132, key="E minor"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--seconds", type=float, nargs="+", default=[12.0, 60.0, 300.0])
    parser.add_argument("--context", type=float, default=12.0)
    parser.add_argument("--longest", type=float, default=60.0, help="seconds up to which a song is also seen whole")
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--price", type=float, nargs="+", metavar="SECONDS", help="what spans of these cost in sound")
    options = parser.parse_args()

    session = Session.load(options.model, decoder="eager")
    if options.price:
        tell_price(session, options.longest, options.price)
    else:
        tell_times(session, options.seconds, options.context, options.longest, options.depth, options.rounds)


def tell_times(session: Session, songs: list[float], context: float, longest: float, depth: int, rounds: int) -> None:
    """Ticks of songs of so many seconds through a span of `context` seconds and, up to `longest`, seen whole."""
    tokens = session.encode_text(PROMPTS[0])

    def full_ring(seconds: float, size: int | None) -> Callable[[], object]:
        """A tick of a ring that is full, as with a fader that moves: a new request before each, and curves."""
        frames = round(seconds * session.frame_rate)
        hints = torch.randn(1, frames, session.channels, generator=torch.Generator().manual_seed(0))
        span = None if size is None else Span(frames // 2, min(size, frames))
        request = Request(session.context(hints), (Condition(tokens),), source=hints, denoise=0.7, span=span)
        ring = Stream(session.decoder, depth)
        ring.set_shared(Shared(velocity_scale=torch.linspace(0.9, 1.1, frames)))

        def tick() -> None:
            ring.submit(request)
            ring.tick()

        for _ in range(2 * request.steps):
            tick()
        return tick

    size = round(context * session.frame_rate)
    contestants = {}
    for seconds in songs:
        contestants[f"song of {seconds:g} s, context {context:g} s"] = full_ring(seconds, size)
    for seconds in songs:
        if seconds <= longest:
            contestants[f"song of {seconds:g} s, whole"] = full_ring(seconds, None)
    medians = in_turns(contestants, rounds)
    base = next(iter(medians.values()))
    for name, taken in medians.items():
        print(f"{taken * 1e3:9.1f} ms  {taken / base:6.2f}x  {name}")


def tell_price(session: Session, seconds: float, sizes: list[float]) -> None:
    """What spans of so many seconds cost in the sound of a song of `seconds`."""
    frames = round(seconds * session.frame_rate)
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for prompt in PROMPTS:
        context = session.context(session.plan(frames, prompt, seed=1))
        tokens = session.encode_text(prompt)
        request = Request(context, (Condition(tokens),), seed=1, span=Span(0, frames))
        whole = session.generate(request)
        sound = torch.from_numpy(session.decode(whole, cyclic=True))

        def note(name: str, latent: Tensor, overlap: float, whole: Tensor = whole, sound: Tensor = sound) -> None:
            heard = torch.from_numpy(session.decode(latent, cyclic=True))
            rows.setdefault(name, []).append((overlap, apart(latent, whole), distance(heard, sound)))

        for size in sizes:
            note(f"spans of {size:g} s", *in_spans(session, request, round(size * session.frame_rate)))
        note("another seed", session.generate(replace(request, seed=2)), float("nan"))
        note("noise drawn for its length", session.generate(replace(request, span=None)), float("nan"))
    print(f"a song of {seconds:g} s, means of {len(PROMPTS)} prompts    in overlaps  from whole    sound")
    for name, each in rows.items():
        overlap, latent, mel = (statistics.fmean(column) for column in zip(*each, strict=True))
        print(f"{name:50} {overlap:12.3f} {latent:11.3f} {mel:8.2f} dB")


def in_spans(session: Session, request: Request, size: int) -> tuple[Tensor, float]:
    """A request's song made span by span as a playhead goes through it, and how far apart neighbours are."""
    frames = request.context.shape[1]
    song = Song(Material((), frames, frames * session.hop), session)
    song.edition = 1
    spans = song.spans(size / session.frame_rate)
    position, differences = 0, []
    while (lacking := song.lacking(())).any():
        at = spans.next(playing_order(position % frames, frames), lacking)
        if at is None:
            position += spans.edge
            continue
        made = replace(request, span=Span(at, spans.size), tag=1)
        latent = session.generate(made)
        kept = np.arange(spans.edge, spans.size - spans.edge)
        both = torch.from_numpy(kept[~lacking[spans.kept(at)]])
        if song.latent is not None and len(both):
            before = song.latent[:, torch.from_numpy(spans.inside(at))]
            differences.append(apart(latent[:, both], before[:, both]))
        song.take(latent, made, {})
    assert song.latent is not None
    return song.latent, statistics.fmean(differences)


def apart(first: Tensor, second: Tensor) -> float:
    """How far apart two latents are, relative to the size of the second."""
    return float((first - second).norm() / second.norm())


if __name__ == "__main__":
    main()
