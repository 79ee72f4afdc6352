"""A headless Chromium, driven by its DevTools protocol: what a page shows, what it asks for, hands that touch it."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
    *("--remote-debugging-port=0", "--mute-audio", "--force-color-profile=srgb"),
)
START_SECONDS = 60.0
KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, "Home": 36, "End": 35, "ArrowLeft": 37, "ArrowRight": 39, "ArrowUp": 38,
        "PageUp": 33, "PageDown": 34, "Backspace": 8, " ": 32}  # fmt: skip


class Browser:
    """One Chromium with a fresh profile in a folder, and one page of it."""

    def __init__(self, folder: Path, width: int = 1280, height: int = 800, *, phone: bool = False) -> None:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        assert program is not None, "chromium is not installed (apt install chromium)"
        self.events: list[dict[str, Any]] = []
        self._number = 0
        profile = folder / "profile"
        with (folder / "chromium.log").open("wb") as log:
            self._process = subprocess.Popen(
                [program, *FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        port = profile / "DevToolsActivePort"
        until = time.monotonic() + START_SECONDS
        while not (port.exists() and len(port.read_text().splitlines()) == 2):
            assert time.monotonic() < until, (folder / "chromium.log").read_text(errors="replace")[-2000:]
            assert self._process.poll() is None, (folder / "chromium.log").read_text(errors="replace")[-2000:]
            time.sleep(0.05)
        number, path = port.read_text().splitlines()
        self._stack = contextlib.ExitStack()
        self._socket = self._stack.enter_context(
            connect(f"ws://127.0.0.1:{number}{path}", max_size=None, compression=None, proxy=None, ping_interval=None)
        )
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.size(width, height, phone=phone)
        self.prefer("dark")

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._session = None
            self.call("Browser.close")
        self._stack.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def call(self, method: str, **parameters: Any) -> Any:
        """What a method of the protocol returns; what happens meanwhile is among `events`."""
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            asked["sessionId"] = self._session
        self._socket.send(json.dumps(asked))
        while True:
            told = json.loads(self._socket.recv(timeout=30))
            if told.get("id") == self._number:
                assert "error" not in told, (method, told["error"])
                return told["result"]
            self.events.append(told)

    # -- what is seen ---------------------------------------------------------------------------------------------

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone, maxTouchPoints=1)

    def prefer(self, scheme: str, motion: str = "no-preference") -> None:
        """Be set to a dark or light scheme, and to `reduce` motion or not."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]
        self.call("Emulation.setEmulatedMedia", features=features)

    def open(self, url: str) -> None:
        """Go to an address, and wait until it is there."""
        self.call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def look(self, expression: str) -> Any:
        """The value of an expression in the page."""
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, (expression, told["exceptionDetails"])
        return told["result"].get("value")

    def wait(self, expression: str, seconds: float = 10.0) -> Any:
        """The value of an expression once it is true."""
        until = time.monotonic() + seconds
        while not (value := self.look(expression)):
            assert time.monotonic() < until, f"not within {seconds} s: {expression}"
            time.sleep(0.03)
        return value

    def text(self, selector: str) -> str:
        return str(self.look(f"document.querySelector({json.dumps(selector)}).textContent"))

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Write what is seen as a PNG."""
        told = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(told["data"]))

    def problems(self) -> list[str]:
        """What the browser complained of: errors, whatever a policy forbade, warnings; and what scripts threw."""
        self.look("0")
        found = []
        for event in self.events:
            told = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(str(told["exceptionDetails"]))
            elif event.get("method") == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
                found.append(told["entry"]["text"] + " " + told["entry"].get("url", ""))
            elif event.get("method") == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
                found.append(str(told["args"]))
        return found

    def requests(self) -> list[str]:
        """Every address that was asked for, WebSockets too."""
        self.look("0")
        told = [(event.get("method"), event.get("params", {})) for event in self.events]
        asked = [each["request"]["url"] for method, each in told if method == "Network.requestWillBeSent"]
        return asked + [each["url"] for method, each in told if method == "Network.webSocketCreated"]

    # -- hands ----------------------------------------------------------------------------------------------------

    def middle(self, selector: str) -> tuple[float, float]:
        """Where the middle of something is, once it is scrolled to."""
        x, y = self.look(
            f"(() => {{ const node = document.querySelector({json.dumps(selector)});"
            "node.scrollIntoView({block: 'center'}); const box = node.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2] })()"
        )
        return x, y

    def box(self, selector: str) -> tuple[float, float, float, float]:
        """Left, top, width and height of something, once it is scrolled to."""
        self.middle(selector)
        told = self.look(
            f"(() => {{ const box = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            "return [box.x, box.y, box.width, box.height] })()"
        )
        return told[0], told[1], told[2], told[3]

    def mouse(self, kind: str, x: float, y: float, buttons: int = 1) -> None:
        self.call(
            "Input.dispatchMouseEvent", type=f"mouse{kind}", x=x, y=y, button="left", buttons=buttons, clickCount=1
        )

    def click(self, selector: str) -> None:
        x, y = self.middle(selector)
        self.mouse("Pressed", x, y)
        self.mouse("Released", x, y, 0)

    def touch(self, kind: str, x: float = 0.0, y: float = 0.0) -> None:
        points = [] if kind == "End" else [{"x": x, "y": y}]
        self.call("Input.dispatchTouchEvent", type=f"touch{kind}", touchPoints=points)

    def swipe(self, start: tuple[float, float], end: tuple[float, float], steps: int = 12) -> None:
        """A finger from one place to another."""
        self.touch("Start", *start)
        for step in range(1, steps + 1):
            self.touch("Move", *(a + (b - a) * step / steps for a, b in zip(start, end, strict=True)))
            time.sleep(0.016)
        self.touch("End")

    def key(self, name: str) -> None:
        """Press a key of a name, as Enter, or one that writes a letter."""
        text = "\r" if name == "Enter" else name if len(name) == 1 else ""
        what = {"key": name, "windowsVirtualKeyCode": KEYS.get(name, ord(name[0].upper())), "text": text}
        self.call("Input.dispatchKeyEvent", type="keyDown", **what)
        self.call("Input.dispatchKeyEvent", type="keyUp", **what)

    def write(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def focus(self, selector: str) -> None:
        self.look(f"document.querySelector({json.dumps(selector)}).focus()")


@contextlib.contextmanager
def browser(folder: Path, **options: Any) -> Iterator[Browser]:
    folder.mkdir(parents=True, exist_ok=True)
    made = Browser(folder, **options)
    try:
        yield made
    finally:
        made.close()
