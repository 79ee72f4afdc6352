"""What can be configured: a section of the file a class, with the defaults and what each key is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from demond.control.discovery import ADVERTISE
from demond.control.mapping import DEFAULT
from demond.control.osc.access import wrong_networks
from demond.control.osc.feedback import wrong_endpoint, wrong_pattern
from demond.control.osc.subscriptions import FASTEST, SLOWEST, USUAL
from demond.hours.times import wrong_days, wrong_number, wrong_sound, wrong_spans, wrong_time
from demond.playback.channels import wrong_channels
from demond.playback.pipe import wrong_device
from demond.store import LONGEST_RAMP
from engine.backends import CODECS, DECODERS
from engine.checkpoints import wrong_name
from engine.checkpoints.precision import CHOICES as DTYPES

LOWEST_RATE = 4000
"""Hz below which nothing plays music."""


def _setting(
    default: Any,
    help: str,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    wrong: Callable[[Any], str] | None = None,
    *,
    hidden: bool = False,
) -> Any:
    """`wrong` says what is wrong with a value of the right type, nothing if it is good; one that is `hidden` is never
    shown."""
    metadata = {"help": help, "low": low, "high": high, "choices": choices, "wrong": wrong, "hidden": hidden}
    return field(default=default, metadata=metadata)


def _wrong_rate(rate: int) -> str:
    """What is wrong with a device's rate; nothing where it is good."""
    return "" if not rate or rate >= LOWEST_RATE else f"wants 0, or at least {LOWEST_RATE}, got {rate}"


@dataclass(frozen=True)
class AudioSection:
    """[audio]"""

    device: str = _setting(
        "",
        'part of a device name or a /regex/; "" = the default one, "null" = no card, "pipe:PATH" = raw PCM to a pipe',
        wrong=wrong_device,
    )
    channels: tuple[int, ...] = _setting(
        (), "of the device, from 1: [3, 4] = left, right; [3] = both on one; [] = its first two", wrong=wrong_channels
    )
    require_device: bool = _setting(False, "under systemd: ready on the device only, not in the null output meanwhile")
    blocksize: int = _setting(0, "frames per callback; 0 = what the device likes", 0, 8192)
    input: str = _setting("", 'device to capture sources from, written as device; "" = none')
    samplerate: int = _setting(0, "device rate in Hz; 0 = 48000 if it can, else its own", 0, 384000, wrong=_wrong_rate)


@dataclass(frozen=True)
class FeedbackTable:
    """[[osc.feedback]]"""

    to: str = _setting("", "address:port of a surface that cannot subscribe; IPv6 in brackets", wrong=wrong_endpoint)
    pattern: str = _setting("", 'what it is told: "" = all values, "/1/*" = page 1 of a mapping', wrong=wrong_pattern)
    rate: float = _setting(USUAL, "how often a second at most", SLOWEST, FASTEST)


@dataclass(frozen=True)
class OscSection:
    """[osc]"""

    host: str = _setting("localhost", 'address to listen on; "0.0.0.0" reaches others, "::" by IPv6, "" by both')
    port: int = _setting(9130, "port, for UDP and TCP", 1, 65535)
    feedback: tuple[FeedbackTable, ...] = _setting((), "as many tables [[osc.feedback]] as there are such surfaces")
    allow: tuple[str, ...] = _setting(
        (), 'who outside this machine may play, as "192.168.1.7" or "192.168.1.0/24"; [] = nobody', wrong=wrong_networks
    )
    read_only: tuple[str, ...] = _setting((), "who may only ask and subscribe, written as allow", wrong=wrong_networks)
    secret: str = _setting("", 'word that those outside send first, as /demond/secret WORD; "" = none', hidden=True)
    files: str = _setting(
        "anywhere",
        "where files may lie that are named from this machine: anywhere, or folders, as for those outside",
        choices=("anywhere", "folders"),
    )


@dataclass(frozen=True)
class HttpSection:
    """[http]"""

    enabled: bool = _setting(
        True, "answer OSCQuery by HTTP and WebSocket; [osc] allow, read_only, secret count here too"
    )
    host: str = _setting("localhost", "address to listen on, written as [osc] host")
    port: int = _setting(9131, "TCP port; with --port N it is N + 1, unless another is named here", 1, 65535)
    advertise: str = _setting(
        "auto",
        "let OSC and OSCQuery be found by mDNS: auto (where others reach them), always (on this machine too), never",
        choices=ADVERTISE,
    )


def _wrong_topic(topic: str) -> str:
    """What is wrong with the topic that others begin with; empty where nothing is."""
    sound = not topic or (all(topic.split("/")) and topic.isprintable() and topic[0] != "$" and len(topic) <= 100)
    return "" if sound and not set("+#") & set(topic) else 'wants words between "/", without + and #, or ""'


def _wrong_host(host: str) -> str:
    """What is wrong with the name of a host; empty where nothing is."""
    try:
        host.encode("idna")
    except UnicodeError:
        return "wants the name or the address of a host"
    return ""


@dataclass(frozen=True)
class MqttSection:
    """[mqtt]"""

    host: str = _setting("", 'broker, where Home Assistant finds demond; "" = off', wrong=_wrong_host)
    port: int = _setting(1883, "its port; with TLS most have 8883", 1, 65535)
    user: str = _setting("", 'who demond is there; "" = nobody')
    password: str = _setting("", "with which password", hidden=True)
    password_file: str = _setting("", "a file that holds it, instead")
    tls: bool = _setting(False, "encrypted, and the broker's certificate is checked")
    ca: str = _setting("", 'file of the certificates that it is checked by; "" = the system\'s')
    topic: str = _setting("", 'what topics begin with; "" = demond/NAME of this machine', wrong=_wrong_topic)
    discovery: str = _setting(
        "homeassistant", 'where Home Assistant looks for devices; "" = it is not told', wrong=_wrong_topic
    )


@dataclass(frozen=True)
class MidiSection:
    """[midi]"""

    enabled: bool = _setting(True, "listen to MIDI controllers")
    ports: tuple[str, ...] = _setting((), "parts of port names to listen to; [] = all of them")
    backend: str = _setting("auto", "auto (both), alsa or jack", choices=("auto", "alsa", "jack"))


@dataclass(frozen=True)
class MonomeSection:
    """[monome]"""

    enabled: bool = _setting(True, "play grids and arcs, where serialosc runs on this machine")
    port: int = _setting(12002, "serialosc's UDP port", 1, 65535)


@dataclass(frozen=True)
class EngineSection:
    """[engine]"""

    model: str = _setting(
        "pocket", "what the control model is where it is none: pocket, a folder, or a hub id", wrong=wrong_name
    )
    device: str = _setting("auto", 'torch device, as "cpu" or "cuda:1"; "auto" = a GPU but for pocket, or the CPU')
    dtype: str = _setting(
        "auto", f"numbers that the decoder computes in: {', '.join(DTYPES)}; auto = bfloat16 on a GPU", choices=DTYPES
    )
    decoder: str = _setting("auto", f"what runs the decoder: {', '.join(DECODERS)}; auto = the best", choices=DECODERS)
    vae: str = _setting("auto", f"what makes sound of latents: {', '.join(CODECS)}; auto = the best", choices=CODECS)
    engines: str = _setting("", 'folder of built engines and exported graphs; "" = engines beside the saved values')


@dataclass(frozen=True)
class LorasSection:
    """[loras]"""

    folder: str = _setting("", 'folder of LoRA files, watched while demond runs; "" = loras beside the saved values')


@dataclass(frozen=True)
class FilesSection:
    """[files]"""

    sources: tuple[str, ...] = _setting((), "folders of audio, beside sources and recordings where values are saved")
    models: tuple[str, ...] = _setting((), "folders of models that others may name")
    recordings_gb: int = _setting(
        20, "what recordings, captures, latents and exports may take; 0 = no limit", 0, 1 << 20
    )
    free_gb: int = _setting(1, "what they leave free on the disk; 0 = nothing", 0, 1 << 20)


@dataclass(frozen=True)
class MappingsSection:
    """[mappings]"""

    files: tuple[str, ...] = _setting(
        DEFAULT,
        "names of shipped mapping files (shipped = those of all devices), or paths of your own; later ones win",
    )


@dataclass(frozen=True)
class ClockSection:
    """[clock]"""

    out: tuple[str, ...] = _setting((), "parts of names of MIDI output ports that are sent our clock; [] = none")


@dataclass(frozen=True)
class AtTable:
    """[[schedule.at]]"""

    time: str = _setting("", 'time of the day by the local clock, as "09:30"', wrong=wrong_time)
    days: str = _setting("", 'days of the week, as "Mo-Fr" or "Sa Su"; "" = every day', wrong=wrong_days)
    scene: str = _setting("", "name of the scene that is recalled")
    sound: str = _setting("", "off = fade to silence, on = come back", wrong=wrong_sound)
    seconds: float = _setting(10.0, "how long that takes", 0.0, LONGEST_RAMP)

    @property
    def wrong(self) -> str:
        """What is wrong with all of it."""
        return "" if self.scene or self.sound else "does nothing: it wants a scene, or sound"


@dataclass(frozen=True)
class ScheduleSection:
    """[schedule]"""

    quiet: tuple[str, ...] = _setting(
        (), 'when there is silence, as "22:00-08:00" or "Mo-Fr 18:00-09:00"; days are those of its beginning',
        wrong=wrong_spans,
    )  # fmt: skip
    fade: float = _setting(10.0, "seconds in which quiet comes and goes", 0.0, LONGEST_RAMP)
    at: tuple[AtTable, ...] = _setting((), "as many tables [[schedule.at]] as there are entries", wrong=wrong_number)


@dataclass(frozen=True)
class AttractSection:
    """[attract]"""

    idle: float = _setting(0.0, "seconds without a hand until nobody is there; 0 = never", 0.0, 1e6)
    scene: str = _setting("", 'scene that is gone to then; "" = back to where the hands began')
    seconds: float = _setting(10.0, "how long going there takes", 0.0, LONGEST_RAMP)
    back: float = _setting(1.0, "how long the first touch takes back from the scene", 0.0, 60.0)


@dataclass(frozen=True)
class Config:
    """Everything a configuration file can say; the defaults are a running daemon."""

    audio: AudioSection = AudioSection()
    osc: OscSection = OscSection()
    http: HttpSection = HttpSection()
    mqtt: MqttSection = MqttSection()
    midi: MidiSection = field(default_factory=MidiSection)
    monome: MonomeSection = MonomeSection()
    engine: EngineSection = EngineSection()
    loras: LorasSection = LorasSection()
    files: FilesSection = FilesSection()
    mappings: MappingsSection = field(default_factory=MappingsSection)
    clock: ClockSection = ClockSection()
    schedule: ScheduleSection = ScheduleSection()
    attract: AttractSection = AttractSection()
