"""LoRA files: formats, what is written beside them, and folders of them."""

from engine.lora.formats import Factors, read_factors
from engine.lora.library import About, Entry, Library, id_of, read_about

__all__ = ["About", "Entry", "Factors", "Library", "id_of", "read_about", "read_factors"]
