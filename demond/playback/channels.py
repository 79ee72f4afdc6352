"""Which channels of a device are played: 1 is its first; left and right in turn, both on a single one."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 64


def wrong_channels(played: Sequence[int]) -> str:
    """What is wrong with such a list; nothing where it is good."""
    if not all(1 <= channel <= MOST for channel in played) or len(set(played)) < len(played):
        return f"wants different channels, 1..{MOST}, got {list(played)}"
    if len(played) > 1 and len(played) % 2:
        return f"wants one channel, or as many for left as for right, got {list(played)}"
    return ""


def sides(played: Sequence[int], channels: int) -> tuple[int, int]:
    """The bits of the channels that left is heard on, and those of right; of the first channel the lowest bit.

    None named are the first two, or the only one, of `channels`.
    """
    played = played or ([1, 2] if channels > 1 else [1])
    if len(played) == 1:
        return 1 << (played[0] - 1), 1 << (played[0] - 1)
    left, right = (sum(1 << (channel - 1) for channel in played[side::2]) for side in (0, 1))
    return left, right
