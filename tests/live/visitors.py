"""Who comes to an installation in a day: hands, scenes, sources, LoRAs, models, recordings, screens. None asks for
silence.

Each is a generator: it does something and yields the seconds until its next turn, what kind of thing it did, and with
what, as the attackers of `benchmarks.fuzz` do.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from benchmarks.attackers import message
from benchmarks.connected import sized
from demond.parameters import PARAMETERS
from tests.live.installation import CONTROLS, Installation

Step = tuple[float, str, str]
Visitor = Callable[[Random, Installation], Iterator[Step]]

RANGES: dict[str, tuple[float, float]] = {
    "denoise": (0.2, 1.0), "blend": (0, 1), "shift": (1, 5), "guidance": (1, 4), "feedback": (0, 0.7), "bpm": (70, 160),
    "hint_strength": (0.2, 1), "timbre_strength": (0, 1), "ode_noise": (0, 0.2), "cfg_rescale": (0, 1), "depth": (1, 6),
    "steps": (4, 10), "window": (0.5, 2), "crossfade": (0.01, 0.1), "length": (6, 20), "seed": (0, 1 << 31),
    "structure_blend": (0, 1), "mod/1/depth": (-0.3, 0.3), "mod/1/rate": (0.05, 2), "drift": (0, 1),
    **{f"group/{number}": (0.7, 1.3) for number in range(8)},
}  # fmt: skip
PROMPTS = [
    "warm ambient pads with a slow beat", "dark techno with a deep bass", "a choir of glass", "soft piano and strings",
    "dub with long echoes", "bright synthwave, 110 bpm", "drone of an organ in A minor", "house with warm chords",
]  # fmt: skip
SCENES = ("one", "two", "three", "four")


def hands(rng: Random, box: Installation) -> Iterator[Step]:
    """Faders, at once and over some time, and words."""
    known = [name for name in RANGES if name in PARAMETERS]
    box.send("/demond/mod/1/to", "denoise")
    while True:
        name = rng.choice(known)
        low, high = RANGES[name]
        value = rng.uniform(low, high)
        kind = PARAMETERS[name].kind
        box.send(f"/demond/{name}", round(value) if kind == "int" else value, *([3.0] if rng.random() < 0.2 else []))
        if rng.random() < 0.03:
            box.send(f"/demond/prompt/{rng.choice('ab')}", rng.choice(PROMPTS))
        if rng.random() < 0.02:
            act = rng.choice(("/demond/restart", "/demond/undo", "/demond/save"))
            if act != "/demond/restart" or not box.hushed:  # which would be heard in quiet hours
                box.send(act)
        yield rng.expovariate(6), "hand", name


def frozen(rng: Random, box: Installation) -> Iterator[Step]:
    """Freeze, and quantize, for a while."""
    while True:
        yield rng.uniform(15, 30), "", ""
        box.send("/demond/freeze", 1)
        box.send("/demond/quantize", rng.choice(("beat", "bar", "off")))
        yield rng.uniform(1, 4), "freeze", ""
        box.send("/demond/freeze", 0)
        box.send("/demond/quantize", "off")


def scenes(rng: Random, box: Installation) -> Iterator[Step]:
    """Scenes, cues and a morph."""
    for name in SCENES:
        box.send("/demond/prompt/a", rng.choice(PROMPTS))
        box.send("/demond/denoise", rng.uniform(0.3, 0.9))
        box.send("/demond/scene/store", name, "prompt/* denoise blend bpm group/*")
        yield 1.0, "store", name
    box.send("/demond/scene/morph", "one", "three")
    while True:
        name = rng.choice(SCENES)
        acts: dict[str, tuple[Any, ...]] = {
            "scene/recall": (name, rng.choice((0.0, 1.0, 4.0))),
            "scene/number": (rng.randint(1, 4), 2.0),
            "scene/store": (name, "prompt/* denoise blend group/*"),
            "morph": (rng.random(), 2.0),
            "cue/load": ("day",),
            "cue/go": (),
            "undo": (),
        }
        act = rng.choice([*acts])
        box.send(f"/demond/{act}", *acts[act])
        yield rng.uniform(2, 6), act, name


def sources(rng: Random, box: Installation) -> Iterator[Step]:
    """Sources and references in and out."""
    while True:
        control = rng.choice(("source", "source", "timbre", "structure"))
        name = rng.choice((*box.sources, "none", "none"))
        box.send(f"/demond/{control}", name)
        yield rng.uniform(8, 16), control, name


def loras(rng: Random, box: Installation) -> Iterator[Step]:
    """The LoRA that ships, on and off, more and less."""
    while True:
        box.send("/demond/lora/8-bit/enabled", rng.randint(0, 1))
        box.send("/demond/lora/8-bit/strength", rng.uniform(0, 1))
        yield rng.uniform(8, 15), "lora", ""


def models(rng: Random, box: Installation) -> Iterator[Step]:
    """Another model, and back; everything read again."""
    while True:
        yield rng.uniform(15, 30), "", ""
        name = rng.choice((str(box.model), "none"))
        box.send("/demond/model", name)
        yield rng.uniform(10, 20), "model", name[-10:]
        box.send("/demond/reload")
        yield rng.uniform(2, 5), "reload", ""


def recordings(rng: Random, box: Installation) -> Iterator[Step]:
    """Recordings begun and ended; those that are done make room for others."""
    while True:
        box.send("/demond/record", rng.choice(("%t.wav", "take.flac")))
        yield rng.uniform(5, 20), "record", ""
        box.send("/demond/record", "off")
        yield rng.uniform(2, 4), "record off", ""
        with suppress(OSError):
            for path in (box.state / "recordings").iterdir():
                path.unlink()


def screens(rng: Random, box: Installation) -> Iterator[Step]:
    """Subscribers by UDP and TCP, pages and WebSockets; most go without a word."""
    with contextlib.ExitStack() as all_open:
        while True:
            kind = rng.choice(("udp", "tcp", "page", "websocket"))
            with suppress(OSError, WebSocketException, http.client.HTTPException, TimeoutError):
                if kind == "udp":
                    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    all_open.enter_context(one)
                    one.sendto(message("/demond/subscribe", "", 20), ("127.0.0.1", box.port))
                elif kind == "tcp":
                    one = all_open.enter_context(socket.create_connection(("127.0.0.1", box.port), timeout=2))
                    one.sendall(sized(message("/demond/subscribe", "/demond/*", 20)))
                elif kind == "page":
                    page = all_open.enter_context(
                        contextlib.closing(http.client.HTTPConnection("127.0.0.1", box.http, timeout=2))
                    )
                    page.request("GET", rng.choice(("/", "/ui", "/metrics", "/?HOST_INFO", "/demond/denoise?VALUE")))
                    page.getresponse().read()
                else:
                    web = connect(f"ws://127.0.0.1:{box.http}/", compression=None, open_timeout=2, close_timeout=0.1)
                    all_open.enter_context(web)
                    for address in ("/demond/denoise", "/demond/meters", "/demond/prompt/a"):
                        web.send(json.dumps({"COMMAND": "LISTEN", "DATA": address}))
            yield rng.uniform(1, 3), kind, ""
            if rng.random() < 0.3:
                all_open.close()


def midi(rng: Random, box: Installation) -> Iterator[Step]:
    """A controller by JACK that sweeps its faders."""
    import rtmidi

    port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="surface")
    port.open_virtual_port("out")
    try:
        while True:
            number = rng.randrange(len(CONTROLS))
            for value in range(rng.randrange(30, 60), rng.randrange(60, 100), 3):
                port.send_message([0xB0, 20 + number, value])
            yield rng.uniform(1, 4), "midi", CONTROLS[number]
    finally:
        port.close_port()


VISITORS: dict[str, Visitor] = {
    each.__name__: each for each in (hands, frozen, scenes, sources, loras, models, recordings, screens)
}
