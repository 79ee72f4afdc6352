"""Monome grids and arcs, by serialosc: what is pressed and turned is played at addresses that mapping files name, and
what holds there is shown in lights.

A grid has faders `/monome/row/Y` (0 to 1) and buttons `/monome/key/X/Y` (1 while down), an arc rings `/monome/ring/N`
(0 to 1) and `/monome/ring/N/key`; all are counted from 1, rows from the top. A row that is a fader has no buttons.
Everything runs in one asyncio loop. No torch.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from demond.control.mapping import Alias
from demond.control.osc.packets import Arguments, Malformed, Message, TooMuch, decode, encode
from demond.parameters import ControlError, Value
from demond.store import Store

HOST, PORT = "127.0.0.1", 12002
LOOK_SECONDS = 2.0
"""Between two questions which devices there are."""
LOOKS_MISSED = 3
"""After so many that a device is not named in it is taken for gone."""
SHOW_SECONDS = 0.025
"""Between two pictures."""
TICK = 1.0 / 512.0
"""The part of its travel that a ring moves by a step of the arc."""
BRIGHT, OFF, DIM = 15, 4, 2
"""Levels of what is on, of a button that is off, and of the rest of a ring."""
RING, RING_FROM, RING_LIGHTS = 64, 36, 57
"""Lights of a ring, the one where its travel begins, and over how many it goes, clockwise."""
MOST_READ = 64

_log = logging.getLogger("demond.control.monome")


@dataclass(slots=True, eq=False)
class _Device:
    """A device that is there: its port, the prefix of its messages, and what it shows, by quad or ring.

    `size` is a grid's columns and rows, None until it said so; an arc has none. `turned` is where rings were left.
    """

    id: str
    port: int
    arc: bool
    size: tuple[int, int] | None = None
    missed: int = 0
    shown: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    turned: dict[int, float] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        return f"/demond-{self.port}"

    @property
    def origin(self) -> str:
        return f"monome {self.id}"


class Monome:
    """Plays grids and arcs as they come and go, by the aliases that it is given.

    Made in the running loop; `port` is serialosc's, on this machine. Changes of the store may come from any thread.
    """

    def __init__(self, store: Store, port: int = PORT, *, look: float = LOOK_SECONDS) -> None:
        self._store = store
        self._server = (HOST, port)
        self._look = look
        self._loop = asyncio.get_running_loop()
        self._aliases: Mapping[str, Alias] = {}
        self._devices: dict[str, _Device] = {}
        self._speaking: dict[object, str] = {}
        self._notified = False
        self._planned = False
        self._showed = 0.0
        self._told = ""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((HOST, 0))
        self._port: int = self._socket.getsockname()[1]
        self._loop.add_reader(self._socket, self._read)
        self._looking = self._loop.call_soon(self._ask)
        store.listen(self._changed)

    def devices(self) -> list[str]:
        """The devices that are there, by id."""
        return sorted(self._devices)

    def set_aliases(self, aliases: Mapping[str, Alias]) -> None:
        """Play and show by these from now on."""
        self._aliases = {address: alias for address, alias in aliases.items() if address.startswith("/monome/")}
        self._plan()

    def close(self) -> None:
        """Turn all lights off and let the devices go."""
        self._store.unlisten(self._changed)
        self._looking.cancel()
        for device in self._devices.values():
            self._dark(device)
        self._devices.clear()
        self._loop.remove_reader(self._socket)
        self._socket.close()

    # -- what there is ----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask which devices there are; those that were not named for long are gone."""
        for device in list(self._devices.values()):
            device.missed += 1
            if device.missed > LOOKS_MISSED:
                self._gone(device.id)
        self._list()
        self._looking = self._loop.call_later(self._look, self._ask)

    def _list(self) -> None:
        self._send(self._server, "/serialosc/list", HOST, self._port)

    def _notify(self) -> None:
        """Ask to be told of the next device that comes or goes."""
        self._send(self._server, "/serialosc/notify", HOST, self._port)

    def _found(self, id: str, kind: str, port: int) -> None:
        if not self._notified:
            self._notified = True
            self._notify()
        device = self._devices.get(id)
        if device is not None and device.port == port:
            device.missed = 0
            return
        device = self._devices[id] = _Device(id, port, "arc" in kind.lower())
        _log.info("monome: %s (%s) is there", id, kind)
        self._tell(device, "/sys/host", HOST)
        self._tell(device, "/sys/port", self._port)
        self._tell(device, "/sys/prefix", device.prefix)
        self._tell(device, "/sys/info", HOST, self._port)
        self._plan()

    def _gone(self, id: str) -> None:
        if self._devices.pop(id, None) is not None:
            _log.warning("monome: %s is gone, waiting for it", id)

    # -- what arrives -----------------------------------------------------------------------------------------------

    def _read(self) -> None:
        for _ in range(MOST_READ):
            try:
                data, sender = self._socket.recvfrom(65536)
            except BlockingIOError:
                return
            except OSError:  # nobody listens at a port that was sent to
                continue
            if sender[0] != HOST:
                continue
            with contextlib.suppress(Malformed, TooMuch):
                message = decode(data)
                if isinstance(message, Message):
                    self._take(message, sender)

    def _take(self, message: Message, sender: object) -> None:
        address, arguments = message.address, message.arguments
        match address, arguments:
            case "/serialosc/device", (str(id), str(kind), int(port), *_) if 0 < port < 65536:
                self._found(id, kind, port)
            case "/serialosc/add" | "/serialosc/remove", (str(id), *_):
                self._gone(id)
                self._notify()
                self._list()
            case "/sys/id", (str(id), *_):
                self._speaking[sender] = id
            case "/sys/size", (int(columns), int(rows), *_) if 0 < columns <= 32 and 0 < rows <= 32:
                device = self._devices.get(self._speaking.pop(sender, ""))
                if device is not None:
                    device.size = (columns, rows)
                    self._plan()
            case _:
                prefix, _, rest = address.removeprefix("/").partition("/")
                device = next((one for one in self._devices.values() if one.prefix == f"/{prefix}"), None)
                if device is not None:
                    self._play(device, rest, arguments)

    def _play(self, device: _Device, what: str, arguments: Sequence[object]) -> None:
        """Play what was pressed or turned; what does not fit is told once in the log."""
        try:
            match what, arguments:
                case "grid/key", (int(x), int(y), int(state)) if device.size is not None:
                    self._key(device, x, y, state, device.size[0])
                case "enc/delta", (int(ring), int(steps)):
                    self._turn(device, ring + 1, steps)
                case "enc/key", (int(ring), int(state)):
                    self._at(device, f"/monome/ring/{ring + 1}/key", float(state > 0))
        except ControlError as error:
            if str(error) != self._told:
                self._told = str(error)
                _log.warning("monome: %s: %s", device.id, error)

    def _key(self, device: _Device, x: int, y: int, state: int, columns: int) -> None:
        row = f"/monome/row/{y + 1}"
        if row not in self._aliases:
            self._at(device, f"/monome/key/{x + 1}/{y + 1}", float(state > 0))
        elif state:
            self._at(device, row, min(max(x / max(columns - 1, 1), 0.0), 1.0))

    def _turn(self, device: _Device, ring: int, steps: int) -> None:
        """Move from where the value is, or from where this ring left it, between two whole numbers too."""
        address = f"/monome/ring/{ring}"
        alias = self._aliases.get(address)
        if alias is None:
            return
        before = device.turned.get(ring)
        if before is None or not alias.holds((before,)):
            shown = alias.shown()
            before = shown[0] if shown and isinstance(shown[0], float) else 0.0
        device.turned[ring] = min(max(before + steps * TICK, 0.0), 1.0)
        self._at(device, address, device.turned[ring])

    def _at(self, device: _Device, address: str, value: float) -> None:
        alias = self._aliases.get(address)
        if alias is not None:
            alias((value,), device.origin)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _changed(self, name: str, value: Value, origin: object) -> None:
        if self._devices and not self._planned and any(alias.shows(name) for alias in list(self._aliases.values())):
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._plan)

    def _plan(self) -> None:
        """Show what holds, as soon as it may be."""
        if self._devices and not self._planned:
            self._planned = True
            self._loop.call_later(max(0.0, self._showed + SHOW_SECONDS - time.monotonic()), self._show)

    def _show(self) -> None:
        self._planned = False
        self._showed = time.monotonic()
        for device in self._devices.values():
            if device.arc:
                self._show_rings(device)
            elif device.size is not None:
                self._show_grid(device, *device.size)
        if self._store.ramping():
            self._plan()

    def _show_grid(self, device: _Device, columns: int, rows: int) -> None:
        picture = [self._row(y, columns) for y in range(rows)]
        for top in range(0, rows, 8):
            for left in range(0, columns, 8):
                quad = [picture[y][x] if y < rows and x < columns else 0 for y in _eight(top) for x in _eight(left)]
                self._picture(device, (left, top), tuple(quad), "/grid/led/level/map", left, top)

    def _row(self, y: int, columns: int) -> list[int]:
        """The levels of a row: a bar as far as its fader stands, or each button's own."""
        fader = self._aliases.get(f"/monome/row/{y + 1}")
        if fader is not None:
            position = _position(fader)
            lit = 0.0 if position is None else position * (columns - 1) + 1.0
            return [round(BRIGHT * min(max(lit - x, 0.0), 1.0)) for x in range(columns)]
        return [_button(self._aliases.get(f"/monome/key/{x + 1}/{y + 1}")) for x in range(columns)]

    def _show_rings(self, device: _Device) -> None:
        for ring in range(4):
            alias = self._aliases.get(f"/monome/ring/{ring + 1}")
            position = None if alias is None else _position(alias)
            lights = [0] * RING
            for n in range(RING_LIGHTS if position is not None else 0):
                lit = min(max((position or 0.0) * (RING_LIGHTS - 1) + 1.0 - n, 0.0), 1.0)
                lights[(RING_FROM + n) % RING] = max(round(BRIGHT * lit), DIM)
            self._picture(device, (ring, -1), tuple(lights), "/ring/map", ring)

    def _picture(
        self, device: _Device, place: tuple[int, int], levels: tuple[int, ...], address: str, *where: int
    ) -> None:
        """Send a picture that is not there yet."""
        if device.shown.get(place) != levels:
            device.shown[place] = levels
            self._tell(device, device.prefix + address, *where, *levels)

    def _dark(self, device: _Device) -> None:
        if device.arc:
            for ring in range(4):
                self._tell(device, device.prefix + "/ring/all", ring, 0)
        else:
            self._tell(device, device.prefix + "/grid/led/level/all", 0)

    def _tell(self, device: _Device, address: str, *arguments: str | int) -> None:
        self._send((HOST, device.port), address, *arguments)

    def _send(self, to: tuple[str, int], address: str, *arguments: str | int) -> None:
        """Send, where that can be: what is not heard is told again when the device comes back."""
        said: Arguments = arguments
        with contextlib.suppress(OSError):
            self._socket.sendto(encode(address, said), to)


def _eight(start: int) -> range:
    return range(start, start + 8)


def _position(alias: Alias) -> float | None:
    """Where a fader stands; None where its value has no place on it."""
    shown = alias.shown()
    return min(max(float(shown[0]), 0.0), 1.0) if shown and isinstance(shown[0], (int, float)) else None


def _button(alias: Alias | None) -> int:
    """The level of a button: bright while on, and dark where there is none."""
    if alias is None:
        return 0
    return BRIGHT if _position(alias) else OFF
