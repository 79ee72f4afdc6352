"""One executor until another is ready, and again when that fails: the ring sees a decoder like any other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence

from torch import Tensor

from engine.decoder.protocol import Decoder, Row
from engine.errors import in_words
from engine.lora.formats import Factors

Told = Callable[[str, str], None]
"""Hears which backend runs from now on, and why, where it is not the one that was asked for."""


class Relay:
    """Runs `first`, called `name`, while `make` gets a faster executor, called `wanted`, ready in a thread of its own.

    They change places between two calls. Where making it fails, or it fails in a call, `first` runs on, also that very
    call, and `told` hears why. LoRAs are attached to both.
    """

    def __init__(self, first: Decoder, name: str, wanted: str, make: Callable[[], Decoder], told: Told) -> None:
        self.device = first.device
        self.token_width = first.token_width
        self._first = first
        self._name = name
        self._wanted = wanted
        self._told = told
        self._lock = threading.Lock()
        self._attached: dict[str, Mapping[str, Factors]] = {}
        self._fast: Decoder | None = None
        self._maker: threading.Thread | None = threading.Thread(target=self._prepare, args=(make,), daemon=True)
        self._maker.start()

    @property
    def backend(self) -> str:
        """The name of what runs."""
        return self._name if self._fast is None else self._wanted

    def __call__(self, rows: Sequence[Row]) -> list[Tensor]:
        fast = self._fast
        if fast is not None:
            try:
                return fast(rows)
            except Exception as error:
                self._fast = None
                self._told(self._name, f"{self._wanted} failed: {in_words(error)}")
        return self._first(rows)

    @property
    def loras(self) -> Collection[str]:
        """The ids of the LoRAs attached."""
        return self._first.loras

    def attach(self, lora: str, factors: Mapping[str, Factors]) -> None:
        """Have a LoRA in both; see `Decoder`."""
        with self._lock:
            if self._fast is not None:
                self._fast.attach(lora, factors)
            self._first.attach(lora, factors)
            if self._maker is not None:
                self._attached[lora] = factors

    def detach(self, lora: str) -> None:
        """Forget a LoRA, from the next call on."""
        with self._lock:
            if self._fast is not None:
                self._fast.detach(lora)
            self._first.detach(lora)
            self._attached.pop(lora, None)

    def wait(self) -> None:
        """Return when it is known which one runs."""
        maker = self._maker
        if maker is not None:
            maker.join()

    def _prepare(self, make: Callable[[], Decoder]) -> None:
        try:
            fast = make()
            with self._lock:
                for lora, factors in self._attached.items():
                    fast.attach(lora, factors)
                self._fast = fast
            self._told(self._wanted, "")
        except Exception as error:
            self._told(self._name, f"{self._wanted}: {in_words(error)}")
        finally:
            with self._lock:
                self._maker = None
                self._attached.clear()
