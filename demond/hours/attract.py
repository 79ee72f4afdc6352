"""What happens where nobody is, and when somebody comes back. No torch."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable

from demond.calls import Calls
from demond.hours.book import Away, Book
from demond.origins import ATTRACT, CLOCK, NO_HANDS, SCHEDULE
from demond.parameters import ControlError, Value
from demond.scenes.scene import NEVER, Values
from demond.scenes.stage import NOTHING, Stage
from demond.sections import AttractSection
from demond.store import Store
from demond.undo import Undo

NO_TOUCH = frozenset({"save", "reload", "midi/refresh"})
"""Actions that play nothing."""
BRING = frozenset({"scene/recall", "scene/number", "cue/go", "cue/back", "panic"})
"""Those that bring values of their own: what was before is there at once, beneath them."""
ANSWERS = NO_HANDS | {CLOCK}

_log = logging.getLogger("demond")


class Attract:
    """Goes to a scene once no hand has moved anything for a while, and comes back by the first touch, which counts; or
    goes back to where the hands began, where no scene is named. For the event loop, in which it is made.

    A hand is whoever sets a control or does an action from outside.
    """

    def __init__(
        self,
        section: AttractSection,
        store: Store,
        stage: Stage,
        undo: Undo,
        calls: Calls,
        book: Book,
        save: Callable[[], Awaitable[object]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._section = section
        self._store = store
        self._stage = stage
        self._undo = undo
        self._calls = calls
        self._book = book
        self._save = save
        self._now = now
        self._away: Away | None = None
        self._touched_at = now()
        self._hands: set[str] = set()
        self._present = False
        self._base: dict[str, Value] = {}
        self._was = ""
        self._failed = False
        self._wake = asyncio.Event()
        self._met = calls.soon(self._meet)
        self._way_back = self._taken_back  # the same one whenever it is named
        store.listen(self._changed)

    def begin(self) -> None:
        """Go on from where an earlier run ended."""
        self._take_base()
        kept, self._touched_at = self._book.noted.away, self._now()
        if kept is None:
            return
        if kept.scene:
            self._away = kept
            self._calls.task(self._go_on(kept))
        elif self._section.idle and not self._section.scene:
            self._base |= kept.before
            self._was, self._present = kept.was, True

    def configure(self, section: AttractSection) -> None:
        """Go by another configuration, or try again what failed by the same."""
        self._failed = False
        if section != self._section:
            self._section = section
            self._come_back(section.back)
            self._take_base()
            self._present = False
            self._touched_at = self._now()
        self._wake.set()

    async def run(self) -> None:
        """Go where nobody is, for ever."""
        while True:
            self._wake.clear()
            left = self._left()
            if left is not None and left <= 0.0:
                await self._go()
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._wake.wait()

    def acted(self, action: str) -> None:
        """Note an action of a hand, before it is done."""
        if not self._section.idle or action in NO_TOUCH:
            return
        if action == "undo":  # which takes the way to the scene back itself, if that was last
            self._touched_at = self._now()
            return
        self._note()
        self._met()
        self._come_back(0.0 if action in BRING else self._section.back)

    def stay(self) -> None:
        """Go nowhere for a while, as if somebody had been there: something else is about to come."""
        self._touched_at = self._now()

    def leave(self) -> Values:
        """Let go for what the schedule brings; the values of before, which lie beneath that."""
        away = self._let_go()
        self.stay()
        return NOTHING if away is None else away.before

    def figures(self) -> dict[str, str]:
        """What `/demond/status` tells."""
        if self._away is not None:
            return {"attract": f"scene {self._away.scene}"}
        left = self._left()
        return {"attract": "" if left is None else f"in {max(left, 0.0):.0f} s"}

    # -- going --------------------------------------------------------------------------------------------------

    def _left(self) -> float | None:
        """Seconds until nobody is there; None where nothing is to be done then."""
        section = self._section
        if not section.idle or self._away is not None or self._failed or not (section.scene or self._present):
            return None
        return self._touched_at + section.idle - self._now()

    async def _go(self) -> None:
        section, touched = self._section, self._touched_at
        if not section.scene:
            self._go_back(section)
            return
        try:
            scene = await self._stage.read(ATTRACT, section.scene)
        except ControlError as error:
            self._failed = True
            _log.error("%s; nothing changes where nobody is", error)
            return
        if touched != self._touched_at or section != self._section:
            return
        self._away = Away(scene.name, self._stage.scene, self._stage.recall.before(scene.values))
        self._book.note(away=self._away)
        self._hands.clear()
        self._present = False
        self._stage.bring(scene.values, scene.name, section.seconds, ATTRACT)
        self._undo.note("attract", self._way_back)
        _log.info("attract: nobody for %g s, scene %s", section.idle, scene.name)

    def _go_back(self, section: AttractSection) -> None:
        """Go to where the hands began."""
        self._present = False
        self._hands.clear()
        self._stage.bring(dict(self._base), self._was, section.seconds, ATTRACT)
        self._forget()
        _log.info("attract: nobody for %g s, back to where the hands began", section.idle)

    async def _go_on(self, away: Away) -> None:
        """Be where nobody is again, after a start; back where that can no longer be."""
        section = self._section
        try:
            if not section.idle or section.scene != away.scene:
                raise ControlError(ATTRACT, f"it is no longer configured to go to {away.scene}")
            scene = await self._stage.read(ATTRACT, away.scene)
        except ControlError as error:
            _log.warning("%s; back to what was before", error)
            self._come_back(0.0)
            return
        if self._away is away:
            self._stage.bring(scene.values, scene.name, 0.0, ATTRACT)
            self._undo.note("attract", self._way_back)

    # -- coming back --------------------------------------------------------------------------------------------

    def _changed(self, name: str, value: Value, origin: object) -> None:
        """In the setter's thread: note a hand, and otherwise where hands begin."""
        if not self._section.idle:
            return
        if origin not in ANSWERS:
            self._hands.add(name)
            first = not self._present or self._failed
            self._note()
            if first or self._away is not None:
                self._met()
        elif name not in NEVER and (origin == SCHEDULE or not self._present):
            self._base[name] = None if name in self._store.following() else value

    def _note(self) -> None:
        if not self._present:
            self._was = self._stage.scene
        self._present, self._touched_at, self._failed = True, self._now(), False

    def _meet(self) -> None:
        """Do what the first touch leads to, in the loop."""
        self._come_back(self._section.back)
        if not self._section.scene and self._present:
            self._book.note(away=Away("", self._was, dict(self._base)))
        self._wake.set()

    def _come_back(self, seconds: float) -> None:
        """Bring what was before, but for what hands have set since."""
        away = self._let_go()
        if away is None:
            return
        hands, self._hands = self._hands, set()
        before = {name: value for name, value in away.before.items() if name not in hands}
        self._stage.bring(before, away.was, seconds, ATTRACT)
        _log.info("attract: back to what was before the scene %s", away.scene)

    def _taken_back(self) -> None:
        self._note()
        self._come_back(self._section.back)

    def _let_go(self) -> Away | None:
        away, self._away = self._away, None
        if away is not None:
            self._stage.scene = away.was
            self._undo.forget(self._way_back)
            self._forget()
            self._wake.set()
        return away

    def _forget(self) -> None:
        """Keep what was before until it is saved that it holds again, or is on its way."""

        async def forget() -> None:
            with contextlib.suppress(ControlError):
                await self._save()
                if self._away is None and (self._section.scene or not self._present):
                    self._book.note(away=None)

        self._calls.task(forget())

    def _take_base(self) -> None:
        self._base = self._stage.recall.before(name for name in self._store.targets() if name not in NEVER)
        self._was = self._stage.scene
