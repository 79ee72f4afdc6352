"""The engine process and its supervisor."""
