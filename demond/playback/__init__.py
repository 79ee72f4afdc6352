"""The loop that the device plays, and everything between it and the ear."""

from .input import Input, InputError
from .loop import Counters, Loop, Meters
from .player import Player
from .recorder import Recorder, RecorderError
from .segment import SegmentError

__all__ = ["Counters", "Input", "InputError", "Loop", "Meters", "Player", "Recorder", "RecorderError", "SegmentError"]
