"""Messages written as hex with places for a number, a label or a value in words: pure, any thread, no torch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mido import Message

from demond.parameters import Parameter, Value, value_text

MOST_BYTES = 4096
LONGEST_TEXT = 128
PLACES = "{byte}, {msb}, {lsb}, {label:N} and {value:N}"

_PLACE = re.compile(r"\{(\w+)(?::(\d+))?(?::([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a template has something put in: for `label` and `value`, so many characters; `each` is how a character
    is written, as one of "h", "l" and bytes at each place; nothing for the character itself."""

    what: str
    length: int = 0
    each: tuple[int | str, ...] = ()


Template = tuple[bytes | Place, ...]
"""A message: bytes, and places between them."""


def hex_bytes(text: str) -> bytes:
    """The bytes of "F0 7E F7"; ValueError with a sentence."""
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise ValueError(f"expected hex, as F0 7E 7F 06 01 F7, found {text!r:.60}") from None
    if not data:
        raise ValueError("expected hex, as F0 7E 7F 06 01 F7, found nothing")
    return data


def message(data: Sequence[int]) -> bytes:
    """The bytes, if they are one complete MIDI message; ValueError with a sentence."""
    try:
        return bytes(Message.from_bytes(bytes(data)).bytes())
    except ValueError as error:
        shown = bytes(data[:12]).hex(" ").upper()
        raise ValueError(f"{shown} is no complete MIDI message ({error})") from None


def template(text: str) -> Template:
    """A message with places; ValueError with a sentence."""
    parts: list[bytes | Place] = []
    at = 0
    for found in _PLACE.finditer(text):
        if before := text[at : found.start()].strip():
            parts.append(hex_bytes(before))
        parts.append(_place(*found.groups()))
        at = found.end()
    if rest := text[at:].strip():
        parts.append(hex_bytes(rest))
    if not parts:
        raise ValueError("expected hex, as F0 7E 7F 06 01 F7, found nothing")
    if sum(len(part) if isinstance(part, bytes) else 0 for part in parts) > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES} bytes")
    return tuple(parts)


def filled(parts: Template, code: bytes = b"", number: int = 0, label: str = "", value: str = "") -> bytes:
    """A template with everything put in."""
    data = bytearray()
    for part in parts:
        if isinstance(part, bytes):
            data += part
        elif part.what == "byte":
            data += code
        elif part.what in ("msb", "lsb"):
            data.append(number >> 7 & 0x7F if part.what == "msb" else number & 0x7F)
        else:
            text = label if part.what == "label" else value
            data += bytes(_spelled(fitted(text, part.length), part.each))
    return bytes(data)


def fitted(text: str, length: int) -> str:
    """Text as a display of so many characters shows it: ASCII, shortened where it must be, padded with spaces."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text.strip()) if not unicodedata.combining(letter))
    plain = "".join(letter if " " <= letter <= "~" else "?" for letter in letters)
    if len(plain) > length:
        plain = _shortened(plain, length)
    return plain[:length].ljust(length)


def label_of(name: str) -> str:
    """What a display calls a control where its file does not say."""
    return name.replace("/", " ").replace("_", " ")


def words_of(row: Parameter, value: Value, length: int) -> str:
    """A value in so many characters, its unit where there is room."""
    if isinstance(value, float):
        spelled = [f"{value:.2f}", f"{value:.1f}", f"{value:.0f}"]
        if row.unit:
            spelled = [f"{number} {row.unit}" for number in spelled[:2]] + spelled
        return next((each for each in spelled if len(each) <= length), spelled[-1])
    if isinstance(value, str):
        return value
    told = value_text(row, value)
    return f"{told} {row.unit}" if row.unit and len(told) + 1 + len(row.unit) <= length else told


def _place(what: str, length: str | None, each: str | None) -> Place:
    if what in ("byte", "msb", "lsb"):
        if length is not None or each is not None:
            raise ValueError(f"{{{what}}} takes no length")
        return Place(what)
    if what not in ("label", "value"):
        raise ValueError(f"there is no {{{what}}}, expected {PLACES}")
    if length is None or not 1 <= int(length) <= LONGEST_TEXT:
        raise ValueError(f"{{{what}}} wants its length, 1..{LONGEST_TEXT}, as {{{what}:7}}")
    return Place(what, int(length), () if each is None else tuple(_pattern(each)))


def _pattern(each: str) -> Iterator[int | str]:
    """How a character is written: "4D 2h 1l" is 4D, 20 and its high half, 10 and its low half."""
    for word in each.split():
        if not re.fullmatch(r"[0-9A-F][0-9A-Fhl]", word):
            raise ValueError(f"found {word!r} for a character, expected bytes as in 4D 2h 1l")
        high, low = int(word[0], 16) << 4, word[1]
        yield f"{low}{high}" if low in "hl" else high | int(low, 16)


def _spelled(text: str, each: tuple[int | str, ...]) -> Iterator[int]:
    for letter in text.encode("ascii"):
        if not each:
            yield letter
        for part in each:
            if isinstance(part, int):
                yield part
            else:
                yield int(part[1:]) | (letter >> 4 if part[0] == "h" else letter & 0x0F)


def _shortened(text: str, length: int) -> str:
    """Text without as many of its small vowels within words as must go, from the end on."""
    letters = list(text)
    for at in range(len(letters) - 1, 0, -1):
        if len(letters) <= length:
            break
        if letters[at] in "aeiou" and letters[at - 1] != " ":
            del letters[at]
    while len(letters) > length and " " in letters:
        letters.remove(" ")
    return "".join(letters)
