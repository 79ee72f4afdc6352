"""The actions that keep scenes: stored, renamed, moved, deleted, exported and imported. No torch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from demond.calls import aside
from demond.parameters import ControlError
from demond.places import Places
from demond.problems import Problems
from demond.scenes.folder import MOST_SCENES
from demond.scenes.library import Library, export, imported, renumbered
from demond.scenes.queue import Queue, refused
from demond.scenes.recall import Recall
from demond.scenes.scene import MOST_NUMBER, Scene, checked_name, chosen, named
from demond.scenes.writer import Writer
from demond.store import Store
from demond.undo import Undo
from engine.errors import in_words

SOME = 250
"""Scenes that are taken in at a time, which takes some milliseconds."""


class Shelf:
    """Keeps scenes, and tells what came of it; each can be taken back. For the event loop.

    `handlers` has what does each action; `renamed(old, new)` is called when a scene has another name.
    """

    def __init__(
        self,
        store: Store,
        recall: Recall,
        library: Library,
        writer: Writer,
        undo: Undo,
        places: Places,
        queue: Queue,
        renamed: Callable[[str, str], object],
    ) -> None:
        self._store = store
        self._recall = recall
        self._library = library
        self._writer = writer
        self._undo = undo
        self._places = places
        self._renamed = renamed
        self.handlers: Mapping[str, Callable[..., object]] = {
            "scene/store": queue.task("scene/store", self._store_scene),
            "scene/delete": queue.task("scene/delete", self._delete),
            "scene/rename": queue.task("scene/rename", self._rename),
            "scene/move": queue.task("scene/move", self._move),
            "scene/export": queue.task("scene/export", self._export, alone=True),
            "scene/import": queue.task("scene/import", self._import, alone=True),
        }

    async def _store_scene(self, name: str, controls: str = "") -> str:
        name = checked_name("scene/store", name)
        names = await aside(named, self._store.rows, controls) if controls.strip() else []
        values = chosen(self._store, names)
        values = {**values, **{n: value for n, value in self._recall.coming().items() if n in values}}
        before = self._library.get(name)
        if before is None and len(self._library) >= MOST_SCENES:
            raise ControlError("scene/store", f"there are {MOST_SCENES} scenes, which is as many as there can be")
        scene = Scene.of(name, before.number if before is not None else self._library.free_number(), values)
        self._noted(f"scene/store {name}", {name: before})
        unsaved = await self._writer.saved(self._library.put([scene]))
        over = ", in the place of the one before" if before is not None else ""
        return f"{name}: {len(values)} controls, number {scene.number}{over}{_unsaved(unsaved)}"

    async def _delete(self, name: str) -> str:
        scene = self._library.find("scene/delete", name)
        self._noted(f"scene/delete {scene.name}", {scene.name: scene})
        unsaved = await self._writer.saved(self._library.remove([scene.name]))
        return f"{scene.name} is deleted; /demond/undo brings it back{_unsaved(unsaved)}"

    async def _rename(self, old: str, new: str) -> str:
        scene, name = self._library.find("scene/rename", old), checked_name("scene/rename", new)
        if name != scene.name and self._library.get(name) is not None:
            raise ControlError("scene/rename", f"there is a scene {name} already")
        if name != scene.name:
            self._noted(f"scene/rename {scene.name}", {name: None, scene.name: scene})
            paths = self._library.put([replace(scene, name=name)])
            paths += self._library.remove([scene.name], after=paths[0])
            self._renamed(scene.name, name)
            return f"{scene.name} is {name} now{_unsaved(await self._writer.saved(paths))}"
        return f"{name} is called so already"

    async def _move(self, name: str, number: float) -> str:
        scene = self._library.find("scene/move", name)
        if not 1 <= round(number) <= MOST_NUMBER:
            raise ControlError("scene/move", f"wants a number 1..{MOST_NUMBER}, got {number:g}")
        moved = self._library.move(scene, round(number))
        self._noted(f"scene/move {scene.name}", {each.name: self._library.get(each.name) for each in moved})
        unsaved = await self._writer.saved(await self._put(moved))
        return f"{scene.name} has the number {round(number)} now{_unsaved(unsaved)}"

    async def _export(self, file: str) -> str:
        path, scenes = self._places.toml("scene/export", self._places.exports, file), self._library.ordered()
        if not scenes:
            raise ControlError("scene/export", "no scene is stored")
        try:
            return f"{len(scenes)} scenes in {await aside(export, path, scenes, self._places)}"
        except (OSError, ValueError) as error:
            raise ControlError("scene/export", in_words(error)) from None

    async def _import(self, file: str) -> str:
        path = self._places.toml("scene/import", self._places.exports, file)
        try:
            scenes = await aside(imported, path)
        except Problems as error:
            raise refused("scene/import", error) from None
        before = {scene.name: self._library.get(scene.name) for scene in scenes}
        if len(self._library) + sum(known is None for known in before.values()) > MOST_SCENES:
            raise ControlError("scene/import", f"there can be {MOST_SCENES} scenes; nothing was taken")
        taken = {scene.number for scene in self._library.ordered()}
        numbered = await aside(renumbered, scenes, before, taken)
        self._noted(f"scene/import {path.name}", before)
        unsaved = await self._writer.saved(await self._put(numbered))
        over = sum(known is not None for known in before.values())
        return f"{len(scenes)} scenes taken, {over} in the place of others{_unsaved(unsaved)}"

    async def _put(self, scenes: Sequence[Scene]) -> list[Path]:
        """Have these scenes, some at a time where they are many; returns their files."""
        paths = []
        for start in range(0, len(scenes), SOME):
            paths += self._library.put(scenes[start : start + SOME])
            await asyncio.sleep(0)
        return paths

    def _noted(self, what: str, before: Mapping[str, Scene | None]) -> None:
        self._undo.note(what, partial(self._library.restore, dict(before)))


def _unsaved(problem: str) -> str:
    return f"; it is kept in memory, and not saved: {problem}" if problem else ""
