"""`demond send`: one OSC message to a running demond, and what it answers; `demond learn` likewise."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from demond.control.osc.access import SECRET
from demond.control.osc.packets import Bundle, Malformed, Message, decode, encode
from demond.control.osc.values import heard
from demond.parameters import HEARD, OVERTAKEN, PARAMETERS, PREFIX, UNDER_WAY, Argument, Parameter
from engine.names import shown

ANSWER_SECONDS = 2.0
PATIENCE_SECONDS = 600.0
EXIT_OK, EXIT_REFUSED, EXIT_UNAVAILABLE = 0, 1, os.EX_UNAVAILABLE

_ECHO = ("demond send", bytes(1024))
"""Long, since outside its machine a daemon answers no more than four times what it was sent last."""
_PING = encode(PREFIX + "ping", _ECHO)
_ERROR, _NOTE = PREFIX + "error", PREFIX + "note"


def send(host: str, port: int, address: str, values: Sequence[str], *, wait: bool = True, secret: str = "") -> int:
    """Send words as OSC arguments of the types they look like and print the answers; return the exit status.

    `address` may leave out "/demond/". A ping after the message tells when everything was answered; what is under way
    then is waited for where `wait` says so. A `secret` is said first.
    """
    address = address if address.startswith("/") else PREFIX + address
    row = PARAMETERS.get(address.removeprefix(PREFIX))

    def talk(sock: socket.socket) -> int:
        sock.send(encode(address, arguments(row, values)))
        return _show(_answers(sock, wait), wait)

    return _connected("send", host, port, secret, talk)


def learn(
    host: str, port: int, names: Sequence[str], value: str | None, *, forget: bool = False, secret: str = ""
) -> int:
    """Have a running demond learn a MIDI control for each of these names, one after another, or forget what it learned.

    Prints what it answers, and returns the exit status. Interrupted, it ends the learning.
    """
    action = "midi/forget" if forget else "midi/learn"
    given = [] if value is None or forget else [value]

    def talk(sock: socket.socket) -> int:
        status = EXIT_OK
        for name in names:
            sock.send(encode(PREFIX + action, [name, *given]))
            for message in _answers(sock, True):
                text = ": ".join(map(str, message.arguments[1:] or message.arguments))
                if message.address == _ERROR:
                    status = EXIT_REFUSED
                    print(f"demond learn: {shown(text)}", file=sys.stderr)
                elif text == UNDER_WAY and forget:
                    continue
                elif text == UNDER_WAY:
                    print(f"move the control that is to move {name}; Ctrl-C ends this", flush=True)
                else:
                    print(shown(text), flush=True)
        return status

    try:
        return _connected("learn", host, port, secret, talk)
    except KeyboardInterrupt:
        if not forget:
            _connected("learn", host, port, secret, lambda sock: sock.send(encode(PREFIX + action, ["off"])))
        raise


def _connected(command: str, host: str, port: int, secret: str, talk: Callable[[socket.socket], int]) -> int:
    """What `talk` returns over a socket to demond, once the secret is said, if there is one; the exit status, and a
    sentence printed, where there is no demond."""
    try:
        family, kind, protocol, _, peer = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, protocol) as sock:
            sock.connect(peer)
            if secret:
                sock.send(encode(SECRET, [secret]))
            return talk(sock)
    except BrokenPipeError:  # of the terminal
        raise
    except TimeoutError:
        problem = "no answer"
    except OSError as error:
        problem = error.strerror or str(error)
    print(f"demond {command}: {host} port {port}: {problem}; is demond running there?", file=sys.stderr)
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


def _show(answers: Iterator[Message], wait: bool) -> int:
    status = EXIT_OK
    for message in answers:
        words = [f"{word:.7g}" if isinstance(word, float) else str(word) for word in heard(message.arguments)]
        if message.address == _ERROR:
            status = EXIT_REFUSED
            print(f"demond send: {shown(': '.join(words))}", file=sys.stderr)
        elif wait or words[1:] != [UNDER_WAY]:
            status = EXIT_REFUSED if words[1:] == [OVERTAKEN] else status
            print(*map(_for_terminal if sys.stdout.isatty() else str, (message.address, *words)), flush=True)
    return status


def _for_terminal(text: str) -> str:
    """What a terminal shows and does not obey; lines stay lines."""
    return "\n".join(map(shown, text.split("\n")))


def _answers(sock: socket.socket, wait: bool) -> Iterator[Message]:
    """Yield what is answered until a ping is and, where `wait` says so, nothing is under way any more.

    TimeoutError where nobody answers a ping; one more is sent whenever nothing was heard for a while.
    """
    patience = time.monotonic() + PATIENCE_SECONDS
    under_way: set[object] = set()
    began, pinged = False, True
    sock.send(_PING)
    until = time.monotonic() + ANSWER_SECONDS
    while not began or (wait and under_way):
        now = time.monotonic()
        if now > patience:
            yield Message(_ERROR, (*under_way, f"is still under way after {PATIENCE_SECONDS:g} s; demond goes on"))
            return
        sock.settimeout(max(until - now, 1e-3))
        try:
            packet = decode(sock.recv(65536))
        except Malformed:
            continue
        except TimeoutError:
            if pinged:
                raise
            sock.send(_PING)
            pinged, until = True, time.monotonic() + ANSWER_SECONDS
            continue
        messages = [message for _, message in packet.messages()] if isinstance(packet, Bundle) else [packet]
        for message in messages:
            if message.address == PREFIX + "pong" and message.arguments == _ECHO:
                began, pinged, until = True, False, time.monotonic() + ANSWER_SECONDS
                continue
            if message.address in (_ERROR, _NOTE) and len(message.arguments) == 2:
                about, text = message.arguments
                if text == UNDER_WAY:
                    under_way.add(about)
                elif message.address == _ERROR or text in (HEARD, OVERTAKEN) or _is_action(about):
                    under_way.discard(about)
            yield message


def _is_action(address: object) -> bool:
    row = PARAMETERS.get(str(address).removeprefix(PREFIX))
    return row is not None and row.kind == "action"
