"""What the actions of the table do. No torch."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from demond.calls import Calls, aside
from demond.origins import PANIC, UNDO
from demond.parameters import ACTIONS, AUDIO, Value
from demond.performer.link import SaveLatent
from demond.performer.supervisor import EngineError, Supervisor
from demond.places import CAPTURED, Places
from demond.playback.input import LONGEST_SECONDS, MISSING, Input, InputError
from demond.playback.layout import SAMPLE_RATE
from demond.playback.loop import Loop
from demond.playback.recorder import Recorder, RecorderError
from demond.store import ControlError, Store
from demond.undo import Undo
from engine.errors import reason

MOST_CAPTURES = 100
ANSWER_SECONDS = 30.0


class Actions:
    """Carries out every action of the table, in the event loop; TypeError where one has nobody to do it."""

    def __init__(
        self,
        store: Store,
        calls: Calls,
        playback: Loop,
        recorder: Recorder,
        listener: Input | None,
        engine: Supervisor,
        places: Places,
        undo: Undo,
        *,
        save: Callable[[], object],
        reload: Callable[[], object],
        more: Mapping[str, Callable[..., object]],
        acting: Callable[[str], object] = lambda action: None,
    ) -> None:
        """`listener` is the audio input where there is one, `places` says where captures and recordings go, `undo`
        takes back what was done last, `more` has the actions that others do, by name. `acting` hears of each by its
        name, before it is done.

        `save` and `reload` return at once what all who ask meanwhile share; of every other action that takes time there
        is one at a time.
        """
        self._store = store
        self._playback = playback
        self._recorder = recorder
        self._input = listener
        self._engine = engine
        self._places = places
        self._undo = undo
        handlers: Mapping[str, Callable[..., object]] = {
            "seek": self._seek,
            "capture": self._capture,
            "save_latent": self._save_latent,
            "panic": self._panic,
            "undo": undo.undo,
            "record": self._record,
            "save": save,
            "reload": reload,
            **more,
        }
        if handlers.keys() != set(ACTIONS):
            raise TypeError(f"actions that nobody does: {', '.join(sorted(handlers.keys() ^ set(ACTIONS)))}")
        for name, handler in handlers.items():
            store.handle(name, calls.done(name, _heard(acting, name, handler)))

    def record(self, path: str) -> str:
        """Begin to record into a new file, or end with "off"; says what was done. Raises ControlError.

        It waits for the disk, and may be called in any thread.
        """
        if path == "off":
            recorded, seconds = self._recorder.recording, self._recorder.stop()
            if self._recorder.error is not None:
                raise ControlError("record", f"ended early, after {seconds:.1f} s: {self._recorder.error}")
            if not recorded:
                raise ControlError("record", "nothing is being recorded")
            return f"{seconds:.1f} s recorded"
        file = self._places.recording(path)
        try:
            if file.parent == self._places.recordings:
                file.parent.mkdir(exist_ok=True)
            return f"recording to {self._recorder.start(file)}"
        except (OSError, RecorderError) as error:
            raise ControlError("record", reason(error)) from None

    async def _record(self, path: str) -> str:
        return await aside(self.record, path)

    def _seek(self, seconds: float) -> None:
        length = self._playback.length
        if not length:
            raise ControlError("seek", "nothing is playing yet")
        if not 0 <= seconds * SAMPLE_RATE < length:
            raise ControlError("seek", f"wants 0..{length / SAMPLE_RATE:.2f} seconds, got {seconds:g}")
        self._playback.seek(round(seconds * SAMPLE_RATE))

    def _panic(self) -> str:
        before, played = self._store.reset(origin=PANIC), self._playback.playing
        self._playback.panic()
        if before or played:  # pressed again and again, it is one panic
            self._undo.note("panic", partial(self._calm, before, played))
        return "silent, every value but words at its default; /demond/undo takes it back"

    def _calm(self, before: Mapping[str, Value], played: bool) -> None:
        """Take a panic back."""
        self._store.load(before, origin=UNDO)
        if played:
            self._playback.play()

    async def _capture(self, seconds: float) -> str:
        if self._input is None:
            raise ControlError("capture", MISSING)
        if not 1.0 <= seconds <= LONGEST_SECONDS:
            raise ControlError("capture", f"wants 1..{LONGEST_SECONDS:g} seconds, got {seconds:g}")
        path = self._places.captures / f"{CAPTURED}{datetime.now():%Y%m%d-%H%M%S-%f}.wav"
        await self._need_room("capture", path)
        try:
            heard = await aside(self._input.capture, seconds, path)
        except InputError as error:
            raise ControlError("capture", str(error)) from None
        self._store.set("source", path.stem)
        await aside(self._forget_captures)
        return f"{heard:.1f} s captured, and the source now: {path.stem}"

    def _forget_captures(self) -> None:
        """Keep the newest captures, and those that a value names."""
        used = {self._store.get(name) for name in AUDIO}
        for path in sorted(self._places.captures.glob(f"{CAPTURED}*.wav"))[:-MOST_CAPTURES]:
            if path.stem not in used:
                with contextlib.suppress(OSError):
                    path.unlink()

    async def _need_room(self, action: str, path: Path) -> None:
        if problem := await aside(self._places.full, path):
            raise ControlError(action, f"nothing was saved: {problem}")

    async def _save_latent(self, name: str) -> str:
        await self._need_room("save_latent", self._places.latents)
        answer = asyncio.wrap_future(self._engine.ask(SaveLatent(name)))
        try:
            return f"saved as {await asyncio.wait_for(answer, ANSWER_SECONDS)}"
        except TimeoutError:
            raise ControlError("save_latent", "the engine does not answer") from None
        except EngineError as error:
            raise ControlError("save_latent", str(error)) from None


def _heard(acting: Callable[[str], object], name: str, handler: Callable[..., object]) -> Callable[..., object]:
    """A handler of which `acting` hears."""

    def do(*arguments: object) -> object:
        acting(name)
        return handler(*arguments)

    return do
