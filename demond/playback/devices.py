"""Audio devices: what there is, and which one a name means.

PortAudio is loaded only here and only when asked for. It keeps the list that it found when it was loaded, holds
a connection to JACK from then on, and aborts its process when it is unloaded after that server has died: the
daemon leaves it to a process of its own (device_process.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from ctypes import CDLL, byref, c_char_p, c_void_p, create_string_buffer
from dataclasses import dataclass, replace
from typing import Any, Literal

from engine.names import shown

Direction = Literal["output", "input"]

_JACK, _ALSA = "JACK Audio Connection Kit", "ALSA"
_PREFERENCE = [_JACK, "Core Audio", "Windows WASAPI", _ALSA]
_SERVERS = ("pipewire", "pulse")
"""ALSA devices where there is a sound server, which takes what plays on the default device to where it is to go."""
_NONBLOCK = 1
_client_names: list[Any] = []  # PortAudio keeps the pointer


class DeviceError(Exception):
    """No device, or several, for what was asked; says which there are."""


class DeviceMissingError(DeviceError):
    """No device for what was asked."""


@dataclass(frozen=True)
class Device:
    """One device of one host API, for one direction."""

    index: int
    name: str
    host: str
    channels: int
    rate: float  # its default, in Hz
    default: bool = False  # of its host API

    def __str__(self) -> str:
        return f"{self.name}, {self.host}"


def portaudio() -> Any:
    """The sounddevice module; raises DeviceError where PortAudio is missing or does not start."""
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError(f"PortAudio is missing ({error}): apt install libportaudio2") from error
    except Exception as error:
        raise DeviceError(f"PortAudio does not start: {error}") from error
    return sounddevice


def rescan(client: str | None = None) -> None:
    """Reads the device list anew; `client` is the name of later streams in JACK."""
    sounddevice = portaudio()
    sounddevice._terminate()
    if client is not None:
        name = create_string_buffer(client.encode())
        _client_names.append(name)
        with suppress(OSError, AttributeError):  # a PortAudio without JACK
            CDLL(sounddevice._libname).PaJack_SetClientName(name)
    sounddevice._initialize()


def list_devices(direction: Direction = "output") -> list[Device]:
    """All devices of a direction, the preferred host API first."""
    sounddevice = portaudio()
    hosts = sounddevice.query_hostapis()
    devices = []
    for index in range(sounddevice._lib.Pa_GetDeviceCount()):
        found = sounddevice._lib.Pa_GetDeviceInfo(index)  # query_devices ends at a name that is no UTF-8
        channels, host = getattr(found, f"max{direction.title()}Channels"), hosts[found.hostApi]
        if channels > 0:
            name = shown(sounddevice._ffi.string(found.name))
            default = host[f"default_{direction}_device"] == index
            devices.append(Device(index, name, host["name"], channels, found.defaultSampleRate, default))
    if any(device.name in _SERVERS and device.host == _ALSA for device in devices) and _pipewire_is_jack():
        devices = [replace(device, default=device.default and device.host != _JACK) for device in devices]
    return sorted(devices, key=_rank)


def _pipewire_is_jack() -> bool:
    """Whether the JACK that PortAudio has is PipeWire's, whose ports stay where they are when the default changes."""
    with suppress(OSError, AttributeError):
        version = CDLL("libjack.so.0").jack_get_version_string
        version.restype = c_char_p
        return b"PipeWire" in version()
    return False


def is_virtual(device: Device) -> bool:
    """Whether it is one of ALSA that is no card, of whose clock nothing is known."""
    return device.host == _ALSA and "hw:" not in device.name


def why_not_opened(wanted: str | None, direction: Direction = "output") -> str:
    """What ALSA says of its device of this name, which PortAudio leaves out where it cannot be opened; else nothing."""
    name, pcm, known = (wanted or "default").encode(), c_void_p(), c_void_p()
    with suppress(OSError, AttributeError):
        alsa = CDLL("libasound.so.2")
        alsa.snd_strerror.restype = c_char_p
        alsa.snd_config_update()
        if alsa.snd_config_search_definition(c_void_p.in_dll(alsa, "snd_config"), b"pcm", name, byref(known)) < 0:
            return ""
        alsa.snd_config_delete(known)
        error = alsa.snd_pcm_open(byref(pcm), name, int(direction == "input"), _NONBLOCK)
        if error < 0:
            return f"ALSA cannot open {shown(name)}: {alsa.snd_strerror(error).decode(errors='replace')}"
        alsa.snd_pcm_close(pcm)
    return ""


def resolve(wanted: str | None, devices: Sequence[Device], direction: Direction = "output") -> Device:
    """The device that `wanted` means: a name, a part of "name, host API", or a /regular expression/ for it.

    None or "default" is the default device of the preferred host API. Of devices in several host APIs those of the
    preferred one count. Raises DeviceError for none and for several.
    """
    there = "; ".join(str(device) for device in devices) or "none"
    if wanted in (None, "", "default"):
        found = [device for device in devices if device.default]
        if not found:
            raise DeviceMissingError(f"there is no {direction} device")
        return min(found, key=_rank)
    assert wanted is not None
    text = wanted.casefold()
    found = [device for device in devices if text in (device.name.casefold(), str(device).casefold())]
    found = found or [device for device in devices if text in str(device).casefold()]
    if not found:
        try:
            pattern = re.compile(wanted[1:-1] if re.fullmatch("/.+/", wanted) else wanted, re.IGNORECASE)
        except re.error:
            pattern = None
        found = [device for device in devices if pattern is not None and pattern.search(str(device))]
    if not found:
        raise DeviceMissingError(f"no {direction} device is named like {wanted!r}; there are: {there}")
    best = min(_rank(device) for device in found)
    found = [device for device in found if _rank(device) == best]
    if len(found) > 1:
        several = " or ".join(str(device) for device in found)
        raise DeviceError(f"{wanted!r} can mean {several}; write more of the name")
    return found[0]


def _rank(device: Device) -> int:
    return _PREFERENCE.index(device.host) if device.host in _PREFERENCE else len(_PREFERENCE)
