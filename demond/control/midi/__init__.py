"""MIDI: the systems that carry it, their ports as they come and go, messages, and playing them. No torch."""
