"""Names from outside (of ports, devices, files, peers) as people are shown them. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SOME = 4
_FOLDERS = re.compile(r"(?<![\w/.~-])~?/(?!demond/)(?:[^/\s]+/)+")


def shown(name: str | bytes) -> str:
    """A name with everything escaped that cannot be seen or would change what is seen around it.

    That is what is no UTF-8, control characters, ends of lines and marks of writing direction.
    """
    text = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if "\udc80" <= character <= "\udcff":  # a byte that was no UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")


def some(names: Sequence[str]) -> str:
    """The first few of some names."""
    return ", ".join(names[:_SOME]) + (", ..." if len(names) > _SOME else "")


def without_folders(text: str) -> str:
    """A sentence in which paths of files are their names alone, as far as they can be told from its words.

    What a word begins, as 3/4, and addresses of ours are no paths.
    """
    return _FOLDERS.sub("", text)
