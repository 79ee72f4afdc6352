"""The scenes of a folder, read: once at the start, and again when asked. For threads. No torch."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from demond.problems import Problem, text_of
from demond.scenes.scene import Scene, read_scene
from engine.errors import in_words

LARGEST_SCENE = 1 << 20
"""Bytes of a scene's file."""
MOST_SCENES = 10_000

Scenes = Mapping[Path, Scene]
"""Scenes by their files."""


def read_folder(folder: Path, known: Scenes | None = None) -> tuple[Scenes, list[Problem], frozenset[Path]]:
    """The scenes of a folder, what is wrong there, and the files that are left out.

    `known` are those there are: one whose file is the same stays, others are read whole; one whose file cannot be read
    stays as well. Without, no values are read, which would take long.
    """
    problems: list[Problem] = []
    scenes: dict[Path, Scene] = {}
    names: dict[str, Path] = {}
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        return {}, [], frozenset()
    except OSError as error:
        return known or {}, [Problem(folder.name, None, (), f"cannot be read: {in_words(error)}")], frozenset()
    for path in files[:MOST_SCENES]:
        before = None if known is None else known.get(path)
        try:
            scene = read_scene(text_of(path, LARGEST_SCENE, long_texts=True), path.stem)
            if scene.name in names:
                raise ValueError(f"the scene {scene.name!r} is in {names[scene.name].name} already")
            if known is not None:
                scene = _compared(scene, before, path, problems)
        except (OSError, ValueError, RecursionError) as error:
            what = "left out" if before is None or before.name in names else "kept as it was"
            problems.append(Problem(path.name, None, (), f"{what}: {in_words(error)}"))
            if before is None or before.name in names:
                continue
            scene = before
        scenes[path], names[scene.name] = scene, path
    return numbered(scenes), problems, frozenset(files).difference(scenes)


def numbered(scenes: Scenes, first: Collection[Path] = ()) -> Scenes:
    """These scenes, each with a number of its own: of two with the same one, one of the `first` has it, or that which
    comes first."""
    taken: set[int] = set()
    left = []
    for path in sorted(scenes, key=lambda path: path not in first):
        number = scenes[path].number
        if number == 0 or number in taken:
            left.append(path)
        taken.add(number)
    free = (number for number in itertools.count(1) if number not in taken)
    return {**scenes, **{path: replace(scenes[path], number=next(free)) for path in left}}


def _compared(scene: Scene, before: Scene | None, path: Path, problems: list[Problem]) -> Scene:
    """The scene that was known where it is the same; else this one, all of it read. Raises ValueError."""
    if before is not None and before.text == scene.text:
        return replace(before, name=scene.name, number=scene.number, stored=scene.stored)
    tomllib.loads(scene.text)
    problems += [Problem(path.name, None, (), complaint) for complaint in scene.complaints]
    return replace(scene, controls=len(scene.values))
