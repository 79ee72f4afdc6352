"""The engine process: loads the model, attaches the loop and runs the performer until the pipe closes.

Started by the supervisor as `python -m demond.performer.engine_process FD`; `run` also serves `--in-process`, in a
thread.
"""

from __future__ import annotations

import os
import sys
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from demond.performer.link import CannotLoad, EngineEnd, EngineOptions, Failed, Ready, Values
from demond.playback.loop import Loop
from engine.errors import CheckpointError, in_words


def run(end: EngineEnd, options: EngineOptions, values: Values) -> None:
    """Load and perform until the daemon says so; what goes wrong in between is reported, not hidden."""
    from demond.performer.performance import Performance
    from demond.performer.performer import LONG_REST, REST, Performer
    from engine import Session

    loop = Loop.attach(options.loop)
    try:
        state = Path(options.state)
        performance = Performance(
            lambda model, told: Session.load(model, device=options.device, cache=state / "cache", told=told),
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
                performance.update(inbox.values)
                for asked in inbox.asked:
                    performance.answer(asked)
                worked = performance.step()
                rest = 0.0 if worked else LONG_REST if performance.settled and loop.settled else REST
        finally:
            performance.close()
    finally:
        loop.close()


def main() -> int:
    """Entry of the engine process: the first message on the pipe is (options, values); returns the exit status."""
    connection = Connection(int(sys.argv[1]))
    end = EngineEnd(connection)
    end.stay_alive()
    options, values = connection.recv()
    os.nice(options.niceness)
    try:
        run(end, options, values)
    except CheckpointError as error:
        end.send(CannotLoad(in_words(error)))
        return 1
    except Exception as error:
        traceback.print_exc()
        end.send(Failed(f"{type(error).__name__}: {in_words(error)}"))
        return 1
    return 0


if __name__ == "__main__":
    os._exit(main())  # workers may hang in a read, or be amid a product of torch, which ends badly otherwise
