"""A prompt: everything that words say to the model."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import RequestError


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the music should be, as ACE-Step is told: a caption, lyrics in a language, and what is known of the piece.

    `bpm` is beats per minute, `key` as "A minor", `time_signature` the beats of a bar as "4", `duration` seconds; None
    leaves it to the model. `task` is one of `engine.conditioning.TASKS`; an `instruction` stands in for the task's own.
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
