"""LoRA factors to test with, models they are merged into, and files of them in every naming."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.lora import Factors

SHIPPED = Path(__file__).parents[2] / "engine" / "pocket" / "weights" / "loras" / "8-bit.safetensors"
PARTS = (
    *(f"{at}.{name}" for at in ("self_attn", "cross_attn") for name in ("to_q", "to_k", "to_v", "to_out.0")),
    *(f"mlp.{name}" for name in ("gate_proj", "up_proj", "down_proj")),
)
ORIGINAL = {"to_q": "q_proj", "to_k": "k_proj", "to_v": "v_proj", "to_out.0": "o_proj"}


def draw(
    model: torch.nn.Module, seed: int = 0, parts: tuple[str, ...] = PARTS, size: float = 0.3
) -> dict[str, Factors]:
    """Random factors for a transformer, of a different rank in each part and with an alpha that is not the rank."""
    generator = torch.Generator().manual_seed(seed)
    weights = dict(model.named_parameters())
    made = {}
    for layer in range(len(model.layers)):
        for i, part in enumerate(parts):
            rows, columns = weights[f"layers.{layer}.{part}.weight"].shape
            rank = 2 + (i + layer) % 4
            down = torch.randn(rank, columns, generator=generator) / columns**0.5
            up = torch.randn(rows, rank, generator=generator) * size
            made[f"layers.{layer}.{part}"] = Factors(down, up, 3.0 / rank)
    return made


def merged(model: torch.nn.Module, *changes: tuple[Mapping[str, Factors], float]) -> torch.nn.Module:
    """A copy of the model with `strength * scale * up @ down` written into its weights."""
    model = copy.deepcopy(model)
    weights = dict(model.named_parameters())
    with torch.no_grad():
        for factors, strength in changes:
            for name, each in factors.items():
                weights[f"{name}.weight"] += strength * each.scale * (each.up @ each.down)
    return model


def original(name: str) -> str:
    """A module's name in the original ACE-Step code."""
    for ours, theirs in ORIGINAL.items():
        if name.endswith(f".{ours}"):
            return name.removesuffix(ours) + theirs
    return name


def flat(name: str) -> str:
    return name.replace(".", "_")


def tensors(
    factors: Mapping[str, Factors], style: str = "{}.lora_A.weight {}.lora_B.weight", name=str
) -> dict[str, Tensor]:
    """Tensors named by a pair of patterns; factors share no memory."""
    down, up = style.split(" ")
    return {
        key: value.clone()
        for module, each in factors.items()
        for key, value in ((down.format(name(module)), each.down), (up.format(name(module)), each.up))
    }


def alphas(factors: Mapping[str, Factors], style: str = "{}.alpha", name=str) -> dict[str, Tensor]:
    return {style.format(name(module)): torch.tensor(each.scale * len(each.down)) for module, each in factors.items()}


def write(path: Path, state: Mapping[str, Tensor], metadata: Mapping[str, str] | None = None, config=None) -> Path:
    """A safetensors file, or with `config` a PEFT folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if config is None:
        save_file(dict(state), path, metadata=metadata)
        return path
    path.mkdir(exist_ok=True)
    save_file(dict(state), path / "adapter_model.safetensors", metadata=metadata)
    (path / "adapter_config.json").write_text(json.dumps(config))
    return path


def overflowing(path: Path, value: float = 65504.0) -> Path:
    """The shipped LoRA with every number this one; in the shipped model 0.5 of it overflows nothing, 0.6 does."""
    return write(path, {key: torch.full_like(tensor, value) for key, tensor in load_file(SHIPPED).items()})
