"""What makes an engine stale, each thing in turn; files that are half there or that others may change."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import EngineError, EngineUnavailable
from engine.trt.choose import pick
from engine.trt.profile import Range, decoder_profile
from engine.trt.record import Key, Record, differences, read_plan, record_of, stored, write

KEY = Key("decoder", 1, "ab12", "bf16", decoder_profile(60, 4), True, 20, "10.16.1", "9.0")
RECORD = Record(KEY, "turbo", "w1", {}, 5, 300, 61.5, 0.01, "a card", "580.1", "2.13", "build")
WANTED = replace(KEY, types=None, profile=None, refit=None)


def keep(folder: Path, record: Record = RECORD, plan: bytes = b"bytes") -> Path:
    path = folder / f"{record.key.component}-{record.key.digest}.engine"
    write(path, plan, record)
    return path


CHANGES = [
    ({"component": "vae-decode"}, "it is a decoder, not a vae-decode"),
    ({"graph": 2}, "its graph is version 1, and 2 is current"),
    ({"architecture": "cd34"}, "it is for a model of other sizes"),
    ({"types": "fp32"}, "it computes in bf16, not in fp32"),
    ({"profile": decoder_profile(120, 4)}, "it is for frames 2, 1500, 1500, not 2, 3000, 3000"),
    ({"refit": False}, "it can be refitted, which was not asked for"),
    ({"opset": 23}, "its graph has opset 20, and 23 is current"),
    ({"tensorrt": "11.4.0"}, "it was built by TensorRT 10.16.1, and here is 11.4.0"),
    ({"capability": "12.0"}, "it was built for a GPU of compute capability 9.0, and here is 12.0"),
    ({"platform": "win32-AMD64"}, f"it was built on {KEY.platform}, and here is win32-AMD64"),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES)
def test_every_field_of_the_key_that_differs_is_the_reason(change: dict, reason: str) -> None:
    assert differences(KEY, KEY) == []
    assert differences(KEY, replace(KEY, **change)) == [reason]
    assert replace(KEY, **change).digest != KEY.digest
    assert differences(KEY, replace(KEY, **dict.fromkeys(change))) == [], "what is not known is not compared"


def test_all_fields_of_the_key_are_compared() -> None:
    assert {name for change, _ in CHANGES for name in change} == KEY.__dataclass_fields__.keys()


def test_an_engine_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = keep(tmp_path)
    (found,) = stored(tmp_path)
    assert (found.path, found.record, found.wrong) == (path, RECORD, "")
    assert read_plan(found) == b"bytes"
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([path.name, record_of(path).name])
    old = os.umask(0o002)
    try:
        keep(tmp_path)
    finally:
        os.umask(old)
    assert read_plan(next(stored(tmp_path))) == b"bytes", "it can be written by a group, as that umask says"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: None, "it has no record"),
        (lambda text: text[:40], "its record cannot be read"),
        (lambda text: "[]", "its record cannot be read"),
        (lambda text: text.replace('"format": 1', '"format": 2'), "its record cannot be read: it has another format"),
        (lambda text: text.replace('"bytes": 5', '"bytes": "5"'), "its record cannot be read: bytes is no int"),
        (lambda text: text.replace('"weights": "w1",', ""), "its record cannot be read"),
        (lambda text: text.replace('"bytes": 5', '"bytes": 6'), "it has 5 bytes, and its record says 6"),
    ],
)
def test_what_is_not_whole_is_stale_and_never_loaded(spoil, reason: str, tmp_path: Path) -> None:
    path = keep(tmp_path)
    text = spoil(record_of(path).read_text())
    record_of(path).unlink() if text is None else record_of(path).write_text(text)
    (found,) = stored(tmp_path)
    assert found.wrong.startswith(reason)
    with pytest.raises(EngineError, match=reason.split(":")[0]):
        read_plan(found)
    with pytest.raises(EngineUnavailable, match=reason.split(":")[0]):
        pick(tmp_path, WANTED, "w1", lambda record: "", "build it")


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_a_file_that_others_may_change_is_not_loaded(mode: int, tmp_path: Path) -> None:
    path = keep(tmp_path)
    path.chmod(mode)
    with pytest.raises(EngineError, match=r"others than its owner may change it.*chmod go-w"):
        read_plan(next(stored(tmp_path)))


def test_a_write_that_fails_leaves_no_engine_that_looks_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path)
    replaced = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: replaced(a, b) if str(b).endswith(".engine") else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep(tmp_path, replace(RECORD, seconds=1.0), b"other")
    (found,) = stored(tmp_path)
    assert found.wrong == "it has no record"
    assert [each.suffix for each in tmp_path.iterdir()] == [".engine"]


def test_the_engine_of_these_weights_and_for_the_longest_songs_is_picked(tmp_path: Path) -> None:
    short = keep(tmp_path)
    long = keep(tmp_path, replace(RECORD, key=replace(KEY, profile=decoder_profile(240, 4))))
    other = replace(KEY, profile=decoder_profile(600, 4))
    keep(tmp_path, replace(RECORD, weights="w2", key=other))
    keep(tmp_path, replace(RECORD, key=replace(KEY, component="vae-decode", profile={"frames": Range(1, 1, 1)})))

    def picked(weights: str, accept=lambda record: "") -> Path:
        return pick(tmp_path, WANTED, weights, accept, "build it").path

    assert picked("w1") == long
    assert picked("w2").name == f"decoder-{other.digest}.engine"
    assert picked("w1", lambda record: "too long" if record.key.profile["frames"].high > 1500 else "") == short
    with pytest.raises(EngineUnavailable, match="engine: it is too slow: build it"):
        picked("w1", lambda record: "it is too slow")
    with pytest.raises(EngineUnavailable, match=r"there is no TensorRT engine of the vae-encode in .*: build it"):
        pick(tmp_path, replace(WANTED, component="vae-encode"), "w1", lambda record: "", "build it")


def test_other_weights_do_for_what_can_be_refitted_alone(tmp_path: Path) -> None:
    keep(tmp_path, replace(RECORD, key=replace(KEY, refit=False)))
    with pytest.raises(EngineUnavailable, match="it has other weights, and cannot be refitted"):
        pick(tmp_path, WANTED, "w2", lambda record: "", "build it")
    fitting = keep(tmp_path)
    assert pick(tmp_path, WANTED, "w2", lambda record: "", "build it").path == fitting


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seconds": 0}, "seconds: must be in 1..600, got 0"),
        ({"seconds": 601}, "seconds: must be in 1..600, got 601"),
        ({"depth": 0}, "depth: must be in 1..8, got 0"),
        ({"depth": 9}, "depth: must be in 1..8, got 9"),
        ({"tokens": 100}, "tokens: must be in 32..4096, a multiple of 32, got 100"),
        ({"ranks": 4}, "ranks: must be in 8..1024, a multiple of 8, got 4"),
    ],
)
def test_lengths_that_no_engine_can_have_are_refused(given: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        decoder_profile(**{"seconds": 60, "depth": 4, **given})


def test_a_profile_is_by_seconds_and_depth_in_whole_patches() -> None:
    profile = decoder_profile(60, 4)
    assert profile == {
        "batch": (1, 4, 8),
        "frames": (2, 1500, 1500),
        "tokens": (32, 224, 1024),
        "ranks": (8, 64, 256),
    }
    assert decoder_profile(1.01, 1, patch=4)["frames"] == (4, 28, 28)
    assert json.loads(json.dumps(profile))["batch"] == [1, 4, 8]
