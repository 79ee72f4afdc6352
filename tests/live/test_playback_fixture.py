from __future__ import annotations

import signal


def test_the_jack_server_starts_and_can_be_killed_and_started_again(jack):
    assert "system:playback_1" in jack.ports()
    jack.stop(signal.SIGKILL)
    assert jack.ports() == []
    jack.start()
    assert jack.wait_port("system:playback_2")
