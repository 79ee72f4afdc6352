"""Whether a model fits into the memory that is free, asked before it is loaded."""

from __future__ import annotations

from pathlib import Path

from engine.checkpoints.estimate import GB, estimate
from engine.checkpoints.folders import SHIPPED, Place
from engine.errors import CheckpointError


def need_room(model: str | Path | Place, device: str, width: int) -> None:
    """Refuse a model that cannot fit beside what is loaded, its transformer in numbers of `width` bytes.

    Of one that is not on disk the published size counts. Counted is the least it can be played with: one generation of
    ten seconds at a time. Where what is free, or what it takes, is not known it is let through. Raises CheckpointError.
    """
    if isinstance(model, Place) and model.folder == SHIPPED:
        return
    free = gpu_memory(device) if device.startswith("cuda") else main_memory() if device == "cpu" else None
    if free is None:
        return
    try:
        wanted = estimate(model, device=device, width=width, depth=1, seconds=10.0)
    except CheckpointError:  # loading finds the reason, and says it
        return
    weights = sum(wanted.weights.values())
    least = weights + wanted.condition + max(wanted.tick, wanted.window)
    if least > free:
        where = "memory" if device == "cpu" else f"memory of {device}"
        said = model.folder if isinstance(model, Place) else model
        raise CheckpointError(
            f"{said}: needs {least / GB:.1f} GB of {where} at the least, "
            f"{weights / GB:.1f} of them for its weights, and {max(free, 0) / GB:.1f} are free; "
            "choose a smaller model, or one that frees what plays first, as pocket does"
        )


def gpu_memory(device: str) -> int | None:
    """Bytes that are free on a GPU, with those that torch holds and does not use; None where that is not known."""
    import torch

    try:
        free, _ = torch.cuda.mem_get_info(device)
        return int(free + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device))
    except Exception:  # no such GPU, or no driver, which is for loading to say
        return None


def main_memory(proc: Path = Path("/proc"), cgroups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes of memory that this process can still take; None where that is not known.

    What the kernel says to be available, within what is left to each control group that the process is in.
    """
    known = [_available(proc / "meminfo")]
    for line in _lines(proc / "self" / "cgroup"):
        if line.startswith("0::/"):
            group = cgroups / line[4:].strip("/")
            known += [_left(each) for each in (group, *group.parents) if each.is_relative_to(cgroups)]
    return min((free for free in known if free is not None), default=None)


def _available(meminfo: Path) -> int | None:
    found = [line.split() for line in _lines(meminfo) if line.startswith("MemAvailable:")]
    return int(found[0][1]) * 1024 if found else None


def _left(group: Path) -> int | None:
    """What a control group may still take; pages of files that it can drop are not counted as taken."""
    try:
        most, taken = ((group / f"memory.{name}").read_text().strip() for name in ("max", "current"))
        stat = dict(line.split() for line in _lines(group / "memory.stat"))
        return None if most == "max" else int(most) - int(taken) + int(stat.get("inactive_file", 0))
    except (OSError, ValueError):
        return None


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(errors="replace").splitlines()
    except OSError:
        return []
