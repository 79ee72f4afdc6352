"""The filter by which a loop at 48 kHz is read at the device's rate."""

from __future__ import annotations

import numpy as np

from demond.playback.layout import PHASES, SAMPLE_RATE, TAPS
from demond.playback.segment import Float32

_BETA = 8.96  # Kaiser: 90 dB
_HALF_TRANSITION = 1072.0  # Hz, of 128 taps at that beta


def make_kernel(device_rate: float) -> Float32:
    """Windowed-sinc taps for every phase of the playhead between two samples, float32 [PHASES + 1, TAPS].

    Tap t of row p weighs the sample at distance t - (TAPS/2 - 1) - p/PHASES from the playhead. The stop band
    begins at the lower of both Nyquist frequencies (Kaiser, 90 dB; formulas of Oppenheim and Schafer, 7.6).
    """
    cutoff = (min(SAMPLE_RATE, device_rate) / 2 - _HALF_TRANSITION) / SAMPLE_RATE
    distance = np.arange(TAPS)[None] - (TAPS // 2 - 1) - np.arange(PHASES + 1)[:, None] / PHASES
    window = np.i0(_BETA * np.sqrt(np.clip(1 - (distance / (TAPS / 2)) ** 2, 0, None))) / np.i0(_BETA)
    taps = 2 * cutoff * np.sinc(2 * cutoff * distance) * window
    kernel: Float32 = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
    return kernel
