"""Tell what linear layers in 8 bits cost in sound: how far off velocities, latents and what is heard are.

    python -m benchmarks.fp8 [--model pocket] [--seconds 30] [--layers 2]

Everything is compared with float32: a transformer in bfloat16, and one whose blocks multiply in 8 bits and that
computes the rest in bfloat16, as on a GPU. Velocities are those of a checkpoint and those of random weights, of the
sizes of the published 2B model but for the number of layers; latents and sound are of whole generations, means over a
few prompts.
"""

import argparse
import statistics

import torch
from torch import Tensor

from benchmarks.context import PROMPTS, apart
from engine import Condition, Request, Session
from engine.checkpoints import load_components, locate
from engine.checkpoints.families import FAMILIES
from engine.checkpoints.shapes import shapes_of
from engine.decoder import Row
from engine.decoder.eager import EagerDecoder
from engine.decoder.weights import Weights, fuse
from engine.fp8 import TIMES, Fp8, products, quantise
from engine.pocket.making.measures import distance
from engine.session import in_eight_bits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--layers", type=int, default=2, help="of the random weights; 0 = without them")
    options = parser.parse_args()
    torch.set_num_threads(1)

    place = locate(options.model)
    exact, half = (load_components(place, "cpu", dtype) for dtype in (torch.float32, torch.bfloat16))
    eight = in_eight_bits(half)
    sessions = {
        name: Session(parts, EagerDecoder(parts.transformer))
        for name, parts in (("float32", exact), ("bfloat16", half), ("fp8", eight))
    }
    tell_sound(sessions, options.seconds)
    frames, session = 250, sessions["float32"]
    hints = session.plan(frames, PROMPTS[0])
    rows = rows_of(frames, session.context(hints), session.encode_text(PROMPTS[0]), hints)
    tell_velocities(options.model, exact.transformer, half.transformer, eight.transformer, rows)
    if options.layers:
        wide = {dtype: random_weights(options.layers, dtype) for dtype in (torch.float32, torch.bfloat16)}
        drawn = torch.Generator().manual_seed(1)
        context, tokens, clean = (
            torch.randn(1, *shape, generator=drawn) for shape in ((frames, 128), (100, 2048), (frames, 64))
        )
        rows = rows_of(frames, context, tokens, clean)
        narrow = quantise(wide[torch.bfloat16], rows)
        tell_velocities(f"2B, {options.layers} layers, random", *wide.values(), narrow, rows)


def tell_sound(sessions: dict[str, Session], seconds: float) -> None:
    """How far whole generations are from those in float32."""
    session = sessions["float32"]
    off: dict[str, list[tuple[float, float]]] = {}
    for prompt in PROMPTS:
        hints = session.plan(round(seconds * session.frame_rate), prompt, seed=1)
        request = Request(session.context(hints), (Condition(session.encode_text(prompt)),), seed=1)
        made = {name: each.generate(request) for name, each in sessions.items()}
        heard = {name: torch.from_numpy(session.decode(latent, cyclic=True)) for name, latent in made.items()}
        for name in ("bfloat16", "fp8"):
            sound = distance(heard[name], heard["float32"])
            off.setdefault(name, []).append((apart(made[name], made["float32"]), sound))
    for name, each in off.items():
        latent, sound = (statistics.fmean(column) for column in zip(*each, strict=True))
        print(f"{name:10} latent {latent:.4f}, sound {sound:.2f} dB; {seconds:g} s, {len(PROMPTS)} prompts")


def tell_velocities(name: str, exact: Weights, half: Weights, eight: Weights, rows: list[Row]) -> None:
    """How far velocities are from those in float32, at several times."""
    weights_in = [weight for layer in eight.layers for weight in products(layer)]
    narrow = sum(isinstance(weight, Fp8) for weight in weights_in)
    print(f"{name}: {narrow} of {len(weights_in)} products in 8 bits; velocities at t = {', '.join(map(str, TIMES))}")
    wanted = EagerDecoder(exact)(rows)
    for called, weights in (("bfloat16", half), ("fp8", eight)):
        found = EagerDecoder(weights)(rows)
        print(f"{called:10} {', '.join(f'{apart(*each):.4f}' for each in zip(found, wanted, strict=True))}")


def rows_of(frames: int, context: Tensor, tokens: Tensor, clean: Tensor) -> list[Row]:
    noise = torch.randn(1, frames, 64, generator=torch.Generator().manual_seed(2))
    return [Row(torch.lerp(clean, noise, t), t, tokens, context) for t in TIMES]


def random_weights(layers: int, dtype: torch.dtype) -> Weights:
    """Weights of the sizes of the 2B model, as they are before any training."""
    kind, published = FAMILIES["2B"]["transformer"]
    config = {**published, "num_hidden_layers": layers}
    generator, state = torch.Generator().manual_seed(0), {}
    for name, shape in shapes_of(kind, config).items():
        drawn = torch.randn(shape, generator=generator)
        if "norm" in name:
            drawn = 1.0 + 0.1 * drawn
        else:
            drawn *= 0.1 if len(shape) == 1 or "table" in name else (drawn[0].numel()) ** -0.5
        state[name] = drawn.to(dtype)
    return fuse(config, state)


if __name__ == "__main__":
    main()
