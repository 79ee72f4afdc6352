"""Schedule and attract, and what both are made of. No torch."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from demond.calls import Calls
from demond.clock.transport import Transport
from demond.hours.attract import Attract
from demond.hours.book import HOURS, Book, read_noted
from demond.hours.plan import Due
from demond.hours.schedule import Schedule
from demond.hours.wall import Wall
from demond.hours.zone import here
from demond.origins import SCHEDULE
from demond.parameters import ControlError
from demond.scenes.stage import Stage
from demond.sections import Config
from demond.store import Store
from demond.undo import Undo

_log = logging.getLogger("demond")


class Hours:
    """All that happens by itself by the clock and where nobody is; made in the event loop, to which it belongs."""

    def __init__(
        self,
        config: Config,
        store: Store,
        stage: Stage,
        undo: Undo,
        calls: Calls,
        transport: Transport,
        playing: Callable[[], bool],
        rest: Callable[[bool], object],
        save: Callable[[], Awaitable[object]],
        state: Path,
    ) -> None:
        book = Book(state / HOURS, stage.writer, read_noted(state / HOURS))
        self.attract = Attract(config.attract, store, stage, undo, calls, book, save)
        self.attract.begin()
        self._stage = stage
        self._calls = calls
        self._look_for(config)

        async def recall(due: Due, seconds: float, at_once: bool) -> object:
            try:
                await stage.library.ready(SCHEDULE)
                stage.library.find(SCHEDULE, due.scene)
            except ControlError as error:
                _log.error("%s", error)
                raise
            self.attract.stay()
            leave = self.attract.leave
            return await stage.recall_for(SCHEDULE, due.scene, seconds, at_once=at_once, beneath=leave)

        def fade(play: bool, seconds: float) -> None:
            transport.fade(play=play, seconds=seconds)

        wall = Wall(book.noted.seen)
        self.schedule = Schedule(config.schedule, here(), wall, book, calls, recall, fade, rest, playing, save)
        transport.moved = self.schedule.heed

    def begin(self) -> bool:
        """Have what should be now be so; whether there is to be sound."""
        return self.schedule.begin()

    def configure(self, config: Config) -> None:
        """Go by another configuration."""
        self._look_for(config)
        self.schedule.configure(config.schedule)
        self.attract.configure(config.attract)

    def _look_for(self, config: Config) -> None:
        """Say which of the scenes that are named is not there, long before it is due."""
        named = {at.scene: "schedule" for at in config.schedule.at if at.scene}
        if config.attract.idle and config.attract.scene:
            named.setdefault(config.attract.scene, "attract")

        async def look() -> None:
            await self._stage.library.ready("schedule")
            for name, where in named.items():
                if self._stage.library.get(name) is None:
                    _log.warning("%s: there is no scene %r yet", where, name)

        if named:
            self._calls.task(look())

    def figures(self) -> dict[str, str]:
        """What `/demond/status` tells."""
        return {**self.schedule.figures(), **self.attract.figures()}
