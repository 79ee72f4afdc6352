"""What a daemon may meet from outside, made from a seed: the attackers of `benchmarks.fuzz`.

Each is a generator: it does something to the target and yields the seconds until its next turn, what kind of thing it
did, and with what. None asks for silence: what is silent on purpose is left alone.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import rtmidi
import soundfile

from demond.parameters import PARAMETERS
from tests.conftest import Daemon

Step = tuple[float, str, str]
Packets = Iterator[bytes]

FORGED = "FORGED"  # a line of a log that begins so was written by a name
SPARED = {"volume", "mute", "ceiling", "loop_start", "loop_end", "loop_unit", "stop", "panic", "record"}
STOP = 0xFC  # of MIDI clock, which is obeyed where `sync` says so
MUTING = {7, 81, 83}  # volume, stop and mute of the general controllers, which play where the configuration is empty
ROWS = [row for name, row in PARAMETERS.items() if name not in SPARED]
VALUES = [row for row in ROWS if row.kind != "action"]
EXTREMES: list[Any] = [
    math.nan, math.inf, -math.inf, 1e38, -1e38, 1e308, 5e-324, -0.0, 0.5, 0, 1, -1, 2**31 - 1, -(2**31), 2**63 - 1,
    -(2**63), True, False, None, "", "none", "0.5", "1e999", "日本語 \u202e", f"a\n{FORGED}: b", "\x1b[2J", "\udcff",
    "\udced\udca0\udc80", "x" * 300, "x" * 60000, "../" * 40 + "etc/passwd", b"", b"\0" * 64, [], [[[1.0]]],
    [math.nan] * 3, "wave", "ramp", "latent:", "latent:../../x", "/dev/zero", "/proc/self/mem",
]  # fmt: skip
PATTERNS = [
    "/demond/" + "*" * 240, "/demond/" + "*a" * 100, "/" + "?" * 240, "//" * 100 + "*", "/demond/" + "{a,b,*}" * 30,
    "/demond/" + "[!-~]" * 40, "/demond/{" + ",".join("abcdefgh" * 10) + "}*", "//*", "/demond/[", "*" * 248,
]  # fmt: skip
TOML_VALUES = ["nan", "inf", "-1", "1e400", "[]", "{}", "true", '""', '"\\u0000"', "99999999999999999999", "1979-05-27"]
LORAS = ["8-bit", "huge", f"a\n{FORGED}: b", "caf\udce9", "\u202egpj", "日本", "音", "-", "x" * 200, "a b", "*"]
SHIPPED = Path(__file__).parents[1] / "engine/pocket/weights/loras/8-bit.safetensors"


class Target:
    """A daemon that records itself, and the files of a folder that it is played by."""

    def __init__(self, folder: Path) -> None:
        self.config, self.mapping = folder / "config" / "demond.toml", folder / "maps" / "fuzz.toml"
        self.loras, self.audio, self.take = folder / "loras", folder / "audio", folder / "take.wav"
        for needed in (self.config.parent, self.mapping.parent, self.loras, self.audio):
            needed.mkdir(parents=True)
        controls = ("denoise", "guidance", "shift", "bpm", "blend", "seed", "depth", "lora/1", "hint_strength")
        entry = '\n[[midi]]\ntype = "cc"\nnumber = {}\nto = "{}"\ntakeover = "jump"\nsmooth = 0.05\n'
        alias = '\n[[osc]]\naddress = "/1/fader1"\nto = "denoise"\n'
        mapped = 'name = "Fuzz"\n' + "".join(entry.format(20 + n, to) for n, to in enumerate(controls)) + alias
        config = f'[mappings]\nfiles = ["{self.mapping}"]\n\n[loras]\nfolder = "{self.loras}"\n'
        self.texts = {self.config: config, self.mapping: mapped}
        for path, text in self.texts.items():
            path.write_text(text)
        offline = {"HF_HUB_OFFLINE": "1"}  # no model that is asked for is looked for elsewhere
        arguments = ("--config", str(self.config), "--record", str(self.take))
        self.daemon = Daemon(folder, *arguments, environment=offline)
        self.pid, self.port, self.http = self.daemon.process.pid, self.daemon.port, self.daemon.port + 1
        self.peers = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(32)]
        for peer in self.peers:
            peer.bind(("127.0.0.1", 0))

    def send(self, packet: bytes, peer: int = 0) -> None:
        with suppress(OSError):  # larger than a datagram
            self.peers[peer].sendto(packet, ("127.0.0.1", self.port))

    def close(self) -> None:
        self.daemon.close()
        for peer in self.peers:
            peer.close()
        exports, cues = (self.daemon.state / name for name in ("exports", "cues"))
        for path in (self.config.parent, self.mapping.parent, self.loras, self.audio, exports, cues):
            cleared(path)  # nothing is left that would hold up whoever looks in


def padded(data: bytes) -> bytes:
    return data + bytes(4 - len(data) % 4)


def encoded(argument: object) -> tuple[str, bytes]:
    """Type tags and bytes of an argument; bytes that are no text come as surrogates (PEP 383)."""
    match argument:
        case None | True | False:
            return {None: "N", True: "T", False: "F"}[argument], b""
        case int() if -(2**31) <= argument < 2**31:
            return "i", struct.pack(">i", argument)
        case int():
            return "h", struct.pack(">q", argument)
        case float() if 3e38 < abs(argument) < math.inf:
            return "d", struct.pack(">d", argument)
        case float():
            return "f", struct.pack(">f", argument)
        case str():
            return "s", padded(argument.encode("utf-8", "surrogateescape"))
        case bytes():
            return "b", struct.pack(">i", len(argument)) + argument + bytes(-len(argument) % 4)
        case list():
            each = [encoded(item) for item in argument]
            return f"[{''.join(tags for tags, _ in each)}]", b"".join(data for _, data in each)
    raise TypeError(argument)


def message(address: str, *arguments: object) -> bytes:
    tags, data = encoded(list(arguments))
    return padded(address.encode()) + padded(f",{tags[1:-1]}".encode()) + data


def bundle(*elements: bytes, after: float | None = None) -> bytes:
    """A bundle for at once, or `after` so many seconds."""
    tag = 1 if after is None else round((time.time() + 2208988800 + after) * 2**32) % 2**64
    return b"#bundle\0" + struct.pack(">Q", tag) + b"".join(struct.pack(">i", len(e)) + e for e in elements)


def mangled(rng: Random, data: bytes) -> bytes:
    """With flipped bits, cut, with a part twice, or with another in its place."""
    raw, at = bytearray(data or b"\0"), rng.randrange(len(data) or 1)
    match rng.randrange(4):
        case 0:
            for _ in range(rng.randint(1, 8)):
                raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        case 1:
            del raw[at:]
        case 2:
            raw[at:at] = raw[at : at + rng.randint(1, 64)]
        case 3:
            raw[at : at + 8] = rng.randbytes(rng.randint(0, 16))
    return bytes(raw)


def sets(rng: Random, target: Target) -> Packets:
    """Any control with any arguments, and one within its range, sometimes as a ramp."""
    yield message(rng.choice(ROWS).address, *rng.choices(EXTREMES, k=rng.choice((0, 1, 1, 1, 2, 3, 9))))
    row = rng.choice([row for row in VALUES if row.kind in ("float", "int", "curve", "bool")])
    value = rng.uniform(max(row.low, 0.0), min(row.high, 1e9))
    yield message(row.address, value, *([rng.uniform(0, 5)] if rng.random() < 0.3 else []))


def curves(rng: Random, target: Target) -> Packets:
    address = rng.choice([row for row in VALUES if row.kind == "curve"]).address
    shape = rng.choice(("sine", "random", "saw", "no"))
    rate = rng.choice(("4b", "1/3b", 0.5, 1e30, -1.0, "0b", "1/0b", math.nan))
    yield message(address, "wave", shape, rate, rng.choice(EXTREMES[:12]), rng.uniform(0, 2))
    yield message(address, "ramp", *rng.choices(EXTREMES[:18], k=2))
    yield message(address, *(rng.uniform(-1, 4) for _ in range(rng.choice((2, 3, 100, 9000)))))


def questions(rng: Random, target: Target) -> Packets:
    everything, long = ("/demond/get", *["//*"] * 40), ("/demond/ping", "x" * 50000)
    asked = [("/demond/get", rng.choice(ROWS).name), everything, long, ("/demond/get", *EXTREMES[:27])]
    asked += [(f"/demond/{name}",) for name in ("list", "loras", "status")]
    yield message(*rng.choice(asked))


def patterns(rng: Random, target: Target) -> Packets:
    pattern = rng.choice(PATTERNS)
    yield message("/demond/get", *(f"/demond/{'*' * stars}" for stars in rng.sample(range(100, 240), 40)))
    yield message(rng.choice(("/demond/get", "/demond/list")), pattern)
    yield message("/demond/subscribe", pattern, 100)
    yield message(rng.choice(("/demond/channel/*", "/demond/*_*", "/demond/{dcw,sde}*", "/demond/prompt/?")), 0.5)


def subscriptions(rng: Random, target: Target) -> Packets:
    """To many ports, the daemon's own among them."""
    ports = [target.port, *(peer.getsockname()[1] for peer in target.peers)]
    count = rng.choice((1, 900))
    yield bundle(*(message("/demond/subscribe", "/demond/denoise", 100, rng.choice(ports)) for _ in range(count)))
    yield message("/demond/unsubscribe", "", rng.choice(ports))


def scheduled(rng: Random, target: Target) -> Packets:
    """Bundles for later, long ago and never, by thousands or filled to the brim."""
    packet, after = message(rng.choice(VALUES).address, 0.5), rng.choice((-1e6, 0.5, 2.0, 1e9))
    full = rng.random() < 0.3
    yield from [bundle(*[packet] * (1500 if full else 1), after=after)] * (40 if full else rng.choice((10, 1500)))


def storms(rng: Random, target: Target) -> Packets:
    packet = message("/demond/" + rng.choice(("reload", "save", "restart", "play")))
    yield bundle(*[packet] * rng.choice((10, 100, 2300)))


def answers(rng: Random, target: Target) -> Packets:
    """What the daemon itself says to others."""
    for name in ("error", "note", "pong", "subscribed", "meters", "list/end", "loras/end"):
        yield message(f"/demond/{name}", *rng.choices(EXTREMES, k=2))


def malformed(rng: Random, target: Target) -> Packets:
    """Random bytes, all arguments at once, bundles in bundles, and mangled packets of the other kinds."""
    yield rng.randbytes(rng.choice((0, 1, 3, 4, 100, 1400, 65507)))
    yield message("/" + rng.choice("abc/ #") * rng.choice((1, 500, 60000)), *EXTREMES)
    nested = message("/demond/denoise", 0.5)
    for _ in range(rng.choice((2, 7, 9, 2000))):
        nested = bundle(nested)
    yield nested
    for packet in rng.choice((sets, curves, questions))(rng, target):
        yield from (mangled(rng, packet) for _ in range(9))


PACKETS: dict[Callable[[Random, Target], Packets], float] = {
    sets: 60, malformed: 20, curves: 8, questions: 4, answers: 2, subscriptions: 0.5, patterns: 0.5, scheduled: 0.3,
    storms: 0.3,
}  # fmt: skip


def osc(rng: Random, target: Target) -> Iterator[Step]:
    while True:
        kind = rng.choices([*PACKETS], [*PACKETS.values()])[0]
        packets = [*kind(rng, target)]
        for packet in packets:
            target.send(packet, rng.choice((0, 0, 1, rng.randrange(32))))
        yield rng.expovariate(30), kind.__name__, f"{len(packets)} packets, the longest {max(packets, key=len)[:70]!r}"


def midi(rng: Random, target: Target) -> Iterator[Step]:
    """Bytes of every kind into a JACK port that demond finds by itself."""
    port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="fuzz")
    port.open_virtual_port("out")
    kinds: dict[str, Callable[[], list[int]]] = {
        "messages": lambda: [rng.randint(0x80, 0xFF), rng.randrange(128), rng.randrange(128)],
        "controllers": lambda: [0xB0, rng.randint(16, 32), rng.randrange(128)],
        "running status": lambda: [rng.randrange(128) for _ in range(rng.randint(1, 3))],
        "sysex": lambda: [0xF0, *rng.randbytes(rng.choice((1, 40, 900))), rng.choice((0xF7, 0))],
        "clock": lambda: [rng.choice((0xF8, 0xFA, 0xFB, 0xFE, 0xFF, 0xF1, 0xF2))],
        "bytes": lambda: [*rng.randbytes(rng.randint(1, 3))],
    }
    try:
        while True:
            kind, count = rng.choice([*kinds]), rng.choice((1, 20, 200))
            for _ in range(count):
                port.send_message([0 if byte in MUTING | {STOP} else byte for byte in kinds[kind]()])
            yield rng.expovariate(20), kind, f"{count} messages"
    finally:
        port.close_port()


def cleared(path: Path) -> Path:
    """The path, with nothing there."""
    path.parent.chmod(0o755)
    if path.is_dir() and not path.is_symlink():
        path.chmod(0o755)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return path


def put(rng: Random, path: Path, good: bytes) -> str:
    """Put something else in the place of a file; says what."""
    kinds: dict[str, Callable[[], object]] = {
        "nothing": lambda: None,
        "empty": lambda: path.write_bytes(b""),
        "mangled": lambda: path.write_bytes(mangled(rng, good)),
        "NUL": lambda: path.write_bytes(bytes(5000)),
        "random": lambda: path.write_bytes(rng.randbytes(3000)),
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "link to itself": lambda: path.symlink_to(path),
        "endless": lambda: path.symlink_to("/dev/zero"),
        "sparse": lambda: os.truncate(path, 10 << 30),
        "no rights": lambda: path.chmod(0),
        "no rights in the folder": lambda: path.parent.chmod(0),
    }
    kind = rng.choice([*kinds])
    cleared(path)
    if kind == "sparse" or kind.startswith("no rights"):
        path.write_bytes(good)
    kinds[kind]()
    return kind


def toml(rng: Random, target: Target) -> Iterator[Step]:
    """The configuration and a mapping, edited as people and programs do, with a hangup now and then."""
    while True:
        path = rng.choice([*target.texts])
        text = target.texts[path]
        lines = text.splitlines(keepends=True)
        line = rng.randrange(len(lines))
        before, after = "".join(lines[:line]), "".join(lines[line + 1 :])
        edits = {
            "good": text,
            "BOM": "\ufeff" + text,
            "line less": before + after,
            "other value": f"{before}{lines[line].partition('=')[0]}= {rng.choice(TOML_VALUES)}\n{after}",
            "deep": f"a = {'[' * 20000}\n",
            "large": text * 3000,
            "long": f"name = '{'x' * 2_000_000}'\n",
        }
        kind = rng.choice(("put", *edits))
        if kind == "put":
            kind = put(rng, path, text.encode())
        else:
            cleared(path).write_text(edits[kind])
        if hangup := rng.random() < 0.4:
            os.kill(target.pid, signal.SIGHUP)
        yield rng.expovariate(0.7), kind, f"{path.name}{', hangup' if hangup else ''}"


def lora_file(rng: Random) -> tuple[str, bytes]:
    """A LoRA's file, whole or broken in a way of its own."""
    good = SHIPPED.read_bytes()
    size = struct.unpack_from("<Q", good)[0]
    head, header, weights = good[: 8 + size], good[8 : 8 + size], good[8 + size :]
    kind = rng.choice(("good", "nan", "inf", "65504", "random weights", "shapes", "cut", "pickle", "header"))
    match kind:
        case "nan" | "inf" | "65504":
            return kind, head + np.full(len(weights) // 2, float(kind), np.float16).tobytes()
        case "random weights":
            return kind, head + rng.randbytes(len(weights))
        case "shapes":
            told = json.loads(header)
            for entry in rng.sample([entry for entry in told.values() if "shape" in entry], 5):
                entry["shape"] = rng.choice((entry["shape"][::-1], [1], [], [2**40, 2**40], [-1, 5]))
            written = json.dumps(told).encode()
            return kind, struct.pack("<Q", len(written)) + written + weights
        case "cut":
            return kind, good[: rng.randrange(len(good))]
        case "pickle":
            return kind, b"\x80\x04\x95" + rng.randbytes(200)
        case "header":
            return kind, struct.pack("<Q", rng.choice((0, 2**63, size + 1, 99))) + header + weights
    return kind, good


def lora(rng: Random, target: Target) -> Iterator[Step]:
    """Files that come, change and go in the LoRA folder while they are switched and moved."""
    abouts = ("{", '{"name": "\\u202e\\u0000"}', '{"recommended_strength": NaN}', '{"trigger_words": 5}')
    while True:
        path = target.loras / (
            rng.choice(LORAS) + rng.choice((".safetensors", ".safetensors", ".safetensors", ".pt", ""))
        )
        kind, data = lora_file(rng)
        if rng.random() < 0.3:
            kind = put(rng, path, data)
        else:
            cleared(path).write_bytes(data)
        if kind != "no rights in the folder":
            about = path.with_name(path.name.removesuffix(".safetensors") + ".metadata.json")
            about.write_text(rng.choice(abouts) if rng.random() < 0.2 else "{}")
        which, on = rng.choice(("*", "*", "8-bit", "huge", "lora", "x" * 200)), rng.random() < 0.7
        target.send(message(f"/demond/lora/{which}/strength", rng.uniform(-2, 2), rng.choice((0.0, 3.0))))
        target.send(message(f"/demond/lora/{which}/enabled", on))
        yield rng.expovariate(0.7), kind, f"{path.name[:30]!a}; {which[:10]} {'on' if on else 'off'}"


def audio_files(folder: Path) -> list[str]:
    """Audio as it should be and as it should not; the paths."""
    at = np.arange(48000 * 6)[:, None]
    noise = np.random.default_rng(1).normal(0, 0.05, (len(at), 2))
    sound = np.asarray(0.3 * np.sin(at / [40, 41]) + noise, np.float32)
    kinds = {"good": sound, "huge": sound * 1e30, "nan": sound * np.nan, "one": sound[:1], "short": sound[:999]}
    kinds["half"] = np.where(at < 9999, sound, np.inf)
    for name, samples in kinds.items():
        soundfile.write(folder / f"{name}.wav", samples, 48000, subtype="FLOAT")
    soundfile.write(folder / "good.flac", sound[:, 0], 44100)
    soundfile.write(folder / "long.wav", np.tile(sound[:8000, 0], 700), 8000, subtype="PCM_U8")
    good, flac = (folder / "good.wav").read_bytes(), (folder / "good.flac").read_bytes()
    made = {"empty.wav": b"", "header.wav": good[:44], "cut.wav": good[:1_000_001], "text.wav": b"no audio\n" * 99}
    for name, data in {**made, "sparse.wav": good, "sparse.flac": flac, f"a\n{FORGED}: b.wav": b""}.items():
        (folder / name).write_bytes(data)
    for name in ("sparse.wav", "sparse.flac"):
        os.truncate(folder / name, 10 << 30)
    os.mkfifo(folder / "pipe.wav")
    (folder / "folder.wav").mkdir()
    (folder / "loop.wav").symlink_to(folder / "loop.wav")
    (folder / "zero.wav").symlink_to("/dev/zero")
    if shutil.which("ffmpeg"):
        for options in (["good.m4a"], ["good.webm"], ["-q:a", "4", "-write_xing", "0", "good.mp3"]):
            subprocess.run(["ffmpeg", "-v", "quiet", "-i", "good.wav", *options], cwd=folder, check=False)
    elsewhere = ["/dev/zero", "/dev/stdin", "/proc/self/mem", "/proc/kmsg", "/nowhere.wav"]
    return [*sorted(map(str, folder.iterdir())), *elsewhere]


def audio(rng: Random, target: Target) -> Iterator[Step]:
    """Files of every kind as source, timbre, structure and target."""
    files = audio_files(target.audio)
    good = [name for name in files if "good" in name]
    while True:
        control = rng.choice(("source", "source", "timbre", "structure", "target"))
        named = rng.choice((*rng.choices(files, k=2), rng.choice(good), "none", f"latent:{rng.randrange(3)}"))
        if rng.random() < 0.2:
            target.send(message("/demond/save_latent", str(rng.randrange(3))))
        target.send(message(f"/demond/{control}", named))
        target.send(message("/demond/{x0_target,feedback}", rng.random()))
        yield rng.expovariate(0.5), ascii(Path(named).name).strip("'"), control


def processes(rng: Random, target: Target) -> Iterator[Step]:
    """The engine, killed and stopped as it may be by a system under pressure."""
    yield 8.0, "", ""
    while True:
        how, found = rng.choice((signal.SIGKILL, signal.SIGSTOP)), "engine"
        try:
            os.kill(target.daemon.engine_pid(), how)
        except (ValueError, OSError):
            found = "there was none"  # between two
        yield rng.uniform(20, 40), how.name, found


ATTACKERS = {attacker.__name__: attacker for attacker in (osc, midi, toml, lora, audio, processes)}
