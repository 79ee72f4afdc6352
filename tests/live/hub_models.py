"""What the loopback hub holds for daemons: small models in the original layout, among what must never be fetched."""

from __future__ import annotations

import json
import re
from pathlib import Path

from engine.checkpoints.names import MAIN, TURBO
from tests.conftest import Daemon
from tests.engine.checkpoints.fake_hub import Hub, folder_of
from tests.engine.original import write_original
from tests.engine.small import small_pipeline

BASE = "ACE-Step/acestep-v15-base"
DECOYS = {
    "README.md": b"read me",
    "acestep-5Hz-lm-1.7B/config.json": b"{}",
    "acestep-5Hz-lm-1.7B/model.safetensors": b"l" * 900_000,
    f"{TURBO}/modeling_acestep.py": b"import os",
    f"{TURBO}/pytorch_model.bin": b"pickle",
    "vae/model.ckpt": b"pickle",
}


def main_repository(folder: Path) -> dict[str, bytes]:
    """Turbo and what all models share, as the main repository holds them, without the decoys."""
    write_original(small_pipeline(), folder)
    return folder_of(folder)


def base_of(main: dict[str, bytes]) -> dict[str, bytes]:
    """The same transformer alone, as a base model: it needs the main repository's VAE and text encoder."""
    held = {path.removeprefix(f"{TURBO}/"): held for path, held in main.items() if path.startswith(f"{TURBO}/")}
    return held | {"config.json": json.dumps(json.loads(held["config.json"]) | {"is_turbo": False}).encode()}


def repositories(main: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    """All that the hub holds."""
    return {MAIN: {**main, **DECOYS}, BASE: base_of(main)}


def environment(hub: Hub, home: Path) -> dict[str, str]:
    """What a process is started with that is to take that for the hub, with its cache below a folder."""
    return {"HF_ENDPOINT": hub.address, "HF_HOME": str(home), "HF_HUB_OFFLINE": "0", "NO_PROXY": "127.0.0.1"}


def wait_heard(daemon: Daemon, model: str, seconds: float = 60) -> None:
    daemon.wait_until(lambda: daemon.status()["model"] == model, seconds, f"{model} is heard")


def wait_loading(daemon: Daemon, said: str, seconds: float = 30) -> None:
    """Wait until `/demond/status` says of the model that is on its way what this pattern begins."""
    daemon.wait_until(lambda: re.match(said, str(daemon.status()["loading"])) is not None, seconds, said)
