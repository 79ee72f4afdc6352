"""The daemon: makes store, control surface, playback and engine, lets them run, and ends them in order.

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
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demond.actions import Actions
from demond.analysis import Analysis
from demond.bridge import Bridge
from demond.calls import Calls, aside
from demond.clock import Clock
from demond.clock.lock import Lock
from demond.clock.out import ClockOut
from demond.clock.sync import Sync
from demond.clock.transport import Transport
from demond.config import AudioSection, Config, HttpSection, engines_folder
from demond.control.http import HttpPort
from demond.control.mapping.learn import Learned, Learner, Wish
from demond.control.midi.outputs import Outputs
from demond.control.midi.shown import Words
from demond.control.monome import Monome
from demond.control.osc import Access, OscServer
from demond.files import Files
from demond.health import Health
from demond.learning import FORGET, LEARN, Learning
from demond.loras import Watch
from demond.modulators import Modulators
from demond.notify import notify
from demond.parameters import ControlError, Value
from demond.performer.link import EngineOptions
from demond.performer.supervisor import Supervisor
from demond.places import Places
from demond.playback.input import Input
from demond.playback.loop import Loop
from demond.playback.player import Player
from demond.playback.recorder import Recorder
from demond.scenes.stage import Stage
from demond.state import Autosave, State
from demond.status import Status
from demond.store import Store
from demond.undo import Undo
from engine.errors import in_words

MAX_LOOP_SECONDS = 600
FADE_OUT_SECONDS = 0.4
FIRST_SOUND_SECONDS = 600.0
LOOK_SECONDS = 0.02
AGAIN_SECONDS = 1.0
SWITCH_SECONDS = 0.0005
"""For how long a thread that reads or writes a file keeps the loop waiting at a time."""
END_SECONDS = 4.0
"""That a step of the ending may take; one that hangs, as on a disk, is left behind."""

Work = Callable[[], Coroutine[Any, Any, None]]

_log = logging.getLogger("demond")


@dataclass(frozen=True)
class Options:
    """What the command line says about one run."""

    config: Config  # as the file has it
    running: Config  # with what the command line says in its place
    config_path: Path | None  # as named; None is where it is looked for
    state: Path
    model: str | None = None  # instead of the configured one
    record: str | None = None
    seconds: float | None = None
    in_process: bool = False
    overrides: Mapping[str, Value] = field(default_factory=dict)


class _Ending:
    """The end of a run: asked for from anywhere in the loop, with the exit status that it then has."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.status = 0

    def give_up(self, status: int = os.EX_CONFIG) -> None:
        """End because there is nothing to play: the shipped model cannot be loaded, or none can run as configured."""
        self.status = status
        self.asked.set()


async def serve(options: Options) -> int:
    """Start, play until told to end, fade out, save. Returns the exit status, 1 where `seconds` were asked for and
    nothing sounded within `FIRST_SOUND_SECONDS`.

    Raises PortInUseError, StateInUseError or OSError, each with a sentence that says what to do.
    """
    async with AsyncExitStack() as stack:
        return await _serve(options, stack)


async def _serve(options: Options, stack: AsyncExitStack) -> int:
    began, config, loop = time.monotonic(), options.running, asyncio.get_running_loop()
    calls, ending = Calls(), _Ending()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, ending.asked.set)

    state = State(options.state)
    _undo(stack, state.close)
    store = _restored(state, options.overrides)
    playback = Loop.create(MAX_LOOP_SECONDS)
    _undo(stack, playback.unlink)
    _undo(stack, playback.close)
    clock = Clock(store, playback)
    player = Player(
        playback,
        config.audio.device or None,
        blocksize=config.audio.blocksize,
        samplerate=config.audio.samplerate or None,
    )
    limits = config.files.recordings_gb, config.files.free_gb
    model = options.model or config.engine.model
    places = Places(options.state.absolute(), config.files.sources, config.files.models, model, *limits)
    undo = Undo()
    stage = Stage(store, calls, clock, undo, places)
    recorder = Recorder(playback, full=places.full, ended=calls.soon(lambda why: recording_ended(why)))
    listener = _listener(config.audio)
    if listener is not None:
        listener.start()
        _undo(stack, listener.stop)

    access = Access(config.osc.allow, config.osc.read_only, config.osc.secret, anywhere=config.osc.files == "anywhere")
    osc = OscServer(
        store,
        config.osc.host,
        config.osc.port,
        lambda: status.figures(),
        lambda: status.meters(),
        {
            "loras": lambda: bridge.listed_loras(),
            "scene/list": stage.listed,
            "cue/list": stage.cues.listed,
        },
        access=access,
        permit=places.permit,
        analysis=Analysis(playback, clock).read,
    )
    _undo(stack, osc.close)
    lock = Lock(playback, clock, lambda: float(str(store.get("bpm"))), lambda: float(player.info()["latency"]))
    transport = Transport(store, playback, clock, lock)
    sync = Sync(store, playback, clock, lock, transport, calls, osc, leads=lambda: bool(config.clock.out))
    _undo(stack, sync.close)
    monome = Monome(store, config.monome.port) if config.monome.enabled else None
    if monome is not None:
        _undo(stack, monome.close)
    outputs = Outputs(store, _words(playback, recorder, clock))
    _undo(stack, outputs.close)

    def learned(wish: Wish, what: Learned | None) -> None:
        learning.learned(wish, what)

    learner = Learner(calls.soon(learned))
    files = Files(
        options.config,
        options.config_path,
        store,
        osc,
        calls,
        lambda: reloaded(),
        places.mappings,
        learner,
        monome,
        outputs,
        sync.clock_in,
    )
    learning = Learning(files, learner, places.mappings)
    http = _http(config.http, store, osc, access, playback)
    if http is not None:
        http.start()
        _undo(stack, http.close)
    engine = Supervisor(
        EngineOptions(
            playback.name,
            str(places.state),
            config.engine.device,
            config.engine.dtype,
            config.engine.decoder,
            config.engine.vae,
            str(engines_folder(config, places.state)),
            audio=places.audio,
        ),
        in_process=options.in_process,
    )

    def configured() -> tuple[str, Path]:
        folder = files.config.loras.folder or options.state / "loras"
        return options.model or files.config.engine.model, Path(folder).expanduser()

    def recording_ended(why: str) -> None:
        osc.error("/demond/record", why)

    moved = {"morph": stage.morph.move}
    bridge = Bridge(store, playback, engine, osc, calls, configured, ending.give_up, clock, stage.crossing, moved)
    modulators = Modulators(store, playback, clock, listener, bridge.wake, calls.soon)
    status = Status(
        playback, player, recorder, listener, engine, bridge, files, modulators,
        osc.counters, http, began, outputs, stage, sync,
    )  # fmt: skip
    health = Health(playback, player, engine, status, require_device=config.audio.require_device)
    autosave = Autosave(store, state)

    def reloaded() -> None:
        bridge.reconfigured()
        health.reloaded()

    actions = Actions(
        store,
        calls,
        playback,
        recorder,
        listener,
        engine,
        places,
        undo,
        save=autosave.save,
        reload=files.reload,
        more={
            "play": transport.play,
            "stop": transport.stop,
            "restart": transport.restart,
            "tap": transport.tap,
            LEARN: learning.learn,
            FORGET: learning.forget,
            "midi/refresh": outputs.refresh,
            **stage.handlers,
        },
    )
    calls.task(stage.start())
    loop.add_signal_handler(signal.SIGHUP, files.reload)

    if options.record:
        recording = asyncio.ensure_future(aside(_record, options.record, places, actions))
        _undo(stack, recording.cancel)
    _undo(stack, aside, recorder.stop)
    engine.start(bridge)
    _undo(stack, engine.stop)
    watch = Watch(bridge.lora_folders, bridge.take_loras)
    watch.start()
    _undo(stack, watch.close)
    files.start()
    _undo(stack, aside, files.close)
    if config.clock.out:
        clock_out = _clock_out(config, outputs, clock, playback, transport, lock)
        _undo(stack, aside, clock_out.close)
    health.start()
    _undo(stack, health.close)
    _undo(stack, player.stop, 0.0)
    await aside(player.start)
    playback.play()

    if options.seconds is not None:
        wait = loop.create_task(_end_after(options.seconds, playback, ending))
        _undo(stack, wait.cancel)
    _settle_memory()
    await _until(ending.asked, bridge.run, health.run, autosave.run, modulators.run, sync.run)
    notify("STOPPING=1", "STATUS=fading out")
    playback.fade_out(FADE_OUT_SECONDS)
    await asyncio.gather(
        asyncio.sleep(FADE_OUT_SECONDS + 0.1),
        autosave.finish(),
        stage.finish(),
        aside(engine.stop),
    )
    return ending.status


def _record(path: str, places: Places, actions: Actions) -> None:
    """Record from the first sound on, where that can be; without, it plays all the same."""
    try:
        if problem := places.full(Path(path)):
            raise ControlError("record", problem)
        actions.record(path)
    except Exception as error:
        _log.error("nothing is recorded: %s", error.reason if isinstance(error, ControlError) else in_words(error))


async def _end_after(seconds: float, playback: Loop, ending: _Ending) -> None:
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


def run(options: Options) -> int:
    """Run one daemon to its end. Raises what `serve` raises."""
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    sys.setswitchinterval(SWITCH_SECONDS)
    return asyncio.run(serve(options))


def _settle_memory() -> None:
    """Have what is there after the start left out of every later garbage collection, which would hold the loop up."""
    gc.collect()
    gc.freeze()


def _restored(state: State, overrides: Mapping[str, Value]) -> Store:
    """A store with the values that were saved, and what the command line says in their place."""
    store = Store()
    values, complaints = state.load()
    complaints += store.load(values)
    for complaint in complaints:
        _log.warning("saved values: %s", complaint)
    store.set_many(overrides)
    return store


def _words(playback: Loop, recorder: Recorder, clock: Clock) -> Words:
    """What controllers show beside controls."""
    return {
        "playing": lambda: playback.playing,
        "stopped": lambda: not playback.playing,
        "recording": lambda: recorder.recording,
        "beat": lambda: playback.playing and clock.beat() % 1.0 < 0.25,
    }


def _listener(wanted: AudioSection) -> Input | None:
    return Input(wanted.input, samplerate=wanted.samplerate or None) if wanted.input else None


def _http(wanted: HttpSection, store: Store, osc: OscServer, access: Access, playback: Loop) -> HttpPort | None:
    if not wanted.enabled:
        return None
    return HttpPort(wanted.host, wanted.port, wanted.advertise, store, osc, access, lambda: playback.length > 0)


def _clock_out(
    config: Config, outputs: Outputs, clock: Clock, playback: Loop, transport: Transport, lock: Lock
) -> ClockOut:
    """What sends our clock to the ports that are configured, begun."""
    outlets = [outputs.open(part) for part in config.clock.out]
    out = ClockOut(clock, outlets, lambda: playback.playing, lambda: transport.restarts, lock.loop_beat)
    out.start()
    return out


async def _until(ended: asyncio.Event, *work: Work) -> None:
    """Have work done until the end is asked for."""
    tasks = [asyncio.ensure_future(_kept_up(each)) for each in work]
    try:
        await ended.wait()
    finally:
        for task in tasks:
            task.cancel()


async def _kept_up(work: Work) -> None:
    """Begin work anew where it ends by an error, which the log tells once: the others and the sound go on."""
    told = ""
    while True:
        try:
            await work()
        except Exception as error:
            if str(error) != told:
                _log.exception("%s failed, and is begun anew", work.__qualname__)
            told = str(error)
        await asyncio.sleep(AGAIN_SECONDS)


def _undo(stack: AsyncExitStack, step: Callable[..., object], *arguments: object) -> None:
    """Have a step done at the end, whatever happens to the others."""

    async def guarded() -> None:
        try:
            result = step(*arguments)
            if asyncio.iscoroutine(result):
                await asyncio.wait_for(result, END_SECONDS)
        except Exception:
            _log.exception("while ending")

    stack.push_async_callback(guarded)
