"""What the daemon and the engine process say to each other, a type for each message; no torch.

Commands go to the engine, reports come back. A new report is a class here and a case in `demond.bridge`; a new command
that is answered is a `Question` here and a case in the performer.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from demond.parameters import FOLLOWING, PARAMETERS

Values = Mapping[str, Any]
"""Values by the names of their controls, and four that no control holds: `model` is always the name of one, `loras`
are those that are to sound, a `Lora` each by its id, `following` names the controls that stand at what suits the model
or what the prompts say, whatever value comes with them; without it none does; `beside` are the prompts that are heard
beside those of the controls, a `Side` each."""

MOST_SIDES = 3
"""How many sets of prompts may be heard beside those of the controls."""

LATENT = "latent:"
"""What comes before the name of a saved latent where audio is named."""

SHIPPED = "pocket"
"""The model that can always be loaded."""

Answer = TypeVar("Answer")

ALIVE_SECONDS = 1.0


@dataclass(frozen=True)
class EngineOptions:
    """What an engine process is started with: the loop's shared-memory name, the folder of what is kept, how a model is
    run, see `Session.load`, with the folder of engines, and the folders that audio is looked for in by its name."""

    loop: str
    state: str
    device: str = "auto"
    dtype: str = "auto"
    decoder: str = "auto"
    vae: str = "auto"
    engines: str = ""
    niceness: int = 5
    audio: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Lora:
    """A LoRA that is to sound: its file, the version of it (None: it cannot be read now, what is loaded stays), its
    trigger words and its strength."""

    path: str
    version: tuple[Any, ...] | None
    triggers: tuple[str, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Side:
    """Prompts beside those of the controls: their share 0..1 of what all prompts lead to, the values that they have in
    the place of the controls', and which of those follow what these prompts say. One whose share is 0 is kept ready,
    and sounds only for as long as the controls' own are not."""

    share: float
    values: Values
    following: frozenset[str] = frozenset()


# -- commands ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetValues:
    """These values are others now."""

    values: Values


class Question(Generic[Answer]):
    """A command that is answered, see `Supervisor.ask`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SaveLatent(Question[str]):
    """Save the newest generation under a name; answered with what it is called then."""

    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way, by the number that its answer will bear."""

    number: int
    question: Question[Any]


# -- reports ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ready:
    """The first model is loaded, the performance begins."""

    model: str
    device: str


@dataclass(frozen=True, slots=True)
class Alive:
    """The engine process runs, whatever it is busy with; said once a second."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of the running performance by name, some times a second."""

    figures: Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Entered:
    """A new song crossed over at the playhead: what its source is called, and tempo and key where they are clear."""

    frames: int
    source: str | None
    bpm: float | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Holds:
    """A model, reference or LoRA is heard now: the control that names it, and its value; a LoRA's, whether it is."""

    name: str
    value: str | bool | None


class Saying(NamedTuple):
    """The value of a control that follows, and how it is told to people: "steps 50", "140 bpm"."""

    value: Any
    words: str


@dataclass(frozen=True, slots=True)
class Own:
    """What the model that is heard and the prompts, each by the control that names it, say of the controls that follow,
    by their names; each of those is in one of them at most, in the one that counts."""

    says: Mapping[str, Mapping[str, Saying]]

    @property
    def values(self) -> dict[str, Any]:
        """What all controls that follow stand at; the table's default where nothing is said."""
        values = {name: PARAMETERS[name].default for name in FOLLOWING}
        return values | {name: saying.value for said in self.says.values() for name, saying in said.items()}


@dataclass(frozen=True, slots=True)
class Preparing:
    """Audio or a model that a control names is being prepared, and how far it is, as a sentence; said a few times."""

    name: str
    value: str
    news: str


@dataclass(frozen=True, slots=True)
class Loading:
    """Another model is loaded and rehearsed, while the one that plays goes on, and how far it is, as a part of a
    sentence, and whether it is still being fetched; None: no longer."""

    model: str | None
    news: str = ""
    fetching: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What a value asked for cannot be played, and why; what there was plays on. `instead` names audio that was asked
    for before and is on its way to be heard, empty for none; where it is None, nothing is. `again` says that it may be
    had later, as it is not there."""

    name: str
    value: Any
    reason: str
    instead: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Fallen:
    """A backend of the decoder or the codec fell away, and why, as a sentence; eager runs in its place."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Logged:
    """What the engine says to the log: a level of `logging`, and a line."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question, or why there is none."""

    number: int
    answer: Any
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class CannotLoad:
    """The shipped model cannot be loaded, or not as it is to run; the engine ends."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The engine ends by an error of its own."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The engine is gone, another one is started. Said by the supervisor."""

    why: str


@dataclass(frozen=True, slots=True)
class GaveUp:
    """No engine is started any more. Said by the supervisor."""

    reason: str


Command = SetValues | Asked
Report = (
    Ready
    | Alive
    | Figures
    | Entered
    | Holds
    | Own
    | Preparing
    | Loading
    | Refused
    | Fallen
    | Logged
    | Answered
    | CannotLoad
    | Failed
    | Ended
    | GaveUp
)


# -- the engine's end -------------------------------------------------------------------------------------------


@dataclass
class Inbox:
    """What the daemon said since the performer last looked: values, newest wins, what it asks, and whether it left."""

    values: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    closed: bool = False


class EngineEnd:
    """The performer's end of the pipe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()

    def receive(self, wait: float = 0.0) -> Inbox:
        """Everything that has arrived, merged; waits up to `wait` seconds for a first message."""
        inbox = Inbox()
        try:
            while self._connection.poll(wait):
                wait = 0.0
                command: Command = self._connection.recv()
                match command:
                    case SetValues(values):
                        inbox.values.update(values)
                    case Asked():
                        inbox.asked.append(command)
        except (EOFError, OSError):
            inbox.closed = True
        return inbox

    def send(self, report: Report) -> None:
        """Say something to the daemon, from any thread; a daemon that is gone is noticed by `receive`."""
        with contextlib.suppress(OSError), self._sending:
            self._connection.send(report)

    def stay_alive(self) -> None:
        """Say so in a thread of its own, for ever: a long tick is told from a process that stands still."""

        def beat() -> None:
            while True:
                self.send(Alive())
                time.sleep(ALIVE_SECONDS)

        threading.Thread(target=beat, name="alive", daemon=True).start()
