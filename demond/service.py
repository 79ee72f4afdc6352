"""The daemon: puts store, control surface, playback and engine together, and takes them down in order.

Everything here runs in one asyncio loop; audio has its own (C) callback, the engine its own process. No torch.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import math
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from demond import loras
from demond.config import Config, ConfigErrors, find, read
from demond.control.mapping import MappingErrors, Mappings, check
from demond.control.midi.input import MidiInput
from demond.control.osc import OscServer
from demond.notify import notify, watchdog_seconds
from demond.parameters import Value, lora_of
from demond.performer.link import EngineOptions
from demond.performer.supervisor import Supervisor
from demond.playback.input import LONGEST_SECONDS, Input, InputError
from demond.playback.layout import SAMPLE_RATE, SHORTEST
from demond.playback.loop import Loop
from demond.playback.player import Player
from demond.playback.recorder import Recorder, RecorderError
from demond.state import State
from demond.store import ControlError, Store
from engine.checkpoints import loras_with

MAX_LOOP_SECONDS = 600
PUMP_SECONDS = 0.01
HOUSEKEEPING_SECONDS = 0.5
SAVE_SECONDS = 30.0
FADE_OUT_SECONDS = 0.4
ENGINE_QUIET_SECONDS = 15.0
ENGINE_START_SECONDS = 300.0
ACTION_SECONDS = 5.0
ANSWER_SECONDS = 30.0

PLAYBACK_VALUES = ("volume", "mute", "ceiling", "loop_start", "loop_end", "loop_unit")
CAPTURED, MOST_CAPTURES = "capture-", 100
AUDIO = ("source", "timbre", "structure", "target")
"""The values that name audio, which may turn out to be none."""
SHIPPED = "pocket"
"""The model that can always be loaded."""
ENGINE, LIBRARY = "engine", "library"

_log = logging.getLogger("demond")


@dataclass(frozen=True)
class Options:
    """What the command line says about one run."""

    config: Config  # as the file has it
    running: Config  # with what the command line says in its place
    config_path: Path | None  # as named; None is where it is looked for
    state: Path
    record: str | None = None
    seconds: float | None = None
    in_process: bool = False
    overrides: Mapping[str, Value] = field(default_factory=dict)


class Service:
    """One running daemon; `run` starts it and returns when it was told to end."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._config = options.config
        self._store = Store()
        self._ended = asyncio.Event()
        self._reload_asked = asyncio.Event()
        self._ready = False
        self._midi: MidiInput | None = None
        self._held: dict[str, Value] = dict.fromkeys((*AUDIO, "model"))
        self._origins: dict[str, object] = {}
        self._loras: loras.Entries = {}
        self._heard: Mapping[str, Value] = {}
        self._saves: dict[int, asyncio.Future[str]] = {}
        self._asked = itertools.count()
        self._tasks: set[asyncio.Task[object]] = set()
        self._dirty_since: float | None = None
        self._began = time.monotonic()
        self._saving = threading.Lock()
        self._status = 0

    async def run(self) -> int:
        """Start, play until told to end, fade out, save. Returns the exit status.

        Raises PortInUseError, StateInUseError or OSError, each with a sentence that says what to do.
        """
        options = self._options
        config = options.running
        loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, self._ended.set)
        loop.add_signal_handler(signal.SIGHUP, self._reload_asked.set)
        self._state = State(options.state)
        undo: list[Callable[[], object]] = [self._state.close]
        try:
            self._restore()
            self._loop = Loop.create(MAX_LOOP_SECONDS)
            undo += [self._loop.unlink, self._loop.close]
            self._mappings = self._load_mappings()
            self._player = Player(
                self._loop,
                config.audio.device or None,
                blocksize=config.audio.blocksize,
                samplerate=config.audio.samplerate or None,
            )
            self._recorder = Recorder(self._loop)
            self._input = self._open_input()
            undo.append(lambda: self._input.stop() if self._input is not None else None)
            self._osc = OscServer(
                self._store, config.osc.host, config.osc.port, self.status, self._meters, self._listed_loras
            )
            undo.append(self._osc.close)
            self._osc.set_aliases(self._mappings.aliases(self._store))
            self._register_actions()
            self._refuse = self._soon(self._problem)
            self._store.listen(self._changed)
            self._apply_playback(dict(self._store.snapshot()))
            self._supervisor = Supervisor(
                EngineOptions(self._loop.name, str(options.state.absolute()), config.engine.device),
                self._engine_values,
                ended=self._soon(self._engine_ended),
                in_process=options.in_process,
                problem=self._refuse,
                refused=partial(self._engine_refused, self._soon(self._give_up)),
                entered=self._soon(self._engine_entered),
                holds=self._soon(self._engine_holds),
                answered=self._soon(self._engine_answered),
            )
            if options.record:
                self._record(options.record)
            undo.append(self._recorder.stop)
            self._supervisor.start()
            undo.append(self._supervisor.stop)
            self._watch = loras.Watch(self._lora_folders(), self._soon(self._take_loras))
            self._watch.start()
            undo.append(self._watch.close)
            undo.append(lambda: self._midi.close() if self._midi is not None else None)
            undo.append(lambda: self._player.stop(0.0))
            await asyncio.to_thread(self._player.start)
            self._midi = self._open_midi()
            self._loop.play()
            await self._serve()
            await self._fade_out()
            return self._status
        finally:
            for step in reversed(undo):
                try:
                    step()
                except Exception:
                    _log.exception("while ending")

    def status(self) -> dict[str, float | int | str]:
        """What `/demond/status` and systemd's STATUS tell."""
        engine, counters = self._supervisor.status, self._loop.counters()
        return {
            **engine.figures,
            "engine": "running" if engine.running else "starting" if not engine.failure else engine.failure,
            "engine_restarts": engine.restarts,
            "model": str(self._held["model"] or ""),
            "audio": self._player.state,
            "device": self._player.info()["device"],
            "midi": ", ".join(self._midi.ports()) if self._midi is not None else "off",
            "input": self._input.state if self._input is not None else "off",
            "playing": int(self._loop.playing),
            "position": round(self._loop.position / SAMPLE_RATE, 3),
            "xruns": counters.xruns,
            "late_blocks": counters.late,
            "stale_seconds": round(counters.stale / SAMPLE_RATE, 3),
            "limited_samples": counters.limited,
            "recording": int(self._recorder.recording),
            "recorder_dropped": self._recorder.dropped,
            "osc_received": self._osc.counters["received"],
            "osc_malformed": self._osc.counters["malformed"],
            "uptime": round(time.monotonic() - self._began, 1),
        }

    # -- starting -----------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        values, complaints = self._state.load()
        complaints += self._store.load(values)
        for complaint in complaints:
            _log.warning("saved values: %s", complaint)
        self._store.set_many(self._options.overrides)

    def _load_mappings(self) -> Mappings:
        """The configured mappings; a broken file is left out until it is mended, so that the rest plays."""
        sources = self._config.mappings.files
        try:
            return Mappings.load(sources)
        except MappingErrors as error:
            _log.error("mapping files left out until they are mended:\n%s", error)
            sound = Mappings.load([source for source in sources if not check([source])])
            return Mappings(sound.files, sources)

    def _open_input(self) -> Input | None:
        wanted = self._options.running.audio
        if not wanted.input:
            return None
        listener = Input(wanted.input, samplerate=wanted.samplerate or None)
        listener.start()
        return listener

    def _open_midi(self) -> MidiInput | None:
        if not self._config.midi.enabled:
            return None
        wanted = self._config.midi
        midi = MidiInput(self._store, self._mappings, ports=wanted.ports, backend=wanted.backend)
        midi.start()
        return midi

    def _register_actions(self) -> None:
        actions: dict[str, Callable[..., object]] = {
            "play": self._loop.play,
            "stop": self._loop.stop,
            "restart": self._loop.restart,
            "seek": self._seek,
            "capture": self._capture,
            "save_latent": self._save_latent,
            "panic": self._panic,
            "record": self._record,
            "save": self._save_now,
            "reload": self.reload,
        }
        for name, handler in actions.items():
            self._store.handle(name, self._in_loop(handler))

    def _in_loop(self, handler: Callable[..., object]) -> Callable[..., object]:
        """`handler`, done in the event loop whichever thread asks for it; where it takes time, a task is returned."""
        loop = asyncio.get_running_loop()

        def begin(args: tuple[Any, ...]) -> object:
            result = handler(*args)
            if not asyncio.iscoroutine(result):
                return result
            task = loop.create_task(result)
            self._tasks.add(task)
            task.add_done_callback(self._task_ended)
            return task

        async def done(args: tuple[Any, ...]) -> object:
            return begin(args)

        def do(*args: Any) -> object:
            if threading.get_ident() == self._thread:
                return begin(args)
            return asyncio.run_coroutine_threadsafe(done(args), loop).result(ACTION_SECONDS)

        return do

    def _task_ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("%s", task.exception())

    # -- running ------------------------------------------------------------------------------------------------

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(each) for each in (self._pump(), self._keep_house(), self._answer_hangups())]
        try:
            if self._options.seconds is not None:
                loop.call_later(self._options.seconds, self._ended.set)
            ended = loop.create_task(self._ended.wait())
            done, _ = await asyncio.wait([ended, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in done - {ended}:
                task.result()
        finally:
            for task in tasks:
                task.cancel()

    async def _answer_hangups(self) -> None:
        """Reload on SIGHUP; one that came while demond was starting is answered now."""
        while True:
            await self._reload_asked.wait()
            self._reload_asked.clear()
            try:
                self.reload()
            except Exception:
                _log.exception("reload failed")

    async def _pump(self) -> None:
        """Carry what changed, once per pump and parameter, to the playback and to the engine."""
        while True:
            changed = self._store.drain()
            if changed:
                if changed.get("follow_source"):
                    self._follow_source()
                self._apply_playback(changed)
                for_engine = self._for_engine(changed)
                if for_engine:
                    self._supervisor.send(for_engine)
            await asyncio.sleep(PUMP_SECONDS)

    async def _keep_house(self) -> None:
        watchdog = watchdog_seconds()
        callbacks, moved_at = -1, time.monotonic()
        while True:
            now = time.monotonic()
            if self._loop.counters().callbacks != callbacks:
                callbacks, moved_at = self._loop.counters().callbacks, now
            if not self._ready and self._loop.length and callbacks > 0 and not self._player.state.startswith("waiting"):
                self._ready = True
                _log.info("sounding after %.1f s", now - self._began)
                notify("READY=1")
            if watchdog is not None and now - moved_at < 2.0 and self._engine_alive(now):
                notify("WATCHDOG=1", f"STATUS={self._status_line()}")
            elif watchdog is None:
                notify(f"STATUS={self._status_line()}")
            if self._mappings.changed():
                self._reload_mappings()
            if self._dirty_since is not None and now - self._dirty_since > SAVE_SECONDS:
                await asyncio.to_thread(self._save)
            await asyncio.sleep(min(HOUSEKEEPING_SECONDS, watchdog or HOUSEKEEPING_SECONDS))

    def _engine_alive(self, now: float) -> bool:
        engine = self._supervisor.status
        started = engine.start_seconds
        return now - engine.heard_at < (ENGINE_QUIET_SECONDS + 2 * started if started else ENGINE_START_SECONDS)

    def _meters(self) -> list[float]:
        """Peak left, right, RMS left, right since the last reading, in dB."""
        meters = self._loop.meters()
        return [20.0 * math.log10(max(level, 1e-5)) for level in (*meters.peak, *meters.rms)]

    def _status_line(self) -> str:
        status = self.status()
        return (
            f"{status['audio']}; engine {status['engine']}, {status.get('generations_per_second', 0)} generations/s, "
            f"{status['xruns']} xruns, {status['stale_seconds']} s stale"
        )

    def _changed(self, name: str, value: Value, origin: object) -> None:
        lora = lora_of(name)
        if (name in self._held or lora) and origin not in (ENGINE, LIBRARY):
            self._origins[name] = origin
            entry = self._loras.get(lora) if lora and value is True else None
            if entry is not None and entry.problem:
                self._refuse(name, value, entry.problem)
        if self._dirty_since is None:
            self._dirty_since = time.monotonic()

    def _apply_playback(self, values: dict[str, Value]) -> None:
        store = self._store
        if "volume" in values or "mute" in values:
            volume = store.get("volume")
            assert isinstance(volume, float)
            self._loop.set_gain(volume, bool(store.get("mute")))
        if "ceiling" in values:
            ceiling = store.get("ceiling")
            assert isinstance(ceiling, float)
            self._loop.set_ceiling(ceiling)
        if not values.keys().isdisjoint(("loop_start", "loop_end", "loop_unit", "bpm")):
            start, end, bpm = (store.get(name) for name in ("loop_start", "loop_end", "bpm"))
            assert isinstance(start, float)
            assert isinstance(end, float)
            assert isinstance(bpm, float)
            unit = SAMPLE_RATE * (60.0 / bpm if store.get("loop_unit") == "beats" else 1.0)
            region = round(start * unit), round(end * unit)
            self._loop.set_region(*(region if region[1] - region[0] >= SHORTEST else (0, 0)))

    def _engine_values(self) -> dict[str, Any]:
        return self._for_engine(self._store.snapshot())

    def _for_engine(self, values: Mapping[str, Value]) -> dict[str, Any]:
        """Of these values those that the engine takes: the model by name, and all LoRAs that sound as one value."""
        told: dict[str, Any] = {
            name: value for name, value in values.items() if name not in PLAYBACK_VALUES and not lora_of(name)
        }
        if "model" in values:
            told["model"] = self._model()
        if any(map(lora_of, values)):
            told["loras"] = loras.faders(self._loras, self._store.snapshot())
        return told

    def _model(self) -> str:
        """The model to be played: what the value says or, where that is none, the configuration."""
        return str(self._store.get("model") or self._config.engine.model)

    # -- LoRAs --------------------------------------------------------------------------------------------------

    def _lora_folders(self) -> list[Path]:
        own = Path(self._config.loras.folder or self._options.state / "loras").expanduser()
        return [loras_with(str(self._held["model"] or self._model())), own]

    def _take_loras(self, entries: loras.Entries) -> None:
        for level, text in loras.changes(self._loras, entries):
            _log.log(level, text)
        self._loras = entries
        self._store.admit(loras.rows(entries), origin=LIBRARY)
        self._supervisor.send({"loras": loras.faders(entries, self._store.snapshot())})

    def _listed_loras(self) -> list[tuple[object, ...]]:
        return loras.listing(self._loras, self._store.snapshot())

    # -- what the engine says -----------------------------------------------------------------------------------

    def _soon(self, take: Callable[..., None]) -> Callable[..., None]:
        """`take`, called in the event loop whichever thread it is said in."""
        loop = asyncio.get_running_loop()

        def relay(*args: Any) -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(take, *args)

        return relay

    def _engine_entered(self, info: dict[str, Any]) -> None:
        self._engine_holds("source", info["source"])
        self._heard = {name: info[name] for name in ("bpm", "key") if info[name] is not None}
        self._follow_source()

    def _engine_holds(self, name: str, value: Value) -> None:
        self._held[name] = value
        if name == "model":
            _log.info("playing the model %s", value)
            self._watch.folders = tuple(self._lora_folders())

    def _follow_source(self) -> None:
        """Take tempo and key of the source, where they are to be followed."""
        if self._store.get("follow_source"):
            self._store.set_many(self._heard, origin=ENGINE)

    def _engine_answered(self, number: int, good: bool, text: str) -> None:
        answer = self._saves.pop(number, None)
        if answer is not None and not answer.done():
            if good:
                answer.set_result(text)
            else:
                answer.set_exception(ControlError("save_latent", text))

    def _engine_ended(self, why: str) -> None:
        """Have the next engine play on; a model with which this one came to no sound is given up."""
        self._loop.heal()
        for number in list(self._saves):
            self._engine_answered(number, False, "the engine ended meanwhile")
        model = self._model()
        if model not in (self._held["model"], SHIPPED):
            self._problem("model", model, f"the engine ended before it was heard: {why}")
        self._held["model"] = None

    def _engine_refused(self, give_up: Callable[[str], None], reason: str) -> bool:
        """Give up where the first model to be loaded is the configured one and fails; in the supervisor's thread."""
        if self._store.get("model") is not None or self._supervisor.status.start_seconds:
            return False
        give_up(reason)
        return True

    def _give_up(self, reason: str) -> None:
        _log.error("the model cannot be loaded: %s", reason)
        self._status = os.EX_CONFIG
        self._ended.set()

    def _problem(self, name: str, value: Value, reason: str) -> None:
        _log.error("%s: %s", name, reason)
        self._osc.error(f"/demond/{name}", reason, to=self._origins.get(name))
        if lora_of(name):
            with contextlib.suppress(ControlError):
                self._store.set(name, False, origin=ENGINE)
        if name in AUDIO and value == self._store.get(name):
            if value == self._held[name]:
                self._held[name] = None
            self._store.set(name, self._held[name], origin=ENGINE)
        if name == "model" and value == self._model():
            before = self._held["model"] or SHIPPED
            self._store.set("model", None if before == self._config.engine.model else before, origin=ENGINE)

    # -- actions ------------------------------------------------------------------------------------------------

    def _seek(self, seconds: float) -> None:
        if not self._loop.length:
            raise ControlError("seek", "nothing is playing yet")
        if not 0 <= seconds * SAMPLE_RATE < self._loop.length:
            raise ControlError("seek", f"wants 0..{self._loop.length / SAMPLE_RATE:.2f} seconds, got {seconds:g}")
        self._loop.seek(round(seconds * SAMPLE_RATE))

    def _panic(self) -> None:
        self._loop.panic()
        self._store.reset(origin="panic")

    async def _capture(self, seconds: float) -> str:
        if self._input is None:
            raise ControlError("capture", 'there is no input; name one in the configuration: [audio] input = "default"')
        if not 1.0 <= seconds <= LONGEST_SECONDS:
            raise ControlError("capture", f"wants 1..{LONGEST_SECONDS:g} seconds, got {seconds:g}")
        folder = self._options.state.absolute() / "sources"
        path = folder / f"{CAPTURED}{datetime.now():%Y%m%d-%H%M%S-%f}.wav"
        try:
            heard = await asyncio.to_thread(self._input.capture, seconds, path)
        except InputError as error:
            raise ControlError("capture", str(error)) from None
        self._store.set("source", path.stem)
        self._forget_captures(folder)
        return f"{heard:.1f} s captured, and the source now: {path.stem}"

    def _forget_captures(self, folder: Path) -> None:
        """Keep the newest captures, and those that a value names."""
        used = {self._store.get(name) for name in AUDIO}
        for path in sorted(folder.glob(f"{CAPTURED}*.wav"))[:-MOST_CAPTURES]:
            if path.stem not in used:
                with contextlib.suppress(OSError):
                    path.unlink()

    async def _save_latent(self, name: str) -> str:
        if not self._supervisor.status.running:
            raise ControlError("save_latent", "the engine is not running; try again")
        number = next(self._asked)
        answer = self._saves[number] = asyncio.get_running_loop().create_future()
        self._supervisor.save_latent(number, name)
        try:
            return f"saved as {await asyncio.wait_for(answer, ANSWER_SECONDS)}"
        except TimeoutError:
            raise ControlError("save_latent", "the engine does not answer") from None
        finally:
            self._saves.pop(number, None)

    def _record(self, path: str) -> str:
        if path == "off":
            seconds = self._recorder.stop()
            if self._recorder.error is not None:
                raise ControlError("record", f"ended early, after {seconds:.1f} s: {self._recorder.error}")
            if not seconds:
                raise ControlError("record", "nothing is being recorded")
            return f"{seconds:.1f} s recorded"
        try:
            self._recorder.start(path)
        except RecorderError as error:
            raise ControlError("record", str(error)) from None
        return f"recording to {path}"

    def _save_now(self) -> None:
        self._dirty_since = None
        try:
            with self._saving:
                self._state.save(self._store.targets())
        except OSError as error:
            self._dirty_since = time.monotonic()
            raise ControlError("save", f"values are not saved: {error}") from None

    def _save(self) -> None:
        try:
            self._save_now()
        except ControlError as error:
            _log.error("%s", error)

    def reload(self) -> None:
        """Read configuration and mappings again; what is broken keeps its old self and is reported."""
        notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
        path = find(self._options.config_path)
        if path is not None:
            try:
                self._take_config(read(path))
            except ConfigErrors as error:
                _log.error("configuration kept as it was:\n%s", error)
        self._reload_mappings()
        if self._ready:
            notify("READY=1")

    def _take_config(self, fresh: Config) -> None:
        before, self._config = self._config, fresh
        self._supervisor.send({"model": self._model()})
        known = replace(before, engine=replace(before.engine, model=fresh.engine.model))
        for section in ("audio", "osc", "engine"):
            if getattr(fresh, section) != getattr(known, section):
                _log.warning("[%s] changed: this counts from the next start on", section)
        self._watch.folders = tuple(self._lora_folders())
        if fresh.midi != before.midi:
            if self._midi is not None:
                self._midi.close()
            self._midi = self._open_midi()

    def _reload_mappings(self) -> None:
        try:
            self._mappings = Mappings.load(self._config.mappings.files)
        except MappingErrors as error:
            _log.error("mappings kept as they were:\n%s", error)
            self._mappings.note_seen()
            return
        self._osc.set_aliases(self._mappings.aliases(self._store))
        if self._midi is not None:
            self._midi.set_mappings(self._mappings)
        _log.info("mappings loaded again")

    # -- ending -------------------------------------------------------------------------------------------------

    async def _fade_out(self) -> None:
        notify("STOPPING=1", "STATUS=fading out")
        self._loop.fade_out(FADE_OUT_SECONDS)
        await asyncio.gather(
            asyncio.sleep(FADE_OUT_SECONDS + 0.1),
            asyncio.to_thread(self._save),
            asyncio.to_thread(self._supervisor.stop),
        )


def run(options: Options) -> int:
    """Run one daemon to its end. Raises what `Service.run` raises."""
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    return asyncio.run(Service(options).run())
