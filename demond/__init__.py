"""The daemon that plays the engine: devices, control surface, service."""
