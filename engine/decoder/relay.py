"""One executor until another is ready, and again when that fails: the ring sees a decoder like any other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from torch import Tensor

from engine.backends import Told
from engine.background import begin, ending
from engine.decoder.protocol import Decoder, Row
from engine.device import device_of
from engine.errors import EngineLimitError, LoraError, in_words
from engine.lora.formats import Factors


class First(Decoder, Protocol):
    """A decoder that can let go of what it keeps from call to call."""

    def forget(self) -> None: ...


class Relay:
    """Runs `first`, called `name`, while `make` gets a faster executor, called `wanted`, ready in a thread of its own.

    They change places between two calls. Where making it fails, or it fails in a call, `first` runs on, also that very
    call, and the other is let go; where both fail, the rows are to blame. `first` stands in for rows that the other was
    not built for, and as long as a LoRA is attached that the other cannot take. `told` hears what runs, once for every
    change. Making begins after so many calls, or when it is asked or waited for.
    """

    def __init__(
        self, first: First, name: str, wanted: str, make: Callable[[], Decoder], told: Told, after: int = 0
    ) -> None:
        self.device = first.device
        self.token_width = first.token_width
        self._first = first
        self._name = name
        self.wanted = wanted
        self._told = told
        self._lock = threading.Lock()
        self._missing: dict[str, Mapping[str, Factors]] = {}
        self._unfit = ""
        self._standing_in = False
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
        return self._name if self._fast is None or self._doubted or self._unfit else self.wanted

    @property
    def making(self) -> str:
        """The name of what is being made, empty where nothing is."""
        return self.wanted if self._maker is not None and not self._settled else ""

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        fast = self._fast
        if fast is None or self._doubted:
            self._after -= 1
            if self._after == 0:
                self.begin()
            return self._first(rows)
        if self._unfit:
            return self._first(rows)
        try:
            answers = fast(rows)
        except EngineLimitError as error:
            self._stand_in(f"{self.wanted} is not built for this: {error}")
            return self._first(rows)
        except Exception as error:
            problem = in_words(error) or type(error).__name__
        else:
            self._stand_in(self._unfit)
            return answers
        answers = self._first(rows)
        self._drop(fast, f"{self.wanted} failed: {problem}")
        return answers

    def doubt(self) -> bool:
        """Have `first` run for now, as something came out not finite; False where it runs already."""
        if self._fast is None or self._doubted or self._unfit:
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
        """Have a LoRA in both; see `Decoder`. While there is one that only `first` can take, that runs."""
        with self._lock:
            self._first.attach(lora, factors)
            if self._fast is not None or not self._settled:
                self._missing[lora] = factors
            self._fit()

    def detach(self, lora: str) -> None:
        """Forget a LoRA, from the next call on."""
        with self._lock:
            self._first.detach(lora)
            self._missing.pop(lora, None)
            self._fit(gone=lora)

    def wait(self) -> None:
        """Return when it is known which one runs, and that has made ready what it was asked for."""
        self.begin().join()
        if (wait := getattr(self._fast, "wait", None)) is not None:
            wait()

    def begin(self) -> threading.Thread:
        """Begin making the faster executor, unless that has begun; the thread that does it."""
        with self._beginning:
            if self._maker is None:
                make = self._make
                self._maker = begin(lambda: self._prepare(make), f"decoder {self.wanted}")
            return self._maker

    def _stand_in(self, reason: str) -> None:
        """Tell that `first` runs for now, and again when it does not."""
        if self._standing_in != bool(reason):
            self._standing_in = bool(reason)
            self._tell(reason)

    def _tell(self, reason: str) -> None:
        """Tell that the faster executor runs, or for which reason it does not."""
        self._told(self._name if reason else self.wanted, reason)

    def _drop(self, fast: Decoder, reason: str) -> None:
        if self._fast is fast:
            self._fast = None
            self._unfit = ""
            self._missing.clear()
            self._tell(reason)

    def _prepare(self, make: Callable[[], Decoder]) -> None:
        try:
            device = device_of(self.device)
            with device.alone(), device.beside():
                fast = make()
            with self._lock:
                with device.beside():
                    self._unfit = self._give(fast)
                self._tell(self._unfit)  # before a call can fail, which is told as well
                self._fast = fast
            self._first.forget()
        except Exception as error:
            if not ending():
                self._tell(f"{self.wanted} cannot run: {in_words(error) or type(error).__name__}")
        finally:
            with self._lock:
                self._settled = True
                if self._fast is None:
                    self._missing.clear()

    def _fit(self, gone: str | None = None) -> None:
        """Have a LoRA gone from the faster executor, and those in it that it lacks, as far as it can take them; where
        it fails otherwise it is let go."""
        fast = self._fast
        if fast is None:
            return
        try:
            if gone is not None:
                fast.detach(gone)
            unfit = self._give(fast)
        except Exception as error:
            self._drop(fast, f"{self.wanted} failed at a LoRA: {in_words(error) or type(error).__name__}")
            return
        if unfit != self._unfit:
            self._unfit = unfit
            self._tell(unfit)

    def _give(self, fast: Decoder) -> str:
        """Why one of the LoRAs that it lacks cannot be taken; empty where all are."""
        unfit = ""
        for lora, factors in list(self._missing.items()):
            try:
                fast.attach(lora, factors)
            except LoraError as error:
                unfit = f"{self.wanted} cannot take the LoRA {lora}: {error}"
            else:
                self._missing.pop(lora, None)
        return unfit
