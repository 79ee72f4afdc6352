"""What one thing on a controller shows now: a value of the store, or how playing goes, as MIDI bytes; no torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from demond.control.mapping.binding import Binding
from demond.control.mapping.entries import MidiControl
from demond.control.mapping.showing import scene_of
from demond.control.mapping.shows import WORDS_OF_ACTIONS, Show, Word
from demond.control.mapping.templates import Place, label_of, words_of
from demond.control.mapping.transform import fraction
from demond.parameters import ControlError, Value, find_target, place_of
from demond.store import Store

Words = Mapping[str, Callable[[], int]]
"""What can be shown that is no control, by its word: whether it is so, or the number of the scene that was recalled;
any thread may ask."""

BUTTONS = ("gate", "toggle", "trigger")

Messages = tuple[bytes, ...]


class Shown:
    """One show of a binding. Any one thread at a time.

    `motor`: it goes by the message of a control that somebody may be moving; `button`: by that of one that is pressed.
    `sent` is what the unit has, None where nobody knows.
    """

    def __init__(self, binding: Binding, show: Show, store: Store, words: Words) -> None:
        entry = self.entry = binding.entry
        self.show = show
        self._binding = binding
        self._store = store
        self._words = words
        self.word = self._word()
        self.subject = show.of or entry.to
        self.row = find_target(show.of) if show.of and not self.word else entry.parameter
        self.label = entry.label or label_of(self.subject)
        self._type = entry.control.type if isinstance(entry.control, MidiControl) else ""
        self._switch = bool(self.word) or entry.mode in BUTTONS
        if show.of and not self.word:
            self._switch = self.row.kind == "bool"
        pressed = entry.mode in (*BUTTONS, "cycle", "velocity") or entry.parameter.kind == "action"
        self.motor = show.own and not pressed
        self.button = show.own and pressed
        self.first = 0 if self.motor else 2 if show.text else 1
        lengths = [part.length for parts in show.send for part in parts if isinstance(part, Place)]
        self._room = min((length for length in lengths if length), default=0)
        self.sent: Messages | None = None
        self.held = 0.0
        self.touched = False

    @property
    def anywhere(self) -> bool:
        """Whether it shows a place among the LoRAs, which another LoRA may take."""
        return place_of(self.subject) is not None

    def now(self) -> Messages | None:
        """The messages that show what holds; None where there is nothing to say."""
        show = self.show
        try:
            code = self._code()
        except ControlError:
            code = None
        if code is None:
            code = show.off
        if code is None:
            if not show.text:
                return None
            code = b""
        return show.messages(code, self.label, self._told() if self._room else "")

    def dark(self) -> Messages | None:
        """What leaves nothing lit; None for what is no light: a motor, a text."""
        if self.show.carrier is None or self.motor:
            return None
        return self.show.messages(self.show.off or 0)

    def _word(self) -> str:
        if self.show.of:
            return self.show.of if self.show.of in get_args(Word) else ""
        return WORDS_OF_ACTIONS.get(self.entry.to, "")

    def _is_so(self) -> bool:
        """Whether what its word says holds: of a scene, that it was recalled last."""
        said = self._words[self.word]()
        return said == scene_of(self.entry) if self.word == "scene" else bool(said)

    def _code(self) -> bytes | int | None:
        """What stands for the state or the number that holds."""
        entry, show = self.entry, self.show
        if self.word:
            return self._state(self._is_so())
        if show.of:
            return self._other(self._store.get(self._store.resolve(self.subject)))
        standing = self._binding.shown()
        if not isinstance(standing, (int, float)):
            return None
        if self._switch:
            return self._state(standing == entry.highest)
        return self._number(fraction(standing, entry.lowest, entry.highest), standing)

    def _other(self, value: Value) -> bytes | int | None:
        """What stands for the value of a control that is not the entry's."""
        if isinstance(value, bool):
            return self._state(value)
        if isinstance(value, str) and value in self.row.choices:
            return self._number(fraction(self.row.choices.index(value), 0, max(len(self.row.choices) - 1, 1)))
        if isinstance(value, (int, float)):
            return self._number(fraction(float(value), self.row.low, self.row.high))
        return None

    def _state(self, on: bool) -> bytes | int:
        show = self.show
        if show.colours:
            return show.colours[on]
        return show.on if on else 0 if show.off is None else show.off

    def _number(self, part: float, standing: float | None = None) -> bytes | int:
        """What stands for a part 0..1 of a range; `standing` is what the control itself would send."""
        show = self.show
        if show.colours:
            return show.colours[self._place(part)]
        if show.low is not None and show.high is not None:
            return int(show.low + part * (show.high - show.low) + 0.5)
        most = show.carrier.highest if show.carrier is not None else 127
        if standing is not None and show.carrier is not None and show.carrier.type == self._type:
            return min(max(int(standing + 0.5), 0), most)
        return int(part * most + 0.5)

    def _place(self, part: float) -> int:
        """Which of the colours stands for a part of the range, or for a word."""
        count = len(self.show.colours)
        if self.row.kind == "enum":
            try:
                value = self._store.get(self._store.resolve(self.subject))
            except ControlError:
                value = None
            if value in self.row.choices:
                return min(self.row.choices.index(str(value)), count - 1)
        return min(int(part * count), count - 1)

    def _told(self) -> str:
        """The value in words."""
        if self.word:
            return "on" if self._is_so() else "off"
        if self.row.kind == "action":
            return ""
        try:
            value = self._store.get(self._store.resolve(self.subject))
        except ControlError:
            return ""
        return words_of(self.row, value, self._room)
