"""Models of the hub while things go wrong: ends in the middle, refusals, full disks, other wishes, dying engines."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.checkpoints.folders import SHIPPED
from engine.checkpoints.names import TURBO
from tests.conftest import Daemon
from tests.demond.test_daemon import levels
from tests.engine.checkpoints.fake_hub import Hub, folder_of, serve
from tests.engine.original import write_original
from tests.engine.small import small_pipeline
from tests.live.hub_models import BASE, environment, main_repository, repositories, wait_heard, wait_loading

WEIGHTS = f"{TURBO}/model.safetensors"
AMID = r"turbo: fetching [5-9]\."
"""What is said in the middle of its largest file."""


@pytest.fixture(scope="module")
def main(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return main_repository(tmp_path_factory.mktemp("turbo"))


@pytest.fixture
def hub(main: dict[str, bytes]) -> Iterator[Hub]:
    with serve(repositories(main)) as served:
        yield served


def began_at(hub: Hub) -> list[int]:
    """Where files were asked for from, of those that were not asked for from their beginning."""
    return [int(said.removeprefix("bytes=").rstrip("-")) for said in hub.ranges()]


def unfinished(home: Path) -> list[int]:
    return [path.stat().st_size for path in home.glob("hub/*/blobs/*.incomplete")]


def kill_engine(daemon: Daemon) -> None:
    before = daemon.status()["engine_restarts"]
    os.kill(daemon.engine_pid(), signal.SIGKILL)
    daemon.wait_until(lambda: daemon.status()["engine_restarts"] != before, 10, "another engine")


def refused(daemon: Daemon, model: str, said: str) -> None:
    """Ask for a model, and hear why it does not play; what plays goes on."""
    playing = daemon.status()["model"]
    daemon.send("/demond/model", model)
    heard_refused(daemon, said)
    assert daemon.status()["model"] == playing


def heard_refused(daemon: Daemon, said: str) -> None:
    address, reason = daemon.receive("/demond/error", 30)
    assert (address, said in str(reason)) == ("/demond/model", True), reason
    daemon.wait_until(lambda: daemon.status()["loading"] == "", 5, "it is given up")


def no_gap(take: Path) -> bool:
    heard = levels(take)
    return bool((heard[int(np.argmax(heard > -60)) : -2] > -60).all())


def test_ends_in_the_middle_lose_nothing(
    start_daemon: Callable[..., Daemon], hub: Hub, main: dict[str, bytes], tmp_path: Path
) -> None:
    config, home, take = (tmp_path / name for name in ("demond.toml", "home", "take.wav"))
    config.write_text('[engine]\nmodel = "turbo"\n')
    hub.slow = 0.1

    def wait_asked(daemon: Daemon) -> None:
        daemon.wait_until(lambda: hub.files_asked() != [], 30, "a file is asked for")

    def start(*more: str) -> Daemon:
        hub.asked.clear()
        daemon = start_daemon("--config", str(config), *more, environment=environment(hub, home))
        daemon.wait_sounding()
        wait_loading(daemon, "turbo: fetching")
        wait_asked(daemon)
        return daemon

    daemon = start()
    wait_loading(daemon, AMID)
    hub.slow = 0.5
    engine = Path(f"/proc/{daemon.engine_pid()}")
    daemon.end(signal.SIGKILL)
    until = time.monotonic() + 10
    while engine.exists():
        assert time.monotonic() < until, "its engine ends with it"
        time.sleep(0.1)
    [kept] = unfinished(home)
    daemon = start()
    assert began_at(hub) == [kept], "it goes on where it was"
    assert daemon.end() < 5.0
    assert (daemon.process.returncode, "Traceback" in daemon.log) == (0, False)

    [kept] = unfinished(home)
    daemon = start("--record", str(take))
    assert began_at(hub) == [kept]
    daemon.wait_until(lambda: max(unfinished(home)) > kept, 30, "more of it")
    hub.asked.clear()
    kill_engine(daemon)
    wait_loading(daemon, "turbo: fetching")
    wait_asked(daemon)
    assert began_at(hub)[0] > kept
    assert daemon.status()["model_refused"] == "", "it was not even there"
    daemon.send("/demond/model", "base")
    wait_loading(daemon, "base: fetching")
    hub.asked.clear()
    time.sleep(2.0)
    assert not [path for path in hub.files_asked() if path.startswith(TURBO)], "turbo's fetch has ended"
    daemon.send("/demond/model", "none")
    wait_loading(daemon, "turbo: fetching")
    hub.slow = 0.0
    wait_loading(daemon, "turbo: loading")
    kill_engine(daemon)
    said = "turbo: the engine ended before it was heard: exit status -9"
    assert daemon.status()["model_refused"] == said, "it may be what ended it"
    assert f"model: {said}" in daemon.log
    wait_heard(daemon, "pocket")
    daemon.send("/demond/reload")
    wait_heard(daemon, "turbo")
    assert daemon.status()["model_refused"] == ""
    daemon.end()
    assert "Traceback" not in daemon.log
    assert no_gap(take)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 168 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small disk can be made here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_what_the_hub_and_the_disk_refuse(
    start_daemon: Callable[..., Daemon], hub: Hub, small_disk: Path, tmp_path: Path
) -> None:
    take, told = tmp_path / "take.wav", environment(hub, small_disk)
    hub.repositories["owner/pocket"] = folder_of(SHIPPED)
    daemon = start_daemon("--model", "owner/absent", "--record", str(take), environment=told)
    daemon.wait_sounding()
    wait_heard(daemon, "pocket")
    absent = "owner/absent: no such folder, and no such repository on the hub, or it is private"
    daemon.wait_until(lambda: str(daemon.status()["model_refused"]).startswith(absent), 5, "why it does not play")
    refused(daemon, f"{BASE}@v9", "the repository has no such revision")
    hub.refuse = {"/resolve/": (404, "EntryNotFound")}
    refused(daemon, "turbo", "the hub lists a file that it does not have")
    hub.refuse = {"/api/": (401, "")}
    refused(daemon, "turbo", "the hub refuses the token")
    hub.refuse, hub.wrong = {}, {WEIGHTS}
    refused(daemon, "turbo", f"{WEIGHTS} came otherwise than the hub says it is")
    rest = small_disk / "rest"
    rest.write_bytes(bytes(150_000_000))
    refused(daemon, "turbo", "MB free and must keep 67.1 MB; make room, or set HF_HOME")
    rest.unlink()
    hub.slow = 0.05
    daemon.send("/demond/model", "turbo")
    wait_loading(daemon, AMID)
    with pytest.raises(OSError, match="No space"):
        rest.write_bytes(bytes(200_000_000))
    heard_refused(daemon, f"the disk of the hub's cache {small_disk}/hub is full; what came is kept")
    rest.unlink()
    hub.slow = 0.0
    hub.asked.clear()
    daemon.send("/demond/model", "turbo")
    wait_heard(daemon, "turbo")
    assert began_at(hub)[0] > 1e5
    daemon.wait_until(lambda: "LoRA 8-bit: gone" in daemon.log, 10, "pocket's LoRAs go with it")
    daemon.send("/demond/model", "owner/pocket")
    wait_heard(daemon, "owner/pocket")
    daemon.wait_until(lambda: daemon.log.count("LoRA 8-bit: there") == 2, 10, "its LoRAs came with it")
    daemon.end()
    assert "Traceback" not in daemon.log
    assert no_gap(take)


def test_models_are_got_checked_and_removed(hub: Hub, main: dict[str, bytes], tmp_path: Path) -> None:
    told = {**os.environ, **environment(hub, tmp_path / "home")}
    command = [sys.executable, "-m", "demond", "models"]
    size = f"{sum(map(len, main.values())) / 1e6:.1f} MB"

    def models(*words: str) -> str:
        done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=120, env=told)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def on_disk() -> str:
        [row] = [line for line in models("list").splitlines() if line.startswith("turbo ")]
        return re.split(r"\s{2,}", row)[2]

    hub.slow = 0.05
    heeded = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # in the background a shell has it ignored
    with subprocess.Popen(
        [*command, "get", "turbo"], env=told, stderr=subprocess.PIPE, text=True, preexec_fn=heeded
    ) as fetching:
        assert fetching.stderr is not None
        lines = iter(fetching.stderr.readline, "")
        next(line for line in lines if re.fullmatch(rf"turbo: fetching [5-9]\.\d of {size} \(\d\d%\)\n", line))
        fetching.send_signal(signal.SIGINT)
        said = list(lines)
    assert (fetching.returncode, len(said)) == (130, 1), said
    assert "interrupted; what came is kept" in said[0]
    assert re.fullmatch(rf"[5-9]\.\d of {size}", on_disk())
    [kept] = unfinished(tmp_path / "home")
    hub.slow = 0.0
    hub.asked.clear()
    assert models("get", "turbo").startswith("turbo: is on disk, in ")
    assert began_at(hub) == [kept]
    assert on_disk() == size
    checks = [line.split(" (")[0].split(",")[0] for line in models("check", "turbo").splitlines()]
    assert checks == ["complete: ok", "unchanged: ok", "loads: ok", "plays: ok"]
    assert models("check", "turbo", "--dry-run").startswith("memory ")
    assert models("remove", "turbo") == f"turbo: removed; {size} are free again\n"
    assert on_disk().startswith("no (about ")
    assert not [path for path in (tmp_path / "home" / "hub").rglob("*") if path.is_file()]


def test_the_memory_of_a_large_model_comes_back(start_daemon: Callable[..., Daemon], tmp_path: Path) -> None:
    """A model of 1 GB that another one followed leaves what was imported for it, and nothing else."""
    pipeline = small_pipeline()
    sizes = {"hidden_size": 1024, "intermediate_size": 3072, "num_attention_heads": 64, "num_key_value_heads": 32}
    with torch.device("meta"):
        wide = type(pipeline.transformer)(**sizes, head_dim=16, encoder_hidden_size=32, num_hidden_layers=16)
    wide = wide.to_empty(device="cpu")
    for tensor in wide.state_dict().values():
        tensor.normal_(0.0, 0.02)
    write_original(type(pipeline)(**pipeline.components | {"transformer": wide}), tmp_path / "large")
    weights = sum(tensor.nbytes for tensor in wide.state_dict().values())
    small, large = write_original(pipeline, tmp_path / "small"), tmp_path / "large"
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "values.toml").write_text("length = 2.0\nsteps = 2\ndepth = 1\n")
    daemon = start_daemon("--model", "pocket")
    daemon.wait_sounding()

    def held() -> int:
        lines = Path(f"/proc/{daemon.engine_pid()}/status").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS"))

    marks = []
    for model in (str(small), "pocket", str(large), "pocket", str(large), "pocket"):
        daemon.send("/demond/model", model)
        wait_heard(daemon, model, 90)
        time.sleep(1.5)
        marks.append(held())
    told = ", ".join(f"{mark / 1e6:.0f} MB" for mark in marks)
    print(f"{weights / 1e6:.0f} MB of weights; in memory, one after another: {told}")
    assert marks[2] > marks[1] + 0.9 * weights
    assert max(marks[3], marks[5]) < marks[1] + 0.15 * weights
    assert daemon.status()["stale_seconds"] == 0.0
