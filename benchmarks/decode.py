"""Time decoding: windows beside the whole latent, and a window by each backend that can run here.

    python -m benchmarks.decode [--model pocket|oobleck] [--frames 300] [--window 25] [--rounds 10] [--engines FOLDER]

`oobleck` is ACE-Step's autoencoder at its own size with random weights. Prints medians in milliseconds, seconds of
audio made per second, and how much cheaper a window is than the whole, or another backend than the eager one.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.tick import in_turns
from engine import Session
from engine.backends import CODECS
from engine.checkpoints.families import FAMILIES
from engine.codec import HOP, SAMPLE_RATE, Codec
from engine.codec.select import make_codec
from engine.errors import EngineUnavailable


def oobleck(device: str) -> Codec:
    from diffusers.models.autoencoders.autoencoder_oobleck import AutoencoderOobleck

    torch.manual_seed(0)
    torch.set_num_threads(1)
    kind: Any = AutoencoderOobleck
    vae = kind(**FAMILIES["2B"]["vae"][1]).eval()
    for module in vae.modules():
        if hasattr(module, "weight_g"):
            nn.utils.remove_weight_norm(module)
    return Codec(nn.Module.to(vae, device, torch.float16 if device.startswith("cuda") else torch.float32))


def backends(eager: Codec, model: str, engines: Path | None) -> dict[str, Codec]:
    """The codecs by backend; of those that cannot run the reason is printed."""
    found, told = {"eager": eager}, list[str]()
    for name in CODECS[2:]:
        try:
            codec = make_codec(
                eager.vae, name, engines=engines, model=model, told=lambda backend, why: told.append(why)
            )
        except EngineUnavailable as error:
            print(f"without {name}: {error}")
            continue
        codec.wait()
        if codec.backend == name:
            found[name] = codec
        else:
            print(f"without {told[-1]}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--window", type=int, default=25)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--engines", type=Path)
    options = parser.parse_args()

    if options.model == "oobleck":
        codec = oobleck("cpu" if options.device == "auto" else options.device)
    else:
        codec = Session.load(options.model, device=options.device, decoder="eager", vae="eager").codec
    frames, window = options.frames, options.window
    latent = torch.randn(1, frames, 64, generator=torch.Generator().manual_seed(0)).to(codec.device)
    middle, small = (frames - window) // 2, f"window of {window} frames"
    contestants: dict[str, Callable[[], object]] = {
        "whole": lambda: codec.decode(latent),
        "whole, cyclic": lambda: codec.decode(latent, cyclic=True),
        f"{small} over the seam": lambda: codec.decode(latent, -3, window - 3, cyclic=True),
    }
    ready = backends(codec, options.model, options.engines)
    for name, each in ready.items():
        contestants[f"{small}, {name}"] = lambda each=each: each.decode(latent, middle, middle + window)
    medians = in_turns(contestants, options.rounds)
    whole = codec.decode(latent)
    kept = whole[:, middle * HOP : (middle + window) * HOP]
    for name, each in ready.items():
        difference = np.abs(each.decode(latent, middle, middle + window) - kept).max() / np.abs(whole).max()
        print(f"{frames} frames, margin {codec.margin}; a window by {name} differs from the whole by {difference:.1e}")
    for name, seconds in medians.items():
        made = (window if "window" in name else frames) * HOP / SAMPLE_RATE
        beside = medians[f"{small}, eager"] / seconds
        print(
            f"{seconds * 1e3:9.1f} ms  {made / seconds:6.1f} s/s  {medians['whole'] / seconds:5.2f}x the whole  "
            f"{beside:5.2f}x eager  {name}"
        )


if __name__ == "__main__":
    main()
