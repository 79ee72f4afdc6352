"""What a broker is told of demond, and what it has demond do. Made in the event loop, to which it belongs."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from demond.calls import Calls, aside, asked_by
from demond.control.mqtt import home as told
from demond.control.mqtt.client import MISSING, Connection, installed
from demond.control.osc.seldom import SeldomLog
from demond.parameters import ControlError, Value, number_in
from demond.sections import MqttSection
from demond.store import Store
from engine.errors import in_words

WHO = "MQTT"
"""The origin of what it sets."""
LOOK_SECONDS = 2.0
"""Between two looks at what nobody tells when it changes, and only while a broker is there."""
STATUS_SECONDS = 6.0
"""Between two tellings of the status' attributes at least."""
SOON_SECONDS, RAMP_SECONDS = 0.2, 1.0
"""After a change, in which others count as one with it; between two tellings of what is on its way."""
END_SECONDS = 1.5
LONGEST, MOST_ACTS = 1000, 64
"""Bytes of a command, and commands that wait or are under way."""
TOGETHER, APART_SECONDS = 8, 0.005
"""Commands that are begun at once, and the time until others are."""

_log = logging.getLogger(__name__)


class Mqtt:
    """A demond at its broker, from `start` to `close`.

    `figures` are what `/demond/status` tells, `problems` what `/demond/problems` does, `scenes()` the names of all
    scenes by number. `playing()` says whether it plays.
    """

    def __init__(
        self,
        wanted: MqttSection,
        store: Store,
        calls: Calls,
        figures: Callable[[], Mapping[str, object]],
        problems: Callable[[], Sequence[Sequence[object]]],
        scenes: Callable[[], Sequence[str]],
        playing: Callable[[], bool],
    ) -> None:
        self._store = store
        self._figures = figures
        self._problems = problems
        self._scenes = scenes
        self._playing = playing
        self._loop = asyncio.get_running_loop()
        self._seldom = SeldomLog(_log)
        self.home = told.home(wanted.topic, wanted.discovery)
        self._connection = Connection(wanted, self.home, self._heard, calls.soon(self._welcome))
        self._entities = told.entities(store.rows)
        self._published: dict[str, str] = {}
        self._attributes_at = 0.0
        self._noted = False
        self._note = calls.soon(self._plan)
        self._timer: asyncio.TimerHandle | None = None
        self._looking: asyncio.Task[None] | None = None
        self._acts: set[asyncio.Task[None]] = set()
        self._waiting: deque[tuple[str, bytes, bool]] = deque()
        self._dropped = 0
        self._begin = calls.soon(self._take)
        self._beginning = False
        self.state = "" if installed() else MISSING

    @property
    def told(self) -> str:
        """How it stands with the broker."""
        return self.state or self._connection.state

    def start(self) -> None:
        """Begin to connect."""
        if self.state:
            _log.warning(self.state)
            return
        self._store.listen(self._changed)
        self._looking = self._loop.create_task(self._look())

    async def close(self) -> None:
        """Say goodbye to the broker, as far as it answers soon."""
        self._store.unlisten(self._changed)
        self._waiting = deque(maxlen=0)
        for task in (self._looking, *self._acts):
            if task is not None:
                task.cancel()
        if self._timer is not None:
            self._timer.cancel()
        if not self.state:
            try:
                await asyncio.wait_for(aside(self._connection.close), END_SECONDS)
            except TimeoutError:
                _log.warning("MQTT: the broker was not told of the end in time")

    # -- what is told -----------------------------------------------------------------------------------------------

    async def _look(self) -> None:
        """Keep the connection, and tell what changed that says nothing of it itself."""
        while True:
            await aside(self._connection.open)
            while self._connection.up:
                self._connection.say()
                self._tell()
                await asyncio.sleep(LOOK_SECONDS)
            self._connection.say()
            await asyncio.sleep(LOOK_SECONDS)

    def _welcome(self) -> None:
        """Tell everything: the broker may know nothing any more."""
        self._published.clear()
        self._attributes_at = 0.0
        self._tell()

    def _tell(self) -> None:
        """Publish what is other than it was published."""
        if not self._connection.up:
            return
        figures, scenes, home = self._figures(), self._scenes(), self.home
        for topic, config in home.configs(self._entities, scenes).items():
            self._publish(topic, config)
        for name in self._entities:
            self._publish(home.state(name), told.payload(self._store.get(name)))
        self._publish(home.state(told.PLAY), told.ON if self._playing() else told.OFF)
        self._publish(home.state(told.SCENE), told.selected(str(figures.get("scene", "")), scenes))
        self._publish(home.state(told.STATUS), told.status(figures))
        now = self._loop.time()
        if now - self._attributes_at >= STATUS_SECONDS:
            problems = self._problems()
            prompt = str(self._store.get("prompt/a"))
            if self._publish(home.attributes, told.attributes(figures, prompt, problems[-1] if problems else ())):
                self._attributes_at = now

    def _publish(self, topic: str, payload: str) -> bool:
        if self._published.get(topic) == payload:
            return False
        self._published[topic] = payload
        self._connection.publish(topic, payload)
        return True

    def _changed(self, name: str, value: Value, origin: object) -> None:
        """Note that an entity changed, in the setter's thread."""
        if name in self._entities and not self._noted and self._connection.up:
            self._noted = True
            self._note()

    def _plan(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_later(SOON_SECONDS, self._tell_soon)

    def _tell_soon(self) -> None:
        self._noted, self._timer = False, None
        self._tell()
        if self._connection.up and not self._store.ramping().isdisjoint(self._entities):
            self._timer = self._loop.call_later(RAMP_SECONDS, self._tell_soon)

    # -- what is commanded ------------------------------------------------------------------------------------------

    def _heard(self, topic: str, payload: bytes, retained: bool) -> None:
        """Have a message obeyed, in the connection's thread, which waits where there are more than can be done."""
        if len(self._waiting) >= MOST_ACTS:
            self._dropped += 1
            time.sleep(APART_SECONDS)
            return
        self._waiting.append((topic, payload[: LONGEST + 1], retained))
        if not self._beginning:
            self._beginning = True
            self._begin()

    def _take(self) -> None:
        """Begin to do what the next messages ask for, some at a time."""
        for _ in range(min(TOGETHER, len(self._waiting), MOST_ACTS - len(self._acts))):
            topic, payload, retained = self._waiting.popleft()
            task = self._loop.create_task(self._obeyed(self.home.commanded(topic), payload, retained))
            self._acts.add(task)
            task.add_done_callback(self._acts.discard)
        if dropped := self._dropped:
            self._dropped -= dropped
            self._seldom.warning("MQTT: commands dropped: more than can be done in time")
        self._beginning = False
        if self._waiting:
            self._beginning = True
            self._loop.call_later(APART_SECONDS, self._take)

    async def _obeyed(self, entity: str, payload: bytes, retained: bool) -> None:
        """Obey a command; one that the broker has kept is of another day, and is left alone."""
        text = payload[:LONGEST].decode("utf-8", "replace").strip()
        try:
            if retained:
                raise ControlError(entity, "was kept by the broker: commands are sent without the retain flag")
            if len(payload) > LONGEST:
                raise ControlError(entity, f"takes at most {LONGEST} bytes")
            await self._obey(entity, text)
        except ControlError as error:
            self._refuse(entity, text, error.reason)
        except Exception as error:
            self._refuse(entity, text, in_words(error))
        self._plan()

    async def _obey(self, entity: str, text: str) -> None:
        with asked_by(WHO):
            if entity == told.PLAY:
                if text not in (told.ON, told.OFF):
                    raise ControlError(entity, f"wants {told.ON} or {told.OFF}, got {text[:60]!r}")
                result = self._store.perform("play" if text == told.ON else "stop")
            elif entity == told.SCENE:
                result = self._store.perform("scene/recall", text)
            elif entity in self._entities:
                row = self._entities[entity]
                number = number_in(text) if row.kind in ("float", "int") else None
                result = self._store.set(entity, text if number is None else number, origin=WHO)
            else:
                known = ", ".join((*self._entities, told.PLAY, told.SCENE))
                raise ControlError(entity, f"is none that is commanded here; there are {known}")
        if isinstance(result, asyncio.Future):
            await result

    def _refuse(self, entity: str, text: str, reason: str) -> None:
        """Say so in the log and to who listens, and tell once more how it stands."""
        self._seldom.warning("MQTT: %.100s %.100r refused: %.500s", entity, text, reason)
        said = {"command": entity[:100], "payload": text[:100], "reason": reason[:500]}
        self._connection.tell(self.home.refused, json.dumps(said))
        self._published.pop(self.home.state(entity), None)
