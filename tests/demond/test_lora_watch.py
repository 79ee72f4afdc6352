"""The watch over folders of LoRAs, and what it makes of them for the engine and for those who ask."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from demond.loras import Entries, Watch, changes, faders, listing, rows
from demond.performer.link import Lora
from demond.store import Store
from engine.lora import Factors
from tests.engine.lora_checks import tensors, write
from tests.waiting import wait_for

FACTORS = {"layers.0.mlp.down_proj": Factors(torch.ones(2, 4), torch.ones(4, 2), 1.0)}


class Room:
    """Two folders, a watch over them and what it told."""

    def __init__(self, path: Path) -> None:
        self.shipped, self.own = path / "shipped", path / "own"
        self.told: list[Entries] = []
        self.folders = [self.shipped, self.own]
        self.watch = Watch(lambda: self.folders, self.told.append)

    def add(self, name: str, folder: Path | None = None) -> Path:
        return write((folder or self.own) / f"{name}.safetensors", tensors(FACTORS))

    def look(self, times: int = 1) -> list[str]:
        for _ in range(times):
            self.watch.look()
        return list(self.told[-1]) if self.told else []


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_folders_may_be_missing_and_come_later(room: Room) -> None:
    assert room.look() == []
    room.add("b")
    room.add("a", room.shipped)
    assert room.look() == [], "it may still be written"
    assert room.look() == ["a", "b"]
    assert len(room.told) == 1
    room.look(3)
    assert len(room.told) == 1, "nothing is told twice"


def test_what_is_there_at_the_start_counts_at_once(room: Room) -> None:
    room.add("a")
    assert room.look() == ["a"]


def test_ones_own_file_comes_before_a_shipped_one_of_its_name(room: Room) -> None:
    shipped = room.add("a", room.shipped)
    room.look()
    assert room.told[-1]["a"].path == shipped
    own = room.add("a")
    room.look(2)
    assert room.told[-1]["a"].path == own
    own.unlink()
    room.look(2)
    assert room.told[-1]["a"].path == shipped


def test_a_file_in_the_making_is_no_lora_until_it_is_whole(room: Room) -> None:
    room.add("steady")
    whole = room.add("it").read_bytes()
    growing = room.own / "it.safetensors"
    growing.write_bytes(b"")
    room.look()
    for length in (30, 60, 90):
        growing.write_bytes(whole[:length])
        room.look()
    room.look()
    assert "cut short" in str(room.told[-1]["it"].problem)
    growing.write_bytes(whole)
    room.look(2)
    assert room.told[-1]["it"].problem is None
    assert all(told["steady"] is room.told[0]["steady"] for told in room.told)


def test_a_changed_file_or_word_is_another_version_and_a_lost_file_is_gone(room: Room) -> None:
    file = room.add("a")
    room.look()
    version = room.told[-1]["a"].version
    os.utime(file, ns=(1, 1))
    room.look(2)
    assert room.told[-1]["a"].version != version
    (room.own / "a.trigger.txt").write_text("chip")
    room.look(2)
    assert room.told[-1]["a"].about.triggers == ("chip",)
    data = file.read_bytes()
    file.unlink()
    assert room.look() == ["a"]
    file.write_bytes(data)
    told = len(room.told)
    assert room.look(2) == ["a"], "gone for a moment while it was replaced"
    assert all("a" in entries for entries in room.told[told:])
    file.unlink()
    assert room.look(2) == []


def test_other_folders_are_looked_through_when_they_are_given(room: Room, tmp_path: Path) -> None:
    room.add("a")
    room.add("b", tmp_path / "else")
    room.look()
    room.folders = [tmp_path / "else"]
    assert room.look(2) == ["b"]


def test_a_folder_that_cannot_be_listed_leaves_what_was_known(
    room: Room, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demond.loras.LOOK_SECONDS", 0.01)
    room.add("a")
    room.look()
    fails: list[Path] = []

    def fail(self: Path) -> None:
        fails.append(self)
        raise OSError(116, "Stale file handle")

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(Path, "iterdir", fail)
        with pytest.raises(OSError, match="Stale"):
            room.look()
        room.watch.start()
        wait_for(lambda: len(fails) > 5)
        room.watch.close()
        room.watch._thread.join()
    assert caplog.text.count("stale file handle") == 1
    assert room.look(2) == ["a"]


def test_what_the_engine_and_those_who_ask_get(room: Room) -> None:
    file = room.add("Muted-horn")
    (room.own / "Muted-horn.metadata.json").write_text('{"name": "Horn", "trigger": "brass", "strength": 0.5}')
    (room.own / "old.pt").write_bytes(b"PK")
    room.look()
    entries = room.told[-1]
    store = Store()
    store.admit(rows(entries))
    assert faders(entries, store.snapshot()) == {}
    store.set_many({"lora/Muted-horn/enabled": True, "lora/old/enabled": True, "lora/old/strength": 2})
    assert faders(entries, store.snapshot()) == {
        "Muted-horn": Lora(str(file), entries["Muted-horn"].version, ("brass",), 0.5),
        "old": Lora(str(room.own / "old.pt"), None, (), 2.0),
    }
    store.set("lora/old/enabled", False)
    horn, old = listing(entries, store.snapshot())
    assert horn == ("Muted-horn", "Horn", "brass", 0.5, 1, "")
    assert old[:5] == ("old", "old", "", 1.0, 0)
    assert "pickled" in str(old[5])
    assert changes({}, entries) == [
        (logging.INFO, "LoRA Muted-horn: there"),
        (logging.WARNING, f"LoRA old: {entries['old'].problem}"),
    ]
    assert changes(entries, {}) == [(logging.INFO, "LoRA Muted-horn: gone"), (logging.INFO, "LoRA old: gone")]


def test_the_daemon_imports_no_torch() -> None:
    program = "import sys, demond.service; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
