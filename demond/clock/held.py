"""Changes of words and their blend, held until the beat, bar or turn that `quantize` says. No torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from demond.clock.beats import Clock, quantum_of
from demond.origins import NO_HANDS
from demond.parameters import PARAMETERS, WORDS, Value
from demond.store import Store

BLENDS = ("blend", "blend_mode", "weight/", "prompt_start/", "prompt_end/")
HELD = WORDS | frozenset(name for name in PARAMETERS if name.startswith(BLENDS))
"""What is held: all that says what the music should be."""


class Held:
    """Values on their way to the engine, for the event loop; `note(name, text)` is for who set the control.

    What a hand sets waits, and its ramp begins to be heard where the wait ends; what a scene, the morph, a modulator,
    the model or an undo moves has its own time. `send` takes what was held when its time comes.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        send: Callable[[Mapping[str, Any]], None],
        note: Callable[[str, str], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._send = send
        self._note = note
        self._by_hand: set[str] = set()
        self._kept: dict[str, Any] = {}
        self._cancel: Callable[[], None] | None = None
        store.listen(self._changed)

    def sift(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Keep of these values what has to wait, and return the others; with nothing to wait for, all."""
        quantum = quantum_of(self._store)
        keep = {name: value for name, value in told.items() if name in self._by_hand}
        if quantum == "off" or (keep and self._clock.until(quantum) <= 0.0):
            return {**self._take(), **told}
        for name in keep.keys() - self._kept.keys():
            self._note(name, f"waits for the next {quantum}")
        self._kept |= keep
        if self._kept and self._cancel is None:
            cancel = self._clock.at(quantum, self._release)
            self._cancel = cancel if self._kept else None
        return {name: value for name, value in told.items() if name not in keep}

    def _changed(self, name: str, value: Value, origin: object) -> None:
        """In the setter's thread, which is the loop's where it is no hand."""
        if name not in HELD:
            return
        if origin in NO_HANDS:
            self._by_hand.discard(name)
            self._kept.pop(name, None)
        else:
            self._by_hand.add(name)

    def _release(self) -> None:
        if kept := self._take():
            self._send(kept)

    def _take(self) -> dict[str, Any]:
        kept, self._kept = self._kept, {}
        self._by_hand.clear()
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        return kept
