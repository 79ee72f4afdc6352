"""The names LoRA files give to tensors, brought to those of `AceStepTransformer1DModel`."""

from __future__ import annotations

import re

_PREFIXES = ("base_model.model.", "transformer.", "diffusion_model.", "decoder.", "model.")
_PARTS = {
    **{f"{at}.{given}": f"{at}.{ours}" for at in ("self_attn", "cross_attn") for given, ours in (
        ("q_proj", "to_q"), ("k_proj", "to_k"), ("v_proj", "to_v"), ("o_proj", "to_out.0"),
        ("to_q", "to_q"), ("to_k", "to_k"), ("to_v", "to_v"), ("to_out.0", "to_out.0"), ("to_out", "to_out.0"),
    )},
    **{f"mlp.{name}": f"mlp.{name}" for name in ("gate_proj", "up_proj", "down_proj")},
}  # fmt: skip
_FLAT_PARTS = {part.replace(".", "_"): ours for part, ours in _PARTS.items()}
_FLAT = re.compile(r"(?:lora|lycoris)_(?:(?:unet|transformer|dit|diffusion_model|decoder|model)_)*layers_(\d+)_(\w+)")

_KINDS = (
    (re.compile(r"(.+?)(?:\.lora_A(?:\.\w+)?|\.lora_down|\.lora\.down)\.weight"), "down"),
    (re.compile(r"(.+?)(?:\.lora_B(?:\.\w+)?|\.lora_up|\.lora\.up)\.weight"), "up"),
    (re.compile(r"(.+?)\.(?:lora_)?alpha"), "alpha"),
)
_REFUSED = (
    (re.compile(r"\.lokr_"), "LoKr (Kronecker factors)"),
    (re.compile(r"\.hada_"), "LoHa (Hadamard products)"),
    (re.compile(r"\.(dora_scale|lora_magnitude_vector)"), "DoRA (magnitude vectors)"),
    (re.compile(r"\.(oft_|boft_)"), "OFT (orthogonal rotations)"),
    (re.compile(r"\.lora_mid\b"), "LoCon with a middle factor"),
    (re.compile(r"\.lora_(B|up)(\.\w+)?\.bias$"), "LoRA with biases"),
    (re.compile(r"\.diff(_b)?$"), "whole weight differences"),
)


def foreign(key: str) -> str | None:
    """The adapter format, other than plain LoRA, that a tensor's name belongs to."""
    return next((name for pattern, name in _REFUSED if pattern.search(key)), None)


def split(key: str) -> tuple[str, str] | None:
    """A tensor's module as the file names it and what it is: down, up or alpha; None if it is none of these."""
    for pattern, kind in _KINDS:
        if found := pattern.fullmatch(key):
            return found[1], kind
    return None


def module(name: str) -> str | None:
    """The transformer's name of a module, None for one that is not in its blocks' attention or MLP."""
    if flat := _FLAT.fullmatch(name):
        part = _FLAT_PARTS.get(flat[2])
        return None if part is None else f"layers.{int(flat[1])}.{part}"
    while prefix := next((each for each in _PREFIXES if name.startswith(each)), None):
        name = name.removeprefix(prefix)
    found = re.fullmatch(r"layers\.(\d+)\.(.+)", name)
    part = _PARTS.get(found[2]) if found else None
    return f"layers.{int(found[1])}.{part}" if found and part else None
