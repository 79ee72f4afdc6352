"""After a power cut at any moment, and after the process is killed, the values are those of shortly before."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from demond.kept import BEHIND, dumped, read_kept, sweep, write_whole
from demond.scenes.stage import STAGE
from demond.state import State
from tests.power import Disk, Files


def put(folder: Path, files: Files) -> Path:
    """Have a folder hold just these files."""
    for path in folder.iterdir():
        path.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder / "values.toml"


def saved(number: int) -> bytes:
    return dumped({"seed": number, "prompt": {"a": "pads\nand a beat"}})


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """One that is written to and one in which what a cut leaves is looked at."""
    made = tmp_path / "one", tmp_path / "other"
    for folder in made:
        folder.mkdir()
    return made


def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def link(one: object, other: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("before", [0, 1, 3])
def test_a_cut_at_any_moment_of_a_saving_leaves_it_or_the_one_before(folders, monkeypatch, before, links) -> None:
    folder, other = folders
    if not links:
        without_links(monkeypatch)
    for number in range(before):
        write_whole(folder / "values.toml", saved(number), behind=True)
    disk = Disk(folder)
    with disk.watched():
        write_whole(folder / "values.toml", saved(before), behind=True)
    states = 0
    for count, files in disk.after_a_cut():
        tables, _, complaints = read_kept(put(other, files))
        seed = tables.get("seed")
        if count == len(disk.acts):
            assert seed == before, files
        elif before:
            assert seed in (before - 1, before), (disk.acts[:count], files)
        assert "values.toml" not in files or not complaints, files
        states += 1
    assert states > 8


@pytest.mark.parametrize("links", [True, False])
def test_a_disk_that_lies_costs_one_saving(folders, monkeypatch, links) -> None:
    folder, other = folders
    if not links:
        without_links(monkeypatch)
    for number in range(3):
        write_whole(folder / "values.toml", saved(number), behind=True)
    disk = Disk(folder)
    with disk.watched():
        write_whole(folder / "values.toml", saved(3), behind=True)
    for count, files in disk.after_a_cut(lying=True):
        tables, _, _ = read_kept(put(other, files))
        assert tables.get("seed") in (1, 2, 3), (disk.acts[:count], files)


def test_without_waiting_for_the_disk_a_cut_would_cost_all(folders) -> None:
    """The test can fail."""
    folder, other = folders
    write_whole(folder / "values.toml", saved(0))
    disk = Disk(folder)
    with disk.watched(syncs=False):
        write_whole(folder / "values.toml", saved(1))
    found = [read_kept(put(other, files))[0].get("seed") for _, files in disk.after_a_cut()]
    assert None in found


def cut(data: bytes) -> bytes:
    """A file of values that ends at the end of a line, where TOML finds nothing wrong."""
    return data[: data.index(b"seed")]


@pytest.mark.parametrize(
    ("torn", "words"),
    [
        (lambda data: b"", "it is empty"),
        (lambda data: b"\n \n", "it is empty"),
        (lambda data: bytes(len(data)), "cannot be read"),
        (lambda data: data[:-100] + bytes(100), "cannot be read"),
        (cut, 'it is cut off: its last line is not "# end"'),
        (lambda data: data[: len(data) // 2 + 3], "cannot be read"),
    ],
)
def test_where_the_newest_values_are_broken_those_before_are_taken(tmp_path: Path, torn, words: str) -> None:
    state = State(tmp_path)
    state.save({"denoise": 0.25, "seed": 1})
    state.save({"denoise": 0.5, "seed": 2})
    assert state.load() == ({"denoise": 0.5, "seed": 2}, [])
    data = torn(state.path.read_bytes())
    state.path.write_bytes(data)
    values, complaints = state.load()
    assert values == {"denoise": 0.25, "seed": 1}
    assert len(complaints) == 1
    assert words in complaints[0]
    assert complaints[0].endswith("going on with the one before, values.toml.1")
    assert [path.read_bytes() for path in tmp_path.glob("*.broken")] == [data]
    assert state.load()[0] == {"denoise": 0.25, "seed": 1}, "after another cut as well"
    state.save({"denoise": 0.75, "seed": 3})
    assert state.load() == ({"denoise": 0.75, "seed": 3}, [])
    state.path.write_bytes(b"")
    assert state.load()[0] == {"denoise": 0.25, "seed": 1}, "what is broken does not take the place of what is not"
    state.close()


def test_where_both_are_broken_there_are_the_defaults_and_two_sentences(tmp_path: Path) -> None:
    state = State(tmp_path)
    for name in ("values.toml", "values.toml.1"):
        (tmp_path / name).write_bytes(b"")
    values, complaints = state.load()
    assert values == {}
    assert len(complaints) == 2
    assert complaints[1].endswith("starting from the defaults")
    assert len(list(tmp_path.glob("*.broken"))) == 2
    state.close()


def test_values_of_other_editions_need_no_last_line(tmp_path: Path) -> None:
    state = State(tmp_path)
    for text in ("denoise = 0.25\n", "edition = 2\ndenoise = 0.25\n"):
        state.path.write_text(text)
        assert state.load() == ({"denoise": 0.25}, [])
    state.close()


def test_what_was_being_written_when_the_power_went_is_removed(tmp_path: Path) -> None:
    (tmp_path / "scenes").mkdir()
    (tmp_path / "recordings").mkdir()
    left = [tmp_path / "values.toml.new", tmp_path / "values.toml.1.new", tmp_path / "scenes/verse.toml.new"]
    kept = [tmp_path / "recordings/take.new", tmp_path / "scenes/new.toml", tmp_path / "notes.new"]
    for path in left + kept:
        path.write_text("x")
    State(tmp_path).close()
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in kept)
    sweep([tmp_path / "gone"])


def test_the_stage_is_kept_as_well(tmp_path: Path) -> None:
    path = tmp_path / STAGE
    write_whole(path, dumped({"scene": "one"}), behind=True)
    write_whole(path, dumped({"scene": "two"}), behind=True)
    path.write_bytes(bytes(300))
    tables, _, complaints = read_kept(path)
    assert tables["scene"] == "one"
    assert "stage.toml.1" in complaints[0]
    path.write_text('scene = "old"\n')
    assert read_kept(path)[0] == {"scene": "old"}, "as it was written before it had an end"
    assert path.with_name(STAGE + BEHIND).exists()
