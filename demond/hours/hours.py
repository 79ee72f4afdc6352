"""Schedule and attract, and what both are made of. No torch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from demond.calls import Calls
from demond.clock.transport import Transport
from demond.config import Config
from demond.hours.attract import Attract
from demond.hours.kept import HOURS, Book, read_kept
from demond.hours.plan import Due
from demond.hours.schedule import Schedule
from demond.hours.wall import Wall
from demond.hours.zone import here
from demond.origins import SCHEDULE
from demond.scenes.stage import Stage
from demond.store import Store
from demond.undo import Undo


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
        book = Book(state / HOURS, stage.writer, read_kept(state / HOURS))
        self.attract = Attract(config.attract, store, stage, undo, calls, book, save)
        self.attract.begin()

        def recall(due: Due, seconds: float, at_once: bool) -> Awaitable[object]:
            beneath = self.attract.leave()
            return stage.recall_for(SCHEDULE, due.scene, seconds, at_once=at_once, beneath=beneath)

        def fade(play: bool, seconds: float) -> None:
            transport.fade(play=play, seconds=seconds)

        wall = Wall(book.kept.seen)
        self.schedule = Schedule(config.schedule, here(), wall, book, calls, recall, fade, rest, playing, save)
        transport.moved = self.schedule.heed

    def begin(self) -> bool:
        """Have what should be now be so; whether there is to be sound."""
        return self.schedule.begin()

    def configure(self, config: Config) -> None:
        """Go by another configuration."""
        self.schedule.configure(config.schedule)
        self.attract.configure(config.attract)

    def figures(self) -> dict[str, str]:
        """What `/demond/status` tells."""
        return {**self.schedule.figures(), **self.attract.figures()}
