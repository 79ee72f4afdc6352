"""What a power cut may leave of a folder: what a program asked of the disk, and every state it may be in then."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

Files = dict[str, bytes]
"""Contents by name."""


class Act(NamedTuple):
    """One of create, rename, link, unlink (of names), or data, which is durable, or folder, whose names are."""

    kind: str
    name: str = ""
    other: str = ""
    data: bytes = b""


class Disk:
    """Notes what is done in a folder while it is `watched`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.before: Files = {path.name: path.read_bytes() for path in folder.iterdir()}
        self.acts: list[Act] = []

    @contextlib.contextmanager
    def watched(self, *, syncs: bool = True) -> Iterator[None]:
        """Note what is asked; without `syncs` nothing is made durable, as where a program forgets to."""
        opened, fsync, replace, link, unlink = Path.open, os.fsync, os.replace, os.link, os.unlink

        def note(kind: str, one: object, other: object = "") -> None:
            self.acts.append(Act(kind, Path(str(one)).name, Path(str(other)).name))

        def open_(path: Path, mode: str = "r", *more: object, **others: object) -> object:
            if "w" in mode:
                note("create", path)
            return opened(path, mode, *more, **others)  # type: ignore[call-overload]

        def fsync_(descriptor: int) -> None:
            fsync(descriptor)
            path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
            if syncs:
                self.acts.append(Act("folder") if path.is_dir() else Act("data", path.name, data=path.read_bytes()))

        def replace_(one: object, other: object) -> None:
            replace(one, other)  # type: ignore[call-overload]
            note("rename", one, other)

        def link_(one: object, other: object) -> None:
            link(one, other)  # type: ignore[arg-type]
            note("link", one, other)

        def unlink_(one: object, **others: object) -> None:
            unlink(one, **others)  # type: ignore[arg-type]
            note("unlink", one)

        with (
            patch.object(Path, "open", open_),
            patch.multiple(os, fsync=fsync_, replace=replace_, link=link_, unlink=unlink_),
        ):
            yield

    def after_a_cut(self, *, lying: bool = False) -> Iterator[tuple[int, Files]]:
        """Every state after a cut behind every act, and how many had been done.

        Of names whatever was asked since the folder was made durable may have come to be or not, in any selection. A
        file that was not made durable, or any new one where the disk is `lying`, may be empty, zeros, half or whole.
        """
        for count in range(len(self.acts) + 1):
            done = self.acts[:count]
            synced = max((n + 1 for n, act in enumerate(done) if act.kind == "folder"), default=0)
            free = [n for n in range(synced, count) if done[n].kind in ("rename", "link", "unlink", "create")]
            for chosen in itertools.product((True, False), repeat=len(free)):
                left_out = {n for n, taken in zip(free, chosen, strict=True) if not taken}
                yield from ((count, files) for files in self._states(done, left_out, lying))

    def _states(self, done: list[Act], left_out: set[int], lying: bool) -> Iterator[Files]:
        names: dict[str, int] = {name: number for number, name in enumerate(self.before)}
        data: dict[int, bytes] = dict(enumerate(self.before.values()))
        durable = set(data)
        real = dict(names)  # as the program sees them
        for place, act in enumerate(done):
            seen = [real] if place in left_out else [real, names]
            if act.kind == "create":
                fresh = len(data)
                data[fresh] = b""
                for each in seen:
                    each[act.name] = fresh
            elif act.kind == "data":
                data[real[act.name]] = act.data
                durable |= set() if lying else {real[act.name]}
            for each in seen if act.kind in ("rename", "link", "unlink") else []:
                moved = each.get(act.name) if act.kind == "link" else each.pop(act.name, None)
                if act.kind != "unlink" and (moved := real.get(act.other) if each is names else moved) is not None:
                    each[act.other] = moved
        shaky = [number for number in set(names.values()) if number not in durable]
        for kinds in itertools.product(range(4), repeat=len(shaky)):
            shown = dict(data)
            for number, kind in zip(shaky, kinds, strict=True):
                whole = data[number]
                shown[number] = (b"", bytes(len(whole)), whole[: len(whole) // 2], whole)[kind]
            yield {name: shown[number] for name, number in names.items()}
