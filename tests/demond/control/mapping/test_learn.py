"""Which control is learned of what comes, in bytes as devices send them, under a clock that the test moves."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from demond.control.mapping import MappedPort, Mappings
from demond.control.mapping.entries import MidiControl
from demond.control.mapping.learn import MOST, PATIENCE, Learned, Learner, Wish, wish_for
from demond.control.mapping.learned import entry_of
from demond.control.mapping.reading import read
from demond.control.midi.messages import MalformedMessage, decode
from demond.parameters import ControlError
from demond.store import Store
from tests.demond.conftest import Clock


class Lesson:
    """A learner, and ports that send to it a message every 10 ms."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.done: list[tuple[str, Learned | None]] = []
        self.learner = Learner(self._learned, self.clock)
        self.ports: dict[str, MappedPort] = {}

    def _learned(self, wish: Wish, what: Learned | None) -> None:
        self.done.append((wish.row.name, what))

    def send(self, *messages: str, port: str = "nano", every: float = 0.01) -> list[bool]:
        """Whether each message was taken and is not played."""
        mapped = self.ports.setdefault(port, MappedPort(port, Mappings(), Store()))
        taken = []
        for message in messages:
            self.wait(every)
            decoded = decode(bytes.fromhex(message))
            assert decoded is not None
            taken.append(self.learner.hear(port, 1, mapped.hear(decoded)))
        return taken

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.learner.look()

    def learn(self, name: str, *messages: str, value: str | None = None, every: float = 0.01) -> tuple[object, ...]:
        """The control, and what its entry says besides, after these messages and a moment; empty if none."""
        self.done.clear()
        self.learner.ask(wish_for(name, value))
        self.send(*messages, every=every)
        self.wait(0.6)
        if not self.done:
            self.learner.end()
            return ()
        ((_, what),) = self.done
        assert what is not None
        return what.control, what.extra


FADER = [f"B0 07 {value:02X}" for value in range(30, 40)]


@pytest.mark.parametrize(
    ("name", "value", "messages", "control", "extra"),
    [
        ("denoise", None, FADER, MidiControl("cc", 1, 7), {}),
        ("guidance_mode", None, FADER, MidiControl("cc", 1, 7), {}),
        ("sde", None, FADER, MidiControl("cc", 1, 7), {}),
        ("denoise", None, ["B2 0A 01"] * 5, MidiControl("cc", 3, 10), {"relative": "twos"}),
        (
            "denoise",
            None,
            ["B0 0A 01", "B0 0A 7F", "B0 0A 01", "B0 0A 01"],
            MidiControl("cc", 1, 10),
            {"relative": "twos"},
        ),
        ("steps", None, ["B0 0A 41"] * 4 + ["B0 0A 3F"] * 4, MidiControl("cc", 1, 10), {"relative": "offset"}),
        ("denoise", None, ["B0 0A 01"] * 4 + ["B0 0A 41"] * 4, MidiControl("cc", 1, 10), {"relative": "signbit"}),
        ("denoise", None, [f"B0 01 40|B0 21 {v:02X}" for v in range(8)], MidiControl("cc14", 1, 1, 33), {}),
        ("denoise", None, [f"B0 21 {v:02X}|B0 01 40" for v in range(8)], MidiControl("cc14", 1, 1, 33), {}),
        (
            *("denoise", None),
            [f"B0 63 01|B0 62 02|B0 06 {v:02X}|B0 26 00" for v in range(9)],
            *(MidiControl("nrpn", 1, 130), {}),
        ),
        ("denoise", None, ["B0 65 00", "B0 64 01", *["B0 60 00"] * 4], MidiControl("rpn", 1, 1), {}),
        ("denoise", None, ["E8 00 40", "E8 00 43", "E8 00 50"], MidiControl("bend", 9), {}),
        ("denoise", None, ["90 68 7F", "E0 00 40", "E0 00 43", "E0 00 50"], MidiControl("bend", 1), {}),
        ("denoise", None, ["D0 00", "D0 08", "D0 20"], MidiControl("pressure", 1), {}),
        ("denoise", None, ["90 3C 40", "A0 3C 08", "A0 3C 20"], MidiControl("poly", 1, 60), {}),
        ("denoise", None, ["90 3C 40", "80 3C 00"], MidiControl("note", 1, 60), {"mode": "gate"}),
        ("denoise", None, ["B0 20 7F", "B0 20 00"], MidiControl("cc", 1, 32), {"mode": "gate"}),
        ("sde", None, ["90 3C 40"], MidiControl("note", 1, 60), {"mode": "toggle"}),
        ("sde", None, ["B0 20 7F"], MidiControl("cc", 1, 32), {"mode": "toggle"}),
        ("sde", None, ["C0 05"], MidiControl("program", 1, 5), {"mode": "cycle"}),
        ("guidance_mode", None, ["90 3C 40"], MidiControl("note", 1, 60), {"mode": "cycle"}),
        ("play", None, ["99 24 40", "89 24 00"], MidiControl("note", 10, 36), {"mode": "trigger"}),
        ("play", None, ["B0 29 7F", "B0 29 00"], MidiControl("cc", 1, 41), {"mode": "trigger"}),
        ("seed", "7", ["90 3C 40"], MidiControl("note", 1, 60), {"mode": "trigger", "value": 7}),
        ("prompt/a", "slow", ["C0 05"], MidiControl("program", 1, 5), {"mode": "trigger", "value": "slow"}),
        ("seek", "2.5", ["90 3C 40"], MidiControl("note", 1, 60), {"mode": "trigger", "value": 2.5}),
        ("steps", "none", ["90 3C 40"], MidiControl("note", 1, 60), {"mode": "trigger", "value": "none"}),
        (
            *("prompt/a", "slow", ["B0 00 7F", "B0 20 03", "C0 05"]),
            *(MidiControl("program", 1, 5, bank=16259), {"mode": "trigger", "value": "slow"}),
        ),
        ("seed", None, ["C0 05"], MidiControl("program", 1), {}),
    ],
)
def test_a_control_is_learned_by_its_kind(
    tmp_path: Path, name: str, value: str | None, messages: list[str], control: MidiControl, extra: dict[str, object]
) -> None:
    lesson = Lesson()
    each = [part for message in messages for part in message.split("|")]
    assert lesson.learn(name, *each, value=value) == (control, extra)
    text = tomlkit.dumps({"midi": [entry_of(control, name, extra)]})
    file, problems = read(tmp_path / "x.toml", content=text)
    assert problems == []
    assert file is not None
    assert file.entries[0].control == control


@pytest.mark.parametrize(
    ("name", "messages"),
    [
        ("denoise", ["B0 07 40"]),
        ("denoise", ["B0 07 40", "B0 07 41"] * 20),
        ("denoise", ["B0 07 40"] * 3),
        ("denoise", ["B0 07 7F"] * 9),
        ("denoise", ["B0 0A 01", "B0 0A 7F"]),
        ("sde", ["B0 07 20", "B0 07 21"]),
        ("sde", ["E0 00 40", "E0 00 50", "D0 00", "D0 40"]),
        ("sde", ["80 3C 40", "90 3C 00"]),
        ("denoise", ["B0 63 01", "B0 62 40"]),
    ],
)
def test_noise_is_not_learned(name: str, messages: list[str]) -> None:
    assert Lesson().learn(name, *messages) == ()


def test_an_absolute_knob_that_repeats_its_end_is_no_encoder() -> None:
    sent = ["B0 4A 78", "B0 4A 7B", *["B0 4A 7F"] * 6]
    assert Lesson().learn("denoise", *sent) == (MidiControl("cc", 1, 74), {})


def test_a_slow_encoder_is_waited_for() -> None:
    assert Lesson().learn("denoise", *["B0 0A 01"] * 5, every=0.4) == ()
    assert Lesson().learn("denoise", *["B0 0A 01"] * 12, every=2.1) == ()


@pytest.mark.parametrize(
    ("clicks", "how"),
    [(["01"] * 6, "twos"), (["01", "01", "7F", "01", "01", "01"], "twos"), (["41"] * 6, "offset"), (["7F"] * 6, "")],
)
def test_a_slow_encoder_is_learned_after_some_clicks(clicks: list[str], how: str) -> None:
    learned = Lesson().learn("denoise", *(f"B0 0A {click}" for click in clicks), every=0.7)
    assert learned == ((MidiControl("cc", 1, 10), {"relative": how}) if how else ())


def test_several_in_a_row_take_a_control_each_and_those_play_on() -> None:
    lesson = Lesson()
    for name in ("denoise", "shift", "play"):
        lesson.learner.ask(wish_for(name))
    assert lesson.send(*FADER) == [True] * len(FADER)
    lesson.wait(0.5)
    assert lesson.send(*reversed(FADER)) == [False] * len(FADER), "it is learned, and plays"
    lesson.wait(0.6)
    lesson.send(*(message.replace("07", "08") for message in FADER), port="other")
    lesson.wait(0.6)
    lesson.send("90 3C 7F", "80 3C 00")
    lesson.wait(0.6)
    assert [(name, what and (what.port, what.control.number)) for name, what in lesson.done] == [
        ("denoise", ("nano", 7)),
        ("shift", ("other", 8)),
        ("play", ("nano", 60)),
    ]
    assert lesson.send(*FADER) == [False] * len(FADER)


def test_asked_again_a_fader_that_is_still_moving_is_not_taken_for_the_next() -> None:
    lesson = Lesson()
    assert lesson.learn("denoise", *FADER)
    lesson.send(*FADER)
    assert lesson.learn("shift", *FADER, *(message.replace("07", "08") for message in FADER))[0] == MidiControl(
        "cc", 1, 8
    )
    lesson.wait(3.0)
    assert lesson.learn("blend", *FADER)[0] == MidiControl("cc", 1, 7)


def test_nothing_moved_in_time_is_told_for_all_that_wait() -> None:
    lesson = Lesson()
    lesson.learner.ask(wish_for("denoise"))
    lesson.learner.ask(wish_for("shift"))
    lesson.wait(PATIENCE - 0.1)
    assert lesson.done == []
    lesson.wait(0.2)
    assert lesson.done == [("denoise", None), ("shift", None)]
    assert lesson.send("90 3C 7F") == [False]


def test_learning_is_ended() -> None:
    lesson = Lesson()
    lesson.learner.ask(wish_for("denoise"))
    assert [wish.row.name for wish in lesson.learner.end()] == ["denoise"]
    lesson.send(*FADER)
    lesson.wait(99.0)
    assert lesson.done == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("denoize", None, 'did you mean "denoise"'),
        ("prompt/a", None, "wants a value too"),
        ("seek", None, "wants a value too"),
        ("seek", "soon", "wants a number"),
        ("play", "now", "takes no"),
        ("denoise", "much", "wants a number"),
        ("guidance_mode", "ful", 'did you mean "full"'),
    ],
)
def test_what_cannot_be_learned_is_refused(name: str, value: str | None, words: str) -> None:
    with pytest.raises(ControlError, match=words):
        wish_for(name, value)


def test_no_more_wishes_than_anybody_has() -> None:
    lesson = Lesson()
    for _ in range(MOST):
        lesson.learner.ask(wish_for("denoise"))
    with pytest.raises(ControlError, match="64 controls are to be learned already"):
        lesson.learner.ask(wish_for("denoise"))


NAMES = st.sampled_from(["denoise", "sde", "guidance_mode", "play", "steps"])


@given(NAMES, st.lists(st.tuples(st.binary(max_size=4), st.sampled_from([0.0, 0.01, 0.3, 3.0])), max_size=60))
def test_any_bytes_are_learned_as_something_that_can_be_written_or_not_at_all(
    name: str, sent: list[tuple[bytes, float]]
) -> None:
    lesson = Lesson()
    port = MappedPort("nano", Mappings(), Store())
    lesson.learner.ask(wish_for(name))
    for data, seconds in sent:
        lesson.wait(seconds)
        try:
            message = decode(data)
        except MalformedMessage:
            continue
        if message is not None:
            lesson.learner.hear("nano", 1, port.hear(message))
    lesson.wait(1.0)
    for _, what in lesson.done:
        if what is None:
            continue
        text = tomlkit.dumps({"midi": [entry_of(what.control, name, what.extra)]})
        assert read(Path("x.toml"), content=text)[1] == []
