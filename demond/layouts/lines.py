"""JSON with a line for each object of a list, so that long files of many alike are short and can be compared."""

from __future__ import annotations

import json
from typing import Any


def written(value: Any) -> bytes:
    """Return a JSON text in UTF-8 that ends with a newline."""
    return (_text(value) + "\n").encode("utf-8")


def _text(value: Any) -> str:
    match value:
        case {}:
            return "{" + ", ".join(f"{json.dumps(key)}: {_text(each)}" for key, each in value.items()) + "}"
        case [{}, *_]:
            return "[\n" + ",\n".join(map(_text, value)) + "\n]"
        case _:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)
