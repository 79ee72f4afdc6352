"""Where weights come from: the shipped pocket model, a folder, or a hub id, all in the diffusers ACE-Step layout."""

from engine.checkpoints.load import Components, load_components, locate

__all__ = ["Components", "load_components", "locate"]
