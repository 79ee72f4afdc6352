"""Learning and forgetting as actions: files on a disk, MIDI of a made system, the event loop as in the daemon."""

from __future__ import annotations

import asyncio
import os
import tomllib
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from demond.calls import Calls
from demond.control.mapping.learn import Learned, Learner, Wish
from demond.control.midi.input import BACKENDS, MidiInput
from demond.control.osc import OscServer
from demond.files import Files
from demond.learning import Learning
from demond.parameters import ControlError
from demond.sections import Config, MappingsSection, MidiSection
from demond.store import Store
from tests.demond.control.midi.test_midi_input import FakeSystem
from tests.waiting import eventually

FADER = [f"B0 07 {value:02X}" for value in range(30, 50)]
NANO = "nanoKONTROL2:nanoKONTROL2 nanoKONTROL2 _ CTRL 20:0"


class Desk:
    """A daemon's files, learner and MIDI, without anything else of it."""

    def __init__(self, folder: Path, *mappings: Path, enabled: bool = True) -> None:
        self.folder = folder / "mappings"
        self.store = Store()
        self.calls = Calls()
        self.osc = OscServer(self.store, "127.0.0.1", 0)
        self.system = FakeSystem()

        def learned(wish: Wish, what: Learned | None) -> None:
            self.learning.learned(wish, what)

        self.learner = Learner(self.calls.soon(learned))
        config = Config(
            midi=MidiSection(enabled=enabled), mappings=MappingsSection(files=tuple(str(path) for path in mappings))
        )
        self.files = Files(config, None, self.store, self.osc, self.calls, lambda: None, self.folder, self.learner)
        self.learning = Learning(self.files, self.learner, self.folder)

    @property
    def midi(self) -> MidiInput:
        assert self.files.midi is not None
        return self.files.midi

    async def start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(BACKENDS, "auto", (lambda: self.system,))
        self.files.start()
        if self.files.config.midi.enabled:
            await eventually(lambda: self.files.midi is not None)

    async def plug(self, name: str = NANO) -> None:
        self.system.devices.append(name)
        await eventually(lambda: name in self.midi.ports())

    async def send(self, *messages: str, port: str = NANO) -> None:
        queue = self.system.inputs[port].queue
        queue.extend(bytes.fromhex(message) for message in messages)
        await eventually(lambda: not queue)

    async def learn(self, name: str, *messages: str, port: str = NANO, value: str | None = None) -> str:
        asked = self.learning.learn(name, value)
        assert not isinstance(asked, str)
        await self.send(*messages, port=port)
        return await asyncio.wait_for(asked, 5)

    def close(self) -> None:
        self.files.close()
        self.osc.close()


Play = Callable[[Desk], Coroutine[object, object, None]]


@pytest.fixture
def at_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.setattr("demond.control.midi.input.LOOK", 0.02)
    monkeypatch.setattr("demond.control.mapping.learn.WATCH", 0.05)

    def run(play: Play, *mappings: Path, enabled: bool = True) -> None:
        async def begin() -> None:
            desk = Desk(tmp_path, *mappings, enabled=enabled)
            try:
                await desk.start(monkeypatch)
                await play(desk)
            finally:
                desk.close()

        asyncio.run(begin())

    return run


def test_a_fader_is_learned_saved_plays_at_once_and_is_forgotten(at_desk: Callable[..., None]) -> None:
    async def play(desk: Desk) -> None:
        await desk.plug()
        said = await desk.learn("denoise", *FADER)
        path = desk.folder / "learned-nanokontrol2-nanokontrol2-nanokontrol2-ctrl.toml"
        assert said == f"learned: nanoKONTROL2 channel 1 cc 7 moves denoise; saved in {path}"
        data = tomllib.loads(path.read_text())
        assert data["device"] == {"match": NANO.removesuffix(" 20:0")}
        assert data["midi"] == [{"type": "cc", "channel": 1, "number": 7, "to": "denoise"}]
        await desk.send("B0 07 59", "B0 07 5A", "B0 07 00")
        await eventually(lambda: desk.store.get("denoise") == 0.0)
        said = await desk.learn("blend", "B0 08 00", *(message.replace("07", "08") for message in FADER))
        assert len(tomllib.loads(path.read_text())["midi"]) == 2
        assert await desk.learning.forget("denoise") == f"forgotten: 1 control of denoise; saved in {path}"
        await desk.send("B0 07 7F", "B0 08 00")
        assert desk.store.get("denoise") == 0.0
        with pytest.raises(ControlError, match="nothing was learned for denoise"):
            await desk.learning.forget("denoise")

    at_desk(play)


def test_the_users_own_file_for_the_device_is_written_with_its_comments(
    at_desk: Callable[..., None], tmp_path: Path
) -> None:
    own = tmp_path / "mine.toml"
    head = '# mine\n[device]\nmatch = "nano"\n\n[[midi]]  # the first\n'
    text = head + 'type = "cc"\nchannel = 1\nnumber = 7\nto = "shift"\n'
    own.write_text(text)
    own.chmod(0o600)

    async def play(desk: Desk) -> None:
        await desk.plug()
        said = await desk.learn("denoise", *FADER)
        assert said == f"learned: nanoKONTROL2 channel 1 cc 7 moves denoise, and no longer shift; saved in {own}"
        assert own.read_text() == text.replace("# the first", "# the first (learned)").replace('"shift"', '"denoise"')
        assert own.stat().st_mode & 0o777 == 0o600
        assert not desk.folder.exists()

    at_desk(play, own)


def test_a_shipped_file_is_overruled(at_desk: Callable[..., None]) -> None:
    async def play(desk: Desk) -> None:
        await desk.plug()
        await desk.learn("blend", *(message.replace("07", "00") for message in FADER))
        await desk.send("B0 00 7F", "B0 00 00")
        await eventually(lambda: desk.store.get("blend") == 0.0)
        assert desk.store.get("group/0") == 1.0

    at_desk(play, Path("korg-nanokontrol2"))


def test_two_alike_units_are_learned_apart(at_desk: Callable[..., None]) -> None:
    async def play(desk: Desk) -> None:
        second = NANO.replace("20:0", "24:0")
        await desk.plug()
        await desk.plug(second)
        assert "nanoKONTROL2 (1) channel 1 cc 7 moves denoise" in await desk.learn("denoise", *FADER)
        assert "nanoKONTROL2 (2) channel 1 cc 7 moves shift" in await desk.learn("shift", *FADER, port=second)
        names = sorted(path.name[-11:] for path in desk.folder.iterdir())
        assert names == ["-unit1.toml", "-unit2.toml"]
        origins = []
        desk.store.listen(lambda name, value, origin: origins.append((name, origin)))
        for port in (NANO, second):
            await desk.send("B0 07 7F", "B0 07 00", port=port)
        await eventually(lambda: {("denoise", NANO), ("shift", second)} <= set(origins))
        assert {name for name, _ in origins} == {"denoise", "shift"}

    at_desk(play)


def test_a_disk_that_takes_nothing_leaves_it_playing_until_the_end(
    at_desk: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    async def play(desk: Desk) -> None:
        await desk.plug()
        with monkeypatch.context() as patch:
            patch.setattr("demond.learning.write_whole", full)
            said = await desk.learn("denoise", *FADER)
            assert "it counts until demond ends, and is not saved in " in said
            assert said.endswith("no space left on device")
            await desk.learn("blend", *(message.replace("07", "08") for message in FADER))
        await desk.files.reload()
        desk.midi.set_mappings(desk.files.mappings)
        await desk.send("B0 07 7F", "B0 07 00", "B0 08 7F", "B0 08 00")
        await eventually(lambda: (desk.store.get("denoise"), desk.store.get("blend")) == (0.0, 0.0))
        assert list(desk.folder.iterdir()) == []
        await desk.learn("play", "90 3C 7F")
        (path,) = desk.folder.iterdir()
        assert len(tomllib.loads(path.read_text())["midi"]) == 3, "what was not saved is saved with the next"

    at_desk(play)


@pytest.mark.parametrize("broken", ["[[midi]\n", '[[midi]]\ntype = "cc"\nnumber = 1\nto = "denoize"\n'])
def test_a_broken_file_is_left_as_it_is(at_desk: Callable[..., None], broken: str) -> None:
    async def play(desk: Desk) -> None:
        await desk.plug()
        await desk.learn("denoise", *FADER)
        (path,) = desk.folder.iterdir()
        path.write_text(broken)
        with pytest.raises(ControlError, match="left as it is"):
            await desk.learn("shift", *(message.replace("07", "08") for message in FADER))
        assert path.read_text() == broken

    at_desk(play)


def test_learning_ends_when_told_and_says_so(at_desk: Callable[..., None]) -> None:
    async def play(desk: Desk) -> None:
        await desk.plug()
        asked = desk.learning.learn("denoise")
        assert not isinstance(asked, str)
        assert desk.learning.learn() == "learning ended"
        assert await asked == "learning ended: denoise is not learned"
        assert desk.learning.learn("off") == "nothing was to be learned"
        await desk.send(*FADER)
        assert not desk.folder.exists()

    at_desk(play)


def test_nothing_moved_is_told(at_desk: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demond.control.mapping.learn.PATIENCE", 0.05)

    async def play(desk: Desk) -> None:
        await desk.plug()
        asked = desk.learning.learn("denoise")
        assert not isinstance(asked, str)
        with pytest.raises(ControlError, match=r"nothing was moved within .* s: denoise is not learned"):
            await asyncio.wait_for(asked, 5)

    at_desk(play)


def test_without_midi_nothing_is_learned(at_desk: Callable[..., None]) -> None:
    async def play(desk: Desk) -> None:
        with pytest.raises(ControlError, match="MIDI is off"):
            desk.learning.learn("denoise")

    at_desk(play, enabled=False)


def test_files_in_the_folder_of_the_state_are_played_without_being_named(
    at_desk: Callable[..., None], tmp_path: Path
) -> None:
    os.mkdir(tmp_path / "mappings")
    (tmp_path / "mappings" / "any.toml").write_text('[[midi]]\ntype = "note"\nnumber = 60\nto = "sde"\n')

    async def play(desk: Desk) -> None:
        await desk.plug()
        await desk.send("90 3C 7F")
        await eventually(lambda: desk.store.get("sde") is True)

    at_desk(play)
