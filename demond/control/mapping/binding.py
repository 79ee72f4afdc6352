"""What one mapping entry does while it is played: positions and presses become values in the store.

Called by one thread per object (the MIDI thread, or the event loop for OSC); no torch.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import TypeGuard

from demond.control.mapping.entries import Entry, OscControl, TriggerValue, as_arguments
from demond.control.mapping.takeover import SAME, TAKEOVERS, LastMove
from demond.control.midi.messages import MidiMessage, Pair, relative_steps
from demond.parameters import SINGLE, ControlError, Value, lora_of, number_in, place_of
from demond.store import Store

FEW, MANY = 20.0, 100.0
"""Clicks a second of an encoder from which acceleration begins, and at which it is whole."""


class Speed:
    """How fast an endless encoder is turned; `clock` in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._at = -math.inf
        self._every = 1.0 / FEW
        self._right = True

    def gain(self, acceleration: float, clicks: int) -> float:
        """How many clicks each of these counts for: 1 of slow ones, 1 + acceleration of fast ones."""
        if not acceleration:
            return 1.0
        now, right = self._clock(), clicks > 0
        every = min((now - self._at) / abs(clicks), 1.0 / FEW)
        turned, self._at, self._right = right is not self._right, now, right
        self._every = 1.0 / FEW if turned else (self._every + every) / 2.0
        return 1.0 + acceleration * (1.0 / FEW - max(self._every, 1.0 / MANY)) / (1.0 / FEW - 1.0 / MANY)


class Binding:
    """What one control does to one parameter or action: the state of an entry while it is played."""

    def __init__(
        self,
        entry: Entry,
        store: Store,
        clock: Callable[[], float] = time.monotonic,
        turn: Callable[[Entry, bool], None] | None = None,
        is_up: Callable[[Entry], bool] | None = None,
    ) -> None:
        """`turn` is told when a page button is pressed or let go; `is_up` says whether its page is up."""
        self.entry = entry
        self.held = False
        self._store = store
        self._turn_page = turn
        self._is_up = is_up
        self._speed = Speed(clock)
        self._takeover = TAKEOVERS[entry.takeover]
        self._pair = Pair()
        self._last = LastMove()
        self._travel = 0.0
        self._raw: float | None = None
        self.waiting: float | None = None

    def midi(self, message: MidiMessage, origin: object = None) -> None:
        """Play a message that this entry is for; ControlError where the store refuses."""
        entry = self.entry
        control = entry.control
        assert not isinstance(control, OscControl)
        if entry.relative is not None or message.clicks:
            clicks = message.clicks if entry.relative is None else relative_steps(entry.relative, message.value)
            self._click(clicks, origin)
        elif control.type == "cc14":
            fine = message.number == control.fine
            self._follow(self._pair.fine(message.value) if fine else self._pair.coarse(message.value), origin)
        elif control.type == "program" and entry.mode == "follow":
            banks = entry.highest > 127
            self._follow((message.bank << 7 | message.number) if banks else message.number, origin)
        elif entry.mode == "velocity":
            if message.value:
                self._follow(message.value, origin)
        elif entry.mode == "follow":
            self._follow(message.value, origin)
        elif entry.latching:
            self._press(True, True, origin)
        elif control.type in ("note", "program", "poly"):
            self._press(message.value > 0, True, origin)
        else:
            self._switch(message.value, origin)

    def begin_anew(self) -> None:
        """Forget where the control stood: it belonged to another page meanwhile, and takes over as at first."""
        self._last = LastMove()
        self.waiting = None

    def argument(self, args: Sequence[object]) -> float | str | None:
        """What these OSC arguments say to this entry: a number, a text, or None for a press without argument.

        Raises ControlError if they say nothing to it.
        """
        entry = self.entry
        control = entry.control
        assert isinstance(control, OscControl)
        self._store.row(self._store.resolve(entry.to))
        if not args and entry.mode in ("toggle", "trigger"):
            return None
        if control.arg >= len(args):
            raise ControlError(control.address, f"wants {control.arg + 1} or more arguments, got {len(args)}")
        argument = args[control.arg]
        kind = entry.parameter.argument or entry.parameter.kind
        if isinstance(argument, str) and entry.mode == "follow" and kind in ("string", "enum"):
            if entry.parameter.kind != "action":
                self._store.check(entry.to, argument)
            return argument
        if entry.mode == "follow" and kind == "string":
            raise ControlError(control.address, f"wants text, got {argument!r:.60}")
        if isinstance(argument, str) and (number := number_in(argument)) is not None:
            return number
        if not isinstance(argument, (int, float)) or not math.isfinite(argument):
            raise ControlError(control.address, f"wants a number, got {argument!r:.60}")
        return float(argument)

    def osc(self, argument: float | str | None, origin: object = None) -> None:
        """Play what `argument` returned."""
        if isinstance(argument, str):
            self._give(argument, 0.0, origin)
        elif argument is None:
            self._press(True, True, origin)
        elif self.entry.mode == "follow":
            self._follow(argument, origin)
        elif self.entry.latching:
            self._press(True, True, origin)
        else:
            self._switch(argument, origin)

    def shows(self, name: str) -> bool:
        """Whether a change of this control changes what `shown` returns."""
        if place_of(self.entry.to) is None:
            return name == self.entry.to
        return lora_of(name) is not None and (name.endswith("/enabled") or name == self._name())

    def shown(self) -> float | str | None:
        """What this control would send where it stood for the value as it is now; None where no place of it does.

        A button sends its upper end where it is on, or where the value is what it sets.
        """
        if self.entry.turns is not None and self._is_up is not None:
            return self.entry.highest if self._is_up(self.entry) else self.entry.lowest
        name = self._name()
        return None if name is None else self._standing(self._store.get(name))

    def holds(self, argument: float | str | None) -> bool:
        """Whether the value is, or is on its way to be, what `argument` returned; True where nothing is shown."""
        entry, name = self.entry, self._name()
        target = None if name is None else self._store.target(name)
        standing = None if name is None else self._standing(target)
        if name is None or standing is None or entry.mode != "follow":
            return standing in (None, argument)
        if isinstance(argument, str):
            outcome = self._store.check(name, argument)
            return outcome.value == target and not outcome.note
        assert argument is not None
        within = min(max(argument, entry.lowest), entry.highest)
        said = entry.value_at(entry.position(entry.travel(within)))
        meant = math.isclose(argument, within, rel_tol=SINGLE, abs_tol=SINGLE)
        return meant and entry.parameter.coerce(said)[0] == target

    def _name(self) -> str | None:
        """The control that is moved; None where it has no value, or is of a LoRA that is not there."""
        if self.entry.parameter.kind == "action":
            return None
        try:
            name = self._store.resolve(self.entry.to)
        except ControlError:
            return None
        return name if name in self._store.rows else None

    def _standing(self, value: Value) -> float | str | None:
        """What the control sends where it stands for a value."""
        entry = self.entry
        if entry.mode == "trigger":
            return entry.highest if self._is(entry.value, value) else entry.lowest
        if entry.mode == "cycle":
            return entry.lowest if self._is(entry.values[0], value) else entry.highest
        if entry.parameter.kind == "string":
            return "none" if value is None else str(value)
        position = entry.position_of(value)
        if position is None:
            return None
        if entry.mode in ("gate", "toggle"):
            return entry.highest if (position >= 0.5) is not entry.invert else entry.lowest
        return entry.sent_at(position)

    def _is(self, said: TriggerValue, value: Value) -> bool:
        """Whether a value of the control is what an entry says; "none" is that it follows."""
        row = self.entry.parameter
        if row.lets_go(said):
            return row.name in self._store.following()
        return value == row.coerce(said)[0]

    def _follow(self, raw: float, origin: object) -> None:
        """Move to where the control is, as far as takeover lets it."""
        entry = self.entry
        position = entry.position(entry.travel(raw))
        if entry.parameter.kind in ("action", "string"):
            self._give(entry.value_at(position), 0.0, origin)
            return
        current = self._current()
        taken = self._takeover(self._last, position, current)
        left = None
        if taken is not None:
            left = self._give(entry.value_at(taken), entry.smooth, origin)
        self.waiting = None if taken is not None or current is None else abs(position - current)
        self._last = LastMove(position, left, taken)

    def _click(self, clicks: int, origin: object) -> None:
        """Clicks of an endless encoder, or of data increment and decrement."""
        clicks = -clicks if self.entry.invert else clicks
        if not clicks:
            return
        if self.entry.mode == "cycle":
            self._cycle(clicks, origin)
        elif self.entry.mode == "follow":
            self._turn(clicks * self._speed.gain(self.entry.acceleration, clicks), origin)
        else:
            self._press(clicks > 0, True, origin)

    def _turn(self, clicks: float, origin: object) -> None:
        """Move by clicks from where the parameter is."""
        entry = self.entry
        current = self._current()
        if current is None:
            current = entry.position_of(self._store.default(entry.parameter)) or 0.0
        if self._last.left is None or abs(self._last.left - current) > SAME:
            self._travel = entry.travel_to(current)
        self._travel = min(max(self._travel + clicks * entry.step, 0.0), 1.0)
        left = self._give(entry.value_at(entry.position(self._travel)), entry.smooth, origin)
        self._last = LastMove(None, left)

    def _cycle(self, presses: int, origin: object) -> None:
        """Go on among the values from the one that holds, or the nearest to it."""
        entry = self.entry
        step = presses * round(entry.step)
        value = self._store.target(self._store.resolve(entry.to))
        places = range(len(entry.values))
        at = next((place for place in places if self._is(entry.values[place], value)), None)
        if at is None and _is_number(value):
            numbers = [(abs(each - value), place) for place, each in enumerate(entry.values) if _is_number(each)]
            at = min(numbers)[1] if numbers else None
        if at is None:
            at = -1 if step > 0 else len(entry.values)
        self._give(entry.values[(at + step) % len(entry.values)], entry.smooth, origin)

    def _switch(self, raw: float, origin: object) -> None:
        """A button that sends numbers: pressed in the upper half; the same number again is another press."""
        middle = (self.entry.lowest + self.entry.highest) / 2.0
        before, self._raw = self._raw, raw
        self._press(raw >= middle, before is None or before < middle or before == raw, origin)

    def _press(self, down: bool, fresh: bool, origin: object) -> None:
        """Press or release a button; `fresh` is False while it is merely held."""
        entry = self.entry
        if entry.mode == "gate":
            self.held = down
        if entry.turns is not None:
            if self._turn_page is not None and (entry.mode == "gate" or (down and fresh)):
                self._turn_page(entry, down)
        elif entry.mode == "gate":
            self._give(self._end(down), entry.smooth, origin)
        elif down and fresh:
            if entry.mode == "cycle":
                self._cycle(1, origin)
            elif entry.mode == "trigger":
                self._give(entry.value, entry.smooth, origin)
            else:
                self._give(entry.value_at(1.0 if (self._current() or 0.0) < 0.5 else 0.0), entry.smooth, origin)

    def _end(self, on: bool) -> bool | float | str:
        return self.entry.value_at(1.0 if on is not self.entry.invert else 0.0)

    def _current(self) -> float | None:
        """Where the parameter is; where it is going if this control sent it there."""
        entry = self.entry
        name = self._store.resolve(entry.to)
        heading = entry.position_of(self._store.target(name))
        if self._last.left is not None and heading is not None and abs(self._last.left - heading) <= SAME:
            return heading
        return entry.position_of(self._store.get(name))

    def _give(self, value: TriggerValue, seconds: float, origin: object) -> float | None:
        """Set the parameter or do the action; the position that the parameter has then."""
        entry = self.entry
        if entry.parameter.kind == "action":
            self._store.perform(entry.to, *as_arguments(value))
            return None
        name = self._store.resolve(entry.to)
        outcome: Value = self._store.set(name, value, seconds=seconds, origin=origin).value
        return entry.position_of(outcome)


def _is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number, not on or off."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
