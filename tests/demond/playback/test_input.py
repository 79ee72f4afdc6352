"""What of an input needs no device; with real ones it is tested in tests/live."""

from __future__ import annotations

import ctypes
import time

import numpy as np
import pytest
import soundfile
from cffi import FFI

from demond.playback import Input, InputError
from demond.playback.input import LONGEST_SECONDS
from demond.playback.input_process import save
from demond.playback.native import InputRing


def heard(ring: InputRing, frames: np.ndarray) -> None:
    """Have the ring's own callback take the frames, as PortAudio would."""
    arguments = ring.stream_arguments()
    if ring.native:
        kind = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong,
            ctypes.c_void_p,
        )  # fmt: skip
        address, memory = (int(FFI().cast("uintptr_t", arguments[name])) for name in ("callback", "userdata"))
        assert kind(address)(frames.ctypes.data, None, len(frames), None, 0, memory) == 0
    else:
        arguments["callback"](frames, len(frames), None, None)


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_ring_gives_the_newest_frames_in_order(native, channels):
    if native and not InputRing(100.0, channels, 65.0).native:
        pytest.skip("the C callbacks were not built")
    ring = InputRing(100.0, channels, 65.0, native=native)
    sent = np.arange(20_000 * channels, dtype=np.float32).reshape(-1, channels)
    at = 0
    for size in [7, 64, 1000, 6000, 3] * 2:
        heard(ring, sent[at : at + size])
        at += size
        for seconds in (0.05, 1.0, LONGEST_SECONDS):
            count = min(round(100 * seconds), at)
            assert np.array_equal(ring.last(seconds), sent[at - count : at])


def test_what_was_heard_becomes_a_file_or_a_reason(tmp_path):
    ring = InputRing(8000.0, 2, 65.0)
    heard(ring, np.full((4000, 2), 0.25, np.float32))
    assert save(ring, 2.0, tmp_path / "a.wav") == {"refused": "only 0.5 s were heard so far"}
    heard(ring, np.full((12000, 2), -0.5, np.float32))
    assert save(ring, 1.5, tmp_path / "a" / "b.wav") == {"captured": 1.5}
    written, rate = soundfile.read(tmp_path / "a" / "b.wav")
    assert (written.shape, rate) == ((12000, 2), 8000)
    assert np.allclose(written, -0.5)
    answer = save(ring, 1.5, tmp_path / "a" / "b.wav" / "c.wav")
    assert "cannot be written" in answer["refused"]
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_missing_input_is_said_once_and_captures_nothing(caplog, tmp_path):
    listener = Input("no such device")
    listener.start()
    try:
        until = time.monotonic() + 20
        while "named like" not in listener.state:
            assert time.monotonic() < until, listener.state
            time.sleep(0.02)
        time.sleep(1.2)
        with pytest.raises(InputError, match="waiting for no such device: no input device is named like"):
            listener.capture(1.0, tmp_path / "take.wav")
    finally:
        listener.stop()
    assert caplog.text.count("no input device") == 1
