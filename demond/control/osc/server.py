"""The OSC server: addresses to the store, answers to the asker, changes to subscribers. One asyncio loop, one thread.

Addresses beside those of the table: /demond/get, list, ping, secret, subscribe, unsubscribe, status and those of the
listings; from here come /demond/error ADDRESS REASON, /demond/note ADDRESS TEXT, /demond/pong, /demond/subscribed,
/demond/meters, and /demond/get, list and the listings with /next or /end behind.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count, starmap
from types import MappingProxyType

from demond.control.mapping import Alias
from demond.control.osc.access import Access, Rooms, Standing
from demond.control.osc.addresses import Addresses
from demond.control.osc.feedback import Feedback, Target
from demond.control.osc.floods import newest
from demond.control.osc.interpreter import Change, Interpreter, Permit, add
from demond.control.osc.packets import (
    Bundle,
    Malformed,
    Message,
    Messages,
    TooMuch,
    bundled,
    decode,
    encode,
    encode_all,
)
from demond.control.osc.queries import ATOMIC, Listings, Queries
from demond.control.osc.reports import Reports
from demond.control.osc.schedule import Schedule
from demond.control.osc.seldom import SeldomLog
from demond.control.osc.sockets import Peer, Received, Sockets, is_loopback
from demond.control.osc.subscriptions import Subscriptions
from demond.control.osc.turns import Turns, Work
from demond.control.osc.values import value_of
from demond.parameters import HEARD, OVERTAKEN, PREFIX, UNDER_WAY, ControlError, Parameter, Value
from demond.store import Store
from engine.errors import in_words

LEASE_SECONDS = 60.0
TOLD_SECONDS = 1.0
"""Between two answers that say that too much was asked for."""
TOLD_BYTES = 4096
"""What values that wait to be told are taken to keep."""
MOST_ASKERS = 64
FIRST_CONNECTED = 1 << 16
"""Links of those who are connected by something else than the server's own sockets."""
LONGEST_TEXT, LONGEST_ADDRESS = 500, 200
"""Characters of what is told in errors and notes."""
ERROR, NOTE = PREFIX + "error", PREFIX + "note"
UNPLAYABLE, UNDONE = "is not there or cannot be played", "cannot be done"

_log = logging.getLogger(__name__)


class OscServer:
    """Listens on one port of a host, as `Sockets` opens it, in the running loop, from when it is made until `close`.

    `status()` returns what /demond/status tells, `meters()` levels in dB, `listings` are what can be listed;
    `access` says who is heard; `permit(row, text)` raises ControlError where a peer that is confined to the configured
    folders names what is not in them; `lease` is in seconds. Everything runs in that loop, a few milliseconds a turn
    whatever is asked for; changes of the store may come from any thread.
    """

    def __init__(
        self,
        store: Store,
        host: str,
        port: int,
        status: Callable[[], Mapping[str, object]] = dict,
        meters: Callable[[], Sequence[float]] | None = None,
        listings: Listings = MappingProxyType({}),
        *,
        access: Access | None = None,
        permit: Permit | None = None,
        lease: float = LEASE_SECONDS,
    ) -> None:
        """Open the port and listen. Raises PortInUseError, or OSError for a host that is not here."""
        counted = ("received", "malformed", "errors", "late", "refused", "dropped", "ignored", "unsent")
        self.counters = dict.fromkeys(counted, 0)
        self._store = store
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._seldom = SeldomLog(_log)
        self._access = access or Access()
        self._trusted = Standing.LOCAL if self._access.anywhere else None
        self._rooms = Rooms()
        self._turns = Turns(self._loop, self._seldom)
        self._schedule = Schedule(self._loop)
        self._asked: dict[asyncio.Future[object], dict[Peer, None]] = {}
        self._told_dropped = 0.0
        self._connected: dict[Peer, Callable[[bytes], None]] = {}
        self._links = count(FIRST_CONNECTED)
        self._listings = tuple(listings)
        self._committed: set[str] | None = None  # what changes together, while it does
        self._addresses = Addresses(store)
        self._sockets = Sockets(host, port, self._loop, self._take, self._seldom)
        self._subscriptions = Subscriptions(store, self._loop, self._deliver, lease)
        self._reports = Reports(self._loop, self._subscriptions, status, meters, self._seldom)
        own = self._sockets.own
        self._feedback = Feedback(self._loop, self._sockets, self._subscriptions, self._reports.begin)
        queries = Queries(store, self._addresses, self._subscriptions, self._reports, listings, self._answer, own)
        self._is_answer = queries.is_answer
        settle = self._subscriptions.settle
        self._interpreter = Interpreter(store, self._addresses, queries.commands, self._act, settle, permit)
        store.listen(self._changed)
        _log.info("OSC on %s", ", ".join(f"{host} port {self.port}" for host in self._sockets.hosts()))
        if self._access.nobody and not all(map(is_loopback, self._sockets.hosts())):
            _log.warning("nobody outside this machine may play: [osc] allow is empty")

    @property
    def port(self) -> int:
        """The port that is listened on, also where any free one was asked for."""
        return self._sockets.port

    def close(self) -> None:
        """Stop listening, forget subscribers and bundles that wait."""
        self._store.unlisten(self._changed)
        self._schedule.close()
        self._turns.close()
        self._feedback.close()
        self._reports.close()
        self._subscriptions.close()
        self._sockets.close()

    def set_aliases(self, aliases: Mapping[str, Alias]) -> None:
        """Let these addresses be played and heard beside the table's, in place of those before."""
        self._addresses.set_aliases(aliases)
        self._subscriptions.set_aliases(aliases)

    def set_feedback(self, targets: Iterable[Target]) -> None:
        """Tell these what changes, in place of those before, everything as it is first. ValueError as `endpoint`."""
        self._feedback.set(targets)

    # -- who is connected by something else than UDP ---------------------------------------------------------------

    @property
    def aliases(self) -> Mapping[str, Alias]:
        """The addresses that are played beside the table's; another mapping once there are others."""
        return self._addresses.aliases

    @property
    def listings(self) -> tuple[str, ...]:
        """What can be listed beside the controls, by name."""
        return self._listings

    @property
    def hosts(self) -> list[str]:
        """The addresses that are listened on."""
        return self._sockets.hosts()

    def connect(self, host: str, port: int, send: Callable[[bytes], None]) -> Peer:
        """Have one more peer, until `disconnect`: `send` carries packets of one message each to it.

        It returns at once, and raises OSError (EAGAIN) while there is no room.
        """
        peer = Peer(next(self._links), (host, port))
        self._connected[peer] = send
        self._subscriptions.connect(peer)
        self._reports.begin()
        return peer

    def disconnect(self, peer: Peer) -> None:
        """Forget a peer that was connected."""
        del self._connected[peer]
        self._subscriptions.disconnect(peer)

    def take(self, data: bytes, peer: Peer) -> None:
        """Obey a packet of a peer that is connected."""
        self.counters["received"] += 1
        self._addresses.refresh()
        self.receive(data, peer)

    def listen(self, peer: Peer, address: str) -> bool:
        """Let a connected peer hear an address from now on; False where nothing is heard there. Raises ControlError."""
        return self._subscriptions.listen(peer, address)

    def ignore(self, peer: Peer, address: str) -> None:
        """Let it hear that no more."""
        self._subscriptions.ignore(peer, address)

    def _send(self, to: Peer, packet: bytes) -> None:
        send = self._connected.get(to)
        if send is None:
            self._sockets.send(to, packet)
        else:
            send(packet)

    def error(self, address: str, reason: str, to: object = None) -> None:
        """Send /demond/error to the peer that was the origin of something, or to all subscribers.

        What could not be played is not described to those who are confined to folders: it may tell what lies where.
        """
        row = self._addresses.rows.get(address)
        vague = UNPLAYABLE if row is not None and row.rate == "rebuild" else ""
        for peer in [to] if isinstance(to, Peer) else self._subscriptions.destinations():
            text = vague if vague and self._confined(peer) else reason
            if peer is to:
                self._tell(peer, ERROR, address, text)
            else:
                self._deliver(peer, [(ERROR, (address[:LONGEST_ADDRESS], text[:LONGEST_TEXT]))])

    def note(self, address: str, text: str, to: object) -> None:
        """Send /demond/note to the peer that was the origin of something; nobody else is told.

        Outside this machine, who has not subscribed is told the beginning and the end of what takes time alone.
        """
        if isinstance(to, Peer) and (text in (UNDER_WAY, HEARD, OVERTAKEN) or self._room(to) is None):
            self._tell(to, NOTE, address, text)

    def _confined(self, peer: Peer) -> bool:
        """Whether a peer names files only as they are permitted."""
        return not (self._access.anywhere and is_loopback(str(peer.address[0])))

    def _tell(self, peer: Peer, kind: str, address: str, text: str) -> None:
        """Send an error, shortened to what may be answered, or a note, whole or not at all."""
        address = address[:LONGEST_ADDRESS]
        room = self._room(peer)
        if room is not None and kind == ERROR:
            room -= len(encode(kind, (address, "")))
            text = text.encode("utf-8", "backslashreplace")[: max(0, room)].decode("utf-8", "ignore")
        self._answer(peer, [(kind, (address, text[:LONGEST_TEXT]))])

    def _answer(self, peer: Peer, messages: Messages, spare: int = 0) -> bool:
        """Answer at once; False, and nothing is sent, where that and `spare` bytes are more than may be answered."""
        room = self._room(peer)
        try:
            single = self._subscriptions.answers_to(peer) in self._connected
            packets: Iterable[bytes] = starmap(encode, messages) if single else encode_all(messages)
            if room is not None:
                packets = list(packets)
                size = sum(map(len, packets))
                if size + spare > room:
                    return False
                self._rooms.take(peer, size)
            to = self._subscriptions.answers_to(peer)
            for packet in packets:
                self._send(to, packet)
        except (OSError, ValueError) as error:
            self._unsent(peer, error)
        return True

    def _room(self, to: Peer) -> int | None:
        """How many bytes a peer may be answered now; None for any number: to this machine, and to subscribers."""
        if is_loopback(str(to.address[0])) or self._subscriptions.knows(to):
            return None
        return self._rooms.left(to)

    def _deliver(self, to: Peer, messages: Messages) -> bool:
        """Tell a subscriber, in turns; False where too much waits for it already."""
        return self._turns.do(self._key(to), self._delivery(to, messages), TOLD_BYTES)

    def _delivery(self, to: Peer, messages: Messages) -> Work:
        """Send messages, but for packets that cannot be; where the socket has no room now, the rest is not taken."""
        packets = self._encoded(to, messages)
        for packet in packets if to in self._connected else bundled(packets):
            try:
                self._send(to, packet)
            except OSError as error:
                if to not in self._connected:  # where that is no news
                    self._unsent(to, error)
                if error.errno in (errno.EAGAIN, errno.ENOBUFS):
                    return
            yield

    def _encoded(self, to: Peer, messages: Messages) -> Iterator[bytes]:
        for address, arguments in messages:
            try:
                yield encode(address, arguments)
            except ValueError as error:
                self._unsent(to, error)

    def _unsent(self, to: Peer, error: Exception) -> None:
        self.counters["unsent"] += 1
        self._seldom.warning("nothing sent to %s: %s", to.address[0], in_words(error))

    # -- receiving ----------------------------------------------------------------------------------------------

    def _take(self, link: int, batch: Sequence[Received]) -> None:
        self.counters["received"] += len(batch)
        self._addresses.refresh()
        for data, address in newest(batch, self._addresses.heads):
            self.receive(data, Peer(link, address))

    def receive(self, data: bytes, peer: Peer) -> None:
        """Obey one packet and answer to its sender: at once, or when it is its turn."""
        standing = self._admitted(data, peer)
        if standing is Standing.REFUSED:
            return
        key = self._key(peer)
        packet: Message | Bundle | None = None
        if self._turns.free(key):
            packet = self._decoded(data, peer)
            if packet is None or self._set(packet, peer, standing):
                return
        if not self._turns.do(key, self._guarded(self._obeyed(data, packet, peer, standing), peer), len(data)):
            self._drop(data, peer)

    def _admitted(self, data: bytes, peer: Peer) -> Standing:
        """Say what the sender of a packet may do; who is refused hears nothing of it."""
        host = str(peer.address[0])
        standing = self._access.of(host)
        if standing is Standing.REFUSED:
            if self._access.opened(host, data):
                return self._access.of(host)
            self.counters["refused"] += 1
            self._seldom.warning("nothing is taken from %s: %s", host, self._access.reason(host))
        elif peer not in self._connected and self._sockets.own(peer):
            self.counters["ignored"] += 1
            return Standing.REFUSED
        return standing

    def _key(self, peer: Peer) -> Hashable:
        """Whose turn it is: programs on this machine each have theirs, hosts outside one each."""
        host = str(peer.address[0])
        return peer if is_loopback(host) else host

    def _drop(self, data: bytes, peer: Peer) -> None:
        self.counters["dropped"] += 1
        self._seldom.warning("packets of %s dropped: more than can be done in time", peer.address[0])
        now = self._loop.time()
        if now - self._told_dropped >= TOLD_SECONDS:
            self._told_dropped = now
            self._rooms.begin(peer, len(data))
            self.error(PREFIX.rstrip("/"), "more came than can be done in time; some of it was dropped", peer)

    def _decoded(self, data: bytes, peer: Peer) -> Message | Bundle | None:
        try:
            return decode(data)
        except Malformed as error:
            self.counters["malformed"] += 1
            self._seldom.warning("no OSC from %s: %s", peer.address[0], error)
            if isinstance(error, TooMuch):
                self._rooms.begin(peer, len(data))
                self.error(PREFIX.rstrip("/"), str(error), peer)
            return None

    def _set(self, packet: Message | Bundle, peer: Peer, standing: Standing) -> bool:
        """Set the one control that a packet is for; False where it is something else, or not to be trusted."""
        if standing is not self._trusted or isinstance(packet, Bundle):
            return False
        row = self._addresses.rows.get(packet.address)
        if row is None or row.kind == "action":
            return False
        try:
            value, seconds = value_of(row, packet.arguments)
            outcome = self._store.set(row.name, value, seconds=seconds, origin=peer)
        except ControlError as error:
            self._refuse(row.address, error, peer)
        else:
            self._subscriptions.settle(peer, row.address, not outcome.note)
            if outcome.note:
                self._tell(peer, NOTE, row.address, outcome.note)
        return True

    def _guarded(self, work: Work, peer: Peer) -> Work:
        """Do what a peer asks for; it is told where that is given up for an error that nobody thought of."""
        try:
            yield from work
        except Exception:
            self.error(PREFIX.rstrip("/"), "what was asked for failed; the log says why", peer)
            raise

    def _obeyed(self, data: bytes, packet: Message | Bundle | None, peer: Peer, standing: Standing) -> Work:
        """Obey a packet, which is read first unless it was."""
        if standing is not Standing.LOCAL:
            self._rooms.begin(peer, len(data))
        if packet is None:
            packet = self._decoded(data, peer)
            if packet is None or self._set(packet, peer, standing):
                return
        yield
        if isinstance(packet, Bundle):
            yield from self._bundle(packet, len(data), peer, standing)
        else:
            try:
                change = Change()
                yield from self._plan(packet, change, standing)
                yield from self._carry_out([change], peer)
            except ControlError as error:
                self._refuse(packet.address, error, peer)

    def _plan(self, message: Message, change: Change, standing: Standing) -> Work:
        """Add to a change what a message asks for; what only answers, or asks for nothing, is left out."""
        if self._is_answer(*message) or self._addresses.idle(*message):
            self.counters["ignored"] += 1
            return
        yield from self._interpreter.plan(*message, change, standing, standing is not self._trusted)

    def _bundle(self, bundle: Bundle, size: int, peer: Peer, standing: Standing) -> Work:
        """Obey a bundle: what is possible of it is one change at a time; with ATOMIC, all of it or nothing.

        What comes after an action in it begins another change, so that it happens in order.
        """
        now = time.time()
        atomic = any(message.address == ATOMIC for _, message in bundle.messages())
        changes: list[Change] = []
        later: dict[float, list[Message]] = {}
        for due, message in bundle.messages():
            if due is not None and due <= now:
                self.counters["late"] += 1
                due = None
            try:
                if due is not None:
                    self._schedule.check(self._key(peer), due - now, size, len(later))
                yield from self._add(message, [] if due is not None else changes, atomic, standing)
            except ControlError as error:
                self._refuse_part(message, error, peer, atomic)
                if atomic:
                    return
            else:
                if due is not None:
                    later.setdefault(due, []).append(message)
            yield
        yield from self._carry_out(changes, peer)
        for due, those in later.items():
            self._wait(due - now, those, size // len(later), peer, standing, atomic)

    def _add(self, message: Message, changes: list[Change], atomic: bool, standing: Standing) -> Work:
        """Add all that a message asks for to its bundle; ControlError, and nothing is added, where that cannot be."""
        part = Change(atomic)
        if message.address != ATOMIC:
            yield from self._plan(message, part, standing)
        add(changes, part)

    def _refuse_part(self, message: Message, error: ControlError, peer: Peer, atomic: bool) -> None:
        self._refuse(message.address, error, peer, "; nothing of the bundle was done" if atomic else "")

    def _wait(
        self, ahead: float, messages: Sequence[Message], size: int, peer: Peer, standing: Standing, atomic: bool
    ) -> None:
        key = self._key(peer)

        def due() -> None:
            if not self._turns.do(key, self._guarded(self._together(messages, peer, standing, atomic), peer), size):
                self._drop(b"", peer)

        try:
            self._schedule.add(key, ahead, size, due)
        except ControlError as error:
            self._refuse(messages[0].address, error, peer)

    def _together(self, messages: Sequence[Message], peer: Peer, standing: Standing, atomic: bool) -> Work:
        """Obey messages as a bundle: what is possible of them, or all or nothing."""
        changes: list[Change] = []
        for message in messages:
            try:
                yield from self._add(message, changes, atomic, standing)
            except ControlError as error:
                self._refuse_part(message, error, peer, atomic)
                if atomic:
                    return
            yield
        yield from self._carry_out(changes, peer)

    def _carry_out(self, changes: Iterable[Change], peer: Peer) -> Work:
        for change in changes:
            yield from self._carry_out_one(change, peer)

    def _carry_out_one(self, change: Change, peer: Peer) -> Work:
        settings = change.settings
        self._committed = moved = set[str]()
        try:
            self._store.commit(settings, peer)
        finally:
            self._committed = None
        for name, outcome, _ in settings:
            if name in moved:
                self._subscriptions.change(name)
            holds = name in self._store.rows and self._store.target(name) == outcome.value
            self._subscriptions.settle(peer, PREFIX + name, holds and not outcome.note)
            if outcome.note:
                self._tell(peer, NOTE, PREFIX + name, outcome.note)
            yield
        for address, step in change.steps:
            try:
                yield from step(peer) or ()
            except ControlError as error:
                self._refuse(address, error, peer)
            yield

    def _refuse(self, address: str, error: ControlError, peer: Peer, more: str = "") -> None:
        self.counters["errors"] += 1
        reason = error.reason if address in (error.name, PREFIX + error.name) else str(error)
        self._seldom.warning("%.200s from %s refused: %.500s", address, peer.address[0], reason)
        self._tell(peer, ERROR, address, self._disclosed(address, reason, peer)[: LONGEST_TEXT - len(more)] + more)
        for refused in {address, PREFIX + error.name}:
            self._subscriptions.settle(peer, refused, False)

    def _act(self, row: Parameter, arguments: tuple[object, ...], peer: Peer) -> None:
        result = self._store.perform(row.name, *arguments)
        if isinstance(result, asyncio.Future):
            askers = self._asked.setdefault(result, {})
            if not askers:
                result.add_done_callback(partial(self._acted, row))
            if len(askers) < MOST_ASKERS and peer not in askers:
                askers[peer] = None
                self._tell(peer, NOTE, row.address, UNDER_WAY)
        elif isinstance(result, str):
            self._tell(peer, NOTE, row.address, result)

    def _acted(self, row: Parameter, done: asyncio.Future[object]) -> None:
        """Tell those who asked how an action ended that took time."""
        askers = self._asked.pop(done)
        if done.cancelled():
            return
        error = done.exception()
        for peer in askers:
            if error is not None:
                reason = error.reason if isinstance(error, ControlError) else in_words(error)
                self._tell(peer, ERROR, row.address, self._disclosed(row.address, reason, peer))
            elif done.result() is not None:
                self._tell(peer, NOTE, row.address, str(done.result()))

    def _disclosed(self, address: str, reason: str, peer: Peer) -> str:
        """Why something is refused, without the paths of an action to who is confined to folders."""
        row = self._addresses.rows.get(address)
        action = row is not None and row.kind == "action"
        return UNDONE if action and "/" in reason and self._confined(peer) else reason

    # -- telling ------------------------------------------------------------------------------------------------

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if not len(self._subscriptions):
            return
        if threading.get_ident() == self._thread:
            if self._committed is not None:
                self._committed.add(name)
            else:
                self._subscriptions.change(name)
        else:
            try:
                self._loop.call_soon_threadsafe(self._subscriptions.change, name)
            except RuntimeError:
                _log.debug("the loop has ended before %s could be told", name)
