"""The loop that the device plays, and everything between it and the ear."""
