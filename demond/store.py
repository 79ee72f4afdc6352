"""Live values: what every control is set to now, with ramps, atomic changes and a coalescing drain.

Any thread may call anything. One lock guards the values; it is never held while a listener or an action runs.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Set
from types import MappingProxyType
from typing import NamedTuple

from demond.moving import MOST_RAMPED, Move, Ramp, ramps
from demond.parameters import (
    FOLLOWING,
    MODULATORS,
    PARAMETERS,
    ControlError,
    Parameter,
    Value,
    absent,
    defaults,
    find,
    lora_of,
    place_of,
    suggest,
    value_text,
)
from engine.errors import in_words

__all__ = ["ControlError", "Outcome", "Store"]

LONGEST_RAMP = 3600.0

Checked = tuple[str, "Outcome", float]
"""A value that a control takes, by name, and the seconds of its ramp."""
Item = tuple[str, object] | tuple[str, object, float]
Listener = Callable[[str, Value, object], None]

_log = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """What a set led to: the value that holds (a ramp's target), a note where not all was as asked, and whether a
    control that follows was let go."""

    value: Value
    note: str | None = None
    free: bool = False


class Store:
    """The values of all controls. `clock` returns seconds and never runs backwards.

    A control that follows stands at what `follow` said last, until somebody sets it by hand. What is set is what those
    outside see and what is saved; `played`, `snapshot` and `drain` have it as modulators move it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rows: Mapping[str, Parameter] = PARAMETERS
        self._values: dict[str, Value] = defaults()
        self._followed: dict[str, Value] = {name: PARAMETERS[name].default for name in FOLLOWING}
        self._by_hand: set[str] = set()
        self._kept: dict[str, Value] = {}
        self._ramps: dict[str, Ramp] = {}
        self._moves: Mapping[str, Move] = {}
        self._resets = 0
        self._guards: dict[str, Callable[[str, Value], None]] = {}
        self._changed: set[str] = set()
        self._listeners: tuple[Listener, ...] = ()
        self._handlers: dict[str, Callable[..., object]] = {}

    @property
    def rows(self) -> Mapping[str, Parameter]:
        """The rows of the controls there are now; another mapping once others are admitted."""
        return self._rows

    def row(self, name: str) -> Parameter:
        """Return the row of a control that is there; ControlError with what there is instead if none is."""
        row = self._rows.get(name)
        if row is None:
            missing = absent(name, self._rows) or "there is no such control"
            raise ControlError(name[:200], missing + suggest(name, self._rows))
        return row

    def admit(self, rows: Iterable[Parameter], origin: object = None) -> None:
        """Have these rows beside the table's, in place of those admitted before: the rows of the LoRAs there are now.

        The value of a row that goes is kept for when it comes back. One that was left at its default follows the row's.
        Listeners are told the values of rows that come.
        """
        admitted = {row.name: row for row in rows}
        with self._lock:
            for name in self._rows.keys() - PARAMETERS.keys():
                row, value = self._rows[name], self._values[name]
                if name not in admitted or (value == row.default != admitted[name].default):
                    del self._values[name]
                    self._ramps.pop(name, None)
                    self._changed.discard(name)
                    if value != row.default:
                        self._kept[name] = value
            fresh = [name for name in admitted if name not in self._values]
            come = {name: self._kept.pop(name, admitted[name].default) for name in fresh}
            self._values.update(come)
            self._changed.update(come)
            self._rows = MappingProxyType({**PARAMETERS, **admitted})
        for name, value in come.items():
            self._tell(name, value, origin)

    def resolve(self, target: str) -> str:
        """Return the control that a mapping's target means: `lora/2` is the strength of the second enabled LoRA.

        ControlError where fewer are enabled; any other target means itself.
        """
        place = place_of(target)
        if place is None:
            return target
        with self._lock:
            enabled = [lora for name, value in self._values.items() if value is True and (lora := lora_of(name))]
        if place > len(enabled):
            raise ControlError(target, f"moves LoRA {place} of those that are enabled, which are {len(enabled)}")
        return f"lora/{sorted(enabled)[place - 1]}/strength"

    def set(self, name: str, value: object, *, seconds: float = 0.0, origin: object = None) -> Outcome:
        """Set one control, at once or as a ramp over some seconds; `origin` tells listeners who it was.

        Raises ControlError and changes nothing where the name or the value cannot be accepted.
        """
        _, outcome, seconds = self._checked(name, value, seconds)
        now = self._clock()
        with self._lock:
            moved = self._apply(name, outcome, seconds, now)
            held = self._values.get(name)
        if moved and self._listeners:
            self._tell(name, held, origin)
        return outcome

    def set_many(self, items: Iterable[Item] | Mapping[str, object], origin: object = None) -> list[Outcome]:
        """Set several controls as one change: one drain sees all of them; if one is refused, none is set.

        Items are (name, value) or (name, value, seconds of ramp), or a mapping of names to values.
        """
        checked = [self._checked(*item) for item in (items.items() if isinstance(items, Mapping) else items)]
        self.commit(checked, origin)
        return [outcome for _, outcome, _ in checked]

    def commit(self, checked: Iterable[Checked], origin: object = None) -> None:
        """Set, as one change, what `check` said of each."""
        now = self._clock()
        moved: list[tuple[str, Value]] = []
        with self._lock:
            for name, outcome, seconds in checked:
                if self._apply(name, outcome, seconds, now):
                    moved.append((name, self._values[name]))
        for name, value in moved:
            self._tell(name, value, origin)

    def follow(self, values: Mapping[str, object], origin: object = None) -> None:
        """Have controls that follow stand at these values, as one change, but for those that are set by hand: they go
        back to them once they are let go. Raises ControlError."""
        followed = {name: self.row(name).coerce(value)[0] for name, value in values.items()}
        now = self._clock()
        with self._lock:
            self._followed |= followed
            free = {name: Outcome(value, free=True) for name, value in followed.items() if name not in self._by_hand}
            moved = [name for name, outcome in free.items() if self._apply(name, outcome, 0.0, now)]
        for name in moved:
            self._tell(name, followed[name], origin)

    def following(self) -> frozenset[str]:
        """Return the names of the controls that follow now: those that can, and are not set by hand."""
        with self._lock:
            return FOLLOWING - self._by_hand

    def default(self, row: Parameter) -> Value:
        """Return what a control goes back to: what it follows or, where it never does, its row's default."""
        return self._followed[row.name] if row.follows else row.default

    def check(self, name: str, value: object, seconds: float = 0.0, *, guarded: bool = True) -> Outcome:
        """Say what `set` would lead to, without setting; raises ControlError as `set` would. `guarded` as False is for
        what was saved."""
        return self._checked(name, value, seconds, guarded=guarded)[1]

    def perform(self, action: str, *args: object) -> object:
        """Do an action by its registered handler and return the result; ControlError if it cannot be done."""
        row = find(action)
        arguments = row.accept(args)
        handler = self._handlers.get(action)
        if handler is None:
            raise ControlError(action, "cannot be done here: nothing carries it out yet")
        try:
            return handler(*arguments)
        except ControlError:
            raise
        except Exception as error:
            _log.exception("action %s failed", action)
            raise ControlError(action, f"failed: {in_words(error)}") from error

    def handle(self, action: str, handler: Callable[..., object]) -> None:
        """Register what carries out an action: called with its argument, in the thread of `perform`."""
        if find(action).kind != "action":
            raise ControlError(action, "is a value to set, not an action")
        self._handlers[action] = handler

    def guard(self, name: str, check: Callable[[str, Value], None]) -> None:
        """Have `check(name, value)` asked before a control is set, in the setter's thread: it raises ControlError for
        a value that its row takes and that cannot be now. What was saved is not asked about."""
        self._guards[name] = check

    def get(self, name: str) -> Value:
        """Return what a control is now, in the middle of a ramp too."""
        self.row(name)
        with self._lock:
            ramp = self._ramps.get(name)
            if ramp is not None:
                return ramp.at(self._clock())
            if name not in self._values:
                raise ControlError(name, "is an action and has no value")
            return self._values[name]

    def played(self, name: str) -> Value:
        """Return what is played of a control now: what `get` does, as modulators move it."""
        value, move = self.get(name), self._moves.get(name)
        return value if move is None else move.of(self.row(name), value)

    @property
    def resets(self) -> int:
        """How often everything was put back to its default."""
        return self._resets

    def modulate(self, moves: Mapping[str, Move], resets: int | None = None) -> bool:
        """Have these controls, and no others, played otherwise than they were set; say whether that changes any.

        Listeners hear nothing of it. Those that are not there are moved once they are. Where all was put back to its
        default since `resets` was read, with what made these moves, nothing changes.
        """
        with self._lock:
            if resets not in (None, self._resets):
                return False
            before, self._moves = self._moves, moves
            moved = {n for n in before.keys() | moves.keys() if before.get(n) != moves.get(n)} & self._values.keys()
            self._changed |= moved
        return bool(moved)

    def modulated(self) -> Set[str]:
        """Return the names of the controls that modulators move now."""
        return self._moves.keys()

    def target(self, name: str) -> Value:
        """Return what a control was set to: at the end of its ramp, if it is on its way."""
        self.row(name)
        with self._lock:
            return self._values.get(name)

    def targets(self) -> dict[str, Value]:
        """Return all values as set, ramps at their end.

        Of LoRAs, those that are not at their default, also where the LoRA is not there.
        """
        with self._lock:
            set_ones = {n: v for n, v in self._values.items() if n in PARAMETERS or self._is_set(n)}
            return set_ones | self._kept

    def worth_saving(self) -> dict[str, Value]:
        """Return what `targets` does without the controls that follow: a later run has them follow anew."""
        always = PARAMETERS.keys() - FOLLOWING
        with self._lock:
            return {n: v for n, v in self._values.items() if n in always or self._is_set(n)} | self._kept

    def ramping(self) -> frozenset[str]:
        """Return the names of the controls that are on their way."""
        if not self._ramps:
            return frozenset()
        now = self._clock()
        with self._lock:
            return frozenset(name for name, ramp in self._ramps.items() if not ramp.done(now))

    def snapshot(self) -> Mapping[str, Value]:
        """Return all values as they are played now; the mapping never changes."""
        with self._lock:
            values = dict(self._values)
            if self._ramps:
                now = self._clock()
                values.update((name, ramp.at(now)) for name, ramp in self._ramps.items())
            values |= {n: move.of(self._rows[n], values[n]) for n, move in self._moves.items() if n in values}
        return MappingProxyType(values)

    def drain(self) -> dict[str, Value]:
        """Return what is played of everything that changed since the last call, of moving ramps every time."""
        with self._lock:
            if not self._changed and not self._ramps:
                return {}
            now = self._clock()
            values = {name: self._values[name] for name in self._changed}
            self._changed.clear()
            for name, ramp in list(self._ramps.items()):
                values[name] = ramp.at(now)
                if ramp.done(now):
                    del self._ramps[name]
            if self._moves:
                for name in values.keys() & self._moves.keys():
                    values[name] = self._moves[name].of(self._rows[name], values[name])
        return values

    def load(self, values: Mapping[str, object], origin: object = None) -> list[str]:
        """Set what can be set, as one change; return a sentence for each value refused or altered.

        Values of LoRAs that are not there are kept until they are.
        """
        complaints, accepted, kept = [], [], {}
        for name, value in values.items():
            try:
                row = self._rows.get(name) or find(name)
                good, note = row.coerce(value)
            except ControlError as error:
                complaints.append(str(error))
                continue
            if name in self._rows:
                accepted.append((name, good))
            else:
                kept[name] = good
            if note:
                complaints.append(f"{name}: {note}")
        with self._lock:
            self._kept |= kept
        self.commit([self._checked(*each, guarded=False) for each in accepted], origin)
        return complaints

    def reset(self, origin: object = None) -> dict[str, Value]:
        """Put every value but words to the model back to its default, those kept for LoRAs that are not there too;
        those that can follow do so again, and nothing is modulated.

        Returns what those that changed were set to, for `load`.
        """
        kept = ("string", "action")
        rows = {n: row for n, row in self._rows.items() if row.kind not in kept or n in MODULATORS}
        with self._lock:
            before, self._kept = self._kept, {}
            before |= {name: self._values[name] for name in rows if self._is_set(name)}
            self._changed |= self._moves.keys() & self._values.keys()
            self._moves, self._resets = {}, self._resets + 1
        self.commit(
            [(n, Outcome(self.default(row), free=row.follows is not None), 0.0) for n, row in rows.items()], origin
        )
        return before

    def _is_set(self, name: str) -> bool:
        """Whether somebody had a control be other than it is by itself; the lock is held."""
        row = self._rows[name]
        return name in self._by_hand if row.follows else self._values[name] != row.default

    def listen(self, listener: Listener) -> None:
        """Call `listener(name, value, origin)` after every change, in the thread of the setter."""
        self._listeners = (*self._listeners, listener)

    def unlisten(self, listener: Listener) -> None:
        """Take a listener away again."""
        self._listeners = tuple(known for known in self._listeners if known != listener)

    def _tell(self, name: str, value: Value, origin: object) -> None:
        for listener in self._listeners:
            try:
                listener(name, value, origin)
            except Exception:
                _log.exception("a listener failed on %s", name)

    def _checked(self, name: str, value: object, seconds: float = 0.0, *, guarded: bool = True) -> Checked:
        row = self._rows.get(name) or self.row(name)
        if row.follows and row.lets_go(value):
            back = self._followed[name]
            note = None if value == back else f"follows the {row.follows}: {value_text(row, back)}"
            return name, Outcome(back, note, free=True), 0.0
        accepted, note = row.coerce(value)
        if guarded and name in self._guards:
            self._guards[name](name, accepted)
        if seconds:
            if not 0.0 < seconds <= LONGEST_RAMP:
                raise ControlError(name, f"wants a ramp of 0..{LONGEST_RAMP:g} seconds, got {seconds:g}")
            if row.kind not in ("float", "int", "curve"):
                raise ControlError(name, f"takes no ramp time: its kind is {row.kind}")
            if not ramps(accepted):
                long = isinstance(accepted, tuple)
                what = f"curves of at most {MOST_RAMPED} points" if long else "numbers"
                note = note or f"set at once: only {what} can ramp"
        return name, Outcome(accepted, note), seconds

    def _apply(self, name: str, outcome: Outcome, seconds: float, now: float) -> bool:
        """Store an accepted value and say whether anything changed; the lock is held."""
        value = self._followed[name] if outcome.free else outcome.value
        if name not in self._values:  # its LoRA went since the value was checked
            self._kept[name] = value
            return False
        ramp = self._ramps.pop(name, None)
        before = self._values[name]
        other_hand = name in FOLLOWING and outcome.free is (name in self._by_hand)
        if ramp is not None:
            before = ramp.at(now)
        elif before == value and not other_hand and name != "model":  # which is tried again where it was refused
            return False
        if name in FOLLOWING:
            (self._by_hand.discard if outcome.free else self._by_hand.add)(name)
        if seconds > 0.0 and before != value and ramps(before) and ramps(value):
            self._ramps[name] = Ramp(now, seconds, before, value, self._rows[name].taper)
        self._values[name] = value
        self._changed.add(name)
        return True
