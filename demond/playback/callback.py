"""The audio callback in numpy: the twin of callback.c over the same bytes, for where no compiler was.

Runs in the audio thread. Equal to the C callback to rounding; a change here is a change there, where the steps
are explained.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from demond.playback.layout import (
    CHUNK,
    LOOKAHEAD,
    PHASES,
    RAMP_SAMPLES,
    RING_FRAMES,
    SAMPLE_RATE,
    SHORTEST,
    TAPS,
    Header,
)
from demond.playback.segment import Float32, Segment

GAIN_SECONDS = 0.03
MATCH_DECIBELS = 2.0
RELEASE_SECONDS = 0.1
DC_HERTZ = 5.0
SEEK_FADE = 480.0
REGION_FADE = 240.0
DECIBEL = 0.1151292546497023
ABSURD = 1e4
NEARLY = 1e-9
OUTPUT_LOST = 12

Float64 = NDArray[np.float64]
_FRAME = np.arange(CHUNK)
_NEXT = np.arange(1.0, CHUNK + 1)


def _wrap(position: float, length: float) -> float:
    while position >= length:
        position -= length
    return position


def _at_most(n: int, frames: float) -> int:
    if frames < 1:
        return 1
    return int(frames) if frames < n else n


def _line(start: float, target: float, change: float, n: int) -> Float64:
    steps = _NEXT[:n] * change
    if start < target:
        return np.minimum(target, start + steps)
    return np.maximum(target, start - steps)


def _read(segment: Segment, bank: int, position: float, step: float, n: int) -> Float64:
    """n frames of a bank from `position` on, [n, 2]."""
    length = 0 if bank < 0 else int(segment.header.bank_length[bank])
    if length <= 0:
        return np.zeros((n, 2))
    samples = segment.banks[bank]
    if step == 1.0:
        at = math.floor(position + 0.5) % length
        if at + n <= length:
            return samples[at : at + n].astype(np.float64)
        return samples[(at + _FRAME[:n]) % length].astype(np.float64)
    exact = position + _FRAME[:n] * step
    whole = np.floor(exact)
    phase = (exact - whole) * PHASES
    row = phase.astype(np.int64)
    blend = (phase - row)[:, None]
    below = segment.kernel[row].astype(np.float64)
    coefficients = below + blend * (segment.kernel[row + 1] - below)
    index = (whole.astype(np.int64)[:, None] + np.arange(1 - TAPS // 2, TAPS // 2 + 1)) % length
    read: Float64 = np.einsum("nt,ntc->nc", coefficients, samples[index].astype(np.float64))
    return read


def _match(h: Header, bank: int) -> float:
    return float(h.bank_gain[bank]) if h.match else 1.0


def _match_at_once(h: Header, bank: int) -> None:
    before = h.match_now[h.active] if h.active >= 0 else 1.0
    h.match_now[bank] = _match(h, bank)
    other = before / h.match_now[bank]
    for c in (0, 1):
        h.dc_input[c] *= other
        h.dc_output[c] *= other


def _jump(h: Header, bank: int, position: float, fade: float, step: float, idle: bool) -> None:
    h.fade_bank = h.active
    h.fade_position = h.position
    h.fade_progress = 1.0 if idle or fade <= 0 else 0.0
    h.fade_step = step / fade if fade > 0 else 1.0
    h.active = bank
    h.position = _wrap(position, h.bank_length[bank])


def _region(h: Header) -> tuple[float, float] | None:
    word, length = h.region, h.bank_length[h.active]
    first, last = word >> 32, min(word & 0xFFFFFFFF, length)
    if word == 0 or last < first + SHORTEST or (first == 0 and last == length):
        return None
    return float(first), float(last)


def _take_requests(h: Header, step: float, idle: bool) -> None:
    if step == 1.0:
        h.position = math.floor(h.position + 0.5)
    if idle:
        h.fade_progress = 1.0
    commit, seek = h.commit, h.seek
    if h.fade_progress >= 1.0 and commit != h.commit_seen:
        bank = (commit >> 56) & 1
        if h.bank_length[bank]:
            _match_at_once(h, bank)
            _jump(h, bank, float(commit & 0xFFFFFFFF), float((commit >> 32) & 0xFFFFFF), step, idle)
        h.commit_seen = commit
    if h.fade_progress >= 1.0 and h.active >= 0 and seek != h.seek_seen:
        _jump(h, h.active, float(seek & 0xFFFFFFFF), SEEK_FADE, step, idle)
        h.seek_seen = seek
    if h.fade_progress >= 1.0 and h.active >= 0:
        region = _region(h)
        if region and not region[0] <= h.position < region[1]:
            over = h.position - region[1]
            _jump(h, h.active, region[0] + over if 0 <= over < step else region[0], REGION_FADE, step, idle)


def _dc_block(h: Header, x: Float64) -> Float64:
    pole = 1.0 - 2.0 * math.pi * DC_HERTZ / h.device_rate
    previous = np.array([h.dc_input[0], h.dc_input[1]])
    difference = np.diff(x, axis=0, prepend=previous[None])
    powers = pole ** _NEXT[: len(x), None]
    y: Float64 = powers * (np.array([h.dc_output[0], h.dc_output[1]]) + np.cumsum(difference / powers, axis=0))
    for c in (0, 1):
        h.dc_input[c] = x[-1, c]
        h.dc_output[c] = y[-1, c] if abs(y[-1, c]) >= 1e-20 else 0.0
    return y


def _limit(h: Header, x: Float64) -> Float64:
    n, ceiling = len(x), h.ceiling
    release = 1.0 - math.exp(-1.0 / (RELEASE_SECONDS * h.device_rate))
    peak = np.abs(x).max(axis=1)
    over = peak > ceiling
    h.limited += int(over.sum())
    required = np.concatenate([h.required[:], np.where(over, ceiling / np.maximum(peak, ceiling), 1.0)])
    delayed = np.concatenate([np.reshape(h.delayed[:], (LOOKAHEAD, 2)), x])
    history = np.array(h.reduction[:])
    if required.min() == 1.0 and history.min() == 1.0:
        reduction = np.ones(LOOKAHEAD + n)
    else:
        least = np.lib.stride_tricks.sliding_window_view(required, LOOKAHEAD)[1:].min(axis=1)
        last, gains = float(history[-1]), []
        for limit in least.tolist():
            risen = last + (1.0 - last) * release
            last = min(limit, 1.0 if risen > 1.0 - 1e-6 else risen)
            gains.append(last)
        reduction = np.concatenate([history, gains])
    total = np.cumsum(np.concatenate([[0.0], reduction]))
    now = np.minimum(1.0, (total[LOOKAHEAD + 1 :] - total[1 : n + 1]) / LOOKAHEAD)
    h.required[:] = required[n:].tolist()
    h.reduction[:] = reduction[n:].tolist()
    h.delayed[:] = delayed[n:].ravel().tolist()
    limited: Float64 = np.clip(delayed[1 : n + 1] * now[:, None], -ceiling, ceiling)
    return limited


def _render_segment(segment: Segment, n: int) -> tuple[Float64, bool]:
    h = segment.header
    frame = SAMPLE_RATE / h.device_rate
    step = frame * h.speed
    run = h.run
    idle = not run and h.level <= 0
    _take_requests(h, step, idle)

    fading = h.fade_progress < 1.0
    moving = not idle and h.active >= 0
    level_step = h.run_step * frame
    if fading:
        n = _at_most(n, math.ceil((1.0 - h.fade_progress) / h.fade_step - NEARLY))
    region = _region(h) if moving else None
    if region and not fading:
        n = _at_most(n, math.ceil((region[1] - h.position) / step - NEARLY))
    if not run and not idle:
        n = _at_most(n, math.ceil(h.level / level_step - NEARLY))

    level = _line(h.level, 1.0 if run else 0.0, level_step, n)
    gain = _line(h.gain_now, 0.0 if h.mute else h.gain, frame / (GAIN_SECONDS * SAMPLE_RATE), n)
    sounds = h.active >= 0
    own = h.match_now[h.active] if sounds else 1.0
    even = _match(h, h.active) if sounds and not fading else own
    match = _line(own, even, frame * own * MATCH_DECIBELS * DECIBEL / SAMPLE_RATE, n)
    h.level = float(level[-1]) if level[-1] >= NEARLY else 0.0
    h.gain_now = float(gain[-1])
    if sounds:
        h.match_now[h.active] = float(match[-1])

    x = _read(segment, h.active if moving else -1, h.position, step, n)
    if fading:
        other = h.match_now[h.fade_bank] / match[-1] if h.fade_bank >= 0 else 1.0
        old = _read(segment, h.fade_bank, h.fade_position, step, n) * other
        x = old + np.minimum(1.0, h.fade_progress + _NEXT[:n] * h.fade_step)[:, None] * (x - old)
        progress = h.fade_progress + n * h.fade_step
        h.fade_progress = 1.0 if progress > 1.0 - NEARLY else progress
        if h.fade_bank >= 0 and h.bank_length[h.fade_bank]:
            h.fade_position = _wrap(h.fade_position + n * step, h.bank_length[h.fade_bank])
    sound = np.abs(x) < ABSURD
    bad = not sound.all()
    if bad:
        x = np.where(sound, x, 0.0)
    if moving:
        before, position = h.played, h.position + n * step
        if region is None or position < region[1]:
            position = _wrap(position, h.bank_length[h.active])
        h.position = position
        h.played = before + n * step
        h.stale += max(0.0, h.played - max(before, h.fresh_until))
    return _limit(h, _dc_block(h, x) * (level * gain * match)[:, None]), bad


def _on_channel(h: Header, channel: int, block: Float32) -> Float32 | float:
    """What a channel of the device has of frames [n, 2]."""
    has_left, has_right = h.left >> channel & 1, h.right >> channel & 1
    if has_left and has_right:
        mean: Float32 = np.float32(0.5) * (block[:, 0] + block[:, 1])
        return mean
    return block[:, 0] if has_left else block[:, 1] if has_right else 0.0


def render(segment: Segment, out: Float32, now: float, flags: int, began: float) -> None:
    """Renders the next block into `out`, float32 [frames, channels].

    `now` is the device's clock in seconds (0: none), `flags` are PortAudio's status flags, `began` is the monotonic
    clock as the block begins.
    """
    h = segment.header
    frames, written, bad = len(out), h.ring_written, False
    if h.meter_seen != h.meter_epoch:
        h.meter_seen = h.meter_epoch
        h.peak[0] = h.peak[1] = 0.0
    _take_requests(h, SAMPLE_RATE / h.device_rate * h.speed, not h.run and h.level <= 0)
    mark = h.callbacks % 2
    h.mark_time[mark], h.mark_position[mark] = began, h.position
    done = 0
    with np.errstate(invalid="ignore", over="ignore"):
        while done < frames:
            rendered, nan = _render_segment(segment, min(CHUNK, frames - done))
            bad |= nan
            block = rendered.astype(np.float32)
            n = len(block)
            exact = block.astype(np.float64)
            for c in (0, 1):
                h.peak[c] = max(h.peak[c], float(np.abs(exact[:, c]).max()))
                h.energy[c] += float(exact[:, c] @ exact[:, c])
            segment.ring[(written + _FRAME[:n]) % RING_FRAMES] = block
            if segment.ramp is not None:
                block[:] = segment.ramp[(h.ramp_position + _FRAME[:n]) % RAMP_SAMPLES, None]
                h.ramp_position = (h.ramp_position + n) % RAMP_SAMPLES
            for c in range(out.shape[1]):
                out[done : done + n, c] = _on_channel(h, c, block)
            written += n
            done += n
    seconds = frames / h.device_rate
    h.late += int(h.next_time > 0 and now > h.next_time + seconds)
    h.next_time = now + seconds if now > 0 else 0.0
    h.elapsed += seconds * SAMPLE_RATE
    h.metered += frames
    h.xruns += int(flags & OUTPUT_LOST != 0)
    h.nan_blocks += int(bad)
    h.frames = frames
    h.ring_written = written
    h.callbacks += 1
