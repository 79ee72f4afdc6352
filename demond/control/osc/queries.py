"""What can be asked, and what is answered: /demond/get, list, ping, status, subscribe, unsubscribe, listings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Protocol

from demond.control.osc.access import SECRET
from demond.control.osc.addresses import Addresses
from demond.control.osc.feedback import full_pattern
from demond.control.osc.packets import Arguments, Messages, encode
from demond.control.osc.patterns import BadPattern, is_pattern
from demond.control.osc.reports import Reports
from demond.control.osc.sockets import Peer
from demond.control.osc.subscriptions import EVERYTHING, STATUS, USUAL, Subscriptions
from demond.control.osc.turns import Work
from demond.control.osc.values import arguments_of, number
from demond.parameters import PREFIX, ControlError, Parameter, Value
from demond.store import Store

ATOMIC = PREFIX + "atomic"
MOST_NAMES, MOST_FIRST = 64, 2**31 - 1
SHORT = "subscribe first, or send a blob along"
"""What helps where a question is too short for any answer."""
CHUNK = 16
"""Values that are told between two looks at the clock."""

ANSWERS = frozenset(
    PREFIX + name
    for name in (
        *("error", "note", "pong", "subscribed", "meters", "analysis"),
        *("get/next", "list/next", "list/end"),
    )
)
LIST = PREFIX + "list"

Listings = Mapping[str, Callable[[], Sequence[Arguments]]]
"""What can be listed beside the controls, by the name that is asked for: a message each, of the same address."""

Step = Callable[[Peer], Work | None]
"""What is left to do of a message once it is understood, for whoever sent it."""


class Answer(Protocol):
    """Sends messages to a peer as far as it may be answered; False, and none, where they and `spare` bytes are more."""

    def __call__(self, peer: Peer, messages: Messages, spare: int = 0) -> bool: ...


class Queries:
    """Answers questions by `send`; `listings` are what can be listed beside the controls.

    `commands` has for each address what makes a step of its arguments, or raises ControlError. Where an answer ends
    before everything was told, it ends with ADDRESS/next and the number to ask on from. Blobs at the end of a question
    say nothing: they make it longer, and so what may be answered.
    """

    def __init__(
        self,
        store: Store,
        addresses: Addresses,
        subscriptions: Subscriptions,
        reports: Reports,
        listings: Listings,
        send: Answer,
        here: Callable[[Peer], bool],
    ) -> None:
        """`here` says whether a peer is this server itself."""
        self._store = store
        self._addresses = addresses
        self._subscriptions = subscriptions
        self._reports = reports
        self._listed = frozenset(PREFIX + name for name in listings)
        self._send = send
        self._here = here
        self.commands: Mapping[str, Callable[[Arguments], Step]] = {
            ATOMIC: _say_atomic,
            PREFIX + "get": self._get,
            LIST: self._list,
            **{PREFIX + name: partial(self._list_other, name, listed) for name, listed in listings.items()},
            PREFIX + "ping": self._ping,
            PREFIX + "subscribe": self._subscribe,
            PREFIX + "unsubscribe": self._unsubscribe,
            STATUS: self._ask_status,
            SECRET: self._know,
        }

    def is_answer(self, address: str, arguments: Arguments) -> bool:
        """Say whether a message is what a server tells, which is never answered: two that hear each other would not
        end."""
        if address in ANSWERS:
            return True
        if address == LIST:
            return len(arguments) > 1 and isinstance(arguments[1], str)
        listing, _, more = address.rpartition("/")
        if listing in self._listed and more in ("next", "end"):
            return True
        return (address == STATUS or address in self._listed) and any(isinstance(each, str) for each in arguments)

    def _get(self, arguments: Arguments) -> Step:
        names, first = _question("get", arguments)
        if not names:
            raise ControlError("get", "wants the name of at least one parameter")
        if len(names) > MOST_NAMES:
            raise ControlError("get", f"wants at most {MOST_NAMES} names or patterns, got {len(names)}")

        def answer(peer: Peer) -> Work:
            rows: dict[str, None] = {}
            for name in names:
                rows |= dict.fromkeys(row.name for row in self._named(name))
                yield
            deeper = self._deeper(names[0]) if len(names) == 1 else ""
            last: Messages = [(PREFIX + "note", (PREFIX + "get", deeper))] if deeper else []
            told = ((PREFIX + name, arguments_of(self._store.get(name))) for name in rows if name in self._store.rows)
            yield from self._tell(peer, PREFIX + "get", told, first, last)

        return answer

    def _named(self, name: str) -> list[Parameter]:
        address = _full(name)
        matches = self._addresses.select(address) if is_pattern(address) else (address,)
        rows = self._rows(matches)
        rows = [row for row in rows if row.kind != "action"] if is_pattern(address) else rows
        if not rows:
            missing = self._addresses.missing(name, f"there is no value {name}", self._addresses.names)
            raise ControlError("get", missing)
        if rows[0].kind == "action":
            raise ControlError("get", f"{name} is an action and has no value")
        return rows

    def _deeper(self, name: str) -> str:
        """Say that a pattern stops at "/", where it ends in one that does and there is more behind."""
        if not name.endswith("*") or name.endswith("//*"):
            return ""
        try:
            rows = self._rows(self._addresses.select(_full(name) + "//*"))
        except ControlError:
            return ""
        more = sum(row.kind != "action" for row in rows)
        return f"* stops at /, behind which there are {more} more; //* goes through" if more else ""

    def _list(self, arguments: Arguments) -> Step:
        patterns, first = _question("list", arguments)
        if len(patterns) > 1:
            raise ControlError("list", "wants nothing or one pattern, and perhaps a number to list on from")
        rows = self._rows(self._addresses.select(_full(patterns[0])) if any(patterns) else self._addresses.rows)
        told = ((LIST, _listed(row, self._store.default(row))) for row in rows)
        return lambda peer: self._tell(peer, LIST, told, first, [(LIST + "/end", (len(rows),))])

    def _rows(self, addresses: Iterable[str]) -> list[Parameter]:
        """The rows of those addresses that are no aliases."""
        rows = self._addresses.rows
        return [rows[address] for address in addresses if address in rows]

    def _list_other(self, name: str, listed: Callable[[], Sequence[Arguments]], arguments: Arguments) -> Step:
        _, first = _question(name, arguments)

        def answer(peer: Peer) -> Work:
            address, those = PREFIX + name, listed()
            told = ((address, each) for each in those)
            return self._tell(peer, address, told, first, [(address + "/end", (len(those),))])

        return answer

    def _tell(self, peer: Peer, asked: str, messages: Messages, first: int, last: Messages) -> Work:
        """Send messages from the `first` on, as far as this peer may be answered, and what comes at their end."""
        more = asked + "/next"
        waiting: Iterator[tuple[str, Arguments]] = islice(messages, first, None)
        told, size = first, CHUNK
        spare = len(encode(more, (told,)))
        while some := list(islice(waiting, size)):
            while not self._send(peer, some, spare):
                if len(some) == 1:
                    if told > first or not self._send(peer, [(more, (told, SHORT))]):
                        self._send(peer, [(more, (told,))])
                    return
                waiting, size = chain(some, waiting), 1
                some = list(islice(waiting, 1))
            told += len(some)
            yield
        self._send(peer, last)

    def _ping(self, arguments: Arguments) -> Step:
        if len(arguments) > MOST_NAMES:
            raise ControlError("ping", f"wants at most {MOST_NAMES} arguments, got {len(arguments)}")

        def answer(peer: Peer) -> None:
            self._subscriptions.renew(peer)
            self._send(peer, [(PREFIX + "pong", arguments)])

        return answer

    def _ask_status(self, arguments: Arguments) -> Step:
        def answer(peer: Peer) -> None:
            if not self._send(peer, [self._reports.status()]):
                raise ControlError("status", "is longer than may be answered; subscribe to it, or ask with a long blob")

        return answer

    def _know(self, arguments: Arguments) -> Step:
        """The secret, of one who is let in already."""
        return lambda peer: None

    def _subscribe(self, arguments: Arguments) -> Step:
        pattern, (rate, port) = _subscription(arguments, (USUAL, 0.0))

        def answer(peer: Peer) -> None:
            to = _answering(peer, int(port))
            if self._here(to):
                raise ControlError("subscribe", f"{int(port)} is demond's own port; name one that something else hears")
            try:
                self._subscriptions.add(peer, to, pattern, rate)
            except BadPattern as error:
                raise ControlError("subscribe", str(error)) from None
            self._reports.begin()

        return answer

    def _unsubscribe(self, arguments: Arguments) -> Step:
        pattern, (port,) = _subscription(arguments, (0.0,))
        some = pattern if any(isinstance(argument, str) for argument in arguments) else None
        return lambda peer: self._subscriptions.remove(_answering(peer, int(port)), some)


def _question(name: str, arguments: Arguments) -> tuple[list[str], int]:
    """Read names and the number to answer from, which may be missing; blobs at the end say nothing."""
    words = list(arguments)
    while words and isinstance(words[-1], bytes):
        words.pop()
    last = words[-1] if words else None
    first = last if isinstance(last, int) and not isinstance(last, bool) and last >= 0 else None
    if first is not None and first > MOST_FIRST:
        raise ControlError(name, f"goes on from a number of at most {MOST_FIRST}, got {first}")
    names = []
    for word in words if first is None else words[:-1]:
        if not isinstance(word, str):
            raise ControlError(name, f"wants names, got {word!r:.60}")
        names.append(word)
    return names, first or 0


def _say_atomic(arguments: Arguments) -> Step:
    raise ControlError("atomic", "stands in a bundle and has all of it done or nothing; this is no bundle")


def _full(name: str) -> str:
    return name if name.startswith("/") else PREFIX + name


def _answering(peer: Peer, port: int) -> Peer:
    return Peer(peer.link, (peer.address[0], port, *peer.address[2:])) if port else peer


def _listed(row: Parameter, default: Value) -> Arguments:
    """Say about a row: name, kind, unit, then lowest, highest and default value, or the choices."""
    if row.kind in ("float", "int", "curve"):
        return (row.name, row.kind, row.unit, float(row.low), float(row.high), *arguments_of(default))
    return (row.name, row.kind, row.unit, *row.choices)


def _subscription(arguments: Arguments, numbers: tuple[float, ...]) -> tuple[str, list[float]]:
    """Read a pattern and numbers, each of which may be missing."""
    pattern, rest = EVERYTHING, list(arguments)
    if rest and isinstance(rest[0], str):
        pattern = full_pattern(rest[0])
        del rest[0]
    given = [number(word) for word in rest]
    if None in given or len(given) > len(numbers):
        raise ControlError("subscribe", "takes, all of it optional, a pattern, a rate per second, a port to answer to")
    merged = [*(value for value in given if value is not None), *numbers[len(given) :]]
    if not 0 <= merged[-1] <= 65535:
        raise ControlError("subscribe", f"wants a port of 1..65535, got {merged[-1]:g}")
    return pattern, merged
