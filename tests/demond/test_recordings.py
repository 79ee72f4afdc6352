"""The actions that write files: recordings, captures and saved latents, by name and within bounds."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from demond.actions import Actions
from demond.calls import Calls
from demond.parameters import ACTIONS
from demond.performer.link import EngineOptions
from demond.performer.supervisor import Supervisor
from demond.places import GIGABYTE, Places
from demond.playback.loop import Loop
from demond.playback.recorder import Recorder
from demond.store import ControlError, Store
from demond.undo import Undo


class Quiet:
    """An input that hears nothing, and notes what it is asked to capture."""

    def __init__(self) -> None:
        self.asked: list[Path] = []

    def capture(self, seconds: float, path: Path) -> float:
        self.asked.append(path)
        path.parent.mkdir(exist_ok=True)
        path.touch()
        return seconds


def elsewhere(action: str) -> bool:
    """Whether an action is done by others."""
    return "/" in action or action in ("play", "stop", "restart", "tap")


class Stage:
    def __init__(self, playback: Loop, places: Places) -> None:
        self.store, self.input = Store(), Quiet()
        self.recorder = Recorder(playback, full=places.full)
        engine = Supervisor(EngineOptions("none", "none"))
        listener: Any = self.input
        self.actions = Actions(
            self.store, Calls(), playback, self.recorder, listener, engine, places, Undo(),
            save=lambda: None, reload=self.reload, more={name: self.reload for name in ACTIONS if elsewhere(name)},
        )  # fmt: skip

    async def reload(self) -> str:
        return ""

    async def act(self, name: str, *arguments: object) -> str:
        answer: Any = self.store.perform(name, *arguments)
        return str(await answer)


def on_stage(playback: Loop, places: Places, play: Callable[[Stage], Awaitable[None]]) -> None:
    async def run() -> None:
        stage = Stage(playback, places)
        try:
            await play(stage)
        finally:
            stage.recorder.stop()

    asyncio.run(run())


def test_a_name_is_recorded_in_its_folder_and_numbered_where_it_is_taken(playback: Loop, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        folder = tmp_path / "recordings"
        for name in ("take.flac", "take-2.flac", "take-3.flac"):
            assert await stage.act("record", "take.flac") == f"recording to {folder / name}"
            assert await stage.act("record", "off") == "0.0 s recorded"
        with pytest.raises(ControlError, match="nothing is being recorded"):
            await stage.act("record", "off")
        assert await stage.act("record", str(tmp_path / "else.wav")) == f"recording to {tmp_path / 'else.wav'}"
        with pytest.raises(ControlError, match=r"already recording into .*else\.wav"):
            await stage.act("record", "b.wav")
        assert sorted(path.name for path in folder.iterdir()) == ["take-2.flac", "take-3.flac", "take.flac"]

    on_stage(playback, Places(tmp_path), play)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("{tmp}/absent/take.wav", "there is no folder .*absent"),
        ("take.mp3", "recordings are .wav or .flac"),
        ("..", "recordings are .wav or .flac"),
        ("n" * 300 + ".wav", "file name too long"),
    ],
)
def test_what_cannot_be_recorded_into_is_told_in_words(playback: Loop, tmp_path: Path, name: str, words: str) -> None:
    async def play(stage: Stage) -> None:
        with pytest.raises(ControlError, match=words) as refused:
            await stage.act("record", name.replace("{tmp}", str(tmp_path)))
        assert "Errno" not in str(refused.value)

    on_stage(playback, Places(tmp_path), play)


def test_a_folder_of_recordings_that_cannot_be_made_is_told(playback: Loop, tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("in the way")

    async def play(stage: Stage) -> None:
        with pytest.raises(ControlError, match="file exists"):
            await stage.act("record", "take.wav")

    on_stage(playback, Places(tmp_path), play)


def test_nothing_is_written_where_there_is_no_room(playback: Loop, tmp_path: Path) -> None:
    (tmp_path / "latents").mkdir()
    with (tmp_path / "latents" / "old.safetensors").open("wb") as file:
        file.truncate(GIGABYTE)

    async def play(stage: Stage) -> None:
        for action, argument in (("record", "take.wav"), ("save_latent", "new"), ("capture", 2.0)):
            with pytest.raises(ControlError, match=r"taken their 1 GB \(\[files\] recordings_gb\)"):
                await stage.act(action, argument)
        assert stage.input.asked == []

    on_stage(playback, Places(tmp_path, most_gb=1), play)
    assert not list((tmp_path / "recordings").glob("*"))


def test_a_capture_goes_to_the_sources(playback: Loop, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await stage.act("capture", 2.0)
        (path,) = stage.input.asked
        assert path.parent == tmp_path / "sources"
        assert stage.store.get("source") == path.stem

    on_stage(playback, Places(tmp_path), play)


def test_a_disk_that_hangs_does_not_hold_the_loop(
    playback: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr("demond.playback.recorder.new_path", lambda path: gate.wait(10) and path)

    async def play(stage: Stage) -> None:
        began = time.monotonic()
        answer = asyncio.ensure_future(stage.act("record", "take.wav"))
        await asyncio.sleep(0.05)
        assert time.monotonic() - began < 1.0
        assert not answer.done()
        gate.set()
        assert "take.wav" in await answer

    on_stage(playback, Places(tmp_path), play)


def test_on_a_disk_that_hangs_one_of_each_waits_and_the_others_are_refused(
    playback: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()

    def full(places: Places, path: Path) -> str:
        hangs.wait()
        return "it hung"

    async def play(stage: Stage) -> None:
        threads = threading.active_count()
        waiting = [asyncio.ensure_future(stage.act(*each)) for each in (("save_latent", "n"), ("capture", 2.0))]
        waiting.append(asyncio.ensure_future(stage.act("record", "a.wav")))
        await asyncio.sleep(0.1)
        for number in range(100):
            for action, argument in (("record", "off"), ("save_latent", f"n{number}"), ("capture", 2.0)):
                with pytest.raises(ControlError, match="is under way already"):
                    stage.store.perform(action, argument)
        assert threading.active_count() <= threads + 3
        hangs.set()
        for each in await asyncio.gather(*waiting, return_exceptions=True):
            assert "it hung" in str(each)

    monkeypatch.setattr(Places, "full", full)
    on_stage(playback, Places(tmp_path), play)
