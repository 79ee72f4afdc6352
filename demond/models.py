"""`demond models`: listed, fetched, checked and removed; torch only to check."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from engine.checkpoints import hub, kept
from engine.checkpoints.cache import Copy
from engine.checkpoints.contents import SHARED
from engine.checkpoints.defaults import Defaults, defaults_at, defaults_of
from engine.checkpoints.estimate import estimate
from engine.checkpoints.families import published_bytes
from engine.checkpoints.folders import Place, fetch, find, local_folder
from engine.checkpoints.layout import layout_of
from engine.checkpoints.names import known
from engine.checkpoints.transfer import amount, amounts
from engine.errors import CheckpointError, in_words
from engine.names import shown

DEPTH, SECONDS = 4, 60.0
"""What memory is estimated for: the generations under way, and the length of the loop."""


def listed() -> int:
    """Print every model that has a name, and what else of the hub is on disk."""
    titles = ("NAME", "PARAMETERS", "ON DISK", "LAYOUT", "PLAYS WITH", "GPU MEMORY")
    rows = [titles, *map(_row, ["pocket", *kept.models()])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(map(str.ljust, row, widths)).rstrip())
    print(f"GPU memory is at a depth of {DEPTH} over a loop of {SECONDS:g} s; more: demond models check NAME --dry-run")
    return 0


def get(model: str, stream: TextIO) -> int:
    """Fetch a model, or what is newer of it, with its progress on a stream; 1 where that fails."""
    progress = _Progress(model, stream)
    try:
        place = fetch(model, progress)
    except CheckpointError as error:
        progress.end()
        print(f"demond models get: {shown(str(error))}", file=stream)
        return 1
    except KeyboardInterrupt:
        progress.end()
        print("demond models get: interrupted; what came is kept, and the next get goes on from there", file=stream)
        raise
    progress.end()
    print(f"{shown(model)}: is on disk, in {shown(str(place.folder))}")
    return 0


def removed(model: str) -> int:
    """Remove a model from the hub's cache; 1 where that fails."""
    try:
        freed = kept.remove(model)
    except CheckpointError as error:
        print(f"demond models remove: {shown(str(error))}", file=sys.stderr)
        return 1
    print(f"{shown(model)}: removed; {amount(freed)} are free again")
    return 0


def estimated(model: str, device: str) -> int:
    """Print what memory a model would take, whether it is on disk or not."""
    try:
        for line in estimate(model, device=device, depth=DEPTH, seconds=SECONDS).told().splitlines():
            print(shown(line))
    except CheckpointError as error:
        print(f"demond models check: {shown(in_words(error))}", file=sys.stderr)
        return 1
    return 0


def checked(model: str, device: str) -> int:
    """Print whether a model is complete, what the hub said it is, loads, and plays; 1 at the first that is not so."""
    try:
        place = find(model)
    except CheckpointError as error:
        place, why = None, str(error)
    else:
        why = f"{model} is not on disk, or not all of it; get it with: demond models get {model}"
    if place is None:
        return _failed("complete", why)
    print(f"complete: ok, in {shown(str(place.folder))}")
    copy = kept.kept(model) if local_folder(model) is None else None
    session: list[Any] = []
    tests: tuple[tuple[str, Callable[[], str]], ...] = (
        ("unchanged", lambda: _digests(copy)),
        ("loads", lambda: _load(model, device, session)),
        ("plays", lambda: _step(session[0])),
    )
    for what, test in tests:
        began = time.monotonic()
        try:
            said = test()
        except Exception as error:
            return _failed(what, " ".join(in_words(error).split())[:500] or type(error).__name__)
        print(f"{what}: {said or f'ok ({time.monotonic() - began:.1f} s)'}", flush=True)
    return 0


def _failed(what: str, why: str) -> int:
    print(f"{what}: failed: {shown(why)}")
    return 1


def _digests(copy: Copy | None) -> str:
    if copy is None:
        return "not known, as it does not come from the hub"
    wrong = hub.wrong(copy)
    if wrong:
        raise CheckpointError(f"other bytes than the hub says: {', '.join(wrong)}; remove the model and get it again")
    return ""


def _load(model: str, device: str, session: list[Any]) -> str:
    from engine import Session

    session.append(Session.load(model, device=device, decoder="eager", vae="eager"))
    return ""


def _step(session: Any) -> str:
    """One step of two seconds, whose numbers the session itself looks at. Raises DecodeError."""
    from engine import Condition, Request

    context = session.context(session.silence(2 * session.frame_rate))
    session.decode(session.generate(Request(context, (Condition(session.encode_text("music")),), steps=1)))
    return ""


def _row(model: str) -> tuple[str, str, str, str, str, str]:
    named = known(model)
    place, disk, layout = None, "no", "original" if named else "-"
    try:
        place = find(model)
        layout = layout if place is None else layout_of(place.folder)
    except CheckpointError:
        disk = "not whole"
    copy = kept.kept(model)
    if place is not None:
        size = copy.size if copy is not None and copy.folder == place.folder else sum(_sizes(place))
        disk = amount(size)
    elif copy is not None:
        disk = amounts(copy.came, copy.size)
    elif named is not None:
        disk = f"no (about {amount(sum(published_bytes(named.size).values()))})"
    return model, named.size if named else "-", disk, layout, _defaults(model, place), _memory(model)


def _memory(model: str) -> str:
    try:
        return amount(estimate(model, depth=DEPTH, seconds=SECONDS).needed)
    except CheckpointError:
        return ""


def _sizes(place: Place) -> Iterator[int]:
    shared = [] if place.shared == place.folder else [place.shared / part for part in SHARED]
    for folder in (place.folder, *shared):
        yield from (path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _defaults(model: str, place: Place | None) -> str:
    """What suits a model: by its files where they are on disk, else by its name."""
    try:
        if place is not None:
            return _in_words(defaults_at(place.folder))
        return "" if (named := known(model)) is None else _in_words(defaults_of({}, named.local))
    except CheckpointError:
        return ""


def _in_words(defaults: Defaults) -> str:
    guidance = "no guidance" if defaults.guidance_mode == "off" else f"guidance {defaults.guidance:g}"
    return f"{defaults.steps} steps, shift {defaults.shift:g}, {guidance}"


class _Progress:
    """One line that is rewritten on a terminal; elsewhere a line now and then."""

    EVERY = 2.0

    def __init__(self, model: str, stream: TextIO) -> None:
        self._model, self._stream = shown(model), stream
        self._tty = stream.isatty()
        self._said, self._next = "", 0.0

    def __call__(self, what: str, done: float) -> None:
        now = time.monotonic()
        if what == self._said or (not self._tty and now < self._next and what.split()[0] == self._said.split()[0]):
            return
        self._said, self._next = what, now + self.EVERY
        line = f"{self._model}: {what} ({done:.0%})" if done else f"{self._model}: {what}"
        self._stream.write(f"\r\x1b[K{line}" if self._tty else f"{line}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line as it is."""
        if self._tty and self._said:
            self._stream.write("\n")
