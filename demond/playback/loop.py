"""The loop that sounds: the daemon creates it and turns its transport, the engine attaches and writes audio.

No torch. The two sides share no lock: every value has one writer, and the audio callback only reads what they
write. An engine that is killed in the middle of a patch leaves at worst one uneven spot, which `heal` smooths.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from demond.playback import layout, patching
from demond.playback.channels import sides
from demond.playback.conversion import make_kernel
from demond.playback.layout import SAMPLE_RATE, SHORTEST
from demond.playback.segment import Float32, Segment

FADE_SECONDS = 0.01  # of play and stop
PANIC_SECONDS = 0.003
SILENCE_DB, LOUDEST_DB = -90.0, 24.0
MOST_EVENED = 6.0  # dB by which a loop is raised or lowered to be as loud as others
_CALLBACK_DEAD = 0.5  # seconds
MOST_SPEED = 0.02  # by which the playhead may be faster or slower than the device
_TRIES = 3  # to read a mark that no block overtakes


@dataclass(frozen=True)
class Meters:
    """Peak and RMS of left and right as heard (linear, 1.0 is full scale) since the previous reading."""

    peak: tuple[float, float]
    rms: tuple[float, float]


@dataclass(frozen=True)
class Counters:
    """What has happened since the loop was created; samples at 48 kHz unless said."""

    callbacks: int
    xruns: int  # blocks after which the device reported lost output
    late: int  # blocks that came more than one block after their time
    nan_blocks: int  # blocks with samples that were no numbers, played as zeros
    limited: int  # device frames above the ceiling before the limiter
    stale: int  # samples played past what the engine had promised


def from_decibels(decibels: float) -> float:
    """Linear gain; at or below -90 dB silence."""
    return 0.0 if decibels <= SILENCE_DB else 10.0 ** (decibels / 20.0)


class Mark(NamedTuple):
    """Where the playhead was, in samples, as the newest block, of `frames`, began at a monotonic time."""

    time: float
    position: float
    frames: int


class Walk(NamedTuple):
    """How far the music has moved by itself: turns of the loop, and the way of its noise and of its piece."""

    turn: int = 0
    noise: float = 0.0
    piece: float = 0.0


class Loop:
    """Two banks of stereo float32 at 48 kHz in shared memory, one of which sounds."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._header = segment.header
        self._pending: int | None = None
        self._meter_start = (0.0, 0.0, 0)

    @classmethod
    def create(cls, max_seconds: float = 60.0, *, ramp: bool = False) -> Loop:
        """A new loop that holds up to `max_seconds`, or `capacity` where memory is short; SegmentError without any.

        With `ramp` the device gets the samples 0, 1, .. 1048575, again and again, instead of the loop, which goes
        on unheard: whoever counts breaks in the ramp counts what would have been gaps.
        """
        samples = max(math.ceil(max_seconds * SAMPLE_RATE), SHORTEST)
        if samples >= layout.LONGEST:
            raise ValueError(f"a loop of {max_seconds} seconds is too long")
        loop = cls(Segment.create(samples, ramp=ramp))
        header = loop._header
        header.active = header.fade_bank = -1
        header.fade_progress = header.gain = header.gain_now = header.speed = 1.0
        for bank in (0, 1):
            header.bank_gain[bank] = header.match_now[bank] = 1.0
        header.fresh_until = math.inf
        header.run_step = 1.0 / (FADE_SECONDS * SAMPLE_RATE)
        for i in range(layout.LOOKAHEAD):
            header.required[i] = header.reduction[i] = 1.0
        loop.set_ceiling(-1.0)
        loop.set_device(SAMPLE_RATE, 2)
        return loop

    @classmethod
    def attach(cls, name: str) -> Loop:
        """The loop another process created, by its `name`; raises SegmentError if there is none."""
        loop = cls(Segment.attach(name))
        loop.heal()
        return loop

    @property
    def name(self) -> str:
        return self.segment.name

    def close(self) -> None:
        """Lets go of the memory in this process; the sound of others goes on."""
        del self._header
        self.segment.close()

    def unlink(self) -> None:
        """Removes the name; for the creator, at the end."""
        self.segment.unlink()

    # What both sides read

    @property
    def committed(self) -> int | None:
        """The bank that was committed last, None before the first."""
        commit = self._header.commit
        return (commit >> 56) & 1 if commit else None

    @property
    def length(self) -> int:
        """Samples of the loop that was committed last; 0 before the first."""
        bank = self.committed
        return 0 if bank is None else int(self._header.bank_length[bank])

    @property
    def capacity(self) -> int:
        """Samples that fit into a loop at most."""
        return int(self._header.capacity)

    def region(self, length: int) -> tuple[int, int]:
        """First sample and end of the part that repeats of a loop of `length` samples; all of it without a region."""
        first, last = self._header.region >> 32, min(self._header.region & 0xFFFFFFFF, length)
        return (first, last) if last >= first + SHORTEST else (0, length)

    @property
    def position(self) -> float:
        """The playhead in samples within the loop that was committed last."""
        commit = self._header.commit
        if commit != self._header.commit_seen:
            return float(commit & 0xFFFFFFFF)
        return float(self._header.position)

    @property
    def mark(self) -> Mark | None:
        """The newest one; None before the first, and until the callback has taken the last commit or seek."""
        header = self._header
        for _ in range(_TRIES):
            callbacks = header.callbacks
            place = (callbacks - 1) % 2
            mark = Mark(header.mark_time[place], header.mark_position[place], int(header.frames))
            if not callbacks or header.commit != header.commit_seen or header.seek != header.seek_seen:
                return None
            if header.callbacks == callbacks:
                return mark
        return None

    @property
    def speed(self) -> float:
        """How fast the playhead goes; 1 is as the device does."""
        return float(self._header.speed)

    @property
    def matched(self) -> float:
        """The dB by which what sounds is raised or lowered now, to be as loud as others."""
        bank = self._header.active
        return 0.0 if bank < 0 else 20.0 * math.log10(self._header.match_now[bank])

    @property
    def commits(self) -> int:
        """Another number after each commit."""
        return int(self._header.commit)

    @property
    def device_rate(self) -> float:
        """Frames a second that the output takes."""
        return float(self._header.device_rate)

    @property
    def played(self) -> float:
        """Samples of loops that have passed the playhead; never falls, and stands while nothing plays."""
        return float(self._header.played)

    @property
    def elapsed(self) -> float:
        """Samples at 48 kHz that the device, or the null output, has taken; never falls."""
        return float(self._header.elapsed)

    @property
    def playing(self) -> bool:
        return bool(self._header.run)

    @property
    def silent(self) -> bool:
        """Whether the fade after `stop`, `fade_out` or `panic` is over."""
        return not self._header.run and self._header.level <= 0

    @property
    def settled(self) -> bool:
        """Whether the last commit has been taken and its crossfade is over."""
        return bool(self._header.commit_seen == self._header.commit and self._header.fade_progress >= 1.0)

    @property
    def fresh_until(self) -> float:
        """The value of `played` up to which the engine answers for what is heard; infinite: no promise."""
        return float(self._header.fresh_until)

    @fresh_until.setter
    def fresh_until(self, played: float) -> None:
        self._header.fresh_until = played

    @property
    def left(self) -> float:
        """Samples from the playhead to where it comes around."""
        first, last = self.region(self.length)
        position = self.position
        return last - position if first <= position < last else float(last - first)

    # The engine's side

    @property
    def walk(self) -> Walk:
        """Where the music is on its way; kept here for the next engine."""
        return Walk(int(self._header.turn), self._header.turned[0], self._header.turned[1])

    @walk.setter
    def walk(self, walk: Walk) -> None:
        self._header.turn, self._header.turned[0], self._header.turned[1] = walk

    def begin(self, samples: int, audio: Float32 | None = None) -> None:
        """Prepares the bank that does not sound as a loop of `samples`: of `audio` [2, n] again and again, or silent.

        Waits while that bank is still being faded out. Raises ValueError if it does not fit.
        """
        capacity = self._header.capacity
        if not SHORTEST <= samples <= capacity:
            raise ValueError(f"a loop of {samples} samples; possible are {SHORTEST} to {capacity}")
        self._wait_settled()
        bank = 1 - (self.committed or 0)
        fresh = self.segment.banks[bank][:samples]
        if audio is None:
            fresh[:] = 0.0
        else:
            for at in range(0, samples, audio.shape[1]):
                fresh[at : at + audio.shape[1]] = audio.T[: samples - at]
        self._header.bank_length[bank] = samples
        self._pending = bank

    def patch(self, start: int, audio: Float32, *, fade: int, pending: bool = False) -> range:
        """Writes audio, float32 [2, n], from sample `start` on, around the end if need be.

        The first and the last `fade` samples are linear crossfades with what is there. `pending` writes into the
        bank that `begin` prepared. In the bank that sounds, `GUARD` samples from the playhead on are left as they
        are, with crossfades at both sides; these are returned, none where all was written, as samples of the loop, from
        its length on those of the next turn. Raises ValueError for other shapes and more than the loop's length.
        """
        bank = self._of(pending)
        length = self._header.bank_length[bank]
        audio = np.asarray(audio, np.float32)
        if audio.ndim != 2 or audio.shape[0] != 2 or audio.shape[1] > length:
            raise ValueError(f"a patch of shape {audio.shape}; [2, up to {length}] fits")
        n, start = audio.shape[1], start % length
        pieces, left = [(0, n)], range(0)
        if not pending and not self.silent:
            pieces, left = patching.around(int(self.position - start) % length, n, length, fade)
        for first, last in pieces:
            if last > first:
                patching.write(self.segment, bank, (start + first) % length, audio[:, first:last], fade)
        return range(start + left.start, start + left.stop)

    def commit(self, start: int = 0, fade: int = 4800) -> None:
        """Lets the bank that `begin` prepared sound from `start` on, with a crossfade of `fade` samples."""
        bank = self._pending
        if bank is None:
            raise ValueError("nothing was begun")
        start %= self._header.bank_length[bank]
        count = (self._header.commit >> 57) % 127 + 1
        self._header.commit = count << 57 | bank << 56 | min(max(fade, 0), 0xFFFFFF) << 32 | start
        self._pending = None

    def samples(self, *, pending: bool = False) -> Float32:
        """The loop, or the one that `begin` prepared, as it lies there: `[samples, 2]`."""
        bank = self._of(pending)
        return self.segment.banks[bank][: self._header.bank_length[bank]]

    def even(self, decibels: float, *, pending: bool = False) -> None:
        """Says by how many dB the loop, or with `pending` the one that `begin` prepared, is to be raised or lowered so
        as to be as loud as others: what sounds glides there, what is committed begins so, while `set_match` wants it.
        """
        self._header.bank_gain[self._of(pending)] = from_decibels(min(max(decibels, -MOST_EVENED), MOST_EVENED))

    def heal(self) -> None:
        """Smooths the spot at which a patch was cut off, with a short dip; for after an engine has died."""
        patching.heal(self.segment)

    # The daemon's side

    def play(self, seconds: float = FADE_SECONDS) -> None:
        """Plays, faded in over `seconds`."""
        self._transport(True, max(seconds, PANIC_SECONDS))

    def stop(self) -> None:
        self._transport(False, FADE_SECONDS)

    def panic(self) -> None:
        """Silence as fast as it goes without a click, until `play`."""
        self._transport(False, PANIC_SECONDS)

    def fade_out(self, seconds: float) -> None:
        """As `stop`, over `seconds`."""
        self._transport(False, max(seconds, PANIC_SECONDS))

    def seek(self, sample: int) -> None:
        """Moves the playhead, with a crossfade if it is heard."""
        count = ((self._header.seek >> 32) + 1) & 0xFFFFFFFF
        self._header.seek = count << 32 | max(0, int(sample)) % layout.LONGEST

    def restart(self) -> None:
        """Plays from the beginning of the loop or its region."""
        self.seek(self._header.region >> 32)
        self.play()

    def set_region(self, start: int, end: int) -> None:
        """Loops only the samples from `start` to `end`; 0 and 0 is the whole loop.

        Raises ValueError for less than 1024 samples. An end beyond the loop's end counts as that.
        """
        if (start, end) != (0, 0) and not (0 <= start <= end - SHORTEST and end < layout.LONGEST):
            raise ValueError(f"a loop region from {start} to {end}; it needs at least {SHORTEST} samples")
        self._header.region = start << 32 | end

    def set_speed(self, speed: float) -> None:
        """How fast the playhead goes, within MOST_SPEED of 1; at exactly 1 samples sound as they are.

        Raises ValueError beyond that.
        """
        if not 1.0 - MOST_SPEED <= speed <= 1.0 + MOST_SPEED:
            raise ValueError(f"a speed of {speed:g}; possible are {1 - MOST_SPEED:g} to {1 + MOST_SPEED:g}")
        self._header.speed = speed

    def set_gain(self, decibels: float, mute: bool = False) -> None:
        """Volume, up to 24 dB; reached by a short ramp."""
        if not decibels <= LOUDEST_DB:
            raise ValueError(f"a volume of {decibels} dB; possible are {LOUDEST_DB:g} dB and less")
        self._header.gain = from_decibels(decibels)
        self._header.mute = int(mute)

    def set_match(self, on: bool) -> None:
        """Whether loops sound as `even` says, else as they are."""
        self._header.match = int(on)

    def set_ceiling(self, decibels: float) -> None:
        """The level in dB (0 or less) that no sample exceeds."""
        if not SILENCE_DB < decibels <= 0:
            raise ValueError(f"a ceiling of {decibels} dB; possible are 0 dB and less")
        linear = from_decibels(decibels)
        nearest = np.float32(linear)
        self._header.ceiling = float(nearest if nearest <= linear else np.nextafter(nearest, np.float32(0)))

    def set_device(self, rate: float, channels: int, played: Sequence[int] = ()) -> None:
        """What the output is, and which of its channels are played (channels.sides); only while nothing renders."""
        header = self._header
        if rate != header.device_rate:
            header.rate_since = header.ring_written
            header.device_rate = rate
            self.segment.kernel[:] = make_kernel(rate)
        header.channels = channels
        header.left, header.right = sides(played, channels)
        header.next_time = 0.0

    def meters(self) -> Meters:
        """Peak and RMS since the previous call; for one reader."""
        header = self._header
        now = header.energy[0], header.energy[1], header.metered
        frames = max(1, now[2] - self._meter_start[2])
        left, right = (math.sqrt(max(0.0, now[c] - self._meter_start[c]) / frames) for c in (0, 1))
        fresh = header.meter_seen == header.meter_epoch
        peak = (header.peak[0], header.peak[1]) if fresh else (0.0, 0.0)
        self._meter_start = now
        header.meter_epoch += 1
        return Meters(peak, (left, right))

    def counters(self) -> Counters:
        h = self._header
        return Counters(h.callbacks, h.xruns, h.late, h.nan_blocks, h.limited, int(h.stale))

    def _of(self, pending: bool) -> int:
        bank = self._pending if pending else self.committed
        if bank is None:
            raise ValueError("nothing was begun" if pending else "no loop was committed")
        return bank

    def _transport(self, run: bool, seconds: float) -> None:
        self._header.run_step = 1.0 / (seconds * SAMPLE_RATE)
        self._header.run = int(run)

    def _wait_settled(self) -> None:
        callbacks, since = self._header.callbacks, time.monotonic()
        while not self.settled:
            if self._header.callbacks != callbacks:
                callbacks, since = self._header.callbacks, time.monotonic()
            elif time.monotonic() - since > _CALLBACK_DEAD:
                return
            time.sleep(0.005)
