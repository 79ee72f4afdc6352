"""A hub on the loopback: the few answers that fetching a model needs, with faults to be switched on."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from huggingface_hub import constants

LARGE = 1 << 17


def commit_of(files: Mapping[str, bytes]) -> str:
    """A name for these files: another where one has another name, size, beginning or end."""
    known = sorted((path, len(held), held[:99], held[-99:]) for path, held in files.items())
    return hashlib.sha1(repr(known).encode()).hexdigest()


def folder_of(folder: Path, under: str = "") -> dict[str, bytes]:
    """The files of a folder, as a repository holds them."""
    held = sorted(path for path in folder.rglob("*") if path.is_file())
    return {under + path.relative_to(folder).as_posix(): path.read_bytes() for path in held}


@dataclass
class Hub:
    """Repositories by their names, and what goes wrong: each fault is by a part of the path that is asked for.

    `cut` ends an answer after so many bytes, once; `status` answers these, one a request, before all goes well;
    `refuse` answers that with an X-Error-Code, always; `wrong` sends other bytes, once; `slow` waits between blocks
    of 64 KiB; `deaf` sends whole files to who asks for a part.
    """

    repositories: dict[str, dict[str, bytes]]
    cut: dict[str, int] = field(default_factory=dict)
    status: dict[str, list[int]] = field(default_factory=dict)
    refuse: dict[str, tuple[int, str]] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    slow: float = 0.0
    deaf: bool = False
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    address: str = ""

    @cached_property
    def lock(self) -> threading.Lock:
        return threading.Lock()

    def files_asked(self) -> list[str]:
        """The paths of the files that were asked for, in their repositories."""
        return [path.split("/resolve/")[1].split("/", 1)[1] for _, path, _ in self.asked if "/resolve/" in path]

    def ranges(self) -> list[str]:
        return [said for _, path, said in self.asked if "/resolve/" in path and not said.endswith("=0-")]

    def fault(self, path: str) -> tuple[int, str] | None:
        with self.lock:
            for part, answer in self.refuse.items():
                if part in path:
                    return answer
            for part, answers in self.status.items():
                if part in path and answers:
                    return answers.pop(0), ""
        return None

    def take_cut(self, path: str) -> int | None:
        with self.lock:
            part = next((part for part in self.cut if part in path), None)
            return None if part is None else self.cut.pop(part)

    def take_wrong(self, path: str) -> bool:
        with self.lock:
            wrong = path in self.wrong
            self.wrong.discard(path)
            return wrong


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append((self.command, path, self.headers.get("Range", "")))
        if (fault := self.hub.fault(path)) is not None:
            self._fail(*fault)
            return
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/revision/(.+))?", path):
            self._describe(found[1], found[2])
        elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self._send(found[1], found[2], found[3])
        else:
            self._fail(404, "")

    do_HEAD = do_GET

    def _files(self, repository: str, revision: str | None) -> dict[str, bytes] | None:
        files = self.hub.repositories.get(repository)
        if files is None:
            self._fail(401, "RepoNotFound")
        elif revision not in (None, "main", commit_of(files)):
            self._fail(404, "RevisionNotFound")
            return None
        return files

    def _describe(self, repository: str, revision: str | None) -> None:
        if (files := self._files(repository, revision)) is None:
            return
        siblings = []
        for path, held in files.items():
            each = {
                "rfilename": path,
                "size": len(held),
                "blobId": hashlib.sha1(b"blob %d\0" % len(held) + held).hexdigest(),
            }
            if len(held) > LARGE:
                digest = hashlib.sha256(held).hexdigest()
                each["lfs"] = {"sha256": digest, "size": len(held), "pointerSize": 134}
            siblings.append(each)
        body = json.dumps({"id": repository, "sha": commit_of(files), "siblings": siblings}).encode()
        self._head(200, {"Content-Type": "application/json", "Content-Length": str(len(body))})
        self.wfile.write(body)

    def _send(self, repository: str, revision: str, path: str) -> None:
        if (files := self._files(repository, revision)) is None:
            return
        held = files.get(path)
        if held is None:
            self._fail(404, "EntryNotFound")
            return
        if self.hub.take_wrong(path):
            held = bytes(each ^ 1 for each in held[:1]) + held[1:]
        start = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        at = int(start[1]) if start and not self.hub.deaf else 0
        said = {"Content-Length": str(len(held) - at), "X-Repo-Commit": commit_of(files), "Accept-Ranges": "bytes"}
        if start and not self.hub.deaf:
            said["Content-Range"] = f"bytes {at}-{len(held) - 1}/{len(held)}"
        self._head(206 if "Content-Range" in said else 200, said)
        end = self.hub.take_cut(self.path)
        body = held[at:] if end is None else held[at : at + end]
        for place in range(0, len(body), 1 << 16):
            self.wfile.write(body[place : place + (1 << 16)])
            time.sleep(self.hub.slow)
        if end is not None:
            self.close_connection = True

    def _fail(self, status: int, code: str) -> None:
        self._head(status, {"Content-Length": "0", **({"X-Error-Code": code} if code else {})})

    def _head(self, status: int, said: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in said.items():
            self.send_header(name, value)
        self.end_headers()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client may go in the middle."""


def reach(monkeypatch: pytest.MonkeyPatch, address: str, cache: Path) -> None:
    """Have this process take that for the hub, and the folder for its cache."""
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.delenv("ACESTEP_MODELS_DIR", raising=False)


@contextmanager
def serve(repositories: dict[str, dict[str, bytes]]) -> Iterator[Hub]:
    """A hub on a free port of the loopback, at `Hub.address`."""
    hub = Hub(repositories)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
