"""Values that a scene brings: at once, or in time and without a gap. No torch."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from demond.calls import Calls
from demond.moving import ramps
from demond.origins import NO_HANDS, PANIC, SCENE
from demond.parameters import ControlError, Parameter, Value
from demond.scenes.crossing import CROSSED, Crossing, Prompts, prompts_of
from demond.store import Checked, Store

KEEP_SECONDS = 5.0
"""How long what was heard before is kept at hand for when the prompts that come are not ready yet."""
NEAR_SECONDS = 0.002

LORA_SWITCH = re.compile(r"lora/[^/]+/enabled")

WHOLE = frozenset({"seed", "bpm", "feedback_tap"})
"""Numbers between two of which there is nothing that one would want to hear: they switch as words do."""


def glides(row: Parameter) -> bool:
    """Whether a control goes from value to value; what is prepared and swapped in whole switches."""
    return row.kind in ("float", "int", "curve") and row.rate != "rebuild" and row.name not in WHOLE


@dataclass
class _UnderWay:
    """A recall on its way: what switches at half, what is let go at the end, and what a hand took meanwhile."""

    values: Mapping[str, Value]
    began: float
    seconds: float
    at_half: list[Checked]
    at_end: list[str]
    prompts: Prompts | None  # that cross over, where they do
    origin: str
    touched: set[str] = field(default_factory=set)
    switched: bool = False


class Recall:
    """Brings values to the store. For the event loop, in which it is made.

    Numbers and curves go there as ramps; words, choices and switches change at half. Prompts cross over: those that
    come are heard beside those of the controls, change places with them at half and are alone at the end. A control
    that a hand moves meanwhile stays the hand's, and a panic ends it all.

    `moved` is called when what is coming is other than it was, and the store is not.
    """

    def __init__(
        self, store: Store, crossing: Crossing, calls: Calls, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._crossing = crossing
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._now: _UnderWay | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._kept_until: float | None = None
        self.moved: Callable[[], object] = lambda: None
        self._touch, self._end = calls.inside(self._touched), calls.inside(self.cancel)
        store.listen(self._changed)

    def before(self, names: Iterable[str]) -> dict[str, Value]:
        """What brings these controls back to what they are set to now: None for those that follow."""
        following, coming = self._store.following(), self.coming()
        there = [name for name in names if name in self._store.rows]
        now = {name: None if name in following else self._store.target(name) for name in there}
        return {**now, **{name: coming[name] for name in there if name in coming}}

    def coming(self) -> dict[str, Value]:
        """What a recall that is under way still brings, as it was stored: what switches, and what is let go; from any
        thread."""
        under_way = self._now
        if under_way is None:
            return {}
        names = [*under_way.at_end, *([] if under_way.switched else [name for name, _, _ in under_way.at_half])]
        return {name: under_way.values[name] for name in names if name not in under_way.touched}

    def begin(self, values: Mapping[str, Value], seconds: float = 0.0, origin: str = SCENE) -> list[str]:
        """Bring these values, None for those that are to follow; returns a sentence for each that cannot be.

        What is still under way ends where it is.
        """
        self._leave()
        now, store = self._clock(), self._store
        there = {name: value for name, value in values.items() if name in store.rows}
        away = {name: value for name, value in values.items() if name not in there}
        complaints = store.load(away, origin)
        loras = [name.split("/")[1] for name, value in away.items() if value is True and LORA_SWITCH.match(name)]
        complaints += [f"LoRA {lora} is not there; it sounds once it is" for lora in loras]
        own = prompts_of(store)
        coming = prompts_of(store, {name: value for name, value in there.items() if name in CROSSED})
        cross = coming.other_texts(own)
        gliding: list[Checked] = []
        at_half: list[Checked] = []
        at_end: list[str] = []
        for name, value in there.items():
            try:
                outcome = store.check(name, value, guarded=False)
            except ControlError as error:
                complaints.append(str(error))
                continue
            if outcome.note and not outcome.free:
                complaints.append(f"{name}: {outcome.note}")
            glide = glides(store.rows[name]) and not (cross and name in CROSSED)
            if seconds > 0.0 and glide and ramps(outcome.value) and ramps(store.get(name)):
                gliding.append((name, outcome._replace(free=False), seconds))
                at_end += [name] if outcome.free else []
            else:
                at_half.append((name, outcome, 0.0))
        self._now = _UnderWay(values, now, seconds, at_half, at_end, coming if cross else None, origin)
        self._kept_until = None
        store.commit(gliding, origin)
        if cross and seconds > 0.0:
            ways = [(prompts, share, 0.5 * share) for prompts, share in self._crossing.shares()]
            self._crossing.go([*ways, (coming, 0.0, 0.5)], seconds / 2.0)
        self.moved()
        self.step()
        return complaints

    def step(self) -> None:
        """Do what is due by now, and come back when there is more."""
        now, under_way = self._clock() + NEAR_SECONDS, self._now
        if under_way is not None and not under_way.switched and now >= under_way.began + under_way.seconds / 2.0:
            self._switch(under_way)
        if under_way is not None and now >= under_way.began + under_way.seconds:
            self._store.set_many({n: None for n in under_way.at_end if n not in under_way.touched}, under_way.origin)
            self._now, self._kept_until = None, now + KEEP_SECONDS
        if self._kept_until is not None and now >= self._kept_until:
            self._kept_until = None
            self._crossing.go([])
        self._wait()

    def cancel(self) -> None:
        """Leave everything where it is, and the controls' own prompts alone."""
        self._leave()
        self._kept_until = None
        self._crossing.go([])

    def hand_over(self) -> None:
        """Leave everything where it is for somebody else to move, prompts too."""
        self._leave()
        self._kept_until = None

    def _switch(self, under_way: _UnderWay) -> None:
        """Change what switches; prompts that cross over change places with the controls' own."""
        under_way.switched = True
        left, half = under_way.seconds / 2.0, under_way.began + under_way.seconds / 2.0
        shares, own = self._crossing.shares(), prompts_of(self._store)
        own_share = max(0.0, 1.0 - sum(share for _, share in shares))
        switching = [item for item in under_way.at_half if item[0] not in under_way.touched]
        self._store.commit(switching, under_way.origin)
        here = prompts_of(self._store)
        if under_way.prompts is None:
            if shares:
                self._crossing.go([(prompts, share, 0.0) for prompts, share in shares], left, half)
        elif not under_way.seconds:
            self._crossing.go([(own, 0.0, 0.0)])
        else:
            going = [way for way in [*shares, (own, own_share)] if way[0].other_texts(here)]
            self._crossing.go([(prompts, share, 0.0) for prompts, share in going], left, half)

    def _leave(self) -> None:
        """Leave what moves where it is now."""
        if self._timer is not None:
            self._timer.cancel()
        under_way, self._now, self._timer = self._now, None, None
        if under_way is not None:
            self.moved()
        shares = self._crossing.shares()
        if under_way is not None and any(share > 0.0 for _, share in shares):
            self._crossing.go([(prompts, share, share) for prompts, share in shares if share > 0.0])

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due = self._kept_until
        if self._now is not None:
            due = self._now.began + self._now.seconds / (1.0 if self._now.switched else 2.0)
        if due is not None:
            self._timer = self._loop.call_later(max(0.0, due - self._clock()), self.step)

    def _changed(self, name: str, value: Value, origin: object) -> None:
        """Note what a hand does, in its thread."""
        if origin == PANIC:
            if self._now is not None or self._crossing.shares():
                self._end()
        elif origin not in NO_HANDS and (self._now is not None or (name in CROSSED and self._crossing.busy)):
            self._touch(name, value)

    def _touched(self, name: str, value: Value) -> None:
        if self._now is not None:
            self._now.touched.add(name)
        if name in CROSSED and name not in self._store.following():
            self._crossing.touch(name, value)
