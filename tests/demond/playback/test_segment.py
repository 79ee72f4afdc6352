"""The shared memory of the loop: all of it is there from the start, or a sentence says why not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from demond.playback import segment
from demond.playback.segment import Segment, SegmentError

PID_OF_NOBODY = (1 << 22) + 1


def test_the_whole_loop_is_given_out_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(segment, "_folder", lambda: tmp_path)
    made = Segment.create(48_000)
    try:
        there = made.path.stat()
        assert there.st_blocks * 512 >= there.st_size > 2 * 48_000 * 8
    finally:
        made.close()
        made.unlink()


def test_the_loop_takes_no_more_than_its_share_of_the_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(segment, "_folder", lambda: tmp_path)
    monkeypatch.setattr(segment, "_available", lambda: 200 << 20)
    made = Segment.create(600 * 48_000)
    try:
        assert 15 * 48_000 <= made.header.capacity <= (50 << 20) // 16
        monkeypatch.setattr(segment, "_available", lambda: 0)
        scarce = Segment.create(600 * 48_000)
        assert scarce.header.capacity == 15 * 48_000
        scarce.close()
        scarce.unlink()
    finally:
        made.close()
        made.unlink()


def test_no_room_left_while_it_is_made_is_said_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(segment, "_folder", lambda: tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(SegmentError, match=r"the loop needs \d+ MiB of shared memory"):
        Segment.create(48_000)
    assert not list(tmp_path.iterdir())


def test_a_loop_that_another_container_plays_or_another_user_left_is_let_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(segment, "_folder", lambda: tmp_path)
    made = Segment.create(48_000)
    elsewhere = tmp_path / f"demond-{PID_OF_NOBODY}-00000000"
    made.path.rename(elsewhere)
    segment.remove_orphans()
    assert elsewhere.exists(), "its process is not seen here, and plays"
    made.close()
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(PermissionError(1, "not yours")))
    segment.remove_orphans()
    monkeypatch.undo()
    monkeypatch.setattr(segment, "_folder", lambda: tmp_path)
    segment.remove_orphans()
    assert not elsewhere.exists()


FILLED = """
import os, sys
from pathlib import Path
from demond.playback import segment
segment._folder = lambda: Path(sys.argv[1])
made = segment.Segment.create(15 * 48_000)
with open(os.path.join(sys.argv[1], "other"), "wb", buffering=0) as other:
    try:
        while other.write(bytes(1 << 20)):
            pass
    except OSError:
        pass
for bank in made.banks:
    bank[:] = 1.0
print("written")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file system of its own")
def test_memory_that_others_fill_afterwards_does_not_end_who_plays(tmp_path: Path) -> None:
    mount = f"mount -t tmpfs -o size=32M tmpfs {tmp_path} && exec {sys.executable} -c '{FILLED}' {tmp_path}"
    done = subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True, text=True, check=False, timeout=60)
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip(f"cannot mount here: {done.stderr.strip()}")
    assert done.stdout == "written\n", done.stderr
