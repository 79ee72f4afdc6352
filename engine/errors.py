"""The engine's errors: each is a ValueError whose message says what was wrong and what to do."""


def in_words(error: BaseException) -> str:
    """What an error says; of one of the operating system the file and the reason, without its number."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    return error.strerror if error.filename is None else f"{error.filename}: {error.strerror}"


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


def reason(error: BaseException) -> str:
    """What went wrong in words: of an error of the system without its number and its path."""
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return told[:1].lower() + told[1:] if isinstance(error, OSError) else told
