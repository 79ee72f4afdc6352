"""Where a model lies: folders, hub ids, revisions and addresses; what is none of them is told in a sentence."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine import CheckpointError
from engine.checkpoints import Place, locate, loras_with
from engine.checkpoints.folders import SHIPPED


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    """What the hub is asked for, which always has the shipped model."""
    questions: list[tuple[str, str | None]] = []

    def fetch(name: str, *, revision: str | None = None, allow_patterns: list[str]) -> str:
        assert not any(pattern.endswith((".py", ".bin", ".pt")) for pattern in allow_patterns)
        questions.append((name, revision))
        return str(SHIPPED)

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
    return questions


@pytest.mark.parametrize(
    ("model", "name", "revision"),
    [
        ("owner/name", "owner/name", None),
        ("owner/name@v1.5", "owner/name", "v1.5"),
        ("owner/na.me_1-x@refs/pr/3", "owner/na.me_1-x", "refs/pr/3"),
        (
            "owner/name@0123456789abcdef0123456789abcdef01234567",
            "owner/name",
            "0123456789abcdef0123456789abcdef01234567",
        ),
        ("https://huggingface.co/owner/name", "owner/name", None),
        ("https://huggingface.co/owner/name/", "owner/name", None),
        ("http://hf.co/owner/name?library=diffusers#files", "owner/name", None),
        ("huggingface.co/owner/name", "owner/name", None),
        ("https://huggingface.co/owner/name/tree/main", "owner/name", "main"),
        ("https://huggingface.co/owner/name/tree/refs%2Fpr%2F3", "owner/name", "refs/pr/3"),
    ],
)
def test_a_name_on_the_hub(model: str, name: str, revision: str | None, asked: list[tuple[str, str | None]]) -> None:
    assert locate(model) == Place(SHIPPED, SHIPPED)
    assert asked == [(name, revision)]


@pytest.mark.parametrize(
    ("model", "complaint"),
    [
        ("", "has no model_index.json"),
        ("absent", "absent: no such folder; give a checkpoint folder, a hub id like owner/name or"),
        ("/absent/model", "no such folder"),
        ("a/b/c", "no such folder"),
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
        ("https://example.com/owner/name", "is no address of a model, which is https://huggingface.co/owner/name or"),
        ("https://huggingface.co@example.com/owner/name", "is no address of a model"),
        ("https://huggingface.co/owner", "is no address of a model"),
        ("https://huggingface.co/owner/name/blob/main/model.safetensors", "is no address of a model"),
        ("https://huggingface.co/owner/name/tree/main/transformer", "is no address of a model"),
        ("https://huggingface.co/owner/name/tree/..%2F..", "is no address of a model"),
        ("https://[::1/owner/name", "is no address of a model"),
    ],
)
def test_what_is_no_model_is_told(
    model: str, complaint: str, asked: list[tuple[str, str | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CheckpointError) as caught:
        locate(model)
    assert complaint in str(caught.value)
    assert "[Errno" not in str(caught.value)
    assert not asked, "the hub is asked for what can be a hub id only"
    assert loras_with(model).name == "loras"


def test_a_folder_comes_before_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[tuple[str, str | None]]
) -> None:
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
    with pytest.raises(CheckpointError, match=r"no model_index\.json"):
        locate(str(closed))


def test_a_folder_that_cannot_be_entered_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", denied)
    with pytest.raises(CheckpointError, match=r"/x: cannot be read: Permission denied; give a checkpoint folder"):
        locate(str(tmp_path / "x"))


def test_what_the_hub_says_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import errors

    def answered(kind: type[Exception]) -> Exception:
        return kind.__new__(kind, "lines\nof text")

    for error, complaint in (
        (answered(errors.GatedRepoError), "owner/name@v1: it is gated; accept its terms"),
        (answered(errors.RepositoryNotFoundError), "no such repository on the hub, or it is private"),
        (answered(errors.RevisionNotFoundError), "the repository has no revision v1"),
        (answered(errors.LocalEntryNotFoundError), "not in the hub's local cache, and the hub cannot be reached"),
        (OSError(28, "No space left on device"), "fetching it from the hub failed: no space left on device"),
        (RuntimeError("two\nlines" + "x" * 9999), "fetching it from the hub failed: two linesxxx"),
    ):

        def fetch(*_: Any, error: Exception = error, **__: Any) -> str:
            raise error

        monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
        with pytest.raises(CheckpointError) as caught:
            locate("owner/name@v1")
        assert complaint in str(caught.value)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 700


def test_looking_for_a_model_needs_no_torch() -> None:
    look = "import sys; from engine.checkpoints import locate; locate('pocket'); sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", look], check=True, timeout=60)
