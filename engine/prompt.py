"""A prompt: everything that words say to the model."""

from __future__ import annotations

from dataclasses import dataclass

from engine import checks
from engine.errors import RequestError

LONGEST_TEXT, LONGEST_WORD = 1 << 16, 256


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the music should be, as ACE-Step is told: a caption, lyrics in a language, and what is known of the piece.

    `bpm` is beats per minute, 1..1000, `key` as "A minor", `time_signature` the beats of a bar as "4", `duration`
    seconds, 0..3600; None leaves it to the model. `task` is one of `engine.conditioning.TASKS`; an `instruction` stands
    in for the task's own. Raises RequestError for what is no text or number.
    """

    caption: str = ""
    lyrics: str = ""
    bpm: float | None = None
    key: str | None = None
    time_signature: str | None = None
    language: str = "en"
    duration: float | None = None
    task: str = "text2music"
    instruction: str = ""

    def __post_init__(self) -> None:
        """Check every field."""
        for name in ("caption", "lyrics", "instruction"):
            checks.text(name, getattr(self, name), LONGEST_TEXT)
        for name in ("language", "task"):
            checks.text(name, getattr(self, name), LONGEST_WORD)
        for name in ("key", "time_signature"):
            if getattr(self, name) is not None:
                checks.text(name, getattr(self, name), LONGEST_WORD)
        if self.bpm is not None:
            checks.number("bpm", self.bpm, 1.0, 1000.0)
        if self.duration is not None:
            checks.number("duration", self.duration, 0.0, 3600.0)

    @classmethod
    def of(cls, prompt: Prompt | str) -> Prompt:
        """The prompt itself; words alone are its caption. Raises RequestError."""
        if isinstance(prompt, str):
            return cls(prompt)
        if not isinstance(prompt, cls):
            raise RequestError("prompt", f"expected a Prompt or a text, got {type(prompt).__name__}")
        return prompt

    def outline(self) -> Prompt:
        """What a planner hears of it: caption, tempo, key and meter."""
        return Prompt(self.caption, bpm=self.bpm, key=self.key, time_signature=self.time_signature)
