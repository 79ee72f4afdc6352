"""Where packets begin and end in a stream of bytes: by SLIP, as OSC 1.1 has it, or by their size, as OSC 1.0 has it.

The format of SLIP: RFC 1055 (Romkey 1988); bytes that it does not allow stay as they are, as it says.
"""

from __future__ import annotations

import re
import struct
from typing import Protocol

from demond.control.osc.packets import LONGEST_PACKET

TOO_LONG = bytes(LONGEST_PACKET + 4)
"""What stands for a packet that is longer than packets are read."""
LOST = 1 << 24
"""A size of this or more is none: the bytes are not what they are taken for."""

_SIZE = struct.Struct(">I")
_END, _ESCAPE = b"\xc0", b"\xdb"
_ESCAPED = {_ESCAPE: b"\xdb\xdd", _END: b"\xdb\xdc"}
_ENDS = re.compile(rb"\xc0*")


class Framing(Protocol):
    """Takes the bytes of one connection, gives its packets; `lost` where nothing further can be made of the bytes."""

    lost: bool

    def feed(self, data: bytes) -> None:
        """Take what came."""

    def packets(self, most: int, most_bytes: int) -> list[bytes]:
        """Return the next packets that came whole, about so many and so long together; fewer: there are no more."""

    def framed(self, packet: bytes) -> bytes:
        """Return what carries a packet."""


class _Bytes:
    """What came of one connection: what lies before `_at` was made packets of."""

    def __init__(self) -> None:
        self.lost = False
        self._data = bytearray()
        self._at = 0

    def feed(self, data: bytes) -> None:
        del self._data[: self._at]
        self._at = 0
        self._data += data


class Slip(_Bytes):
    """Packets between END bytes."""

    def __init__(self) -> None:
        super().__init__()
        self._cut = False  # what is left of a packet that was too long is passed over

    def packets(self, most: int, most_bytes: int) -> list[bytes]:
        found: list[bytes] = []
        size = 0
        while len(found) < most and size < most_bytes:
            if not self._cut:
                self._at = _ENDS.match(self._data, self._at).end()  # type: ignore[union-attr]
            end = self._data.find(_END, self._at)
            if end < 0:
                if len(self._data) - self._at > 2 * LONGEST_PACKET:
                    if not self._cut:
                        found.append(TOO_LONG)
                    self._cut, self._at = True, len(self._data)
                break
            if not self._cut:
                found.append(self._packet(bytes(self._data[self._at : end])))
                size += len(found[-1])
            self._cut, self._at = False, end + 1
        return found

    def _packet(self, data: bytes) -> bytes:
        if _ESCAPE in data:
            data = data.replace(_ESCAPED[_END], _END).replace(_ESCAPED[_ESCAPE], _ESCAPE)
        return data if len(data) <= LONGEST_PACKET else TOO_LONG

    def framed(self, packet: bytes) -> bytes:
        return _END + packet.replace(_ESCAPE, _ESCAPED[_ESCAPE]).replace(_END, _ESCAPED[_END]) + _END


class SizePrefix(_Bytes):
    """Packets behind their size in four bytes."""

    def __init__(self) -> None:
        super().__init__()
        self._skip = 0  # bytes of a packet that is too long

    def packets(self, most: int, most_bytes: int) -> list[bytes]:
        found: list[bytes] = []
        taken = 0
        while len(found) < most and taken < most_bytes:
            skipped = min(self._skip, len(self._data) - self._at)
            self._skip -= skipped
            self._at += skipped
            if len(self._data) - self._at < _SIZE.size:
                break
            (size,) = _SIZE.unpack_from(self._data, self._at)
            begin = self._at + _SIZE.size
            if size >= LOST:
                self.lost = True
                break
            if size > LONGEST_PACKET:
                found.append(TOO_LONG)
                self._at, self._skip = begin, size
                continue
            if len(self._data) < begin + size:
                break
            self._at = begin + size
            found.append(bytes(self._data[begin : self._at]))
            taken += size
        return found

    def framed(self, packet: bytes) -> bytes:
        return _SIZE.pack(len(packet)) + packet


def framing_of(first: int) -> Framing | None:
    """Say by its first byte how a stream is framed; None where it carries no OSC."""
    if first == 0:
        return SizePrefix()
    return Slip() if first in b"\xc0/#" else None
