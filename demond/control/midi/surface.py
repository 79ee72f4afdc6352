"""A controller that shows: what it has, what is to be sent, and what its hands are on. No clock, no thread of its own.

`step` is for one thread; the MIDI input's says what the unit sends (`heard`) and what is shown (`use`).
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Sequence

from demond.control.mapping.binding import Binding
from demond.control.mapping.entries import MidiControl
from demond.control.mapping.shows import Unit
from demond.control.midi.backends import OutputPort
from demond.control.midi.cables import MOST_AWAITED, Cable, Key, Sent
from demond.control.midi.shown import Messages, Shown

HOLD = 0.3
"""Seconds after a control's last message in which it is not moved by us."""
MOST_CABLES = 32
"""Inputs that are looked at for what comes back."""
BURST = 0.03
"""Seconds of a port's pace that may be sent at once after a rest."""
LONGEST_EXIT = 1.0


def key_of(data: Sequence[int]) -> tuple[Key, tuple[int, ...]] | None:
    """What a channel message is about and what it says; None for others. A note that ends is one of velocity 0."""
    if not data or not 0x80 <= data[0] < 0xF0:
        return None
    status = data[0]
    if status < 0x90:
        return (status | 0x10, *data[1:2]), (0,)
    if status >= 0xC0:
        return (status,), tuple(data[1:])
    return (status, *data[1:2]), tuple(data[2:])


class Plan:
    """What a unit shows, and by what it is found: control, word, and the messages of its own controls."""

    def __init__(self, bindings: Iterable[tuple[Binding, Iterable[Shown]]]) -> None:
        self.shown: list[Shown] = []
        self.by_name: defaultdict[str, list[Shown]] = defaultdict(list)
        self.by_word: defaultdict[str, list[Shown]] = defaultdict(list)
        self.places: list[Shown] = []
        self.own: defaultdict[Key, list[Shown]] = defaultdict(list)
        self.touch: defaultdict[Key, list[Shown]] = defaultdict(list)
        taken: set[object] = set()
        for binding, shows in bindings:
            for shown in shows:
                show = shown.show
                what = show.carrier or (show.send, show.on, show.off, show.colours)
                if what not in taken:
                    taken.add(what)
                    self._add(shown, binding.entry.touch)

    def _add(self, shown: Shown, touch: MidiControl | None) -> None:
        self.shown.append(shown)
        if shown.word:
            self.by_word[shown.word].append(shown)
        elif shown.anywhere:
            self.places.append(shown)
        else:
            self.by_name[shown.subject].append(shown)
        carrier = shown.show.carrier
        if shown.show.own and carrier is not None:
            for data in carrier.carry(0):
                if found := key_of(data):
                    self.own[found[0]].append(shown)
        if touch is not None and shown.motor and carrier is not None:
            channel = touch.channel if isinstance(touch.channel, int) else carrier.channel
            assert touch.number is not None
            self.touch[(0x90 if touch.type == "note" else 0xB0) | channel - 1, touch.number].append(shown)


class Surface:
    """One unit that shows, by one port. `unit` is what its file says of it; `wake` asks for a step."""

    def __init__(self, name: str, port: OutputPort, unit: Unit, wake: Callable[[], object] = lambda: None) -> None:
        self.name = name
        self.unit = unit
        self.failed = ""
        self._wake = wake
        self._port = port
        self._plan = self._next = Plan(())
        self._anew = False
        self._script: deque[bytes] = deque(unit.init)
        self._dirty: dict[Shown, None] = {}
        self._moving: frozenset[str] = frozenset()
        self._heard: deque[tuple[Key, tuple[int, ...], float]] = deque(maxlen=1024)
        self._stands: dict[Key, tuple[int, ...]] = {}
        self._cables = {name: Cable()}
        self._sent: deque[Sent] = deque(maxlen=MOST_AWAITED)
        self._room = 0.0
        self._filled = -math.inf
        self._not_before = -math.inf

    # -- in the MIDI input's thread -------------------------------------------------------------------------------

    def use(self, bindings: Iterable[tuple[Binding, Iterable[Shown]]]) -> None:
        """Show these from the next step on, all anew."""
        self._next = Plan(bindings)

    def names(self) -> frozenset[str]:
        """The controls that it shows."""
        return frozenset(self._next.by_name)

    def words(self) -> frozenset[str]:
        """What it shows beside controls."""
        return frozenset(self._next.by_word)

    @property
    def places(self) -> bool:
        """Whether it shows LoRAs by their place."""
        return bool(self._next.places)

    def heard(self, data: Sequence[int], now: float) -> bool:
        """Say what the unit sent; whether that is for nobody else: what a cable brings back, or a touch."""
        found = key_of(data)
        if found is None:
            return False
        if self.brought(self.name, data, now):
            return True
        key, value = found
        plan = self._next
        if key in plan.own or key in plan.touch:
            self._heard.append((key, value, now))
            self._wake()
        return key in plan.touch and key not in plan.own

    def brought(self, port: str, data: Sequence[int], now: float) -> bool:
        """Say what an input heard; whether a cable brought it there from this output."""
        found = key_of(data)
        if found is None:
            return False
        cable = self._cables.get(port)
        if cable is None:
            kept = list(self._cables.items())
            cable = Cable(tuple(self._sent))
            self._cables = dict([kept[0], *kept[1:][-MOST_CABLES:], (port, cable)])
        return cable.brought(*found, now)

    # -- in the thread that shows ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show everything anew, its init first; from any thread."""
        self._anew = True

    def step(self, now: float, names: Collection[str], moving: frozenset[str], words: Collection[str]) -> float:
        """Send what is due; `names` changed, `moving` are on their way, of `words` something changed.

        Returns when there is more to do by itself; inf where not. Raises OSError where the port is lost.
        """
        if self._anew:
            self._anew = False
            self._script = deque(self.unit.init)
            self._show_all(self._next, dark=False)
        elif self._plan is not self._next:
            self._show_all(self._next, dark=True)
        self._note(names, moving, words)
        while self._heard:
            self._take(*self._heard.popleft())
        self._fill(now)
        data: list[bytes] = []
        due = self._play_script(now, data)
        if not self._script and self._dirty:
            due = self._show(now, data)
        if data:
            for each in data:
                if found := key_of(each):
                    self._sent.append(sent := Sent(*found, now))
                    for cable in self._cables.values():
                        cable.sent(sent)
            self._port.send(data)
        return due

    def end(self) -> None:
        """Send what the file says for the end, and close the port; for the MIDI input's thread, after the last step."""
        pause = min(self.unit.gap / 1000, LONGEST_EXIT / max(len(self.unit.exit), 1))
        try:
            if not self.failed:
                for each in self.unit.exit:
                    self._port.send((each,))
                    time.sleep(pause)
        except OSError:
            pass
        self._port.close()

    def _show_all(self, plan: Plan, dark: bool) -> None:
        """Take another plan; what was lit and is not in it goes dark, a motor under a hand stays where it is."""
        before, self._plan = self._plan, plan
        self._dirty = {shown: None for shown in plan.shown if not shown.show.fleeting}
        motors = {shown.show.carrier: shown for shown in before.shown if shown.motor}
        touchable = {shown for each in plan.touch.values() for shown in each}
        for shown in plan.shown:
            shown.sent = None
            if shown.motor and (same := motors.get(shown.show.carrier)) is not None:
                shown.held, shown.touched = same.held, same.touched and shown in touchable
        if dark:
            kept = {shown.show.carrier for shown in plan.shown}
            for shown in before.shown:
                if shown.show.carrier not in kept and (messages := shown.dark()) is not None:
                    self._script.extend(messages)

    def _note(self, names: Collection[str], moving: frozenset[str], words: Collection[str]) -> None:
        plan, dirty = self._plan, self._dirty
        if moving or self._moving:
            names = {*names, *moving, *self._moving}
            self._moving = moving
        for name in names:
            for shown in plan.by_name.get(name, ()):
                dirty.setdefault(shown)
            if plan.places and name.startswith("lora/"):
                dirty.update(dict.fromkeys(plan.places))
        for word in words:
            for shown in plan.by_word.get(word, ()):
                dirty.setdefault(shown)

    def _take(self, key: Key, value: tuple[int, ...], when: float) -> None:
        """What the unit's hand did: a motor is left alone, a light is told again."""
        plan = self._plan
        self._stands[key] = value
        down = value[-1:] > (0,) if key[0] & 0xF0 == 0x90 else value[-1:] >= (64,)
        for shown in plan.touch.get(key, ()):
            shown.touched = down
            self._dirty.setdefault(shown)
        for shown in plan.own.get(key, ()):
            if shown.motor:
                shown.held, shown.sent = when + HOLD, None
                self._dirty.setdefault(shown)
            elif shown.sent is None or all(key_of(each) != (key, value) for each in shown.sent):
                shown.sent = None
                self._dirty.setdefault(shown)

    def _fill(self, now: float) -> None:
        """Have room for what a wire has carried meanwhile."""
        pace = self.unit.pace
        self._room = min(self._room + (now - self._filled) * pace, pace * BURST)
        self._filled = now

    def _play_script(self, now: float, data: list[bytes]) -> float:
        while self._script:
            if now < self._not_before:
                return self._not_before
            if self._room <= 0:
                return self._later(now)
            each = self._script.popleft()
            data.append(each)
            self._room -= len(each)
            if self.unit.gap:
                self._not_before = now + self.unit.gap / 1000
        return math.inf

    def _show(self, now: float, data: list[bytes]) -> float:
        due = math.inf
        for shown in sorted(self._dirty, key=_first):
            if shown.touched:
                continue
            if now < shown.held:
                due = min(due, shown.held)
                continue
            if now < self._not_before:
                return min(due, self._not_before)
            if self._room <= 0:
                return min(due, self._later(now))
            del self._dirty[shown]
            messages = shown.now()
            if messages is None or messages == shown.sent:
                continue
            if shown.motor and shown.sent is None and self._stand_so(messages):
                shown.sent = messages
                continue
            shown.sent = messages
            data.extend(messages)
            self._room -= sum(map(len, messages))
            if self.unit.gap and messages[0][0] == 0xF0:
                self._not_before = now + self.unit.gap / 1000
        return due

    def _stand_so(self, messages: Messages) -> bool:
        """Whether the unit itself said this last."""
        return all((found := key_of(each)) and self._stands.get(found[0]) == found[1] for each in messages)

    def _later(self, now: float) -> float:
        return now + (1.0 - self._room) / self.unit.pace


def _first(shown: Shown) -> int:
    return shown.first
