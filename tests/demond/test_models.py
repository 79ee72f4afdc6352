"""`demond models`: what is listed, fetched, checked and removed, against a hub on the loopback."""

import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demond.cli import main
from demond.models import _Progress
from engine.checkpoints.folders import SHIPPED, find
from engine.checkpoints.names import MAIN, NAMES, TURBO
from tests.engine.checkpoints.fake_hub import Hub, commit_of, folder_of, reach, serve

BASE = "ACE-Step/acestep-v15-base"
VARIANT = {"config.json": b'{"is_turbo": false}', "model.safetensors": b"w" * 200_000, "silence_latent.pt": b"s"}
SHARED = {
    "vae/config.json": b"{}",
    "vae/diffusion_pytorch_model.safetensors": b"v" * 300_000,
    "Qwen3-Embedding-0.6B/config.json": b"{ }",
    "Qwen3-Embedding-0.6B/model.safetensors": b"q" * 400_000,
}
POCKET = "owner/pocket"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    turbo = {f"{TURBO}/{path}": held * 2 for path, held in VARIANT.items()}
    with serve({MAIN: {**turbo, **SHARED}, BASE: VARIANT}) as served:
        reach(monkeypatch, served.address, tmp_path / "hub")
        yield served


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def row(printed: str, model: str) -> list[str]:
    [line] = [line for line in printed.splitlines() if line.startswith(f"{model} ")]
    return re.split(r"\s{2,}", line)


def test_the_list_says_what_there_is(fake: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    printed = capsys.readouterr().out
    assert [name for name in ("pocket", *NAMES) if f"\n{name} " not in printed] == []
    said = ["2B", "no (about 6.3 GB)", "original", "50 steps, shift 1, guidance 7", "8.4 GB"]
    assert row(printed, "base")[1:] == said
    assert main(["models", "get", "base"]) == 0
    capsys.readouterr()
    assert main(["models", "list"]) == 0
    printed = capsys.readouterr().out
    size = sum(map(len, (*VARIANT.values(), *SHARED.values())))
    assert row(printed, "base")[2] == f"{size / 1e6:.1f} MB"
    assert row(printed, "turbo")[2] == "no (about 6.3 GB)"
    assert row(printed, "pocket")[3] == "diffusers"


def test_the_list_needs_no_torch() -> None:
    look = "import sys; from demond.models import get; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", look], check=True, timeout=60)


def test_get_tells_how_far_it_is_or_why_not(fake: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "get", "turbo"]) == 0
    printed = capsys.readouterr()
    assert "turbo: asking for ACE-Step/Ace-Step1.5\n" in printed.err
    assert re.search(r"turbo: fetching 0\.0 of \d\.\d MB\n", printed.err)
    assert printed.out == f"turbo: is on disk, in {find('turbo').folder}\n"
    assert main(["models", "get", "owner/absent"]) == 1
    assert "demond models get: owner/absent: no such folder, and no such repository" in capsys.readouterr().err


def test_progress_is_one_line_on_a_terminal_and_few_elsewhere() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream in (Terminal(), io.StringIO()):
        progress = _Progress("turbo", stream)
        for done in range(50):
            progress(f"fetching {done} of 50 MB", done / 50)
        progress.end()
    assert stream.getvalue() == "turbo: fetching 0 of 50 MB\n"
    terminal = Terminal()
    progress = _Progress("turbo", terminal)
    progress("fetching 1 of 2 MB", 0.5)
    progress("fetching 2 of 2 MB", 1.0)
    progress.end()
    line = "\r\x1b[Kturbo: fetching"
    assert terminal.getvalue() == f"{line} 1 of 2 MB (50%){line} 2 of 2 MB (100%)\n"


def test_get_is_interrupted_and_goes_on(fake: Hub, tmp_path: Path) -> None:
    fake.slow = 0.3
    told = {**os.environ, "HF_ENDPOINT": fake.address, "HF_HUB_CACHE": str(tmp_path / "hub")}
    command = [sys.executable, "-m", "demond", "models", "get", "base"]
    with subprocess.Popen(command, env=told, stderr=subprocess.PIPE, text=True) as fetching:
        until = time.monotonic() + 30
        while not fake.files_asked() and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.6)
        fetching.send_signal(signal.SIGINT)
        _, said = fetching.communicate(timeout=30)
    assert fetching.returncode == 130
    assert "Traceback" not in said
    assert "interrupted; what came is kept" in said
    assert list((tmp_path / "hub").glob("*/blobs/*"))
    fake.slow = 0.0
    assert main(["models", "get", "base"]) == 0
    assert len(set(fake.files_asked())) == len(VARIANT) + len(SHARED)


def test_check_of_a_model_that_plays_and_of_broken_ones(fake: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    fake.repositories[POCKET] = folder_of(SHIPPED)
    assert main(["models", "check", POCKET]) == 1
    assert "complete: failed: owner/pocket is not on disk" in capsys.readouterr().out
    assert main(["models", "get", POCKET]) == 0
    capsys.readouterr()
    assert main(["models", "check", POCKET]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0].split(",")[0] for line in lines] == [
        "complete: ok", "unchanged: ok", "loads: ok", "plays: ok",
    ]  # fmt: skip
    place = find(POCKET)
    weights = (place.folder / "vae/diffusion_pytorch_model.safetensors").resolve()
    weights.write_bytes(bytes(weights.stat().st_size))
    assert main(["models", "check", POCKET]) == 1
    assert "unchanged: failed: other bytes than the hub says: vae/diffusion_py" in capsys.readouterr().out
    assert main(["models", "get", "base"]) == 0
    assert main(["models", "check", "base"]) == 1
    printed = capsys.readouterr().out
    assert "unchanged: ok" in printed
    assert "loads: failed: " in printed


def test_remove_leaves_what_others_need(fake: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache = tmp_path / "hub"
    for model in ("turbo", "base"):
        assert main(["models", "get", model]) == 0
    before = bytes_in(cache)
    capsys.readouterr()
    assert main(["models", "remove", "Turbo"]) == 0
    assert capsys.readouterr().out == "Turbo: removed; 0.4 MB are free again\n"
    assert before - bytes_in(cache) == sum(len(held) * 2 for held in VARIANT.values())
    assert find("turbo") is None
    assert find("base") is not None
    assert main(["models", "remove", "base"]) == 0
    assert not list(cache.glob("models--*"))
    capsys.readouterr()
    for model, why in (("base", "is not in the hub's cache"), ("pocket", "outside of the hub's cache")):
        assert main(["models", "remove", model]) == 1
        assert why in capsys.readouterr().err
    assert SHIPPED.is_dir()


def test_remove_of_a_revision_leaves_the_others(fake: Hub, tmp_path: Path) -> None:
    assert main(["models", "get", "base"]) == 0
    fake.repositories[BASE] = {**VARIANT, "model.safetensors": b"x" * 200_000}
    other = f"{BASE}@{commit_of(fake.repositories[BASE])}"
    assert main(["models", "get", other]) == 0
    place = find("base")
    assert place is not None
    assert main(["models", "remove", other]) == 0
    assert find(other) is None
    assert find("base") == place
    assert main(["models", "get", other]) == 0
    assert main(["models", "remove", "base"]) == 0
    assert not list((tmp_path / "hub").glob("models--*")), "without a revision all of them are meant"


def test_remove_leaves_what_a_revision_of_another_needs(fake: Hub) -> None:
    other = f"{BASE}@{commit_of(VARIANT)}"
    for model in ("turbo", other):
        assert main(["models", "get", model]) == 0
    assert main(["models", "remove", "turbo"]) == 0
    assert find(other) is not None


def test_remove_leaves_folders_of_ones_own(
    fake: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "models" / "acestep-v15-base"
    own.mkdir(parents=True)
    for name, held in VARIANT.items():
        (own / name).write_bytes(held)
    monkeypatch.setenv("ACESTEP_MODELS_DIR", str(own.parent))
    for model in ("base", str(own)):
        assert main(["models", "remove", model]) == 1
        assert "it is not removed" in capsys.readouterr().err
    assert len(list(own.iterdir())) == len(VARIANT)
