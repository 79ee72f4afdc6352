"""Alone by day and night: what is due by the clock, and what happens where nobody is. No torch."""
