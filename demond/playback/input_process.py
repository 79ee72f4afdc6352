"""The process that listens to an input device: keeps its last minute, and writes the end of it to a file when asked.

Started by input.py as `python -m demond.playback.input_process OPTIONS`; apart from the daemon and from the output's
process, so that nothing here is ever heard. Says as device_process.py does why it waits, then {"listening": device};
{"seconds": S, "path": P} asks for the last S seconds and is answered with {"captured": seconds} or {"refused": why};
after {"meter": true} {"level": RMS, "onsets": count} is said 50 times a second, until {"meter": false}.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

import soundfile

from demond.playback.device_process import CHECK_SECONDS, begin, hear, lock_memory, wait_for_device
from demond.playback.input import LONGEST_SECONDS
from demond.playback.meter import METER_SECONDS, Meter
from demond.playback.native import InputRing
from engine.errors import reason

_SPARE_SECONDS = 5.0
_SHORTEST_SECONDS = 1.0
_LOST_SECONDS = 1.0  # without a callback


def save(ring: InputRing, seconds: float, path: Path) -> dict[str, Any]:
    """Write the last seconds to a new file, whole or not at all; the answer to who asked."""
    frames = ring.last(min(seconds, LONGEST_SECONDS))
    heard = len(frames) / ring.rate
    if heard < _SHORTEST_SECONDS:
        return {"refused": f"only {heard:.1f} s were heard so far"}
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(fresh, frames, ring.rate, "PCM_24", format="WAV")
        os.replace(fresh, path)
    except (OSError, RuntimeError) as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        return {"refused": f"{path} cannot be written: {reason(error)}"}
    return {"captured": heard}


def main(options: dict[str, Any]) -> NoReturn:
    """Waits for the device, listens until it is lost or standard input ends."""
    say = begin()
    lost = threading.Event()
    rings: list[InputRing] = []

    def arguments(rate: float, channels: int) -> dict[str, Any]:
        rings[:] = [InputRing(rate, channels, LONGEST_SECONDS + _SPARE_SECONDS)]
        return rings[0].stream_arguments()

    stream, facts = wait_for_device("input", options, say, lost, arguments)
    ring = rings[0]
    lock_memory()
    stream.start()
    say(listening=facts)
    written, moved = 0, time.monotonic()
    meter: Meter | None = None
    while stream.active and not lost.is_set() and time.monotonic() - moved < _LOST_SECONDS:
        asked = hear(CHECK_SECONDS if meter is None else METER_SECONDS)
        if asked == "":
            break
        for line in (asked or "").splitlines():
            wanted = json.loads(line)
            if "meter" in wanted:
                meter = Meter() if wanted["meter"] else None
            else:
                say(**save(ring, wanted["seconds"], Path(wanted["path"])))
        if meter is not None:
            level, onsets = meter.take(ring.last(METER_SECONDS))
            say(level=level, onsets=onsets)
        if ring.written != written:
            written, moved = ring.written, time.monotonic()
    os._exit(0)  # PortAudio's own end can hang or abort where the device is gone


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
