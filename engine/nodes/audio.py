"""Facts about audio."""

from __future__ import annotations

from engine.analysis import key, tempo
from engine.nodes.registry import node
from engine.nodes.values import Audio


@node("AudioInfo", "audio", outputs="bpm key duration sample_rate channels")
def audio_info(*, audio: Audio) -> tuple[float, str, float, float, float]:
    """Tempo in whole beats a minute and key of audio, its length in seconds, sample rate in Hz and channels.

    These are outputs that connect to parameters. Where tempo or key is unclear it is what EncodeText has without being
    told: 120 and C major.
    """
    channels, samples = audio.samples.shape
    bpm, name = tempo(audio.samples), key(audio.samples)
    length = samples / audio.sample_rate
    return float(round(bpm or 120.0)), name or "C major", length, float(audio.sample_rate), float(channels)
