"""Whether what a GPU computes is right: beside the CPU, beside itself in float32, and replayed beside launched."""

from __future__ import annotations

from dataclasses import replace

import torch

from benchmarks.bench import BOUNDS, Bench, call_of, called, differs, joined, request_of
from benchmarks.models import config_of, lora_of, rows_of, weights_of
from engine import slot
from engine.capture import Captures, Work
from engine.decoder import Decoder, Row
from engine.decoder.eager import EagerDecoder
from engine.device import device_of
from engine.plan import prepare
from engine.stream import Stream


def correct(bench: Bench) -> None:
    """Two layers against float32 on the CPU, the ring against a run alone, all layers against float32, and graphs."""
    config, report, home = config_of(bench.size, layers=2), bench.report, torch.device("cpu")
    reference, lora = weights_of(config, torch.float32, home), lora_of(config, 16, home)
    alone = EagerDecoder(reference, batched=False)
    alone.attach("lora", lora)
    grid = [
        rows_of(reference, 2, 126, (16, 16)),
        rows_of(reference, 3, 375, (1, 200, 40)),
        rows_of(reference, 4, 33, (7, 9, 11, 13), (("lora", 0.7),)),
    ]
    wanted = [alone(rows) for rows in grid]
    for name, bound in BOUNDS.items():
        report.need_time(f"two layers in {name} beside the CPU's float32")
        decoder = EagerDecoder(weights_of(config, getattr(torch, name), bench.device, made_on=home), batched=True)
        decoder.attach("lora", lora)
        found = [decoder([_moved(row, bench.device) for row in rows]) for rows in grid]
        worst = max(differs(joined(got), joined(want)) for got, want in zip(found, wanted, strict=True))
        report.hold(f"two layers in {name} beside the CPU's float32", worst, bound, "batched, ragged, odd, with a LoRA")
        for kind in ("ODE", "SDE"):
            worst, equal = _ring_beside_alone(decoder, kind == "SDE")
            report.hold(f"the ring in {name} beside a run alone, {kind}", worst, bound, f"equal={equal}")
    _all_layers(bench)
    _graph(bench)


def _moved(row: Row, device: torch.device) -> Row:
    return replace(row, x=row.x.to(device), tokens=row.tokens.to(device), context=row.context.to(device))


def _ring_beside_alone(decoder: Decoder, sde: bool) -> tuple[float, bool]:
    request = replace(request_of(decoder, 126, 12), steps=4, sde=sde)
    with torch.inference_mode(), device_of(decoder.device).ticking():
        alone = slot.run(prepare(request, width=decoder.token_width, device=decoder.device), decoder)
    ring, latents = Stream(decoder, 4), list[torch.Tensor]()
    ring.submit(request)
    while len(latents) < 3:
        latents += [finished.latent for finished in ring.tick()]
    return max(differs(latent, alone) for latent in latents), all(torch.equal(latent, alone) for latent in latents)


def _all_layers(bench: Bench) -> None:
    """What errors come to over all layers: a figure of random weights, without a bound."""
    weights, frames = weights_of(config_of(bench.size), torch.float32, bench.device), bench.frames[0]
    wanted = joined(EagerDecoder(weights, batched=True)(rows_of(weights, 2, frames)))
    del weights
    found = joined(EagerDecoder(bench.weights, batched=True)(rows_of(bench.weights, 2, frames)))
    bench.report.put(f"all layers in {bench.dtype} beside float32", differs(found, wanted), "", "the same device")


def _graph(bench: Bench) -> None:
    """Calls of eager, captured and replayed, beside the same ones launched kernel by kernel."""
    if not bench.gpu:
        bench.report.without("eager as a CUDA graph", "takes an NVIDIA GPU")
    for frames, depth in bench.shapes("eager as a CUDA graph") if bench.gpu else ():
        rows = rows_of(bench.weights, depth, frames)
        plain, replayed = (
            call_of(EagerDecoder(bench.weights, captures=captures), rows) for captures in (Captures(_as_it_is), None)
        )
        for _ in range(2):
            replayed()
        apart = differs(replayed(), plain())
        bench.report.hold(called("eager as a CUDA graph beside eager", depth, frames), apart, 0.0)
        launched, taken = bench.measure(plain), bench.measure(replayed)
        note = (
            f"{bench.share(taken.device, depth, frames)}{taken.host:.2f} ms of the host; "
            f"without {launched.device:.2f} ms, {launched.host:.2f} ms of the host"
        )
        bench.report.put(called("call, eager as a CUDA graph", depth, frames), taken.device, "ms", note)


def _as_it_is(work: Work) -> Work:
    return work
