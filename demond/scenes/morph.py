"""A fader between two scenes. No torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from demond.calls import Calls
from demond.moving import between, ramps
from demond.origins import MORPH, NO_HANDS, PANIC, UNDO
from demond.parameters import ControlError, Value
from demond.scenes.crossing import CROSSED, Crossing, Prompts, prompts_of
from demond.scenes.recall import Recall, glides
from demond.scenes.scene import Values
from demond.store import Checked, Outcome, Store

END = 1e-4
"""How near to an end of the fader is the end."""


@dataclass(frozen=True)
class _Ends:
    """What lies between two scenes: what glides, what switches in the middle, the prompts of both if those cross."""

    gliding: tuple[tuple[str, Value, Value], ...]
    switching: tuple[tuple[str, Checked, Checked], ...]
    prompts: tuple[Prompts, Prompts] | None


class Morph:
    """Moves what two scenes hold both between them, as the control `morph` stands. For the event loop.

    Naming the ends changes nothing; the first move of the fader takes everything to where it stands. Numbers go in the
    taper of their row, words, choices and switches change in the middle, prompts cross over by their shares. A control
    that a hand moves is the hand's until the fader comes to one of its ends, where a scene stands as it was stored.
    """

    def __init__(self, store: Store, crossing: Crossing, recall: Recall, calls: Calls) -> None:
        self._store = store
        self._crossing = crossing
        self._recall = recall
        self._ends: _Ends | None = None
        self._touched: set[str] = set()
        self._engaged = False
        self._above: bool | None = None
        self._rest: Value = None
        self.engaging: Callable[[Mapping[str, Value]], object] = lambda before: None
        self._touch, self._let_go = calls.inside(self._note), calls.inside(self.release)
        store.listen(self._changed)

    def between(self, first: Values, second: Values) -> list[str]:
        """Have these be the ends of the fader; returns a sentence for each value that cannot be one."""
        complaints: list[str] = []
        ends = [self._checked(values, complaints) for values in (first, second)]
        names = [name for name in ends[0] if name in ends[1]]
        both = [prompts_of(self._store, {n: v for n, v in e.items() if n in CROSSED}) for e in (first, second)]
        prompts = (both[0], both[1]) if both[0].other_texts(both[1]) else None
        gliding, switching = [], []
        for name in names:
            one, other = ends[0][name], ends[1][name]
            glide = glides(self._store.rows[name]) and not (prompts and name in CROSSED)
            if glide and not one.free and not other.free and ramps(one.value) and ramps(other.value):
                gliding.append((name, one.value, other.value))
            else:
                switching.append((name, (name, one, 0.0), (name, other, 0.0)))
        self._ends = _Ends(tuple(gliding), tuple(switching), prompts)
        self.release()
        return complaints

    def release(self) -> None:
        """Let everything go; the next move of the fader from where it stands takes it again."""
        self._engaged, self._above, self._rest = False, None, self._store.get("morph")
        self._touched.clear()

    def move(self, value: Value) -> None:
        """Take everything to where the fader stands, 0..1."""
        ends = self._ends
        if ends is None or not isinstance(value, float) or (not self._engaged and value == self._rest):
            return
        first = not self._engaged
        if first:
            self._recall.hand_over()
            names = [item[0] for item in (*ends.gliding, *ends.switching)]
            self.engaging(self._recall.before(names))
        self._engaged = True
        above, at_end = value >= 0.5, value <= END or value >= 1.0 - END
        if at_end:
            returned, self._touched = self._touched, set()
        else:
            returned = set()
        rows, touched = self._store.rows, self._touched
        items: list[Checked] = [
            (name, Outcome(between(one, other, value, rows[name].taper)), 0.0)
            for name, one, other in ends.gliding
            if name in rows and name not in touched and (first or one != other or name in returned)
        ]
        if above != self._above or returned:
            items += [ways[above] for name, *ways in ends.switching if name not in touched]
        self._above = above
        before = prompts_of(self._store) if first else None
        self._store.commit(items, MORPH)
        if ends.prompts is not None:
            share = 1.0 - value if above else value
            other = self._as_touched(ends.prompts[not above])
            left = [(before, 0.0, 0.0)] if before is not None else []
            self._crossing.go([(other, share, share), *left])
        elif first:
            self._crossing.go([(before, 0.0, 0.0)] if before is not None else [])

    def _as_touched(self, prompts: Prompts) -> Prompts:
        """A set of prompts with what a hand set in it."""
        names = self._touched & CROSSED
        if not names:
            return prompts
        return Prompts({**prompts.values, **{n: self._store.get(n) for n in names}}, prompts.following - names)

    def _checked(self, values: Values, complaints: list[str]) -> dict[str, Outcome]:
        outcomes = {}
        for name, value in values.items():
            try:
                outcomes[name] = self._store.check(name, value)
            except ControlError as error:
                complaints.append(str(error))
        return outcomes

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if origin == PANIC or (name == "morph" and origin == UNDO):
            self._let_go()
        elif self._engaged and origin not in NO_HANDS and name != "morph":
            self._touch(name)

    def _note(self, name: str) -> None:
        if self._engaged:
            self._touched.add(name)
