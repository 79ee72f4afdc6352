"""ACE-Step's condition encoder and hint tokenizer over the published weights, for one prompt or source at a time.

The same results as diffusers' `AceStepConditionEncoder`, `AceStepAudioTokenizer` and `AceStepAudioTokenDetokenizer`,
without the seconds their library takes to import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.attention import Geometry, SelfAttention, fused, is_sliding, normalise, positions, self_attention, swiglu

StateDict = Mapping[str, Tensor]


def _linear(state: StateDict, name: str, x: Tensor) -> Tensor:
    """A product in the weight's own type, whatever the type of `x`."""
    weight = state[f"{name}.weight"]
    return F.linear(x.to(weight), weight, state.get(f"{name}.bias"))


def _apart(state: StateDict) -> StateDict:
    """The tensors outside of layers: stacks hold theirs fused, so that none is kept twice."""
    return {name: state[name] for name in state if ".layers." not in f".{name}"}


class Stack:
    """A pre-norm transformer over the layers named `prefix`layers.N and the final norm `prefix`norm."""

    def __init__(self, config: Mapping[str, Any], state: StateDict, prefix: str = "") -> None:
        self._geometry = Geometry.of(config)
        self._norm = state[f"{prefix}norm.weight"]
        self._layers: list[tuple[Tensor, SelfAttention, Tensor, Tensor, Tensor]] = []
        while (at := f"{prefix}layers.{len(self._layers)}") + ".input_layernorm.weight" in state:
            self._layers.append(
                (
                    state[f"{at}.input_layernorm.weight"],
                    SelfAttention.of(state, f"{at}.self_attn", self._geometry, is_sliding(config, len(self._layers))),
                    state[f"{at}.post_attention_layernorm.weight"],
                    fused(state, f"{at}.mlp", ("gate_proj", "up_proj"), "weight"),
                    state[f"{at}.mlp.down_proj.weight"],
                )
            )

    @property
    def settings(self) -> str:
        """What its results depend on besides the weights."""
        return f"{self._geometry} {[attention.sliding for _, attention, *_ in self._layers]}"

    def __call__(self, x: Tensor) -> Tensor:
        """`[B, N, H]` to the same shape."""
        place, eps = positions(self._geometry, x.shape[1], x.device, x.dtype), self._geometry.eps
        for before, attention, after, gate_up, down in self._layers:
            band = place.band if attention.sliding else None
            x = x + self_attention(self._geometry, attention, normalise(x, eps, before), place, band)
            x = x + swiglu(normalise(x, eps, after), gate_up, down)
        return normalise(x, eps, self._norm)


@dataclass(frozen=True, eq=False)
class PromptTokens:
    """A prompt's condition tokens apart from timbre: `lyrics` `[1, M, H]` and `caption` `[1, L, H]`."""

    lyrics: Tensor
    caption: Tensor

    def with_timbre(self, timbre: Tensor) -> Tensor:
        """Condition tokens `[1, M + 1 + L, H]` with a timbre token `[1, 1, H]` in its place."""
        return torch.cat([self.lyrics, timbre, self.caption], dim=1)


class ConditionEncoder:
    """Makes condition tokens of lyrics, timbre and text; also holds the empty condition and the silent latent.

    Tokens and latents are float32, whatever the weights are.
    """

    def __init__(self, config: Mapping[str, Any], state: StateDict) -> None:
        self._state = _apart(state)
        self._lyrics = Stack(config, state, "lyric_encoder.")
        self._timbre = Stack({**config, "layer_types": None}, state, "timbre_encoder.")
        self.text_width = self._state["text_projector.weight"].shape[1]
        self.null_tokens = self._state["null_condition_emb"].float()
        self.silence = self._state["silence_latent"]

    def prompt(self, text: Tensor, lyrics: Tensor) -> PromptTokens:
        """Tokens of hidden states `[1, L, C]`."""
        words = self._lyrics(_linear(self._state, "lyric_encoder.embed_tokens", lyrics))
        return PromptTokens(words.float(), _linear(self._state, "text_projector", text).float())

    def timbre(self, latents: Tensor) -> Tensor:
        """The one token `[1, 1, H]` that stands for the sound of reference latents `[1, T, 64]`."""
        return self._timbre(_linear(self._state, "timbre_encoder.embed_tokens", latents))[:, :1].float()


class Hints:
    """Structure hints of a latent: down to 5 Hz codes through a finite scalar quantiser, and back up to 25 Hz.

    Hints are float32, and so is the quantiser, whatever the weights are.
    """

    def __init__(
        self,
        config: Mapping[str, Any],
        state: StateDict,
        up_config: Mapping[str, Any],
        up_state: StateDict,
        silence: Tensor,
    ) -> None:
        self._state, self._up_state, self._silence = _apart(state), _apart(up_state), silence
        self._pool = Stack(config, state, "attention_pooler.")
        self._unpool = Stack(up_config, up_state)
        self._window: int = config.get("pool_window_size", 5)
        levels = config.get("fsq_input_levels") or [8, 8, 8, 5, 5, 5]
        self._levels = torch.tensor(levels, dtype=torch.float32, device=silence.device)
        self._quantisers: int = config.get("fsq_input_num_quantizers", 1)

    @property
    def settings(self) -> str:
        """What hints depend on besides the weights."""
        return (
            f"{self._window} {self._levels.tolist()} {self._quantisers} {self._pool.settings} {self._unpool.settings}"
        )

    def __call__(self, latent: Tensor) -> Tensor:
        """Hints of the shape of `latent` `[1, T, 64]`; silence fills up the last code."""
        frames, window = latent.shape[1], self._window
        filled = torch.cat([latent, self._silence[:, : -frames % window]], dim=1)
        x = _linear(self._state, "audio_acoustic_proj", torch.unflatten(filled, 1, (-1, window)).squeeze(0))
        x = _linear(self._state, "attention_pooler.embed_tokens", x)
        special = self._state["attention_pooler.special_token"].reshape(1, 1, -1).expand(len(x), -1, -1)
        codes = self._quantise(self._pool(torch.cat([special, x], dim=1))[:, 0])

        x = _linear(self._up_state, "embed_tokens", codes).unsqueeze(1) + self._up_state["special_tokens"]
        hints = _linear(self._up_state, "proj_out", self._unpool(x))
        return hints.flatten(0, 1)[None, :frames].float()

    def _quantise(self, x: Tensor) -> Tensor:
        """Residual finite scalar quantisation (Mentzer et al., arXiv 2309.15505) of `[N, H]`."""
        steps = self._levels - 1.0
        x = _linear(self._state, "quantizer.project_in", x).float()
        soft = 1.0 + 1.0 / steps
        residual = (x / soft).tanh() * soft
        total = torch.zeros_like(residual)
        for index in range(self._quantisers):
            scale = self._levels**-index
            level = torch.floor(steps * ((residual / scale).clamp(-1.0, 1.0) + 1.0) / 2.0 + 0.5)
            quantised = (2.0 / steps * level - 1.0) * scale
            residual, total = residual - quantised, total + quantised
        return _linear(self._state, "quantizer.project_out", total)
