"""Count what a tick asks of a GPU, without one: kernels, and the bytes they write.

    python -m benchmarks.kernels [--size 2b] [--frames 375 1500] [--depths 1 4 8] [--dtype bfloat16]

The executor in plain PyTorch runs its one batch over tensors without memory. Told apart are the forward itself, what is
done around it in every call, and what a first call adds for its times and its condition; below them what the slots of a
ring do beside the decoder. A view is no kernel, an attention is one. Products are held against
`engine.checkpoints.estimate`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from unittest import mock

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode

from benchmarks.models import SIZES, config_of, rows_of, tera_of, weights_of
from engine.checkpoints.estimate import TERA, TOKENS
from engine.checkpoints.shapes import CHANNELS
from engine.dcw import DCW
from engine.decoder import Row, forward
from engine.decoder.eager import EagerDecoder
from engine.request import Condition, Request
from engine.stream import Stream

META = torch.device("meta")
_FREE = frozenset({
    "_reshape_alias", "_unsafe_view", "alias", "as_strided", "chunk", "detach", "empty", "expand", "flatten",
    "lift_fresh", "new_empty", "permute", "reshape", "select", "slice", "split", "split_with_sizes", "squeeze", "t",
    "transpose", "unbind", "unflatten", "unfold", "unsafe_chunk", "unsafe_split", "unsqueeze", "view",
})  # fmt: skip
"""What launches nothing."""


class Share(NamedTuple):
    """What a part of a tick takes."""

    names: Counter[str]
    written: int

    @property
    def kernels(self) -> int:
        return self.names.total()

    def without(self, other: Share) -> Share:
        """What this has beyond another."""
        return Share(self.names - other.names, self.written - other.written)


class Kernels(TorchDispatchMode):
    """Counts operations by name, and the bytes they write, while it is active."""

    def __init__(self) -> None:
        super().__init__()
        self._names: Counter[str] = Counter()
        self._written = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        name = func._schema.name.split("::")[1]
        if name not in _FREE:
            self.note(name, made)
        return made

    def note(self, name: str, made: Any) -> None:
        self._names[name] += 1
        self._written += sum(each.nbytes for each in tree_leaves(made) if isinstance(each, Tensor))

    @property
    def so_far(self) -> Share:
        return Share(Counter(self._names), self._written)


class _Fused(TorchFunctionMode):
    """Attention as one kernel, as a GPU has it, without the table of all pairs."""

    def __init__(self, kernels: Kernels) -> None:
        super().__init__()
        self._kernels = kernels

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is not torch.nn.functional.scaled_dot_product_attention:
            return func(*args, **(kwargs or {}))
        query = args[0].transpose(1, 2)
        made = query.new_empty(query.shape).transpose(1, 2)
        self._kernels.note("scaled_dot_product_attention", made)
        return made


class Call(NamedTuple):
    """What one call of the executor takes: the forward, what is around it, and a first call's beginnings."""

    velocity: Share
    housekeeping: Share
    beginnings: Share


@contextmanager
def counting() -> Iterator[Kernels]:
    """Count the kernels of what runs inside."""
    with torch.inference_mode(), Kernels() as kernels, _Fused(kernels):
        yield kernels


def count_call(size: str, depth: int, frames: int, dtype: torch.dtype = torch.bfloat16, tokens: int = TOKENS) -> Call:
    """Count the executor's second call with the same rows, in which nothing has changed, and what the first adds."""
    weights = weights_of(config_of(size), dtype, META)
    decoder, rows = EagerDecoder(weights, batched=True), rows_of(weights, depth, frames, tokens)
    plain = forward.velocity

    def call() -> tuple[Share, Share]:
        inside: list[Share] = []

        def velocity(*args: Any, **kwargs: Any) -> Tensor:
            before = kernels.so_far
            made = plain(*args, **kwargs)
            inside.append(kernels.so_far.without(before))
            return made

        with mock.patch.object(forward, "velocity", velocity), counting() as kernels:
            decoder(rows)
        (forwarded,) = inside
        return forwarded, kernels.so_far.without(forwarded)

    (_, first), (again, around) = call(), call()
    return Call(again, around, first.without(around))


def count_products(size: str, depth: int, frames: int, tokens: int = TOKENS) -> float:
    """The TFLOP of a call with a condition that is known, as torch counts what is dispatched."""
    weights = weights_of(config_of(size), torch.bfloat16, META)
    decoder, rows = EagerDecoder(weights, batched=True), rows_of(weights, depth, frames, tokens)
    decoder(rows)
    with FlopCounterMode(display=False) as flops:
        decoder(rows)
    return float(flops.get_total_flops()) / TERA


class _Still:
    """A decoder that predicts nothing, at no cost."""

    device = torch.device("cpu")
    token_width = 8
    loras = ()

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        return [row.x for row in rows]

    def attach(self, lora: str, factors: Any) -> None: ...

    def detach(self, lora: str) -> None: ...


def count_slots(depth: int, frames: int, *, sde: bool = False, dcw: bool = True) -> Share:
    """Count what the slots of a full ring do in a tick beside the decoder, with or without noise and correction."""
    ring = Stream(_Still(), depth)
    context, tokens = torch.zeros(1, frames, 2 * CHANNELS), torch.zeros(1, 4, _Still.token_width)
    ring.submit(Request(context, (Condition(tokens),), steps=2 * depth, sde=sde, dcw=DCW() if dcw else None))
    for _ in range(2 * depth + 1):
        ring.tick()
    with counting() as kernels:
        ring.tick()
    return kernels.so_far


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="2b", choices=SIZES)
    parser.add_argument("--frames", type=int, nargs="+", default=[375, 1500])
    parser.add_argument("--depths", type=int, nargs="+", default=[1, 4, 8])
    parser.add_argument("--dtype", default="bfloat16", choices=["float32", "bfloat16", "float16"])
    parser.add_argument("--names", action="store_true", help="also tell the kernels by name")
    options = parser.parse_args()

    print(f"{options.size}, {options.dtype}: kernels, and what they write")
    print("| depth, frames | forward | around it | first call adds | slots, DCW | slots, DCW and SDE |")
    print("|---|---|---|---|---|---|")
    for depth in options.depths:
        for frames in options.frames:
            call = count_call(options.size, depth, frames, getattr(torch, options.dtype))
            slots, noisy = count_slots(depth, frames), count_slots(depth, frames, sde=True)
            cells = [f"{share.kernels}, {share.written / 1e6:.0f} MB" for share in (*call, slots, noisy)]
            print(f"| {depth} x {frames} | {' | '.join(cells)} |")
            if options.names:
                for share in call:
                    print("   ", ", ".join(f"{name} {number}" for name, number in share.names.most_common(15)))
    depth, frames = options.depths[-1], options.frames[-1]
    counted, told = count_products(options.size, depth, frames), tera_of(config_of(options.size), depth, frames)
    print(f"products of {depth} x {frames}: {counted:.4g} TFLOP dispatched, {told:.4g} estimated")


if __name__ == "__main__":
    main()
