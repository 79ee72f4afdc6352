"""OSC, MIDI and mapping files: what turns the knobs."""
