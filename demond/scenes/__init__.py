"""Scenes: named sets of values, recalled in time, morphed, undone, and played by a list of cues. No torch."""
