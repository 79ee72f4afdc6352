"""Loops that are heard again without doubt, and players of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import numpy as np

from demond.playback import Loop, Player


def sounding(hertz: float = 1000.0) -> Loop:
    """A loop of a second that plays a sine, on the right half as loud."""
    loop = Loop.create(1.0)
    wave = (0.5 * np.sin(2 * np.pi * hertz * np.arange(48000) / 48000)).astype(np.float32)
    loop.begin(48000)
    loop.patch(0, np.stack([wave, 0.5 * wave]), fade=0, pending=True)
    loop.commit(fade=0)
    loop.play()
    return loop


@contextlib.contextmanager
def players(fade: float = 0.02) -> Iterator[Callable[..., Player]]:
    """What starts a player of one such loop on a device, and more; they end with a fade."""
    loop, started = sounding(), list[Player]()

    def start(device: str, **options: object) -> Player:
        started.append(Player(loop, device, **options))  # type: ignore[arg-type]
        started[-1].start()
        return started[-1]

    yield start
    for player in started:
        player.stop(fade)
    loop.unlink()
