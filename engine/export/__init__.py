"""The models as graphs that other runtimes execute."""
