"""Find a checkpoint and load its components, from an allow list of classes only."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
from torch import Tensor

from engine.checkpoints.defaults import Defaults, defaults_at
from engine.checkpoints.folders import Place
from engine.checkpoints.layout import layout_of
from engine.checkpoints.module import (
    fill,
    need_whole,
    open_weights,
    plain,
    read_config,
    read_headers,
    weight_files,
)
from engine.checkpoints.original import Original
from engine.checkpoints.parts import CLASSES, Diffusers, Parts
from engine.checkpoints.precision import halved
from engine.checkpoints.shapes import CHANNELS
from engine.checkpoints.tensors import is_finite, need_finite
from engine.conditioning.encoder import ConditionEncoder, Hints
from engine.conditioning.text import text_face
from engine.decoder.weights import Weights, fuse
from engine.errors import CheckpointError, in_words
from engine.prompt import Prompt
from engine.variation import AS_SEEDED, Variation
from engine.words import Said

_BUILT = {
    "AutoencoderOobleck": "diffusers.models.autoencoders.autoencoder_oobleck",
    "PocketCodec": "engine.pocket.codec",
    "PocketText": "engine.pocket.text",
    "PocketPlanner": "engine.pocket.planner",
}
"""Every class that is imported to hold a component, and the one module it is taken from. Text encoders of the
`transformers` library come through its Auto classes, without remote code."""
_LIBRARIES = ("vae", "text_encoder")
"""Components of other libraries' classes, in most checkpoints."""
_log = logging.getLogger(__name__)

T = TypeVar("T")


class Planner(Protocol):
    """Plans music from words: tempo, key and meter, its length, and its structure hints `[1, frames, 64]`."""

    def said(self, caption: str) -> Said: ...

    def loop_frames(self, bpm: float | None, time_signature: str | None, near: int) -> int: ...

    def hints(self, frames: int, prompt: Prompt, seed: int = 0, variation: Variation = AS_SEEDED) -> Tensor: ...


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
    """Load a checkpoint: the transformer in `dtype`, everything else as `precision.halved` has it.

    Raises CheckpointError when a part is missing, broken, of a class that is not allowed, or does not fit the others.
    """
    dtypes = dict.fromkeys((*CLASSES, *_LIBRARIES), torch.float32) | {"transformer": dtype}
    dtypes |= {name: getattr(torch, kind) for name, kind in halved(str(device), dtype.itemsize).items()}
    diffusers = layout_of(place.folder) == "diffusers"
    parts: Parts = Diffusers(place.folder, device, dtypes) if diffusers else Original(place, device, dtypes)
    loader = _Loader(parts, place.folder, device, dtypes)
    transformer = loader.make("transformer", fuse)
    encoder = loader.make("condition_encoder", ConditionEncoder)
    hints = None
    if "audio_tokenizer" in parts.own and "audio_token_detokenizer" in parts.own:
        loader.need_alike("audio_tokenizer", "audio_token_detokenizer", "hidden_size", "pool_window_size")
        hints = loader.hints(encoder.silence)
    else:
        _log.warning("%s: has no audio tokenizers, so no structure is taken of sources", place.folder)
    text_encoder, tokenizer = loader.build("text_encoder"), loader.tokenizer()
    loader.need_fitting(transformer, encoder, text_encoder, tokenizer)
    return Components(
        transformer=transformer,
        condition_encoder=encoder,
        vae=loader.build("vae"),
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        hints=hints,
        planner=loader.build("planner") if "planner" in parts.index else None,
        hearing=_fingerprint(parts, encoder.silence, hints),
        defaults=defaults_at(place.folder),
    )


def _fingerprint(parts: Parts, silence: Tensor, hints: Hints | None) -> str:
    """A digest of what latents and hints depend on, whatever files that lies in: settings, and samples of weights."""
    folder = parts.folder("vae")
    digest = hashlib.blake2b(silence.cpu().numpy().tobytes(), digest_size=16)
    digest.update(json.dumps([read_config(folder), hints and hints.settings], sort_keys=True).encode())
    heard = [parts.own[name].tensors for name in ("audio_tokenizer", "audio_token_detokenizer") if hints is not None]
    try:
        for tensors in (open_weights(folder), *heard):
            with tensors:
                for name in sorted(tensors):
                    digest.update(tensors.sample(name))
    except OSError as error:
        raise CheckpointError(f"{folder.parent}: cannot be read: {in_words(error)}") from error
    return digest.hexdigest()


class _Loader:
    """Makes the components of a checkpoint out of its parts."""

    def __init__(
        self, parts: Parts, folder: Path, device: str | torch.device, dtypes: Mapping[str, torch.dtype]
    ) -> None:
        self._parts = parts
        self._folder = folder
        self._device = device
        self._dtypes = dtypes

    def make(self, name: str, form: Callable[[Mapping[str, Any], Mapping[str, Tensor]], T]) -> T:
        """`form(config, tensors)` of a component the engine runs itself."""
        config, tensors = self._parts.own[name]
        with tensors:
            return form(config, tensors)

    def hints(self, silence: Tensor) -> Hints:
        """The hint tokenizer, of two components."""

        def form(up_config: Mapping[str, Any], up: Mapping[str, Tensor]) -> Hints:
            return self.make("audio_tokenizer", lambda config, state: Hints(config, state, up_config, up, silence))

        return self.make("audio_token_detokenizer", form)

    def build(self, name: str) -> Any:
        """An object of one of the allowed classes on the device; one of the engine's own is in float32."""
        folder, (library, asked) = self._parts.folder(name), self._parts.index[name]
        try:
            if library in ("transformers", "diffusers"):
                _import_apart("torch._dynamo")
            if library == "transformers":
                made = _text_model(folder, self._dtypes[name])
            elif asked in _BUILT and _BUILT[asked].split(".")[0] == library.split(".")[0]:
                kind = getattr(import_module(_BUILT[asked]), asked)
                if library == "diffusers":
                    made = plain(fill(kind.from_config(read_config(folder)), folder), self._dtypes[name])
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
        folder = self._parts.folder("tokenizer")
        if self._parts.index["text_encoder"][0] != "transformers":
            return None
        if not folder.is_dir():
            raise CheckpointError(f"{folder}: there is no such folder")
        try:
            return _auto("AutoTokenizer", folder)
        except Exception as error:
            raise CheckpointError(f"{folder}: cannot be loaded: {_line(error)}") from error

    def need_alike(self, name: str, other: str, *settings: str) -> None:
        """Refuse two components whose configurations differ in one of these settings."""
        config, reference = self._parts.own[name].config, self._parts.own[other].config
        for setting in settings:
            if config.get(setting) != reference.get(setting):
                raise CheckpointError(
                    f"{self._folder}: {setting} of {name} is {config.get(setting)}, of {other} "
                    f"{reference.get(setting)}: they are not of one model"
                )

    def need_fitting(self, transformer: Weights, encoder: ConditionEncoder, text_encoder: Any, tokenizer: Any) -> None:
        """Refuse components that are whole, but not of one model: what one gives is as wide as the next one reads."""
        vae = read_config(self._parts.folder("vae"))
        try:
            with torch.inference_mode():
                text = text_face(text_encoder, tokenizer).caption("music")
        except Exception as error:
            where = self._parts.folder("text_encoder")
            raise CheckpointError(f"{where}: cannot read a word: {_line(error)}") from error
        for giver, width, reader, wanted in (
            ("condition_encoder", encoder.null_tokens.shape[-1], "transformer", transformer.token_width),
            ("text_encoder", text.shape[-1], "condition_encoder", encoder.text_width),
            ("vae", vae.get("latent_channels", vae.get("decoder_input_channels")), "transformer", CHANNELS),
        ):
            if width != wanted:
                unlike = f"gives {width} channels, and {reader} reads {wanted}: they are not of one model"
                raise CheckpointError(f"{self._folder}: {giver} {unlike}")


def _text_model(folder: Path, dtype: torch.dtype) -> Any:
    """A text encoder of the `transformers` library, with every tensor accounted for; its rotary tables in float32."""
    files, variant = weight_files(folder, "model")
    place = files[0] if len(files) == 1 else folder
    read_headers(files)
    read_config(folder)
    options = {"use_safetensors": True, "output_loading_info": True, "ignore_mismatched_sizes": True}
    made, told = _auto("AutoModel", folder, variant=variant, **options)
    surplus = sorted(name for name in told["unexpected_keys"] if name != "lm_head.weight")
    unlike = [f"{name} is {list(held)}, not {list(said)}" for name, held, said in sorted(told["mismatched_keys"])]
    need_whole(place, sorted(told["missing_keys"]), surplus, unlike)
    for tensors, kind in ((made.parameters(), dtype), (made.buffers(), torch.float32)):
        for tensor in tensors:  # copied: a mapped file that is cut ends the process
            tensor.data = tensor.data.to(kind if tensor.is_floating_point() else tensor.dtype, copy=True)
    need_finite(place, [name for name, tensor in made.state_dict().items() if not is_finite(tensor)])
    return made


def _import_apart(name: str) -> None:
    """Import a library in a thread of its own: one that keeps the frames that it is imported from, as `torch._dynamo`
    does, which both libraries import, would keep the weights in them for good."""
    thread = threading.Thread(target=import_module, args=(name,))
    thread.start()
    thread.join()


def _auto(kind: str, folder: Path, **more: Any) -> Any:
    """Made by an Auto class, of files only, and without a bar or a table in the log."""
    import transformers

    said: Any = transformers.logging
    bars, loudness = said.is_progress_bar_enabled(), said.get_verbosity()
    said.disable_progress_bar()
    said.set_verbosity_error()
    try:
        auto = getattr(transformers, kind)
        return auto.from_pretrained(folder, trust_remote_code=False, local_files_only=True, **more)
    finally:
        said.set_verbosity(loudness)
        if bars:
            said.enable_progress_bar()


def _line(error: Exception) -> str:
    """What an error of a library says, which may be many lines."""
    return " ".join(in_words(error).split())[:500]
