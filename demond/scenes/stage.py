"""The actions of scenes and cues, what is told of them, and what of them outlives the daemon. No torch."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, get_args

from demond.calls import Calls, aside, settle
from demond.clock import Clock, Quantum
from demond.kept import dumped, tables_of
from demond.origins import PANIC, SCENE, UNDO
from demond.parameters import OVERTAKEN, ControlError, Value
from demond.places import Places
from demond.problems import Problem, Problems
from demond.scenes.crossing import Crossing
from demond.scenes.cues import Cue, Cues, read_cues
from demond.scenes.library import Library
from demond.scenes.morph import Morph
from demond.scenes.queue import Queue, refused
from demond.scenes.recall import Recall
from demond.scenes.scene import Scene, Values
from demond.scenes.shelf import Shelf
from demond.scenes.writer import Kept, Writer
from demond.store import LONGEST_RAMP, Store
from demond.undo import Undo

STAGE = "stage.toml"
NOTHING: Values = MappingProxyType({})
Beneath = Callable[[], Values]
"""Called as a scene begins: values that lie beneath it."""
MOST_TOLD = 5
REREAD_SECONDS = 10.0
"""How long scenes are waited for that are read again."""

_log = logging.getLogger("demond")


class Stage:
    """Scenes and cues as they are played. Made in the event loop, to which it belongs; `start` reads what is kept.

    `handlers` has what does each action, `crossing` is what the engine hears beside the prompts of the controls.
    """

    def __init__(
        self,
        store: Store,
        calls: Calls,
        clock: Clock,
        undo: Undo,
        places: Places,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.crossing = Crossing(now)
        self.writer = Writer()
        self.library = Library(places.scenes, self.writer)
        self.recall = Recall(store, self.crossing, calls, now)
        self.morph = Morph(store, self.crossing, self.recall, calls)
        self.cues = Cues(clock, self._play, self._keep, now, self._later)
        self.scene = ""
        self._store = store
        self._calls = calls
        self._clock = clock
        self._undo = undo
        self._places = places
        self._loop = asyncio.get_running_loop()
        self._ends: tuple[str, str] | None = None
        self._cue_file = ""
        self._asked = 0
        self._call_off: Callable[[], None] = lambda: None
        self.morph.engaging = self._engaging
        self._panic = calls.inside(self._panicked)
        store.listen(self._changed)
        queue = Queue(calls, self.library.ready)
        shelf = Shelf(store, self.recall, self.library, self.writer, undo, places, queue, self._renamed)
        self.handlers: Mapping[str, Callable[..., object]] = {
            **shelf.handlers,
            "scene/recall": self._recall_named,
            "scene/number": self._recall_numbered,
            "scene/morph": queue.task("scene/morph", self._morph),
            "cue/load": queue.task("cue/load", self._load_cues, alone=True),
            "cue/go": self.cues.go,
            "cue/back": self.cues.back,
        }

    async def start(self) -> None:
        """Read the scenes, and go on with the cues that were played last."""
        await self.library.read()
        kept = await aside(tables_of, self._places.state / STAGE)
        self.scene = _text(kept, "scene")
        match kept.get("morph"):
            case [str(first), str(second)]:
                await self._restored(self._name_ends(first, second))
        cue = kept.get("cue")
        if isinstance(cue, dict) and (file := _text(cue, "file")):
            await self._restored(self._read_cues(file, cue.get("current"), None))

    def reread(self) -> list[Problem]:
        """Read the scenes again, and return what is wrong with them; from any thread but that of the loop."""
        reading = asyncio.run_coroutine_threadsafe(self.library.read_again(), self._loop)
        try:
            return reading.result(REREAD_SECONDS)
        except TimeoutError:
            return [Problem("scenes", None, (), "are kept as they were: the disk does not answer")]
        except ControlError as error:
            return [Problem("scenes", None, (), error.reason)]

    async def finish(self) -> None:
        """Have nothing follow any more, and write what is not written yet."""
        self.cues.stop()
        await self.writer.finish()

    @property
    def number(self) -> int:
        """The number of the scene that was recalled last, 0 where that is none; from any thread."""
        scene = self.library.get(self.scene)
        return scene.number if scene is not None else 0

    def figures(self) -> dict[str, float | int | str]:
        """What `/demond/status` tells."""
        return {"scene": self.scene, "scenes": len(self.library), "cue": self.cues.told}

    def listed(self) -> list[tuple[object, ...]]:
        """What `/demond/scene/list` tells of each: name, number, when it was stored, how many controls it holds."""
        return self.library.listed()

    # -- recalling ----------------------------------------------------------------------------------------------

    async def read(self, action: str, name: str) -> Scene:
        """The scene of this name, with its values at hand. Raises ControlError in the action's name."""
        await self.library.ready(action)
        scene = self.library.find(action, name)
        if not scene.is_read:
            await aside(lambda: scene.values)
        return scene

    def recall_for(
        self, origin: str, name: str, seconds: float, *, at_once: bool, beneath: Beneath = lambda: NOTHING
    ) -> asyncio.Task[object]:
        """Recall a scene for who is no hand, and of the values that are `beneath` it then what it does not hold;
        `at_once` waits for no beat."""
        find = partial(self.library.find, origin, name)
        return self._recalled(origin, find, seconds, "off" if at_once else None, origin, beneath)

    def bring(self, values: Values, scene: str, seconds: float = 0.0, origin: str = UNDO) -> list[str]:
        """Bring these values in the place of all that waits or is under way, and have the current scene be this one;
        returns a sentence for each that cannot be brought."""
        self._forget_waiting()
        return self._bring_values(values, scene, seconds, origin)

    def _recall_named(self, name: str, seconds: float | None = None) -> asyncio.Task[object]:
        return self._recalled("scene/recall", partial(self.library.find, "scene/recall", name), seconds)

    def _recall_numbered(self, number: float, seconds: float | None = None) -> asyncio.Task[object]:
        return self._recalled("scene/number", partial(self.library.numbered, "scene/number", number), seconds)

    def _play(self, cue: Cue) -> None:
        self.library.find("cue/go", cue.scene)
        self._recalled("cue/go", partial(self.library.find, "cue/go", cue.scene), cue.seconds, cue.quantize)

    def _recalled(
        self,
        action: str,
        find: Callable[[], Scene],
        seconds: float | None,
        quantum: Quantum | None = None,
        origin: str = SCENE,
        beneath: Beneath = lambda: NOTHING,
    ) -> asyncio.Task[object]:
        """Recall a scene when it is time for it, in the place of another that waits; None: over `recall_time`."""
        if seconds is None:
            seconds = float(str(self._store.get("recall_time")))
        if not 0.0 <= seconds <= LONGEST_RAMP:
            raise ControlError(action, f"takes 0..{LONGEST_RAMP:g} seconds, got {seconds:g}")
        self._asked += 1
        begin = partial(self._begin, seconds=seconds, origin=origin, beneath=beneath)
        return self._calls.task(self._bring(action, self._asked, find, begin, quantum))

    async def _bring(
        self,
        action: str,
        asked: int,
        find: Callable[[], Scene],
        bring: Callable[[Scene], str],
        quantum: Quantum | None,
    ) -> str:
        await self.library.ready(action)
        if asked != self._asked:  # of many at once the last is worth the work
            return OVERTAKEN
        scene = find()
        if not scene.is_read:
            await aside(lambda: scene.values)
        if asked != self._asked:
            return OVERTAKEN
        self._forget_waiting()
        begun: asyncio.Future[str] = self._loop.create_future()

        def begin() -> None:
            self._call_off = lambda: None
            self._undo.forget(overtaken)
            settle(begun, bring(scene))

        def overtaken() -> None:
            call_off()
            self._undo.forget(overtaken)
            settle(begun, OVERTAKEN)

        call_off = self._clock.at(quantum or self._quantum(), begin)
        if not begun.done():
            self._call_off = overtaken
            self._undo.note(f"scene {scene.name}", overtaken)
        return await begun

    def _begin(self, scene: Scene, seconds: float, origin: str, beneath: Beneath) -> str:
        under = beneath()
        before, was = {**self.recall.before(scene.values), **under}, self.scene
        refused = [*scene.complaints, *self._bring_values({**under, **scene.values}, scene.name, seconds, origin)]
        self._undo.note(f"scene {scene.name}", partial(self.bring, before, was))
        over = f" over {seconds:g} s" if seconds else ""
        return f"{scene.name}: {len(scene.values)} controls{over}{_not_taken(refused)}"

    def _bring_values(self, values: Values, scene: str, seconds: float, origin: str) -> list[str]:
        self.morph.release()
        refused = self.recall.begin(values, seconds, origin)
        self.scene = scene
        self._keep()
        return refused

    def _quantum(self) -> Quantum:
        said = self._store.get("quantize") if "quantize" in self._store.rows else "off"
        return next((quantum for quantum in get_args(Quantum) if quantum == said), "off")

    def _forget_waiting(self) -> None:
        """Call off what waits for its beat, and what is still read."""
        self._asked += 1
        call_off, self._call_off = self._call_off, lambda: None
        call_off()

    def _panicked(self) -> None:
        self._forget_waiting()
        self.cues.stop()

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if origin == PANIC:
            self._panic()

    # -- morph --------------------------------------------------------------------------------------------------

    async def _morph(self, first: str, second: str) -> str:
        refused = await self._name_ends(first, second)
        self._keep()
        return f"morph goes from {first} (0) to {second} (1){_not_taken(refused)}"

    async def _name_ends(self, first: str, second: str) -> list[str]:
        scenes = [self.library.find("scene/morph", name) for name in (first, second)]
        for scene in scenes:
            if not scene.is_read:
                await aside(lambda scene=scene: scene.values)  # type: ignore[misc]
        self._ends = scenes[0].name, scenes[1].name
        complaints = [complaint for scene in scenes for complaint in scene.complaints]
        return complaints + self.morph.between(scenes[0].values, scenes[1].values)

    def _engaging(self, before: Mapping[str, Value]) -> None:
        if "morph" not in self._store.modulated():  # which takes all again at once
            self._undo.note("morph", partial(self.bring, before, self.scene))

    # -- cues ---------------------------------------------------------------------------------------------------

    async def _load_cues(self, file: str) -> str:
        await self._read_cues(file, 0, self.library.names)
        return f"{len(self.cues.cues)} cues; /demond/cue/go plays the first"

    async def _read_cues(self, file: str, current: object, scenes: tuple[str, ...] | None) -> None:
        path = self._places.toml("cue/load", self._places.cues, file)
        try:
            cues = await aside(read_cues, path, scenes)
        except Problems as error:
            raise refused("cue/load", error) from None
        self._cue_file = str(path)
        self.cues.take(cues, current if isinstance(current, int) else 0)

    # -- what outlives the daemon -------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Have what is current kept."""
        kept: dict[str, Any] = {"scene": self.scene}
        if self._ends is not None:
            kept["morph"] = list(self._ends)
        if self._cue_file:
            kept["cue"] = {"file": self._cue_file, "current": self.cues.current}
        self.writer.put(self._places.state / STAGE, Kept(lambda: dumped(kept)))

    def _renamed(self, old: str, new: str) -> None:
        if self.scene == old:
            self.scene = new
        self._keep()

    async def _restored(self, work: Awaitable[object]) -> None:
        try:
            await work
        except ControlError as error:
            _log.warning("not as it was before: %s", error)

    def _later(self, seconds: float, do: Callable[[], object]) -> Callable[[], None]:
        return self._loop.call_later(seconds, do).cancel


def _not_taken(refused: Sequence[str]) -> str:
    more = f"; and {len(refused) - MOST_TOLD} more" if len(refused) > MOST_TOLD else ""
    return f"; not as it was stored: {'; '.join(refused[:MOST_TOLD])}{more}" if refused else ""


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key, "")
    return value if isinstance(value, str) else ""
