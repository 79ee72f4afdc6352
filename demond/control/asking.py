"""Asks a running demond by OSC over TCP, one question at a time. Lives in one asyncio loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import struct
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from demond.control.osc.access import SECRET
from demond.control.osc.packets import Arguments, Malformed, Message, decode, encode
from demond.control.osc.values import heard
from demond.parameters import HEARD, OVERTAKEN, PARAMETERS, PREFIX, UNDER_WAY, ControlError, Parameter, find

ANSWER_SECONDS, PATIENCE_SECONDS = 5.0, 30.0
"""How long an answer may take, and what takes time until no more is waited for it."""

LONGEST = 1 << 24
"""Bytes of a packet: more than demond ever sends."""

_SIZE = struct.Struct(">I")
_ERROR, _NOTE, _PING, _PONG = (PREFIX + name for name in ("error", "note", "ping", "pong"))


class NobodyError(OSError):
    """No demond answers; the text says where it was looked for."""


@dataclass
class Answer:
    """What was answered: messages, and sentences about what was asked for or is done meanwhile."""

    messages: list[Message] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Asker:
    """A connection to one daemon, made when it is needed and anew when that has gone."""

    def __init__(self, host: str, port: int, patience: float = PATIENCE_SECONDS, secret: str = "") -> None:
        """A `secret` is said before every question: it is forgotten after an hour without any."""
        self._said = [encode(SECRET, [secret])] if secret else []
        self._where = host, port
        self._patience = patience
        self._turn = asyncio.Lock()
        self._numbers = count()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, name: str, arguments: Sequence[object] = ()) -> Answer:
        """Send one message to an address, by its name, and return all that is answered; what takes time is waited for.

        Raises ControlError with demond's own sentence where it is refused, NobodyError where nobody answers.
        """
        async with self._turn:
            try:
                if self._writer is not None:
                    with contextlib.suppress(EOFError, ConnectionError):  # the daemon may have ended meanwhile
                        return await self._asked(PREFIX + name, arguments)
                    self.close()
                return await self._asked(PREFIX + name, arguments)
            except (OSError, EOFError, TimeoutError, Malformed) as error:
                self.close()
                raise _nobody(self._where, error) from None

    def close(self) -> None:
        """End the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _asked(self, address: str, arguments: Sequence[object]) -> Answer:
        try:
            packet = encode(address, arguments)
        except ValueError as error:
            raise ControlError(address.removeprefix(PREFIX), str(error)) from None
        reader, writer = await self._connected()
        token = next(self._numbers)
        for each in (*self._said, packet, encode(_PING, [token])):
            writer.write(_SIZE.pack(len(each)) + each)
        answer, under_way = Answer(), False
        async with asyncio.timeout(ANSWER_SECONDS):
            while (message := await _next(reader, answer)) != Message(_PONG, (token,)):
                under_way = _took(message, address, answer, under_way)
        if under_way:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    while under_way:
                        under_way = _took(await _next(reader, answer), address, answer, under_way)
        return answer

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.close()
            async with asyncio.timeout(ANSWER_SECONDS):
                self._reader, self._writer = await asyncio.open_connection(*self._where)
        return self._reader, self._writer


class Feed:
    """What a demond tells who subscribes to it, from `open` on, as long as it is there."""

    def __init__(self, host: str, port: int, secret: str = "") -> None:
        self._where = host, port
        self._secret = secret
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self) -> None:
        """Connect, and say the secret where there is one. Raises NobodyError."""
        self.close()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                self._streams = await asyncio.open_connection(*self._where)
        except (OSError, TimeoutError) as error:
            raise _nobody(self._where, error) from None
        if self._secret:
            self.say("secret", self._secret)

    def say(self, name: str, *arguments: object) -> None:
        """Send one message, which is lost where nobody is there any more."""
        if self._streams is not None:
            packet = encode(PREFIX + name, arguments)
            self._streams[1].write(_SIZE.pack(len(packet)) + packet)

    async def messages(self) -> AsyncIterator[Message]:
        """Give what is told, until demond has gone: NobodyError."""
        answer = Answer()
        while self._streams is not None:
            try:
                last = await _next(self._streams[0], answer)
            except (OSError, EOFError, Malformed) as error:
                raise _nobody(self._where, error) from None
            told, answer.messages = [*answer.messages, last], []
            for message in told:
                yield message

    def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


def _nobody(where: tuple[str, int], error: Exception) -> NobodyError:
    host, port = where
    why = "no answer" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
    if isinstance(error, OSError) and (error.errno or 0) > 0:  # else the loop's own words
        why = os.strerror(error.errno or 0)
    return NobodyError(f"no demond answers on {host} port {port} ({why}); is it running there?")


async def _next(reader: asyncio.StreamReader, answer: Answer) -> Message:
    """Return the next message; all but the last of a bundle are answers at once."""
    (size,) = _SIZE.unpack(await reader.readexactly(_SIZE.size))
    if size > LONGEST:
        raise Malformed(f"a packet of {size} bytes")
    packet = decode(await reader.readexactly(size))
    if isinstance(packet, Message):
        return packet
    *before, last = [message for _, message in packet.messages()]
    answer.messages += before
    return last


def _took(message: Message, address: str, answer: Answer, under_way: bool) -> bool:
    """Add a message to an answer and return whether what was asked for is under way; ControlError where it is refused.

    Errors of what was asked for before are told as well, by their sentence.
    """
    if message.address not in (_ERROR, _NOTE) or len(message.arguments) != 2:
        answer.messages.append(message)
        return under_way
    about, text = map(str, message.arguments)
    concerns = about in (address, PREFIX.rstrip("/"))
    name = about.removeprefix(PREFIX)
    if message.address == _ERROR and concerns:
        raise ControlError(name, text)
    answer.notes.append(text if concerns else f"{name}: {text}")
    if not concerns or text == UNDER_WAY:
        return under_way or concerns
    row = PARAMETERS.get(name)
    ends = text in (HEARD, OVERTAKEN) or (row is not None and row.kind == "action")
    return under_way and not ends


# -- what answers say --------------------------------------------------------------------------------------------


def row_of(name: str) -> Parameter | None:
    """The row of a control, where the table has it, LoRAs included."""
    try:
        return find(name)
    except ControlError:
        return None


def facts(messages: Iterable[Message]) -> dict[str, object]:
    """The figures that the status tells, by name."""
    words = [word for message in messages for word in message.arguments]
    return {str(key): plain(value) for key, value in zip(words[::2], words[1::2], strict=False)}


def values(messages: Iterable[Message]) -> Iterator[tuple[str, object]]:
    """Controls and what they stand at, of the messages that tell that."""
    for message in messages:
        name = message.address.removeprefix(PREFIX)
        if not name.startswith(("dump/", "get/")):
            row = row_of(name)
            value = value_of(message.arguments)
            yield name, bool(value) if row is not None and row.kind == "bool" else value


def value_of(arguments: Arguments) -> object:
    """A value as it is told: one number or text, a list of numbers, or the words of a wave or a ramp as one text."""
    words = [plain(each) for each in heard(arguments)]
    if len(words) == 1:
        return words[0]
    return words if all(isinstance(each, float) for each in words) else " ".join(f"{each}" for each in words)


def plain(word: object) -> object:
    """A number without the digits that single precision adds; anything else as it is."""
    return float(f"{word:.7g}") if isinstance(word, float) else word
