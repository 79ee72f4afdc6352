"""The daemon that plays the engine: devices, control surface, service."""

__version__ = "0.2.0.dev0"
