"""`demond send`: one OSC message to a running demond, and what it answers."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence

from demond.control.osc.packets import Bundle, Malformed, Message, decode, encode
from demond.parameters import PARAMETERS, PREFIX, Argument, Parameter

ANSWER_SECONDS = 2.0
PREPARED_SECONDS = 1.0
"""How long is waited for what is said of things that take time: no such file, no audio, saved as."""
EXIT_OK, EXIT_REFUSED, EXIT_UNAVAILABLE = 0, 1, os.EX_UNAVAILABLE

_MARK = "demond send"


def send(host: str, port: int, address: str, values: Sequence[str]) -> int:
    """Send words as OSC arguments of the types they look like and print the answers; return the exit status.

    `address` may leave out "/demond/". A ping after the message tells when everything was answered.
    """
    address = address if address.startswith("/") else PREFIX + address
    row = PARAMETERS.get(address.removeprefix(PREFIX))
    prepared = row is not None and _takes_text(row) and row.rate in ("rebuild", "action")
    try:
        family, kind, protocol, _, peer = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as sock:
            sock.connect(peer)
            sock.send(encode(address, arguments(row, values)))
            sock.send(encode(PREFIX + "ping", (_MARK,)))
            return _show(sock, address, PREPARED_SECONDS if prepared else 0.0)
    except TimeoutError:
        problem = "no answer"
    except OSError as error:
        problem = error.strerror or str(error)
    print(f"demond send: {host} port {port}: {problem}; is demond running there?", file=sys.stderr)
    return EXIT_UNAVAILABLE


def arguments(row: Parameter | None, words: Sequence[str]) -> list[object]:
    """Turn words into numbers and bools where they look like it; for a row that takes one text they stay one text.

    A file that is here is named absolutely: the daemon runs elsewhere. So is what is to be recorded into. Of an action
    with several arguments each word is one of them.
    """
    if row is not None and len(row.arguments) > 1:
        known = [_typed(argument, word) for argument, word in zip(row.arguments, words, strict=False)]
        return [*known, *words[len(known) :]]
    if row is not None and _takes_text(row):
        text = " ".join(words)
        path = os.path.expanduser(text)
        if text not in ("", "none", "off") and (
            row.name == "record" or (row.rate == "rebuild" and os.path.isfile(path))
        ):
            text = os.path.abspath(path)
        return [text] if words else []
    return [_guess(word) for word in words]


def _takes_text(row: Parameter) -> bool:
    return "string" in (row.kind, row.argument)


def _typed(argument: Argument, word: str) -> object:
    """A word as this argument; one that should be a number and is none stays a text, for the daemon to refuse."""
    if argument.kind == "string":
        return word
    try:
        return float(word)
    except ValueError:
        return word


def _guess(word: str) -> object:
    if word.lower() in ("true", "false"):
        return word.lower() == "true"
    try:
        number = int(word)
    except ValueError:
        try:
            return float(word)
        except ValueError:
            return word
    return number if number.bit_length() < 64 else float(number)


def _show(sock: socket.socket, address: str, longer: float) -> int:
    status = EXIT_OK
    for message in _answers(sock, address, longer):
        words = [f"{word:.7g}" if isinstance(word, float) else str(word) for word in message.arguments]
        if message.address == PREFIX + "error":
            status = EXIT_REFUSED
            print(f"demond send: {': '.join(words)}", file=sys.stderr)
        else:
            print(message.address, *words)
    return status


def _answers(sock: socket.socket, address: str, longer: float) -> Iterator[Message]:
    """Yield what is answered until the ping is; TimeoutError if it is not.

    Where nothing was said of `address` until then, `longer` seconds are left to say it.
    """
    until = time.monotonic() + ANSWER_SECONDS
    answered = told = False
    while not answered or (not told and time.monotonic() < until):
        sock.settimeout(max(until - time.monotonic(), 1e-3))
        try:
            packet = decode(sock.recv(65536))
        except Malformed:
            continue
        except TimeoutError:
            if answered:
                return
            raise
        messages = [message for _, message in packet.messages()] if isinstance(packet, Bundle) else [packet]
        for message in messages:
            if message.address == PREFIX + "pong" and message.arguments == (_MARK,):
                answered, until = True, time.monotonic() + longer
            else:
                told = told or message.arguments[:1] == (address,)
                yield message
