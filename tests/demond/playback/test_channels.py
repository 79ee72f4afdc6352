"""Left and right on the channels of a device that are named, and on no other."""

from __future__ import annotations

import numpy as np
import pytest

from demond.config import ConfigErrors, read
from demond.playback.channels import sides, wrong_channels

LEFT, RIGHT = 0.3, -0.1


@pytest.mark.parametrize(
    ("named", "channels", "heard"),
    [
        ((), 1, [0.1]),
        ((), 2, [LEFT, RIGHT]),
        ((), 4, [LEFT, RIGHT, 0, 0]),
        ((3, 4), 4, [0, 0, LEFT, RIGHT]),
        ((2, 1), 2, [RIGHT, LEFT]),
        ((2,), 3, [0, 0.1, 0]),
        ((5, 1, 2, 6), 8, [RIGHT, LEFT, 0, 0, LEFT, RIGHT, 0, 0]),
        ((64, 63), 64, [*[0] * 62, RIGHT, LEFT]),
    ],
)
def test_named_channels_have_left_and_right_in_turn_and_others_nothing(played, named, channels, heard):
    made = played(channels=channels)
    made.loop.set_device(48000, channels, named)
    made.fill((np.sin(2 * np.pi * np.arange(4800) / 48) * [[LEFT], [RIGHT]]).astype(np.float32))
    made.loop.play()
    out = made.hear(9600)[4800:]
    wave = out[:, np.argmax(np.abs(out).max(axis=0))]
    wave = wave / np.abs(wave).max()
    scale = out.T @ wave / (wave @ wave)
    assert np.abs(out - wave[:, None] * scale).max() < 1e-5
    assert np.allclose(np.abs(scale), np.abs(heard), atol=0.003)
    assert np.allclose(np.outer(scale, scale), np.outer(heard, heard), atol=0.003)


def test_which_lists_can_be_played():
    assert wrong_channels(()) == wrong_channels((3,)) == wrong_channels((3, 4)) == wrong_channels((1, 2, 7, 8)) == ""
    assert wrong_channels((0, 1)) == "wants different channels, 1..64, got [0, 1]"
    assert wrong_channels((1, 65)) == "wants different channels, 1..64, got [1, 65]"
    assert wrong_channels((3, 3)) == "wants different channels, 1..64, got [3, 3]"
    assert wrong_channels((1, 2, 3)) == "wants one channel, or as many for left as for right, got [1, 2, 3]"
    assert sides((3, 4), 8) == (4, 8)


def test_a_configuration_names_them(tmp_path):
    path = tmp_path / "demond.toml"
    path.write_text("[audio]\nchannels = [3, 4]\n")
    assert read(path).audio.channels == (3, 4)
    path.write_text('[audio]\nchannels = [3, 3]\ndevice = "pipe:"\n')
    with pytest.raises(ConfigErrors, match=r"(?s):2: .*wants different channels.*:3: .*wants pipe:PATH"):
        read(path)
