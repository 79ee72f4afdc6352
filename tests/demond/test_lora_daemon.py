"""LoRA files and faders of a running daemon, from a folder that is empty to a restart without the files."""

import os
import shutil
import signal
import tomllib
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from safetensors.torch import load_file

from demond.playback.segment import Segment
from engine.lora import Factors, id_of
from tests.conftest import Daemon
from tests.engine.lora_checks import overflowing, tensors, write
from tests.osc_peer import Client

pytestmark = pytest.mark.live

WEIGHTS = Path(__file__).parents[2] / "engine/pocket/weights/transformer/diffusion_pytorch_model.safetensors"
KEPT = "[lora.absent]\nenabled = true\nstrength = 0.25\n"


def for_pocket(path: Path) -> Path:
    rows, columns = load_file(WEIGHTS)["layers.0.mlp.down_proj.weight"].shape
    factors = Factors(torch.randn(4, columns) / columns**0.5, torch.randn(rows, 4), 1.0)
    return write(path, tensors({"layers.0.mlp.down_proj": factors}))


def test_from_an_empty_folder_to_a_restart_without_the_files(start_daemon, tmp_path: Path) -> None:
    state, made = tmp_path / "state", tmp_path / "made"
    state.mkdir()
    (state / "values.toml").write_text(KEPT)
    daemon: Daemon = start_daemon()
    folder = state / "loras"
    shipped = ("8-bit", "8-bit", "", 1.0, 0, "")

    def sounding(*loras: str) -> None:
        daemon.wait_until(lambda: daemon.status().get("loras") == ", ".join(loras), 60, f"{loras} sound")

    def refused(address: str, value: float, words: str, seconds: float = 10.0) -> None:
        daemon.send(address, value)
        told, reason = daemon.receive("/demond/error", seconds)
        assert told == address
        assert words in str(reason)

    def library() -> list[tuple[object, ...]]:
        with Client(daemon.port) as client:
            *told, (_, count) = client.ask("/demond/loras")
        assert len(told) == count
        return told

    daemon.wait_until(lambda: "OSC on" in daemon.log, 60, "OSC")
    daemon.wait_until(library, 30, "the LoRA that ships is noticed")
    assert [each[1:] for each in library()] == [shipped]
    refused("/demond/lora/tape/enabled", 1, 'there is no LoRA "tape": there are 8-bit')

    tape = for_pocket(made / "tape.safetensors")
    folder.mkdir()
    (folder / "tape.metadata.json").write_text('{"name": "Tape", "trigger": "worn tape", "recommended_strength": 0.75}')
    shutil.copy(tape, folder)
    alien = {"layers.0.mlp.down_proj": Factors(torch.ones(1, 3), torch.ones(3, 1), 1.0)}
    write(folder / "alien.safetensors", tensors(alien))
    (folder / "cut.safetensors").write_bytes(tape.read_bytes()[:300])
    daemon.wait_until(lambda: len(library()) == 4, 30, "the files are noticed")
    missing = f"it has 300 of {tape.stat().st_size} bytes"
    assert [each[1:] for each in library()] == [
        shipped,
        ("alien", "alien", "", 1.0, 0, ""),
        ("cut", "cut", "", 1.0, 0, f"{folder}/cut.safetensors: is cut short or not a safetensors file: {missing}"),
        ("tape", "Tape", "worn tape", 0.75, 0, ""),
    ]
    assert daemon.ask("lora/tape/strength") == 0.75
    daemon.send("/demond/lora/tape/strength", 0.5)
    daemon.send("/demond/lora/tape/enabled", 1)
    sounding("tape")
    refused("/demond/lora/cut/enabled", 1, "cut short")
    refused("/demond/lora/alien/enabled", 1, "another base model", 30)
    for lora in ("alien", "cut"):
        daemon.wait_until(lambda lora=lora: daemon.ask(f"lora/{lora}/enabled") == 0, 5, "off again")

    strange = {name: folder / os.fsdecode(name + b".safetensors") for name in (b"caf\xe9", b"ali\xe9n\n")}
    shutil.copy(tape, strange[b"caf\xe9"])
    shutil.copy(folder / "alien.safetensors", strange[b"ali\xe9n\n"])
    tape_too, alien_too = map(id_of, strange.values())
    daemon.wait_until(lambda: len(library()) == 6, 30, "the files are noticed")
    assert {each[2] for each in library()} > {"caf\\xe9", "ali\\xe9n\\n"}
    daemon.send(f"/demond/lora/{tape_too}/enabled", 1)
    sounding(tape_too, "tape")
    refused(f"/demond/lora/{alien_too}/enabled", 1, "another base model", 30)
    daemon.send(f"/demond/lora/{tape_too}/enabled", 0)
    sounding("tape")
    for path in strange.values():
        path.unlink()
    daemon.wait_until(lambda: len(library()) == 4, 30, "the files' end is noticed")

    shutil.copy(tape, folder / "absent.safetensors")
    sounding("absent", "tape")
    assert daemon.ask("lora/absent/strength") == 0.25, "as it was saved"
    os.kill(daemon.engine_pid(), signal.SIGKILL)
    daemon.wait_until(lambda: daemon.status()["engine_restarts"] == 1, 10, "the engine's end is noticed")
    sounding("absent", "tape")

    (folder / "tape.safetensors").unlink()
    daemon.wait_until(lambda: len(library()) == 4, 30, "the file's end is noticed")
    sounding("absent")
    refused("/demond/lora/tape/strength", 1, 'there is no LoRA "tape": there are 8-bit, absent, alien, cut')
    daemon.end()
    assert "Traceback" not in daemon.log
    saved = tomllib.loads((state / "values.toml").read_text())
    assert saved["lora"] == {"absent": {"enabled": True, "strength": 0.25}, "tape": {"enabled": True, "strength": 0.5}}


def test_what_overflows_is_refused_by_name_and_the_sound_goes_on(start_daemon, tmp_path: Path) -> None:
    state, recording = tmp_path / "state", tmp_path / "played.wav"
    overflowing(state / "loras" / "huge.safetensors")
    overflowing(state / "loras" / "lost.safetensors", np.nan)
    (state / "sources").mkdir()
    noise = np.random.default_rng(0).standard_normal((96000, 2))
    soundfile.write(state / "sources" / "loud.wav", noise * 1e30, 48000, subtype="FLOAT")
    daemon: Daemon = start_daemon("--record", str(recording))
    daemon.wait_sounding()
    daemon.send("/demond/length", 4.0)

    def settled() -> int:
        daemon.wait_until(lambda: daemon.status().get("state") == "settled", 60, "settled")
        return int(daemon.status()["generation"])  # type: ignore[call-overload]

    def refused(name: str, value: object, words: str) -> None:
        daemon.send(f"/demond/{name}", value)
        told, reason = daemon.receive("/demond/error", 30)
        assert told == f"/demond/{name}"
        assert words in str(reason)

    daemon.wait_until(lambda: daemon.status().get("loop_seconds", 60) < 6, 60, "the short loop")  # type: ignore[operator]
    before = settled()
    daemon.wait_until(lambda: "LoRA huge: there" in daemon.log, 30, "the files are noticed")
    refused("lora/lost/enabled", 1, "contain NaN or infinity")
    refused("lora/huge/enabled", 1, "at strength 1 the model's numbers grow beyond all bounds")
    refused("source", "loud", "loud.wav: samples: reach 4")
    for name, value in {"lora/huge/enabled": 0, "lora/lost/enabled": 0, "source": "none"}.items():
        daemon.wait_until(lambda name=name, value=value: daemon.ask(name) == value, 5, f"{name} is as before")
    daemon.wait_until(lambda: int(daemon.status()["not_finite"]) >= 1, 5, "it is counted")  # type: ignore[call-overload]
    after = settled()
    daemon.send("/demond/seed", 7)
    daemon.wait_until(lambda: int(daemon.status()["generation"]) > after, 30, "the next generation")  # type: ignore[call-overload]
    assert after >= before
    settled()
    daemon.send("/demond/save_latent", "kept")
    told = [daemon.receive("/demond/note", 10) for _ in range(2)]
    assert told == [["/demond/save_latent", "is under way"], ["/demond/save_latent", "saved as latent:kept"]]
    (memory,) = Path("/dev/shm").glob(f"demond-{daemon.process.pid}-*")
    segment = Segment.attach(memory.name)
    assert all(np.isfinite(bank).all() for bank in segment.banks)
    segment.close()
    assert torch.isfinite(load_file(state / "latents" / "kept.safetensors")["latent"]).all()
    assert not list((state / "cache").glob("*"))
    daemon.end()
    assert "Traceback" not in daemon.log
    audio, rate = soundfile.read(recording, always_2d=True)
    block = rate // 20
    parts = audio[: len(audio) // block * block].reshape(-1, block * 2)
    assert np.isfinite(audio).all()
    heard = np.flatnonzero(np.abs(parts).max(axis=1) > 1e-4)
    assert len(heard) == heard[-1] - heard[0] + 1, "50 ms of silence"
