"""Who wants to hear about which values, how often and until when. Lives in one asyncio loop, one thread.

A value is heard at its own address, and at every address that a mapping file has for it.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from demond.control.mapping import Alias
from demond.control.osc.packets import Arguments, Messages
from demond.control.osc.patterns import LONGEST, BadPattern, Index, is_pattern
from demond.control.osc.peers import Peer, is_loopback
from demond.control.osc.values import told
from demond.parameters import PREFIX, ControlError, Parameter, Value, lora_of, place_of
from demond.store import Store

SLOWEST, FASTEST, USUAL, CONNECTED = 0.1, 100.0, 30.0, 60.0
MOST_SUBSCRIBERS, MOST_OF_HOST, MOST_OF_ONE, MOST_LISTENED = 64, 32, 8, 8192
EVERYTHING = PREFIX + "/*"
STATUS, METERS, LORAS = PREFIX + "status", PREFIX + "meters", PREFIX + "lora/"
ANALYSIS, FASTEST_ANALYSIS = PREFIX + "analysis", 60.0
MONITOR = PREFIX + "monitor"
"""Both are heard by who asks for just that: no pattern matches them."""
SORT_SECONDS = 0.005
"""Between two looks at what changed and who hears it; the first after a rest is at once."""


Send = Callable[[Peer, Messages], bool]
"""Carries messages to a peer, which are made as they are sent; False where too much waits to be sent there."""


@dataclass(slots=True, eq=False)
class Subscriber:
    """One destination, and by address: what is to be sent (`changed`), what it set itself (`own`), what was moving when
    last sent; `telling` is whether that is under way. One that the configuration names has no asker and no end, one
    that is connected (`single`: each message is a packet, and sent when the next one is asked for) ends with that.
    """

    to: Peer
    rate: float
    pace: float = FASTEST_ANALYSIS  # the rate of the analysis
    asker: Peer | None = None
    expires: float = math.inf
    patterns: dict[str, frozenset[str]] = field(default_factory=dict)
    topics: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    moving: set[str] = field(default_factory=set)
    sent: float = -math.inf
    telling: bool = False
    single: bool = False
    timer: asyncio.TimerHandle | None = None

    def sends_from(self, peer: Peer) -> bool:
        """Whether this peer is who hears here; a destination that was configured may send from any port of its host."""
        if self.asker is not None:
            return peer in (self.asker, self.to)
        return peer.address[:2] == self.to.address[:2] or (
            peer.address[0] == self.to.address[0] and not is_loopback(str(peer.address[0]))
        )


class Subscriptions:
    """All subscribers of a server; `lease` is in seconds."""

    def __init__(
        self,
        store: Store,
        loop: asyncio.AbstractEventLoop,
        send: Send,
        lease: float,
    ) -> None:
        self.lease = lease
        self._store = store
        self._loop = loop
        self._send = send
        self._leased: dict[Peer, Subscriber] = {}
        self._configured: dict[Peer, Subscriber] = {}
        self._connected: dict[Peer, Subscriber] = {}
        self._answers: dict[Peer, Peer] = {}
        self._hearers: dict[str, set[Subscriber]] = {}
        self._rows: Mapping[str, Parameter] = {}
        self._names: dict[str, str] = {}
        self._aliases: Mapping[str, Alias] = {}
        self._aliases_of: dict[str, list[str]] = {}
        self._index = Index(())
        self._noted: dict[str, None] = {}  # what changed, and what came of it for who set it, since they were last told
        self._settled: dict[str, dict[Peer, bool]] = {}
        self._sorted = -math.inf
        self._last: dict[str, tuple[Value, Arguments]] = {}  # by address: what was told, so that all share its words
        self._sorting: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._leased) + len(self._configured) + len(self._connected)

    def add(self, asker: Peer, to: Peer, pattern: str, rate: float) -> None:
        """Let `to` hear what the pattern matches, from now on for one lease, beginning with every value as it is.

        Asking again renews; another pattern is heard besides. Every answer to the asker goes there too, until that
        ends. Raises ControlError and BadPattern.
        """
        self._look()
        topics = self._topics(pattern)
        if not topics and not pattern.startswith(LORAS):
            raise ControlError("subscribe", f"nothing matches the pattern {pattern}")
        if not SLOWEST <= rate <= FASTEST:
            raise ControlError("subscribe", f"wants a rate of {SLOWEST:g}..{FASTEST:g} per second, got {rate:g}")
        self._check_room(asker, to, pattern)
        subscriber = self._leased.get(to)
        if subscriber is None:
            subscriber = self._leased[to] = Subscriber(to, rate)
        self._answer_no_more(subscriber)
        self._answers[asker] = to
        subscriber.asker = asker
        _set_rate(subscriber, pattern, rate)
        subscriber.expires = self._loop.time() + self.lease
        self._send(to, [(PREFIX + "subscribed", (pattern, rate, self.lease))])
        self._hear(subscriber, {**subscriber.patterns, pattern: topics})
        self._begin(subscriber, topics)

    def knows(self, peer: Peer) -> bool:
        """Say whether a peer hears something, or asked for it."""
        if peer in self._leased or peer in self._connected:
            return True
        return any(subscriber.asker == peer for subscriber in self._leased.values())

    def _check_room(self, asker: Peer, to: Peer, pattern: str) -> None:
        """Raise ControlError where a peer, or all of them, have as many subscriptions as there may be."""
        asked = [s for s in self._leased.values() if s.asker == asker]
        if sum(len({*s.patterns} - {pattern} if s.to == to else s.patterns) for s in asked) >= MOST_OF_ONE:
            raise ControlError("subscribe", f"takes at most {MOST_OF_ONE} patterns and ports of one sender")
        if to in self._leased:
            if len({*self._leased[to].patterns} - {pattern}) >= MOST_OF_ONE:
                raise ControlError("subscribe", f"takes at most {MOST_OF_ONE} patterns to one port")
        else:
            if len(self._leased) >= MOST_SUBSCRIBERS:
                raise ControlError("subscribe", f"there are {MOST_SUBSCRIBERS} subscribers already")
            if sum(known.address[0] == to.address[0] for known in self._leased) >= MOST_OF_HOST:
                raise ControlError("subscribe", f"takes at most {MOST_OF_HOST} subscribers of one host")

    def remove(self, to: Peer, pattern: str | None) -> None:
        """Take one pattern away from a destination, or all of them."""
        subscriber = self._leased.get(to)
        if subscriber is None:
            return
        rest = {p: topics for p, topics in subscriber.patterns.items() if pattern not in (None, p)}
        if rest:
            self._hear(subscriber, rest)
        else:
            self._forget(subscriber)

    def configure(self, to: Peer, pattern: str, rate: float) -> None:
        """Let `to` hear what the pattern matches until `forget_configured`, beginning with every value as it is.

        Raises BadPattern.
        """
        self._look()
        topics = self._topics(pattern)
        subscriber = self._configured.setdefault(to, Subscriber(to, rate))
        _set_rate(subscriber, pattern, rate)
        self._hear(subscriber, {**subscriber.patterns, pattern: topics})
        self._begin(subscriber, topics)

    def forget_configured(self) -> None:
        """Forget those that the configuration names."""
        for subscriber in list(self._configured.values()):
            self._forget(subscriber)

    # -- who is connected, and hears address by address -----------------------------------------------------------

    def connect(self, peer: Peer) -> None:
        """Have a peer that may listen until it is disconnected."""
        self._connected[peer] = Subscriber(peer, CONNECTED, asker=peer, single=True)

    def disconnect(self, peer: Peer) -> None:
        """Forget a peer, and what it subscribed beside."""
        for subscriber in [s for s in self._leased.values() if peer in (s.to, s.asker)]:
            self._forget(subscriber)
        subscriber = self._connected.pop(peer)
        self._stop(subscriber)

    def listen(self, peer: Peer, address: str) -> bool:
        """Let a connected peer hear an address, beginning with what it shows; False where nothing is heard there."""
        self._look()
        subscriber = self._connected[peer]
        if address not in self._names and address not in self._aliases and address not in (STATUS, METERS, MONITOR):
            return False
        if address not in subscriber.topics:
            if len(subscriber.topics) >= MOST_LISTENED:
                raise ControlError("LISTEN", f"takes at most {MOST_LISTENED} addresses of one connection")
            subscriber.topics.add(address)
            self._hearers.setdefault(address, set()).add(subscriber)
        self._begin(subscriber, (address,))
        return True

    def ignore(self, peer: Peer, address: str) -> None:
        """Let a connected peer hear an address no more."""
        subscriber = self._connected[peer]
        subscriber.topics.discard(address)
        self._hearers.get(address, set()).discard(subscriber)

    def destinations(self) -> list[Peer]:
        """Everybody who hears anything."""
        return [subscriber.to for subscriber in self._everybody()]

    def answers_to(self, peer: Peer) -> Peer:
        """Where answers to this peer go: to what its subscription named, else to itself."""
        return self._answers.get(peer, peer)

    def renew(self, asker: Peer) -> None:
        """Begin the lease anew for everything this peer asked for."""
        for subscriber in self._leased.values():
            if subscriber.asker == asker:
                subscriber.expires = self._loop.time() + self.lease

    def expire(self) -> None:
        """Forget those whose lease has ended."""
        now = self._loop.time()
        for subscriber in [s for s in self._leased.values() if s.expires <= now]:
            self._forget(subscriber)

    def set_aliases(self, aliases: Mapping[str, Alias]) -> None:
        """Have these aliases, in place of those before; who hears them is told what they show."""
        self._sort()
        self._aliases = dict(aliases)
        self._aliases_of = {}
        for address, alias in self._aliases.items():
            for target in alias.targets:
                self._aliases_of.setdefault("" if place_of(target) else target, []).append(address)
        self._fit()
        self._tell_later(self._aliases.keys())

    def change(self, name: str) -> None:
        """Note that a value changed; it is sent, at the latest with the next change, to all who hear it.

        Whoever set it does not wait until it is known who that is: however many there are, this costs the same.
        """
        self._noted[name] = None
        if self._settled:
            for address in self._showing(name):
                self._settled.pop(address, None)
        self._sort_soon()

    def settle(self, peer: Peer, address: str, as_sent: bool) -> None:
        """Note what came of what a peer set at an address: where that holds it needs no echo there, else it is told."""
        if not len(self):
            return
        self._settled.setdefault(address, {})[peer] = as_sent
        self._sort_soon()

    def wants(self, topic: str) -> bool:
        """Say whether anybody hears this address."""
        return bool(self._hearers.get(topic))

    def hearers(self, topic: str) -> list[Subscriber]:
        """Everybody who hears this address."""
        return list(self._hearers.get(topic, ()))

    def tell(self, messages: Messages, topic: str) -> None:
        """Send messages now to all who hear the topic."""
        kept = list(messages)
        for subscriber in self._hearers.get(topic, ()):
            self._send(subscriber.to, kept)

    def close(self) -> None:
        """Forget everybody."""
        self._index = Index(())
        if self._sorting is not None:
            self._sorting.cancel()
        for subscriber in self._everybody():
            self._forget(subscriber)

    # -- what is heard ------------------------------------------------------------------------------------------

    def _everybody(self) -> list[Subscriber]:
        return [*self._leased.values(), *self._configured.values(), *self._connected.values()]

    def _topics(self, pattern: str) -> frozenset[str]:
        if len(pattern) > LONGEST:
            raise BadPattern(f"an address has at most {LONGEST} characters, this one {len(pattern)}")
        if pattern in (ANALYSIS, MONITOR):
            return frozenset({pattern})
        if not is_pattern(pattern):
            return frozenset({pattern}.intersection(self._index.addresses))
        return frozenset(self._index.select(pattern))

    def _look(self) -> None:
        """Take the rows of LoRAs that came or went into what the patterns match."""
        if self._rows is not self._store.rows:
            self._rows = self._store.rows
            self._names = {row.address: row.name for row in self._rows.values() if row.kind != "action"}
            self._last.clear()
            self._fit()

    def _fit(self) -> None:
        """Have every pattern match what there is now, one in a turn of the loop: that there are many holds nothing."""
        self._index = Index((*self._names, *self._aliases, STATUS, METERS))
        self._fit_next(self._fitting(self._index))

    def _fit_next(self, fitting: Iterator[None]) -> None:
        for _ in fitting:
            self._loop.call_soon(self._fit_next, fitting)
            return

    def _fitting(self, index: Index) -> Iterator[None]:
        for subscriber in self._everybody():
            for pattern in list(subscriber.patterns):
                if index is not self._index:
                    return
                if pattern in subscriber.patterns:
                    before = subscriber.topics
                    self._hear(subscriber, {**subscriber.patterns, pattern: self._topics(pattern)})
                    if fresh := subscriber.topics - before:
                        subscriber.changed |= fresh
                        self._plan(subscriber)
                yield

    def _hear(self, subscriber: Subscriber, patterns: dict[str, frozenset[str]]) -> None:
        """Have a subscriber hear what these patterns match."""
        topics = set[str]().union(*patterns.values())
        for address in subscriber.topics - topics:
            self._hearers[address].discard(subscriber)
        for address in topics - subscriber.topics:
            self._hearers.setdefault(address, set()).add(subscriber)
        subscriber.patterns, subscriber.topics = patterns, topics

    def _showing(self, name: str) -> tuple[str, ...]:
        """The addresses at which a value is heard."""
        placed = self._aliases_of.get("", ())
        if placed and lora_of(name) is not None:
            placed = [address for address in placed if self._aliases[address].shows(name)]
        else:
            placed = ()
        return PREFIX + name, *self._aliases_of.get(name, ()), *placed

    def _arguments(self, address: str) -> Arguments | None:
        """What is heard at an address now, the same object while that stays the same; None where that is nothing."""
        if address in self._aliases:
            return self._aliases[address].shown()
        name = self._names.get(address)
        if name is None or name not in self._store.rows:
            return None
        value, last = self._store.get(name), self._last.get(address)
        if last is None or last[0] is not value:
            last = self._last[address] = value, told(value)
        return last[1]

    # -- sending ------------------------------------------------------------------------------------------------

    def _begin(self, subscriber: Subscriber, topics: Iterable[str]) -> None:
        """Tell everything of these topics as it is: at once, where nothing was sent just before."""
        self._sort()
        subscriber.own.difference_update(topics)
        subscriber.changed.update(topics)
        if subscriber.timer is None and self._loop.time() >= subscriber.sent + 1.0 / subscriber.rate:
            self._flush(subscriber)
        else:
            self._plan(subscriber)

    def _sort_soon(self) -> None:
        if self._sorting is None:
            self._sorting = self._loop.call_at(self._sorted + SORT_SECONDS, self._sort)

    def _sort(self) -> None:
        """Find who is to be told what was noted."""
        if self._sorting is None:
            return
        self._sorting.cancel()
        self._sorting, self._sorted = None, self._loop.time()
        self._look()
        noted, self._noted = self._noted, {}
        settled, self._settled = self._settled, {}
        self._tell_later({address for name in noted for address in self._showing(name)})
        for peer in {peer for came in settled.values() for peer in came}:
            for subscriber in [each for each in self._everybody() if each.sends_from(peer)]:
                for address in settled.keys() & subscriber.topics:
                    if peer in settled[address]:
                        self._settle(subscriber, address, settled[address][peer])

    def _settle(self, subscriber: Subscriber, address: str, as_sent: bool) -> None:
        if as_sent:
            subscriber.own.add(address)
            subscriber.changed.discard(address)
        else:
            subscriber.own.discard(address)
            subscriber.changed.add(address)
            self._plan(subscriber)

    def _tell_later(self, addresses: Set[str]) -> None:
        for subscriber in self._everybody():
            if fresh := addresses & subscriber.topics:
                subscriber.own -= fresh
                subscriber.changed |= fresh
                self._plan(subscriber)

    def _plan(self, subscriber: Subscriber) -> None:
        if subscriber.timer is None:
            due = max(self._loop.time(), subscriber.sent + 1.0 / subscriber.rate)
            subscriber.timer = self._loop.call_at(due, self._flush, subscriber)

    def _flush(self, subscriber: Subscriber) -> None:
        self._sort()
        subscriber.timer = None
        subscriber.sent = self._loop.time()
        if subscriber.telling:
            self._plan(subscriber)
            return
        ramping = {address for name in self._store.ramping() for address in self._showing(name)}
        moving = (ramping & subscriber.topics) - subscriber.own
        addresses = (subscriber.changed | moving | (subscriber.moving - subscriber.own)) & subscriber.topics
        subscriber.changed, subscriber.moving = set(), moving
        if addresses:
            subscriber.telling = True
            if not self._send(subscriber.to, self._told(subscriber, sorted(addresses))):
                subscriber.changed, subscriber.telling = addresses, False
        if moving or subscriber.changed:
            self._plan(subscriber)

    def _told(self, subscriber: Subscriber, addresses: Sequence[str]) -> Iterator[tuple[str, Arguments]]:
        """What tells a subscriber the values that are heard at these addresses, as they are when it is sent.

        Where that ends early, they are told again.
        """
        left = set(addresses)
        try:
            for address in addresses:
                arguments = self._arguments(address)
                if arguments is not None:
                    yield address, arguments
                if subscriber.single:
                    left.discard(address)
            left.clear()
        finally:
            subscriber.telling = False
            if left & subscriber.topics:
                subscriber.changed |= left - subscriber.own
                self._plan(subscriber)

    def _stop(self, subscriber: Subscriber) -> None:
        if subscriber.timer is not None:
            subscriber.timer.cancel()
        self._hear(subscriber, {})

    def _forget(self, subscriber: Subscriber) -> None:
        self._stop(subscriber)
        if subscriber.single:
            del self._connected[subscriber.to]
        elif subscriber.asker is None:
            del self._configured[subscriber.to]
        else:
            del self._leased[subscriber.to]
            self._answer_no_more(subscriber)

    def _answer_no_more(self, subscriber: Subscriber) -> None:
        if subscriber.asker is not None and self._answers.get(subscriber.asker) == subscriber.to:
            del self._answers[subscriber.asker]


def _set_rate(subscriber: Subscriber, pattern: str, rate: float) -> None:
    """Have what a pattern matches told this often; the analysis has a rate of its own."""
    if pattern == ANALYSIS:
        subscriber.pace = min(rate, FASTEST_ANALYSIS)
    else:
        subscriber.rate = rate
