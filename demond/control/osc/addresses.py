"""What can be played: the addresses of the store's rows, and those that mapping files add. For one thread."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from functools import partial
from heapq import nlargest
from itertools import takewhile

from demond.control.mapping import Alias
from demond.control.osc.floods import heads
from demond.control.osc.packets import Arguments
from demond.control.osc.patterns import BadPattern, Index, is_pattern
from demond.parameters import PREFIX, ControlError, Parameter, absent, suggest
from demond.store import Store

MOST_SELECTED = 256
SUGGEST_SECONDS, MOST_COMPARED = 0.1, 64

Rows = Mapping[str, Parameter]


class Addresses:
    """The rows of a store by name and by address, and aliases beside them.

    `heads` are those of settings that a later one overwrites, as `floods` wants them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.names: Rows = store.rows
        self.rows = _by_address(self.names)
        self.heads = heads(self.names.values())
        self._index: Index | None = None
        self._selected: dict[str, tuple[str, ...]] = {}
        self._suggested = 0.0
        self.set_aliases({})

    def refresh(self) -> None:
        """Take the rows of LoRAs that came or went among the addresses."""
        if self.names is not self._store.rows:
            self.names = self._store.rows
            self.rows = _by_address(self.names)
            self.heads = heads(self.names.values())
            self._forget_selected()

    def set_aliases(self, aliases: Mapping[str, Alias]) -> None:
        """Have these aliases, in place of those before."""
        self.aliases = dict(aliases)
        above = {address.rpartition("/")[0] for address in aliases} - {""}
        self._touches = frozenset(f"{address}/z" for address in (above | aliases.keys())) - aliases.keys()
        self._pages = frozenset("/" + address.split("/")[1] for address in above) - aliases.keys()
        self._forget_selected()

    def idle(self, address: str, arguments: Arguments) -> bool:
        """Say whether this asks for nothing: TouchOSC's touch of an alias, `/1/fader1/z`, or a page of them, `/1`."""
        return address in self._touches or (address in self._pages and not arguments)

    def select(self, pattern: str) -> tuple[str, ...]:
        """Return the addresses that a pattern matches; ControlError where there are none, or where it is no pattern."""
        if not is_pattern(pattern):
            matches: tuple[str, ...] = (pattern,) if pattern in self.rows or pattern in self.aliases else ()
        elif pattern in self._selected:
            matches = self._selected[pattern]
        else:
            if self._index is None:
                self._index = Index((*self.rows, *self.aliases))
            try:
                matches = self._index.select(pattern)
            except BadPattern as error:
                raise ControlError(pattern, str(error)) from None
            if len(self._selected) >= MOST_SELECTED:
                self._selected.clear()
            self._selected[pattern] = matches
        if not matches:
            raise ControlError(pattern, "no address matches this pattern")
        return matches

    def missing(self, address: str, what: str, known: Iterable[str]) -> str:
        """Say what there is not, and which of the known names is near.

        Comparing is slow, so a flood of unknown ones gets few suggestions.
        """
        absent, now = self.absent(address), time.monotonic()
        if absent or now - self._suggested < SUGGEST_SECONDS:
            return absent or what
        self._suggested = now
        return what + suggest(address, nlargest(MOST_COMPARED, known, key=partial(_alike, address)))

    def absent(self, address: str) -> str:
        """Say which LoRA an address misses; an empty text for any other address."""
        return absent(address.removeprefix(PREFIX), self.names)

    def _forget_selected(self) -> None:
        self._index = None
        self._selected.clear()


def _alike(one: str, other: str) -> int:
    """How many characters two names begin and end with in common."""
    return _common(one, other) + _common(reversed(one), reversed(other))


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _by_address(rows: Rows) -> Rows:
    return {row.address: row for row in rows.values()}
