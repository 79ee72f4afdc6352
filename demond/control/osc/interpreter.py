"""What messages ask for, understood and checked before any of it is done. Lives in one asyncio loop, one thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial

from demond.calls import asked_by
from demond.control.osc.access import Standing
from demond.control.osc.addresses import Addresses
from demond.control.osc.packets import Arguments
from demond.control.osc.patterns import is_pattern
from demond.control.osc.peers import Peer
from demond.control.osc.queries import Step
from demond.control.osc.turns import Work
from demond.control.osc.values import value_of
from demond.parameters import ControlError, Parameter
from demond.store import Checked, Outcome, Store

MOST_STEPS = 4096

Permit = Callable[[Parameter, object], None]
"""Raises ControlError where a control may not be given a text that names a file or a model."""


class Change:
    """What messages ask for that belong together: values to set as one, then steps to do in order.

    `atomic`: nothing of it is to be done unless all is possible. `acts` is whether a step may set values itself.
    """

    def __init__(self, atomic: bool = False) -> None:
        self.atomic = atomic
        self._settings: dict[tuple[str, bool], Checked] = {}
        self.steps: list[tuple[str, Step]] = []
        self.acts = False

    @property
    def settings(self) -> list[Checked]:
        """What is to be set, in order: of each control the last value, and a ramp from there."""
        return list(self._settings.values())

    def set(self, name: str, outcome: Outcome, seconds: float) -> None:
        if not seconds:
            self._settings.pop((name, True), None)
        self._settings[name, seconds > 0.0] = (name, outcome, seconds)

    def do(self, address: str, step: Step, acts: bool = True) -> None:
        if len(self.steps) >= MOST_STEPS:
            raise ControlError(address, f"asks for more than {MOST_STEPS} things at once")
        self.steps.append((address, step))
        self.acts |= acts


def add(changes: list[Change], more: Change) -> None:
    """Have more asked for as well, as part of the last change; what is set after what acts begins another one.

    ControlError, and nothing of it is asked for, where that is too much at once.
    """
    if sum(len(change.steps) for change in changes) + len(more.steps) > MOST_STEPS:
        raise ControlError(more.steps[0][0], f"asks for more than {MOST_STEPS} things at once")
    if not changes or (more.settings and changes[-1].acts):
        changes.append(Change(more.atomic))
    last = changes[-1]
    for setting in more.settings:
        last.set(*setting)
    last.steps += more.steps
    last.acts |= more.acts


class Interpreter:
    """Understands messages: what is set by address, done by `act`, asked by one of the `commands`, or an alias.

    `settle` is told whether what an alias was sent is what holds then.
    """

    def __init__(
        self,
        store: Store,
        addresses: Addresses,
        commands: Mapping[str, Callable[[Arguments], Step]],
        act: Callable[[Parameter, tuple[object, ...], Peer], None],
        settle: Callable[[Peer, str, bool], None],
        permit: Permit | None,
    ) -> None:
        self._store = store
        self._addresses = addresses
        self._commands = commands
        self._act = act
        self._settle = settle
        self._permit = permit

    def plan(self, address: str, arguments: Arguments, change: Change, standing: Standing, confined: bool) -> Work:
        """Add to `change` what a message asks for; ControlError where that is not possible, or not for this sender.

        One that is `confined` names files only as they are permitted.
        """
        if address in self._commands:
            change.do(address, self._commands[address](arguments), acts=False)
            return
        if standing is Standing.READER:
            raise ControlError(address, "may only be asked for by this sender: it is in [osc] read_only")
        known = self._addresses
        if address not in known.rows and address not in known.aliases and not is_pattern(address):
            names = (*known.rows, *self._commands, *known.aliases)
            raise ControlError(address, known.missing(address, "there is no such address", names))
        alike: dict[Hashable, tuple[Outcome, float]] = {}
        for match in known.select(address):
            row = known.rows.get(match)
            if row is None:
                self._plan_alias(match, arguments, change, confined)
            elif row.kind == "action":
                self._plan_action(row, arguments, change, confined)
            else:
                change.set(row.name, *self._outcome(row, arguments, confined, alike))
            yield

    def _outcome(
        self, row: Parameter, arguments: Arguments, confined: bool, alike: dict[Hashable, tuple[Outcome, float]]
    ) -> tuple[Outcome, float]:
        """What a row is to be set to; of rows that take the same curves, a long one is read once."""
        takes = (
            (row.low, row.high, row.default, row.unit, row.none)
            if row.kind == "curve" and not row.follows
            else row.name
        )
        if takes not in alike:
            value, seconds = value_of(row, arguments)
            alike[takes] = (self._store.check(row.name, value, seconds), seconds)
        outcome = alike[takes][0]
        if confined and self._permit is not None and row.rate == "rebuild" and isinstance(outcome.value, str):
            self._permit(row, outcome.value)
        return alike[takes]

    def _plan_action(self, row: Parameter, arguments: Arguments, change: Change, confined: bool) -> None:
        """Buttons send 1 when pressed, which counts, and 0 when released, which does not."""
        if not row.arguments and len(arguments) == 1 and isinstance(arguments[0], (int, float, type(None))):
            if arguments[0] is not None and not arguments[0]:
                return
            arguments = ()
        accepted = row.accept(arguments)
        if confined and self._permit is not None and accepted and isinstance(accepted[0], str):
            self._permit(row, accepted[0])
        change.do(row.address, partial(self._act, row, accepted))

    def _plan_alias(self, address: str, arguments: Arguments, change: Change, confined: bool) -> None:
        alias = self._addresses.aliases[address]
        if change.atomic or confined:
            for row, said in zip(alias.rows, alias.check(arguments), strict=True):
                names = row.kind == "action" or row.rate == "rebuild"
                if confined and self._permit is not None and names and isinstance(said, str):
                    self._permit(row, said)
        change.do(address, partial(self._play_alias, address, arguments))

    def _play_alias(self, address: str, arguments: Arguments, peer: Peer) -> None:
        alias = self._addresses.aliases.get(address)
        if alias is not None:
            with asked_by(peer):
                alias(arguments, peer)
            self._settle(peer, address, alias.holds(arguments))
