from __future__ import annotations

import sys
import threading
from types import SimpleNamespace

import pytest

from demond.playback import device_process, devices
from demond.playback.devices import Device, DeviceError, DeviceMissingError, resolve
from demond.playback.native import Renderer

JACK, ALSA, OSS = "JACK Audio Connection Kit", "ALSA", "OSS"
RIG = [
    Device(0, "jack", ALSA, 2, 44100, default=True),
    Device(1, "USB Audio: - (hw:1,0)", ALSA, 2, 44100),
    Device(2, "USB Audio: #1 (hw:1,1)", ALSA, 8, 48000),
    Device(3, "HDA Intel PCH: ALC (hw:0,0)", ALSA, 2, 44100),
    Device(4, "system", JACK, 2, 48000, default=True),
    Device(5, "USB Audio", JACK, 2, 48000),
]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (None, 4),
        ("default", 4),
        ("system", 4),
        ("SYS", 4),
        ("jack", 0),  # its whole name
        ("intel", 3),
        ("hw:1,1", 2),
        ("USB Audio", 5),
        ("usb audio, jack", 5),
        (r"hw:0,\d", 3),
        ("^usb.*#", 2),
    ],
)
def test_a_name_a_part_of_it_or_a_pattern_finds_one_device(wanted, index):
    assert resolve(wanted, RIG).index == index


def test_without_jack_the_default_of_alsa_is_taken():
    assert resolve(None, RIG[:4]).index == 0


def test_a_name_in_no_device_says_which_there_are():
    with pytest.raises(DeviceMissingError, match=r"'focusrite'.*hw:0,0.*system, JACK"):
        resolve("focusrite", RIG)
    with pytest.raises(DeviceMissingError, match="no output device"):
        resolve(None, [])
    with pytest.raises(DeviceMissingError, match=r"'\(\['"):
        resolve("([", RIG)
    with pytest.raises(DeviceMissingError, match="no input device"):
        resolve(None, [], "input")


def test_a_name_of_several_devices_says_which():
    with pytest.raises(DeviceError, match=r"'hw:1' can mean .*hw:1,0.* or .*hw:1,1") as error:
        resolve("hw:1", RIG)
    assert not isinstance(error.value, DeviceMissingError)


def test_without_portaudio_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    monkeypatch.delitem(sys.modules, "sounddevice")

    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(DeviceError, match="apt install libportaudio2"):
        devices.list_devices()


class FakeSoundDevice:
    """PortAudio as far as opening goes: takes only one rate."""

    class PortAudioError(Exception):
        pass

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def _StreamBase(self, kind, *, samplerate, **options):
        if samplerate != self.rate:
            raise self.PortAudioError("Invalid sample rate")
        return SimpleNamespace(samplerate=samplerate, latency=0.01, options=options)


@pytest.mark.parametrize(("wish", "takes"), [(None, 48000), (None, 44100), (96000, 96000), (96000, 44100)])
def test_a_device_that_refuses_a_rate_is_opened_at_its_own(loop, monkeypatch, wish, takes):
    monkeypatch.setattr(device_process, "portaudio", lambda: FakeSoundDevice(takes))
    options = {"samplerate": wish, "blocksize": 128}
    arguments = Renderer(loop.segment).stream_arguments()
    stream, facts = device_process.open_stream("output", RIG[1], options, threading.Event(), lambda *_: arguments)
    assert facts["rate"] == takes
    assert stream.options["channels"] == facts["channels"] == 2
    assert stream.options["blocksize"] == 128


def test_a_device_that_refuses_everything_says_what_was_tried(monkeypatch):
    monkeypatch.setattr(device_process, "portaudio", lambda: FakeSoundDevice(8000))
    options = {"samplerate": None, "blocksize": 0}
    with pytest.raises(DeviceError, match=r"hw:1,0.* refuses .* 48000 Hz: Invalid sample rate; at 44100 Hz: Inv"):
        device_process.open_stream("input", RIG[1], options, threading.Event(), lambda rate, channels: {})
