"""A list of cues: scenes in their order, with times, follow-ons and what each waits for. No torch."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from demond.clock import Clock, Quantum
from demond.control.mapping.tables import Table, number, one_of, text, whole
from demond.parameters import ControlError, suggest
from demond.problems import Problem, Problems, positions, text_of
from demond.store import LONGEST_RAMP
from engine.errors import in_words

DEBOUNCE_SECONDS = 0.2
"""How soon after a cue another is taken for the same press."""
TURN_REST_SECONDS = 0.1
"""How long after a turn of the loop the next is waited for; also where nothing plays."""
LONGEST_FOLLOW, MOST_TURNS, MOST_CUES, MOST_PROBLEMS = 86400.0, 100_000, 10_000, 100

_log = logging.getLogger("demond")


@dataclass(frozen=True)
class Cue:
    """One cue: the scene it recalls, over how many seconds, after how many seconds or turns of the loop the next one
    follows by itself, and what it waits for where that is not what the control `quantize` says."""

    scene: str
    name: str
    seconds: float = 0.0
    follow: float | None = None
    turns: int | None = None
    quantize: Quantum | None = None


def read_cues(path: Path, scenes: tuple[str, ...] | None) -> list[Cue]:
    """The cues of a file; for a thread. Raises Problems with everything that is wrong with it.

    `scenes` are the names there are; None does without looking.
    """
    problems: list[Problem] = []
    try:
        content = text_of(path)
        data = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise Problems([Problem(path.name, None, (), f"is not valid TOML: {error}")]) from None
    except (OSError, ValueError, RecursionError) as error:
        raise Problems([Problem(path.name, None, (), f"cannot be read: {in_words(error)}")]) from None
    top = Table(data, path.name, positions(content), problems)
    top.only(("name", "cue"))
    top.take("name", "", text)
    tables = top.tables("cue")
    if not tables and not problems:
        top.problem("", "holds no [[cue]]")
    if len(tables) > MOST_CUES:
        top.problem("cue", f"holds {len(tables)} cues, {MOST_CUES} are taken at most")
    cues = []
    for table in tables:
        if len(problems) >= MOST_PROBLEMS:
            break
        cues.append(_cue(table, scenes))
    if problems:
        raise Problems(sorted(problems, key=lambda problem: problem.line or 0))
    return cues


def _cue(table: Table, scenes: tuple[str, ...] | None) -> Cue:
    table.only(("scene", "name", "seconds", "follow", "follow_turns", "quantize"))
    scene = table.take("scene", "", text, required=True)
    if scene and scenes is not None and scene not in scenes:
        table.problem("scene", f"found {scene!r:.120}, expected the name of a scene{suggest(scene, scenes[:256])}")
    table.refuse("follow_turns", "follow" in table, "does not go with follow: one of both")
    return Cue(
        scene,
        table.take("name", scene, text),
        float(table.take("seconds", 0.0, number(0.0, LONGEST_RAMP))),
        table.take("follow", None, number(0.1, LONGEST_FOLLOW)),
        table.take("follow_turns", None, whole(1, MOST_TURNS)),
        table.take("quantize", None, one_of(get_args(Quantum))),
    )


class Cues:
    """Plays cues one after the other. For the event loop.

    `play(cue)` recalls the scene of one, or raises ControlError; that cue is the current one all the same. `moved()` is
    called when another is the current one. The current cue counts from 1; 0 is before the first.
    """

    def __init__(
        self,
        clock: Clock,
        play: Callable[[Cue], object],
        moved: Callable[[], object],
        now: Callable[[], float],
        later: Callable[[float, Callable[[], object]], Callable[[], None]],
    ) -> None:
        """`later(seconds, do)` has something done then; what it returns calls that off."""
        self._clock = clock
        self._play = play
        self._moved = moved
        self._now = now
        self._later = later
        self._call_off: Callable[[], None] = lambda: None
        self._pressed = -DEBOUNCE_SECONDS
        self.cues: list[Cue] = []
        self.current = 0

    def take(self, cues: list[Cue], current: int = 0) -> None:
        """Have these cues; where one of them is current already, what follows it follows from now on."""
        self._call_off()
        self.cues, self.current = cues, min(max(current, 0), len(cues))
        if self.current:
            self._follow(self.cues[self.current - 1])
        self._moved()

    def go(self) -> str:
        """Play the next cue; two presses in a row are one. Raises ControlError where there is none."""
        return self._press("cue/go", self.current + 1)

    def back(self) -> str:
        """Play the cue before the current one again. Raises ControlError where there is none."""
        return self._press("cue/back", self.current - 1)

    def stop(self) -> None:
        """Have nothing follow by itself."""
        self._call_off()

    def listed(self) -> list[tuple[object, ...]]:
        """What `/demond/cue/list` tells: number, name, scene, and 1 for the current one."""
        return [(at, cue.name, cue.scene, int(at == self.current)) for at, cue in enumerate(self.cues, start=1)]

    @property
    def told(self) -> str:
        """The current cue, in words; empty before the first."""
        return f"{self.current} {self.cues[self.current - 1].name}" if self.current else ""

    def _press(self, action: str, number: int) -> str:
        now = self._now()
        if now - self._pressed < DEBOUNCE_SECONDS:
            return f"one press: nothing more is done within {DEBOUNCE_SECONDS:g} s"
        if not self.cues:
            raise ControlError(action, "there are no cues; cue/load reads a file of some")
        if not 1 <= number <= len(self.cues):
            end = "the last" if number > len(self.cues) else "the first"
            raise ControlError(action, f"there is no more: {self.told or 'nothing'} is {end} of {len(self.cues)} cues")
        self._pressed = now
        return self._cue(number)

    def _cue(self, number: int) -> str:
        self._call_off()
        self._call_off = lambda: None
        cue, self.current = self.cues[number - 1], number
        self._follow(cue)
        self._moved()
        self._play(cue)
        return f"cue {self.told}: {cue.scene}"

    def _follow(self, cue: Cue) -> None:
        if self.current >= len(self.cues):
            return
        if cue.follow is not None:
            self._call_off = self._later(cue.follow, self._next)
        elif cue.turns is not None:
            self._turns(cue.turns)

    def _turns(self, left: int) -> None:
        """Wait for the loop to come round so many times; where it does not play, until it does."""
        wait = self._clock.until("turn")
        if wait <= 0.0:
            self._call_off = self._later(TURN_REST_SECONDS, lambda: self._turns(left))
        else:
            self._call_off = self._later(wait, lambda: self._turned(left - 1))

    def _turned(self, left: int) -> None:
        if left <= 0:
            self._next()
        else:
            self._call_off = self._later(TURN_REST_SECONDS, lambda: self._turns(left))

    def _next(self) -> None:
        if self.current < len(self.cues):
            try:
                self._cue(self.current + 1)
            except ControlError as error:
                _log.error("cue %s: %s", self.told, error.reason)
