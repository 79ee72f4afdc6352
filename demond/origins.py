"""Who sets values where no hand outside does: words that stand as their origin, as a peer or a port does else."""

ENGINE = "engine"
"""What the engine says: what it holds, what suits a model, what prompts say."""
LIBRARY = "library"
"""LoRAs that come and go."""
CLOCK = "clock"
"""Who leads the beat."""
SCENE = "scene"
MORPH = "morph"
PANIC = "panic"
UNDO = "undo"
SCHEDULE = "schedule"
ATTRACT = "attract"
"""Nobody being there, and somebody coming back."""

NO_HANDS = frozenset((ENGINE, LIBRARY, SCENE, MORPH, PANIC, UNDO, SCHEDULE, ATTRACT))
"""All but those that lead: what they set is left alone, as what a hand sets is."""
