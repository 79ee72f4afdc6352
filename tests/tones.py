"""Loops that are heard again without doubt."""

from __future__ import annotations

import numpy as np

from demond.playback import Loop


def sounding(hertz: float = 1000.0) -> Loop:
    """A loop of a second that plays a sine, on the right half as loud."""
    loop = Loop.create(1.0)
    wave = (0.5 * np.sin(2 * np.pi * hertz * np.arange(48000) / 48000)).astype(np.float32)
    loop.begin(48000)
    loop.patch(0, np.stack([wave, 0.5 * wave]), fade=0, pending=True)
    loop.commit(fade=0)
    loop.play()
    return loop
