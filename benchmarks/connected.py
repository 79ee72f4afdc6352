"""What comes to a daemon by connections, and what it keeps: more attackers of `benchmarks.fuzz`, and all of them.

TCP, HTTP and WebSocket carry what the others send by UDP, framed well and badly, by callers who do not read, or do not
end, or come by dozens; scenes, cues, modulators and learning are played with names and files that nobody meant; MIDI
clock comes as from a machine that stumbles.
"""

from __future__ import annotations

import json
import math
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from typing import Any

import rtmidi

from benchmarks import attackers
from benchmarks.attackers import EXTREMES, PACKETS, PATTERNS, VALUES, Step, Target, cleared, mangled, message, put

MOST_OPEN = 16  # connections that are left open, of each kind; each has its turn before somebody else is answered
NAMES = [
    "verse", "chorus", "a/b", "../../up", "..", ".", "", " ", "\u202e", "日本", "x" * 100, "x" * 101, "a\nb", "*",
]  # fmt: skip
NUMERIC = [row for row in VALUES if row.kind in ("float", "int") and not row.name.startswith("mod/")]
SCENE = '[[scene]]\nname = "{}"\nnumber = {}\n[scene.values]\ndenoise = {}\nprompt = {{ a = "piano" }}\n\n'
CUE = '[[cue]]\nscene = "{}"\nseconds = {}\nfollow = 0.2\nquantize = "beat"\n\n'
Calls = dict[str, Callable[[], object]]


class Callers:
    """Connections to one port that are left open, the oldest ended for a new one; none is ever waited for."""

    def __init__(self, rng: Random, port: int) -> None:
        self._rng = rng
        self._port = port
        self._open: deque[socket.socket] = deque()

    def call(self) -> socket.socket:
        """One more, which reads little at a time; a reset ends what it takes the place of, now and then."""
        if len(self._open) >= MOST_OPEN:
            old = self._open.popleft()
            with suppress(OSError):
                if self._rng.random() < 0.5:
                    old.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            old.close()
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._rng.choice((4096, 1 << 16)))
        with suppress(OSError):
            sock.connect(("127.0.0.1", self._port))
        sock.setblocking(False)
        self._open.append(sock)
        return sock

    def any(self) -> socket.socket:
        """One that is there already, or a new one."""
        return self._rng.choice(self._open) if self._open and self._rng.random() < 0.9 else self.call()

    @staticmethod
    def send(sock: socket.socket, data: bytes) -> None:
        with suppress(OSError):
            sock.send(data)

    def read(self) -> None:
        """Read what came to one of them, if anything did."""
        with suppress(OSError, IndexError):
            self._rng.choice(self._open).recv(1 << 16)

    def close(self) -> None:
        for sock in self._open:
            sock.close()


def some(rng: Random, target: Target) -> list[bytes]:
    """Packets as they come by UDP, but for thousands for later and storms."""
    kinds = {kind: weight for kind, weight in PACKETS.items() if weight >= 1}
    return list(rng.choices([*kinds], [*kinds.values()])[0](rng, target))


def sized(packet: bytes) -> bytes:
    return struct.pack(">I", len(packet)) + packet


def slip(packet: bytes) -> bytes:
    return b"\xc0" + packet.replace(b"\xdb", b"\xdb\xdd").replace(b"\xc0", b"\xdb\xdc") + b"\xc0"


def tcp(rng: Random, target: Target) -> Iterator[Step]:
    """OSC by TCP: both framings, whole, cut, mangled and mixed, by callers who hardly read."""
    callers = Callers(rng, target.port)
    dump = message("/demond/dump")
    try:
        while True:
            framed = rng.choice((sized, slip))
            packets = b"".join(map(framed, some(rng, target)))
            kinds: Calls = {
                "packets": lambda packets=packets: packets,
                "cut": lambda packets=packets: packets[: rng.randrange(len(packets) + 1)],
                "mangled": lambda packets=packets: mangled(rng, packets),
                "sizes": lambda: struct.pack(">I", rng.choice((0, 1, 65535, 1 << 20, 1 << 24, 2**32 - 1))),
                "no end": lambda: b"\xc0" + b"/a" * 70_000,
                "dumps": lambda framed=framed: framed(dump) * 5,
                "nothing": lambda: b"",
            }
            kind = rng.choice((*kinds, *["packets"] * 6))
            sock = callers.call() if kind == "nothing" or rng.random() < 0.2 else callers.any()
            callers.send(sock, kinds[kind]())  # type: ignore[arg-type]
            callers.read()
            yield rng.expovariate(10), kind, f"{framed.__name__}, {len(packets)} bytes"
    finally:
        callers.close()


def frame(rng: Random, kind: int, data: bytes, size: int | None = None) -> bytes:
    """A frame of a WebSocket client (RFC 6455), masked; `size` is what it says that it has."""
    size = len(data) if size is None else size
    head = bytes([0x80 | kind, 0x80 | min(size, 126 if size < 1 << 16 else 127)])
    longer = b"" if size < 126 else struct.pack(">H", size) if size < 1 << 16 else struct.pack(">Q", size)
    mask = rng.randbytes(4)
    return head + longer + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


def asked(rng: Random) -> bytes:
    """A request, whole or not, for an address, an attribute or nothing that there is."""
    path = rng.choice(("/", "/demond", rng.choice(VALUES).address, "/%00", "//", "/" + "a/" * 900, "*", "/\udcff"))
    query = rng.choice(
        ("", "", "?VALUE", "?HOST_INFO", "?CONTENTS", "?SECRET=x", "?" + "a&" * 500, "?%", "?VALUE&TYPE")
    )
    host = rng.choice(("localhost", "localhost", "localhost", "[::1", "evil.example", "", "x" * 3000))
    head = f"{rng.choice(('GET', 'GET', 'GET', 'POST', 'X'))} {path}{query} HTTP/1.1\r\nHost: {host}\r\n"
    head += rng.choice(
        ("", "", "Origin: http://[::1\r\n", "Content-Length: 99999999999\r\n", "Expect: 100-continue\r\n")
    )
    return (head + "\r\n").encode("utf-8", "surrogateescape")


UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def command(rng: Random) -> bytes:
    """What a WebSocket client says in words."""
    address = rng.choice((rng.choice(VALUES).address, "/demond/meters", "/nowhere", rng.choice(PATTERNS), "", 5, None))
    said: Any = {"COMMAND": rng.choice(("LISTEN", "LISTEN", "IGNORE", "PATH_ADDED", 7)), "DATA": address}
    return rng.choice((json.dumps(said).encode(), b"{", b"[" * 30_000, b"1" * 60_000, b"null", rng.randbytes(50)))


def web(rng: Random, target: Target) -> Iterator[Step]:
    """HTTP and WebSocket: requests that are none, are not ended or whose answers nobody reads, and frames likewise."""
    pages, sockets = Callers(rng, target.http), Callers(rng, target.http)
    try:
        while True:
            frames: Calls = {
                "words": lambda: frame(rng, 1, command(rng)),
                "packets": lambda: b"".join(
                    frame(rng, 2, packet) for packet in some(rng, target) if len(packet) < 9000
                ),
                "pings": lambda: frame(rng, 9, b"x" * 100) * 100,
                "huge": lambda: frame(rng, 2, b"x", rng.choice((1 << 17, 1 << 40, 2**63 - 1))),
                "mangled": lambda: mangled(rng, frame(rng, rng.randrange(16), rng.randbytes(20))),
                "goodbye": lambda: frame(rng, 8, rng.choice((b"", b"\x03", b"\x03\xe8bye", b"\xff" * 20))),
            }
            requests: Calls = {
                "request": lambda: asked(rng),
                "cut request": lambda: asked(rng)[: rng.randrange(40)],
                "the whole tree, often": lambda: b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 5,
                "no HTTP": lambda: rng.randbytes(300),
            }
            kind = rng.choice((*frames, *requests, *["words", "packets"] * 3))
            if kind in frames:
                fresh = rng.random() < 0.2
                sock = sockets.call() if fresh else sockets.any()
                sockets.send(sock, (UPGRADE if fresh else b"") + frames[kind]())  # type: ignore[operator]
                sockets.read()
            else:
                pages.send(pages.call(), requests[kind]())  # type: ignore[arg-type]
                pages.read()
            yield rng.expovariate(10), kind, ""
    finally:
        pages.close()
        sockets.close()


def scenes(rng: Random, target: Target) -> Iterator[Step]:
    """Scenes and cues, kept, recalled, moved, morphed and taken back under any name, and files of them of any kind."""
    state = target.daemon.state
    lists = [SCENE.format(name, n, rng.random()) for n, name in enumerate(("verse", "chorus", "bridge"), start=1)]
    texts = {"exports": "".join(lists), "cues": "".join(CUE.format(n, rng.random()) for n in ("verse", "chorus"))}
    for folder in texts:
        (state / folder).mkdir(parents=True, exist_ok=True)
    while True:
        name, other = rng.choices(NAMES, k=2)
        some_of = rng.choice(("denoise prompt/*", "* " * 5000, "[!" * 3000, "nothing", "mod/*"))
        kinds: dict[str, tuple[Any, ...]] = {
            "scene/store": rng.choice(((name,), (name, some_of))),
            "scene/recall": (name, rng.choice((0.0, 0.5, 1e9, math.nan, -1.0))),
            "scene/number": (rng.choice((1, 0, -1, 2**31 - 1, 1e30)),),
            "scene/rename": (name, other),
            "scene/move": (name, rng.choice((1, 2, 1 << 20, 1 << 21, -5))),
            "scene/delete": (name,),
            "scene/morph": (name, other),
            "scene/export": (rng.choice((name, "all", "/nowhere/x", "/proc/x", "x" * 300)),),
            "scene/import": (rng.choice((name, "scenes", "/dev/zero", "/proc/self/mem")),),
            "cue/load": (rng.choice((name, "show", "/dev/zero")),),
            "cue/go": (),
            "cue/back": (),
            "undo": (),
            "morph": (rng.random(), rng.choice((0.0, 2.0))),
            "quantize": (rng.choice(("off", "beat", "turn")),),
        }
        if rng.random() < 0.1:
            folder, file = rng.choice((("exports", "scenes.toml"), ("cues", "show.toml")))
            good, path = texts[folder], state / folder / file
            how = "good"
            if rng.random() < 0.6:
                how = put(rng, path, good.encode())
            else:
                cleared(path).write_text(good * rng.choice((1, 1, 3000)))
            yield rng.expovariate(5), "file", f"{file} {how}"
        kind = rng.choice([*kinds])
        packet = message(f"/demond/{kind}", *kinds[kind])
        for _ in range(rng.choice((1, 1, 1, 1, 300))):
            target.send(packet, rng.randrange(4))
        if rng.random() < 0.1:
            target.send(message("/demond/scene/list"))
        yield rng.expovariate(12), kind, f"{kinds[kind]!a:.60}"


def modulators(rng: Random, target: Target) -> Iterator[Step]:
    """Modulators on any number, at any rate, depth and shape, on each other and on nothing."""
    while True:
        number = rng.choice((*range(1, 9), "*"))
        to = rng.choice((rng.choice(NUMERIC).name, rng.choice(NUMERIC).name, "mod/1/rate", "prompt/a", "", "x" * 300))
        target.send(message(f"/demond/mod/{number}/to", to))
        for row in rng.sample([row for row in VALUES if row.name.startswith("mod/1/") and row.name != "mod/1/to"], 3):
            value = rng.choice(row.choices) if row.choices else rng.choice((rng.uniform(-2, 30), *EXTREMES[:12]))
            target.send(message(row.address.replace("/1/", f"/{number}/"), value))
        yield rng.expovariate(3), "modulator", f"{number} {to[:30]}"


def learn(rng: Random, target: Target) -> Iterator[Step]:
    """Controls learned while MIDI comes from everywhere, forgotten, and called off."""
    while True:
        wish = rng.choice((rng.choice(VALUES).name, rng.choice(NUMERIC).name, "off", "x" * 300, "lora/x/enabled"))
        value = rng.choice(((), (), ("0.5",), ("none",), (rng.choice([e for e in EXTREMES if isinstance(e, str)]),)))
        forget = rng.random() < 0.3
        target.send(message("/demond/midi/forget", wish) if forget else message("/demond/midi/learn", wish, *value))
        yield rng.expovariate(1.5), "forget" if forget else "learn", wish[:30]


def clock(rng: Random, target: Target) -> Iterator[Step]:
    """MIDI clock that stumbles, races, rests and jumps; it never says stop, which would be obeyed."""
    port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="fuzz clock")
    port.open_virtual_port("out")
    tempo = 120.0
    try:
        while True:
            kind = rng.choice(
                (*["ticks"] * 400, "start", "continue", "position", "burst", "rest", "tempo", "sync", "tap")
            )
            match kind:
                case "ticks":
                    port.send_message([0xF8])
                case "start" | "continue":
                    port.send_message([0xFA if kind == "start" else 0xFB])
                case "position":
                    port.send_message([0xF2, rng.randrange(128), rng.randrange(128)])
                case "burst":
                    for _ in range(500):
                        port.send_message([0xF8])
                case "tempo":
                    tempo = rng.choice((20.0, 90.0, 120.0, 174.0, 400.0))
                case "sync":
                    target.send(message("/demond/sync", rng.choice(("midi", "midi", "off"))))
                case "tap":
                    target.send(message("/demond/tap"), rng.randrange(8))
            rest = rng.uniform(0.5, 3.0) if kind == "rest" else 60 / tempo / 24 * rng.uniform(0.7, 1.3)
            yield rest, "" if kind == "ticks" else kind, f"{tempo:g} bpm"
    finally:
        port.close_port()


ATTACKERS = attackers.ATTACKERS | {each.__name__: each for each in (tcp, web, scenes, modulators, learn, clock)}
BY_MIDI = {"midi", "clock"}
"""Those that need a JACK server."""
