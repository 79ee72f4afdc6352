"""Where weights come from: the shipped pocket model, a folder or a hub id, as diffusers saves them or ACE-Step does.

`folders`, `layout` and `defaults` work without torch.
"""

from typing import TYPE_CHECKING, Any

from engine.checkpoints.defaults import Defaults
from engine.checkpoints.folders import Place, locate, loras_with, wrong_name

if TYPE_CHECKING:
    from engine.checkpoints.load import Components, load_components

__all__ = ["Components", "Defaults", "Place", "load_components", "locate", "loras_with", "wrong_name"]


def __getattr__(name: str) -> Any:
    """Import what needs torch when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'engine.checkpoints' has no attribute {name!r}")
    from engine.checkpoints import load

    return getattr(load, name)
