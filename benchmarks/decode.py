"""Time decoding: windows beside the whole latent.

    python -m benchmarks.decode [--model pocket] [--frames 300] [--window 25] [--rounds 10]

Prints medians in milliseconds, seconds of audio made per second, and how much cheaper a window is than the whole.
"""

import argparse

import numpy as np
import torch

from benchmarks.tick import in_turns
from engine import Session
from engine.codec import HOP


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="pocket")
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--window", type=int, default=25)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()

    session = Session.load(options.model, decoder="eager", vae="eager")
    frames, window = options.frames, options.window
    latent = torch.randn(1, frames, 64, generator=torch.Generator().manual_seed(0))
    middle = (frames - window) // 2
    medians = in_turns(
        {
            "whole": lambda: session.decode(latent),
            "whole, cyclic": lambda: session.decode(latent, cyclic=True),
            f"window of {window} frames": lambda: session.decode(latent, middle, middle + window),
            f"window of {window} frames over the seam": lambda: session.decode(latent, -3, window - 3, cyclic=True),
        },
        options.rounds,
    )
    whole = session.decode(latent)
    kept = whole[:, middle * HOP : (middle + window) * HOP]
    difference = np.abs(session.decode(latent, middle, middle + window) - kept).max() / np.abs(whole).max()
    print(f"{frames} frames, margin {session.codec.margin}; a window differs from the whole by {difference:.1e}")
    for name, seconds in medians.items():
        made = (window if "window" in name else frames) / session.frame_rate
        print(f"{seconds * 1e3:9.1f} ms  {made / seconds:6.1f} s/s  {medians['whole'] / seconds:5.2f}x  {name}")


if __name__ == "__main__":
    main()
