"""Where a model lies: folders, hub ids, revisions and addresses; what is none of them is told in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import CheckpointError
from engine.checkpoints import Place, hub, locate, loras_with
from engine.checkpoints.cache import Copy
from engine.checkpoints.folders import SHIPPED, find
from engine.checkpoints.names import MAIN, NAMES, TURBO
from tests.engine.checkpoints.fake_hub import reach

Question = tuple[str, str | None, str]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reach(monkeypatch, "http://127.0.0.1:9", tmp_path / "cache")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """What the hub is asked for, which always has the shipped model."""
    questions: list[Question] = []

    def fetch(name: str, revision: str | None, folder: str, *_: object) -> Copy:
        questions.append((name, revision, folder))
        return Copy(SHIPPED, SHIPPED, "diffusers", ())

    monkeypatch.setattr(hub, "fetch", fetch)
    return questions


@pytest.mark.parametrize(
    ("model", "name", "revision", "folder"),
    [
        ("owner/name", "owner/name", None, ""),
        ("owner/name@v1.5", "owner/name", "v1.5", ""),
        ("owner/na.me_1-x@refs/pr/3", "owner/na.me_1-x", "refs/pr/3", ""),
        (
            "owner/name@0123456789abcdef0123456789abcdef01234567",
            "owner/name",
            "0123456789abcdef0123456789abcdef01234567",
            "",
        ),
        ("https://huggingface.co/owner/name", "owner/name", None, ""),
        ("https://huggingface.co/owner/name/", "owner/name", None, ""),
        ("http://hf.co/owner/name?library=diffusers#files", "owner/name", None, ""),
        ("huggingface.co/owner/name", "owner/name", None, ""),
        ("https://huggingface.co/owner/name/tree/main", "owner/name", "main", ""),
        ("https://huggingface.co/owner/name/tree/refs%2Fpr%2F3", "owner/name", "refs/pr/3", ""),
        ("owner/name/one@v1", "owner/name", "v1", "one"),
        ("https://huggingface.co/owner/name/tree/main/one", "owner/name", "main", "one"),
        ("turbo", MAIN, None, TURBO),
        ("XL-Base", "ACE-Step/acestep-v15-xl-base", None, ""),
    ],
)
def test_a_name_on_the_hub(model: str, name: str, revision: str | None, folder: str, asked: list[Question]) -> None:
    assert locate(model) == Place(SHIPPED, SHIPPED)
    assert asked == [(name, revision, folder)]


@pytest.mark.parametrize(
    ("model", "complaint"),
    [
        ("", "has neither model_index.json nor config.json"),
        ("absent", "absent: no such folder; give a checkpoint folder, a hub id like owner/name, owner/name/folder or"),
        ("trubo", 'trubo: no such folder (did you mean "turbo"?); give'),
        ("/absent/model", "no such folder"),
        ("a/b/c/d", "no such folder"),
        ("../x/y", "no such folder"),
        ("owner/name@", "no such folder"),
        ("owner/name@../../x", "no such folder"),
        ("owner/name@a b", "no such folder"),
        ("owner/name\n", "no such folder"),
        ("öwner/name", "no such folder"),
        ("-x/--help", "no such folder"),
        ("nul\0/x", "no such folder"),
        ("\ud800/x", "no such folder"),
        ("~nobody-of-this-name/x", "no such folder"),
        ("owner/" + "x" * 5000, "File name too long; give a checkpoint folder"),
        (
            "https://example.com/owner/name",
            "is no address of a model, which is https://huggingface.co/owner/name, https",
        ),
        ("https://huggingface.co@example.com/owner/name", "is no address of a model"),
        ("https://huggingface.co/owner", "is no address of a model"),
        ("https://huggingface.co/owner/name/blob/main/model.safetensors", "is no address of a model"),
        ("https://huggingface.co/owner/name/tree/main/transformer/x", "is no address of a model"),
        ("https://huggingface.co/owner/name/tree/..%2F..", "is no address of a model"),
        ("https://[::1/owner/name", "is no address of a model"),
    ],
)
def test_what_is_no_model_is_told(
    model: str, complaint: str, asked: list[Question], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CheckpointError) as caught:
        locate(model)
    assert complaint in str(caught.value)
    assert "[Errno" not in str(caught.value)
    assert not asked, "the hub is asked for what can be a hub id only"
    assert loras_with(model).name == "loras"


def test_a_folder_comes_before_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[Question]) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("owner/name", "owner/name@2"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "model_index.json").write_text("{}")
        assert locate(name).folder == Path(name)
    assert locate(tmp_path / "owner" / "name").folder == tmp_path / "owner" / "name"
    assert locate("pocket").folder == SHIPPED
    assert not asked
    closed = tmp_path / os.fsdecode(b"caf\xe9")
    closed.mkdir()
    with pytest.raises(CheckpointError, match=r"neither model_index\.json"):
        locate(str(closed))


def test_a_folder_that_cannot_be_entered_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", denied)
    with pytest.raises(CheckpointError, match=r"/x: cannot be read: Permission denied; give a checkpoint folder"):
        locate(str(tmp_path / "x"))


def variant(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"x")
    (folder / "silence_latent.pt").write_bytes(b"x")
    return folder


def shared(folder: Path) -> Path:
    for part, weights in (
        ("vae", "diffusion_pytorch_model.safetensors"),
        ("Qwen3-Embedding-0.6B", "model.safetensors"),
    ):
        (folder / part).mkdir(parents=True)
        (folder / part / "config.json").write_text("{}")
        (folder / part / weights).write_bytes(b"x")
    return folder


def test_a_variant_finds_what_it_shares_in_it_beside_it_or_where_models_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[Question]
) -> None:
    inside = shared(variant(tmp_path / "inside"))
    assert locate(str(inside)) == Place(inside, inside)
    beside = variant(shared(tmp_path / "checkpoints") / "mine")
    assert locate(str(beside)) == Place(beside, beside.parent)
    link = tmp_path / "link"
    link.symlink_to(beside)
    assert locate(str(link)) == Place(link, beside.parent)
    monkeypatch.chdir(beside)
    assert locate(".") == Place(Path("."), beside.parent)
    alone = variant(tmp_path / "far" / "alone")
    assert find(str(alone)) is None
    monkeypatch.setenv("ACESTEP_MODELS_DIR", str(tmp_path))
    assert locate(str(alone)) == Place(alone, beside.parent)
    assert not asked


def test_of_several_side_by_side_it_is_turbo_or_the_only_one(tmp_path: Path) -> None:
    folder = shared(tmp_path / "checkpoints")
    one = variant(folder / "one")
    assert locate(str(folder)).folder == locate(str(tmp_path)).folder == one
    variant(folder / "two")
    with pytest.raises(CheckpointError) as caught:
        locate(str(folder))
    assert str(caught.value) == f"{folder}: holds several models; say which: {one}, {folder / 'two'}"
    turbo = variant(folder / TURBO)
    assert locate(str(folder)) == Place(turbo, folder)


def test_a_name_is_looked_for_where_models_are_kept_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[Question]
) -> None:
    monkeypatch.chdir(tmp_path)
    here = shared(variant(tmp_path / "turbo"))
    (here / "loras").mkdir()
    assert not loras_with("turbo").is_dir()
    locate("turbo")
    assert asked == [(MAIN, None, TURBO)], "a folder of that name does not stand in for the model"
    assert locate("./turbo").folder == Path("turbo")
    assert locate(Path("turbo")).folder == Path("turbo")
    monkeypatch.setenv("ACESTEP_MODELS_DIR", str(tmp_path / "models"))
    base = variant(tmp_path / "models" / "acestep-v15-base")
    shared(tmp_path / "models" / "checkpoints")
    turbo = variant(tmp_path / "models" / "checkpoints" / TURBO)
    asked.clear()
    assert locate("TURBO") == Place(turbo, turbo.parent)
    assert locate("base") == Place(base, turbo.parent)
    assert loras_with("base") == base / "loras"
    assert not asked


def test_every_name_means_a_repository_of_its_own() -> None:
    assert len({(each.repository, each.folder) for each in NAMES.values()}) == len(NAMES) == 9
    assert all(name == name.lower() for name in NAMES)


def test_looking_for_a_model_needs_no_torch() -> None:
    look = "import sys; from engine.checkpoints import locate; locate('pocket'); sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", look], check=True, timeout=60)
