"""Facts about audio."""

from __future__ import annotations

from engine.nodes.registry import node
from engine.nodes.values import Audio


@node("AudioInfo", "audio", inputs="audio:AUDIO", outputs="duration:NUMBER sample_rate:NUMBER channels:NUMBER")
def audio_info(*, audio: Audio) -> tuple[float, float, float]:
    """How long audio is in seconds, its sample rate in Hz and its channels.

    These are outputs that connect to number parameters. Tempo and key are not among them: nothing here measures them.
    """
    channels, samples = audio.samples.shape
    return samples / audio.sample_rate, float(audio.sample_rate), float(channels)
