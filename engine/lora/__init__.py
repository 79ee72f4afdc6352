"""LoRA files: formats, what is written beside them, and folders of them.

`files` and `library` work without torch.
"""

from typing import TYPE_CHECKING, Any

from engine.lora.library import About, Library, LoraFile, id_of, read_about

if TYPE_CHECKING:
    from engine.lora.formats import Factors, read_factors

__all__ = ["About", "Factors", "Library", "LoraFile", "id_of", "read_about", "read_factors"]


def __getattr__(name: str) -> Any:
    """Import what needs torch when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'engine.lora' has no attribute {name!r}")
    from engine.lora import formats

    return getattr(formats, name)
