"""The files that say how demond is played: its configuration and the mappings, read again when asked or changed.

What is broken keeps its old self and is reported. No torch.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from demond.config import Config, ConfigErrors, find, read
from demond.control.mapping import MappingErrors, Mappings, check
from demond.control.midi.input import MidiInput
from demond.control.osc import OscServer, Target
from demond.notify import notify
from demond.store import Store

LOOK_SECONDS = 0.5

_log = logging.getLogger("demond")


class Files:
    """The configuration and mappings that hold now, and the controllers that are played by them."""

    def __init__(self, config: Config, path: Path | None, store: Store, osc: OscServer) -> None:
        """`path` is the configuration's file as named; None is where it is looked for."""
        self.config = config
        self.midi: MidiInput | None = None
        self._path = path
        self._store = store
        self._osc = osc
        self._mappings = _sound(config.mappings.files)
        osc.set_aliases(self._mappings.aliases(store))
        self._take_feedback()

    def open_midi(self) -> None:
        """Begin to listen to MIDI controllers, where that is wanted."""
        wanted = self.config.midi
        if wanted.enabled:
            self.midi = MidiInput(self._store, self._mappings, ports=wanted.ports, backend=wanted.backend)
            self.midi.start()

    def close(self) -> None:
        """Let go of the controllers."""
        if self.midi is not None:
            self.midi.close()
            self.midi = None

    async def run(self, hangups: asyncio.Event, reload: Callable[[], None]) -> None:
        """Read mappings again when they change, and `reload` everything on a hangup (SIGHUP), for ever."""
        while True:
            try:
                await asyncio.wait_for(hangups.wait(), LOOK_SECONDS)
            except TimeoutError:
                if self._mappings.changed():
                    self._read_mappings()
                continue
            hangups.clear()
            try:
                reload()
            except Exception:
                _log.exception("reload failed")

    def reload(self) -> Config | None:
        """Read configuration and mappings again; returns the configuration that was read, None where it is broken or
        nowhere."""
        notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")
        path = find(self._path)
        fresh = None
        if path is not None:
            try:
                fresh = read(path)
            except ConfigErrors as error:
                _log.error("configuration kept as it was:\n%s", error)
            else:
                self._take_config(fresh)
        self._read_mappings()
        if fresh is not None:
            self._take_feedback()
        return fresh

    def _take_feedback(self) -> None:
        self._osc.set_feedback(Target(each.to, each.pattern, each.rate) for each in self.config.osc.feedback)

    def _take_config(self, fresh: Config) -> None:
        before, self.config = self.config, fresh
        known = replace(
            before,
            osc=replace(before.osc, feedback=fresh.osc.feedback),
            engine=replace(before.engine, model=fresh.engine.model),
        )
        for section in ("audio", "osc", "engine"):
            if getattr(fresh, section) != getattr(known, section):
                _log.warning("[%s] changed: this counts from the next start on", section)
        if fresh.midi != before.midi:
            self.close()
            self.open_midi()

    def _read_mappings(self) -> None:
        try:
            self._mappings = Mappings.load(self.config.mappings.files)
        except MappingErrors as error:
            _log.error("mappings kept as they were:\n%s", error)
            self._mappings.note_seen()
            return
        self._osc.set_aliases(self._mappings.aliases(self._store))
        if self.midi is not None:
            self.midi.set_mappings(self._mappings)
        _log.info("mappings loaded again")


def _sound(sources: tuple[str, ...]) -> Mappings:
    """The configured mappings; a broken file is left out until it is mended, so that the rest plays."""
    try:
        return Mappings.load(sources)
    except MappingErrors as error:
        _log.error("mapping files left out until they are mended:\n%s", error)
        sound = Mappings.load([source for source in sources if not check([source])])
        return Mappings(sound.files, sources)
