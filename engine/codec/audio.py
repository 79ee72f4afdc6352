"""Audio as it comes, brought to stereo float32 at 48 kHz."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import numpy as np
import soundfile
from torch import Tensor

from engine.errors import SourceError, reason

SAMPLE_RATE = 48000
LONGEST = 600
"""Seconds of the longest source."""
LARGEST = 2_000_000_000
"""Bytes of the largest file."""
MOST_CHANNELS = 32
FFMPEG_SECONDS = 120
"""How long ffmpeg may take for a file."""
_CONTAINERS = "mov,matroska,webm,ogg,mp3,flac,wav,w64,aac,aiff,asf,avi,caf,ape,wv,tta,mpegts,amr,dsf"
_UNKNOWN = (1 << 63) - 1  # frames, as libsndfile says it
_BLOCK = 1 << 16  # frames read at once
_BEGINNING = re.compile(rb"OggS\x00\x02")
_SCANNED = 1 << 20  # bytes looked through at once


def load_audio(
    audio: np.ndarray | Tensor | str | Path,
    sample_rate: int | None = None,
    told: Callable[[float], None] = lambda done: None,
) -> np.ndarray:
    """Float32 `[2, samples]` at 48 kHz from a file or from samples.

    Arrays are `[samples]`, `[channels, samples]` or `[samples, channels]` at `sample_rate` (48000 if not given);
    integers are scaled to -1..1. Mono is doubled, of more channels the first two are kept. Raises SourceError when
    there is no audio, it is shorter than 1 s or longer than 600 s, or it holds NaN or infinity. What libsndfile cannot
    read of a file, ffmpeg reads where it is installed. `told` hears which part of a file was read, 0..1.
    """
    if isinstance(audio, str | Path):
        samples, rate, name = *_read(Path(audio), told), str(audio)
    else:
        samples, rate, name = _from_array(audio), sample_rate if sample_rate is not None else SAMPLE_RATE, "audio"
    _need_rate(name, rate)
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
    """The path with `~` resolved. Raises SourceError: there is nothing, no file, as a pipe that nobody writes to, an
    empty one, or one of more than 2 GB."""
    try:
        path = Path(path).expanduser()
        found, real = path.stat(), path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        raise SourceError(f"{path}: {'no such file' if missing else reason(error)}") from None
    if not stat.S_ISREG(found.st_mode) or real.parts[1:2] in (("proc",), ("sys",)):
        raise SourceError(f"{path}: is no file but {_KINDS.get(stat.S_IFMT(found.st_mode), 'made by the system')}")
    if found.st_size > LARGEST:
        size, most = found.st_size / 1e9, LARGEST / 1e9
        raise SourceError(f"{path}: is {size:.1f} GB large; a source may have {most:g} GB, and {LONGEST} s, at most")
    if found.st_size == 0:
        raise SourceError(f"{path}: is empty")
    return path


_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def need_audio(path: str | Path) -> Path:
    """`need_file`, and not longer than its own header says a source may be. Raises SourceError."""
    path = need_file(path)
    with contextlib.suppress(soundfile.SoundFileError, OSError, RuntimeError), _opened(path) as file:
        if file.frames != _UNKNOWN:
            _need_length(path, file.frames / file.samplerate)
    return path


def _need_rate(name: object, rate: int) -> None:
    if isinstance(rate, bool) or not 1000 <= rate <= 768000:
        raise SourceError(f"{name}: sample rate must lie in 1000..768000 Hz, got {rate!r}")


def _need_length(path: Path, seconds: float) -> None:
    if seconds > LONGEST:
        raise SourceError(f"{path}: is {seconds:.0f} s long; a source may have {LONGEST} s at most")


def _read(path: Path, told: Callable[[float], None]) -> tuple[np.ndarray, int]:
    """What a file holds, by libsndfile, or by ffmpeg where that knows better."""
    path = need_audio(path)
    try:
        problem = _holds_more(path)
        if not problem:
            with _opened(path) as file:
                if file.format != "MP3":
                    return _all_of(path, file, told)
            return _read_mp3(path, told)
    except SourceError:
        raise
    except (soundfile.SoundFileError, OSError, RuntimeError, ValueError) as error:
        said = error.error_string if isinstance(error, soundfile.LibsndfileError) else reason(error)
        problem = f"is no audio that can be read: {said.rstrip('.')}"
    return _read_by_ffmpeg(path, problem)


def _opened(path: Path) -> soundfile.SoundFile:
    return soundfile.SoundFile(_descriptor(path))


def _descriptor(path: Path) -> int:
    """A file opened so that nothing waits, should it be a pipe by now."""
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)


def _all_of(path: Path, file: soundfile.SoundFile, told: Callable[[float], None]) -> tuple[np.ndarray, int]:
    """All frames to the end, whatever the header says of it."""
    if file.channels > MOST_CHANNELS:
        raise SourceError(f"{path}: has {file.channels} channels; a source may have {MOST_CHANNELS} at most")
    _need_rate(path, file.samplerate)
    blocks, frames, expected = [np.zeros((0, min(file.channels, 2)), np.float32)], 0, max(file.frames, 1)
    while len(block := file.read(_BLOCK, dtype="float32", always_2d=True)):
        blocks.append(block[:, :2].copy())
        frames += len(block)
        _need_length(path, frames / file.samplerate)
        told(min(frames / expected, 1.0))
    return np.concatenate(blocks).T, file.samplerate


def _read_mp3(path: Path, told: Callable[[float], None]) -> tuple[np.ndarray, int]:
    """An MP3 file: where no header says its length, libsndfile would estimate it from the first frames and end there,
    unless the file comes to it by a pipe."""
    end, start = os.pipe()
    threading.Thread(target=_pour, args=(path, start), name="mp3", daemon=True).start()
    with soundfile.SoundFile(end) as file:
        if not file.seekable():
            return _all_of(path, file, told)
    with _opened(path) as file:
        return _all_of(path, file, told)


def _pour(path: Path, end: int) -> None:
    with contextlib.suppress(OSError), open(end, "wb") as pipe, open(_descriptor(path), "rb") as file:
        shutil.copyfileobj(file, pipe)


def _holds_more(path: Path) -> str:
    """What a file has that libsndfile would leave out without a word; empty where there is nothing.

    Raises SourceError where nobody could say what of it is audio.
    """
    with open(_descriptor(path), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(12)
        if head[:4] == b"OggS" and _begins_again(file):
            return "is several recordings in one Ogg file"
        if head[:4] in (b"RIFF", b"FORM"):
            said = int.from_bytes(head[4:8], "little" if head[:4] == b"RIFF" else "big")
            if 0 < said < _much_less(size):
                problem = f"its header speaks of {said} bytes, but it holds {size}; was its writer interrupted?"
                raise SourceError(f"{path}: {problem}")
        at = 0
        if head[:3] == b"ID3":
            at = 10 + sum((byte & 127) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))
        file.seek(at)
        header = file.read(256)
        found = max(header.find(b"Xing"), header.find(b"Info"))
        flags, length = header[found + 4 : found + 8], header[found + 12 : found + 16]
        if header[:1] == b"\xff" and found > 0 and len(length) == 4 and flags[3] & 3 == 3:
            said = int.from_bytes(length)
            if said < _much_less(size - at):
                return f"has a header that speaks of {said} bytes of MP3, but holds {size - at}"
    return ""


def _begins_again(file: IO[bytes]) -> bool:
    """Whether an Ogg file has another beginning than that of its first streams."""
    file.seek(4096)
    end = b""
    while block := file.read(_SCANNED):
        if _BEGINNING.search(end + block):
            return True
        end = block[-5:]
    return False


def _much_less(size: int) -> float:
    """Bytes that a file's audio has to have, of so many in all, for the rest to be tags and pictures."""
    return 0.9 * size - 65536


def _read_by_ffmpeg(path: Path, problem: str) -> tuple[np.ndarray, int]:
    """A file's first audio track by ffmpeg: of containers that hold all they play, nothing fetched, bounded in time."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        raise SourceError(f"{path}: {problem}; with ffmpeg installed, m4a, webm and others can be read as well")
    command = [ffmpeg, "-nostdin", "-hide_banner", "-loglevel", "quiet", "-protocol_whitelist", "file,pipe"]
    command += ["-format_whitelist", _CONTAINERS, "-i", f"file:{path.absolute()}", "-map", "0:a:0"]
    command += ["-t", str(LONGEST + 1), "-c:a", "pcm_f32be", "-f", "au", "pipe:1"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        hurry = threading.Timer(FFMPEG_SECONDS, process.kill)
        hurry.start()
        try:
            samples, rate = _read_au(path, process.stdout)
            status = process.wait()
        finally:
            hurry.cancel()
            process.kill()
    if status == -signal.SIGKILL:
        raise SourceError(f"{path}: takes ffmpeg more than {FFMPEG_SECONDS} s to read")
    if status != 0 or rate == 0:
        raise SourceError(f"{path}: {problem}; nor can ffmpeg read it")
    return samples, rate


def _read_au(path: Path, stream: IO[bytes]) -> tuple[np.ndarray, int]:
    """A stream in the AU format of unknown length; a rate of 0 where there is none."""
    magic, offset, _, _, rate, channels = struct.unpack(">4s5I", stream.read(24).ljust(24, b"\0"))
    if magic != b".snd" or not 1 <= channels <= MOST_CHANNELS:
        return np.zeros((0, 0), np.float32), 0
    stream.read(offset - 24)
    blocks, frames = [np.zeros((0, min(channels, 2)), np.float32)], 0
    while len(data := stream.read(4 * channels * _BLOCK)) >= 4 * channels:
        block = np.frombuffer(data[: len(data) // (4 * channels) * 4 * channels], ">f4").reshape(-1, channels)
        blocks.append(block[:, :2].astype(np.float32))
        frames += len(block)
        if frames > LONGEST * rate:
            raise SourceError(f"{path}: is longer than {LONGEST} s, which is the most that a source may have")
    return np.concatenate(blocks).T, rate


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
