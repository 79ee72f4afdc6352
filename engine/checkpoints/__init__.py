"""Where weights come from: the shipped pocket model, a model's name, a folder, or a hub id, in either layout.

Everything but `load` and what it imports works without torch.
"""

from typing import TYPE_CHECKING, Any

from engine.checkpoints.defaults import Defaults
from engine.checkpoints.folders import Place, Told, locate, loras_with, wrong_name

if TYPE_CHECKING:
    from engine.checkpoints.load import Components, load_components

__all__ = ["Components", "Defaults", "Place", "Told", "load_components", "locate", "loras_with", "wrong_name"]


def __getattr__(name: str) -> Any:
    """Import what needs torch when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'engine.checkpoints' has no attribute {name!r}")
    from engine.checkpoints import load

    return getattr(load, name)
