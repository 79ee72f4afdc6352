"""The files that say how demond is played: its configuration and the mappings, read again when asked or changed.

A thread of its own reads them: a disk that hangs holds nothing up. What is broken keeps its old self and is reported.
No torch.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from demond.calls import Calls, settle
from demond.config import ConfigErrors, find, read
from demond.control.mapping import MappingErrors, Mappings
from demond.control.mapping.entries import MappingFile
from demond.control.mapping.learn import Learner
from demond.control.midi.input import MidiInput
from demond.control.midi.outputs import Outputs
from demond.control.midi.systems import ClockIn
from demond.control.monome import Monome
from demond.control.osc import OscServer, Target
from demond.notify import notify
from demond.parameters import ControlError
from demond.problems import Problem, Problems
from demond.sections import Config
from demond.store import Store

LOOK_SECONDS = 1.0
REST_SECONDS = 1.0
"""After everything was read because somebody asked."""

_log = logging.getLogger("demond")


class Files:
    """The configuration and mappings that hold now, and the controllers that are played by them.

    Made in the event loop, to which `reload` belongs; `reloaded` is called there after everything was read again.
    """

    def __init__(
        self,
        config: Config,
        path: Path | None,
        store: Store,
        osc: OscServer,
        calls: Calls,
        reloaded: Callable[[], None],
        folder: Path | None = None,
        learner: Learner | None = None,
        monome: Monome | None = None,
        outputs: Outputs | None = None,
        clock_in: ClockIn = lambda port, data, at: None,
        scenes: Callable[[], Sequence[Problem]] = tuple,
    ) -> None:
        """`path` is the configuration's file as named; None is where it is looked for.

        The mappings in `folder`, if there is such a folder, are played without being named; `learner` hears what
        controllers send; `outputs` is what they show by; `clock_in` takes MIDI clock. `scenes` reads those again, and
        returns what is wrong with them.
        """
        self.config = config
        self.midi: MidiInput | None = None
        self._path = path
        self._outputs = outputs
        self._store = store
        self._alias_takers = [calls.soon(each.set_aliases) for each in (osc, monome) if each is not None]
        self._take_feedback = calls.soon(osc.set_feedback)
        self._reloaded = calls.soon(reloaded)
        self._clock_in = clock_in
        self._unmapped = osc.watched.midi
        self._scenes = scenes
        self._settle = calls.soon(settle)
        self._folder = folder
        self._learner = learner
        self._mappings = Mappings()
        self._unsaved: dict[Path, MappingFile] = {}
        self._taking = threading.RLock()
        self._wake = threading.Event()
        self._asked: asyncio.Future[str] | None = None
        self._asking = threading.Lock()
        self._ended = threading.Event()
        self._told = ""
        self._thread = threading.Thread(target=self._run, name="files", daemon=True)

    def start(self) -> None:
        """Read the mappings, begin to listen to MIDI controllers where that is wanted, and to look for changes."""
        self._thread.start()

    def close(self) -> None:
        """Look no more, and let go of the controllers; waits for what they are amid, which may need the loop."""
        self._ended.set()
        self._wake.set()
        self._close_midi()

    def reload(self) -> asyncio.Future[str]:
        """Have everything read again, once for all who ask until it begins; what came of it, or ControlError."""
        with self._asking:
            if self._asked is None:
                self._asked = asyncio.get_running_loop().create_future()
            self._wake.set()
            return self._asked

    @property
    def mappings(self) -> Mappings:
        """What is played now."""
        return self._mappings

    def play(self, file: MappingFile, *, saved: bool) -> None:
        """Play by this file in the place of what its path held; where it is not saved, until it is given again.

        In any thread; it may wait for the disk.
        """
        with self._taking:
            self._unsaved.pop(file.path, None)
            if not saved:
                self._unsaved[file.path] = file
            self._take_mappings(self._mappings.having([file], self._sources()))

    # -- in the thread --------------------------------------------------------------------------------------------

    def _run(self) -> None:
        for step in (self._begin, lambda: self._take_feedback(_targets(self.config)), self._open_midi):
            self._guarded(step)
        while not self._ended.is_set():
            self._wake.wait(LOOK_SECONDS)
            self._wake.clear()
            with self._asking:
                asked, self._asked = self._asked, None
            if asked is not None:
                self._settle(asked, self._answer())
                self._reloaded()
                self._ended.wait(REST_SECONDS)
            elif self._guarded(self._changed):
                self._guarded(self._read_mappings)

    def _guarded(self, step: Callable[[], object]) -> object:
        """Do a step; the log says once where it fails."""
        try:
            result = step()
        except Problems:
            return None
        except Exception as error:
            if str(error) != self._told:
                _log.exception("reading files failed")
            self._told = str(error)
            return None
        return result

    def _begin(self) -> None:
        """Take the mappings; a broken file is left out until it is mended, so that the rest plays."""
        with self._taking:
            mappings, problems = Mappings.sound(self._sources())
            _report("mapping files left out until they are mended", problems)
            self._take_mappings(mappings)

    def _answer(self) -> str | ControlError:
        try:
            return self._read_all()
        except Exception as error:
            if not isinstance(error, Problems):
                _log.exception("reload failed")
            return ControlError("reload", str(error))

    def _read_all(self) -> str:
        notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
        path = find(self._path)
        problems: list[Problem] = []
        if path is not None:
            try:
                self._take_config(read(path))
            except ConfigErrors as error:
                problems += error.problems
                _report("configuration kept as it was", error.problems)
        try:
            self._read_mappings()
        except MappingErrors as error:
            problems += error.problems
        problems += self._scenes()
        if problems:
            raise Problems(problems)
        return "configuration, mappings and scenes were read again"

    def _take_config(self, fresh: Config) -> None:
        before, self.config = self.config, fresh
        known = replace(
            before,
            osc=replace(before.osc, feedback=fresh.osc.feedback),
            engine=replace(before.engine, model=fresh.engine.model),
        )
        for section in ("audio", "osc", "http", "mqtt", "clock", "monome", "engine", "files"):
            if getattr(fresh, section) != getattr(known, section):
                _log.warning("[%s] changed: this counts from the next start on", section)
        self._take_feedback(_targets(fresh))
        if fresh.midi != before.midi:
            self._close_midi()
            self._open_midi()

    def _read_mappings(self) -> None:
        """Read the mappings again. Raises MappingErrors."""
        with self._taking:
            sources = self._sources()
            try:
                fresh = Mappings.load(sources)
            except MappingErrors as error:
                _report("mappings kept as they were", error.problems)
                self._mappings.note_seen(sources)
                raise
            self._take_mappings(fresh)
        _log.info("mappings loaded again")

    def _sources(self) -> tuple[str | Path, ...]:
        own = () if self._folder is None or not os.path.isdir(self._folder) else (self._folder,)
        return (*self.config.mappings.files, *own)

    def _changed(self) -> bool:
        return self._mappings.sources != self._sources() or self._mappings.changed()

    def _take_mappings(self, fresh: Mappings) -> None:
        if self._unsaved:
            fresh = fresh.having(self._unsaved.values(), fresh.sources)
        self._mappings = fresh
        aliases = fresh.aliases(self._store)
        for take in self._alias_takers:
            take(aliases)
        if self.midi is not None:
            self.midi.set_mappings(fresh)

    def _open_midi(self) -> None:
        wanted = self.config.midi
        if wanted.enabled:
            self.midi = MidiInput(
                self._store,
                self._mappings,
                ports=wanted.ports,
                backend=wanted.backend,
                learner=self._learner,
                outputs=self._outputs,
                clock_in=self._clock_in,
                unmapped=self._unmapped,
            )
            self.midi.start()

    def _close_midi(self) -> None:
        midi, self.midi = self.midi, None
        if midi is not None:
            midi.close()


def _targets(config: Config) -> list[Target]:
    """The surfaces that are told what changes without asking."""
    return [Target(each.to, each.pattern, each.rate) for each in config.osc.feedback]


def _report(what: str, problems: Iterable[Problem]) -> None:
    for problem in problems:
        _log.error("%s: %s", what, problem)
