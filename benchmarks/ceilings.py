"""What a card does at its best: products by type, a copy, a launch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from benchmarks.measuring import Report, measure
from engine.device import device_of

KINDS = ("float32", "tf32", "bfloat16", "float16", "fp8")
LAUNCHES = 1000


def ceilings(report: Report, device: torch.device) -> dict[str, float]:
    """Report them all; returns TFLOP a second by type."""
    peaks, gpu = {}, device.type == "cuda"
    size = 8192 if gpu else 192
    for kind in KINDS:
        try:
            taken = measure(_product(size, kind, device), device_of(device), 10).period
        except (RuntimeError, ValueError) as error:
            report.without(f"products in {kind}", str(error))
            continue
        finally:
            torch.set_float32_matmul_precision("highest")
        peaks[kind] = 2 * size**3 / taken / 1e9
        report.put(f"products in {kind}", peaks[kind], "TFLOP/s", f"{size} x {size}")
    given = torch.zeros(2**30 if gpu else 2**22, dtype=torch.uint8, device=device)
    taken = measure(given.clone, device_of(device), 10).period
    report.put("memory, read and written", 2 * given.numel() / taken / 1e6, "GB/s", "by a copy")
    few = torch.zeros(1, device=device)

    def launch() -> None:
        for _ in range(LAUNCHES):
            few.add_(1)

    report.put("launch of a kernel", measure(launch, device_of(device), 3, 1).period / LAUNCHES * 1e3, "us")
    return peaks


def _product(size: int, kind: str, device: torch.device) -> Callable[[], Tensor]:
    """A product to time. Raises ValueError for a type that the device has not."""
    gpu = device.type == "cuda"
    if kind == "tf32" and (not gpu or torch.cuda.get_device_capability(device) < (8, 0)):
        raise ValueError("tf32 takes an NVIDIA GPU of compute capability 8.0 or later")
    if kind == "fp8" and (not gpu or torch.cuda.get_device_capability(device) < (8, 9)):
        raise ValueError("fp8 takes an NVIDIA GPU of compute capability 8.9 or later")
    factor = torch.randn(size, size, device=device)
    if kind == "fp8":
        eight, one = factor.to(torch.float8_e4m3fn), torch.ones((), device=device)
        return lambda: torch._scaled_mm(eight, eight.t(), scale_a=one, scale_b=one, out_dtype=torch.bfloat16)
    if kind == "tf32":
        torch.set_float32_matmul_precision("high")
    else:
        factor = factor.to(getattr(torch, kind))
    return lambda: factor @ factor
