"""What is fetched from the hub: only what is needed, told, resumed and checked; what goes wrong is a sentence."""

import itertools
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import CheckpointError, Session
from engine.checkpoints import Place, hub, locate, loras_with, room, transfer
from engine.checkpoints.folders import SHIPPED, find
from engine.checkpoints.names import MAIN, TURBO
from tests.engine.checkpoints.fake_hub import Hub, commit_of, folder_of, reach, serve

POCKET, SMALL = "owner/pocket", "owner/small"
BASE = "ACE-Step/acestep-v15-base"
TURBO_FILES = {"config.json": b"{}", "model.safetensors": bytes(range(256)) * 1024, "silence_latent.pt": b"s" * 99}
SHARED_FILES = {
    "vae/config.json": b'{"vae": 1}',
    "vae/diffusion_pytorch_model.safetensors": b"v" * 400_000,
    "Qwen3-Embedding-0.6B/config.json": b'{"text": 1}',
    "Qwen3-Embedding-0.6B/model.safetensors": b"q" * 300_000,
    "Qwen3-Embedding-0.6B/tokenizer.json": b"[]",
    "Qwen3-Embedding-0.6B/merges.txt": b"a b",
}


def original(extra: bool = True) -> dict[str, bytes]:
    """The main repository, small: turbo in a folder, beside what it shares and what nobody needs."""
    unneeded = {
        "README.md": b"read me",
        "acestep-5Hz-lm-1.7B/config.json": b"{}",
        "acestep-5Hz-lm-1.7B/model.safetensors": b"l" * 900_000,
        f"{TURBO}/modeling_acestep.py": b"import os",
        f"{TURBO}/pytorch_model.bin": b"pickle",
        f"{TURBO}/model.fp16.safetensors": b"twice",
        "vae/model.ckpt": b"pickle",
    }
    turbo = {f"{TURBO}/{path}": held for path, held in TURBO_FILES.items()}
    return {**turbo, **SHARED_FILES, **(unneeded if extra else {})}


@pytest.fixture(scope="module")
def pocket() -> dict[str, bytes]:
    """The shipped model as a repository holds it."""
    return folder_of(SHIPPED)


@pytest.fixture(scope="module")
def small(pocket: dict[str, bytes]) -> dict[str, bytes]:
    """As many files under the same names, not as large."""
    return {path: held[:600_000] for path, held in pocket.items()}


@pytest.fixture
def fake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pocket: dict[str, bytes], small: dict[str, bytes]
) -> Iterator[Hub]:
    extra = {"README.md": b"x", "text_encoder/pytorch_model.bin": b"x", "lm/model.safetensors": b"x", "a.py": b"x"}
    with serve({POCKET: {**pocket, **extra}, SMALL: small, MAIN: original(), BASE: dict(TURBO_FILES)}) as served:
        reach(monkeypatch, served.address, tmp_path / "hub")
        monkeypatch.setattr(transfer, "PATIENCE", 0.05)
        yield served


class Heard:
    """What was told, and when; raises at the given part, once."""

    def __init__(self, stop_at: float = 2.0) -> None:
        self.said: list[tuple[float, str, float]] = []
        self._stop_at = stop_at

    def __call__(self, what: str, done: float) -> None:
        self.said.append((time.monotonic(), what, done))
        if done >= self._stop_at:
            self._stop_at = 2.0
            raise RuntimeError("another model is wanted")


def refused(model: str) -> str:
    with pytest.raises(CheckpointError) as caught:
        locate(model)
    said = str(caught.value)
    assert "\n" not in said
    assert "Traceback" not in said
    assert "[Errno" not in said
    return said


def incomplete(folder: Path) -> list[int]:
    return [path.stat().st_size for path in folder.glob("hub/*/blobs/*.incomplete")]


def test_a_diffusers_model_is_fetched_told_and_plays_without_a_network(
    fake: Hub, tmp_path: Path, pocket: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    heard = Heard()
    Session.load(POCKET, told=heard, decoder="eager")
    assert sorted(fake.files_asked()) == sorted(pocket), "what is needed, each once, LoRAs included"
    total = sum(map(len, pocket.values()))
    texts = [what for _, what, _ in heard.said]
    assert texts[0] == f"asking for {POCKET}"
    assert f"fetching 0.0 of {total / 1e6:.1f} MB" in texts
    parts = [done for _, _, done in heard.said]
    assert parts == sorted(parts)
    assert 0.5 < parts[-2] <= 1.0
    assert (texts[-1], parts[-1]) == ("loading", 1.0)
    assert capfd.readouterr() == ("", "")
    place = find(POCKET)
    assert place is not None
    assert folder_of(place.folder) == pocket
    assert loras_with(POCKET) == place.folder / "loras"
    assert (loras_with(POCKET) / "8-bit.safetensors").is_file()
    fake.asked.clear()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    began = time.monotonic()
    assert locate(POCKET) == place
    assert time.monotonic() - began < 1.0
    assert fake.asked == [], "what is whole is not asked for"


def test_the_original_layout_takes_its_variant_and_what_it_shares(fake: Hub) -> None:
    place = locate("Turbo")
    assert place.folder.name == TURBO
    assert place.shared == place.folder.parent
    wanted = [f"{TURBO}/{path}" for path in TURBO_FILES] + list(SHARED_FILES)
    assert sorted(fake.files_asked()) == sorted(wanted)
    assert locate(MAIN) == locate(f"{MAIN}/{TURBO}") == locate(MAIN.lower()) == place
    assert (place.folder / "model.safetensors").read_bytes() == TURBO_FILES["model.safetensors"]
    fake.asked.clear()
    base = locate("base")
    assert (base.folder.parent.parent.name, base.shared) == ("models--ACE-Step--acestep-v15-base", place.shared)
    assert sorted(fake.files_asked()) == sorted(TURBO_FILES), "what is shared is there already"


def test_a_transformer_alone_brings_what_it_needs_of_the_main_repository(fake: Hub) -> None:
    base = locate("base")
    assert sorted(fake.files_asked()) == sorted([*TURBO_FILES, *SHARED_FILES])
    assert find("base") == base
    assert find("turbo") is None


def test_shards_are_taken_by_their_index_and_duplicates_left(fake: Hub) -> None:
    shards = {f"model-0000{n}-of-00002.safetensors": bytes([n]) * 200_000 for n in (1, 2)}
    fake.repositories["ACE-Step/acestep-v15-xl-turbo"] = {
        "config.json": b"{}",
        "silence_latent.pt": b"s",
        "model.safetensors.index.json": b'{"weight_map": {}}',
        "model.fp16.safetensors": b"x",
        "optimizer.pt": b"x",
        **shards,
    }
    place = locate("xl-turbo")
    held = {path.name for path in place.folder.iterdir()}
    assert held == {"config.json", "silence_latent.pt", "model.safetensors.index.json", *shards}


def test_one_of_several_variants_has_to_be_named(fake: Hub) -> None:
    both = {f"{name}/{path}": held for name in ("one", "two") for path, held in TURBO_FILES.items()}
    fake.repositories["owner/several"] = {**both, **SHARED_FILES}
    assert "holds several models; say which: owner/several/one, owner/several/two" in refused("owner/several")
    assert locate("owner/several/two").folder.name == "two"
    assert "holds no checkpoint in three" in refused("owner/several/three")
    later = {f"three/{path}": held for path, held in TURBO_FILES.items()}
    fake.repositories["owner/several"].update(later)
    assert locate("owner/several/three").folder.name == "three"
    commit = commit_of(fake.repositories["owner/several"])
    at_commit = locate(f"owner/several/one@{commit}")
    assert at_commit.folder.parts[-2:] == (commit, "one")
    address = f"https://huggingface.co/owner/several/tree/{commit}/one"
    assert locate(address) == at_commit
    fake.repositories["owner/none"] = {"README.md": b"x"}
    assert "has no model_index.json and no variant" in refused("owner/none")


def test_what_the_hub_refuses_is_a_sentence(fake: Hub) -> None:
    assert "no such repository on the hub, or it is private; then log in with: hf auth login" in refused("owner/absent")
    assert "owner/small@v9: the repository has no such revision" in refused("owner/small@v9")
    for status, code, said in (
        (403, "GatedRepo", "it is gated; accept its terms on its page, then log in with: hf auth login"),
        (401, "", "the hub refuses the token"),
        (403, "", "the hub forbids it with the token"),
        (404, "EntryNotFound", "the hub lists a file that it does not have"),
        (418, "", "the hub answers 418"),
    ):
        fake.refuse = {"/resolve/": (status, code)}
        assert said in refused(SMALL)
    fake.refuse = {"/api/": (403, "GatedRepo")}
    assert "it is gated" in refused(SMALL)


def test_a_hub_that_is_busy_is_asked_again(fake: Hub) -> None:
    fake.status = {"/api/": [503, 429], "model.safetensors": [500, 502]}
    locate("base")
    fake.status = {"/api/": [503] * 99}
    assert "503 Service Unavailable" in refused(SMALL)
    fake.status = {"/resolve/": [500] * 99}
    assert "the hub was lost after 0.0 of 0.0 MB of model_index.json: the hub answers 500" in refused(SMALL)


@pytest.mark.parametrize("deaf", [False, True])
def test_a_connection_that_breaks_off_goes_on(fake: Hub, deaf: bool, small: dict[str, bytes]) -> None:
    fake.cut, fake.deaf = {"vae/diffusion": 300_000}, deaf
    assert folder_of(locate(SMALL).folder) == small
    assert len(fake.ranges()) == 1


def test_a_fetch_is_stopped_and_goes_on_where_it_was(fake: Hub, tmp_path: Path, small: dict[str, bytes]) -> None:
    fake.slow = 0.1
    with pytest.raises(RuntimeError, match="another model is wanted"):
        locate(SMALL, Heard(stop_at=0.05))
    fake.slow = 0.0
    [kept] = incomplete(tmp_path)
    assert kept > 0
    assert find(SMALL) is None
    fake.asked.clear()
    heard = Heard()
    assert folder_of(locate(SMALL, heard).folder) == small
    assert fake.ranges() == [f"bytes={kept}-"]
    assert next(done for _, what, done in heard.said if what.startswith("fetching")) > 0.0
    assert incomplete(tmp_path) == []


def test_a_fetch_in_a_thread_is_told_and_stopped_soon(fake: Hub, tmp_path: Path) -> None:
    fake.slow = 0.2
    stop, heard, ended = threading.Event(), Heard(), []

    def told(what: str, done: float) -> None:
        heard(what, done)
        if stop.is_set():
            raise RuntimeError("enough")

    def fetch() -> None:
        with pytest.raises(RuntimeError, match="enough"):
            locate(SMALL, told)
        ended.append(time.monotonic())

    thread = threading.Thread(target=fetch)
    thread.start()
    time.sleep(1.5)
    stop.set()
    began = time.monotonic()
    thread.join(10.0)
    assert ended[0] - began < 1.0
    times = [at for at, _, _ in heard.said]
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) < 1.0


def test_wrong_bytes_are_thrown_away_and_said(fake: Hub, tmp_path: Path, small: dict[str, bytes]) -> None:
    for path in ("vae/config.json", "vae/diffusion_pytorch_model.safetensors"):  # git's digest, and a large file's
        fake.wrong = {path}
        assert f"{path} came otherwise than the hub says it is; it was thrown away" in refused(SMALL)
        assert incomplete(tmp_path) == []
    assert folder_of(locate(SMALL).folder) == small


def test_what_was_left_broken_is_found_out(fake: Hub, tmp_path: Path, small: dict[str, bytes]) -> None:
    with pytest.raises(RuntimeError):
        locate(SMALL, Heard(stop_at=0.1))
    [left] = (tmp_path / "hub").glob("*/blobs/*.incomplete")
    left.write_bytes(b"x" * 10)
    assert "it was thrown away" in refused(SMALL)
    place = locate(SMALL)
    weights = place.folder / "vae/diffusion_pytorch_model.safetensors"
    weights.resolve().write_bytes(b"cut")
    assert find(SMALL) is None
    assert folder_of(locate(SMALL).folder) == small


def test_a_full_disk_is_told_before_and_in_the_middle(
    fake: Hub, tmp_path: Path, small: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage, need = shutil.disk_usage(tmp_path), transfer.amount(sum(map(len, small.values())))
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _: usage._replace(free=60_000_000))
        said = refused(SMALL)
    assert (
        f"needs {need} more in the hub's cache {tmp_path / 'hub'}, whose disk has 60.0 MB free and must keep 67.1 MB"
        in said
    )
    assert "HF_HOME" in said
    assert fake.files_asked() == []
    listed = hub._ask(SMALL, None, hub.quiet)
    unfinished = listed.unfinished("vae/diffusion_pytorch_model.safetensors")
    unfinished.parent.mkdir(parents=True)
    unfinished.symlink_to("/dev/full")
    said = refused(SMALL)
    assert f"the disk of the hub's cache {tmp_path / 'hub'} is full; what came is kept" in said


def test_what_memory_has_no_room_for_is_not_fetched(fake: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "main_memory", lambda: 8 * 10**9)
    for model in ("turbo", f"{BASE}@main"):
        with pytest.raises(CheckpointError, match=rf"^{model}: needs 1\d.\d GB of memory at the least"):
            Session.load(model)
    assert fake.asked == []


def test_a_pickle_that_is_too_large_for_a_latent_is_refused(fake: Hub) -> None:
    fake.repositories[BASE]["silence_latent.pt"] = bytes((8 << 20) + 1)
    assert "silence_latent.pt has 8.4 MB, more than a latent can have" in refused("base")
    assert fake.files_asked() == []


def test_a_partial_copy_offline_names_what_is_missing(fake: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError):
        locate("base", Heard(stop_at=0.3))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    said = refused("base")
    assert "of its files" in said
    assert "vae/diffusion_pytorch_model.safetensors" in said
    assert "missing in the hub's cache, and it cannot be reached" in said
    assert "is not in the hub's cache" in refused("xl-sft")


def test_no_hub_is_noticed_soon(fake: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reach(monkeypatch, "http://127.0.0.1:9", tmp_path / "hub")
    began = time.monotonic()
    assert "the hub cannot be reached: " in refused(SMALL)
    assert time.monotonic() - began < 2.0
    monkeypatch.setattr(transfer, "TIMEOUT", 0.3)
    with serve({}) as silent:
        silent.fault = lambda path: time.sleep(2.0)  # type: ignore[assignment]
        reach(monkeypatch, silent.address, tmp_path / "hub")
        began = time.monotonic()
        assert "the hub cannot be reached: timed out" in refused(SMALL)
        assert time.monotonic() - began < 1.5


def test_the_old_one_plays_until_the_new_one_is_whole(fake: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    old = locate("base")
    fake.repositories[BASE]["model.safetensors"] = b"newer" * 100_000
    assert locate("base") == old
    fake.cut = {"model.safetensors": 1000}
    fake.refuse = {"model.safetensors": (403, "")}
    with pytest.raises(CheckpointError):
        hub.fetch(BASE, None, "")
    assert locate("base") == old
    fake.refuse = {}
    new = hub.fetch(BASE, None, "")
    assert new.folder != old.folder
    assert locate("base") == Place(new.folder, new.shared)


def test_a_cache_that_another_program_filled_is_used(
    fake: Hub, tmp_path: Path, small: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = locate(SMALL)
    shutil.rmtree(tmp_path / "hub" / "models--owner--small" / "trees")
    fake.asked.clear()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert locate(SMALL) == place
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    assert locate(SMALL) == place
    assert fake.files_asked() == []


def test_a_cache_that_is_whole_and_cannot_be_written_is_used(fake: Hub, tmp_path: Path) -> None:
    place = locate("base")
    for trees in (tmp_path / "hub").glob("*/trees"):
        shutil.rmtree(trees)
        trees.touch()
    fake.asked.clear()
    assert locate("base") == place
    assert fake.files_asked() == []
    (place.folder / "config.json").unlink()
    assert "the hub's cache cannot be written" in refused("base")


def test_of_two_that_fetch_the_same_the_second_outlives_wrong_bytes(fake: Hub, small: dict[str, bytes]) -> None:
    path = "vae/diffusion_pytorch_model.safetensors"
    locate(SMALL).folder.joinpath(path).resolve().unlink()
    fake.slow, fake.wrong = 0.1, {path}
    came: list[Place | str] = []

    def fetch() -> None:
        try:
            came.append(locate(SMALL))
        except CheckpointError as error:
            came.append(str(error))

    threads = [threading.Thread(target=fetch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60.0)
    [refusal] = [each for each in came if isinstance(each, str)]
    assert "came otherwise than the hub says it is" in refusal
    [place] = [each for each in came if isinstance(each, Place)]
    assert folder_of(place.folder) == small


def test_two_that_fetch_the_same_do_not_mix(fake: Hub, small: dict[str, bytes]) -> None:
    fake.slow = 0.01
    places: list[Place] = []
    threads = [threading.Thread(target=lambda: places.append(locate(SMALL))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60.0)
    assert places[0] == places[1]
    assert folder_of(places[0].folder) == small
    assert fake.files_asked().count("vae/diffusion_pytorch_model.safetensors") == 1


def test_names_that_lead_elsewhere_are_not_fetched(fake: Hub, tmp_path: Path) -> None:
    fake.repositories[BASE].update({"../../evil.json": b"x", "..": b"x", "a\0.json": b"x", "C:\\x.json": b"x"})
    locate("base")
    assert not [path for path in fake.files_asked() if "evil" in path or "x.json" in path]
    assert not list(tmp_path.rglob("*evil*"))


def test_the_environment_says_where_the_hub_and_its_cache_are(fake: Hub, tmp_path: Path) -> None:
    told = {"HF_ENDPOINT": fake.address, "HF_HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"]}
    program = "import sys; from engine.checkpoints import locate; print(locate('turbo').folder, 'torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env={**os.environ, **told}
    )
    assert (done.returncode, done.stderr) == (0, "")
    folder, torch = done.stdout.split()
    assert Path(folder).is_relative_to(tmp_path / "home" / "hub")
    assert torch == "False"
