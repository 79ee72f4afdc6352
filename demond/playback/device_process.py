"""The process that holds the audio device: opens it, plays the loop on it, and ends when the device is lost.

Started by player.py as `python -m demond.playback.device_process SEGMENT OPTIONS`; apart from the daemon because
PortAudio can end or stop its process when a device goes away. Speaks JSON lines on standard output ({"waiting": why},
{"ready": device}, {"playing": device}); a line on standard input lets a ready device start; its end ends the process.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from ctypes import CDLL
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from demond.playback.clocked import Clocked
from demond.playback.devices import (
    Device,
    DeviceError,
    DeviceMissingError,
    Direction,
    is_virtual,
    list_devices,
    portaudio,
    rescan,
    resolve,
    why_not_opened,
)
from demond.playback.layout import SAMPLE_RATE
from demond.playback.native import Renderer
from demond.playback.segment import Float32, Segment
from engine.errors import in_words

Say = Callable[..., None]
StreamArguments = Callable[[float, int], dict[str, Any]]

RESCAN_SECONDS = 1.0
CHECK_SECONDS = 0.25
_LOOK_SECONDS, _JUDGE_SECONDS, _STALLED_SECONDS = 0.005, 0.1, 1.0
_AHEAD_SECONDS, _AHEAD_SHARE = 0.3, 0.01  # more than any device with a clock takes before its time
_FRAMES = 2048
_UNLIKELY_SECONDS = 10.0  # of latency, which PortAudio may count from ports that are not connected yet
_REALTIME = (os.SCHED_FIFO, os.SCHED_RR)
_RESET_ON_FORK = 0x40000000
_MCL_CURRENT, _MCL_ONFAULT = 1, 4
_PRIORITY = 20  # below that of JACK's own threads and of interrupts


def main(name: str, options: dict[str, Any]) -> NoReturn:
    """Waits for the device, plays until it is lost or standard input ends."""
    say = begin()
    renderer = Renderer(Segment.attach(name), native=options["native"])
    lost = threading.Event()
    os.environ.setdefault("PIPEWIRE_ALSA", f"{{ node.name={options['client']} application.name={options['client']} }}")
    callback = {"clip_off": True, **renderer.stream_arguments()}
    stream, facts = wait_for_device("output", options, say, lost, lambda rate, channels: callback)
    facts["native"] = renderer.native
    say(ready=facts)
    while not (heard := hear(None)):
        if heard == "":
            os._exit(0)
    threads = _threads()
    stream.start()
    ours = None if facts["clocked"] else Clocked(renderer, _FRAMES, partial(_write, stream))
    if ours is not None:
        ours.start()
    lock_memory()
    facts["realtime"] = _raise_priority(_threads() - threads, facts["host"])
    say(playing=facts)
    header = renderer.segment.header
    elapsed, began = header.elapsed, time.monotonic()
    while stream.active and not lost.is_set() and (ours is None or ours.alive):
        if hear(CHECK_SECONDS) == "" or _ahead((header.elapsed - elapsed) / SAMPLE_RATE, time.monotonic() - began):
            break
    os._exit(0)  # PortAudio's own end can hang or abort where the device is gone


def _ahead(taken: float, waited: float) -> bool:
    """Whether so many seconds of sound were taken before their time."""
    return taken > waited * (1.0 + _AHEAD_SHARE) + _AHEAD_SECONDS


def _write(stream: Any, block: Float32) -> bool:
    """Hands a block to a stream without a callback; whether none was missed. Raises PortAudioError."""
    sounddevice = portaudio()
    error = sounddevice._lib.Pa_WriteStream(stream._ptr, sounddevice._ffi.from_buffer(block), len(block))
    if error == sounddevice._lib.paOutputUnderflowed:
        return False
    sounddevice._check(error)
    return True


def begin() -> Say:
    """Leaves it to the daemon to end this process; what says messages to it, standard output being for nothing else."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the daemon fades out first
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    speech = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)

    def say(**message: Any) -> None:
        print(json.dumps(message), file=speech, flush=True)

    return say


def hear(seconds: float | None) -> str | None:
    """A line from the daemon; empty when it has gone, None when it says nothing in time."""
    readable, _, _ = select.select([0], [], [], seconds)
    return os.read(0, 4096).decode() if readable else None


def wait_for_device(
    direction: Direction, options: dict[str, Any], say: Say, lost: threading.Event, arguments: StreamArguments
) -> tuple[Any, dict[str, Any]]:
    """A stream of the device that is wanted, as `open_stream` has it; says why while there is none."""
    while True:
        try:
            rescan(options["client"])
            device = resolve(options["device"], list_devices(direction), direction)
            clocked = direction == "input" or not is_virtual(device) or has_clock(device, options)
            return open_stream(direction, device, options, lost, arguments if clocked else None)
        except DeviceMissingError as error:
            say(waiting=why_not_opened(options["device"], direction) or str(error), missing=True)
        except DeviceError as error:
            say(waiting=str(error), missing=False)
        except Exception as error:
            say(waiting=f"PortAudio: {in_words(error)}", missing=False)
        if hear(RESCAN_SECONDS) == "":
            os._exit(0)


def open_stream(
    direction: Direction,
    device: Device,
    options: dict[str, Any],
    lost: threading.Event,
    arguments: StreamArguments | None,
) -> tuple[Any, dict[str, Any]]:
    """A stream that is not started yet, and what it is; `lost` is set when it ends. Raises DeviceError.

    `arguments(rate, channels)` are sounddevice's for the callback; without them it is written to.
    """
    sounddevice = portaudio()
    played, errors = options.get("channels", ()), []
    channels = max(played, default=min(2, device.channels))
    if channels > device.channels:
        raise DeviceError(f"{device} has {device.channels} channels, [audio] channels names number {channels}")
    for rate in dict.fromkeys([options["samplerate"] or SAMPLE_RATE, device.rate]):
        try:
            stream = sounddevice._StreamBase(
                direction,
                device=device.index,
                samplerate=rate,
                blocksize=options["blocksize"],
                channels=channels,
                dtype="float32",
                latency="high",
                finished_callback=lost.set,
                **(arguments(rate, channels) if arguments is not None else {}),
            )
        except sounddevice.PortAudioError as error:
            errors.append(f"{rate:.0f} Hz: {error}")
            continue
        facts = {
            "name": device.name,
            "host": device.host,
            "rate": stream.samplerate,
            "channels": channels,
            "latency": stream.latency if 0 <= stream.latency < _UNLIKELY_SECONDS else 0.0,
            "clocked": arguments is not None,
        }
        return stream, facts
    raise DeviceError(f"{device} refuses {channels} channels of 32-bit samples at {'; at '.join(errors)}")


def has_clock(device: Device, options: dict[str, Any]) -> bool:
    """Whether a device takes sound as time goes by, tried with silence: without a clock it takes all that it can get.

    Raises DeviceError where it takes nothing.
    """
    taken, nothing = [0], threading.Event()

    def silence(out: Any, frames: int, at: Any, flags: Any) -> None:
        out[:] = bytes(len(out))
        taken[0] += frames

    arguments = {"callback": silence, "wrap_callback": "buffer"}
    stream, facts = open_stream("output", device, options, nothing, lambda rate, channels: arguments)
    stream.start()
    try:
        began = time.monotonic()
        while not taken[0]:
            if time.monotonic() - began > _STALLED_SECONDS:
                raise DeviceError(f"{device} takes no sound: there may be no output behind it")
            time.sleep(_LOOK_SECONDS)
        began = time.monotonic()
        while (waited := time.monotonic() - began) < _JUDGE_SECONDS:
            if _ahead(taken[0] / facts["rate"], waited):
                return False
            time.sleep(_LOOK_SECONDS)
        return not _ahead(taken[0] / facts["rate"], waited)
    finally:
        stream.close()


def lock_memory() -> None:
    """Keeps what the callback touches from being swapped out, where the system allows it."""
    with suppress(OSError, AttributeError):
        CDLL(None).mlockall(_MCL_CURRENT | _MCL_ONFAULT)


def _threads() -> set[int]:
    folder = Path("/proc/self/task")
    return {int(path.name) for path in folder.iterdir()} if folder.is_dir() else set()


def _raise_priority(started: set[int], host: str) -> bool:
    """Gives the stream's threads real-time priority, unless JACK cares for its own; whether one has it."""
    with suppress(OSError):
        for thread in started if "JACK" not in host else ():
            os.sched_setscheduler(thread, os.SCHED_FIFO, os.sched_param(_PRIORITY))
    return any(os.sched_getscheduler(thread) & ~_RESET_ON_FORK in _REALTIME for thread in _threads())


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
