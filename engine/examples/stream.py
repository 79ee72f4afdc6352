"""Stream: a ring that never stops, led from the source to a cover while it sounds."""

import numpy as np

from engine import Condition, Request, Shared
from engine.curves import ramp, wave
from engine.examples.stage import Stage, Take

TURNS = 4
WINDOW = 10
"""Frames that sound between two ticks: 0.4 s."""


def play(stage: Stage) -> list[Take]:
    """A tick moves every generation one step; then the newest is decoded just where the playhead is.

    Shared values reach all generations at their next step, also those that are nearly done. A frame more than sounds
    is decoded, to fade from one window into the next.
    """
    session, source = stage.session, stage.source
    frames = source.latent.shape[1]
    tokens = session.encode_text("techno, synth bass, energetic")
    stream = session.stream(depth=4)
    stream.submit(
        Request(
            session.context(source),
            (Condition(tokens),),
            seed=5,
            source=source.latent,
            denoise=0.8,
            target=source.latent,
        )
    )

    latent = source.latent  # sounds until the first generation is done
    fade = np.linspace(0.0, 1.0, session.hop, dtype=np.float32)
    tail = np.zeros((2, session.hop), np.float32)
    heard, pulls = [], ramp(1.0, 0.0, TURNS * frames // WINDOW)
    for number, pull in enumerate(pulls.tolist()):
        swing = wave("sine", frames // 4, frames, amplitude=0.3 * (1.0 - pull), offset=1.0)
        stream.set_shared(Shared(x0_target=pull, velocity_scale=swing))
        for finished in stream.tick():
            latent = finished.latent
        playhead = number * WINDOW % frames
        window = session.decode(latent, playhead, playhead + WINDOW + 1, cyclic=True)
        window[:, : session.hop] = fade * window[:, : session.hop] + (1.0 - fade) * tail
        heard.append(window[:, : -session.hop])
        tail = window[:, -session.hop :]
    return [Take("the pull toward the source falls, tick by tick", np.concatenate(heard, axis=1), pulls)]
