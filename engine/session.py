"""A model loaded once, and everything that can be done with it."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine import conditioning
from engine.checkpoints import Components, load_components, locate
from engine.codec import HOP, SAMPLE_RATE, Codec, load_audio
from engine.conditioning import TextStates
from engine.conditioning.mixing import blend_tokens
from engine.curves import Curve, canonical, resample
from engine.decoder import Decoder
from engine.decoder.select import make_decoder
from engine.errors import LoraError, RequestError
from engine.lora import About, id_of, read_about, read_factors
from engine.request import CHANNELS, Condition, Request, prepare
from engine.slot import run
from engine.stream import Stream


@dataclass(frozen=True, eq=False)
class Source:
    """Prepared audio: `latent` `[1, T, 64]`, structure `hints` of the same shape if asked for, length in `seconds`."""

    latent: Tensor
    hints: Tensor | None
    seconds: float


class Session:
    """The instrument: load it once, then prepare, encode, generate, stream and decode.

    Latents are `[1, T, 64]` at 25 frames a second; audio is float32 stereo at 48 kHz.
    """

    sample_rate = SAMPLE_RATE
    frame_rate = SAMPLE_RATE // HOP
    hop = HOP
    channels = CHANNELS

    def __init__(self, parts: Components, decoder: Decoder) -> None:
        self.decoder = decoder
        self.codec = Codec(parts.vae)
        self._encoder = parts.condition_encoder
        self._text = conditioning.text_face(parts.text_encoder, parts.tokenizer)
        self._hints = parts.hints
        self._planner = parts.planner
        self._loras: dict[str, About] = {}
        self._lora_lock = threading.Lock()

    @classmethod
    def load(
        cls,
        model: str | Path = "pocket",
        *,
        device: str = "cpu",
        dtype: torch.dtype = torch.float32,
        backend: str = "eager",
    ) -> Session:
        """Load the shipped `pocket` model, a checkpoint folder, or a hub id.

        `dtype` is the transformer's; the rest runs in float32. Raises CheckpointError.
        """
        parts = load_components(locate(model), device, dtype)
        return cls(parts, make_decoder(parts.transformer, backend))

    def prepare_source(
        self, audio: np.ndarray | Tensor | str | Path, sample_rate: int | None = None, *, hints: bool = True
    ) -> Source:
        """Encode a file or samples, see `load_audio`; the last frame is filled up with silence. Raises SourceError."""
        samples = load_audio(audio, sample_rate)
        latent = self.codec.encode(samples)
        return Source(latent, self._structure(latent) if hints else None, samples.shape[1] / SAMPLE_RATE)

    def encode_text(
        self,
        caption: str,
        *,
        lyrics: str = "",
        bpm: float | None = None,
        key: str | None = None,
        time_signature: str | None = None,
        language: str = "en",
        duration: float | None = None,
        task: str = "text2music",
        timbre: Source | None = None,
    ) -> Tensor:
        """Condition tokens `[1, L, H]` of a prompt: lyrics, timbre, then caption.

        `task` is text2music, cover, repaint, extract, lego or complete. Without a timbre reference the encoder hears
        the checkpoint's silence.
        """
        text = self.read_text(
            caption,
            lyrics=lyrics,
            bpm=bpm,
            key=key,
            time_signature=time_signature,
            language=language,
            duration=duration,
            task=task,
        )
        return self.encode_states(text, None if timbre is None else timbre.latent)

    def read_text(
        self,
        caption: str,
        *,
        lyrics: str = "",
        bpm: float | None = None,
        key: str | None = None,
        time_signature: str | None = None,
        language: str = "en",
        duration: float | None = None,
        task: str = "text2music",
        instruction: str = "",
    ) -> TextStates:
        """The text encoder's part of `encode_text`; an `instruction` stands in for the task's own."""
        if task not in conditioning.TASKS:
            raise RequestError("task", f"must be one of {', '.join(conditioning.TASKS)}, got {task!r}")
        prompt = conditioning.format_caption(
            caption,
            bpm=bpm,
            key=key,
            time_signature=time_signature,
            duration=duration,
            task=task,
            instruction=instruction,
        )
        with torch.inference_mode():
            return TextStates(
                self._text.caption(prompt), self._text.lyrics(conditioning.format_lyrics(lyrics, language))
            )

    def encode_states(self, text: TextStates, timbre: Tensor | None = None) -> Tensor:
        """The condition encoder's part of `encode_text`, with the latents `[1, T, 64]` of a timbre reference."""
        heard = self._encoder.silence if timbre is None else timbre
        with torch.inference_mode():
            return self._encoder(text.caption, text.lyrics, conditioning.timbre_latents(heard))

    @staticmethod
    def blend_tokens(prompts: Sequence[tuple[Tensor, float]]) -> Condition:
        """One condition of several prompts' tokens, each with a positive weight, for a single pass of the decoder.

        Where one prompt is longer its tokens are present by its share, so that they come and go with it. A request
        with one `Condition` for each prompt blends what they lead to instead, also along time and steps.
        """
        tokens, presence = blend_tokens(prompts)
        return Condition(tokens, presence=presence)

    def null_tokens(self) -> Tensor:
        """The learned empty condition `[1, 1, H]`: the negative where no negative prompt is given."""
        return self._encoder.null_tokens

    def structure(self, latent: Tensor) -> Tensor:
        """Structure hints of a latent, of its shape. Raises RequestError when the checkpoint has no hint tokenizer."""
        hints = self._structure(latent)
        if hints is None:
            raise RequestError("hints", "this checkpoint has no audio tokenizer to take them with")
        return hints

    def plan(
        self,
        frames: int,
        *,
        caption: str = "",
        bpm: float | None = None,
        key: str | None = None,
        time_signature: str | None = None,
        seed: int = 0,
    ) -> Tensor:
        """Structure hints `[1, frames, 64]` without a source: the checkpoint's planner's, or silence if it has none."""
        if self._planner is None:
            return self.silence(frames)
        with torch.inference_mode():
            return self._planner.hints(
                frames, caption=caption, bpm=bpm, key=key, time_signature=time_signature, seed=seed
            ).float()

    def loop_frames(self, near: int, bpm: float | None = None, time_signature: str | None = None) -> int:
        """The planner's whole-bar loop length near `near` frames, or `near`."""
        if self._planner is None:
            return near
        return int(self._planner.loop_frames(bpm=bpm, time_signature=time_signature, near=near))

    def silence(self, frames: int) -> Tensor:
        """The checkpoint's silence `[1, frames, 64]`."""
        return conditioning.silence(self._encoder.silence, frames)

    def context(self, hints: Tensor | Source, *, strength: float = 1.0, chunk_mask: Curve | None = None) -> Tensor:
        """Context `[1, T, 128]` for a request: hints (`strength` 0 = silence .. 1) and the repaint mask.

        A source gives its own hints, or silence if it has none. `chunk_mask` is 1 inside the repainted region, where
        silence stands in for the hints; None is all ones.
        """
        if not 0.0 <= strength <= 1.0 or not math.isfinite(strength):
            raise RequestError("strength", f"must lie in 0..1, got {strength!r}")
        if isinstance(hints, Source):
            hints = self.silence(hints.latent.shape[1]) if hints.hints is None else hints.hints
        if hints.ndim != 3 or hints.shape[0] != 1 or hints.shape[2] != CHANNELS:
            raise RequestError("hints", f"expected shape [1, n, {CHANNELS}], got {list(hints.shape)}")
        frames = hints.shape[1]
        mask = None
        if chunk_mask is not None:
            mask = resample(canonical(chunk_mask, "chunk_mask", low=0.0, high=1.0, device=hints.device), frames)
        return conditioning.build_context(hints, self.silence(frames), strength, mask)

    def generate(self, request: Request) -> Tensor:
        """Run one request to its latent `[B, T, 64]`, a row a seed. Raises RequestError."""
        decoder = self.decoder
        plan = prepare(request, width=decoder.token_width, device=decoder.device, loras=decoder.loras)
        with torch.inference_mode():
            return run(plan, self.decoder)

    def render(self, request: Request, *, cyclic: bool = False) -> np.ndarray:
        """Audio `[2, samples]` of one request of one seed: `generate`, and `decode` of the whole."""
        return self.decode(self.generate(request), cyclic=cyclic)

    def stream(self, depth: int = 4) -> Stream:
        """A ring over this model, see `Stream`."""
        return Stream(self.decoder, depth)

    @property
    def loras(self) -> dict[str, About]:
        """The LoRAs that are loaded, by the id under which a request or `Shared` gives them a strength."""
        return dict(self._loras)

    def load_lora(self, path: str | Path, *, lora: str | None = None) -> str:
        """Read a LoRA file or folder and have it from the next tick on, silent until it is given a strength.

        Returns its id: `lora`, or one made of the file's name. One that is loaded again takes the place of what was
        loaded under that id. May be called from any thread; nothing waits for it. Raises LoraError, and what was
        loaded stays.
        """
        path = Path(path).expanduser()
        factors, about = read_factors(path), read_about(path)
        lora = id_of(path) if lora is None else lora
        with self._lora_lock:
            try:
                self.decoder.attach(lora, factors)
            except LoraError as error:
                raise LoraError(f"{path}: {error}") from error
            self._loras = {**self._loras, lora: about}
        return lora

    def unload_lora(self, lora: str) -> None:
        """Drop a LoRA from the next tick on. Strengths given to it have no effect until it is loaded again.

        Raises LoraError.
        """
        with self._lora_lock:
            if lora not in self._loras:
                raise LoraError(f"no LoRA {lora!r} is loaded; loaded: {', '.join(sorted(self._loras)) or 'none'}")
            self.decoder.detach(lora)
            self._loras = {name: about for name, about in self._loras.items() if name != lora}

    def decode(self, latent: Tensor, start: int = 0, stop: int | None = None, *, cyclic: bool = False) -> np.ndarray:
        """Audio `[2, samples]` of a latent, or of its frames `start`..`stop`, see `Codec.decode`."""
        return self.codec.decode(latent, start, stop, cyclic=cyclic)

    def _structure(self, latent: Tensor) -> Tensor | None:
        if self._hints is None:
            return None
        with torch.inference_mode():
            return self._hints(latent)
