"""Audio written into a loop that sounds: away from the playhead, and so that one that is cut off can be healed."""

from __future__ import annotations

import numpy as np

from demond.playback.segment import Float32, Segment

GUARD = 4096  # samples ahead of the playhead that a patch leaves alone: 85 ms, in which its writer may pause
_WRITE = 1024  # samples copied between two notes of how far a patch is
_DIP = 480  # samples of fade around a spot that is healed


def around(ahead: int, count: int, length: int, fade: int) -> tuple[list[tuple[int, int]], range]:
    """The pieces of a patch of `count` samples that may be written into a loop of `length`, and those that are left as
    they are or faded to them; `ahead` is the playhead, counted from where the patch begins."""
    if ahead < count:
        return [(0, ahead), (ahead + GUARD, count)], range(max(0, ahead - fade), min(count, ahead + GUARD + fade))
    if ahead + GUARD > length:
        return [(ahead + GUARD - length, count)], range(min(count, ahead + GUARD - length + fade))
    return [(0, count)], range(0)


def write(segment: Segment, bank: int, at: int, audio: Float32, fade: int) -> None:
    """Write audio [2, n] into a bank, around its end if need be, with linear crossfades of `fade` samples at both ends;
    the header notes how far it is."""
    header, samples = segment.header, segment.banks[bank]
    length = header.bank_length[bank]
    new = np.ascontiguousarray(audio.T)
    fade = min(fade, len(new) // 2)
    if fade > 0:
        weight = ((np.arange(fade, dtype=np.float32) + 0.5) / fade)[:, None]
        index = (at + np.arange(fade)) % length
        new[:fade] = samples[index] + weight * (new[:fade] - samples[index])
        index = (at + len(new) - fade + np.arange(fade)) % length
        new[-fade:] = samples[index] + weight[::-1] * (new[-fade:] - samples[index])
    done = 0
    while done < len(new):
        place = (at + done) % length
        header.patch = (bank + 1) << 32 | place
        count = min(_WRITE, len(new) - done, length - place)
        samples[place : place + count] = new[done : done + count]
        done += count
    header.patch = 0


def heal(segment: Segment) -> None:
    """Smooth the spot at which a patch was cut off, if one was, with a short dip."""
    word = segment.header.patch
    if not word:
        return
    bank, at = (word >> 32) - 1, word & 0xFFFFFFFF
    length = segment.header.bank_length[bank]
    slope = np.linspace(1.0, 0.0, _DIP, dtype=np.float32)
    dip = np.concatenate([slope, np.zeros(_WRITE, np.float32), slope[::-1]])[:length, None]
    segment.banks[bank][(at - _DIP + np.arange(len(dip))) % length] *= dip
    segment.header.patch = 0
