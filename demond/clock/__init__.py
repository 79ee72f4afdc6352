"""The clock: where the beat is, who leads it, and the loop held to it. No torch."""

from demond.clock.beats import Anchor, Clock, Quantum, quantum_of

__all__ = ["Anchor", "Clock", "Quantum", "quantum_of"]
