"""The instrument: a ring of diffusion generations, usable alone from Python."""
