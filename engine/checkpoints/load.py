"""Find a checkpoint and load its components, from an allow list of classes only."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from engine.checkpoints.defaults import FILE, Defaults, changed, defaults_of
from engine.checkpoints.folders import Place
from engine.checkpoints.module import (
    fill,
    need_finite,
    need_whole,
    read_config,
    read_headers,
    read_json,
    read_weights,
    weight_files,
)
from engine.checkpoints.shapes import CHANNELS, shapes_of
from engine.conditioning.encoder import ConditionEncoder, Hints
from engine.conditioning.text import text_face
from engine.decoder.weights import Weights, fuse
from engine.errors import CheckpointError, in_words
from engine.prompt import Prompt
from engine.words import Said

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
    """Plans music from words: tempo, key and meter, its length, and its structure hints `[1, frames, 64]`."""

    def said(self, caption: str) -> Said: ...

    def loop_frames(self, bpm: float | None, time_signature: str | None, near: int) -> int: ...

    def hints(self, frames: int, prompt: Prompt, seed: int = 0) -> Tensor: ...


@dataclass(frozen=True, eq=False)
class Components:
    """The loaded parts of a checkpoint; `tokenizer` belongs to a `transformers` text encoder.

    `hearing` names what makes latents and hints of audio: equal names, equal weights. `defaults` is what suits it.
    """

    transformer: Weights
    condition_encoder: ConditionEncoder
    vae: Any
    text_encoder: Any
    tokenizer: Any | None
    hints: Hints | None
    planner: Planner | None
    hearing: str
    defaults: Defaults


def load_components(place: Place, device: str | torch.device, dtype: torch.dtype) -> Components:
    """Load a checkpoint: the transformer in `dtype`, everything else in float32.

    Raises CheckpointError when a part is missing, broken, of a class that is not allowed, or does not fit the others.
    """
    folder = place.folder
    loader = _Loader(folder, device)
    defaults = _own(folder, defaults_of(read_config(folder / "transformer")))
    transformer = loader.make("transformer", dtype, fuse)
    encoder = loader.make("condition_encoder", torch.float32, ConditionEncoder)
    hints = None
    if loader.has("audio_tokenizer") and loader.has("audio_token_detokenizer"):
        up_config, up_state = loader.make("audio_token_detokenizer", torch.float32, _as_read)
        loader.need_alike("audio_tokenizer", "audio_token_detokenizer", "hidden_size", "pool_window_size")
        hints = loader.make(
            "audio_tokenizer",
            torch.float32,
            lambda config, state: Hints(config, state, up_config, up_state, encoder.silence),
        )
    text_encoder, tokenizer = loader.build("text_encoder"), loader.tokenizer()
    loader.need_fitting(transformer, encoder, text_encoder, tokenizer)
    return Components(
        transformer=transformer,
        condition_encoder=encoder,
        vae=loader.build("vae"),
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        hints=hints,
        planner=loader.build("planner") if loader.has("planner") else None,
        hearing=_fingerprint(folder, ("vae", "condition_encoder", "audio_tokenizer", "audio_token_detokenizer")),
        defaults=defaults,
    )


def _own(folder: Path, usual: Defaults) -> Defaults:
    """The defaults of a checkpoint, by a file of its own where it has one."""
    file = folder / FILE
    if not os.path.lexists(file):
        return usual
    own = read_json(file)
    try:
        return changed(usual, own)
    except ValueError as error:
        raise CheckpointError(f"{file}: {error}") from error


def _fingerprint(folder: Path, names: Sequence[str]) -> str:
    """A digest of components' files, of large ones from samples spread over them."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        for path in sorted(path for name in names for path in (folder / name).glob("*") if path.is_file()):
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder)} {size}\n".encode(errors="surrogateescape"))
            with path.open("rb") as file:
                for place in range(0, size, max(_SAMPLE, size // _SAMPLES)):
                    file.seek(place)
                    digest.update(file.read(_SAMPLE))
    except OSError as error:
        raise CheckpointError(f"{folder}: cannot be read: {in_words(error)}") from error
    return digest.hexdigest()


def _as_read(config: dict[str, Any], state: dict[str, Tensor]) -> tuple[dict[str, Any], dict[str, Tensor]]:
    return config, state


class _Loader:
    """A checkpoint folder and its index, checked."""

    def __init__(self, folder: Path, device: str | torch.device) -> None:
        self._folder = folder
        self._device = device
        self._index: Mapping[str, Any] = read_json(folder / "model_index.json")
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
        config = read_config(folder)
        try:
            shapes = shapes_of(asked, config)
        except ValueError as error:
            raise CheckpointError(f"{folder / 'config.json'}: {error}") from error
        return form(config, read_weights(folder, self._device, dtype, shapes))

    def build(self, name: str) -> Any:
        """An object of one of the allowed classes, in float32 on the device."""
        folder, (library, asked) = self._folder / name, self._index[name]
        try:
            if library == "transformers":
                made = _text_model(folder)
            elif asked in _BUILT and _BUILT[asked].split(".")[0] == library.split(".")[0]:
                kind = getattr(import_module(_BUILT[asked]), asked)
                if library == "diffusers":
                    made = fill(kind.from_config(read_config(folder)), folder)
                else:
                    made = kind.from_pretrained(folder)
            else:
                raise CheckpointError(f"{folder}: model_index.json asks for {library}.{asked}, not a class I load")
            return made.to(self._device).eval()
        except CheckpointError:
            raise
        except Exception as error:
            raise CheckpointError(f"{folder}: cannot be loaded as {asked}: {_line(error)}") from error

    def tokenizer(self) -> Any | None:
        """The tokenizer of a `transformers` text encoder; others bring their own."""
        folder = self._folder / "tokenizer"
        if self._index["text_encoder"][0] != "transformers":
            return None
        if not folder.is_dir():
            raise CheckpointError(f"{folder}: there is no such folder")
        try:
            return _auto("AutoTokenizer", folder)
        except Exception as error:
            raise CheckpointError(f"{folder}: cannot be loaded: {_line(error)}") from error

    def need_alike(self, name: str, other: str, *settings: str) -> None:
        """Refuse two components whose configurations differ in one of these settings."""
        config, reference = read_config(self._folder / name), read_config(self._folder / other)
        for setting in settings:
            if config.get(setting) != reference.get(setting):
                raise CheckpointError(
                    f"{self._folder}: {setting} of {name} is {config.get(setting)}, of {other} "
                    f"{reference.get(setting)}: they are not of one model"
                )

    def need_fitting(self, transformer: Weights, encoder: ConditionEncoder, text_encoder: Any, tokenizer: Any) -> None:
        """Refuse components that are whole, but not of one model: what one gives is as wide as the next one reads."""
        vae = read_config(self._folder / "vae")
        try:
            with torch.inference_mode():
                text = text_face(text_encoder, tokenizer).caption("music")
        except Exception as error:
            raise CheckpointError(f"{self._folder / 'text_encoder'}: cannot read a word: {_line(error)}") from error
        for giver, width, reader, wanted in (
            ("condition_encoder", encoder.null_tokens.shape[-1], "transformer", transformer.token_width),
            ("text_encoder", text.shape[-1], "condition_encoder", encoder.text_width),
            ("vae", vae.get("latent_channels", vae.get("decoder_input_channels")), "transformer", CHANNELS),
        ):
            if width != wanted:
                unlike = f"gives {width} channels, and {reader} reads {wanted}: they are not of one model"
                raise CheckpointError(f"{self._folder}: {giver} {unlike}")


def _text_model(folder: Path) -> Any:
    """A text encoder of the `transformers` library, with every tensor accounted for."""
    files, variant = weight_files(folder, "model")
    place = files[0] if len(files) == 1 else folder
    read_headers(files)
    read_config(folder)
    options = {"use_safetensors": True, "output_loading_info": True, "ignore_mismatched_sizes": True}
    made, told = _auto("AutoModel", folder, variant=variant, **options)
    surplus = sorted(name for name in told["unexpected_keys"] if name != "lm_head.weight")
    unlike = [f"{name} is {list(held)}, not {list(said)}" for name, held, said in sorted(told["mismatched_keys"])]
    need_whole(place, sorted(told["missing_keys"]), surplus, unlike)
    for tensor in (*made.parameters(), *made.buffers()):  # copied, see read_weights
        tensor.data = tensor.data.to(torch.float32 if tensor.is_floating_point() else tensor.dtype, copy=True)
    need_finite(place, made.state_dict())
    return made


def _auto(kind: str, folder: Path, **more: Any) -> Any:
    import transformers

    auto = getattr(transformers, kind)
    return auto.from_pretrained(folder, trust_remote_code=False, local_files_only=True, **more)


def _line(error: Exception) -> str:
    """What an error of a library says, which may be many lines."""
    return " ".join(in_words(error).split())[:500]
