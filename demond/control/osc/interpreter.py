"""What messages ask for, understood and checked before any of it is done. Lives in one asyncio loop, one thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial

from demond.control.osc.addresses import Addresses
from demond.control.osc.packets import Arguments
from demond.control.osc.patterns import is_pattern
from demond.control.osc.queries import Step
from demond.control.osc.sockets import Peer
from demond.control.osc.values import value_of
from demond.parameters import ControlError, Parameter, suggest
from demond.store import Item

SUGGEST_SECONDS = 0.1


class Change:
    """What messages ask for that belong together: values to set as one, then steps to do in order.

    `atomic`: nothing of it is to be done unless all is possible. `ignored` counts what a surface says by the way.
    """

    def __init__(self, atomic: bool = False) -> None:
        self.atomic = atomic
        self.ignored = 0
        self.items: list[Item] = []
        self.steps: list[tuple[str, Step]] = []

    def add(self, more: Change) -> None:
        """Have this done as well."""
        self.ignored += more.ignored
        self.items += more.items
        self.steps += more.steps


class Interpreter:
    """Understands messages: what is set by address, done by `act`, asked by one of the `commands`, or an alias.

    `settle` is told whether what an alias was sent holds.
    """

    def __init__(
        self,
        addresses: Addresses,
        commands: Mapping[str, Callable[[Arguments], Step]],
        act: Callable[[Parameter, tuple[object, ...], Peer], None],
        settle: Callable[[Peer, str, bool], None],
    ) -> None:
        self._addresses = addresses
        self._commands = commands
        self._act = act
        self._settle = settle
        self._suggested = 0.0

    def plan(self, address: str, arguments: Arguments, change: Change) -> None:
        """Add to `change` what a message asks for; ControlError where that is not possible."""
        row = self._addresses.rows.get(address)
        if row is not None:
            if row.kind == "action":
                self._plan_action(row, arguments, change)
            else:
                change.items.append((row.name, *value_of(row, arguments)))
        elif address in self._commands:
            change.steps.append((address, self._commands[address](arguments)))
        elif address in self._addresses.aliases:
            if change.atomic:
                self._addresses.aliases[address].check(arguments)
            change.steps.append((address, partial(self._play_alias, address, arguments)))
        elif address in self._addresses.touches or (address in self._addresses.pages and not arguments):
            change.ignored += 1
        elif is_pattern(address):
            for match in self._addresses.select(address):
                self.plan(match, arguments, change)
        else:
            missing = self._addresses.absent(address) or "there is no such address"
            raise ControlError(address, missing + self._suggestion(address))

    def _plan_action(self, row: Parameter, arguments: Arguments, change: Change) -> None:
        """Buttons send 1 when pressed, which counts, and 0 when released, which does not."""
        if not row.arguments and len(arguments) == 1 and isinstance(arguments[0], (int, float, type(None))):
            if arguments[0] is not None and not arguments[0]:
                return
            arguments = ()
        change.steps.append((row.address, partial(self._act, row, row.accept(arguments))))

    def _play_alias(self, address: str, arguments: Arguments, peer: Peer) -> None:
        alias = self._addresses.aliases.get(address)
        if alias is not None:
            alias(arguments, peer)
            self._settle(peer, address, alias.holds(arguments))

    def _suggestion(self, address: str) -> str:
        """Suggest an address; comparing is slow, so a flood of unknown ones gets few suggestions."""
        now = time.monotonic()
        if now - self._suggested < SUGGEST_SECONDS:
            return ""
        self._suggested = now
        return suggest(address, (*self._addresses.rows, *self._commands, *self._addresses.aliases))
