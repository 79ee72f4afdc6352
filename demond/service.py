"""The daemon: makes store, sound, desk and engine, lets them run, and ends them in order.

Everything here runs in one asyncio loop; audio has its own (C) callback, the engine its own process. No torch.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import time
from pathlib import Path

from demond import heap
from demond.actions import Actions
from demond.bridge import Bridge
from demond.calls import Calls, aside
from demond.config import engines_folder, loras_folder
from demond.desk import Desk
from demond.disk import Disk
from demond.ending import Ending
from demond.health import Health
from demond.hours.hours import Hours
from demond.journal import Journal
from demond.learning import FORGET, LEARN
from demond.loras import Watch
from demond.modulators import Modulators
from demond.notify import notify
from demond.options import Options
from demond.parameters import ControlError
from demond.performer.link import EngineOptions
from demond.performer.supervisor import Supervisor
from demond.places import Places
from demond.playback.loop import Loop
from demond.scenes.stage import Stage
from demond.sound import FADE_OUT_SECONDS, Sound
from demond.state import Autosave, State, restored
from demond.status import Status
from demond.undo import Undo
from engine.errors import in_words

FIRST_SOUND_SECONDS = 600.0
LOOK_SECONDS = 0.02
SWITCH_SECONDS = 0.0005
"""For how long a thread that reads or writes a file keeps the loop waiting at a time."""

_log = logging.getLogger("demond")


def run(options: Options) -> int:
    """Run one daemon to its end. Raises what `serve` raises."""
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    if not options.in_process:  # an engine would pay for it with every tensor
        heap.bound()
    sys.setswitchinterval(SWITCH_SECONDS)
    return asyncio.run(serve(options))


async def serve(options: Options) -> int:
    """Start, play until told to end, fade out, save. Returns the exit status, 1 where `seconds` were asked for and
    nothing sounded within `FIRST_SOUND_SECONDS`.

    Raises PortInUseError, StateInUseError or OSError, each with a sentence that says what to do.
    """
    async with Ending() as ending:
        daemon = _Daemon(options, ending)
        await daemon.start()
        await daemon.play()
    return ending.status


class _Daemon:
    """One run: all of it made in the order in which it needs one another, started, and ended the other way round."""

    def __init__(self, options: Options, ending: Ending) -> None:
        began, loop = time.monotonic(), asyncio.get_running_loop()
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, ending.asked.set)
        self.options, self.ending = options, ending
        calls, undo, audio = Calls(), Undo(), options.running.audio
        self.journal = Journal()
        logging.getLogger().addHandler(self.journal)
        ending.then(logging.getLogger().removeHandler, self.journal)

        state = State(options.state)
        ending.then(state.close)
        store = restored(state, options.overrides)
        self.places = options.places
        self.sound = Sound(audio, store, self.places.full, calls.soon(self._recording_ended), ending)
        playback, clock = self.sound.playback, self.sound.clock
        self.stage = Stage(store, calls, clock, undo, self.places)
        self.desk = Desk(
            options,
            store,
            calls,
            self.places,
            self.sound,
            self.stage,
            lambda: self.bridge.listed_loras(),
            lambda: self.status.figures(),
            lambda: self.status.meters(),
            self._reloaded,
            self.journal,
            ending,
        )
        self.engine = Supervisor(_engine_options(options, self.places, playback), in_process=options.in_process)
        self.bridge = Bridge(
            store,
            playback,
            self.engine,
            self.desk.osc,
            calls,
            self._configured,
            ending.give_up,
            clock,
            self.stage.crossing,
            {"morph": self.stage.morph.move},
        )
        self.modulators = Modulators(store, playback, clock, self.sound.listener, self.bridge.wake, calls.soon)
        self.autosave = Autosave(store, state, self.stage.recall.coming)
        self.stage.recall.moved = self.autosave.look
        transport, learning = self.sound.transport, self.desk.learning
        self.hours = Hours(
            options.running,
            store,
            self.stage,
            undo,
            calls,
            transport,
            lambda: playback.playing,
            self.bridge.rest,
            self.autosave.save,
            self.places.state,
        )
        self.status = Status(
            self.sound,
            self.desk,
            self.stage,
            self.engine,
            self.bridge,
            self.modulators,
            self.hours,
            self.journal,
            Disk(self.places.state),
            began,
        )
        self.health = Health(playback, self.sound.player, self.engine, self.status, require_device=audio.require_device)
        self.actions = Actions(
            store,
            calls,
            playback,
            self.sound.recorder,
            self.sound.listener,
            self.engine,
            self.places,
            undo,
            save=self.autosave.save,
            reload=self.desk.files.reload,
            more={
                "play": transport.play,
                "stop": transport.stop,
                "restart": transport.restart,
                "tap": transport.tap,
                LEARN: learning.learn,
                FORGET: learning.forget,
                "midi/refresh": self.desk.outputs.refresh,
                **self.stage.handlers,
            },
            acting=self.hours.attract.acted,
        )
        calls.task(self.stage.start())
        loop.add_signal_handler(signal.SIGHUP, self.desk.files.reload)

    async def start(self) -> None:
        """Have everything begin, the output last."""
        ending = self.ending
        if self.options.record:
            recording = asyncio.ensure_future(aside(self._record, self.options.record))
            ending.then(recording.cancel)
        ending.then(aside, self.sound.recorder.stop)
        self.engine.start(self.bridge)
        ending.then(self.engine.stop)
        watch = Watch(self.bridge.lora_folders, self.bridge.take_loras)
        watch.start()
        ending.then(watch.close)
        self.desk.start(ending)
        self.health.start()
        ending.then(self.health.close)
        ending.then(self.sound.player.stop, 0.0)
        await aside(self.sound.player.start)
        if self.hours.begin():
            self.sound.playback.play()

    async def play(self) -> None:
        """Play until the end is asked for, then fade out and save."""
        playback, ending = self.sound.playback, self.ending
        if self.options.seconds is not None:
            wait = asyncio.ensure_future(_end_after(self.options.seconds, playback, ending))
            ending.then(wait.cancel)
        _settle_memory()
        await ending.meanwhile(
            self.bridge.run,
            self.health.run,
            self.autosave.run,
            self.modulators.run,
            self.desk.sync.run,
            self.hours.schedule.run,
            self.hours.attract.run,
        )
        notify("STOPPING=1", "STATUS=fading out")
        playback.fade_out(FADE_OUT_SECONDS)
        await asyncio.gather(
            asyncio.sleep(FADE_OUT_SECONDS + 0.1),
            self.autosave.finish(),
            self.stage.finish(),
            aside(self.engine.stop),
        )

    def _configured(self) -> tuple[str, Path]:
        """The model that plays where no value says another, and the user's folder of LoRAs."""
        config = self.desk.files.config
        return self.options.model or config.engine.model, loras_folder(config, self.options.state)

    def _reloaded(self) -> None:
        self.bridge.reconfigured()
        self.hours.configure(self.desk.files.config)
        self.health.reloaded()

    def _recording_ended(self, why: str) -> None:
        self.desk.osc.error("/demond/record", why)

    def _record(self, path: str) -> None:
        """Record from the first sound on, where that can be; without, it plays all the same."""
        try:
            if problem := self.places.full(Path(path)):
                raise ControlError("record", problem)
            self.actions.record(path)
        except Exception as error:
            _log.error("nothing is recorded: %s", error.reason if isinstance(error, ControlError) else in_words(error))


def _engine_options(options: Options, places: Places, playback: Loop) -> EngineOptions:
    wanted = options.running.engine
    return EngineOptions(
        playback.name,
        str(places.state),
        wanted.device,
        wanted.dtype,
        wanted.decoder,
        wanted.vae,
        str(engines_folder(options.running, places.state)),
        audio=places.audio,
    )


async def _end_after(seconds: float, playback: Loop, ending: Ending) -> None:
    """End some seconds after the first sound, or long after the start where there is none."""
    given_up = time.monotonic() + FIRST_SOUND_SECONDS
    while not playback.length:
        if time.monotonic() > given_up:
            _log.error("nothing sounded within %.0f s", FIRST_SOUND_SECONDS)
            ending.give_up(status=1)
            return
        await asyncio.sleep(LOOK_SECONDS)
    await asyncio.sleep(seconds)
    ending.asked.set()


def _settle_memory() -> None:
    """Have what is there after the start left out of every later garbage collection, which would hold the loop up."""
    gc.collect()
    gc.freeze()
