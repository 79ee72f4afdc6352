"""Find a checkpoint and load its components, from an allow list of classes only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from engine.checkpoints.module import read_config, read_weights
from engine.conditioning.encoder import ConditionEncoder, Hints
from engine.decoder.weights import Weights, fuse
from engine.errors import CheckpointError
from engine.prompt import Prompt

_READ = {
    "transformer": "AceStepTransformer1DModel",
    "condition_encoder": "AceStepConditionEncoder",
    "audio_tokenizer": "AceStepAudioTokenizer",
    "audio_token_detokenizer": "AceStepAudioTokenDetokenizer",
}
"""Components whose weights the engine's own code runs, and the class they must be of."""

_BUILT = {
    "AutoencoderOobleck": "diffusers.models.autoencoders.autoencoder_oobleck",
    "PocketCodec": "engine.pocket.codec",
    "PocketText": "engine.pocket.text",
    "PocketPlanner": "engine.pocket.planner",
}
"""Every class that is imported to hold a component, and the one module it is taken from. Text encoders of the
`transformers` library come through its Auto classes, without remote code."""

_REQUIRED = ("transformer", "condition_encoder", "vae", "text_encoder")
_SAMPLE, _SAMPLES = 1 << 14, 256


class Planner(Protocol):
    """Plans music from words: its length, and its structure hints `[1, frames, 64]`."""

    def loop_frames(self, bpm: float | None, time_signature: str | None, near: int) -> int: ...

    def hints(self, frames: int, prompt: Prompt, seed: int = 0) -> Tensor: ...


@dataclass(frozen=True, eq=False)
class Components:
    """The loaded parts of a checkpoint; `tokenizer` belongs to a `transformers` text encoder.

    `hearing` names what makes latents and hints of audio: equal names, equal weights.
    """

    transformer: Weights
    condition_encoder: ConditionEncoder
    vae: Any
    text_encoder: Any
    tokenizer: Any | None
    hints: Hints | None
    planner: Planner | None
    hearing: str


def load_components(folder: Path, device: str | torch.device, dtype: torch.dtype) -> Components:
    """Load a checkpoint folder: the transformer in `dtype`, everything else in float32.

    Raises CheckpointError when a part is missing, broken, or of a class that is not allowed.
    """
    loader = _Loader(folder, device)
    transformer = loader.make("transformer", dtype, fuse)
    encoder = loader.make("condition_encoder", torch.float32, ConditionEncoder)
    hints = None
    if loader.has("audio_tokenizer") and loader.has("audio_token_detokenizer"):
        up_config, up_state = loader.make("audio_token_detokenizer", torch.float32, _as_read)
        hints = loader.make(
            "audio_tokenizer",
            torch.float32,
            lambda config, state: Hints(config, state, up_config, up_state, encoder.silence),
        )
    return Components(
        transformer=transformer,
        condition_encoder=encoder,
        vae=loader.build("vae"),
        text_encoder=loader.build("text_encoder"),
        tokenizer=loader.tokenizer(),
        hints=hints,
        planner=loader.build("planner") if loader.has("planner") else None,
        hearing=_fingerprint(folder, ("vae", "condition_encoder", "audio_tokenizer", "audio_token_detokenizer")),
    )


def _fingerprint(folder: Path, names: Sequence[str]) -> str:
    """A digest of components' files, of large ones from samples spread over them."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(path for name in names for path in (folder / name).glob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder)} {size}\n".encode())
        with path.open("rb") as file:
            for place in range(0, size, max(_SAMPLE, size // _SAMPLES)):
                file.seek(place)
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def _as_read(config: dict[str, Any], state: dict[str, Tensor]) -> tuple[dict[str, Any], dict[str, Tensor]]:
    return config, state


class _Loader:
    """A checkpoint folder and its index, checked."""

    def __init__(self, folder: Path, device: str | torch.device) -> None:
        self._folder = folder
        self._device = device
        try:
            self._index: Mapping[str, Any] = json.loads((folder / "model_index.json").read_text())
        except (OSError, ValueError) as error:
            raise CheckpointError(f"{folder / 'model_index.json'}: cannot be read: {error}") from error
        missing = [name for name in _REQUIRED if not self.has(name)]
        if missing:
            raise CheckpointError(f"{folder}: model_index.json names no {', '.join(missing)}")

    def has(self, name: str) -> bool:
        entry = self._index.get(name)
        return isinstance(entry, list) and len(entry) == 2 and all(isinstance(part, str) for part in entry)

    def make(self, name: str, dtype: torch.dtype, form: Any) -> Any:
        """`form(config, tensors)` of a component the engine runs itself."""
        folder, asked = self._folder / name, self._index[name][1]
        if asked != _READ[name]:
            raise CheckpointError(f"{folder}: model_index.json asks for {asked}; I know {_READ[name]}")
        try:
            return form(read_config(folder), read_weights(folder, self._device, dtype))
        except KeyError as error:
            raise CheckpointError(f"{folder}: {error} is missing from its configuration or weights") from error

    def build(self, name: str) -> Any:
        """An object of one of the allowed classes, in float32 on the device."""
        folder, (library, asked) = self._folder / name, self._index[name]
        try:
            if library == "transformers":
                made = _auto("AutoModel", folder)
            elif asked in _BUILT and _BUILT[asked].split(".")[0] == library.split(".")[0]:
                made = getattr(import_module(_BUILT[asked]), asked).from_pretrained(folder)
            else:
                raise CheckpointError(f"{folder}: model_index.json asks for {library}.{asked}, not a class I load")
            return made.to(device=self._device, dtype=torch.float32).eval()
        except CheckpointError:
            raise
        except Exception as error:
            raise CheckpointError(f"{folder}: cannot be loaded as {asked}: {error}") from error

    def tokenizer(self) -> Any | None:
        """The tokenizer of a `transformers` text encoder; others bring their own."""
        if self._index["text_encoder"][0] != "transformers":
            return None
        try:
            return _auto("AutoTokenizer", self._folder / "tokenizer")
        except Exception as error:
            raise CheckpointError(f"{self._folder / 'tokenizer'}: cannot be loaded: {error}") from error


def _auto(kind: str, folder: Path) -> Any:
    import transformers

    return getattr(transformers, kind).from_pretrained(folder, trust_remote_code=False)
