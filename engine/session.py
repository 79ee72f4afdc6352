"""A model loaded once, and everything that can be done with it."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine import backends, checks, conditioning, fp8, masks, words
from engine.analysis import key as musical_key
from engine.analysis import tempo
from engine.backends import Running, Runs, default_engines
from engine.bars import whole_bars
from engine.capture import uncaptured
from engine.checkpoints import Components, Told, load_components, locate
from engine.checkpoints.folders import SHIPPED, Place, find
from engine.checkpoints.hub import quiet
from engine.checkpoints.precision import resolve
from engine.checkpoints.room import need_room
from engine.codec import HOP, SAMPLE_RATE, Codec, load_audio, need_audio, need_file
from engine.codec.select import make_codec
from engine.conditioning import PromptTokens, TextStates
from engine.decoder import Decoder, Row
from engine.decoder.eager import EagerDecoder
from engine.decoder.relay import Relay
from engine.decoder.select import make_decoder
from engine.device import device_of
from engine.errors import CheckpointError, EngineUnavailable, LoraError, RequestError, SourceError
from engine.lora import About, id_of, read_about, read_factors
from engine.names import shown
from engine.plan import prepare
from engine.prompt import Prompt
from engine.request import CHANNELS, Condition, Request
from engine.series import Series, canonical, resample
from engine.slot import run
from engine.source import SUFFIX, Source, SourceCache, read_source, write_source
from engine.stream import Stream
from engine.variation import AS_SEEDED, Variation
from engine.words import Said

_log = logging.getLogger(__name__)

LISTENED = 250
"""Frames of the generation that tells which products come out well in 8 bits."""
READING = 0.1
"""The part of preparing a source that is reading it."""


class Session:
    """The instrument: load it once, then prepare, encode, generate, stream and decode.

    Latents are `[1, T, 64]` at 25 frames a second; audio is float32 stereo at 48 kHz.
    """

    sample_rate = SAMPLE_RATE
    frame_rate = SAMPLE_RATE // HOP
    hop = HOP
    channels = CHANNELS

    def __init__(
        self,
        parts: Components,
        decoder: Decoder,
        cache: SourceCache | None = None,
        *,
        codec: Codec | None = None,
        running: Running | None = None,
        eight_bits: bool = False,
    ) -> None:
        """`running` is what `make_decoder` and `make_codec` tell, `eight_bits` whether the transformer is in fp8."""
        self.decoder = decoder
        self.codec = codec or Codec(parts.vae)
        self.running = Running() if running is None else running
        for part in ("decoder", "vae"):
            self.running.setdefault(part, Runs("eager"))
        self.dtype = "fp8" if eight_bits else str(parts.transformer.dtype).removeprefix("torch.")
        self._encoder = parts.condition_encoder
        self._text = conditioning.text_face(parts.text_encoder, parts.tokenizer)
        self._hints = parts.hints
        self._planner = parts.planner
        self.hearing = parts.hearing
        self.defaults = parts.defaults
        self._cache = cache
        self._loras: dict[str, About] = {}
        self._sizes: dict[str, float] = {}
        self._lora_lock = threading.Lock()

    @classmethod
    def load(
        cls,
        model: str | Path = "pocket",
        *,
        device: str = "auto",
        dtype: str | torch.dtype = "auto",
        decoder: str = "auto",
        vae: str = "auto",
        engines: str | Path | None = None,
        cache: str | Path | None = None,
        told: Told = quiet,
    ) -> Session:
        """Load the shipped `pocket` model, one by its name, a checkpoint folder, or a hub id, see `locate`.

        `device` auto is an NVIDIA GPU where torch sees one, but for the shipped model, which is at home on a CPU.
        `dtype` is the transformer's: auto, float32, bfloat16, float16 or fp8, see `precision.resolve`. `decoder` and
        `vae` name the backend of each, see `backends`; auto is the fastest that is there. All but eager are got ready
        in the background while eager runs, and take over between two calls, so that from one call to the next numbers
        may differ by rounding: `wait` for them, or choose eager, where that matters. One that fails later is replaced
        by eager; `running` tells what runs, and why. `engines` is the folder of built engines and exported graphs, see
        `default_engines`.

        `told` hears what is being fetched and how far that is, and that it is loaded; it may end it by raising.
        Sources are kept in the folder `cache`, 256 MiB of them, so that the same audio is encoded once. Raises
        CheckpointError, also for a model that memory has no room for beside what is loaded: it is not fetched either;
        EngineUnavailable for a backend or dtype that is named and cannot run here; ValueError for one that there is
        not. Nothing of it has run on a GPU yet.
        """
        place = find(model)
        device = device_for(place, device)
        number = str(dtype).removeprefix("torch.")
        folder, name = Path(engines).expanduser() if engines else default_engines(), str(model)
        _need(device, number, decoder, vae)
        kind = resolve(number, device)
        _need_engines(name, folder, device, kind, decoder, vae)
        if place is None:
            need_room(model, device, kind.itemsize)
            place = locate(model, told)
        need_room(place, device, kind.itemsize)
        told("loading", 1.0)
        parts = load_components(place, device, kind)
        if number == "fp8":
            parts = in_eight_bits(parts)
        kept = None if cache is None else SourceCache(cache, parts.hearing, device)
        running = Running()
        codec = make_codec(parts.vae, vae, engines=folder, model=name, told=running.told("vae"))
        weights, told_of = parts.transformer, running.told("decoder")
        executor = make_decoder(weights, decoder, engines=folder, model=name, told=told_of)
        made = cls(parts, executor, kept, codec=codec, running=running, eight_bits=number == "fp8")
        until = f" until {executor.wanted} is ready" if isinstance(executor, Relay) else ""
        _log.info("%s: on %s in %s, decoder: eager%s", shown(name), device, made.dtype, until)
        return made

    @property
    def making(self) -> dict[str, str]:
        """The backends that are being made ready, by the part that they are to run."""
        parts = {"decoder": self.decoder, "vae": self.codec}
        return {name: making for name, part in parts.items() if (making := getattr(part, "making", ""))}

    def wait(self) -> None:
        """Return when every backend that was chosen runs, or it is known that it cannot."""
        for part in (self.decoder, self.codec):
            if (wait := getattr(part, "wait", None)) is not None:
                wait()

    def rest(self) -> None:
        """Say that nothing is to be done for now: a backend whose making would put off the first sound is made."""
        if isinstance(self.decoder, Relay):
            self.decoder.begin()

    @property
    def device(self) -> str:
        """The torch device that the model runs on."""
        return str(self.decoder.device)

    def doubt(self) -> bool:
        """Have eager run the decoder for now, as something came out not finite; False where it does already."""
        return isinstance(self.decoder, Relay) and self.decoder.doubt()

    def judge(self, finite: bool) -> None:
        """Say what came of it since `doubt`: where that is finite, eager stays; it has no effect without a doubt."""
        if isinstance(self.decoder, Relay):
            self.decoder.judge(finite)

    def prepare_source(
        self,
        audio: np.ndarray | Tensor | str | Path,
        sample_rate: int | None = None,
        *,
        hints: bool = True,
        told: Callable[[float], None] = lambda done: None,
    ) -> Source:
        """Encode a file or samples, see `load_audio`; the last frame is filled up with silence.

        A source serves as what is played on, and as a reference for timbre, structure and x0 target. A file that
        `save_source` wrote comes back as it was. `told` hears how far it is, 0..1. Raises SourceError.
        """
        path = need_file(audio) if isinstance(audio, str | Path) else None
        known, name = None, ""
        if path is not None and path.suffix == SUFFIX:
            known = read_source(path, self.hearing, self.codec.device)
        elif path is not None and self._cache is not None:
            name = self._cache.name(need_audio(path))
            known = self._cache.get(name)
        try:
            source = known or self._encode(load_audio(audio, sample_rate, lambda read: told(READING * read)), told)
            if hints and source.hints is None and self._hints is not None:
                source = replace(source, hints=self.structure(source.latent))
        except RequestError as error:
            raise SourceError(f"{audio if path is not None else 'audio'}: {error}") from error
        if self._cache is not None and name and source is not known:
            self._cache.put(name, source)
        return source

    def _encode(self, samples: np.ndarray, told: Callable[[float], None]) -> Source:
        latent = self.codec.encode(samples, lambda encoded: told(READING + (1.0 - READING) * encoded))
        return Source(latent, None, samples.shape[1] / SAMPLE_RATE, tempo(samples), musical_key(samples))

    def save_source(self, source: Source, path: str | Path) -> None:
        """Write a source, also one made of a generated latent, to a `.safetensors` file for `prepare_source`.

        Raises RequestError for one whose numbers could not be a latent's, and OSError.
        """
        checks.latent("latent", source.latent)
        if source.hints is not None:
            checks.latent("hints", source.hints)
        write_source(source, Path(path).expanduser(), self.hearing)

    def encode_text(
        self, prompt: Prompt | str, *, timbre: Source | None = None, timbre_strength: float = 1.0
    ) -> Tensor:
        """Condition tokens `[1, L, H]` of a prompt, or of a caption: lyrics, timbre, then caption.

        `timbre` is a reference for the sound, see `encode_timbre`. `encode_prompt` of `read_text` gives the same in
        parts. Raises RequestError.
        """
        return self.encode_prompt(self.read_text(prompt)).with_timbre(self.encode_timbre(timbre, timbre_strength))

    def read_text(self, prompt: Prompt | str) -> TextStates:
        """The text encoder's part of `encode_text`."""
        prompt = Prompt.of(prompt)
        caption, lyrics = conditioning.format_caption(prompt), conditioning.format_lyrics(prompt)
        with torch.inference_mode():
            return TextStates(self._text.caption(caption), self._text.lyrics(lyrics))

    def encode_prompt(self, text: TextStates) -> PromptTokens:
        """The condition encoder's part of `encode_text`, without timbre: that can change and the prompt stay."""
        with torch.inference_mode():
            return self._encoder.prompt(text.caption, text.lyrics)

    def encode_timbre(self, reference: Source | Tensor | None = None, strength: float = 1.0) -> Tensor:
        """The timbre token `[1, 1, H]` of a source or its latent; 30 s of it count, from front, middle and back.

        No reference, and `strength` 0, is the checkpoint's silence; in between lie the mixtures of both tokens. Raises
        RequestError.
        """
        checks.number("timbre_strength", strength, 0.0, 1.0)
        if reference is None or strength == 0.0:
            return self._silent_timbre
        latent = reference.latent if isinstance(reference, Source) else reference
        with torch.inference_mode():
            heard = checks.finite("timbre", self._encoder.timbre(conditioning.timbre_latents(latent)))
            return heard if strength == 1.0 else torch.lerp(self._silent_timbre, heard, strength)

    @cached_property
    def _silent_timbre(self) -> Tensor:
        with torch.inference_mode():
            return self._encoder.timbre(conditioning.timbre_latents(self._encoder.silence))

    @staticmethod
    def blend_tokens(prompts: Sequence[tuple[Tensor, float]]) -> Condition:
        """One condition of several prompts' tokens, each with a positive weight, for a single pass of the decoder.

        Where one prompt is longer its tokens are present by its share, so that they come and go with it. A request
        with one `Condition` for each prompt blends what they lead to instead, also along time and steps.
        """
        tokens, presence = conditioning.blend_tokens(prompts)
        return Condition(tokens, presence=presence)

    def null_tokens(self) -> Tensor:
        """The learned empty condition `[1, 1, H]`: the negative where no negative prompt is given."""
        return self._encoder.null_tokens

    def structure(self, latent: Tensor) -> Tensor:
        """Structure hints of a latent, of its shape.

        Raises RequestError when the checkpoint has no hint tokenizer, or it makes nothing finite of the latent.
        """
        if self._hints is None:
            raise RequestError("hints", "this checkpoint has no audio tokenizer to take them with")
        with torch.inference_mode():
            return checks.finite("hints", self._hints(latent))

    def said(self, caption: str) -> Said:
        """What a caption says of tempo, key and meter: what the planner takes it for, or what is written there."""
        return words.said(caption) if self._planner is None else self._planner.said(caption)

    def plan(
        self, frames: int, prompt: Prompt | str = "", *, seed: int = 0, variation: Variation = AS_SEEDED
    ) -> Tensor:
        """Structure hints `[1, frames, 64]` without a source: the checkpoint's planner's, or silence if it has none.

        A `variation` is another piece in the same style, key, tempo and meter, or between two of them.
        """
        if self._planner is None:
            return self.silence(frames)
        with torch.inference_mode():
            return self._planner.hints(frames, Prompt.of(prompt), seed, variation).float()

    def loop_frames(
        self, near: int, bpm: float | None = None, time_signature: str | None = None, *, caption: str | None = None
    ) -> int:
        """The length of whole bars near `near` frames; `near` where neither tempo nor planner is. Raises RequestError.

        Tempo and meter that are None are those that the caption says, see `said`; without one four beats and, of a
        planner, 120 bpm.
        """
        prompt = Prompt(caption or "", bpm=bpm, time_signature=time_signature)
        said = Said() if caption is None else self.said(caption)
        tempo, meter = prompt.bpm or said.bpm, prompt.time_signature or said.time_signature
        if self._planner is None:
            return near if tempo is None else whole_bars(near, tempo, meter)
        return self._planner.loop_frames(tempo, meter, near)

    def silence(self, frames: int) -> Tensor:
        """The checkpoint's silence `[1, frames, 64]`."""
        return self.fit_length(self._encoder.silence, frames)

    @staticmethod
    def fit_length(latent: Tensor, frames: int) -> Tensor:
        """A latent or hints as `[1, frames, 64]`: cut, or repeated where they are shorter."""
        return conditioning.fit_length(latent, frames)

    def mix(self, first: Tensor, second: Tensor, share: Series) -> Tensor:
        """Hints or latents of two sources mixed: the first's at `share` 0, the second's, in the first's length, at 1.

        `session.context(session.mix(a.hints, b.hints, 0.5))` is structure halfway between two sources; `share` may be
        a curve.
        """
        frames = first.shape[1]
        weight = resample(canonical(share, "share", low=0.0, high=1.0, device=first.device), frames)
        return masks.blend(weight, self.fit_length(second, frames), first)

    def context(self, hints: Tensor | Source, *, strength: float = 1.0, chunk_mask: Series | None = None) -> Tensor:
        """Context `[1, T, 128]` for a request: hints (`strength` 0 = silence .. 1) and the repaint mask.

        A source gives its own hints, or silence if it has none. `chunk_mask` is 1 inside the repainted region, where
        silence stands in for the hints; None is all ones.
        """
        checks.number("strength", strength, 0.0, 1.0)
        if isinstance(hints, Source):
            hints = self.silence(hints.latent.shape[1]) if hints.hints is None else hints.hints
        hints = checks.shaped("hints", hints, (1, None, CHANNELS))
        frames = hints.shape[1]
        mask = None
        if chunk_mask is not None:
            mask = resample(canonical(chunk_mask, "chunk_mask", low=0.0, high=1.0, device=hints.device), frames)
        return conditioning.build_context(hints, self.silence(frames), strength, mask)

    def generate(self, request: Request) -> Tensor:
        """Run one request to its latent `[B, T, 64]`, a row a seed. Raises RequestError."""
        decoder = self.decoder
        with device_of(decoder.device).ticking():  # a ring may use the decoder, too
            plan = prepare(request, width=decoder.token_width, device=decoder.device, loras=decoder.loras)
            with torch.inference_mode():
                latent = run(plan, self.decoder)
            checks.played(checks.is_latent(latent), [lora for lora, _ in plan.live.loras or ()])
        return latent

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
            self._sizes = {**self._sizes, lora: max(each.size for each in factors.values())}
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
            self._sizes = {name: size for name, size in self._sizes.items() if name != lora}

    def largest_lora(self, strengths: Mapping[str, float]) -> str | None:
        """Of LoRAs at these strengths the one with the largest numbers: where a generation is not finite it is the
        likeliest cause. None where none of them is loaded."""
        sizes = self._sizes
        loaded = [lora for lora in strengths if lora in sizes]
        return max(loaded, key=lambda lora: abs(strengths[lora]) * sizes[lora], default=None)

    def decode(self, latent: Tensor, start: int = 0, stop: int | None = None, *, cyclic: bool = False) -> np.ndarray:
        """Audio `[2, samples]` of a latent, or of its frames `start`..`stop`, see `Codec.decode`.

        Raises DecodeError where no sound comes of it.
        """
        return self.codec.decode(latent, start, stop, cyclic=cyclic)


def need_backends(
    model: str | Path, *, device: str, dtype: str, decoder: str, vae: str, engines: str | Path | None = None
) -> None:
    """Refuse names that cannot run a model here, before anything of it is fetched or loaded, as `load` does. Raises
    EngineUnavailable, ValueError, and CheckpointError where no such model can be."""
    device = device_for(find(model), device)
    _need(device, dtype, decoder, vae)
    folder = Path(engines).expanduser() if engines else default_engines()
    _need_engines(str(model), folder, device, resolve(dtype, device), decoder, vae)


def _need(device: str, dtype: str, decoder: str, vae: str) -> None:
    for part, backend, known in (("decoder", decoder, backends.DECODERS), ("vae", vae, backends.CODECS)):
        if backend not in known:
            raise ValueError(f"{part}: must be one of {', '.join(known)}, got {backend!r}")
        if reason := backends.why_not(backend, device, dtype if part == "decoder" else ""):
            raise EngineUnavailable(f"{part}: {reason}")
    if dtype == "fp8" and (reason := fp8.why_not(device)):
        raise EngineUnavailable(f"dtype: {reason}")


def _need_engines(model: str, folder: Path, device: str, dtype: torch.dtype, decoder: str, vae: str) -> None:
    """Refuse TensorRT by name where no engine is built, as far as that is known of a model that is not loaded."""
    with contextlib.suppress(CheckpointError):
        if decoder == "tensorrt":
            from engine.decoder import tensorrt

            tensorrt.need_engine(torch.device(device), dtype, folder, model)
        if vae == "tensorrt":
            from engine.trt import windows

            windows.need_engine(torch.device(device), folder, model)


def device_for(place: Place | None, device: str) -> str:
    """A device by its name; auto is a GPU where torch sees one, but for the shipped model."""
    if device != "auto":
        return device
    shipped = place is not None and place.folder == SHIPPED
    return "cuda" if not shipped and torch.cuda.is_available() else "cpu"


def in_eight_bits(parts: Components) -> Components:
    """A checkpoint's parts with its transformer `fp8.quantise`d, by what that gets to see at several times of a
    generation of ten seconds."""
    session = Session(parts, EagerDecoder(parts.transformer, captures=uncaptured()))
    prompt = Prompt("energetic house with warm bass, drums and bright synths", bpm=124, key="A minor")
    tokens = session.encode_text(prompt)
    context = session.context(session.plan(LISTENED, prompt))
    clean = session.generate(Request(context, (Condition(tokens),)))
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(0)).to(clean)
    rows = [Row(torch.lerp(clean, noise, t), t, tokens, context) for t in fp8.TIMES]
    return replace(parts, transformer=fp8.quantise(parts.transformer, rows))
