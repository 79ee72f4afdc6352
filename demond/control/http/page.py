"""The page at /ui: one static file, and what it asks for beside OSCQuery: how demond is, what the controls are, what
lies in the loop. Nothing is made until it is asked for. No HTTP in here."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import math
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import Any

from demond.calls import aside
from demond.control.http.paths import DOOR, UI, Answer, Asked, Paths
from demond.control.osc.values import arguments_of
from demond.journal import Entry, Journal
from demond.parameters import Parameter
from demond.picture import COLUMNS, ROWS, Picture
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop
from demond.store import Store
from engine.names import without_folders

GROUPS: Mapping[str, str] = {
    "At hand": "prompt/a prompt/b blend denoise drift seed feedback hint_strength volume",
    "Prompts": "prompt/* weight/* blend_mode lyrics language negative_prompt prompt_start/* prompt_end/*",
    "Tempo and key": "bpm key time_signature sync quantize",
    "Source and references": "source follow_source timbre timbre_strength structure structure_blend target x0_target "
    "x0_gate feedback_tap repaint_*",
    "Model and loop": "form model length context depth steps shift loop_* window lead crossfade",
    "Solver": "velocity_scale sde sde_curve ode_noise initial_noise denoise_quantize",
    "Guidance": "guidance_mode guidance cfg_rescale apg_momentum",
    "Wavelet correction": "dcw dcw_*",
    "Output": "mute freeze ceiling level_match loudness*",
    "Scenes and cues": "morph recall_time scene/* cue/*",
    "LoRAs": "lora/* lora_triggers",
    "Actions": "play stop restart seek tap undo panic record capture save_latent save reload midi/*",
    "Channel groups": "group/*",
    "Channels": "channel/*",
    **{f"Modulator {number}": f"mod/{number}/*" for number in range(1, 9)},
}
"""How the page arranges the controls: names, or patterns of names, in their order; what none is for comes before the
channels, as More."""
REST, REST_BEFORE = "More", "Channel groups"

SIZE = (
    "application/octet-stream",
    {"X-Columns": str(COLUMNS), "X-Rows": str(ROWS), "Cache-Control": "no-store"},
)
"""How the picture is answered."""


class Page:
    """Answers on its paths, in the event loop. `figures` are those of the status, `listings` what can be listed."""

    def __init__(
        self,
        store: Store,
        figures: Callable[[], Mapping[str, object]],
        journal: Journal,
        loop: Loop,
        listings: Mapping[str, Callable[[], Sequence[tuple[object, ...]]]],
    ) -> None:
        self._store = store
        self._figures = figures
        self._journal = journal
        self._loop, self._shown = loop, Picture(loop)
        self._listings = listings
        self._rows, self._listed = _Version(), _Version()
        self._drawn, self._controlled, self._told = _Made(*SIZE), _Made(), _Made()
        self._file, self._form = _File("page.html"), _File("door.html")
        self.paths: Paths = {
            UI: self._page,
            DOOR: self._door,
            "/ui/state": self._state,
            "/ui/controls": self._controls,
            "/ui/lists": self._lists,
            "/ui/loop": self._picture,
        }

    def _page(self, asked: Asked) -> Answer:
        return self._file.answer()

    def _door(self, asked: Asked) -> Answer:
        return self._form.answer()

    def _state(self, asked: Asked) -> Answer:
        """What changes by itself: figures, the loop, and which version of all else there is; of problems those that are
        not known yet, of which there were `problems`."""
        count = self._journal.count
        known = asked.query.get("problems", "")
        told = {
            "now": time.time(),
            "page": self._file.mark,
            "controls": self._rows.of(self._store.rows),
            "lists": self._listed.of(self._all_listed()),
            "figures": {name: _plain(value, asked.confined) for name, value in self._figures().items()},
            "loop": self._looped(),
            "problems": count,
            "said": [] if known == str(count) else [_said(each, asked.confined) for each in self._journal.entries],
        }
        return Answer(_json(told))

    def _looped(self) -> Mapping[str, object]:
        length = self._loop.length
        seconds = [round(each / SAMPLE_RATE, 4) for each in (length, *self._loop.region(length))]
        return {"length": seconds[0], "region": seconds[1:], "picture": self._shown.mark}

    def _all_listed(self) -> Mapping[str, Sequence[tuple[object, ...]]]:
        return {name: listed() for name, listed in self._listings.items()}

    def _controls(self, asked: Asked) -> Answer | Awaitable[Answer]:
        """What there is to play, row by row, in groups."""
        rows = self._store.rows
        version = self._rows.of(rows)
        return self._controlled.answer(version, lambda: _json({"controls": version, "groups": _groups(rows)}))

    def _lists(self, asked: Asked) -> Answer | Awaitable[Answer]:
        """Scenes, cues and LoRAs, as OSC lists them."""
        listed = self._all_listed()
        version = self._listed.of(listed)
        return self._told.answer(version, lambda: _json({"lists": version, **listed}))

    def _picture(self, asked: Asked) -> Answer | Awaitable[Answer]:
        """The spectrogram, its width and height in the headers."""
        return self._drawn.answer(self._shown.mark, self._shown.draw)


class _Made:
    """What is made aside, and again only where it is another version: however many ask, once."""

    def __init__(self, *form: Any) -> None:
        """`form` is how it is answered: `Answer`'s, behind the body."""
        self._form = form
        self._making = asyncio.Lock()
        self._version: object = None
        self._body = b""

    def answer(self, version: object, make: Callable[[], bytes]) -> Answer | Awaitable[Answer]:
        """The answer of this version, at once where it is there."""
        return Answer(self._body, *self._form) if version == self._version else self._make(version, make)

    async def _make(self, version: object, make: Callable[[], bytes]) -> Answer:
        async with self._making:
            if version != self._version:
                self._body, self._version = await aside(make), version
            return Answer(self._body, *self._form)


class _Version:
    """Which version there is of something: another number once it is no longer what it was."""

    def __init__(self) -> None:
        self._was: object = None
        self._number = 0

    def of(self, now: object) -> int:
        """The number of this, which is the newest."""
        if now is not self._was and now != self._was:
            self._was, self._number = now, self._number + 1
        return self._number


class _File:
    """A page that is one file: its bytes, and what the browser may do for it, which is what stands in it alone."""

    def __init__(self, name: str) -> None:
        text = files("demond.control.http").joinpath(name).read_text("utf-8")
        self._body = text.encode("utf-8")
        self.mark = hashlib.sha256(self._body).hexdigest()[:16]
        policy = {
            "default-src": "'none'",
            "script-src": _hashes(text, "script"),
            "style-src": _hashes(text, "style"),
            "connect-src": "'self'",
            "img-src": "data:",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
            "require-trusted-types-for": "'script'",
        }
        self._headers = {
            "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    def answer(self) -> Answer:
        return Answer(self._body, "text/html; charset=utf-8", self._headers)


def _hashes(text: str, tag: str) -> str:
    """What a policy allows of scripts or styles: those that stand in the file."""
    parts = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(part.encode("utf-8")).digest()).decode() for part in parts)
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"


def _groups(rows: Mapping[str, Parameter]) -> list[Mapping[str, object]]:
    """The rows as the page shows them, in its order."""
    left, arranged = dict(rows), dict[str, list[str]]()
    for title, patterns in GROUPS.items():
        for pattern in patterns.split():
            found = [pattern] if pattern in left else [name for name in left if fnmatchcase(name, pattern)]
            arranged.setdefault(title, []).extend(name for name in found if left.pop(name, None))
    titles = [title for title in arranged if arranged[title]]
    if left:
        titles.insert(next((at for at, title in enumerate(titles) if title == REST_BEFORE), len(titles)), REST)
        arranged[REST] = list(left)
    return [{"title": title, "rows": [_shown(rows[name]) for name in arranged[title]]} for title in titles]


def _shown(row: Parameter) -> Mapping[str, object]:
    """A row as data, without what is as usual."""
    told: dict[str, object] = {"name": row.name, "kind": row.kind, "about": row.description}
    if row.kind in ("float", "int", "curve"):
        told |= {"low": _plain(row.low), "high": _plain(row.high), "taper": row.taper}
    if row.kind != "action" and row.follows is None:
        told["default"] = list(arguments_of(row.default))
    optional = {
        "unit": row.unit,
        "choices": list(row.choices),
        "none": row.none,
        "follows": row.follows,
        "audio": row.audio,
        "arguments": [[each.name, each.kind, each.optional] for each in row.arguments],
    }
    return told | {key: value for key, value in optional.items() if value}


def _said(entry: Entry, confined: bool) -> Sequence[object]:
    """A problem, without the folders of files to whoever is told none."""
    return [round(entry.time, 3), entry.level, without_folders(entry.text) if confined else entry.text]


def _plain(value: object, confined: bool = False) -> object:
    """A figure as JSON can say it, without the folders of files to whoever is told none."""
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    return without_folders(str(value)) if confined else str(value)


def _json(value: object) -> bytes:
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")
