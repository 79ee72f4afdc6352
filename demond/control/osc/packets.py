"""OSC packets from and to bytes, strictly: a packet is right in every byte or it is refused whole.

Reading a packet takes a few milliseconds at most, whatever is in it. Pure functions. The format: OSC 1.0 specification
(Wright 2002), https://opensoundcontrol.stanford.edu/spec-1_0.html
"""

from __future__ import annotations

import contextlib
import math
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from typing import NamedTuple

from engine.names import shown

DEEPEST = 8
MOST_ELEMENTS = 1024
"""Messages and bundles in one packet."""
MOST_ARGUMENTS = 4104
"""Arguments of one message, brackets of arrays counted: the longest curve fits, with its ramp."""
LONGEST_PACKET = 1 << 16
"""Bytes of a packet that is read; UDP carries no longer ones."""
BUNDLE_BYTES = 1200
"""Bytes of an outgoing bundle, so that it passes any network in one piece."""

Arguments = Sequence[object]
Messages = Iterable[tuple[str, Arguments]]

_BUNDLE = b"#bundle\x00"
_IMMEDIATELY = 1
_LARGEST_SINGLE = (2 - 2**-23) * 2.0**127
_UNIX_SECONDS = 2208988800
"""Seconds from 1900, where time tags begin, to 1970."""
_INT, _TIME = struct.Struct(">i"), struct.Struct(">Q")
_FIXED = {"i": "i", "f": "f", "h": "q", "d": "d", "t": "Q", "r": "I", "m": "4s", "c": "i"}
"""Types of a size of their own, and how `struct` calls them: numbers, time tag, colour, MIDI message, character."""
_SIZED = {ord(tag): struct.Struct(">" + letter) for tag, letter in _FIXED.items()}
_CONSTANT = {ord("T"): True, ord("F"): False, ord("N"): None, ord("I"): True}
_STRINGS = frozenset(b"sS")
_OPEN, _CLOSE, _BLOB = ord("["), ord("]"), ord("b")


class Malformed(ValueError):
    """These bytes are no OSC packet; the text says what is wrong with them."""


class TooMuch(Malformed):
    """This packet asks for more than is read of one."""


class Message(NamedTuple):
    """One message; OSC arrays are lists among the arguments."""

    address: str
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Elements that belong together; `time` in Unix seconds, None = at once."""

    time: float | None
    elements: tuple[Message | Bundle, ...]

    def messages(self) -> Iterator[tuple[float | None, Message]]:
        """Yield every message, nested ones too, with the time it is due: never before that of what encloses it."""
        for element in self.elements:
            if isinstance(element, Message):
                yield self.time, element
                continue
            for time, message in element.messages():
                due = time if self.time is None else self.time if time is None else max(time, self.time)
                yield due, message


def decode(data: bytes) -> Message | Bundle:
    """Read one packet; Malformed if any byte of it is not as it should be."""
    if len(data) % 4 or not data:
        raise Malformed(f"{len(data)} bytes: not a multiple of 4")
    if len(data) > LONGEST_PACKET:
        raise TooMuch(f"a packet of more than {LONGEST_PACKET} bytes")
    return _decode(data, 0, len(data), 1, iter(range(MOST_ELEMENTS)))


def _decode(data: bytes, start: int, end: int, depth: int, left: Iterator[int]) -> Message | Bundle:
    if data.startswith(b"/", start, end):
        return _decode_message(data, start, end)
    if not data.startswith(_BUNDLE, start, end):
        raise Malformed("starts neither like a message nor like a bundle")
    if depth > DEEPEST:
        raise Malformed(f"bundles nested more than {DEEPEST} deep")
    position = start + len(_BUNDLE) + 8
    if position > end:
        raise Malformed("bundle ends within its time tag")
    (time,) = _TIME.unpack_from(data, start + len(_BUNDLE))
    elements = []
    while position < end:
        (size,) = _INT.unpack_from(data, position)
        position += 4
        if size <= 0 or size % 4 or position + size > end:
            raise Malformed(f"bundle element of {size} bytes where {end - position} are left")
        if next(left, None) is None:
            raise TooMuch(f"more than {MOST_ELEMENTS} messages in one packet")
        elements.append(_decode(data, position, position + size, depth + 1, left))
        position += size
    return Bundle(None if time == _IMMEDIATELY else time / 2**32 - _UNIX_SECONDS, tuple(elements))


def _decode_message(data: bytes, start: int, end: int) -> Message:
    tags_at = _after_string(data, start, end)
    address = _text(data, start, tags_at)
    if not address.isprintable():
        raise Malformed("unprintable address")
    if tags_at == end:
        return Message(address, ())
    position = _after_string(data, tags_at, end)
    numbers, tags = _layout(data[tags_at:position])
    if numbers is None:
        return Message(address, _arguments(data, tags, position, end))
    if position + numbers.size != end:
        raise Malformed(f"type tags announce {numbers.size} bytes where there are {end - position}")
    return Message(address, numbers.unpack_from(data, position))


@lru_cache(maxsize=1024)
def _layout(type_tags: bytes) -> tuple[struct.Struct | None, bytes]:
    """Return the bare tags, and what reads them all at once where each has a size of its own."""
    if not type_tags.startswith(b","):
        raise Malformed("type tags start without a comma")
    tags = type_tags[1:].rstrip(b"\0")
    if len(tags) > MOST_ARGUMENTS:
        raise TooMuch(f"{len(tags)} arguments in one message; at most {MOST_ARGUMENTS} are read")
    letters = [_FIXED.get(chr(tag)) for tag in tags]
    return (None if None in letters else struct.Struct(">" + "".join(map(str, letters)))), tags


def _after_string(data: bytes, start: int, end: int) -> int:
    """Return where the zero-padded string at `start` ends."""
    zero = data.find(0, start, end)
    after = (zero + 4) & ~3
    if zero < 0 or after > end:
        raise Malformed("unterminated string")
    if any(data[zero:after]):
        raise Malformed("string padded with something else than zeros")
    return after


def _text(data: bytes, start: int, after: int) -> str:
    try:
        return data[start:after].rstrip(b"\0").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"not decodable: {error.reason}") from None


def _arguments(data: bytes, tags: bytes, position: int, end: int) -> tuple[object, ...]:
    """Read what the tags announce, which must fill the message exactly."""
    values: list[object] = []
    enclosing: list[list[object]] = []
    for tag in tags:
        fixed = _SIZED.get(tag)
        if fixed is not None:
            if position + fixed.size > end:
                raise Malformed("type tags announce more than there is")
            values.append(fixed.unpack_from(data, position)[0])
            position += fixed.size
        elif tag in _CONSTANT:
            values.append(_CONSTANT[tag])
        elif tag in _STRINGS:
            start, position = position, _after_string(data, position, end)
            values.append(_text(data, start, position))
        elif tag == _BLOB:
            start, position = position + 4, _after_blob(data, position, end)
            values.append(data[start : start + _INT.unpack_from(data, start - 4)[0]])
        elif tag == _OPEN and len(enclosing) < DEEPEST:
            enclosing.append(values)
            values = []
            enclosing[-1].append(values)
        elif tag == _CLOSE and enclosing:
            values = enclosing.pop()
        elif tag in (_OPEN, _CLOSE):
            raise Malformed("brackets do not match, or are nested too deeply")
        else:
            raise Malformed(f"unknown type tag {chr(tag)!r}")
    if enclosing or position != end:
        raise Malformed("type tags do not fill the message")
    return tuple(values)


def _after_blob(data: bytes, position: int, end: int) -> int:
    """Return where the blob at `position` ends."""
    if position + 4 > end:
        raise Malformed("blob without a size")
    length: int = _INT.unpack_from(data, position)[0]
    stop = position + 4 + length
    after = (stop + 3) & ~3
    if length < 0 or after > end or any(data[stop:after]):
        raise Malformed(f"blob of {length} bytes does not fit or is not padded with zeros")
    return after


def encode(address: str, arguments: Arguments = ()) -> bytes:
    """Write one message; floats go as f, as d where too large, ints as i or h, bools as T and F, sequences as arrays.

    ValueError for what cannot be written as OSC.
    """
    try:
        tags, values = _encoded(arguments)
    except (OverflowError, struct.error) as error:
        raise ValueError(f"{address} cannot be written as OSC: {error}") from None
    return _padded(address) + _padded("," + tags) + values


def _encoded(arguments: Arguments) -> tuple[str, bytes]:
    if set(map(type, arguments)) == {float}:
        with contextlib.suppress(OverflowError):
            return "f" * len(arguments), struct.pack(f">{len(arguments)}f", *arguments)
    tags: list[str] = []
    values: list[bytes] = []
    for argument in arguments:
        if argument is None or isinstance(argument, bool):
            tags.append("N" if argument is None else "T" if argument else "F")
        elif isinstance(argument, float):
            large = _LARGEST_SINGLE < abs(argument) < math.inf
            tags.append("d" if large else "f")
            values.append(struct.pack(">d" if large else ">f", argument))
        elif isinstance(argument, int):
            long = not -(2**31) <= argument < 2**31
            tags.append("h" if long else "i")
            values.append(struct.pack(">q" if long else ">i", argument))
        elif isinstance(argument, str):
            tags.append("s")
            values.append(_padded(argument))
        elif isinstance(argument, bytes):
            tags.append("b")
            values.append(_INT.pack(len(argument)) + argument + bytes(-len(argument) % 4))
        elif isinstance(argument, (list, tuple)):
            inside, bytes_inside = _encoded(argument)
            tags.append(f"[{inside}]")
            values.append(bytes_inside)
        else:
            raise OverflowError(f"there is no type for {type(argument).__name__}")
    return "".join(tags), b"".join(values)


def _padded(text: str) -> bytes:
    """A string as OSC writes it; what is no UTF-8 is shown escaped, and nothing ends it early."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        data = shown(text).encode()
    data = data.replace(b"\0", b" ")
    return data + bytes(4 - len(data) % 4)


def encode_all(messages: Messages) -> Iterator[bytes]:
    """Write messages as few packets as sensible: one alone as it is, several in bundles to be obeyed at once."""
    return bundled(starmap(encode, messages))


def bundled(messages: Iterable[bytes]) -> Iterator[bytes]:
    """Put written messages into packets, as `encode_all` does."""
    waiting: list[bytes] = []
    size = 0
    for built in messages:
        if waiting and size + len(built) + 4 > BUNDLE_BYTES:
            yield _pack(waiting)
            waiting, size = [], 0
        waiting.append(built)
        size += len(built) + 4
    if waiting:
        yield _pack(waiting)


def _pack(messages: Sequence[bytes]) -> bytes:
    if len(messages) == 1:
        return messages[0]
    return b"".join([_BUNDLE, _TIME.pack(_IMMEDIATELY), *(_INT.pack(len(each)) + each for each in messages)])
