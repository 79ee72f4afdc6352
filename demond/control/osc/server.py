"""The OSC server: addresses to the store, answers to the asker, changes to subscribers. One asyncio loop, one thread.

Addresses beside those of the table: /demond/get, list, loras, ping, subscribe, unsubscribe, status; from here come
/demond/error ADDRESS REASON, /demond/note ADDRESS TEXT, /demond/pong, /demond/subscribed, /demond/meters.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import math
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from demond.control.osc.floods import Received, heads, newest
from demond.control.osc.packets import Arguments, Bundle, Malformed, decode, encode_all
from demond.control.osc.patterns import BadPattern, is_pattern, select
from demond.control.osc.subscriptions import METERS, STATUS, USUAL, Messages, Peer, Subscriptions, arguments_of
from demond.parameters import PREFIX, ControlError, Parameter, Value, absent, suggest
from demond.store import Item, Outcome, Store

__all__ = ["OscServer", "Peer", "PortInUseError"]

LEASE_SECONDS = 60.0
HORIZON_SECONDS = 60.0
MOST_WAITING = 1024
RECEIVE_BUFFER = 1 << 22
BATCH = 256
METERS_SECONDS = 0.05
STATUS_SECONDS = 0.5
LOG_SECONDS = 1.0
SUGGEST_SECONDS = 0.1
EVERYTHING = "//*"

Alias = Callable[[Sequence[object], object], None]
Step = Callable[[Peer], None]

_log = logging.getLogger(__name__)


class PortInUseError(OSError):
    """The port cannot be opened; the text says what to do."""


class _Change:
    """What messages ask for that belong together: values to set as one, then steps to do in order."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.steps: list[tuple[str, Step]] = []


class OscServer:
    """Listens on one UDP port. `status()` returns what /demond/status tells, `meters()` levels in dB, `loras()` what
    /demond/loras tells of each.

    `host` is an address or name to bind; all addresses of a name are bound ("localhost": IPv4 and IPv6), "" means any.
    Everything runs in the loop that `start` was awaited in; changes of the store may come from any thread.
    """

    def __init__(
        self,
        store: Store,
        host: str,
        port: int,
        status: Callable[[], Mapping[str, object]] = dict,
        meters: Callable[[], Sequence[float]] | None = None,
        loras: Callable[[], Sequence[Arguments]] = tuple,
        *,
        lease: float = LEASE_SECONDS,
    ) -> None:
        self.port = port
        self.counters = dict.fromkeys(("received", "malformed", "errors", "late", "refused", "unsent"), 0)
        self._store = store
        self._host = host
        self._status = status
        self._meters = meters
        self._loras = loras
        self._lease = lease
        self._sockets: list[socket.socket] = []
        self._known: Mapping[str, Parameter] = {}
        self._commands: dict[str, Callable[[Arguments], Step]] = {
            PREFIX + "get": self._get,
            PREFIX + "list": self._list,
            PREFIX + "loras": self._list_loras,
            PREFIX + "ping": self._ping,
            PREFIX + "subscribe": self._subscribe,
            PREFIX + "unsubscribe": self._unsubscribe,
            STATUS: self._ask_status,
        }
        self._aliases: Mapping[str, Alias] = {}
        self._selected: dict[str, tuple[str, ...]] = {}
        self._waiting: set[asyncio.TimerHandle] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._beats = 0
        self._logged = 0.0
        self._unlogged = 0
        self._suggested = 0.0
        self._look()

    async def start(self) -> None:
        """Open the port and listen. Raises PortInUseError, or OSError for a host that is not here."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._subscriptions = Subscriptions(self._store, self._loop, self._send, self._lease)
        try:
            self._open()
        except OSError:
            self._close_sockets()
            raise
        for link, sock in enumerate(self._sockets):
            self._loop.add_reader(sock, self._readable, link, sock)
        self._store.listen(self._changed)
        _log.info("OSC on %s", ", ".join(f"{s.getsockname()[0]} port {self.port}" for s in self._sockets))

    def close(self) -> None:
        """Stop listening, forget subscribers and bundles that wait."""
        self._store.unlisten(self._changed)
        for handle in (*self._waiting, self._timer):
            if handle is not None:
                handle.cancel()
        self._waiting.clear()
        self._timer = None
        if self._sockets:
            self._subscriptions.close()
        self._close_sockets()

    def set_aliases(self, aliases: Mapping[str, Alias]) -> None:
        """Let more addresses be played: each is called with the arguments and the origin to give to the store."""
        self._aliases = dict(aliases)
        self._selected.clear()

    def error(self, address: str, reason: str, to: object = None) -> None:
        """Send /demond/error to the peer that was the origin of something, or to all subscribers."""
        message = (PREFIX + "error", (address, reason))
        if isinstance(to, Peer):
            self._send(to, [message])
        else:
            self._subscriptions.tell([message])

    # -- sockets ------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        found = socket.getaddrinfo(self._host or None, self.port, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE)
        problem: OSError | None = None
        for family, kind, protocol, _, address in dict.fromkeys(found):
            if family not in (socket.AF_INET, socket.AF_INET6):
                continue
            sock = socket.socket(family, kind, protocol)
            try:
                sock.setblocking(False)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
                if family == socket.AF_INET6:
                    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                sock.bind((address[0], self.port, *address[2:]))
            except OSError as error:
                sock.close()
                if error.errno == errno.EADDRINUSE:
                    raise PortInUseError(
                        error.errno,
                        f"UDP port {self.port} of {address[0]} is in use, perhaps by another demond; "
                        "stop that, or choose another port with --port or [osc] port",
                    ) from None
                problem = OSError(error.errno, f"cannot listen on {address[0]} port {self.port}: {error.strerror}")
                continue
            self._sockets.append(sock)
            self.port = sock.getsockname()[1]
        if not self._sockets:
            raise problem or OSError(f"the host {self._host} has no address")

    def _close_sockets(self) -> None:
        for sock in self._sockets:
            self._loop.remove_reader(sock)
            sock.close()
        self._sockets = []

    def _look(self) -> None:
        """Take the rows of LoRAs that came or went among the addresses."""
        if self._known is not self._store.rows:
            self._known = self._store.rows
            self._rows = {row.address: row for row in self._known.values()}
            self._heads = heads(self._known.values())
            self._selected.clear()

    def _readable(self, link: int, sock: socket.socket) -> None:
        batch: list[Received] = []
        try:
            while len(batch) < BATCH:
                batch.append(sock.recvfrom(65536))
        except BlockingIOError:
            pass
        except OSError as error:
            self._log_seldom("receiving failed: %s", error)
        self.counters["received"] += len(batch)
        self._look()
        for data, address in newest(batch, self._heads):
            self._receive(data, Peer(link, address))

    def _send(self, to: Peer, messages: Messages) -> None:
        if to.link >= len(self._sockets):
            return
        try:
            for packet in encode_all(messages):
                self._sockets[to.link].sendto(packet, to.address)
        except (OSError, ValueError) as error:
            self.counters["unsent"] += 1
            self._log_seldom("nothing sent to %s: %s", to.address[0], error)

    def _log_seldom(self, text: str, *args: object) -> None:
        now = time.monotonic()
        if now - self._logged < LOG_SECONDS:
            self._unlogged += 1
            return
        more = f" (and {self._unlogged} more not logged)" if self._unlogged else ""
        self._logged, self._unlogged = now, 0
        _log.warning(text + more, *args)

    # -- receiving ----------------------------------------------------------------------------------------------

    def _receive(self, data: bytes, peer: Peer) -> None:
        try:
            packet = decode(data)
        except Malformed as error:
            self.counters["malformed"] += 1
            self._log_seldom("no OSC from %s: %s", peer.address[0], error)
            return
        if isinstance(packet, Bundle):
            self._bundle(packet, peer)
            return
        row = self._rows.get(packet.address)
        try:
            if row is not None and row.kind != "action":
                value, seconds = _value(row, packet.arguments)
                outcome = self._store.set(row.name, value, seconds=seconds, origin=peer)
                if outcome.note:
                    self._note(row.name, outcome, peer)
            else:
                change = _Change()
                self._plan(packet.address, packet.arguments, change)
                self._carry_out(change, peer)
        except ControlError as error:
            self._refuse(packet.address, error, peer)

    def _bundle(self, bundle: Bundle, peer: Peer) -> None:
        """Obey a bundle: everything in it is understood and possible, or nothing is done."""
        now = time.time()
        changes: dict[float | None, _Change] = {}
        for due, message in bundle.messages():
            if due is not None and due <= now:
                self.counters["late"] += 1
                due = None
            try:
                if due is not None:
                    self._check_time(due - now, len(changes))
                change = changes.setdefault(due, _Change())
                known = len(change.items)
                self._plan(message.address, message.arguments, change)
                for item in change.items[known:]:
                    self._store.check(*item)
            except ControlError as error:
                self.counters["refused"] += 1
                self._refuse(message.address, error, peer, "; nothing of the bundle was done")
                return
        for due, change in changes.items():
            if due is None:
                self._carry_out_bundle(change, peer)
            else:
                self._wait(due - now, change, peer)

    def _check_time(self, ahead: float, more: int) -> None:
        if ahead > HORIZON_SECONDS:
            raise ControlError("bundle", f"is due in {ahead:.0f} seconds; at most {HORIZON_SECONDS:g} are kept")
        if len(self._waiting) + more >= MOST_WAITING:
            raise ControlError("bundle", f"cannot wait: {MOST_WAITING} bundles wait already")

    def _wait(self, ahead: float, change: _Change, peer: Peer) -> None:
        def due() -> None:
            self._waiting.discard(handle)
            self._carry_out_bundle(change, peer)

        handle = self._loop.call_later(ahead, due)
        self._waiting.add(handle)

    def _carry_out_bundle(self, change: _Change, peer: Peer) -> None:
        try:
            self._carry_out(change, peer)
        except ControlError as error:
            self._refuse(PREFIX + error.name, error, peer)

    def _carry_out(self, change: _Change, peer: Peer) -> None:
        if change.items:
            outcomes = self._store.set_many(change.items, peer)
            for item, outcome in zip(change.items, outcomes, strict=True):
                if outcome.note:
                    self._note(item[0], outcome, peer)
        for address, step in change.steps:
            try:
                step(peer)
            except ControlError as error:
                self._refuse(address, error, peer)

    def _note(self, name: str, outcome: Outcome, peer: Peer) -> None:
        self._send(peer, [(PREFIX + "note", (PREFIX + name, outcome.note))])
        self._subscriptions.confirm(name, peer)

    def _refuse(self, address: str, error: ControlError, peer: Peer, more: str = "") -> None:
        self.counters["errors"] += 1
        reason = error.reason if address in (error.name, PREFIX + error.name) else str(error)
        self._log_seldom("%s from %s refused: %s", address, peer.address[0], reason)
        self.error(address, reason + more, peer)
        row = self._known.get(error.name)
        if row is not None and row.kind != "action":
            self._subscriptions.confirm(error.name, peer)

    # -- understanding ------------------------------------------------------------------------------------------

    def _plan(self, address: str, arguments: Arguments, change: _Change) -> None:
        """Add to `change` what a message asks for; ControlError where that is not possible."""
        row = self._rows.get(address)
        if row is not None:
            if row.kind == "action":
                self._plan_action(row, arguments, change)
            else:
                change.items.append((row.name, *_value(row, arguments)))
        elif address in self._commands:
            change.steps.append((address, self._commands[address](arguments)))
        elif address in self._aliases:
            change.steps.append((address, partial(self._play_alias, address, arguments)))
        elif is_pattern(address):
            for match in self._select(address):
                self._plan(match, arguments, change)
        else:
            missing = absent(address.removeprefix(PREFIX), self._known) or "there is no such address"
            raise ControlError(address, missing + self._suggestion(address))

    def _suggestion(self, address: str) -> str:
        """Suggest an address; comparing is slow, so a flood of unknown ones gets few suggestions."""
        now = time.monotonic()
        if now - self._suggested < SUGGEST_SECONDS:
            return ""
        self._suggested = now
        return suggest(address, (*self._rows, *self._commands, *self._aliases))

    def _select(self, pattern: str) -> tuple[str, ...]:
        matches = self._selected.get(pattern)
        if matches is None:
            try:
                matches = select(pattern, (*self._rows, *self._aliases))
            except BadPattern as error:
                raise ControlError(pattern, str(error)) from None
            if len(self._selected) >= 256:
                self._selected.clear()
            self._selected[pattern] = matches
        if not matches:
            raise ControlError(pattern, "no address matches this pattern")
        return matches

    def _plan_action(self, row: Parameter, arguments: Arguments, change: _Change) -> None:
        """Buttons send 1 when pressed, which counts, and 0 when released, which does not."""
        if not row.arguments and len(arguments) == 1 and isinstance(arguments[0], (int, float, type(None))):
            if arguments[0] is not None and not arguments[0]:
                return
            arguments = ()
        checked = row.accept(tuple(arguments))
        change.steps.append((row.address, partial(self._act, row, checked)))

    def _act(self, row: Parameter, arguments: tuple[object, ...], peer: Peer) -> None:
        result = self._store.perform(row.name, *arguments)
        if isinstance(result, asyncio.Future):
            result.add_done_callback(partial(self._acted, row, peer))
        elif isinstance(result, str):
            self._send(peer, [(PREFIX + "note", (row.address, result))])

    def _acted(self, row: Parameter, peer: Peer, done: asyncio.Future[object]) -> None:
        """Tell the asker how an action ended that took time."""
        if done.cancelled():
            return
        error = done.exception()
        if error is not None:
            self.error(row.address, error.reason if isinstance(error, ControlError) else str(error), peer)
        else:
            self._send(peer, [(PREFIX + "note", (row.address, str(done.result())))])

    def _play_alias(self, address: str, arguments: Arguments, peer: Peer) -> None:
        alias = self._aliases.get(address)
        if alias is not None:
            alias(arguments, peer)

    # -- asking -------------------------------------------------------------------------------------------------

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
        matches = self._select(address) if is_pattern(address) else (address,)
        rows = [self._rows[match] for match in matches if match in self._rows]
        rows = [row for row in rows if row.kind != "action"] if is_pattern(address) else rows
        if not rows:
            missing = absent(address.removeprefix(PREFIX), self._known) or f"there is no value {argument}"
            raise ControlError("get", missing + suggest(argument, self._known))
        if rows[0].kind == "action":
            raise ControlError("get", f"{argument} is an action and has no value")
        return rows

    def _list(self, arguments: Arguments) -> Step:
        if len(arguments) > 1 or not all(isinstance(a, str) for a in arguments):
            raise ControlError("list", "wants nothing or one pattern")
        addresses = self._select(_full(str(arguments[0]))) if arguments else tuple(self._rows)
        rows = [self._rows[address] for address in addresses if address in self._rows]

        def answer(peer: Peer) -> None:
            self._send(peer, [(PREFIX + "list", _listed(row)) for row in rows])
            self._send(peer, [(PREFIX + "list/end", (len(rows),))])

        return answer

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
        return lambda peer: self._send(peer, [self._status_message()])

    def _status_message(self) -> tuple[str, Arguments]:
        words: list[object] = []
        for key, value in self._status().items():
            plain = value if isinstance(value, (int, float, str)) else str(value)
            words += [key, int(plain) if isinstance(plain, bool) else plain]
        return STATUS, words

    def _subscribe(self, arguments: Arguments) -> Step:
        pattern, (rate, port) = _subscription(arguments, (USUAL, 0.0))

        def answer(peer: Peer) -> None:
            try:
                self._subscriptions.add(peer, _answering(peer, int(port)), pattern, rate)
            except BadPattern as error:
                raise ControlError("subscribe", str(error)) from None
            if self._timer is None:
                self._attend()

        return answer

    def _unsubscribe(self, arguments: Arguments) -> Step:
        pattern, (port,) = _subscription(arguments, (0.0,))
        some = pattern if any(isinstance(argument, str) for argument in arguments) else None
        return lambda peer: self._subscriptions.remove(_answering(peer, int(port)), some)

    # -- telling ------------------------------------------------------------------------------------------------

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if not len(self._subscriptions):
            return
        if threading.get_ident() == self._thread:
            self._subscriptions.change(name, origin)
        else:
            try:
                self._loop.call_soon_threadsafe(self._subscriptions.change, name, origin)
            except RuntimeError:
                _log.debug("the loop has ended before %s could be told", name)

    def _attend(self) -> None:
        """Send meters and status to subscribers and end leases, as long as there are any."""
        self._timer = None
        self._beats += 1
        subscriptions = self._subscriptions
        if self._beats % round(STATUS_SECONDS / METERS_SECONDS) == 0:
            subscriptions.expire()
            if subscriptions.wants(STATUS):
                subscriptions.tell([self._status_message()], STATUS)
        if self._meters is not None and subscriptions.wants(METERS):
            subscriptions.tell([(METERS, tuple(self._meters()))], METERS)
        if len(subscriptions):
            self._timer = self._loop.call_later(METERS_SECONDS, self._attend)


def _full(name: str) -> str:
    return name if name.startswith("/") else PREFIX + name


def _answering(peer: Peer, port: int) -> Peer:
    return Peer(peer.link, (peer.address[0], port, *peer.address[2:])) if port else peer


def _number(argument: object) -> float | None:
    if isinstance(argument, (int, float)) and not isinstance(argument, bool) and math.isfinite(argument):
        return float(argument)
    return None


def _value(row: Parameter, arguments: Arguments) -> tuple[object, float]:
    """Return the value that arguments mean for a row, and the seconds of its ramp."""
    count = len(arguments)
    if count == 0:
        raise ControlError(row.name, f"wants a value; to ask for it, send {PREFIX}get {row.name}")
    if count == 1:
        return arguments[0], 0.0
    if row.kind == "string" and any(isinstance(a, str) for a in arguments):
        return " ".join(
            a if isinstance(a, str) else f"{a:g}" for a in arguments if isinstance(a, (str, int, float))
        ), 0.0
    if count == 2 and row.kind in ("float", "int", "curve") and not isinstance(arguments[0], str):
        seconds = _number(arguments[1])
        if seconds is None or seconds < 0.0:
            raise ControlError(row.name, f"wants the ramp time in seconds after the value, got {arguments[1]!r}")
        return arguments[0], seconds
    if row.kind == "curve":
        return list(arguments), 0.0
    raise ControlError(
        row.name,
        f"wants one value{' and perhaps a time' if row.unit or row.kind in ('float', 'int') else ''}, got {count}",
    )


def _listed(row: Parameter) -> Arguments:
    """Say about a row: name, kind, unit, then lowest, highest and default value, or the choices."""
    if row.kind in ("float", "int", "curve"):
        return (row.name, row.kind, row.unit, float(row.low), float(row.high), *arguments_of(row.default))
    return (row.name, row.kind, row.unit, *row.choices)


def _subscription(arguments: Arguments, numbers: tuple[float, ...]) -> tuple[str, list[float]]:
    """Read a pattern and numbers, each of which may be missing."""
    pattern, rest = EVERYTHING, list(arguments)
    if rest and isinstance(rest[0], str):
        pattern = _full(rest[0]) if rest[0] else EVERYTHING
        del rest[0]
    given = [_number(word) for word in rest]
    if None in given or len(given) > len(numbers):
        raise ControlError("subscribe", "takes, all of it optional, a pattern, a rate per second, a port to answer to")
    merged = [*(value for value in given if value is not None), *numbers[len(given) :]]
    if not 0 <= merged[-1] <= 65535:
        raise ControlError("subscribe", f"wants a port of 1..65535, got {merged[-1]:g}")
    return pattern, merged
