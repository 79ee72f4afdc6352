"""What controls move, learned and forgotten by actions, and written to the user's mapping files. No torch."""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from demond.calls import aside, settle
from demond.control.mapping.entries import MappingFile
from demond.control.mapping.learn import PATIENCE, Learned, Learner, Wish, wish_for
from demond.control.mapping.learned import NotEditable, beginning, entry_of, with_entry, without
from demond.control.mapping.reading import read
from demond.control.midi.units import kind_of
from demond.files import Files
from demond.kept import write_whole
from demond.parameters import ControlError, find_target
from demond.problems import text_of
from engine.errors import in_words

LEARN, FORGET = "midi/learn", "midi/forget"
PREFIX = "learned-"
"""How the names of files begin that learning made."""
OFF = "off"
T = TypeVar("T")

_SLUG = re.compile(r"[^a-z0-9]+")


class Learning:
    """The actions `midi/learn` and `midi/forget`, done in the event loop; files are read and written aside.

    What was learned on a device goes into the user's own file for it, else into one in `folder`.
    """

    def __init__(self, files: Files, learner: Learner, folder: Path) -> None:
        self._files = files
        self._learner = learner
        self._folder = folder
        self._waiting: dict[Wish, asyncio.Future[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._editing = threading.Lock()
        self._unsaved: dict[Path, str] = {}

    def learn(self, name: str = OFF, value: str | None = None) -> str | asyncio.Future[str]:
        """Have the next control that is moved move this, or set it to a value; "off" ends learning.

        Returns at once what is settled when a control was learned, or none was moved in time.
        """
        if name == OFF:
            return self._end()
        if not self._files.config.midi.enabled:
            raise ControlError(LEARN, "MIDI is off: the configuration turns it on, by [midi] enabled = true")
        wish = wish_for(name, value)
        self._learner.ask(wish)
        self._waiting[wish] = asyncio.get_running_loop().create_future()
        return self._waiting[wish]

    def learned(self, wish: Wish, what: Learned | None) -> None:
        """A control was moved, or none in time."""
        asked = self._waiting.pop(wish, None)
        if asked is None:
            return
        if what is None:
            settle(
                asked, ControlError(LEARN, f"nothing was moved within {PATIENCE:g} s: {wish.row.name} is not learned")
            )
            return
        task = asyncio.get_running_loop().create_task(self._keep(asked, wish, what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def forget(self, name: str) -> str:
        """Take out of the user's files what was learned for a control."""
        find_target(name)
        return await aside(self._forget, name)

    def _end(self) -> str:
        left = self._learner.end()
        for wish in left:
            if asked := self._waiting.pop(wish, None):
                settle(asked, f"learning ended: {wish.row.name} is not learned")
        return "learning ended" if left else "nothing was to be learned"

    async def _keep(self, asked: asyncio.Future[str], wish: Wish, what: Learned) -> None:
        try:
            settle(asked, await aside(self._write, wish, what))
        except ControlError as error:
            settle(asked, error)
        except Exception as error:
            settle(asked, ControlError(LEARN, f"{wish.row.name} is not learned: {in_words(error)}"))

    # -- in a thread ----------------------------------------------------------------------------------------------

    def _write(self, wish: Wish, what: Learned) -> str:
        """Put what was moved into its file, and play by it; a sentence for who asked."""
        with self._editing:
            number = self._number(what)
            path, text = self._place(what, number)
            entry = entry_of(what.control, wish.row.name, what.extra)
            fresh, before = self._edited(path, lambda: with_entry(text, entry, what.pages.get(path)))
            kept = self._play(path, fresh)
        unit = "" if number is None else f" ({number})"
        how = f" as an encoder ({what.extra['relative']})" if "relative" in what.extra else ""
        instead = f", and no longer {before}" if before and before != wish.row.name else ""
        device = what.port.partition(":")[0]
        return f"learned: {device}{unit} {_words(what)} moves {wish.row.name}{how}{instead}; {kept}"

    def _forget(self, name: str) -> str:
        told, count = [], 0
        with self._editing:
            for file in self._files.mappings.files:
                ours = file.path.parent == self._folder and file.path.name.startswith(PREFIX)
                if file.shipped or all(entry.to != name for entry in file.entries):
                    continue
                text = self._text(file.path)
                fresh, gone = self._edited(file.path, lambda text=text, ours=ours: without(text, name, every=ours))  # type: ignore[misc]
                if gone:
                    told.append(self._play(file.path, fresh))
                    count += gone
        if not count:
            raise ControlError(FORGET, f"nothing was learned for {name}")
        controls = "1 control" if count == 1 else f"{count} controls"
        return f"forgotten: {controls} of {name}; {', '.join(dict.fromkeys(told))}"

    def _number(self, what: Learned) -> int | None:
        """Which of alike units that are there now; None where there is but this one."""
        midi = self._files.midi
        alike = 0 if midi is None else sum(kind_of(port) == kind_of(what.port) for port in midi.ports())
        return what.unit if alike > 1 or what.unit > 1 else None

    def _place(self, what: Learned, number: int | None) -> tuple[Path, str]:
        """The file for what is learned on a port, and its text: the user's own that wins there, else ours."""
        own = [
            file.path
            for file in self._files.mappings.files
            if not file.shipped
            and file.device is not None
            and file.number == number
            and file.plays(what.port, what.unit)
        ]
        if own:
            return own[-1], self._text(own[-1])
        kind = kind_of(what.port)
        word = _SLUG.sub("-", kind.lower()).strip("-")[:60] or "device"
        device = kind.partition(":")[0] + (f" ({number})" if number is not None else "")
        for more in range(1, 100):
            ending = "" if more == 1 else f"-{more}"
            path = self._folder / f"{PREFIX}{word}{'' if number is None else f'-unit{number}'}{ending}.toml"
            if not os.path.lexists(path) and path not in self._unsaved:
                return path, beginning(f"{device}, learned", kind, number)
            text = self._text(path)
            file = self._read(path, text)
            if file.number == number and file.device is not None and file.plays(what.port, what.unit):
                return path, text
        raise ControlError(LEARN, f"there is no name left for a file in {self._folder}")

    def _text(self, path: Path) -> str:
        """The text of a file, as it would be saved if it could be."""
        known = self._unsaved.get(path)
        if known is not None:
            return known
        try:
            return text_of(path)
        except (OSError, UnicodeDecodeError) as error:
            raise ControlError(LEARN, f"{path} cannot be read: {in_words(error)}; it was left as it is") from None

    def _edited(self, path: Path, edit: Callable[[], tuple[str, T]]) -> tuple[str, T]:
        try:
            return edit()
        except NotEditable as error:
            raise ControlError(LEARN, f"{path} {error}; it was left as it is") from None

    def _read(self, path: Path, text: str) -> MappingFile:
        file, problems = read(path, content=text)
        if file is None:
            raise ControlError(LEARN, f"{problems[0]}; the file was left as it is")
        return file

    def _play(self, path: Path, text: str) -> str:
        """Save a file and play by it, or only that; says which."""
        file = self._read(path, text)
        try:
            if path.parent == self._folder:
                path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path.resolve(), text.encode("utf-8"))
        except OSError as error:
            self._unsaved[path] = text
            self._files.play(file, saved=False)
            return f"it counts until demond ends, and is not saved in {path}: {in_words(error)}"
        self._unsaved.pop(path, None)
        self._files.play(file, saved=True)
        return f"saved in {path}"


def _words(what: Learned) -> str:
    """A control as people say it."""
    control = what.control
    numbers = "/".join(str(number) for number in (control.number, control.fine) if number is not None)
    return f"channel {control.channel} {control.type} {numbers}".strip()
