"""Audio as it comes, brought to stereo float32 at 48 kHz."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from torch import Tensor

from engine.errors import SourceError

SAMPLE_RATE = 48000
LONGEST = 600
"""Seconds of the longest source."""

MOST_CHANNELS = 32


def load_audio(audio: np.ndarray | Tensor | str | Path, sample_rate: int | None = None) -> np.ndarray:
    """Float32 `[2, samples]` at 48 kHz from a file or from samples.

    Arrays are `[samples]`, `[channels, samples]` or `[samples, channels]` at `sample_rate` (48000 if not given);
    integers are scaled to -1..1. Mono is doubled, of more channels the first two are kept. Raises SourceError when
    there is no audio, it is shorter than 1 s or longer than 600 s, or it holds NaN or infinity.
    """
    if isinstance(audio, str | Path):
        samples, rate, name = *_read(Path(audio)), str(audio)
    else:
        samples, rate, name = _from_array(audio), sample_rate if sample_rate is not None else SAMPLE_RATE, "audio"
    if isinstance(rate, bool) or not 1000 <= rate <= 768000:
        raise SourceError(f"{name}: sample rate must lie in 1000..768000 Hz, got {rate!r}")
    if samples.shape[1] == 0:
        raise SourceError(f"{name}: is empty")
    if not np.isfinite(samples).all():
        raise SourceError(f"{name}: contains NaN or infinity")
    seconds = samples.shape[1] / rate
    if seconds < 1.0:
        raise SourceError(f"{name}: is {seconds:.3f} s long; a source needs at least 1 s")
    if seconds > LONGEST:
        raise SourceError(f"{name}: is {seconds:.0f} s long; a source may have {LONGEST} s at most")
    samples = samples[:2] if len(samples) > 1 else np.repeat(samples, 2, axis=0)
    if rate != SAMPLE_RATE:
        import soxr

        samples = soxr.resample(samples.T, rate, SAMPLE_RATE).T
    return np.ascontiguousarray(samples, dtype=np.float32)


def need_file(path: str | Path) -> Path:
    """The path with `~` resolved. Raises SourceError: there is nothing, or no file, as a pipe that nobody writes to."""
    path = Path(path).expanduser()
    if not path.is_file():
        raise SourceError(f"{path}: {'is no file' if path.exists() else 'no such file'}")
    return path


def _read(path: Path) -> tuple[np.ndarray, int]:
    import soundfile

    path = need_file(path)
    try:
        with soundfile.SoundFile(path) as file:
            if file.frames > LONGEST * file.samplerate:
                seconds = file.frames / file.samplerate
                raise SourceError(f"{path}: is {seconds:.0f} s long; a source may have {LONGEST} s at most")
            return file.read(dtype="float32", always_2d=True).T, file.samplerate
    except (soundfile.SoundFileError, OSError, RuntimeError) as error:
        raise SourceError(f"{path}: is no audio that can be read ({error})") from error


def _from_array(audio: np.ndarray | Tensor) -> np.ndarray:
    if isinstance(audio, Tensor):
        audio = audio.detach().cpu().numpy()
    if not isinstance(audio, np.ndarray):
        raise SourceError(f"audio: expected a path or samples, got {type(audio).__name__}")
    if audio.ndim not in (1, 2):
        raise SourceError(f"audio: expected one or two dimensions, got shape {audio.shape}")
    if np.issubdtype(audio.dtype, np.signedinteger):
        audio = audio.astype(np.float32) / -float(np.iinfo(audio.dtype).min)
    elif not np.issubdtype(audio.dtype, np.floating):
        raise SourceError(f"audio: expected floating point or signed integer samples, got {audio.dtype}")
    samples = np.atleast_2d(audio)
    if samples.shape[0] > samples.shape[1] > 0:
        samples = samples.T
    if not 1 <= samples.shape[0] <= MOST_CHANNELS:
        raise SourceError(f"audio: shape {audio.shape} does not look like channels and samples")
    return samples
