"""Configuration and mappings on disks that fail: what cannot be read is left out or kept, and said; nothing waits."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from demond.calls import Calls
from demond.control.mapping import mappings
from demond.control.osc import OscServer
from demond.files import Files
from demond.parameters import ControlError
from demond.sections import Config, MappingsSection, MidiSection
from demond.store import Store
from tests.waiting import eventually

MINE = 'name = "Mine"\n[[osc]]\naddress = "/mine"\nto = "denoise"\n'


def play(
    sources: list[str],
    test: Callable[[Files, Callable[[], set[str]]], Awaitable[None]],
    path: Path | None = None,
    turns: list[float] | None = None,
) -> None:
    """Run a test with the files of a daemon without controllers; `turns` are when its event loop turned."""

    async def run() -> None:
        store = Store()
        osc = OscServer(store, "127.0.0.1", 0)
        aliases: set[str] = set()
        osc.set_aliases = lambda known: (aliases.clear(), aliases.update(known))  # type: ignore[method-assign]
        config = Config(midi=MidiSection(enabled=False), mappings=MappingsSection(tuple(sources)))
        files = Files(config, path or Path(os.devnull), store, osc, Calls(), lambda: None)
        files.start()

        async def watch() -> None:
            while turns is not None:
                turns.append(time.monotonic())
                await asyncio.sleep(0.005)

        watching = asyncio.ensure_future(watch())
        try:
            await test(files, lambda: aliases)
        finally:
            watching.cancel()
            files.close()
            osc.close()

    asyncio.run(run())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a mapping in it."""
    made = tmp_path / "home"
    made.mkdir()
    (made / "mine.toml").write_text(MINE)
    return made


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, int], None]:
    """Have everything below a folder fail with an error of the system, as for a user who may not enter it."""
    locked: dict[str, int] = {}
    names = ("stat", "lstat", "open", "listdir", "scandir")
    real = {name: getattr(os, name) for name in names}

    def guarded(name: str) -> Callable[..., object]:
        def call(path: object, *arguments: object, **more: object) -> object:
            for root, code in locked.items():
                if isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(root):
                    raise OSError(code, os.strerror(code), os.fspath(path))
            return real[name](path, *arguments, **more)

        return call

    for name in names:
        monkeypatch.setattr(os, name, guarded(name))

    def lock(path: Path, code: int = 0) -> None:
        if code:
            locked[str(path)] = code
        else:
            locked.pop(str(path))

    return lock


@pytest.mark.parametrize("code", [13, 5, 116, 36])
@pytest.mark.parametrize("of_a_folder", [True, False])
def test_a_mapping_that_cannot_be_reached_any_more_plays_on(
    folder: Path, lock: Callable[..., None], caplog: pytest.LogCaptureFixture, code: int, of_a_folder: bool
) -> None:
    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await eventually(lambda: "/mine" in aliases())
        lock(folder, code)
        await eventually(lambda: os.strerror(code) in caplog.text)
        with pytest.raises(ControlError, match=os.strerror(code)):
            await files.reload()
        assert aliases() == {"/mine"}
        lock(folder)
        (folder / "mine.toml").write_text(MINE.replace("/mine", "/yours"))
        await eventually(lambda: aliases() == {"/yours"})

    caplog.set_level(logging.INFO)
    play([str(folder if of_a_folder else folder / "mine.toml")], test)
    assert "Traceback" not in caplog.text
    assert caplog.text.count("mappings kept as they were") == 2


def test_what_cannot_be_read_at_the_start_is_left_out_until_it_can(
    folder: Path, lock: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await eventually(lambda: "/1/fader1" in aliases())
        assert "/mine" not in aliases()
        assert f"left out until they are mended: {folder}" in caplog.text
        assert "Permission denied" in caplog.text
        lock(folder)
        await eventually(lambda: "/mine" in aliases())

    lock(folder, 13)
    play(["touchosc", str(folder / "mine.toml")], test)


@pytest.mark.parametrize("kind", ["fifo", "device", "folder", "loop", "zero", "long", "endless"])
def test_what_is_no_file_is_left_out_and_waited_for_by_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    path = tmp_path / "odd.toml"
    match kind:
        case "fifo":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "folder":
            (tmp_path / "inside").mkdir()
            (tmp_path / "inside" / "odd.toml").mkdir()
            path = tmp_path / "inside"
        case "loop":
            path.symlink_to(path)
        case "zero":
            path = Path("a\0b.toml")
        case "long":
            path = tmp_path / ("n" * 300 + ".toml")
        case "endless":
            path.write_text("# " + "x" * (1 << 20))

    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await eventually(lambda: "/1/fader1" in aliases())
        assert "left out until they are mended" in caplog.text
        with pytest.raises(ControlError, match="cannot be read"):
            await files.reload()

    play(["touchosc", str(path)], test)


def test_a_disk_that_hangs_holds_up_neither_the_loop_nor_those_who_ask(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[float] = []
    turned: list[int] = []
    sound = mappings.Mappings.sound

    def slow(sources: object) -> object:
        before = len(turns)
        time.sleep(1.0)
        turned.append(len(turns) - before)
        return sound(sources)  # type: ignore[arg-type]

    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await eventually(lambda: "/mine" in aliases())
        asked = [files.reload() for _ in range(2300)]
        await asyncio.sleep(0.2)
        asked += [files.reload() for _ in range(2300)]
        assert set(await asyncio.gather(*asked)) == {"configuration, mappings and scenes were read again"}

    config = folder / "demond.toml"
    config.write_text(f'[midi]\nenabled = false\n[mappings]\nfiles = ["{folder}/mine.toml"]\n')
    monkeypatch.setattr(mappings.Mappings, "sound", slow)
    play([str(folder / "mine.toml")], test, config, turns)
    assert len(turned) <= 4, "once at the start, once for those who asked before it began, once for those after"
    assert min(turned) > 60, "the loop waits for a read"


def test_an_error_in_the_looking_is_told_once_and_looking_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[object] = []

    def broken(self: object) -> bool:
        looks.append(self)
        raise MemoryError("no room")

    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await eventually(lambda: "/mine" in aliases())
        with monkeypatch.context() as patched:
            patched.setattr(mappings.Mappings, "changed", broken)
            await eventually(lambda: len(looks) > 1)
        (folder / "mine.toml").write_text(MINE.replace("/mine", "/yours"))
        await eventually(lambda: aliases() == {"/yours"})

    play([str(folder / "mine.toml")], test)
    assert caplog.text.count("reading files failed") == 1


def test_of_a_folder_a_broken_file_is_left_out_and_an_empty_one_is_none(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "broken.toml").write_text("[[osc]\n")
    (folder / "empty.toml").write_text("")

    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await eventually(lambda: aliases() == {"/mine"})
        (folder / "broken.toml").write_text(MINE.replace("/mine", "/mended"))
        await eventually(lambda: aliases() == {"/mine", "/mended"})

    play([str(folder)], test)
    assert caplog.text.count("left out until they are mended") == 1
    assert "broken.toml:1: is not valid TOML" in caplog.text


def test_where_one_step_of_the_start_fails_the_others_are_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[object] = []

    def broken(sources: object) -> None:
        raise MemoryError("no room")

    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await eventually(lambda: opened)

    monkeypatch.setattr(mappings.Mappings, "sound", broken)
    monkeypatch.setattr(Files, "_open_midi", lambda files: opened.append(files))
    play([str(folder)], test)
    assert "no room" in caplog.text


def test_one_reload_a_second_and_who_gives_up_ends_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demond.files.REST_SECONDS", 0.3)

    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await eventually(lambda: "/mine" in aliases())
        began = time.monotonic()
        files.reload().cancel()
        await eventually(lambda: files._asked is None)
        await files.reload()
        assert time.monotonic() - began > 0.2

    path = folder / "demond.toml"
    path.write_text(f'[midi]\nenabled = false\n[mappings]\nfiles = ["{folder}/mine.toml"]\n')
    play([str(folder / "mine.toml")], test, path)


def test_what_runs_the_engine_counts_from_the_next_start_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    config = tmp_path / "demond.toml"
    config.write_text('[engine]\ndecoder = "eager"\n')

    async def test(files: Files, aliases: Callable[[], set[str]]) -> None:
        await files.reload()
        assert files.config.engine.decoder == "eager"

    play([], test, config)
    assert "[engine] changed: this counts from the next start on" in caplog.text
