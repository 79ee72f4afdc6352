"""The engine process: loads the model, attaches the loop and runs the performer until the pipe closes.

Started by the supervisor as `python -m demond.performer.engine_process FD`; `run` also serves `--in-process`, in a
thread.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from demond.performer.link import SHIPPED, CannotLoad, EngineEnd, EngineOptions, Failed, Logged, Ready, Values
from demond.playback.loop import Loop
from engine.background import in_front
from engine.errors import CheckpointError, EngineUnavailable, in_words

if TYPE_CHECKING:
    from engine import Session
    from engine.checkpoints import Told

_log = logging.getLogger("engine")


def run(end: EngineEnd, options: EngineOptions, values: Values) -> bool:
    """Load and perform until the daemon says so; what goes wrong in between is reported, not hidden.

    False: nothing can be played, as the shipped model cannot be loaded, or what is to be played at the start not as
    the options say.
    """
    loop = Loop.attach(options.loop)
    try:
        _perform(end, options, values, loop)
    except CheckpointError as error:
        end.send(CannotLoad(f"the shipped model cannot be loaded: {in_words(error)}"))
        return False
    except EngineUnavailable as error:
        end.send(CannotLoad(str(error)))
        return False
    finally:
        loop.close()
    return True


def _perform(end: EngineEnd, options: EngineOptions, values: Values, loop: Loop) -> None:
    from demond.performer.performance import Performance
    from demond.performer.performer import LONG_REST, REST, Performer

    state, first = Path(options.state), values["model"]
    if not loop.length:
        _need_backends(options, first)
    performance = Performance(
        lambda model, told: _load(options, model, told, strict=model == first and not loop.length),
        lambda session, values, report: Performer(session, loop, values, report, state=state, audio=options.audio),
        values,
        end.send,
        sounds=bool(loop.length),
    )
    try:
        ready, rest = False, 0.0
        while not (inbox := end.receive(rest)).closed:
            if not ready and performance.model:
                ready = True
                end.send(Ready(performance.model, performance.device))
            if inbox.values:
                performance.update(inbox.values)
            for asked in inbox.asked:
                performance.answer(asked)
            worked = performance.step()
            settled = performance.settled and loop.settled
            rest = 0.0 if worked else max(REST, min(LONG_REST, performance.rest)) if settled else REST
    finally:
        performance.close()


def _need_backends(options: EngineOptions, model: str) -> None:
    """Refuse to start with a backend that cannot run what is to be played; a model that there is not is refused later,
    and the shipped one plays. Raises EngineUnavailable."""
    from engine.session import need_backends

    with contextlib.suppress(CheckpointError):
        need_backends(
            model,
            device=options.device,
            dtype=options.dtype,
            decoder=options.decoder,
            vae=options.vae,
            engines=options.engines or None,
        )


def _load(options: EngineOptions, model: str, told: Told, *, strict: bool) -> Session:
    """Load a model to run as the options say; the shipped one, which stands in for others, without what does not suit
    it, unless `strict`.

    Raises CheckpointError and EngineUnavailable.
    """
    from engine import Session

    chosen = {"dtype": options.dtype, "decoder": options.decoder, "vae": options.vae}
    engines, cache = options.engines or None, Path(options.state) / "cache"
    while True:
        try:
            return Session.load(model, device=options.device, engines=engines, cache=cache, told=told, **chosen)
        except EngineUnavailable as error:
            if model != SHIPPED or strict or not chosen:
                raise
            _log.warning("%s plays by what is best here: %s", SHIPPED, error)
            part, _, _ = str(error).partition(":")
            if chosen.pop(part, None) is None:
                chosen.clear()


class _Log(logging.Handler):
    """Hands what the engine says to the log to the daemon's."""

    def __init__(self, end: EngineEnd) -> None:
        super().__init__()
        self._end = end

    def emit(self, record: logging.LogRecord) -> None:
        self._end.send(Logged(record.levelno, self.format(record)))


def main() -> int:
    """Entry of the engine process: the first message on the pipe is (options, values); returns the exit status."""
    connection = Connection(int(sys.argv[1]))
    end = EngineEnd(connection)
    end.stay_alive()
    options, values = connection.recv()
    os.nice(options.niceness)
    in_front(int)  # begun here, it has this priority, and so have those who do ticks
    _log.setLevel(logging.INFO)
    _log.addHandler(_Log(end))
    _log.propagate = False
    try:
        return 0 if run(end, options, values) else 1
    except Exception as error:
        traceback.print_exc()
        end.send(Failed(f"{type(error).__name__}: {in_words(error)}"))
        return 1


if __name__ == "__main__":
    os._exit(main())  # workers may hang in a read, or be amid a product of torch, which ends badly otherwise
