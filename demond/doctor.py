"""`demond doctor`: looks at what playing needs and names the command that brings what is missing.

torch is loaded for nothing but what runs models."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import resource
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from demond.config import find, read
from demond.sections import Config
from engine import backends
from engine.checkpoints import locate
from engine.checkpoints.folders import SHIPPED
from engine.checkpoints.folders import find as place_of
from engine.errors import CheckpointError, in_words
from engine.names import shown

LIBRARIES = (
    "torch",
    "diffusers",
    "transformers",
    "numpy",
    "soundfile",
    "soxr",
    "sounddevice",
    "mido",
    "aiohttp",
    "tomlkit",
)

EXTRAS = {
    "link": ("aalink", "Ableton Link (sync link)"),
    "mcp": ("mcp", "Model Context Protocol (demond mcp)"),
    "mqtt": ("paho", "MQTT ([mqtt], Home Assistant)"),
}
"""Of each extra the module that it brings, and what for."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `level` is ok, note (plays, could be better) or missing (does not play), `remedy` lines."""

    level: str
    what: str
    remedy: str = ""


def _libraries() -> Finding:
    missing = []
    for name in LIBRARIES:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("missing", f"Python packages: {', '.join(missing)}", "pip install . (in the checkout)")
    return Finding("ok", f"Python {platform.python_version()}, torch {importlib.metadata.version('torch')}")


def _portaudio() -> Finding:
    from demond.playback.devices import DeviceError, list_devices

    try:
        devices = list_devices()
    except DeviceError as error:
        return Finding("missing", str(error), "sudo apt install libportaudio2")
    if not devices:
        return Finding("note", "no audio device; sound goes to a clocked null output", "start JACK or plug in a card")
    return Finding("ok", f"{len(devices)} audio output(s), first: {devices[0]}")


def _callback() -> Finding:
    from demond.playback.native import BUILD_COMMAND, WHY_NOT, is_built

    if not is_built():
        what = f"the C audio callback {WHY_NOT}; the Python one plays, with gaps wherever the machine is busy"
        return Finding("note", what, f"{BUILD_COMMAND} (in the checkout)")
    return Finding("ok", "C callback")


def _real_time() -> Finding:
    limit = resource.getrlimit(resource.RLIMIT_RTPRIO)[1]
    if os.geteuid() != 0 and limit == 0:
        return Finding(
            "note",
            "no real-time priority for audio threads",
            "sudo usermod -aG audio $USER, and in /etc/security/limits.d/audio.conf: @audio - rtprio 95",
        )
    return Finding("ok", "real-time priority allowed")


def _midi() -> Finding:
    from demond.control.midi.input import systems, without

    if problem := without():
        what, _, command = problem.partition(": ")
        return Finding("note", what, command)
    known, there = systems(), [system.name for system in systems() if system.running()]
    built = f"python-rtmidi was built with {' and '.join(system.name for system in known)}"
    if not there:
        what = f"no MIDI controllers until ALSA's sequencer or a JACK server runs; {built}"
        return Finding("note", what, "sudo modprobe snd-seq, or start JACK")
    return Finding("ok", f"MIDI by {' and '.join(there)}; {built}")


def _unit() -> Finding:
    folders = Path("/etc/systemd"), Path.home() / ".config/systemd"
    units = sorted({str(path) for folder in folders for path in folder.glob("*/demond*.service")})
    if not units:
        return Finding("ok", "no unit of systemd starts demond (systemd/install.sh installs one)")
    return Finding("ok", f"units of systemd: {', '.join(units)}")


def _memory() -> Finding:
    free = os.statvfs("/dev/shm")
    megabytes = free.f_bavail * free.f_frsize // 2**20
    if megabytes < 600:
        remedy = "sudo mount -o remount,size=1G /dev/shm"
        return Finding("note", f"/dev/shm has {megabytes} MiB free; long sources may not fit", remedy)
    return Finding("ok", f"/dev/shm has {megabytes} MiB free")


def _port() -> Finding:
    for name, kind in (("UDP", socket.SOCK_DGRAM), ("TCP", socket.SOCK_STREAM)):
        with socket.socket(socket.AF_INET, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(kind == socket.SOCK_STREAM))
            try:
                probe.bind(("127.0.0.1", 9130))
            except OSError:
                return Finding("note", f"{name} port 9130 is in use, by a demond or another program", "demond --port N")
    return Finding("ok", "port 9130 is free, for UDP and TCP")


def _discovery() -> Finding:
    from demond.control.discovery import MISSING, Service, installed, wanted

    path = find(None)
    config = Config() if path is None else read(path)
    hosts = ["127.0.0.1" if host == "localhost" else host or "::" for host in (config.osc.host, config.http.host)]
    if not wanted([Service("", 0, (host,)) for host in hosts], config.http.advertise):
        return Finding("ok", "not to be found by mDNS: nobody outside this machine reaches it ([http] advertise)")
    if installed():
        return Finding("ok", "found by mDNS")
    what, _, command = MISSING.partition(": ")
    return Finding("note", what, command)


def _extras() -> Finding:
    missing = {extra: what for extra, (module, what) in EXTRAS.items() if importlib.util.find_spec(module) is None}
    if not missing:
        return Finding("ok", f"there is {' and '.join(what for _, what in EXTRAS.values())}")
    return Finding(
        "note", f"there is no {' and no '.join(missing.values())}", f"pip install 'demond[{','.join(missing)}]'"
    )


def _model() -> Finding:
    try:
        locate("pocket")
    except CheckpointError:
        return Finding("missing", "the pocket model's weights are not installed", "pip install . (in the checkout)")
    return Finding("ok", "pocket model installed")


def _decoder() -> Finding:
    return _backends("decoder", backends.DECODERS)


def _vae() -> Finding:
    return _backends("vae", backends.CODECS)


def _backends(part: str, known: Sequence[str]) -> Finding:
    """What can run a part of the configured model, what would, and why the others cannot."""
    from engine.session import device_for

    path = find(None)
    config = Config() if path is None else read(path)
    place = place_of(config.engine.model)
    device = device_for(place, config.engine.device)
    wanted: str = getattr(config.engine, part)
    problems = {each: backends.why_not(each, device) for each in known}
    if part == "vae" and place is not None and place.folder == SHIPPED:
        own = "cannot run the codec of the shipped model: leave it at auto"
        problems |= {each: f"{each} {own}" for each in known if each not in ("auto", "eager")}
    able = [each for each, problem in problems.items() if not problem and each != "auto"]
    faster = backends.FASTEST.get(device.partition(":")[0], ()) if part == "decoder" or device != "cpu" else ()
    chosen = next((each for each in faster if each in able), "eager") if wanted == "auto" else wanted
    lacking = problems[wanted]
    told = f"{part} of {shown(config.engine.model)} on {device}"
    if part == "decoder":
        number, problems["dtype"] = _numbers(config.engine.dtype, device)
        told, lacking = f"{told} in {number}", lacking or problems["dtype"]
    told += f": {chosen} is to run it"
    told += ", where an engine is built for it" if chosen == "tensorrt" else ""
    others = [each for each in able if each != chosen]
    told += f"; {', '.join(others)} can, too" if others else ""
    return Finding("missing" if lacking else "ok", told, "\n".join(filter(None, problems.values())))


def _numbers(dtype: str, device: str) -> tuple[str, str]:
    """What the decoder computes in, and why it cannot; else empty."""
    from engine.checkpoints.precision import resolve

    if dtype == "fp8":
        from engine.fp8 import why_not

        return dtype, why_not(device)
    return str(resolve(dtype, device)).removeprefix("torch."), ""


CHECKS: tuple[Callable[[], Finding], ...] = (
    _libraries,
    _model,
    _decoder,
    _vae,
    _portaudio,
    _callback,
    _real_time,
    _midi,
    _memory,
    _unit,
    _port,
    _discovery,
    _extras,
)


def examine() -> int:
    """Print every finding with its remedy; 1 where something is missing, else 0."""
    findings = []
    for check in CHECKS:
        try:
            findings.append(check())
        except Exception as error:
            what = f"{check.__name__.strip('_')}: {type(error).__name__}: {in_words(error)}"
            findings.append(Finding("missing", what))
    for finding in findings:
        print(f"{finding.level:>7}  {finding.what}")
        for remedy in finding.remedy.splitlines():
            print(f"{'':>7}  -> {remedy}")
    return int(any(finding.level == "missing" for finding in findings))
