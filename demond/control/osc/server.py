"""The OSC server: addresses to the store, answers to the asker, changes to subscribers. One asyncio loop, one thread.

Addresses beside those of the table: /demond/get, dump, list, ping, secret, subscribe, unsubscribe, status and those of
the listings, as /demond/problems; from here come /demond/error ADDRESS REASON, /demond/note ADDRESS TEXT,
/demond/pong, /demond/subscribed, /demond/meters, /demond/analysis, /demond/monitor, and /demond/get, dump, list and the
listings with /next or /end behind.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from demond.analysis import Heard
from demond.control.mapping import Alias
from demond.control.osc.access import Access, Standing
from demond.control.osc.acts import Acts
from demond.control.osc.addresses import Addresses
from demond.control.osc.analysed import Analysed
from demond.control.osc.feedback import Feedback, Target
from demond.control.osc.floods import newest
from demond.control.osc.interpreter import Change, Interpreter, Permit, add
from demond.control.osc.packets import Bundle, Malformed, Message, TooMuch, decode
from demond.control.osc.peers import Peer, Received, is_loopback
from demond.control.osc.queries import ATOMIC, Listings, Queries
from demond.control.osc.reports import Reports
from demond.control.osc.schedule import Schedule
from demond.control.osc.seldom import SeldomLog
from demond.control.osc.sockets import Sockets
from demond.control.osc.streams import Door
from demond.control.osc.telling import ERROR, LONGEST_TEXT, NOTE, Telling
from demond.control.osc.turns import Turns, Work
from demond.control.osc.values import value_of
from demond.control.osc.watched import Watched
from demond.parameters import PREFIX, ControlError, Value
from demond.store import Store

LEASE_SECONDS = 60.0
LOOK_SECONDS = 0.005
"""Between two looks at what other threads changed, while they do."""
TOLD_SECONDS = 1.0
"""Between two answers that say that too much was asked for."""

_log = logging.getLogger(__name__)


class OscServer:
    """Listens on one port of a host, as `Sockets` opens it, in the running loop, from when it is made until `close`.

    `status()` returns what /demond/status tells, `meters()` levels in dB, `analysis()` what was heard last, `listings`
    are what can be listed; `access` says who is heard; `permit(row, text)` raises ControlError where a peer that is
    confined to the configured folders names what is not in them; `lease` is in seconds. Everything runs in that loop, a
    few milliseconds a turn whatever is asked for; changes of the store may come from any thread.
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
        analysis: Callable[[], Heard] | None = None,
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
        self._turns = Turns(self._loop, self._seldom)
        self._schedule = Schedule(self._loop)
        self._told_dropped = 0.0
        self._listings = tuple(listings)
        self._committed: set[str] | None = None  # what changes together, while it does
        self._elsewhere: deque[str] = deque()  # what other threads changed
        self._looks = False
        self._addresses = Addresses(store)
        door = Door(self._welcome, self._waits, lambda peer: self._telling.gone(peer))
        self._sockets = Sockets(host, port, self._loop, self._take, door, self._seldom)
        self._telling = Telling(
            store,
            self._loop,
            self._sockets,
            self._turns,
            self._access,
            self._addresses,
            self.counters,
            self._seldom,
            lease,
        )
        self._subscriptions = self._telling.subscriptions
        analysed = Analysed(self._loop, self._subscriptions, analysis, self._telling.deliver, self._seldom)
        self.watched = Watched(self._loop, store, self._subscriptions)
        self._reports = Reports(self._loop, self._subscriptions, status, meters, analysed, self.watched, self._seldom)
        own = self._sockets.own
        self._feedback = Feedback(self._loop, self._sockets, self._subscriptions, self._reports.begin)
        answer = self._telling.answer
        queries = Queries(store, self._addresses, self._subscriptions, self._reports, listings, answer, own)
        self._is_answer = queries.is_answer
        settle = self._subscriptions.settle
        self._interpreter = Interpreter(
            store, self._addresses, queries.commands, Acts(store, self._telling), settle, permit
        )
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

    # -- who is connected by something else than the port -------------------------------------------------------

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
        peer = self._telling.connect((host, port), send)
        self._reports.begin()
        return peer

    def disconnect(self, peer: Peer) -> None:
        """Forget a peer that was connected."""
        self._telling.disconnect(peer)

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

    def error(self, address: str, reason: str, to: object = None) -> None:
        """Send /demond/error to the peer that was the origin of something, or to all subscribers."""
        self._telling.error(address, reason, to)

    def note(self, address: str, text: str, to: object) -> None:
        """Send /demond/note to the peer that was the origin of something; nobody else is told."""
        self._telling.note(address, text, to)

    # -- receiving ----------------------------------------------------------------------------------------------

    def _take(self, link: int, batch: Sequence[Received]) -> None:
        self.counters["received"] += len(batch)
        self._addresses.refresh()
        for data, address in newest(batch, self._addresses.heads):
            self.receive(data, Peer(link, address))

    def _welcome(self, host: str) -> bool:
        """Whether a host may connect."""
        if self._access.welcome(host):
            return True
        self._turn_away(host)
        return False

    def _waits(self, peer: Peer) -> bool:
        return self._turns.waits(self._telling.key(peer))

    def _turn_away(self, host: str) -> str:
        """Count a packet, or a connection, of a host that is not heard, and say why."""
        self.counters["refused"] += 1
        reason = self._access.reason(host)
        self._seldom.warning("nothing is taken from %s: %s", host, reason)
        return f"nothing is taken from there: {reason}"

    def receive(self, data: bytes, peer: Peer) -> None:
        """Obey one packet and answer to its sender: at once, or when it is its turn."""
        standing = self._admitted(data, peer)
        if standing is Standing.REFUSED:
            return
        key = self._telling.key(peer)
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
            self.watched.osc(peer, "", (), self._turn_away(host))
        elif self._sockets.own(peer):
            self.counters["ignored"] += 1
            return Standing.REFUSED
        return standing

    def _drop(self, data: bytes, peer: Peer) -> None:
        self.counters["dropped"] += 1
        self._seldom.warning("packets of %s dropped: more than can be done in time", peer.address[0])
        now = self._loop.time()
        if now - self._told_dropped >= TOLD_SECONDS:
            self._told_dropped = now
            self._telling.begin(peer, len(data))
            self.error(PREFIX.rstrip("/"), "more came than can be done in time; some of it was dropped", peer)

    def _decoded(self, data: bytes, peer: Peer) -> Message | Bundle | None:
        try:
            return decode(data)
        except Malformed as error:
            self.counters["malformed"] += 1
            self._seldom.warning("no OSC from %s: %s", peer.address[0], error)
            self.watched.osc(peer, "", (), f"no OSC: {error}")
            if isinstance(error, TooMuch):
                self._telling.begin(peer, len(data))
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
            self._refuse(packet, error, peer)
        else:
            self._subscriptions.settle(peer, row.address, not outcome.note)
            if outcome.note:
                self._telling.tell(peer, NOTE, row.address, outcome.note)
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
            self._telling.begin(peer, len(data))
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
                self._refuse(packet, error, peer)

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
                    self._schedule.check(self._telling.key(peer), due - now, size, len(later))
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
        self._refuse(message, error, peer, "; nothing of the bundle was done" if atomic else "")

    def _wait(
        self, ahead: float, messages: Sequence[Message], size: int, peer: Peer, standing: Standing, atomic: bool
    ) -> None:
        key = self._telling.key(peer)

        def due() -> None:
            if not self._turns.do(key, self._guarded(self._together(messages, peer, standing, atomic), peer), size):
                self._drop(b"", peer)

        try:
            self._schedule.add(key, ahead, size, due)
        except ControlError as error:
            self._refuse(messages[0], error, peer)

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
                self._telling.tell(peer, NOTE, PREFIX + name, outcome.note)
            yield
        for address, step in change.steps:
            try:
                yield from step(peer) or ()
            except ControlError as error:
                self._refuse(Message(address, ()), error, peer)
            yield

    def _refuse(self, message: Message, error: ControlError, peer: Peer, more: str = "") -> None:
        self.counters["errors"] += 1
        address = message.address
        reason = error.reason if address in (error.name, PREFIX + error.name) else str(error)
        self._seldom.warning("%.200s from %s refused: %.500s", address, peer.address[0], reason)
        self.watched.osc(peer, address, message.arguments, reason)
        self._telling.tell(
            peer, ERROR, address, self._telling.disclosed(address, reason, peer)[: LONGEST_TEXT - len(more)] + more
        )
        for refused in {address, PREFIX + error.name}:
            self._subscriptions.settle(peer, refused, False)

    # -- telling ------------------------------------------------------------------------------------------------

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if not len(self._subscriptions):
            return
        if threading.get_ident() == self._thread:
            self._take_elsewhere()
            if self._committed is not None:
                self._committed.add(name)
            else:
                self._subscriptions.change(name)
            return
        self._elsewhere.append(name)
        if not self._looks:
            self._looks = True
            try:
                self._loop.call_soon_threadsafe(self._look_elsewhere)
            except RuntimeError:
                _log.debug("the loop has ended before %s could be told", name)

    def _look_elsewhere(self) -> None:
        """Take what other threads changed, and look again for as long as they do: the loop is woken once."""
        if not self._elsewhere:
            self._looks = False
        if self._elsewhere:  # also what came just now
            self._looks = True
            self._take_elsewhere()
            self._loop.call_later(LOOK_SECONDS, self._look_elsewhere)

    def _take_elsewhere(self) -> None:
        while self._elsewhere:
            self._subscriptions.change(self._elsewhere.popleft())
