"""The bytes that the daemon, the engine and the audio callback share: one table for Python and for C.

Standard library only: the build of the C callback reads it too. Every field has eight bytes and one writer,
named by its group, so a process that dies between two stores leaves nothing half written; what has to change
together is packed into one word.
"""

from __future__ import annotations

import ctypes
import hashlib
from typing import Any

SAMPLE_RATE = 48000
CHUNK = 512  # frames rendered at once
LOOKAHEAD = 64  # frames by which the limiter sees ahead, and delays
TAPS = 128  # of the sample-rate conversion
PHASES = 256
RING_FRAMES = 1 << 19  # what the recorder may lag behind: 10.9 s at 48 kHz
RAMP_SAMPLES = 1 << 20  # of the gap counter's ramp
SHORTEST = 1024  # samples of a loop or a region
LONGEST = 1 << 31  # samples; positions are packed into 32 bits
MAGIC = 0x646E6F6D65643032

CONSTANT = [
    ("magic", "Q", 1),
    ("size", "Q", 1),  # bytes of the whole segment
    ("capacity", "Q", 1),  # samples of one bank
    ("kernel_offset", "Q", 1),
    ("ring_offset", "Q", 1),
    ("ramp_offset", "Q", 1),  # 0: no ramp
    ("bank_offset", "Q", 2),
]
DAEMON = [
    ("run", "Q", 1),  # 1: the transport shall play
    ("run_step", "d", 1),  # change of the transport's level in one sample at 48 kHz
    ("gain", "d", 1),
    ("mute", "Q", 1),
    ("ceiling", "d", 1),
    ("match", "Q", 1),  # 1: each bank sounds at its bank_gain, else as it is
    ("seek", "Q", 1),  # count << 32 | sample
    ("region", "Q", 1),  # start << 32 | end; 0: the whole loop
    ("meter_epoch", "Q", 1),
    ("device_rate", "d", 1),
    ("rate_since", "Q", 1),  # ring frame from which device_rate holds
    ("speed", "d", 1),  # of the playhead; 1: samples as they are
    ("channels", "Q", 1),
    ("left", "Q", 1),  # bits of the channels that left is heard on, of the first one the lowest
    ("right", "Q", 1),  # on one of both it is their mean
]
ENGINE = [
    ("bank_length", "Q", 2),
    ("bank_gain", "d", 2),  # what makes one bank as loud as another
    ("commit", "Q", 1),  # count << 57 | bank << 56 | fade << 32 | start; 0: nothing yet
    ("fresh_until", "d", 1),  # in played samples; infinite: no promise
    ("turn", "Q", 1),  # how often the music has moved on at the loop's end
    ("turned", "d", 2),  # how far its noise and its piece did
    ("patch", "Q", 1),  # while one is written: (bank + 1) << 32 | first sample that is not there yet
]
CALLBACK = [
    ("commit_seen", "Q", 1),
    ("seek_seen", "Q", 1),
    ("active", "q", 1),  # bank, or -1 for none
    ("position", "d", 1),
    ("fade_bank", "q", 1),  # the bank that is left, or -1 for silence
    ("fade_position", "d", 1),
    ("fade_progress", "d", 1),  # 0 .. 1; 1: no crossfade is running
    ("fade_step", "d", 1),
    ("level", "d", 1),  # of the transport, 0 .. 1
    ("gain_now", "d", 1),
    ("match_now", "d", 2),  # of bank_gain, what is heard
    ("played", "d", 1),
    ("elapsed", "d", 1),
    ("ring_written", "Q", 1),
    ("ramp_position", "Q", 1),
    ("frames", "Q", 1),  # of the last block
    ("mark_time", "d", 2),  # monotonic seconds at which a block began; of block n in place n % 2
    ("mark_position", "d", 2),  # the playhead then, its jumps of that block included
    ("next_time", "d", 1),  # the device's clock at which the next block is due
    ("callbacks", "Q", 1),
    ("xruns", "Q", 1),
    ("late", "Q", 1),
    ("nan_blocks", "Q", 1),
    ("limited", "Q", 1),
    ("stale", "d", 1),
    ("meter_seen", "Q", 1),
    ("peak", "d", 2),
    ("energy", "d", 2),  # sum of squares since creation
    ("metered", "Q", 1),  # frames in energy
    ("dc_input", "d", 2),
    ("dc_output", "d", 2),
    ("reduction", "d", LOOKAHEAD),  # the limiter's gains of the last frames, oldest first
    ("required", "d", LOOKAHEAD),
    ("delayed", "d", 2 * LOOKAHEAD),  # frames in the limiter, oldest first, left and right
]
FIELDS = CONSTANT + DAEMON + ENGINE + CALLBACK

_C_NAMES = {"q": "int64_t", "Q": "uint64_t", "d": "double"}
_C_TYPES: dict[str, Any] = {"q": ctypes.c_int64, "Q": ctypes.c_uint64, "d": ctypes.c_double}
_C_CONSTANTS = (
    "CHUNK", "LOOKAHEAD", "TAPS", "PHASES", "RING_FRAMES", "RAMP_SAMPLES", "SHORTEST", "SAMPLE_RATE",
)  # fmt: skip


class Header(ctypes.Structure):
    """The first bytes of the segment."""

    _fields_ = [(name, _C_TYPES[kind] * count if count > 1 else _C_TYPES[kind]) for name, kind, count in FIELDS]


def version() -> int:
    """A number that is another one wherever those who share the bytes would take them for something else."""
    told = repr((MAGIC, FIELDS, [globals()[name] for name in _C_CONSTANTS]))
    return int.from_bytes(hashlib.sha256(told.encode("ascii")).digest()[:8], "big")


def c_declarations() -> str:
    """The same structure and constants for the C callback."""
    members = [f"    {_C_NAMES[kind]} {name}{f'[{count}]' if count > 1 else ''};" for name, kind, count in FIELDS]
    constants = [f"#define {name} {globals()[name]}" for name in _C_CONSTANTS]
    check = f'_Static_assert(sizeof(struct header) == {ctypes.sizeof(Header)}, "layout.py and C disagree");'
    constants.append(f"#define LAYOUT UINT64_C({version()})")
    return "\n".join(["#include <stdint.h>", *constants, "struct header {", *members, "};", check, ""])
