"""Problems of TOML files, with the place of each: pure, no torch."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

Place = tuple[str | int, ...]
"""A key in a TOML file: ("midi", 0, "number") is that key of the first [[midi]]."""

_STRING_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]++|\\.|""?(?!"))*+"{3,5}' r"|'''.*?'{3,5}" r'|"(?:[^"\\\n]++|\\.)*+"' r"|'[^'\n]*'" r"|#[^\n]*",
    re.DOTALL,
)
_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file, in the words the user sees."""

    file: str
    line: int | None
    place: Place
    text: str

    @property
    def key(self) -> str:
        """The place as people count: "midi #1 number"."""
        return " ".join(f"#{step + 1}" if isinstance(step, int) else step for step in self.place)

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.key}: {self.text}" if self.place else f"{where}: {self.text}"


class Problems(ValueError):
    """Everything that is wrong with the files that were read, one line a problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


LARGEST, LONGEST_LINE = 1 << 18, 1 << 12
"""Bytes of a file and characters of a line: with these no pattern, here or in tomllib, holds other threads up."""


def text_of(path: Path, largest: int = LARGEST, *, long_texts: bool = False) -> str:
    """The text of a TOML file of bounded size, without a byte order mark; never waits for a pipe or a device.

    `long_texts`: what stands in quotes may be longer than a line. Raises OSError or UnicodeDecodeError.
    """
    if "\0" in str(path):
        raise OSError(errno.EINVAL, "no file has a zero byte in its name")
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        kind = os.fstat(file.fileno())
        if not stat.S_ISREG(kind.st_mode):
            raise OSError(errno.EINVAL, "it is no file", str(path))
        data = file.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"it has {kind.st_size} bytes, more than such a file can have")
    text = data.decode("utf-8-sig")
    lengths = list(map(len, text.split("\n")))
    if long_texts and max(lengths) > LONGEST_LINE:
        lengths = list(map(len, _STRING_OR_COMMENT.sub('""', text).split("\n")))
    if (longest := max(lengths)) > LONGEST_LINE:
        number = 1 + lengths.index(longest)
        raise OSError(errno.EFBIG, f"line {number} has {longest} characters, and {LONGEST_LINE} are read at most")
    return text


def positions(text: str) -> dict[Place, int]:
    """Line of every table header and key in valid TOML, as ("midi", 0) and ("midi", 0, "number").

    Keys inside inline tables have no line of their own: ask `line_of`, which looks above them.
    """
    masked = _STRING_OR_COMMENT.sub(lambda match: "\0".join("_" * len(line) for line in match[0].split("\n")), text)
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    prefix: Place = ()
    depth = offset = 0
    for number, line in enumerate(text.split("\n"), start=1):
        body = masked[offset : offset + len(line)]
        within_string = offset > 0 and masked[offset - 1] == "\0"
        offset += len(line) + 1
        if depth == 0 and not within_string:
            if header := _HEADER.match(line):
                prefix = _inside(_split(header[2]), counts, header[1] == "[[")
                if header[1] == "[[":
                    counts[prefix] = counts.get(prefix, -1) + 1
                    prefix = (*prefix, counts[prefix])
                found.setdefault(prefix, number)
            elif key := _KEY.match(line):
                found.setdefault((*prefix, *_split(key[1])), number)
        depth += sum(map(body.count, "[{")) - sum(map(body.count, "]}"))
    return found


def _inside(header: Place, counts: Mapping[Place, int], more: bool) -> Place:
    """A header's place: one under a table of many lies in the last of them; `more` begins another one itself."""
    place: Place = ()
    for depth, step in enumerate(header, start=1):
        place = (*place, step)
        if place in counts and not (more and depth == len(header)):
            place = (*place, counts[place])
    return place


def line_of(lines: Mapping[Place, int], place: Place) -> int | None:
    """Line of `place`, or of the nearest table above it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


def _split(dotted: str) -> Place:
    return tuple(part.strip("\"'") for part in re.findall(_NAME, dotted))
