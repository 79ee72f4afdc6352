"""A folder of LoRAs: what is written beside each, and what is listed of them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine import LoraError
from engine.lora import About, Library, id_of, read_about

MUTED = id_of(Path("muted trumpet (v2).safetensors"))


def write(path: Path) -> Path:
    """The smallest LoRA file."""
    name = "layers.0.mlp.down_proj"
    down, up = np.ones((2, 3), np.float32), np.ones((4, 2), np.float32)
    save_file({f"{name}.lora_A.weight": down, f"{name}.lora_B.weight": up}, path)
    return path


def write_folder(path: Path) -> Path:
    """The same as a PEFT folder."""
    path.mkdir()
    write(path / "adapter_model.safetensors")
    (path / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "lora_alpha": 3.0, "r": 2}))
    return path


def test_what_is_written_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "Muted horn.safetensors"
    assert read_about(path) == About("Muted horn")
    (tmp_path / "Muted horn.trigger.txt").write_text("muted trumpet, harmon\n\nplunger\n")
    assert read_about(path).triggers == ("muted trumpet", "harmon", "plunger")
    told = tmp_path / "Muted horn.metadata.json"
    told.write_text(json.dumps({"name": "Horn", "trigger_words": ["plunger", "brass"], "recommended_strength": 0.8}))
    assert read_about(path) == About("Horn", ("plunger", "brass", "muted trumpet", "harmon"), 0.8)
    told.write_text(json.dumps({"trigger": "one, two", "strength": -1}))
    assert read_about(path) == About("Muted horn", ("one", "two", "muted trumpet", "harmon", "plunger"), -1.0)
    told.write_text('{"name": "a\\u0000b\\ud800"}')
    assert read_about(path).name == r"a\x00b\ud800", "a name can be sent over OSC"
    told.write_text(json.dumps({"name": "Horn\n2026 INFO forged\u202e", "trigger_words": "a\u0000b\ud800"}))
    assert read_about(path) == About(r"Horn\n2026 INFO forged\u202e", ("ab?", "muted trumpet", "harmon", "plunger"))
    for text in (
        "{", "[]", '{"trigger_words": 4}', '{"trigger_words": [4]}', '{"strength": "much"}', '{"strength": Infinity}',
        f'{{"strength": 1{"0" * 400}}}', "[" * 9999, " " * 70000,
    ):  # fmt: skip
        told.write_text(text)
        with pytest.raises(LoraError, match="Muted horn"):
            read_about(path)


def test_a_library_lists_and_finds(tmp_path: Path) -> None:
    assert Library(tmp_path / "none").entries() == []
    trumpet = write(tmp_path / "muted trumpet (v2).safetensors")
    write_folder(tmp_path / "choir")
    write(tmp_path / "choir.safetensors")
    (tmp_path / "choir" / "adapter_model.trigger.txt").write_text("choir")
    (tmp_path / "broken.safetensors").write_bytes(b"")
    (tmp_path / "broken.metadata.json").write_text("{")
    (tmp_path / "old.pt").write_bytes(b"PK")
    (tmp_path / "notes.txt").write_text("no LoRA")
    (tmp_path / "empty").mkdir()
    library = Library(tmp_path)
    entries = {entry.id: entry for entry in library.entries()}
    assert sorted(entries) == ["broken", "choir", "choir.safetensors", MUTED, "old"]
    assert entries["choir"].path.is_dir()
    assert entries["choir"].about.triggers == ("choir",)
    assert "broken.metadata.json" in str(entries["broken"].problem)
    assert "pickled" in str(entries["old"].problem)
    assert [entry.problem for name, entry in entries.items() if name not in ("broken", "old")] == [None] * 3
    assert library.find(MUTED).path == trumpet
    with pytest.raises(LoraError, match="did you mean muted-trumpet-v2-"):
        library.find("muted-trumpet")


def test_a_library_reads_again_what_changed_and_keeps_ids(tmp_path: Path) -> None:
    file = write(tmp_path / "a-b.safetensors")
    folder = write_folder(tmp_path / "folder")
    library = Library(tmp_path)
    first = library.entries()
    again = library.entries()
    assert [entry.id for entry in first] == ["a-b", "folder"]
    assert all(one is other for one, other in zip(first, again, strict=True)), "nothing was read a second time"
    (tmp_path / "a-b.trigger.txt").write_text("word")
    (folder / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "lora_alpha": 4.0, "r": 2}))
    write(tmp_path / "a b.safetensors")
    entries = {entry.id: entry for entry in library.entries()}
    assert entries["a-b"].path == file
    assert entries["a-b"].about.triggers == ("word",)
    assert entries[id_of(tmp_path / "a b.safetensors")].path.name == "a b.safetensors"
    assert entries["folder"].version != first[1].version
    file.write_bytes(file.read_bytes()[:-1])
    assert "cut short" in str(library.find("a-b").problem)
    file.unlink()
    assert [entry.id for entry in library.entries()] == [id_of(tmp_path / "a b.safetensors"), "folder"]


def test_looking_through_a_library_needs_no_torch(tmp_path: Path) -> None:
    look = "import sys; from engine.lora import Library; Library('.').entries(); sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", look], cwd=tmp_path, check=True, timeout=60)


def test_a_library_with_names_that_no_one_can_write(tmp_path: Path) -> None:
    """Names that are no UTF-8, of other scripts, with line breaks; whatever comes or goes, the others keep their id."""
    names = [b"caf\xe9.safetensors", "日本.safetensors".encode(), "音.safetensors".encode(), b"new\nline.safetensors"]
    names += [b"a b.safetensors", b"a-b.safetensors", b"a_b.safetensors", "Café 1.safetensors".encode()]
    for name in names:
        write(tmp_path / os.fsdecode(name))
    library = Library(tmp_path)
    ids = {entry.path: entry.id for entry in library.entries()}
    assert len(set(ids.values())) == len(names)
    assert {"a-b", "a_b"} < set(ids.values())
    for entry in library.entries():
        assert entry.id.isascii()
        assert not set(entry.id) & set(" #*,/?[]{}\n")
        assert entry.problem is None
        assert (entry.about.name.encode(), "\n" in entry.about.name) == (entry.about.name.encode(), False)
    assert {entry.about.name for entry in library.entries()} > {r"caf\xe9", r"new\nline", "日本", "音"}
    for gone in list(ids):
        gone.unlink()
        assert {entry.path: entry.id for entry in library.entries()} == {k: v for k, v in ids.items() if k != gone}
        assert {entry.path: entry.id for entry in Library(tmp_path).entries()}.items() <= ids.items()
        write(gone)
    (tmp_path / os.fsdecode(names[0])).write_bytes(b"cut")
    (broken,) = [entry for entry in library.entries() if entry.problem]
    assert r"caf\xe9.safetensors: is cut short" in str(broken.problem)


def test_an_id_is_of_the_name_alone() -> None:
    known = {
        "8-bit": "8-bit",
        "A_b.c+d-e": "A_b.c+d-e",
        "2": "2",
        "日本": "lora-4cb764",
        "音": "lora-9a9fe6",
        "a b": "a-b-fbd987",
        "a  b": "a-b-c3ac93",
        "a-b": "a-b",
        "Café": "Cafe-32b744",
        "#1 [x]{y}*,?": "1-x-y-3d5b2d",
        "-": "lora-aba8fa",
    }
    assert {name: id_of(Path(f"{name}.safetensors")) for name in known} == known
    assert id_of(Path("Cafe\u0301.safetensors")) == id_of(Path("Caf\u00e9.safetensors")), "another system's spelling"
