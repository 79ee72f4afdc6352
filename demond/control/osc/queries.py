"""What can be asked, and what is answered: /demond/get, list, loras, ping, status, subscribe, unsubscribe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from demond.control.osc.addresses import Addresses
from demond.control.osc.feedback import full_pattern
from demond.control.osc.packets import Arguments
from demond.control.osc.patterns import BadPattern, is_pattern
from demond.control.osc.reports import Reports
from demond.control.osc.sockets import Peer
from demond.control.osc.subscriptions import EVERYTHING, STATUS, USUAL, Send, Subscriptions
from demond.control.osc.values import arguments_of, number
from demond.parameters import PREFIX, ControlError, Parameter, suggest
from demond.store import Store

ATOMIC = PREFIX + "atomic"

Step = Callable[[Peer], None]
"""What is left to do of a message once it is understood, for whoever sent it."""


class Queries:
    """Answers questions by `send`; `loras()` returns what /demond/loras tells of each.

    `commands` has for each address what makes a step of its arguments, or raises ControlError.
    """

    def __init__(
        self,
        store: Store,
        addresses: Addresses,
        subscriptions: Subscriptions,
        reports: Reports,
        loras: Callable[[], Sequence[Arguments]],
        send: Send,
    ) -> None:
        self._store = store
        self._addresses = addresses
        self._subscriptions = subscriptions
        self._reports = reports
        self._loras = loras
        self._send = send
        self.commands: Mapping[str, Callable[[Arguments], Step]] = {
            ATOMIC: _say_atomic,
            PREFIX + "get": self._get,
            PREFIX + "list": self._list,
            PREFIX + "loras": self._list_loras,
            PREFIX + "ping": self._ping,
            PREFIX + "subscribe": self._subscribe,
            PREFIX + "unsubscribe": self._unsubscribe,
            STATUS: self._ask_status,
        }

    def _get(self, arguments: Arguments) -> Step:
        if not arguments:
            raise ControlError("get", "wants the name of at least one parameter")
        rows = [row for argument in arguments for row in self._named(argument)]

        def answer(peer: Peer) -> None:
            self._send(peer, [(row.address, arguments_of(self._store.get(row.name))) for row in rows])

        return answer

    def _named(self, argument: object) -> list[Parameter]:
        if not isinstance(argument, str):
            raise ControlError("get", f"wants names, got {argument!r}")
        address = _full(argument)
        matches = self._addresses.select(address) if is_pattern(address) else (address,)
        rows = self._rows(matches)
        rows = [row for row in rows if row.kind != "action"] if is_pattern(address) else rows
        if not rows:
            missing = self._addresses.absent(address) or f"there is no value {argument}"
            raise ControlError("get", missing + suggest(argument, self._addresses.names))
        if rows[0].kind == "action":
            raise ControlError("get", f"{argument} is an action and has no value")
        return rows

    def _list(self, arguments: Arguments) -> Step:
        if len(arguments) > 1 or not all(isinstance(a, str) for a in arguments):
            raise ControlError("list", "wants nothing or one pattern")
        rows = self._rows(self._addresses.select(_full(str(arguments[0]))) if arguments else self._addresses.rows)

        def answer(peer: Peer) -> None:
            self._send(peer, [(PREFIX + "list", _listed(row)) for row in rows])
            self._send(peer, [(PREFIX + "list/end", (len(rows),))])

        return answer

    def _rows(self, addresses: Iterable[str]) -> list[Parameter]:
        """The rows of those addresses that are no aliases."""
        rows = self._addresses.rows
        return [rows[address] for address in addresses if address in rows]

    def _list_loras(self, arguments: Arguments) -> Step:
        def answer(peer: Peer) -> None:
            told = self._loras()
            self._send(peer, [(PREFIX + "loras", each) for each in told])
            self._send(peer, [(PREFIX + "loras/end", (len(told),))])

        return answer

    def _ping(self, arguments: Arguments) -> Step:
        def answer(peer: Peer) -> None:
            self._subscriptions.renew(peer)
            self._send(peer, [(PREFIX + "pong", arguments)])

        return answer

    def _ask_status(self, arguments: Arguments) -> Step:
        return lambda peer: self._send(peer, [self._reports.status()])

    def _subscribe(self, arguments: Arguments) -> Step:
        pattern, (rate, port) = _subscription(arguments, (USUAL, 0.0))

        def answer(peer: Peer) -> None:
            try:
                self._subscriptions.add(peer, _answering(peer, int(port)), pattern, rate)
            except BadPattern as error:
                raise ControlError("subscribe", str(error)) from None
            self._reports.begin()

        return answer

    def _unsubscribe(self, arguments: Arguments) -> Step:
        pattern, (port,) = _subscription(arguments, (0.0,))
        some = pattern if any(isinstance(argument, str) for argument in arguments) else None
        return lambda peer: self._subscriptions.remove(_answering(peer, int(port)), some)


def _say_atomic(arguments: Arguments) -> Step:
    raise ControlError("atomic", "stands in a bundle and has all of it done or nothing; this is no bundle")


def _full(name: str) -> str:
    return name if name.startswith("/") else PREFIX + name


def _answering(peer: Peer, port: int) -> Peer:
    return Peer(peer.link, (peer.address[0], port, *peer.address[2:])) if port else peer


def _listed(row: Parameter) -> Arguments:
    """Say about a row: name, kind, unit, then lowest, highest and default value, or the choices."""
    if row.kind in ("float", "int", "curve"):
        return (row.name, row.kind, row.unit, float(row.low), float(row.high), *arguments_of(row.default))
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
