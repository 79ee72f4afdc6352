"""OSC address patterns: `?`, `*`, `[a-z]`, `[!a-z]`, `{one,two}` within a part, `//` across parts. Pure functions.

Matching follows all ways through a pattern at once, so no pattern can make it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 256

_SPECIAL = re.compile(r"[*?\[\]{}]|//")


class BadPattern(ValueError):
    """A pattern that says nothing; the text tells why."""


@dataclass(frozen=True, slots=True)
class _AnyOf:
    characters: frozenset[str]
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Any number of characters; of `/` too where `deep`."""

    deep: bool = False


_Token = _AnyOf | _Words | _Run
_ANY = _AnyOf(frozenset("/"), inverted=True)


def is_pattern(address: str) -> bool:
    """Say whether an address has anything in it that could match more than itself."""
    return _SPECIAL.search(address) is not None


def select(pattern: str, addresses: Iterable[str]) -> tuple[str, ...]:
    """Return those addresses that the pattern matches, in their order; BadPattern if it is none."""
    tokens = _tokens(pattern)
    return tuple(address for address in addresses if _matches(tokens, address))


def _tokens(pattern: str) -> list[_Token]:
    if len(pattern) > LONGEST:
        raise BadPattern(f"an address pattern has at most {LONGEST} characters, this one {len(pattern)}")
    tokens: list[_Token] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if character in "]}":
            raise BadPattern(f'"{character}" closes nothing in the pattern {pattern}')
        if character in "[{":
            stop = pattern.find("]" if character == "[" else "}", position + 1)
            if stop < 0:
                raise BadPattern(f'"{character}" is never closed in the pattern {pattern}')
            inside = pattern[position + 1 : stop]
            tokens.append(_class(inside) if character == "[" else _Words(tuple(inside.split(","))))
            position = stop
        elif character == "?":
            tokens.append(_ANY)
        elif character == "*":
            tokens.append(_Run())
        elif character == "/" and pattern.startswith("//", position):
            tokens += [_Words(("/",)), _Run(deep=True)]
            position += 1
        else:
            tokens.append(_Words((character,)))
        position += 1
    return tokens


def _class(inside: str) -> _AnyOf:
    inverted = inside.startswith("!")
    body = inside[1:] if inverted else inside
    characters: set[str] = set()
    position = 0
    while position < len(body):
        if position + 2 < len(body) and body[position + 1] == "-":
            low, high = sorted((ord(body[position]), ord(body[position + 2])))
            characters.update(map(chr, range(low, min(high, low + 256) + 1)))
            position += 3
        else:
            characters.add(body[position])
            position += 1
    if inverted:
        characters.add("/")
    return _AnyOf(frozenset(characters), inverted)


def _matches(tokens: list[_Token], text: str) -> bool:
    places = {0}
    for token in tokens:
        following: set[int] = set()
        for place in places:
            if isinstance(token, _Words):
                following.update(place + len(word) for word in token.words if text.startswith(word, place))
            elif isinstance(token, _Run):
                following.update(_run(token, text, place))
            elif place < len(text) and (text[place] in token.characters) != token.inverted:
                following.add(place + 1)
        if not following:
            return False
        places = following
    return len(text) in places


def _run(token: _Run, text: str, place: int) -> Iterable[int]:
    if token.deep:
        # After "//": whole parts are skipped, so that what follows starts a part.
        return [place, *(i + 1 for i in range(place, len(text)) if text[i] == "/")]
    stop = text.find("/", place)
    return range(place, (len(text) if stop < 0 else stop) + 1)
