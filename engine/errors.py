"""The engine's errors: each is a ValueError whose message says what was wrong and what to do."""


class RequestError(ValueError):
    """A request or shared value that cannot be played; `field` names what was wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


class SourceError(ValueError):
    """Audio that cannot be a source."""


class DecodeError(ValueError):
    """A latent that no sound comes of: samples that are not finite, or beyond all bounds."""


class CheckpointError(ValueError):
    """A model folder or hub id that cannot be loaded."""


class LoraError(ValueError):
    """A LoRA file or id that cannot be used."""


class EngineUnavailable(ValueError):
    """A backend, or what builds its engines, that cannot run here; the message says what to do about it."""


class EngineError(ValueError):
    """A backend that failed, or an engine file that cannot be used."""


class EngineLimitError(EngineError):
    """Inputs larger or smaller than an engine was built for: nothing was run, and it runs others."""


def reason(error: BaseException) -> str:
    """What went wrong in words: of an error of the system without its number and its path."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    return error.strerror[:1].lower() + error.strerror[1:]


def in_words(error: BaseException) -> str:
    """`reason`, after the file that an error of the system names."""
    file = error.filename if isinstance(error, OSError) else None
    return reason(error) if file is None else f"{file}: {reason(error)}"
