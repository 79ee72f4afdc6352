"""What a unit is told, byte for byte, on a clock of the test's."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from demond.control.mapping import MappedPort, Mappings
from demond.control.mapping.forms import forms, unit_of
from demond.control.midi.messages import decode
from demond.control.midi.shown import Shown
from demond.control.midi.surface import Surface
from demond.store import Store
from tests.controller import Controller


class _Wire:
    def __init__(self, controller: Controller) -> None:
        self._to = controller

    def send(self, messages: Sequence[bytes]) -> None:
        for each in messages:
            self._to.hear(each)

    def close(self) -> None: ...


class Desk:
    """A unit and the daemon's end of it, moved on by hand."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        for name, content in files.items():
            (folder / f"{name}.toml").write_text(content)
        self.time = 100.0
        self.store = Store(lambda: self.time)
        self.playing = False
        self.noted: list[str] = []
        self.store.listen(lambda name, value, origin: self.noted.append(name))
        self.mapped = MappedPort("desk", Mappings.load([folder]), self.store)
        self.unit = Controller("desk")
        said = unit_of(self.mapped.mappings, "desk")
        assert said is not None
        self.surface = Surface("desk", _Wire(self.unit), said)
        self.words = {"playing": lambda: self.playing, "stopped": lambda: not self.playing}
        self.turn()
        self.run()

    def turn(self) -> None:
        shows = [(b, [Shown(b, s, self.store, self.words) for s in each]) for b, each in forms(self.mapped)]
        self.surface.use(shows)

    def step(self, words: Sequence[str] = ()) -> float:
        names, self.noted[:] = list(self.noted), []
        return self.surface.step(self.time, names, self.store.ramping(), words)

    def run(self, seconds: float = 1.0, every: float = 0.01) -> list[str]:
        """What comes within some seconds."""
        self.unit.forget()
        end = self.time + seconds
        while self.time < end:
            self.step()
            self.time += every
        return list(self.unit.heard)

    def hand(self, *messages: str) -> None:
        """The unit sends."""
        for each in messages:
            data = bytes.fromhex(each)
            if not self.surface.heard(data, self.time) and (message := decode(data)):
                self.mapped.play(message)

    def set(self, name: str, value: object, seconds: float = 0.0) -> list[str]:
        self.store.set(name, value, seconds=seconds)
        self.unit.forget()
        self.step()
        return list(self.unit.heard)


Make = Callable[..., Desk]


@pytest.fixture
def desk(tmp_path: Path) -> Make:
    def make(text: str, device: str = "", **more: str) -> Desk:
        head = f'[device]\nmatch = "desk"\n{device}\n'
        return Desk(tmp_path, {"a": head + text, **more})

    return make


def midi(text: str) -> str:
    return "[[midi]]\n" + text.replace("; ", "\n") + "\n"


FADER = "type='bend'; channel=2; to='denoise'; show='own'; takeover='jump'"

FORMS = [
    # a button's light by its own message
    ("type='note'; channel=1; number=1; to='mute'; mode='toggle'; show='own'", "mute", True, ["90 01 7F"]),
    ("type='cc'; number=32; to='sde'; mode='toggle'; show={on=5, off=1}", "sde", True, ["B0 20 05"]),
    ("type='cc'; number=32; to='sde'; mode='toggle'; invert=true; show={}", "dcw", False, []),
    # lit while the value is what it sets
    ("type='note'; number=3; to='seed'; value=7; show={type='cc', channel=3, number=9}", "seed", 7, ["B2 09 7F"]),
    # palette colours: words by place, numbers by parts, switches
    (
        "type='note'; channel=1; number=11; to='dcw_mode'; value='low'; "
        "show={of='dcw_mode', colours=[5, 13, 21, 45]}",
        "dcw_mode",
        "high",
        ["90 0B 0D"],
    ),
    ("type='cc'; channel=9; number=13; to='denoise'; show={colours=[12, 28, 62]}", "denoise", 0.0, ["B8 0D 0C"]),
    ("type='note'; number=1; to='mute'; mode='toggle'; show={colours=[3, 21]}", "mute", True, ["90 01 15"]),
    # whole messages by state, and by sysex
    (
        "type='note'; number=5; to='mute'; mode='toggle'; show={send='{byte}', on='96 05 15', off='90 05 00'}",
        "mute",
        True,
        ["96 05 15"],
    ),
    (
        "type='note'; number=11; to='mute'; mode='toggle'; "
        "show={send='F0 00 20 29 02 0C 03 03 0B {byte} F7', on='7F 40 00', off='00 00 00'}",
        "mute",
        True,
        ["F0 00 20 29 02 0C 03 03 0B 7F 40 00 F7"],
    ),
    ("type='note'; number=11; to='mute'; show={send=['B0 0C 00','B0 2C {byte}'], on=66, off=2}", "mute", True,
     ["B0 0C 00", "B0 2C 42"]),
    # rings
    ("type='cc'; channel=1; number=16; relative='signbit'; to='denoise'; show={number=48, low=33, high=43}",
     "denoise", 0.0, ["B0 30 21"]),
    ("type='cc'; channel=1; number=16; relative='signbit'; to='denoise'; show={number=48, low=33, high=43}",
     "denoise", 1.0, ["B0 30 2B"]),
    ("type='cc'; channel=11; number=1; to='denoise'; show='own'", "denoise", 0.5, ["BA 01 40"]),
    ("type='cc'; number=1; to='denoise'; invert=true; show='own'", "denoise", 1.0, ["B0 01 00"]),
    ("type='cc'; number=1; to='denoise'; in=[10, 20]; show='own'", "denoise", 1.0, ["B0 01 14"]),
    # motors, in 14 bits too
    (FADER, "denoise", 1.0, ["E1 7F 7F"]),
    (FADER, "denoise", 0.0, ["E1 00 00"]),
    ("type='cc14'; channel=1; msb=1; lsb=33; to='denoise'; show='own'", "denoise", 0.5, ["B0 01 40", "B0 21 00"]),
    ("type='cc'; number=1; to='denoise'; show={type='nrpn', channel=1, number=300}", "denoise", 1.0,
     ["B0 63 02", "B0 62 2C", "B0 06 7F", "B0 26 7F"]),
    # text: 7 characters a strip of a Mackie display; what a Faderfox wants for each character
    ("type='cc'; number=1; to='volume'; show={send='F0 00 00 66 14 12 38 {value:7} F7'}", "volume", -12.5,
     ["F0 00 00 66 14 12 38 " + b"-12.50 ".hex(" ").upper() + " F7"]),
    ("type='cc'; number=1; to='bpm'; out=[60,200]; show={send='F0 12 {value:9} F7'}", "bpm", 130,
     ["F0 12 " + b"130.0 bpm".hex(" ").upper() + " F7"]),
    ("type='cc'; number=1; to='steps'; label='A?'; show={send='F0 {label:2:4D 2h 1l} {value:3} F7'}", "steps", 12,
     ["F0 4D 24 11 4D 23 1F 31 32 20 F7"]),
    ("type='note'; number=1; to='prompt/a'; value='x'; show={send='F0 {value:5} F7'}", "prompt/a", "caf\u00e9!\n",
     ["F0 " + b"cafe!".hex(" ").upper() + " F7"]),
    # a value that is no number
    ("type='cc'; number=1; to='guidance'; show={channel=1, number=9, low=1, high=13, off=0}", "guidance",
     (1.0, 2.0), ["B0 09 00"]),
    ("type='cc'; number=1; to='guidance'; show='own'", "guidance", (1.0, 2.0), []),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "name", "value", "bytes_"), FORMS)
def test_every_form(desk: Make, entry: str, name: str, value: object, bytes_: list[str]) -> None:
    d = desk(midi(entry))
    if d.store.get(name) == value:
        d.store.set(name, {1.0: 0.0, 0.0: 1.0}.get(value, value))  # type: ignore[call-overload]
        d.run()
    assert d.set(name, value) == bytes_
    assert d.run() == []


def test_echo_shows_every_control_that_has_something_to_show(desk: Make) -> None:
    text = midi("type='cc'; channel=1; number=81; to='denoise'") + midi("type='note'; channel=1; number=2; to='mute'")
    text += midi("type='note'; channel=1; number=3; to='save'") + midi(
        "type='cc'; number=4; relative='twos'; to='shift'"
    )
    text += midi("type='note'; channel=1; number=5; to='play'") + midi("type='cc'; number=6; to='steps'; show='none'")
    d = desk(text, "feedback = 'echo'")
    assert d.unit.now == {"B0 51": "59", "90 02": "00", "90 05": "00"}
    d.playing = True
    d.unit.forget()
    d.step(["playing"])
    assert d.unit.heard == ["90 05 7F"]


def test_init_comes_first_with_its_gap_and_everything_after_it(desk: Make) -> None:
    d = desk(midi(FADER), 'init = ["F0 01 F7", "B0 7F 01"]\ngap = 40')
    d.surface.refresh()
    d.unit.forget()
    d.step()
    assert d.unit.heard == ["F0 01 F7"]
    d.time += 0.039
    d.step()
    assert d.unit.heard == ["F0 01 F7"]
    assert d.run() == ["B0 7F 01", "E1 4C 59"]


def test_no_byte_to_a_fader_that_is_moved(desk: Make) -> None:
    d = desk(midi(FADER))
    for step in range(60):
        d.hand(f"E1 00 {step + 20:02X}")
        d.store.set("denoise", d.store.get("denoise"))
        assert d.run(0.01) == []
    assert d.run(0.5) == []
    assert d.store.get("denoise") == pytest.approx((79 << 7) / 16383)


def test_somebody_else_moves_it_meanwhile_and_it_follows_once_it_is_let_go(desk: Make) -> None:
    d = desk(midi(FADER))
    d.hand("E1 00 20")
    assert d.set("denoise", 1.0) == []
    assert d.run(0.28) == []
    assert d.run(0.1) == ["E1 7F 7F"]


def test_a_move_that_is_not_taken_is_answered_with_what_holds(desk: Make) -> None:
    d = desk(midi(FADER.replace("jump", "pickup")))
    before = d.store.get("denoise")
    d.hand("E1 00 01", "E1 00 02")
    assert d.store.get("denoise") == before
    assert d.run(0.29) == []
    assert d.run(0.1) == ["E1 4C 59"]


def test_touch_keeps_a_motor_still_for_as_long_as_it_lasts(desk: Make) -> None:
    d = desk(midi(FADER + "; touch={type='note', channel=1, number=104}"))
    d.hand("90 68 7F")
    assert d.set("denoise", 0.0) == []
    assert d.run(5.0) == []
    d.hand("90 68 00")
    assert d.run(0.1) == ["E1 00 00"]


def test_a_ring_follows_its_encoder_while_it_is_turned(desk: Make) -> None:
    d = desk(midi("type='cc'; channel=1; number=16; relative='twos'; to='denoise'; show={number=48, low=1, high=11}"))
    for _ in range(40):
        d.hand("B0 10 01")
        d.run(0.01)
    assert d.unit.now["B0 30"] == "0B"


def test_a_button_gets_its_light_again_after_each_of_its_messages(desk: Make) -> None:
    d = desk(midi("type='note'; channel=1; number=1; to='mute'; mode='toggle'; show='own'"))
    d.hand("90 01 40")
    assert d.run(0.05) == ["90 01 7F"]
    d.hand("80 01 40")
    assert d.run(0.05) == ["90 01 7F"]


def test_ramps_are_followed_newest_first_and_a_slow_wire_is_not_flooded(desk: Make) -> None:
    text = "".join(midi(f"type='bend'; channel={n + 1}; to='group/{n}'; show='own'") for n in range(8))
    text += "".join(midi(f"type='cc'; channel=1; number={n}; to='channel/{n}'; show='own'") for n in range(60))
    text += midi("type='cc'; number=100; to='denoise'; show={send='F0 {label:40} {value:10} F7'}")
    d = desk(text, "pace = 1500")
    for n in range(8):
        d.store.set(f"group/{n}", 3.0, seconds=2.0)
    for n in range(60):
        d.store.set(f"channel/{n}", 2.0)
    d.store.set("denoise", 0.1)
    heard = d.run(1.99)
    assert sum(len(each.split()) for each in heard) < 1500 * 2.2
    assert min(heard.count(f"B0 {n:02X} 55") for n in range(60)) == 1
    moved = [each for each in heard if each.startswith("E0")]
    assert len(moved) > 25
    assert [each[6:8] + each[3:5] for each in moved] == sorted(each[6:8] + each[3:5] for each in moved)
    d.run(0.3)
    assert all(d.unit.now[f"E{n:X}"] == "7F 7F" for n in range(8))


def test_motors_get_where_they_go_before_lights_and_texts(desk: Make) -> None:
    text = "".join(midi(f"type='cc'; channel=1; number={n}; to='channel/{n}'; show={{channel=2}}") for n in range(40))
    d = desk(text + midi(FADER), "pace = 600")
    for n in range(40):
        d.store.set(f"channel/{n}", 2.0)
    assert d.set("denoise", 1.0)[0] == "E1 7F 7F"


def test_another_page_is_drawn_anew_and_what_is_not_on_it_goes_dark(desk: Make, tmp_path: Path) -> None:
    a = midi("type='note'; channel=1; number=1; to='mute'; mode='toggle'; show='own'")
    b = midi("type='note'; channel=1; number=2; to='sde'; mode='toggle'; show={on=1, off=9}")
    d = desk(a + b)
    (tmp_path / "a.toml").write_text('[device]\nmatch = "desk"\n' + a)
    d.mapped.listen(d.turn)
    d.mapped.use(Mappings.load([tmp_path]))
    assert sorted(d.run()) == ["90 01 00", "90 02 09"]


def test_a_button_that_somebody_gave_something_else_is_lit_by_that(desk: Make) -> None:
    shipped = midi("type='note'; channel=1; number=1; to='mute'; mode='toggle'; show={on=60, off=12}")
    d = desk(shipped, z='[device]\nmatch = "desk"\n' + midi("type='note'; channel=1; number=1; to='freeze'"))
    assert d.set("mute", True) == []
    assert d.set("freeze", True) == ["90 01 3C"]


def test_two_entries_with_one_message_show_the_first(desk: Make) -> None:
    d = desk(
        midi("type='cc'; channel=1; number=1; to='denoise'; show='own'")
        + midi("type='cc'; channel=1; number=1; to='blend'; show='own'")
    )
    assert d.set("blend", 1.0) == []
    assert d.set("denoise", 1.0) == ["B0 01 7F"]


def test_a_place_among_the_loras_goes_dark_where_there_is_none(desk: Make) -> None:
    d = desk(midi("type='cc'; channel=1; number=1; to='lora/2'; show={off=0}"))
    assert d.unit.heard == ["B0 01 00"]


def test_what_is_fleeting_is_told_only_when_it_changes(desk: Make) -> None:
    d = desk(
        midi("type='cc'; channel=1; number=1; to='denoise'; show=['own', {send='F0 {value:4} F7', fleeting=true}]")
    )
    assert d.unit.heard == ["B0 01 59"]
    assert d.set("denoise", 0.5) == ["B0 01 40", "F0 30 2E 35 30 F7"]


@pytest.mark.parametrize("late", [0.0, 0.02, 0.1, 0.5])
@pytest.mark.parametrize("entry", [FADER, "type='cc'; channel=1; number=7; to='denoise'; show='own'; takeover='jump'",
    "type='note'; channel=1; number=1; to='mute'; mode='toggle'; show='own'",
    "type='cc'; channel=1; number=1; to='mute'; mode='toggle'; show='own'",
    "type='cc14'; channel=1; msb=1; lsb=33; to='denoise'; show='own'; takeover='jump'"])  # fmt: skip
def test_a_cable_from_output_to_input_comes_to_rest(desk: Make, entry: str, late: float) -> None:
    d = desk(midi(entry))
    d.store.set("mute", True)
    d.store.set("denoise", 0.9, seconds=0.5)
    wire: list[tuple[float, str]] = []
    quiet = 0
    for _ in range(600):
        for each in d.run(0.01):
            wire.append((d.time + late, each))
            quiet = 0
        while wire and wire[0][0] <= d.time:
            d.hand(wire.pop(0)[1])
        quiet += 1
    assert quiet > 200
    if late <= 0.1:
        assert d.store.get("denoise") == 0.9
        assert d.store.get("mute") is True


def test_nothing_more_to_do_waits_for_nothing(desk: Make) -> None:
    d = desk(midi(FADER))
    assert d.step() == math.inf
