"""Whether a file holds tensors as safetensors, and what its header says of them; no torch.

Errors are ValueErrors that go on from the file's name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import in_words

PICKLED = (".pt", ".pth", ".bin", ".ckpt", ".pkl")
LONGEST_HEADER = 1 << 24
_ZIP, _PICKLES, _POINTER = b"PK", (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"), b"version https://git-lfs"


def need_plain(file: Path, *, pickled: bool = False) -> None:
    """Refuse what is no file with tensors at a glance: what is no regular file, a Git LFS pointer, a pickle.

    Unless `pickled`: then the caller sees to it that nothing in it is run.
    """
    try:
        if not file.is_file():
            raise ValueError("there is no such file")
        with file.open("rb") as opened:
            start = opened.read(len(_POINTER))
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    if start == _POINTER:
        raise ValueError("is only a Git LFS pointer to the weights; fetch them with: git lfs pull")
    if not pickled and (file.suffix in PICKLED or start.startswith((_ZIP, *_PICKLES))):
        raise ValueError("a pickled file could run any code, so it is not opened; save it as safetensors")


def read_header(file: Path, longest: int = LONGEST_HEADER) -> Mapping[str, Any]:
    """The header, of at most `longest` bytes, of a safetensors file: places of the tensors by name, and `__metadata__`.

    The file is read, not mapped: one that is cut while it is mapped would end the process. Raises ValueError, also for
    a file that is not as long as its header says.
    """
    need_plain(file)
    try:
        with file.open("rb") as opened:
            size = os.fstat(opened.fileno()).st_size
            length = int.from_bytes(opened.read(8), "little")
            if not 2 <= length <= min(size - 8, longest):
                raise ValueError(f"its header would have {length} of {size} bytes; {longest} are read at most")
            text = opened.read(length)
        if text.count(b"[") > length // 16:
            raise ValueError("its header holds more lists than tensors have")
        header: Mapping[str, Any] = json.loads(text)
        end = max((tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__"), default=0)
        if size != 8 + length + end:
            raise ValueError(f"it has {size} of {8 + length + end} bytes")
        if not all(isinstance(text, str) for text in header.get("__metadata__", {}).values()):
            raise ValueError("its metadata are not all texts")
    except (OSError, ValueError, RecursionError, AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"is cut short or not a safetensors file: {in_words(error)}") from error
    return header
