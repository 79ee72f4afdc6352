"""One executor until another is ready, and again when that fails: the ring sees a decoder like any other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence

from torch import Tensor

from engine.backends import Told as Told
from engine.background import begin
from engine.decoder.protocol import Decoder, Row
from engine.device import device_of
from engine.errors import EngineError, LoraError, in_words
from engine.lora.formats import Factors


class Relay:
    """Runs `first`, called `name`, while `make` gets a faster executor, called `wanted`, ready in a thread of its own.

    They change places between two calls. Where making it fails, or it fails in a call, `first` runs on, also that very
    call, and the other is let go; where both fail, the rows are to blame. `told` hears what runs, once for every
    change. LoRAs are attached to both. Making begins after so many calls, or when it is asked or waited for.
    """

    def __init__(
        self, first: Decoder, name: str, wanted: str, make: Callable[[], Decoder], told: Told, after: int = 0
    ) -> None:
        self.device = first.device
        self.token_width = first.token_width
        self._first = first
        self._name = name
        self.wanted = wanted
        self._told = told
        self._lock = threading.Lock()
        self._attached: dict[str, Mapping[str, Factors]] = {}
        self._settled = False
        self._doubted = False
        self._fast: Decoder | None = None
        self._make = make
        self._after = after
        self._beginning = threading.Lock()
        self._maker: threading.Thread | None = None
        if not after:
            self.begin()

    @property
    def backend(self) -> str:
        """The name of what runs."""
        return self._name if self._fast is None or self._doubted else self.wanted

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        fast = self._fast
        if fast is None or self._doubted:
            self._after -= 1
            if self._after == 0:
                self.begin()
            return self._first(rows)
        try:
            return fast(rows)
        except Exception as error:
            problem = in_words(error) or type(error).__name__
        answers = self._first(rows)
        self._drop(fast, f"{self.wanted} failed: {problem}")
        return answers

    def doubt(self) -> bool:
        """Have `first` run for now, as something came out not finite; False where it runs already."""
        if self._fast is None or self._doubted:
            return False
        self._doubted = True
        return True

    def judge(self, finite: bool) -> None:
        """Say what came out of `first` while the other was in doubt, which is let go where that is finite."""
        fast, doubted = self._fast, self._doubted
        if doubted and finite and fast is not None:
            self._drop(fast, f"{self.wanted} gave numbers that are not finite")
        self._doubted = False

    @property
    def loras(self) -> Collection[str]:
        """The ids of the LoRAs attached."""
        return self._first.loras

    def attach(self, lora: str, factors: Mapping[str, Factors]) -> None:
        """Have a LoRA in both; see `Decoder`. One that only the faster executor cannot take is refused as well."""
        with self._lock:
            if self._fast is not None:
                self._guarded(self._fast, lambda fast: fast.attach(lora, factors))
            self._first.attach(lora, factors)
            if not self._settled:
                self._attached[lora] = factors

    def detach(self, lora: str) -> None:
        """Forget a LoRA, from the next call on."""
        with self._lock:
            if self._fast is not None:
                self._guarded(self._fast, lambda fast: fast.detach(lora))
            self._first.detach(lora)
            self._attached.pop(lora, None)

    def wait(self) -> None:
        """Return when it is known which one runs."""
        self.begin().join()

    def begin(self) -> threading.Thread:
        """Begin making the faster executor, unless that has begun; the thread that does it."""
        with self._beginning:
            if self._maker is None:
                make = self._make
                self._maker = begin(lambda: self._prepare(make), f"decoder {self.wanted}")
            return self._maker

    def _guarded(self, fast: Decoder, change: Callable[[Decoder], None]) -> None:
        """Change the faster executor's LoRAs; where it fails for any reason but the LoRA itself it is let go."""
        try:
            change(fast)
        except LoraError:
            raise
        except Exception as error:
            self._drop(fast, f"{self.wanted} failed at a LoRA: {in_words(error) or type(error).__name__}")

    def _drop(self, fast: Decoder, reason: str) -> None:
        if self._fast is fast:
            self._fast = None
            self._told(self._name, reason)

    def _prepare(self, make: Callable[[], Decoder]) -> None:
        try:
            with device_of(self.device).beside():
                fast = make()
            with self._lock:
                with device_of(self.device).beside():
                    self._catch_up(fast)
                self._told(self.wanted, "")  # before a call can fail, which is told as well
                self._fast = fast
        except Exception as error:
            self._told(self._name, f"{self.wanted} cannot run: {in_words(error) or type(error).__name__}")
        finally:
            with self._lock:
                self._settled = True
                self._attached.clear()

    def _catch_up(self, fast: Decoder) -> None:
        for lora, factors in self._attached.items():
            try:
                fast.attach(lora, factors)
            except LoraError as error:
                raise EngineError(f"{lora}: {error}") from error
