"""The loop that the device plays, and everything between it and the ear."""

from demond.playback.input import Input, InputError
from demond.playback.loop import Counters, Loop, Meters
from demond.playback.player import Player
from demond.playback.recorder import Recorder, RecorderError
from demond.playback.segment import SegmentError

__all__ = ["Counters", "Input", "InputError", "Loop", "Meters", "Player", "Recorder", "RecorderError", "SegmentError"]
