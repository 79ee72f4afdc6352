"""What each of ACE-Step's components holds: the shapes of its tensors by name, as its configuration says.

The names and shapes of diffusers' modules, without the seconds their library takes to import.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Config = Mapping[str, Any]
Shapes = dict[str, tuple[int, ...]]

CHANNELS, TIME_CHANNELS, SILENT_FRAMES = 64, 256, 15000
LARGEST = 1 << 20
_ONLY = {
    "in_channels": 3 * CHANNELS,
    "timbre_hidden_dim": CHANNELS,
    "audio_acoustic_hidden_dim": CHANNELS,
    "hidden_act": "silu",
}
"""Settings that the engine knows one value of."""
_KINDS = ("full_attention", "sliding_attention")


def shapes_of(kind: str, config: Config) -> Shapes:
    """The tensors of a component of this class. Raises ValueError for a configuration that no component can have."""
    for name, only in _ONLY.items():
        if config.get(name) not in (None, only):
            raise ValueError(f"{name} must be {only}, got {config[name]!r:.40}")
    shapes: Shapes = _OF[kind](config)
    return shapes


def _size(config: Config, name: str, most: int = LARGEST, default: int | None = None) -> int:
    value = config.get(name)
    value = default if value is None else value
    if value is None:
        raise ValueError(f"{name} is missing")
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(f"{name} must be a whole number in 1..{most}, got {value!r:.40}")
    return value


def _layers(config: Config, name: str) -> int:
    count, kinds = _size(config, name, 1024), config.get("layer_types")
    if kinds is not None and (not isinstance(kinds, list) or len(kinds) < count or not {*map(str, kinds)} <= {*_KINDS}):
        raise ValueError(f"layer_types must name {' or '.join(_KINDS)} for each of {count} layers")
    return count


def _linear(at: str, out: int, into: int, bias: bool = True) -> Shapes:
    return {f"{at}.weight": (out, into)} | ({f"{at}.bias": (out,)} if bias else {})


def _attention(config: Config, at: str) -> Shapes:
    width, size = _size(config, "hidden_size"), _size(config, "head_dim")
    heads, kv_heads = _size(config, "num_attention_heads"), _size(config, "num_key_value_heads")
    bias = config.get("attention_bias", False) is True
    if heads % kv_heads or size % 2:
        raise ValueError(f"{heads} heads of {size} do not go with {kv_heads} key heads: not a multiple, or an odd size")
    for name, default, low in (("sliding_window", 128, 0.0), ("rope_theta", 1e6, 1e-9), ("rms_norm_eps", 1e-6, 0.0)):
        value = config.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value < math.inf:
            raise ValueError(f"{name} must be a number from {low:g}, got {value!r:.40}")
    return {
        **_linear(f"{at}.to_q", heads * size, width, bias),
        **_linear(f"{at}.to_k", kv_heads * size, width, bias),
        **_linear(f"{at}.to_v", kv_heads * size, width, bias),
        **_linear(f"{at}.to_out.0", width, heads * size, bias),
        f"{at}.norm_q.weight": (size,),
        f"{at}.norm_k.weight": (size,),
    }


def _mlp(config: Config, at: str) -> Shapes:
    width, inner = _size(config, "hidden_size"), _size(config, "intermediate_size")
    return {
        **_linear(f"{at}.gate_proj", inner, width, bias=False),
        **_linear(f"{at}.up_proj", inner, width, bias=False),
        **_linear(f"{at}.down_proj", width, inner, bias=False),
    }


def _stack(config: Config, at: str, layers: int, into: int) -> Shapes:
    """A pre-norm transformer over `into` channels."""
    width = _size(config, "hidden_size")
    shapes = {**_linear(f"{at}embed_tokens", width, into), f"{at}norm.weight": (width,)}
    for index in range(layers):
        layer = f"{at}layers.{index}"
        shapes |= _attention(config, f"{layer}.self_attn") | _mlp(config, f"{layer}.mlp")
        shapes |= {f"{layer}.{norm}.weight": (width,) for norm in ("input_layernorm", "post_attention_layernorm")}
    return shapes


def _transformer(config: Config) -> Shapes:
    width, patch = _size(config, "hidden_size"), _size(config, "patch_size")
    shapes = {
        "proj_in_conv.weight": (width, 3 * CHANNELS, patch),
        "proj_in_conv.bias": (width,),
        "proj_out_conv.weight": (width, CHANNELS, patch),
        "proj_out_conv.bias": (CHANNELS,),
        **_linear("condition_embedder", width, _size(config, "encoder_hidden_size", default=width)),
        "norm_out.weight": (width,),
        "scale_shift_table": (1, 2, width),
    }
    for at in ("time_embed", "time_embed_r"):
        shapes |= _linear(f"{at}.linear_1", width, TIME_CHANNELS) | _linear(f"{at}.linear_2", width, width)
        shapes |= _linear(f"{at}.time_proj", 6 * width, width)
    for index in range(_layers(config, "num_hidden_layers")):
        at = f"layers.{index}"
        shapes |= _attention(config, f"{at}.self_attn") | _attention(config, f"{at}.cross_attn")
        shapes |= _mlp(config, f"{at}.mlp") | {f"{at}.scale_shift_table": (1, 6, width)}
        shapes |= {f"{at}.{norm}.weight": (width,) for norm in ("self_attn_norm", "cross_attn_norm", "mlp_norm")}
    return shapes


def _condition_encoder(config: Config) -> Shapes:
    width, words = _size(config, "hidden_size"), _size(config, "text_hidden_dim")
    lyric_layers = _layers(config, "num_lyric_encoder_hidden_layers")
    timbre_layers = _size(config, "num_timbre_encoder_hidden_layers", 1024)
    return {
        **_linear("text_projector", width, words, bias=False),
        **_stack(config, "lyric_encoder.", lyric_layers, words),
        **_stack(config, "timbre_encoder.", timbre_layers, CHANNELS),
        "timbre_encoder.special_token": (1, 1, width),
        "null_condition_emb": (1, 1, width),
        "silence_latent": (1, SILENT_FRAMES, CHANNELS),
    }


def _audio_tokenizer(config: Config) -> Shapes:
    width, levels = _size(config, "hidden_size"), config.get("fsq_input_levels") or [8, 8, 8, 5, 5, 5]
    whole = isinstance(levels, list) and all(isinstance(level, int) and 2 <= level <= LARGEST for level in levels)
    if not whole or _size(config, "fsq_dim", default=width) != width:
        raise ValueError("fsq_input_levels must be whole numbers from 2, and fsq_dim the hidden_size")
    _size(config, "pool_window_size", 64, 5)
    _size(config, "fsq_input_num_quantizers", 64, 1)
    return {
        **_linear("audio_acoustic_proj", width, CHANNELS),
        **_stack(config, "attention_pooler.", _layers(config, "num_attention_pooler_hidden_layers"), width),
        "attention_pooler.special_token": (1, 1, width),
        **_linear("quantizer.project_in", len(levels), width),
        **_linear("quantizer.project_out", width, len(levels)),
    }


def _audio_token_detokenizer(config: Config) -> Shapes:
    width = _size(config, "hidden_size")
    return {
        **_stack(config, "", _layers(config, "num_attention_pooler_hidden_layers"), width),
        "special_tokens": (1, _size(config, "pool_window_size", 64, 5), width),
        **_linear("proj_out", CHANNELS, width),
    }


def _oobleck(config: Config) -> Shapes:
    """Every convolution has its weight as length and direction, and each but the last a bias."""
    strides, multiples = _numbers(config, "downsampling_ratios"), [1, *_numbers(config, "channel_multiples")]
    if len(multiples) != len(strides) + 1:
        raise ValueError(f"channel_multiples must have {len(strides)} numbers, one for each of downsampling_ratios")
    sound, latent = _size(config, "audio_channels"), _size(config, "decoder_input_channels")
    heard, spoken = _size(config, "encoder_hidden_size"), _size(config, "decoder_channels")

    def convolved(at: str, out: int, into: int, kernel: int, last: int) -> Shapes:
        """`last` is what the bias is as long as; 0: there is none."""
        lengths = {f"{at}.weight_g": (out, 1, 1), f"{at}.weight_v": (out, into, kernel)}
        return lengths | ({f"{at}.bias": (last,)} if last else {})

    def bent(at: str, width: int) -> Shapes:
        return {f"{at}.alpha": (1, width, 1), f"{at}.beta": (1, width, 1)}

    def residual(at: str, width: int) -> Shapes:
        shapes: Shapes = {}
        for unit in ("res_unit1", "res_unit2", "res_unit3"):
            for index, kernel in ((1, 7), (2, 1)):
                shapes |= bent(f"{at}.{unit}.snake{index}", width)
                shapes |= convolved(f"{at}.{unit}.conv{index}", width, width, kernel, width)
        return shapes

    wide = multiples[-1]
    shapes = convolved("encoder.conv1", heard, sound, 7, heard)
    for index, stride in enumerate(strides):
        at, into, out = f"encoder.block.{index}", heard * multiples[index], heard * multiples[index + 1]
        shapes |= residual(at, into) | bent(f"{at}.snake1", into)
        shapes |= convolved(f"{at}.conv1", out, into, 2 * stride, out)
    shapes |= bent("encoder.snake1", heard * wide) | convolved("encoder.conv2", heard, heard * wide, 3, heard)
    shapes |= convolved("decoder.conv1", spoken * wide, latent, 7, spoken * wide)
    for index, stride in enumerate(reversed(strides)):
        at, into, out = f"decoder.block.{index}", spoken * multiples[-1 - index], spoken * multiples[-2 - index]
        shapes |= bent(f"{at}.snake1", into) | convolved(f"{at}.conv_t1", into, out, 2 * stride, out)
        shapes |= residual(at, out)
    return shapes | bent("decoder.snake1", spoken) | convolved("decoder.conv2", sound, spoken, 7, 0)


def _numbers(config: Config, name: str) -> list[int]:
    given = config.get(name)
    whole = isinstance(given, list | tuple) and all(isinstance(each, int) and 1 <= each <= LARGEST for each in given)
    if not given or not whole:
        raise ValueError(f"{name} must be whole numbers from 1")
    return list(given)


PUBLISHED = {
    ".to_q.": ".q_proj.",
    ".to_k.": ".k_proj.",
    ".to_v.": ".v_proj.",
    ".to_out.0.": ".o_proj.",
    ".norm_q.": ".q_norm.",
    ".norm_k.": ".k_norm.",
}
"""What others than diffusers call the tensors of attention, by what it calls them."""


def _qwen3(config: Config) -> Shapes:
    """A text encoder of the `transformers` library, which calls its projections otherwise."""
    width = _size(config, "hidden_size")
    shapes = _stack(config, "", _layers(config, "num_hidden_layers"), width)
    del shapes["embed_tokens.bias"]
    shapes["embed_tokens.weight"] = _size(config, "vocab_size"), width
    for ours, theirs in PUBLISHED.items():
        shapes = {name.replace(ours, theirs): shape for name, shape in shapes.items()}
    return shapes


_OF = {
    "AceStepTransformer1DModel": _transformer,
    "AceStepConditionEncoder": _condition_encoder,
    "AceStepAudioTokenizer": _audio_tokenizer,
    "AceStepAudioTokenDetokenizer": _audio_token_detokenizer,
    "AutoencoderOobleck": _oobleck,
    "Qwen3Model": _qwen3,
}
