"""The scenes there are: in memory, read at the start, written behind the event loop. No torch."""

from __future__ import annotations

import asyncio
import itertools
import logging
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from heapq import nlargest
from pathlib import Path

import tomli_w

from demond.calls import aside
from demond.control.mapping.tables import Table
from demond.kept import write_whole
from demond.parameters import ControlError, suggest
from demond.places import Places
from demond.problems import Place, Problem, Problems, line_of, positions, text_of
from demond.scenes.folder import MOST_SCENES, Scenes, numbered, read_folder
from demond.scenes.scene import MOST_NUMBER, Scene, checked_name, file_name, values_of
from demond.scenes.writer import Gone, Writer
from engine.errors import in_words
from engine.files import new_path

LARGEST_FILE = 1 << 24
"""Bytes of a file that holds many scenes."""
MOST_COMPARED, MOST_NEAR = 256, 8
MOST_PROBLEMS = 100
"""Of a file; where there are more, what comes behind is not looked at."""
READ_SECONDS = 5.0
"""How long something waits at the start for the scenes to be read."""
HEADER = "# Scenes of demond, as /demond/scene/export wrote them; /demond/scene/import takes them in.\n\n"

_log = logging.getLogger("demond")


class Library:
    """The scenes of a folder, by name, each with a number that stays its own; for the event loop."""

    def __init__(self, folder: Path, writer: Writer) -> None:
        self._folder = folder
        self._writer = writer
        self._scenes: dict[str, Scene] = {}
        self._paths: dict[str, Path] = {}
        self._left_out: frozenset[Path] = frozenset()
        self._touched: set[Path] = set()
        self._told: list[tuple[object, ...]] | None = None
        self._ready = asyncio.Event()

    async def read(self) -> None:
        """Read the folder; what cannot be read is told in the log, and left as it is."""
        scenes, problems, self._left_out = await aside(read_folder, self._folder)
        for problem in problems[:MOST_PROBLEMS]:
            _log.warning("scenes: %s", problem)
        self._take(scenes)
        self._ready.set()

    async def read_again(self) -> list[Problem]:
        """Read the folder again, and return all that is wrong there. What is changed meanwhile, or is not written yet,
        counts more than its file; a scene whose file is broken stays as it was."""
        await self.ready("reload")
        await self._writer.saved(())
        touched = self._touched = set()
        scenes, problems, self._left_out = await aside(read_folder, self._folder, self._by_path())
        ours = touched | self._writer.unsaved()
        kept = {path: scene for path, scene in self._by_path().items() if path in ours}
        names = {scene.name for scene in kept.values()}
        others = {path: each for path, each in scenes.items() if path not in ours and each.name not in names}
        self._take(numbered({**others, **kept}, first=kept))
        for problem in problems[:MOST_PROBLEMS]:
            _log.error("scenes: %s", problem)
        return problems

    def _by_path(self) -> Scenes:
        return {path: self._scenes[name] for name, path in self._paths.items()}

    def _take(self, scenes: Scenes) -> None:
        self._scenes = {scene.name: scene for scene in scenes.values()}
        self._paths = {scene.name: path for path, scene in scenes.items()}
        self._told = None

    async def ready(self, action: str) -> None:
        """Wait until the folder is read; ControlError in the action's name where that takes long."""
        if self._ready.is_set():
            return
        try:
            await asyncio.wait_for(self._ready.wait(), READ_SECONDS)
        except TimeoutError:
            raise ControlError(action, "the scenes are still being read: the disk does not answer") from None

    def __len__(self) -> int:
        return len(self._scenes)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all scenes."""
        return tuple(self._scenes)

    def ordered(self) -> list[Scene]:
        """All scenes by their numbers."""
        return sorted(self._scenes.values(), key=lambda scene: scene.number)

    def listed(self) -> list[tuple[object, ...]]:
        """Name, number, when it was stored and how many controls it holds, of each by its number."""
        if self._told is None:
            self._told = [(s.name, s.number, s.stored.isoformat(), s.controls) for s in self.ordered()]
        return self._told

    def get(self, name: str) -> Scene | None:
        """The scene of this name, if there is one."""
        return self._scenes.get(name)

    def find(self, action: str, name: str) -> Scene:
        """The scene of this name; ControlError in the action's name with what there is that is near."""
        scene = self._scenes.get(checked_name(action, name))
        if scene is None:
            raise ControlError(action, f"there is no scene {name[:100]!r}{self._near(name)}")
        return scene

    def _near(self, name: str) -> str:
        """Which name is meant, as far as that is found out quickly: comparing names is slow."""
        some = tuple(itertools.islice(self._scenes, MOST_COMPARED))
        return suggest(name, nlargest(MOST_NEAR, some, key=lambda known: _alike(name, known)))

    def numbered(self, action: str, number: float) -> Scene:
        """The scene of this number; ControlError where there is none."""
        found = [scene for scene in self._scenes.values() if scene.number == round(number)]
        if not found:
            numbers = sorted(scene.number for scene in self._scenes.values())
            there = f"; there are {numbers[0]}..{numbers[-1]}" if numbers else "; none is stored"
            raise ControlError(action, f"no scene has the number {number:g}{there}")
        return found[0]

    def free_number(self) -> int:
        """The lowest number that no scene has."""
        taken = {scene.number for scene in self._scenes.values()}
        return next(number for number in itertools.count(1) if number not in taken)

    def put(self, scenes: Iterable[Scene]) -> list[Path]:
        """Have these scenes, in the place of those of the same names; returns their files, which come to be."""
        self._told = None
        taken = {*self._paths.values(), *self._left_out}
        written = []
        for scene in scenes:
            path = self._paths.get(scene.name)
            if path is None:
                first = self._folder / file_name(scene.name)
                others = (first.with_stem(f"{first.stem}-{number}") for number in itertools.count(2))
                path = next(each for each in itertools.chain([first], others) if each not in taken)
                taken.add(path)
            self._scenes[scene.name], self._paths[scene.name] = scene, path
            self._touched.add(path)
            self._writer.put(path, scene.written)
            written.append(path)
        return written

    def remove(self, names: Iterable[str], after: Path | None = None) -> list[Path]:
        """Have these scenes no more; returns their files, which go, once another is written that took their place."""
        self._told = None
        gone = []
        for name in names:
            if self._scenes.pop(name, None) is not None:
                gone.append(self._paths.pop(name))
                self._touched.add(gone[-1])
                self._writer.put(gone[-1], Gone(after))
        return gone

    def restore(self, before: Mapping[str, Scene | None]) -> None:
        """Have scenes as they were, by name: none where there was none."""
        written = self.put(scene for scene in before.values() if scene is not None)
        self.remove((name for name, scene in before.items() if scene is None), next(iter(written), None))

    def move(self, scene: Scene, number: int) -> list[Scene]:
        """Scenes as they are with this one at a number: those from there up to the next that is free move on by one."""
        others = {each.number: each for each in self._scenes.values() if each.name != scene.name}
        moved = [replace(scene, number=number)]
        while number in others:
            moved.append(replace(others[number], number=number + 1))
            number += 1
        return moved


def export(path: Path, scenes: Iterable[Scene], places: Places) -> Path:
    """Write a new file that holds all these scenes, and return its path; for a thread. Raises OSError, ValueError."""
    if path.parent == places.exports:
        path.parent.mkdir(exist_ok=True)
    if problem := places.full(path):
        raise ValueError(problem)
    tables = {"scene": [scene.table() for scene in scenes]}
    data, path = (HEADER + tomli_w.dumps(tables, multiline_strings=True)).encode(), new_path(path)
    write_whole(path, data)
    return path


def _alike(one: str, other: str) -> int:
    """How many characters are in both."""
    return (Counter(one) & Counter(other)).total()


def imported(path: Path) -> list[Scene]:
    """The scenes of a file that holds many, their number 0 where it says none; for a thread.

    Raises Problems with everything that is wrong with it.
    """
    problems: list[Problem] = []
    try:
        content = text_of(path, LARGEST_FILE, long_texts=True)
        data = tomllib.loads(content)
    except (OSError, ValueError, RecursionError) as error:
        raise Problems([Problem(path.name, None, (), f"cannot be read: {in_words(error)}")]) from None
    lines = positions(content)
    top = Table(data, path.name, lines, problems)

    def complaining(above: Place) -> Callable[[str, str], object]:
        def complain(name: str, reason: str) -> None:
            place = (*above, *name.split("/"))
            problems.append(Problem(path.name, line_of(lines, place), place, reason))
            if len(problems) >= MOST_PROBLEMS:
                raise Problems(problems)

        return complain

    top.only(("scene",))
    tables = top.tables("scene")
    if not tables and not problems:
        top.problem("", "holds no [[scene]]")
    if len(tables) > MOST_SCENES:
        top.problem("scene", f"holds {len(tables)} scenes, {MOST_SCENES} are taken at most")
    scenes: dict[str, Scene] = {}
    for table in tables:
        if len(problems) >= MOST_PROBLEMS:
            break
        table.only(("name", "number", "stored", "values"))
        name = table.take("name", "", _named, required=True)
        number = table.take("number", 0, _numbered)
        stored = table.take("stored", datetime.now(UTC).replace(microsecond=0), _dated)
        name = checked_name("scene/import", name) if name else ""
        if name in scenes:
            table.problem("name", f"found {name!r}, which is there twice")
        inner = table.table("values")
        if inner is None:
            if "values" not in table:
                table.problem("", "values is missing: expected a table headed [scene.values]")
            continue
        try:
            values = values_of(inner.data, complaining(inner.place))
        except RecursionError:
            table.problem("values", "is nested too deeply")
        else:
            scenes[name] = Scene.of(name, number, values, stored)
    if problems:
        raise Problems(sorted(problems, key=lambda problem: problem.line or 0))
    return list(scenes.values())


def renumbered(scenes: Sequence[Scene], before: Mapping[str, Scene | None], taken: set[int]) -> list[Scene]:
    """Scenes with the numbers of those that they replace, else with their own or the next that is not taken."""
    free = iter(n for n in range(1, MOST_NUMBER + 2 * MOST_SCENES) if n not in taken)
    numbered = []
    for scene in scenes:
        known, number = before[scene.name], scene.number
        if known is not None:
            number = known.number
        elif number == 0 or number in taken:
            number = next(n for n in free if n not in taken)
        taken.add(number)
        numbered.append(replace(scene, number=number))
    return numbered


def _named(value: object) -> str | None:
    try:
        checked_name("", value if isinstance(value, str) else "")
    except ControlError as error:
        return f"a name: {error.reason}"
    return None


def _numbered(value: object) -> str | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_NUMBER
    return None if fits else "a whole number from 1 on"


def _dated(value: object) -> str | None:
    return None if isinstance(value, datetime) else "a date and time, as 2026-05-01T20:15:00Z"
