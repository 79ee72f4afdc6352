"""Who sets a control where no hand does, as the store tells its listeners. No torch."""

from __future__ import annotations

ENGINE, LIBRARY, CLOCK = "engine", "library", "clock"
"""What plays, the LoRAs there are, and the tempo that leads."""
SCENE, MORPH, UNDO, PANIC = "scene", "morph", "undo", "panic"

NO_HANDS = frozenset((ENGINE, LIBRARY, CLOCK, SCENE, MORPH, UNDO, PANIC))
