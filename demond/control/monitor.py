"""`demond monitor`: a running demond as it plays, live in a terminal, or line by line where there is none."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from demond.control.asking import Feed, NobodyError, facts, values
from demond.control.osc.packets import Message
from demond.control.screen import Screen, usable
from demond.control.status import LABEL, listed
from demond.control.summary import Facts, Problem, rows, uptime
from demond.parameters import PREFIX
from engine.names import shown

EXIT_OK, EXIT_UNAVAILABLE = 0, os.EX_UNAVAILABLE
DRAW_SECONDS = 0.1
AGAIN_SECONDS = 1.0
"""Between two tries to find a demond that has gone."""
RENEW_SECONDS = 20.0
"""A third of what a subscription lasts."""
MOST_EVENTS, MOST_WHYS = 500, 32
FEW_EVENTS = 6
"""Lines that are left for what happens, however low the terminal is."""
FLOOR = -60.0
"""dB at the left end of a meter."""
MIDI_HINT = ". To map it: demond learnPORT NAME, as denoise, and move it again"
OSC_HINT = '. To map it, in a mapping file: [[osc]] address = "{}", to = "denoise"'
FALL = 4.0
"""dB by which a meter falls from one reading to the next at most."""
TOPICS = ("monitor", "status", "meters", "prompt/*", "source", "volume", "mute")
NEWS = ("engine", "audio", "state", "scene", "cue", "loading", "preparing", "model", "model_refused", "engine_making")
"""Figures that are told line by line when they are others."""
_TOLD = ("kind", "where", "what", "value", "why")


class Event(NamedTuple):
    """Something that happened: what is alike has the same key; `at` in seconds since the epoch."""

    key: tuple[str, ...]
    text: str
    at: float


class Watch:
    """What is known of a demond, by what it tells."""

    def __init__(self) -> None:
        self.facts = Facts({}, {})
        self.meters: Sequence[float] = ()
        self.heard_at = 0.0
        self.hint = ""
        self._figures: dict[str, object] = {}
        self._controls: dict[str, object] = {}
        self._problems: list[Problem] | None = None
        self._whys: deque[str] = deque(maxlen=MOST_WHYS)  # of what was refused, which the log tells as well

    def take(self, message: Message) -> Iterator[Event]:
        """Take a message, and give what there is to say of it."""
        name = message.address.removeprefix(PREFIX)
        if name == "monitor" and len(message.arguments) == len(_TOLD):
            yield self._seen(*map(str, message.arguments))
        elif name == "meters":
            fresh = [each for each in message.arguments if isinstance(each, float) and math.isfinite(each)]
            held = [level - FALL for level in self.meters] or fresh  # a reading between two blocks heard nothing
            self.meters = [max(pair) for pair in zip(fresh, held, strict=False)]
        elif name == "status":
            before, self._figures = self._figures, facts([message])
            self.heard_at = time.monotonic()
            for figure in NEWS:
                now = self._figures.get(figure, "")
                if now != before.get(figure, ""):
                    yield _event(("news", figure), f"{figure}: {shown(str(now)) or 'none'}")
        elif name == "error":
            yield _event(("error", message.address), shown(": ".join(map(str, message.arguments))))
        elif not name.startswith(("problems", "subscribed", "pong", "note")):
            self._controls |= dict(values([message]))
        self.facts = Facts(self._figures, self._controls, self._problems or ())

    def problems(self, known: Sequence[Problem]) -> Iterator[Event]:
        """Take the problems that are kept, and give those that are new; all before the first are not."""
        before = known if self._problems is None else self._problems
        self._problems = list(known)
        self.facts = Facts(self._figures, self._controls, known)
        for problem in known:
            if problem not in before and not any(why in problem.text for why in self._whys):
                yield _event(tuple(problem), shown(f"{problem.level}: {problem.text}"))

    @property
    def position(self) -> float:
        """Where the playhead is now, in seconds."""
        length = self.facts.number("loop_seconds")
        since = time.monotonic() - self.heard_at if self.facts.number("playing") else 0.0
        return (self.facts.number("position") + since) % length if length else 0.0

    def _seen(self, kind: str, where: str, what: str, value: str, why: str) -> Event:
        where, what, value, why = map(shown, (where, what, value, why))
        match kind:
            case "changed":
                text = f"{what}: {value}{f', by {where}' if where else ''}"
            case "midi":
                self.hint = MIDI_HINT
                text = f'MIDI not mapped: {what} of "{where}", value {value}'
            case "osc":
                if what and not what.startswith(PREFIX):
                    self.hint = OSC_HINT.format(what)
                self._whys.append(why)
                text = f"OSC refused: {' '.join(filter(None, [what, value, f'from {where}']))}: {why}"
            case _:
                text = f"{value} more, not shown"
        return _event((kind, where, what), text)


class Lines:
    """Where there is no terminal: a line for each event."""

    def event(self, event: Event) -> None:
        print(f"{time.strftime('%H:%M:%S', time.localtime(event.at))} {event.text}", flush=True)

    def look(self, watch: Watch, gone: str) -> None:
        """Nothing is drawn."""


class Page:
    """A terminal: how it is, its meters and playhead, and what happened last, the newest at the bottom."""

    def __init__(self, screen: Screen, host: str, port: int) -> None:
        self._screen = screen
        self._where = f"{host} port {port}"
        self._port = f" --port {port}" if port != 9130 else ""
        self._events: dict[tuple[str, ...], Event] = {}

    def event(self, event: Event) -> None:
        """Have it shown, in the place of the last one that is alike."""
        self._events.pop(event.key, None)
        self._events[event.key] = event
        if len(self._events) > MOST_EVENTS:
            del self._events[next(iter(self._events))]

    def look(self, watch: Watch, gone: str) -> None:
        """Draw how it is now."""
        columns, height = self._screen.size
        facts = watch.facts
        head = f"demond {facts.text('version')} on {self._where}, up {uptime(facts)}"
        lines = [shown(gone) or head]
        below = [*_meters(watch.meters, columns), _playhead(watch, columns), ""]
        told = [f"{label:<{LABEL}}{line}" for label, line in rows(facts)]
        lines += told[: max(0, height - len(below) - FEW_EVENTS - 2)] + below
        room = max(0, height - len(lines) - 1)
        events = list(self._events.values())[-room:] if room else []
        lines += [f"{time.strftime('%H:%M:%S', time.localtime(each.at))} {each.text}" for each in events]
        lines += [""] * (height - len(lines) - 1)
        self._screen.draw([*lines[: height - 1], f"q ends{watch.hint.replace('PORT', self._port)}"])


def monitor(host: str, port: int, secret: str = "") -> int:
    """Watch until told to end; return the exit status, with a sentence where there is no demond."""
    try:
        return asyncio.run(_monitor(Feed(host, port, secret), host, port))
    except NobodyError as error:
        print(f"demond monitor: {shown(str(error))}", file=sys.stderr)
        return EXIT_UNAVAILABLE


async def _monitor(feed: Feed, host: str, port: int) -> int:
    await feed.open()
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    with _drawn(ended, host, port) as view:
        watching = asyncio.ensure_future(_watch(feed, view))
        await asyncio.wait((watching, ended), return_when=asyncio.FIRST_COMPLETED)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    feed.close()
    if not watching.cancelled() and (error := watching.exception()) is not None:
        raise error
    return ended.result()


@contextlib.contextmanager
def _drawn(ended: asyncio.Future[int], host: str, port: int) -> Iterator[Lines | Page]:
    """What shows it, and the terminal given back in the end, whichever signal that comes by."""
    loop = asyncio.get_running_loop()

    def end(status: int) -> None:
        if not ended.done():
            ended.set_result(status)

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(signum, end, 128 + signum)
    if not usable():
        yield Lines()
        return
    screen = Screen()

    def key(keys: int) -> None:
        pressed = os.read(keys, 64)
        if not pressed or pressed in (b"q", b"Q"):
            end(EXIT_OK)

    def pause() -> None:
        screen.leave()
        os.kill(os.getpid(), signal.SIGSTOP)  # and, once it goes on:
        screen.enter()

    loop.add_signal_handler(signal.SIGTSTP, pause)
    loop.add_signal_handler(signal.SIGWINCH, screen.redraw)
    if screen.keys is not None:
        loop.add_reader(screen.keys, key, screen.keys)
    screen.enter()
    try:
        yield Page(screen, host, port)
    finally:
        screen.leave()


async def _watch(feed: Feed, view: Lines | Page) -> None:
    """Show what is told, and wait for a demond that has gone, for ever."""
    watch, gone = Watch(), ""

    async def draw() -> None:
        while True:
            view.look(watch, gone)
            await asyncio.sleep(DRAW_SECONDS)

    drawing = asyncio.ensure_future(draw())
    try:
        while True:
            try:
                gone = ""
                await _follow(feed, watch, view)
            except NobodyError as error:
                if not gone:
                    view.event(_event(("gone",), shown(f"{error}; waiting for it")))
                gone = str(error)
            while gone:
                await asyncio.sleep(AGAIN_SECONDS)
                with contextlib.suppress(NobodyError):
                    await feed.open()
                    gone = ""
    finally:
        drawing.cancel()


async def _follow(feed: Feed, watch: Watch, view: Lines | Page) -> None:
    """Show what a demond tells for as long as it is there. Raises NobodyError."""
    for topic in TOPICS:
        feed.say("subscribe", topic)
    count, renewed, told = -1.0, time.monotonic(), list[Message]()
    async for message in feed.messages():
        for event in watch.take(message):
            view.event(event)
        if message.address == PREFIX + "problems":
            told.append(message)
        elif message.address == PREFIX + "problems/end":
            for event in watch.problems(listed(told)):
                view.event(event)
            told.clear()
        elif watch.facts.number("problems") != count and message.address == PREFIX + "status":
            count = watch.facts.number("problems")
            feed.say("problems")
        if time.monotonic() - renewed > RENEW_SECONDS:
            renewed = time.monotonic()
            feed.say("ping")


def _event(key: tuple[str, ...], text: str) -> Event:
    return Event(key, text, time.time())


def _meters(meters: Sequence[float], columns: int) -> Iterator[str]:
    """Left and right: a bar as high as the RMS, and a mark at the peak."""
    width = max(10, columns - LABEL - 22)
    for label, peak, rms in zip(("left", "right"), meters[:2], meters[2:4], strict=False):
        bar = ["="] * _place(rms, width) + [" "] * (width - _place(rms, width))
        if _place(peak, width):
            bar[_place(peak, width) - 1] = "|"
        yield f"{label:<{LABEL}}[{''.join(bar)}] {peak:6.1f} dB peak"


def _place(level: float, width: int) -> int:
    return round(width * min(max(1.0 - level / FLOOR, 0.0), 1.0))


def _playhead(watch: Watch, columns: int) -> str:
    length, position = watch.facts.number("loop_seconds"), watch.position
    width = max(10, columns - LABEL - 22)
    at = min(int(width * position / length), width - 1) if length else 0
    bar = "-" * at + "|" + "-" * (width - at - 1)
    return f"{'loop':<{LABEL}}[{bar}] {position:.1f} of {length:.1f} s"
