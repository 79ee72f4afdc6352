"""Grids and arcs against a scripted serialosc: a peer of its own, over UDP, that speaks as monome's protocol says."""

from __future__ import annotations

import asyncio
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from demond.calls import Calls
from demond.control.mapping import Mappings
from demond.control.monome import Monome
from demond.files import Files
from demond.sections import Config, MappingsSection, MidiSection
from demond.store import Store
from tests.osc_peer import rig

LOOK = 0.25


class Port:
    """A UDP port of serialosc: what it was told, newest last."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.told: list[tuple[str, list]] = []

    def listen(self) -> None:
        while select.select([self.socket], [], [], 0)[0]:
            message = OscMessage(self.socket.recv(65536))
            self.told.append((message.address, message.params))

    def say(self, to: int, address: str, *arguments: object, types: str) -> None:
        builder = OscMessageBuilder(address)
        for argument, kind in zip(arguments, types, strict=True):
            builder.add_arg(argument, kind)
        self.socket.sendto(builder.build().dgram, ("127.0.0.1", to))

    def last(self, address: str) -> list | None:
        self.listen()
        return next((arguments for known, arguments in reversed(self.told) if known == address), None)

    def all(self, address: str) -> list[list]:
        self.listen()
        return [arguments for known, arguments in self.told if known == address]


class Unit(Port):
    """A grid, by its size, or an arc."""

    def __init__(self, id: str, kind: str, columns: int = 0, rows: int = 0) -> None:
        super().__init__()
        self.id, self.kind, self.columns, self.rows = id, kind, columns, rows
        self.answered = 0

    def answer(self) -> None:
        """Answer /sys/info, with what an application set."""
        infos = self.all("/sys/info")
        for host, port in infos[self.answered :]:
            assert host == "127.0.0.1"
            for address, arguments, types in (
                ("/sys/id", (self.id,), "s"),
                ("/sys/size", (self.columns, self.rows), "ii"),
                ("/sys/host", ("127.0.0.1",), "s"),
                ("/sys/port", (self.app,), "i"),
                ("/sys/prefix", (self.prefix,), "s"),
                ("/sys/rotation", (0,), "i"),
            ):
                self.say(port, address, *arguments, types=types)
        self.answered = len(infos)

    @property
    def app(self) -> int:
        return (self.last("/sys/port") or [0])[0]

    @property
    def prefix(self) -> str:
        return (self.last("/sys/prefix") or ["/monome"])[0]

    def event(self, what: str, *numbers: int) -> None:
        self.say(self.app, f"{self.prefix}/{what}", *numbers, types="i" * len(numbers))

    def lights(self) -> list[list[int]]:
        """A grid's levels, row by row, as all quads that it was sent leave them; -1 is none."""
        picture = [[-1] * self.columns for _ in range(self.rows)]
        for left, top, *levels in self.all(f"{self.prefix}/grid/led/level/map"):
            assert len(levels) == 64
            assert left % 8 == top % 8 == 0
            for n, level in enumerate(levels):
                if top + n // 8 < self.rows and left + n % 8 < self.columns:
                    picture[top + n // 8][left + n % 8] = level
        return picture

    def ring(self, n: int) -> list[int]:
        maps = [levels for ring, *levels in self.all(f"{self.prefix}/ring/map") if ring == n]
        return maps[-1] if maps else []


class Serialosc(Port):
    """Tells which units there are to who asks, and once that one came or went."""

    def __init__(self) -> None:
        super().__init__()
        self.units: list[Unit] = []
        self.waiting: list[int] = []
        self.lists = self.notes = 0

    def serve(self) -> None:
        asked, wanted = self.all("/serialosc/list"), self.all("/serialosc/notify")
        for _, port in asked[self.lists :]:
            for unit in self.units:
                self.say(port, "/serialosc/device", unit.id, unit.kind, unit.port, types="ssi")
        self.waiting += [port for _, port in wanted[self.notes :]]
        self.lists, self.notes = len(asked), len(wanted)
        for unit in self.units:
            unit.answer()

    def plug(self, unit: Unit) -> Unit:
        self.units.append(unit)
        self._note("/serialosc/add", unit)
        return unit

    def unplug(self, unit: Unit) -> None:
        self.units.remove(unit)
        self._note("/serialosc/remove", unit)

    def _note(self, what: str, unit: Unit) -> None:
        waiting, self.waiting = self.waiting, []
        for port in waiting:
            self.say(port, what, unit.id, types="s")


class Played:
    """A store under the shipped mapping, played by what the scripted serialosc has plugged in."""

    def __init__(self) -> None:
        self.store = Store()
        self.server = Serialosc()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.done: list[tuple] = []
        for action in ("play", "stop", "undo", "panic", "scene/number"):
            self.store.handle(action, lambda *n, action=action: self.done.append((action, *n)))
        self.monome = self.call(lambda: Monome(self.store, self.server.port, look=LOOK))
        aliases = Mappings.load(["monome"]).aliases(self.store)
        self.call(lambda: self.monome.set_aliases(aliases))

    def call(self, do: Callable[[], object]):
        async def run() -> object:
            return do()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(5)

    def until(self, test: Callable[[], object], seconds: float = 5.0) -> None:
        end = time.monotonic() + seconds
        while not test():
            assert time.monotonic() < end, f"not within {seconds} s"
            self.server.serve()
            time.sleep(0.002)

    def plugged(self, unit: Unit) -> Unit:
        """A unit that is there and shows something."""
        self.server.plug(unit)
        self.until(lambda: all(level >= 0 for row in unit.lights() for level in row) if unit.columns else unit.ring(3))
        return unit

    def close(self) -> None:
        self.call(self.monome.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture
def played() -> Iterator[Played]:
    made = Played()
    yield made
    made.close()


def test_a_grid_is_found_shown_played_and_shown_again(played: Played) -> None:
    played.store.set_many({"denoise": 1.0, "hint_strength": 0.0, "freeze": True})
    grid = played.plugged(Unit("m0000128", "monome 128", 16, 8))
    lights = grid.lights()
    assert lights[0] == [15] * 16
    assert lights[1] == [15] + [0] * 15
    assert lights[7] == [4, 4, 15, 4, 4, 15, 4, 4] + [4] * 8
    assert grid.last("/sys/host") == ["127.0.0.1"]

    grid.event("grid/key", 12, 1, 1)
    grid.event("grid/key", 12, 1, 0)
    played.until(lambda: played.store.get("hint_strength") == pytest.approx(12 / 15))
    played.until(lambda: grid.lights()[1] == [15] * 13 + [0] * 3)
    grid.event("grid/key", 3, 7, 1)
    played.until(lambda: played.store.get("mute") is True)
    played.until(lambda: grid.lights()[7][3] == 15)
    grid.event("grid/key", 3, 7, 0)
    grid.event("grid/key", 0, 7, 1)
    grid.event("grid/key", 0, 7, 0)
    played.until(lambda: played.done == [("play",)])
    assert played.store.get("mute") is True
    grid.event("grid/key", 10, 7, 1)
    played.until(lambda: played.done[1:] == [("scene/number", 3)])


def test_what_others_set_is_seen_within_50_ms_between_two_lights_too(played: Played) -> None:
    grid = played.plugged(Unit("m64", "monome 64", 8, 8))
    took = []
    for value, row in [(0.0, [15] + [0] * 7), (0.5, [15, 15, 15, 15, 8, 0, 0, 0])] * 4:
        began = time.monotonic()
        played.store.set("denoise", value)
        played.until(lambda row=row: grid.lights()[0] == row)  # type: ignore[misc]
        took.append(time.monotonic() - began)
    assert sorted(took)[5] < 0.05
    before = len(grid.told)
    played.store.set("shift", 2.0)
    time.sleep(0.06)
    grid.listen()
    assert len(grid.told) == before, "what no light shows sends nothing"
    played.store.set("denoise", 0.0, seconds=0.1)
    played.until(lambda: grid.lights()[0] == [15] + [0] * 7)


def test_an_arc_turns_values_in_small_steps_and_rings_show_them(played: Played) -> None:
    played.store.set_many({"denoise": 0.5, "feedback": 0.0})
    arc = played.plugged(Unit("m0000777", "monome arc 4"))
    ring = arc.ring(0)
    assert [ring[n % 64] for n in range(36, 36 + 57)] == [15] * 29 + [2] * 28
    assert [ring[n] for n in range(29, 36)] == [0] * 7
    for _ in range(8):
        arc.event("enc/delta", 0, 8)
    played.until(lambda: played.store.get("denoise") == pytest.approx(0.5 + 64 / 512))
    played.until(lambda: sum(level == 15 for level in arc.ring(0)) == 29 + 7)
    played.store.set("denoise", 0.25)
    arc.event("enc/delta", 0, -128)
    arc.event("enc/delta", 0, -4)
    played.until(lambda: played.store.get("denoise") == 0.0)
    arc.event("enc/key", 3, 1)
    arc.event("enc/key", 3, 0)
    played.until(lambda: played.store.get("mute") is True)


def test_units_come_go_and_come_back_and_two_are_kept_apart(played: Played) -> None:
    grid = played.plugged(Unit("m0000001", "monome zero", 16, 16))
    arc = played.plugged(Unit("m0000002", "monome arc 2"))
    assert grid.prefix != arc.prefix
    assert played.call(played.monome.devices) == ["m0000001", "m0000002"]
    played.server.unplug(grid)
    played.until(lambda: played.call(played.monome.devices) == ["m0000002"])
    played.store.set("denoise", 0.0)
    again = Unit("m0000001", "monome zero", 16, 16)
    played.plugged(again)
    assert again.lights()[0] == [15] + [0] * 15
    assert again.lights()[15] == [0] * 16
    again.event("grid/key", 15, 0, 1)
    played.until(lambda: played.store.get("denoise") == 1.0)


def test_one_that_went_without_a_word_is_missed(played: Played) -> None:
    grid = played.plugged(Unit("m1", "monome 64", 8, 8))
    played.server.units.remove(grid)
    played.until(lambda: played.call(played.monome.devices) == [])


def test_nonsense_from_serialosc_and_devices_changes_nothing(played: Played) -> None:
    grid = played.plugged(Unit("m1", "monome 64", 8, 8))
    before = played.store.targets()
    for junk in (b"", b"/", b"\xff" * 40, b"#bundle\0", OscMessageBuilder("/demond/denoise").build().dgram):
        grid.socket.sendto(junk, ("127.0.0.1", grid.app))
    grid.say(grid.app, "/sys/size", -4, 0, types="ii")
    grid.say(grid.app, "/serialosc/device", "x", "monome 64", 0, types="ssi")
    grid.say(grid.app, f"{grid.prefix}/grid/key", "a", 0, types="si")
    grid.event("grid/key", -3, -9, 1)
    grid.event("grid/key", 3, 40, 1)
    grid.event("enc/delta", 99, 4)
    grid.event("grid/key", 7, 0, 1)
    played.until(lambda: played.store.get("denoise") == 1.0)
    assert played.store.targets() == {**before, "denoise": 1.0}


def test_the_end_turns_all_lights_off(played: Played) -> None:
    grid = played.plugged(Unit("m1", "monome 64", 8, 8))
    arc = played.plugged(Unit("m2", "monome arc 4"))
    played.call(played.monome.close)
    assert grid.last(f"{grid.prefix}/grid/led/level/all") == [0]
    assert arc.all(f"{arc.prefix}/ring/all") == [[n, 0] for n in range(4)]
    played.monome = played.call(lambda: Monome(played.store, played.server.port))


def test_the_files_that_are_played_say_what_is_on_it(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[[osc]]\naddress = "/monome/row/3"\nto = "shift"\n')
    server = Serialosc()
    with rig() as daemon:
        monome = daemon.call(lambda: Monome(daemon.store, server.port, look=LOOK))
        config = Config(mappings=MappingsSection((str(tmp_path),)), midi=MidiSection(enabled=False))
        files = daemon.call(
            lambda: Files(config, None, daemon.store, daemon.server, Calls(), lambda: None, monome=monome)
        )
        files.start()
        grid = server.plug(Unit("m1", "monome 64", 8, 8))
        end = time.monotonic() + 5.0
        while grid.lights()[2][:1] != [15]:
            assert time.monotonic() < end
            server.serve()
            time.sleep(0.002)
        assert grid.lights()[0] == [0] * 8
        grid.event("grid/key", 7, 2, 1)
        while daemon.store.get("shift") != 6.0:
            assert time.monotonic() < end
            time.sleep(0.002)
        files.close()
        daemon.call(monome.close)
