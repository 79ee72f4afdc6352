"""Decoding ahead of the playhead: windows of the newest latent into the loop, and songs that cross over."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch

from demond.performer.coverage import Frames, playing_order
from demond.performer.lead import Lead
from demond.performer.link import Values
from demond.performer.material import Material
from demond.performer.song import Song
from demond.playback.loop import Loop
from demond.playback.loudness import Loudness
from demond.playback.segment import Float32
from engine import DecodeError, Session
from engine.device import Device, device_of, needs_memory
from engine.errors import EngineError

ENTRANCE = 0.2
LISTEN_SECONDS = 1.0
"""From one measuring of what is being decoded to the next; what is there is measured once nothing more is."""
SEAM = 240
SHARE = 8
"""Of what is heard, a crossfade is one such part at most: else the playhead would always be in the way."""


class Windows:
    """Decodes songs into a loop, as the values `window`, `lead` and `crossfade` say; times go to `lead`.

    A window of which no sound comes is left out, and counted as one of the `soundless`: what the loop held sounds on.
    """

    def __init__(self, session: Session, loop: Loop, lead: Lead, clock: Callable[[], float]) -> None:
        self._session = session
        self._loop = loop
        self._lead = lead
        self._clock = clock
        self._device: Device = device_of(torch.device(session.device))
        self.decode_seconds = 0.0
        self.soundless = 0
        self.loudness = -math.inf
        """Of what was decoded of the loop, in LUFS."""
        self._loudness: Loudness | None = None
        self._listened = 0.0
        self.no_memory: EngineError | None = None
        """Why the last window, or song, could not be decoded, if that was for want of memory."""

    def lead_seconds(self, values: Values) -> float:
        """Distance from the playhead at which a window may begin whose decode begins now; its fade-in comes before."""
        return float((values["lead"] or self._lead.guard()) + values["crossfade"])

    def order(self, song: Song, position: float) -> Frames:
        """The song's frames in the order in which a playhead at sample `position` comes by."""
        return playing_order(math.ceil(position / self._session.hop), song.material.frames, *self.region(song))

    def region(self, song: Song) -> tuple[int, int]:
        """First frame and end of what is heard of the song."""
        first, last = self._loop.region(song.material.samples)
        return first // self._session.hop, math.ceil(last / self._session.hop)

    def enter(self, song: Song, values: Values, *, takes_over: bool) -> bool:
        """Bring a new song in: decode its first stretch into the idle bank, then let the playhead cross over, where it
        is if the song `takes_over`, else to the song's start.

        Until the rest is decoded too, the first window stands in for it. False, and nothing changes, where no sound
        comes of that.
        """
        assert song.latent is not None
        material, hop = song.material, self._session.hop
        ahead = self.lead_seconds(values) + self._lead.reach()
        size = self._frames(song, values)
        stretch = math.ceil(ahead * self._session.frame_rate) + size
        order = self.order(song, self._loop.position if takes_over else 0.0)
        first = int(order[0])
        try:
            opening = self._sound(song.latent, first, first + size)
        except DecodeError:
            return False
        self._loop.begin(material.samples, opening)
        self._loudness = Loudness(material.samples)
        while (window := song.coverage.next_window(order[:stretch], size)) is not None:
            self._decode(song, values, *window, pending=True)
        self._even(pending=True)
        start = int(self._loop.position) if takes_over else first * hop
        self._loop.commit(start, fade=round(ENTRANCE * self._session.sample_rate))
        return True

    def decode_ahead(
        self, song: Song, values: Values, tick_seconds: float, *, idle: bool, after_seam: Callable[[], bool]
    ) -> bool:
        """Decode, from the guard on, what the listener reaches before the next round; for about a tick's time then what
        is still empty or, where the ring is idle, all that is due; as long as it is `after_seam`, nothing before that.
        False: nothing was due."""
        size = self._frames(song, values)
        reach = math.ceil(self._lead.reach() * self._session.frame_rate) + size
        began, decoded = self._clock(), False
        while self._loop.settled:
            order = self._order_in_time(song, values, after_seam=after_seam())
            window = song.coverage.next_window(order[:reach], size)
            if window is None and self._clock() - began < max(tick_seconds, 0.05):
                window = song.coverage.next_window(order, size) if idle else song.coverage.next_gap(order, size)
            if window is None:
                break
            whole = self._decode(song, values, *window)
            decoded = True
            if not whole or self._clock() - began > max(self._lead.reach(), 1.0):
                break
        self._promise(song, idle=idle)
        if not decoded or self._clock() - self._listened > LISTEN_SECONDS:
            self._even()
        return decoded

    def _even(self, *, pending: bool = False) -> None:
        """Have the loop be as loud as others, by what was decoded of it."""
        loudness = self._loudness
        if loudness is None or not loudness.due:
            return
        loudness.measure(self._loop.samples(pending=pending))
        self._loop.even(loudness.gain, pending=pending)
        self.loudness, self._listened = loudness.loudness, self._clock()

    def _order_in_time(self, song: Song, values: Values, *, after_seam: bool) -> Frames:
        """The song's frames from where a window that is begun now arrives in time, in playing order, without those that
        the playhead is at, which a window would miss; of a loop that is so short, without half of it. `after_seam`:
        without those up to where the playhead comes around as well."""
        lead, rate, left = self.lead_seconds(values), self._session.sample_rate, self._loop.left
        first, last = self.region(song)
        if after_seam and left > lead * rate:
            passed = math.ceil((left / rate + values["crossfade"]) * self._session.frame_rate) + 1
            return np.delete(self.order(song, 0.0), np.s_[max(0, last - first - passed) : last - first])
        order = self.order(song, self._loop.position + lead * rate)
        if not self._loop.playing:
            return order
        near = math.ceil((lead + values["crossfade"]) * self._session.frame_rate) + 1
        return np.delete(order, np.s_[last - first - min(near, (last - first) // 2) : last - first])

    def _promise(self, song: Song, *, idle: bool) -> None:
        """Tell the daemon up to when what it plays is what the engine means to be heard."""
        ahead = song.coverage.ahead(self.order(song, self._loop.position))
        horizon = max(ahead * self._session.hop, self._session.sample_rate if idle else 0)
        self._loop.fresh_until = self._loop.played + horizon

    def _frames(self, song: Song, values: Values) -> int:
        frames = round(float(values["window"]) * self._session.frame_rate)
        return max(1, min(frames, song.material.frames // 2))

    def _decode(self, song: Song, values: Values, start: int, count: int, *, pending: bool = False) -> bool:
        """Decode frames start..start+count of the newest latent into the loop, crossfaded at both edges. False: the
        playhead was in the way, and some of them are still to come."""
        assert song.latent is not None
        began = self._clock()
        hop = self._session.hop
        first, last = self._loop.region(song.material.samples)
        fade = min(round(values["crossfade"] * self._session.sample_rate), (last - first) // SHARE)
        if start == 0 or start + count == song.material.frames:
            fade = min(fade, SEAM)
        margin, missed = math.ceil(fade / hop), set[int]()
        try:
            audio = self._sound(song.latent, start - margin, start + count + margin)
        except DecodeError:
            self.soundless += 1
        else:
            at, audio = cut_window(audio[:, margin * hop - fade :], start, count, song.material, hop, fade)
            left = self._loop.patch(at, audio, fade=fade, pending=pending)
            if self._loudness is not None:
                self._loudness.changed(at, audio.shape[1])
            missed = {sample % song.material.samples // hop for sample in left}
        song.coverage.mark(start, count, missed)
        self.decode_seconds = self._clock() - began
        self._lead.decode_took(self.decode_seconds)
        return not missed

    def _sound(self, latent: torch.Tensor, start: int, stop: int) -> Float32:
        """Audio of frames of a latent around the song's end; the ticks that were asked for are not waited for.

        Raises DecodeError, also where the device has no memory for it.
        """
        self.no_memory = None
        try:
            with self._device.decoding(latent):
                return self._session.decode(latent, start, stop, cyclic=True)
        except torch.OutOfMemoryError as error:
            needed = needs_memory(self._device, f"a window of {stop - start} frames", str(error))
        self._device.release()
        self.no_memory = EngineError(f"{needed}; take a shorter window or a smaller depth")
        raise DecodeError(needed)


def cut_window(audio: Float32, start: int, count: int, material: Material, hop: int, fade: int) -> tuple[int, Float32]:
    """From decoded audio that begins `fade` samples before frame `start`, what goes into the loop: its first sample,
    and `[2, n]`.

    The loop may end within its last frame: there the sound crosses over, in `fade` samples, to what leads into frame 0,
    so that the seam is at the source's own length and still without a step.
    """
    end = fade + count * hop
    lead_in, body, tail = audio[:, :fade], audio[:, fade:end], audio[:, end : end + fade]
    if start + count == material.frames:
        body = body[:, : material.samples - start * hop].copy()
        mixed = min(fade, body.shape[1])
        weight = (np.arange(mixed, dtype=np.float32) + 0.5) / max(mixed, 1)
        leads_in = audio[:, end - mixed : end]
        body[:, body.shape[1] - mixed :] += weight * (leads_in - body[:, body.shape[1] - mixed :])
    return (start * hop - fade) % material.samples, np.concatenate([lead_in, body, tail], axis=1)
