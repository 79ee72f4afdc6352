"""What can be played: the addresses of the store's rows, and those that mapping files add. For one thread."""

from __future__ import annotations

from collections.abc import Mapping

from demond.control.mapping import Alias
from demond.control.osc.floods import heads
from demond.control.osc.patterns import BadPattern, select
from demond.parameters import PREFIX, ControlError, Parameter, absent
from demond.store import Store

MOST_SELECTED = 256

Rows = Mapping[str, Parameter]


class Addresses:
    """The rows of a store by name and by address, and aliases beside them.

    `heads` are those of settings that a later one overwrites, as `floods` wants them. `touches` and `pages` are what
    TouchOSC sends besides where aliases are its controls: `/1/fader1/z` when touched, `/1` for a page that is shown.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._selected: dict[str, tuple[str, ...]] = {}
        self.names: Rows = store.rows
        self.rows = _by_address(self.names)
        self.heads = heads(self.names.values())
        self.set_aliases({})

    def refresh(self) -> None:
        """Take the rows of LoRAs that came or went among the addresses."""
        if self.names is not self._store.rows:
            self.names = self._store.rows
            self.rows = _by_address(self.names)
            self.heads = heads(self.names.values())
            self._selected.clear()

    def set_aliases(self, aliases: Mapping[str, Alias]) -> None:
        """Have these aliases, in place of those before."""
        self.aliases = dict(aliases)
        above = {address.rpartition("/")[0] for address in aliases} - {""}
        self.touches = frozenset(f"{address}/z" for address in (above | aliases.keys())) - aliases.keys()
        self.pages = frozenset("/" + address.split("/")[1] for address in above) - aliases.keys()
        self._selected.clear()

    def select(self, pattern: str) -> tuple[str, ...]:
        """Return the addresses that a pattern matches; ControlError where there are none, or where it is no pattern."""
        matches = self._selected.get(pattern)
        if matches is None:
            try:
                matches = select(pattern, (*self.rows, *self.aliases))
            except BadPattern as error:
                raise ControlError(pattern, str(error)) from None
            if len(self._selected) >= MOST_SELECTED:
                self._selected.clear()
            self._selected[pattern] = matches
        if not matches:
            raise ControlError(pattern, "no address matches this pattern")
        return matches

    def absent(self, address: str) -> str:
        """Say which LoRA an address misses; an empty text for any other address."""
        return absent(address.removeprefix(PREFIX), self.names)


def _by_address(rows: Rows) -> Rows:
    return {row.address: row for row in rows.values()}
