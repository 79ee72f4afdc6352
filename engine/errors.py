"""The engine's errors: each is a ValueError whose message says what was wrong and what to do."""


class RequestError(ValueError):
    """A request or shared value that cannot be played; `field` names what was wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


class SourceError(ValueError):
    """Audio that cannot be a source."""


class CheckpointError(ValueError):
    """A model folder or hub id that cannot be loaded."""


class LoraError(ValueError):
    """A LoRA file or id that cannot be used."""


def reason(error: BaseException) -> str:
    """What went wrong in words: of an error of the system without its number and its path."""
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return told[:1].lower() + told[1:] if isinstance(error, OSError) else told


def said(error: BaseException) -> str:
    """`reason`, and of which file, where the system says so."""
    named = error.filename if isinstance(error, OSError) else None
    return reason(error) if named is None else f"{named}: {reason(error)}"
