"""OSC packets from and to bytes, strictly: a packet is right in every byte or it is refused whole.

python-osc decodes and encodes; what it takes on trust (sizes, padding, nesting, unknown types) is checked first.
Pure functions. The format: OSC 1.0 specification (Wright 2002), https://opensoundcontrol.stanford.edu/spec-1_0.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message import ParseError as MessageParseError
from pythonosc.osc_message_builder import BuildError, OscMessageBuilder
from pythonosc.parsing import osc_types

DEEPEST = 8
BUNDLE_BYTES = 1200
"""Bytes of an outgoing bundle, so that it passes any network in one piece."""

Arguments = Sequence[object]
Messages = Iterable[tuple[str, Arguments]]

_BUNDLE = b"#bundle\x00"
_INT = struct.Struct(">i")
_FIXED = {ord(tag): size for tags, size in (("ifrmc", 4), ("hdt", 8), ("TFNI", 0)) for tag in tags}
_STRINGS = frozenset(b"sS")
_OPEN, _CLOSE, _BLOB = ord("["), ord("]"), ord("b")
# Tags that python-osc does not know: an alternate string, a character, an impulse (as true). Sizes stay the same.
_UNKNOWN = frozenset(b"ScI")
_KNOWN = bytes.maketrans(b"ScI", b"siT")


class Malformed(ValueError):
    """These bytes are no OSC packet; the text says what is wrong with them."""


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
    return _decode(data, 0, len(data), 1)


def _decode(data: bytes, start: int, end: int, depth: int) -> Message | Bundle:
    if data.startswith(b"/", start, end):
        return _decode_message(data, start, end)
    if not data.startswith(_BUNDLE, start, end):
        raise Malformed("starts neither like a message nor like a bundle")
    if depth > DEEPEST:
        raise Malformed(f"bundles nested more than {DEEPEST} deep")
    position = start + len(_BUNDLE) + 8
    if position > end:
        raise Malformed("bundle ends within its time tag")
    time, _ = osc_types.get_date(data, start + len(_BUNDLE))
    elements = []
    while position < end:
        (size,) = _INT.unpack_from(data, position)
        position += 4
        if size <= 0 or size % 4 or position + size > end:
            raise Malformed(f"bundle element of {size} bytes where {end - position} are left")
        elements.append(_decode(data, position, position + size, depth + 1))
        position += size
    return Bundle(None if time == osc_types.IMMEDIATELY else time, tuple(elements))


def _decode_message(data: bytes, start: int, end: int) -> Message:
    datagram = data[start:end]
    tags_at = _after_string(data, start, end)
    arguments_at = _after_string(data, tags_at, end) if tags_at < end else end
    size, tags = _layout(data[tags_at:arguments_at] or b",")
    if size is None:
        _check_arguments(data, tags, arguments_at, end)
    elif arguments_at + size != end:
        raise Malformed(f"type tags announce {size} bytes where there are {end - arguments_at}")
    if not _UNKNOWN.isdisjoint(tags):
        low, high = tags_at - start, arguments_at - start
        datagram = datagram[:low] + datagram[low:high].translate(_KNOWN) + datagram[high:]
    try:
        message = OscMessage(datagram)
    except (MessageParseError, UnicodeDecodeError) as error:
        raise Malformed(f"not decodable: {error}") from None
    if not message.address.isprintable():
        raise Malformed("unprintable address")
    return Message(message.address, tuple(message))


@lru_cache(maxsize=1024)
def _layout(type_tags: bytes) -> tuple[int | None, bytes]:
    """Return how many bytes these padded type tags announce (None: that depends on the bytes), and the bare tags."""
    if not type_tags.startswith(b","):
        raise Malformed("type tags start without a comma")
    tags = type_tags[1:].rstrip(b"\0")
    sizes = [_FIXED.get(tag) for tag in tags]
    return (None if None in sizes else sum(size for size in sizes if size is not None)), tags


def _after_string(data: bytes, start: int, end: int) -> int:
    """Return where the zero-padded string at `start` ends."""
    zero = data.find(0, start, end)
    after = (zero + 4) & ~3
    if zero < 0 or after > end:
        raise Malformed("unterminated string")
    if any(data[zero:after]):
        raise Malformed("string padded with something else than zeros")
    return after


def _check_arguments(data: bytes, tags: bytes, position: int, end: int) -> None:
    """Make sure that what the tags announce fills the message exactly."""
    depth = 0
    for tag in tags:
        size = _FIXED.get(tag)
        if size is not None:
            position += size
        elif tag in _STRINGS:
            position = _after_string(data, position, end)
        elif tag == _BLOB:
            if position + 4 > end:
                raise Malformed("blob without a size")
            (length,) = _INT.unpack_from(data, position)
            stop = position + 4 + length
            position = (stop + 3) & ~3
            if length < 0 or position > end or any(data[stop:position]):
                raise Malformed(f"blob of {length} bytes does not fit or is not padded with zeros")
        elif tag == _OPEN:
            depth += 1
        elif tag == _CLOSE:
            depth -= 1
        else:
            raise Malformed(f"unknown type tag {chr(tag)!r}")
        if not 0 <= depth <= DEEPEST or position > end:
            raise Malformed("type tags announce more than there is, or brackets do not match")
    if depth or position != end:
        raise Malformed("type tags do not fill the message")


def encode(address: str, arguments: Arguments = ()) -> bytes:
    """Write one message; floats go as f, ints as i or h, bools as T and F, lists and tuples as arrays."""
    return _build(address, arguments).dgram


def encode_all(messages: Messages) -> Iterator[bytes]:
    """Write messages as few packets as sensible: one alone as it is, several in bundles to be obeyed at once."""
    waiting: list[OscMessage] = []
    size = 0
    for address, arguments in messages:
        built = _build(address, arguments)
        if waiting and size + built.size + 4 > BUNDLE_BYTES:
            yield _pack(waiting)
            waiting, size = [], 0
        waiting.append(built)
        size += built.size + 4
    if waiting:
        yield _pack(waiting)


def _pack(messages: Sequence[OscMessage]) -> bytes:
    if len(messages) == 1:
        return messages[0].dgram
    builder = OscBundleBuilder(IMMEDIATELY)
    for message in messages:
        builder.add_content(message)
    return builder.build().dgram


def _build(address: str, arguments: Arguments) -> OscMessage:
    builder = OscMessageBuilder(address)
    for argument in arguments:
        builder.add_arg(list(argument) if isinstance(argument, tuple) else argument)  # type: ignore[arg-type]  # it checks
    try:
        return builder.build()
    except (BuildError, OverflowError) as error:
        raise ValueError(f"{address} cannot be written as OSC: {error}") from None
