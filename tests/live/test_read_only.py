"""A root that cannot be written, as of a Raspberry Pi with an overlay, and a state that cannot."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Daemon
from tests.live.installation import disk, unhandled

READ_ONLY = """
mount --make-rprivate / && mount --bind {0} {0} && mount -o remount,bind,ro / &&
for each in $(awk '$2 !~ "^/(dev|proc|sys|run)?(/|$)" && $2 != "{0}" {{print $2}}' /proc/mounts); do
  mount -o remount,bind,ro $each 2>/dev/null; done
! touch /tmp/written 2>/dev/null && exec "$@"
"""


@pytest.fixture
def alone(tmp_path: Path) -> list[str]:
    """A command before which all but the test's own folder is read-only."""
    command = ["unshare", "-m", "sh", "-c", READ_ONLY.format(tmp_path), "sh"]
    done = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a file system cannot be made read-only here: {done.stderr}")
    return command


class Bare(Daemon):
    """A daemon behind a command, with hardly an environment."""

    def __init__(self, folder: Path, before: list[str], *arguments: str, **environment: str) -> None:
        self._before, self._variables = before, environment
        popen = subprocess.Popen

        def started(command: list[str], **options: object) -> subprocess.Popen[bytes]:
            kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
            options["env"] = {**kept, "OMP_WAIT_POLICY": "PASSIVE", **environment}
            options["cwd"] = Path(__file__).parents[2]
            return popen([*before, *command], **options)  # type: ignore[call-overload, no-any-return]

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(subprocess, "Popen", started)
            super().__init__(folder, *arguments)


@pytest.fixture
def daemons() -> Iterator[list[Daemon]]:
    made: list[Daemon] = []
    yield made
    for daemon in made:
        daemon.close()


def test_on_a_read_only_root_everything_is_kept_with_the_state(tmp_path: Path, alone: list[str], daemons) -> None:
    daemon = Bare(tmp_path, alone, "--decoder", "compile")
    daemons.append(daemon)
    daemon.wait_sounding()
    daemon.wait_until(lambda: "decoder: compile" in daemon.log.replace("eager until compile", ""), 240, "it compiles")
    assert "cannot run" not in daemon.log
    daemon.send("/demond/seed", 5)
    daemon.send("/demond/scene/store", "one")
    daemon.wait_until(lambda: (tmp_path / "state/scenes/one.toml").exists(), 10, "a scene")
    daemon.send("/demond/record", "take.wav")
    daemon.wait_until(lambda: daemon.status()["recording"] == 1, 5, "a recording")
    daemon.send("/demond/save")
    assert daemon.receive("/demond/note") is not None
    daemon.end()
    assert daemon.process.returncode == 0
    assert "seed = 5" in (tmp_path / "state/values.toml").read_text()
    assert {path.name for path in tmp_path.iterdir()} == {"state", daemon.log_path.name}
    assert (tmp_path / "state/inductor").exists()
    assert unhandled(daemon.log) == []


def test_a_read_only_state_is_said_and_saved_to_once_it_can_be(tmp_path: Path, daemons) -> None:
    with disk(tmp_path / "state", 12) as mounted:
        if not mounted:
            pytest.skip("no file system can be mounted here")
        subprocess.run(["mount", "-o", "remount,ro", tmp_path / "state"], check=True)
        (tmp_path / "demond.toml").write_text("[files]\nfree_gb = 0\n")
        daemon = Daemon(tmp_path, "--config", str(tmp_path / "demond.toml"))
        daemons.append(daemon)
        daemon.wait_sounding()
        assert "is not writable (Read-only file system): nothing is saved" in daemon.log
        daemon.send("/demond/seed", 6)
        daemon.wait_until(lambda: "values are not saved" in daemon.log, 10, "it says so again")
        daemon.send("/demond/save")
        assert "read-only file system" in str(daemon.receive("/demond/error"))
        for name, arguments in (("record", ("other.wav",)), ("save_latent", ("l",))):
            daemon.forget()
            daemon.send(f"/demond/{name}", *arguments)
            assert "read-only file system" in str(daemon.receive("/demond/error", 10.0)).lower()
        subprocess.run(["mount", "-o", "remount,rw", tmp_path / "state"], check=True)
        daemon.wait_until(lambda: "values are saved again" in daemon.log, 25, "it is writable now")
        assert "seed = 6" in (tmp_path / "state/values.toml").read_text()
        assert (tmp_path / "state/lock").read_text().strip() == str(daemon.process.pid)
        assert unhandled(daemon.log) == []
        daemon.end()
        assert daemon.process.returncode == 0
