"""Who may play from where: which hosts are heard, which of them only ask, and the word that opens. For one thread."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterable, Sequence
from enum import Enum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TypeVar

from demond.control.osc.packets import Bundle, Malformed, Message, decode
from demond.control.osc.peers import Peer, is_loopback, plain

MOST_HOSTS = 1024
ANSWER_TIMES = 4
SESSION_SECONDS = 3600.0
"""How long a host is known after its last packet."""
MOST_ATTEMPTS, ATTEMPTS_SECONDS = 5, 60.0
"""Wrong secrets of one host, and in what time they are forgotten."""

SECRET = "/demond/secret"
_HEAD = SECRET.encode("ascii") + b"\0"
_FIRST = len(b"#bundle\0") + 8 + 4
"""Where the first message of a bundle begins."""

Network = IPv4Network | IPv6Network
T = TypeVar("T")


class Standing(Enum):
    """What a host may do: nothing, ask and subscribe, play as well, or everything, being on this machine."""

    REFUSED = 0
    READER = 1
    PLAYER = 2
    LOCAL = 3


class Access:
    """Hosts as the configuration has them: `allow` and `read_only` are addresses or networks, outside loopback.

    With a `secret`, a host outside is heard once it has sent that, as long as its packets come within an hour of each
    other; what it may do does not change by it. ValueError for what is no network.
    """

    def __init__(
        self,
        allow: Iterable[str] = (),
        read_only: Iterable[str] = (),
        secret: str = "",
        *,
        anywhere: bool = True,
    ) -> None:
        """`anywhere`: files that are named on this machine may lie anywhere."""
        self.anywhere = anywhere
        self._allow = [network(each) for each in allow]
        self._read_only = [network(each) for each in read_only]
        self._secret = secret.encode("utf-8")
        self._standings: dict[str, Standing] = {}
        self._sessions: dict[str, float] = {}
        self._attempts: dict[str, list[float]] = {}

    @property
    def nobody(self) -> bool:
        """Whether nobody outside this machine may play or ask."""
        return not (self._allow or self._read_only)

    def of(self, host: str) -> Standing:
        """Say what a host may do now."""
        standing = self._standings.get(host)
        if standing is None:
            standing = _kept(self._standings, host, self._judged(host))
        if self._secret and standing in (Standing.READER, Standing.PLAYER):
            now = time.monotonic()
            if self._sessions.get(host, 0.0) <= now:
                return Standing.REFUSED
            self._sessions[host] = now + SESSION_SECONDS
        return standing

    def welcome(self, host: str) -> bool:
        """Say whether a host is heard, or would be once it has said the secret."""
        return self.of(host) is not Standing.REFUSED or self._standings[host] is not Standing.REFUSED

    def opened(self, host: str, data: bytes) -> bool:
        """Let a refused host in if a packet says the secret, by itself or at the head of a bundle."""
        if not self._secret or self._standings.get(host) not in (Standing.READER, Standing.PLAYER):
            return False
        if not any(data.startswith(_HEAD, at) for at in (0, _FIRST)):
            return False
        now = time.monotonic()
        wrong = [at for at in self._attempts.get(host, ()) if now - at < ATTEMPTS_SECONDS]
        if len(wrong) >= MOST_ATTEMPTS:
            return False
        if not hmac.compare_digest(_secret_in(data).encode("utf-8"), self._secret):
            _kept(self._attempts, host, [*wrong, now])
            return False
        _kept(self._sessions, host, now + SESSION_SECONDS)
        return True

    def reason(self, host: str) -> str:
        """Say for the log why a host is refused, and what would let it in."""
        if self._secret and self._standings.get(host) in (Standing.READER, Standing.PLAYER):
            return f"it has not sent the secret of [osc] secret ({SECRET} WORD) yet, or a wrong one too often"
        return 'it is not in [osc] allow; allow = ["' + plain(host) + '"] in the configuration would let it play'

    def _judged(self, host: str) -> Standing:
        if is_loopback(host):
            return Standing.LOCAL
        try:
            address = ip_address(plain(host))
        except ValueError:
            return Standing.REFUSED
        for standing, networks in ((Standing.READER, self._read_only), (Standing.PLAYER, self._allow)):
            if any(address in each for each in networks):
                return standing
        return Standing.REFUSED


class Rooms:
    """How much peers outside may be answered: no more than so many times what they last sent.

    Whoever sends in another's name cannot have more sent there than that.
    """

    def __init__(self) -> None:
        self._left: dict[Peer, int] = {}

    def begin(self, peer: Peer, size: int) -> None:
        """Begin to answer a packet of this size."""
        if len(self._left) >= MOST_HOSTS and peer not in self._left:
            del self._left[next(iter(self._left))]
        self._left[peer] = ANSWER_TIMES * size

    def left(self, peer: Peer) -> int:
        """How many bytes the answer may still have."""
        return self._left.get(peer, 0)

    def take(self, peer: Peer, size: int) -> None:
        """Count an answer of this size."""
        self._left[peer] = self.left(peer) - size


def _secret_in(data: bytes) -> str:
    """What a packet says is the secret, itself or by its first message; empty if that is none."""
    try:
        packet = decode(data)
    except Malformed:
        return ""
    first = packet.elements[0] if isinstance(packet, Bundle) else packet
    said = first.arguments[0] if isinstance(first, Message) and first.arguments else None
    return said if isinstance(said, str) else ""


def network(text: str) -> Network:
    """Return what an address or a network is; ValueError if it is none."""
    return ip_network(text, strict=False)


def wrong_networks(texts: Sequence[str]) -> str:
    """Say of a list which of it is no address and no network; an empty text if all are."""
    for text in texts:
        try:
            network(text)
        except ValueError:
            return f'wants addresses or networks, as "192.168.1.7" or "192.168.1.0/24", got "{text}"'
    return ""


def _kept(known: dict[str, T], host: str, what: T) -> T:
    """Keep something of a host, and forget the one kept longest where there are too many."""
    if len(known) >= MOST_HOSTS and host not in known:
        del known[next(iter(known))]
    known[host] = what
    return what
